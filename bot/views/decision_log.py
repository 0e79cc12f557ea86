"""The log of decisions, and the form that adds one made elsewhere."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.answer import LONG_TEXT
from bot.domain.decision_form import Made
from bot.domain.decision_log import LogFacts, LogRow
from bot.domain.list_file import Listing
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.decision import ASKED, OUTCOME, OWNER, REASON, REVIEW, VALUE, buttons, made_in
from bot.views.filled import Filled
from bot.views.guest import guest_note
from bot.views.list_file import download
from bot.views.ticket import Address, read_ticket

PAGE, NEW, CHANGE = "decision_log_page", "decision_new", "decision_change"
NEW_FORM = "decision_new_form"
SOUGHT, PAGE_VALUE = 100, 1000
"""Characters of what was looked for that are repeated, and that the button of the next page carries."""

DECIDED, WHY = 900, 700
"""Characters of what was decided, and why, in the log: a section takes three times as many, escaped or not."""


def log(words: Words, facts: LogFacts, command: str) -> Message:
    """Return a page of the log, with what can be done to each decision; `command` is the slash command."""
    sought = blocks.clip(facts.words, SOUGHT)
    text = words("decision/log_text.mrkdwn.j2", facts=facts, sought=sought)
    shown: list[blocks.Block] = []
    if facts.note:
        shown.append(blocks.section("note", words("words/only.mrkdwn.j2", sentence=facts.note)))
    if facts.rows:
        shown.append(blocks.section("title", text))
    else:
        shown.append(
            blocks.section("none", words("decision/log_none.mrkdwn.j2", facts=facts, sought=sought, command=command))
        )
    for row in facts.rows:
        shown += _row(words, facts, row)
    below = [blocks.button("New decision", NEW)] if facts.can_add else []
    if facts.more:
        following = f"{facts.first + len(facts.rows)} {facts.words}"[:PAGE_VALUE].strip()
        below.append(blocks.button("Show more", PAGE, following))
    if facts.rows:
        below.append(download(Listing.DECISIONS, words=facts.words))
    if below:
        shown.append(blocks.actions("below", *below))
    shown += guest_note(words, guest=facts.guest)
    return blocks.message(text, shown)


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What the form of a new decision carries: the address of the message that it was noted from, or ""."""

    link: Address = ""

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))

    @property
    def channel(self) -> str:
        """The channel of that message."""
        return self.link.partition("/archives/")[2].partition("/")[0]


_TICKET = TypeAdapter(NewTicket)


def new_form(words: Words, by: str, *, text: str = "", link: str = "", public: bool = False) -> View:
    """Return the form for a decision that was made elsewhere; `by` is the Slack id of who is proposed as decider.

    `text`: what it begins with, of a message at `link`, which stands in a `public` channel or not.
    """
    outcome = blocks.text_input(
        VALUE, value=text[:LONG_TEXT], multiline=True, placeholder="We build the price page ourselves."
    )
    reason = blocks.text_input(VALUE, multiline=True, placeholder="Nobody sells one that fits our tariffs.")
    shown = []
    if len(text) > LONG_TEXT:
        cut = words("decision/log_cut.mrkdwn.j2", length=len(text), limit=LONG_TEXT, link=link)
        shown.append(blocks.section("cut", cut))
    shown += [
        blocks.context("who_sees", words("decision/log_who_sees.mrkdwn.j2", link=link, public=public)),
        blocks.field(OUTCOME, "What was decided?", outcome, optional=False),
        blocks.field(REASON, "Why?", reason),
        blocks.field(OWNER, "Who decided?", blocks.person(VALUE, chosen=by), optional=False),
        blocks.field(
            REVIEW,
            "Look at it again on",
            blocks.day_picker(VALUE),
            hint="Whoever decided is asked then whether it still holds.",
        ),
    ]
    return blocks.modal(NEW_FORM, "New decision", shown, submit="Add decision", metadata=NewTicket(link).dump())


def added(words: Words, sentence: str) -> View:
    """Return what has been added."""
    text = words("words/only.mrkdwn.j2", sentence=sentence)
    return blocks.modal("decision_added_view", "Decision added", [blocks.section("added", text)], close="Close")


def added_in(view: Mapping[str, Any]) -> tuple[str, Made, NewTicket]:
    """Return the Slack id of who decided, what, and from which message. Raises Unreadable."""
    return Filled.of(view).one(OWNER), made_in(view), read_ticket(_TICKET, view)


def _row(words: Words, facts: LogFacts, row: LogRow) -> list[blocks.Block]:
    one = row.decision
    parts = {
        "asked": blocks.clip(one.asked, ASKED),
        "outcome": blocks.clip(one.outcome, DECIDED),
        "reason": blocks.clip(one.reason, WHY),
        "before": [(blocks.clip(outcome, ASKED), name) for outcome, name in one.before[:2]],
    }
    text = words("decision/log_row.mrkdwn.j2", one=one, today=facts.today, link=row.link, **parts)
    first, *rest = blocks.split(text, blocks.SECTION_LENGTH)
    change = None if one.needed or not row.mine else blocks.button("Change decision", CHANGE, str(one.id))
    shown = [blocks.section(f"decision:{one.id}", first, accessory=change)]
    shown += [blocks.section(f"decision:{one.id}:{number}", part) for number, part in enumerate(rest)]
    if one.needed and row.mine:
        shown.append(blocks.actions(f"decision_do:{one.id}", *buttons(str(one.id))))
    return shown
