"""Away dates: the list with its buttons, the form that adds some, and what is said about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.away import AwayFacts, AwayNoted, Source
from bot.domain.away_back import BackFacts
from bot.domain.list_file import Listing
from bot.errors import Unreadable
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.list_file import download

SHOW, ADD, REMOVE = "away_show", "away_add", "away_remove"
FORM, DONE = "away_form", "away_done"
WHO, FIRST, LAST, VALUE = "who", "first", "last", "value"
MOST_SHOWN = 12
"""Away dates that are listed: more than a year of them."""


def away_list(words: Words, facts: AwayFacts, command: str) -> Message:
    """Return somebody's away dates with what can be done about them; `command` is the slash command."""
    return blocks.message(_notice(words, facts), [*_shown(words, facts, command), _below(facts)])


def form(words: Words, facts: AwayFacts, command: str) -> View:
    """Return the form that shows one's away dates and adds some; whoever acts as PMO may choose somebody."""
    shown = _shown(words, facts, command)
    shown.append(blocks.context("intro", words("away/intro.mrkdwn.j2")))
    if facts.for_others:
        who = blocks.person(VALUE, chosen=facts.person, placeholder="Myself")
        shown.append(blocks.field(WHO, "Who?", who))
    shown += [
        blocks.field(FIRST, "First day away", blocks.day_picker(VALUE), optional=False),
        blocks.field(LAST, "Last day away", blocks.day_picker(VALUE), hint="Empty: one day."),
    ]
    return blocks.modal(FORM, "Away dates", shown, submit="Add away dates", close="Close")


def done(words: Words, facts: AwayFacts, command: str) -> View:
    """Return what stands there after dates were added: fields would keep them, as Slack keeps what was typed."""
    return blocks.modal(DONE, "Away dates", _shown(words, facts, command), close="Close")


def shown_anew(words: Words, facts: AwayFacts, command: str, *, view: Mapping[str, Any]) -> View:
    """Return the form or what stood there after it, `view`, as it is now."""
    return (done if view["callback_id"] == DONE else form)(words, facts, command)


def _notice(words: Words, facts: AwayFacts) -> str:
    return words("away/note.mrkdwn.j2", note=facts.note) if facts.note else "Away dates"


def _shown(words: Words, facts: AwayFacts, command: str) -> list[blocks.Block]:
    shown: list[blocks.Block] = []
    if facts.note:
        undo = blocks.button("Undo", REMOVE, str(facts.undo)) if facts.undo is not None else None
        shown.append(blocks.section("note", words("away/note.mrkdwn.j2", note=facts.note), accessory=undo))
    rest = [one for one in facts.ranges if one.away_id != facts.undo]
    if rest or not facts.note:
        shown.append(blocks.section("list", words("away/list.mrkdwn.j2", facts=facts, command=command)))
    for one in rest[:MOST_SHOWN]:
        fixed = one.source is Source.STATUS
        remove = None if fixed else blocks.button("Remove", REMOVE, str(one.away_id))
        text = words("away/range.mrkdwn.j2", facts=facts, one=one, command=command)
        shown.append(blocks.section(f"away:{one.away_id}", text, accessory=remove))
    if facts.mates:
        text = words("away/mates.mrkdwn.j2", facts=facts)
        shown += blocks.paragraphs("mates", text)
    return shown


def _below(facts: AwayFacts) -> blocks.Block:
    elements = [blocks.button("Add away dates", ADD, facts.person or "")]
    if facts.for_others:
        elements.append(download(Listing.AWAY, label="Download all"))
    return blocks.actions("away_actions", *elements)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen in the form: the Slack id of somebody else or "", and the days, both included."""

    who: str
    first: date
    last: date


def chosen(view: Mapping[str, Any]) -> Chosen:
    """Return what was chosen in the form. Raises Unreadable, also without a first day: Slack asks for that itself."""
    filled = Filled.of(view)
    first = filled.day(FIRST)
    if first is None:
        raise Unreadable(where=FIRST)
    return Chosen(filled.one(WHO) if WHO in filled else "", first, filled.day(LAST) or first)


def noted(words: Words, facts: AwayNoted) -> Message:
    """Return what somebody reads for whom another one noted or took back away dates."""
    text = words("away/noted.mrkdwn.j2", facts=facts)
    undo = None if facts.away_id is None else blocks.button("Not so, remove", REMOVE, str(facts.away_id))
    return blocks.message(text, [blocks.section("away_noted", text, accessory=undo)])


def back(words: Words, facts: BackFacts) -> Message:
    """Return what somebody reads who is back: what moved in each of their syncs."""
    shown = [blocks.section("back", words("away/back.mrkdwn.j2", facts=facts))]
    for number, one in enumerate(facts.moved):
        shown += blocks.paragraphs(f"moved_{number}", words("away/moved.mrkdwn.j2", one=one))
    if facts.more:
        shown.append(blocks.context("more", words("home/more.mrkdwn.j2", more=facts.more)))
    return blocks.message(words("away/back_text.mrkdwn.j2"), shown)
