"""The form of a stakeholder group: its name, and the teams, areas, channels and people that it is made of."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from pydantic import TypeAdapter

from bot.domain.stakeholder import Source, SourceKind
from bot.domain.stakeholder_form import (
    AREAS,
    CHANNELS,
    EVERYONE,
    KINDS,
    NAME,
    PEOPLE,
    TEAMS,
    USER_GROUPS,
    GroupForm,
    GroupWritten,
)
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.change_form import MOST_SHOWN, Base
from bot.views.filled import Filled
from bot.views.team_menu import several_of, several_teams
from bot.views.ticket import StoredId, read_ticket

FORM, REMOVE_FORM = "stakeholder_form", "stakeholder_remove_form"
VALUE = "value"
MOST_CHANNELS = 10
LONGEST_AREA = 100
"""Characters of an area that a choice can carry."""


@dataclass(frozen=True, slots=True)
class FormTicket:
    """Which group of which change the form edits (0: a new one, the standing list), and what it began with."""

    change: StoredId
    group: StoredId = 0
    base: Base = field(default_factory=dict)

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(FormTicket)


def form_ticket(view: Mapping[str, Any]) -> FormTicket:
    """Return the ticket of a form of a group. Raises Unreadable."""
    return read_ticket(_TICKET, view)


def group_form(words: Words, facts: GroupForm) -> View:
    """Return the form of a group; what somebody else chose meanwhile stands above it."""
    written = facts.written
    shown: list[blocks.Block] = []
    if facts.by:
        others = [(one.what, blocks.clip(one.value, MOST_SHOWN)) for one in facts.others]
        shown.append(blocks.section("others", words("change/form_others.mrkdwn.j2", by=facts.by, others=others)))
    shown.append(blocks.context("who_sees", words("stakeholder/form_who_sees.mrkdwn.j2", facts=facts)))
    name = blocks.text_input(VALUE, value=written.name, placeholder="Sales")
    shown.append(blocks.field(NAME, "What are they called?", name, optional=False))
    if facts.teams:
        chosen = [int(one) for one in written.chosen(TEAMS)]
        shown.append(blocks.field(TEAMS, "Teams", several_teams(VALUE, facts.teams, chosen=chosen)))
    if areas := _areas(facts):
        menu = several_of(VALUE, areas, chosen=written.chosen(AREAS), placeholder="Choose areas")
        shown.append(blocks.field(AREAS, "Areas", menu, hint="Everybody whose area it is, guests left out."))
    channels = blocks.channels(VALUE, chosen=written.chosen(CHANNELS), most=MOST_CHANNELS)
    hint = "Everybody in it, also who joins later. Of a private channel Drumbeat must be a member."
    shown.append(blocks.field(CHANNELS, "Channels", channels, hint=hint))
    if groups := _user_groups(facts):
        menu = several_of(VALUE, groups, chosen=written.chosen(USER_GROUPS), placeholder="Choose groups")
        shown.append(blocks.field(USER_GROUPS, "User groups", menu))
    people = [facts.people.get(one, one) for one in written.chosen(PEOPLE)]
    shown.append(
        blocks.field(
            PEOPLE,
            "People by name",
            blocks.people(VALUE, chosen=people, placeholder="Choose people"),
            hint="Whoever is in several of these, or in several groups, is told once.",
        )
    )
    box = [blocks.option("Everybody in this workspace", EVERYONE)]
    chosen_box = [EVERYONE] if written.fields()[EVERYONE] else []
    shown.append(blocks.field(EVERYONE, "Or everyone", blocks.checkboxes(VALUE, box, chosen=chosen_box)))
    ticket = FormTicket(facts.change_id, facts.group_id, dict(facts.base))
    title = "Who belongs to it" if facts.group_id else "New group"
    submit = "Save group" if facts.group_id or not facts.change_id else "Save and go on"
    return blocks.modal(FORM, title, shown, submit=submit, close="Back", metadata=ticket.dump())


def written_in(view: Mapping[str, Any]) -> GroupWritten:
    """Return what stands in the form; people by their Slack ids. Raises Unreadable."""
    filled = Filled.of(view)
    sources: set[Source] = set()
    for name, kind in KINDS.items():
        if name not in filled:
            continue
        if name == EVERYONE:
            sources.update(Source(kind) for _ in filled.many(name, [EVERYONE]))
        elif name == TEAMS:
            sources.update(Source(kind, str(one)) for one in filled.numbers(name))
        else:
            sources.update(Source(kind, one) for one in filled.many(name))
    return GroupWritten(filled.text(NAME), frozenset(sources))


def remove_form(words: Words, change_id: int, group_id: int, name: str) -> View:
    """Return the question whether a group is to be removed."""
    shown = [blocks.section("what", words("stakeholder/remove_what.mrkdwn.j2", name=name, standing=not change_id))]
    metadata = FormTicket(change_id, group_id).dump()
    return blocks.modal(REMOVE_FORM, "Remove group", shown, submit="Remove group", close="Keep it", metadata=metadata)


def _areas(facts: GroupForm) -> dict[str, str]:
    # An area that nobody has any more stays chosen until somebody takes it out.
    return {area[:LONGEST_AREA]: area for area in [*facts.areas, *facts.written.chosen(AREAS)]}


def _user_groups(facts: GroupForm) -> dict[str, str]:
    return dict.fromkeys(facts.written.chosen(USER_GROUPS), "It is not there any more") | dict(facts.user_groups)


def is_kind(value: str) -> SourceKind | None:
    """Return the kind of source that a menu's value names; None for none."""
    return SourceKind(value) if value in set(SourceKind) else None
