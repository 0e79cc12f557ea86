"""Whom a change affects, as a form that stays open while its groups are worked on; and the standing list."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.change_impact import FULLEST, in_words
from bot.domain.stakeholder_list import GroupListFacts, GroupRow
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.ticket import StoredId, read_ticket

LIST = "stakeholder_list_view"
OPEN, STANDING, NEW, MORE, PAGE = (
    "stakeholder_open",
    "stakeholder_standing",
    "stakeholder_new",
    "stakeholder_more",
    "stakeholder_page",
)
FIRST, SUGGESTED, FORGOTTEN = "stakeholder_first", "stakeholder_suggested", "stakeholder_forgotten"
WHO, IMPACT, REMOVE = "who", "impact", "remove"
BEGIN, USUAL, PASTE = "stakeholder_begin", "stakeholder_usual", "stakeholder_paste"
ON_A_PAGE, MOST = 20, 100
NAMED = 6
"""Teams and areas in no group that are named in a sentence; the menu has them all, as far as Slack takes them."""


@dataclass(frozen=True, slots=True)
class ListTicket:
    """Which change's groups are listed (0: the standing list), and from which on."""

    change: StoredId
    first: StoredId = 0

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(ListTicket)


def list_ticket(view: Mapping[str, Any]) -> ListTicket:
    """Return the ticket of the list. Raises Unreadable."""
    return read_ticket(_TICKET, view)


def group_list(words: Words, facts: GroupListFacts) -> View:
    """Return the groups, what can be done to each, who is suggested, and who has been forgotten."""
    shown: list[blocks.Block] = []
    if facts.note:
        shown.append(blocks.section("note", words("words/only.mrkdwn.j2", sentence=facts.note)))
    shown.append(blocks.section("intro", words("stakeholder/list_intro.mrkdwn.j2", facts=facts)))
    for row in facts.rows[facts.first : facts.first + ON_A_PAGE]:
        shown += _row(words, facts, row)
    if not facts.change_id and not facts.rows:
        shown.append(blocks.actions("usual", blocks.button("Add the usual ones", USUAL, style="primary")))
    pressed = [
        blocks.button(
            "New group", NEW, str(facts.change_id), style="primary" if facts.change_id and not facts.rows else None
        )
    ]
    if facts.change_id:
        pressed.append(blocks.button("Paste rows", PASTE, str(facts.change_id)))
    if facts.first:
        pressed.append(blocks.button("Show the first", FIRST, "0"))
    if len(facts.rows) > facts.first + ON_A_PAGE:
        pressed.append(blocks.button("Show more", PAGE, str(facts.first + ON_A_PAGE)))
    shown.append(blocks.actions("do", *pressed))
    shown += _offers(words, facts)
    title = "Who it affects" if facts.change_id else "Standing list"
    ticket = ListTicket(facts.change_id, facts.first)
    return blocks.modal(LIST, title, shown, close="Close", metadata=ticket.dump())


def _row(words: Words, facts: GroupListFacts, row: GroupRow) -> list[blocks.Block]:
    impact = in_words(row.scores, FULLEST)
    standing = not facts.change_id
    text = words("stakeholder/list_row.mrkdwn.j2", row=row, impact=impact, standing=standing)
    impacts = "Usual questions" if standing else "What changes for them"
    options = [
        blocks.option("Who belongs to it", f"{WHO}:{row.id}"),
        blocks.option(impacts, f"{IMPACT}:{row.id}"),
        blocks.option("Remove group", f"{REMOVE}:{row.id}"),
    ]
    first, *rest = blocks.split(text, blocks.SECTION_LENGTH)
    shown = [blocks.section(f"group:{row.id}", first, accessory=blocks.overflow(MORE, options))]
    return shown + [blocks.section(f"group:{row.id}:{number}", part) for number, part in enumerate(rest)]


def _offers(words: Words, facts: GroupListFacts) -> list[blocks.Block]:
    """Return what can be added at a press: groups of the standing list or the usual ones, whoever is missing."""
    shown: list[blocks.Block] = []
    if facts.suggested:
        options = [blocks.option(name, str(group_id)) for group_id, name in facts.suggested.items()][:MOST]
        menu = blocks.select(SUGGESTED, options, placeholder="Add a group")
        text = words("stakeholder/list_suggested.mrkdwn.j2", names=list(facts.suggested.values()))
        shown.append(blocks.section("suggested", text, accessory=menu))
    if facts.usual:
        options = [blocks.option(name, key) for key, name in facts.usual.items()]
        menu = blocks.select(BEGIN, options, placeholder="Add a group")
        text = words("stakeholder/list_usual.mrkdwn.j2", facts=facts)
        shown.append(blocks.section("usual_ones", text, accessory=menu))
    if facts.begins:
        options = [blocks.option(name, key) for key, name in facts.begins.items()][:MOST]
        menu = blocks.select(BEGIN, options, placeholder="Add its groups")
        shown.append(blocks.section("begins", words("stakeholder/list_begins.mrkdwn.j2"), accessory=menu))
    if facts.uncovered:
        options = [
            blocks.option(f"{one.label} ({one.kind}, {one.people})", f"{one.kind}:{one.value}"[:MOST])
            for one in facts.uncovered[:MOST]
        ]
        menu = blocks.select(FORGOTTEN, options, placeholder="Add them")
        text = words("stakeholder/list_forgotten.mrkdwn.j2", facts=facts, most=NAMED)
        shown.append(blocks.section("forgotten", text, accessory=menu))
    return shown
