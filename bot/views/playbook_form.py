"""The form in which a page is written or changed, and the small ones beside it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from bot.domain.playbook import INTERVALS, LONGEST_INTERVAL, Page, Written, tags_in, title_in
from bot.domain.playbook_diff import Changes
from bot.domain.playbook_form import AFTER_THE_LAST, MOST_FIELDS, PageForm, body_in
from bot.errors import Unreadable
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.filled import CHANGED_FORM, Filled
from bot.views.playbook import PageTicket, page_ticket
from bot.views.playbook_rich import compared
from bot.views.ticket import Short, StoredId, read_ticket

FORM, HAND_FORM, OUTDATED_FORM = "playbook_form", "playbook_hand_form", "playbook_outdated_form"
TITLE, TAGS, OWNER, TEAM, THANKS, INTERVAL, WHAT, VALUE = (
    "title",
    "tags",
    "owner",
    "team",
    "thanks",
    "interval",
    "what",
    "value",
)
BODY = "body:"
"""Begins the id of each field that holds a part of the page."""

COMPANY = "0"
"""Stands for the whole company among the teams."""

FIRST = f"{BODY}0"


@dataclass(frozen=True, slots=True)
class FormTicket:
    """What the form of a page carries: which version of which page (0: a new one), and how its fields join."""

    page: StoredId = 0
    revision: StoredId = 0
    fields: Annotated[int, Field(ge=0, le=MOST_FIELDS + 1)] = 1
    joins: Short = ""
    source: Short = ""

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(FormTicket)


def form_ticket(view: Mapping[str, Any]) -> FormTicket:
    """Return the ticket of the form of a page. Raises Unreadable."""
    return read_ticket(_TICKET, view)


def page_form(words: Words, facts: PageForm) -> View:
    """Return the form of a page; what somebody else changed meanwhile stands above it."""
    new = facts.page_id is None
    shown: list[blocks.Block] = []
    if facts.by:
        shown.append(blocks.section("others", words("playbook/form_others.mrkdwn.j2", facts=facts)))
        if facts.others:
            shown.append(compared("changes", facts.others.lines))
    shown += [
        blocks.context("who_sees", words("playbook/form_who_sees.mrkdwn.j2", facts=facts)),
        blocks.field(
            TITLE,
            "What is it called?",
            blocks.text_input(VALUE, value=facts.title, placeholder="How we prioritise"),
            optional=False,
        ),
        *_fields(words, facts),
        blocks.field(
            TAGS,
            "Tags",
            blocks.text_input(VALUE, value=facts.tags, placeholder="planning, decisions"),
            hint="With commas. One of several words, like the title, brings the page up in channels that want it.",
        ),
        blocks.field(
            TEAM,
            "Whose is it?",
            _team(facts),
            optional=False,
            hint="Of a private team only its people and the PMO see it.",
        ),
    ]
    if new:
        owner = blocks.person(VALUE, chosen=facts.owner_slack)
        hint = "They are asked in time whether it is still true, and can hand it over."
        shown.append(blocks.field(OWNER, "Who keeps it true?", owner, optional=False, hint=hint))
    shown += [
        blocks.field(INTERVAL, "Look at it again after", _interval(facts), optional=False),
        blocks.field(
            THANKS,
            "Whom does it thank?",
            blocks.person(VALUE, chosen=facts.thanks_slack),
            hint="Nobody, unless you choose; yourself is fine, others if they wish.",
        ),
    ]
    count = 0 if facts.too_long else _count(facts)
    ticket = FormTicket(facts.page_id or 0, facts.revision, count, facts.joins, facts.source)
    title, submit = ("New page", "Publish page") if new else ("Edit page", "Save changes")
    return blocks.modal(FORM, title, shown, submit=submit, metadata=ticket.dump())


def written_in(view: Mapping[str, Any]) -> tuple[Written, bool]:
    """Return what was written into the form, and whether it held the page's text.

    Raises UserError with the field for what cannot be kept, Unreadable.
    """
    ticket, filled = form_ticket(view), Filled.of(view)
    fields = [filled.text(f"{BODY}{number}") for number in range(ticket.fields)]
    team = filled.number(TEAM)
    interval = filled.number(INTERVAL)
    if interval is None or not 1 <= interval <= LONGEST_INTERVAL:
        raise Unreadable(CHANGED_FORM, where=f"view.state.values.{INTERVAL}")
    written = Written(
        title=title_in(filled.text(TITLE), TITLE),
        body=body_in(fields, ticket.joins, FIRST) if fields else "",
        tags=tags_in(filled.text(TAGS), TAGS),
        team_id=team or None,
        owner_slack=filled.one(OWNER) if OWNER in filled else "",
        thanks_slack=filled.one(THANKS),
        interval=interval,
        source=ticket.source,
    )
    return written, bool(fields)


def typed_in(view: Mapping[str, Any], facts: PageForm, by: str, others: Changes) -> PageForm:
    """Return the form again with what stands in its fields, for the page as it is now (`facts`), which `by` changed."""
    ticket, filled = form_ticket(view), Filled.of(view)
    fields = tuple(filled.text(f"{BODY}{number}") for number in range(ticket.fields))
    return PageForm(
        page_id=facts.page_id,
        revision=facts.revision,
        title=filled.text(TITLE),
        fields=fields,
        joins=ticket.joins.ljust(max(len(fields) - 1, 0), AFTER_THE_LAST),
        tags=filled.text(TAGS),
        thanks_slack=filled.one(THANKS),
        team_id=filled.number(TEAM) or None,
        teams=facts.teams,
        interval=filled.number(INTERVAL) or facts.interval,
        source=facts.source,
        by=by,
        others=others,
    )


def hand_form(words: Words, page: Page) -> View:
    """Return the form in which somebody else is to keep a page."""
    shown = [
        blocks.context("who_sees", words("playbook/hand_who_sees.mrkdwn.j2", page=page)),
        blocks.field(OWNER, "Who keeps it true?", blocks.person(VALUE), optional=False),
    ]
    return blocks.modal(HAND_FORM, "Hand over", shown, submit="Hand over", metadata=PageTicket(page.id).dump())


def outdated_form(words: Words, page: Page) -> View:
    """Return the form in which a reader says what is out of date."""
    shown = [
        blocks.context("who_sees", words("playbook/outdated_who_sees.mrkdwn.j2", page=page)),
        blocks.field(
            WHAT,
            "What is out of date?",
            blocks.text_input(VALUE, multiline=True, placeholder="The form is gone; one asks in #security now."),
        ),
    ]
    return blocks.modal(
        OUTDATED_FORM, "Out of date", shown, submit="Tell the owner", metadata=PageTicket(page.id).dump()
    )


def said(words: Words, title_: str, sentence: str) -> View:
    """Return a form that only says what was done."""
    text = words("words/only.mrkdwn.j2", sentence=sentence)
    return blocks.modal("playbook_said_view", title_, [blocks.section("said", text)], close="Close")


def page_in(view: Mapping[str, Any]) -> int:
    """Return the page that one of the small forms is about. Raises Unreadable."""
    return page_ticket(view).page


def _fields(words: Words, facts: PageForm) -> list[blocks.Block]:
    if facts.too_long:
        return [blocks.section("too_long", words("playbook/form_too_long.mrkdwn.j2"))]
    shown = []
    for number in range(_count(facts)):
        value = facts.fields[number] if number < len(facts.fields) else ""
        example = "Before each quarter for the big things, and every second week for what comes in between."
        field = blocks.text_input(VALUE, value=value, multiline=True, placeholder=example if not number else "")
        label = "What does it say?" if not number else f"… part {number + 1}"
        last = "Where the field above is full: one holds 3,000 characters." if number == _count(facts) - 1 else ""
        hint = last if number else "Markdown works: # for a heading, - for a list, [words](address) for a link."
        shown.append(blocks.field(f"{BODY}{number}", label, field, optional=bool(number), hint=hint))
    return shown


def _count(facts: PageForm) -> int:
    """Return how many fields the page gets: those that it fills, and one to go on in."""
    return min(len(facts.fields) + (0 if facts.by else 1), MOST_FIELDS + 1)


def _team(facts: PageForm) -> blocks.Element:
    options = [blocks.option("The whole company", COMPANY)]
    options += [blocks.option(name, str(team_id)) for team_id, name in facts.teams]
    chosen = "" if facts.undecided else str(facts.team_id or COMPANY)
    return blocks.select(VALUE, options, chosen=chosen, placeholder="Choose who reads it")


def _interval(facts: PageForm) -> blocks.Element:
    # A file may have said another one, which stays.
    known = INTERVALS | {facts.interval: INTERVALS.get(facts.interval, f"{facts.interval} days")}
    options = [blocks.option(label, str(days)) for days, label in sorted(known.items())]
    return blocks.select(VALUE, options, chosen=str(facts.interval))
