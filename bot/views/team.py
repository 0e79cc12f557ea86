"""The list of teams, and the form in which one is changed."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import slackblocks as sb
from pydantic import TypeAdapter

from bot.domain.list_file import Listing
from bot.domain.team import KINDS, TeamChoices, TeamFormFacts, TeamListFacts, TeamRow
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.guest import guest_note
from bot.views.list_file import download
from bot.views.person_import import OPEN as IMPORT_PEOPLE
from bot.views.team_setup import OPEN
from bot.views.ticket import Short, StoredId, read_ticket

LIST, EDIT, ARCHIVE, FORM = "team_list", "team_edit", "team_archive", "team_form"
ARCHIVED, RESTORE = "team_archived", "team_restore"
VALUE = "value"
ON_A_PAGE = 40
"""Teams a message, of the fifty blocks that Slack takes."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Which team the form changes, and the digest of what it was made of."""

    team_id: StoredId
    seen: Short

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(Ticket)


def ticket_of(view: Mapping[str, Any]) -> Ticket:
    """Return the ticket of a form that was pressed or submitted. Raises Unreadable."""
    return read_ticket(_TICKET, view)


def team_list(words: Words, facts: TeamListFacts) -> Message:
    """Return the teams with *Edit team* where the reader may, or those that are archived with the way back."""
    text = words("team/list_text.mrkdwn.j2", facts=facts)
    shown: list[blocks.Block] = []
    if not facts.rows:
        shown.append(blocks.section("none", words("team/none.mrkdwn.j2", facts=facts)))
    page = facts.rows[facts.first : facts.first + ON_A_PAGE]
    shown += [
        blocks.section(f"team:{row.team_id}", words("team/row.mrkdwn.j2", row=row), accessory=_button(facts, row))
        for row in page
    ]
    below = []
    if facts.archived:
        below.append(blocks.button("Show teams", LIST, "0"))
    elif facts.all_teams:
        below += [blocks.button("Add teams", OPEN), blocks.button("Import people", IMPORT_PEOPLE)]
        below += [blocks.button("Archived teams", ARCHIVED, "0")] if facts.shelved else []
    rest = len(facts.rows) - facts.first - len(page)
    if rest > 0:
        more = ARCHIVED if facts.archived else LIST
        below.append(blocks.button(f"Show {min(rest, ON_A_PAGE)} more", more, str(facts.first + ON_A_PAGE)))
    if facts.rows and not facts.archived:
        below += [download(Listing.TEAMS), download(Listing.PEOPLE, label="Download people")]
    if below:
        shown.append(blocks.actions("below", *below))
    shown += guest_note(words, guest=facts.guest)
    return blocks.message(text, shown)


def _button(facts: TeamListFacts, row: TeamRow) -> sb.Element | None:
    if facts.archived:
        return blocks.button("Bring it back", RESTORE, str(row.team_id)) if facts.all_teams else None
    return blocks.button("Edit team", EDIT, str(row.team_id)) if row.mine else None


def form(words: Words, facts: TeamFormFacts) -> View:
    """Return the form of a team; a lead sees the fields that a lead may change."""
    choices = facts.choices
    shown: list[sb.Block] = [blocks.context("intro", words("team/intro.mrkdwn.j2", facts=facts))]
    if facts.whole:
        shown += _whole(choices)
    shown += [
        blocks.field("members", "People at home here", blocks.people(VALUE, chosen=choices.members)),
        blocks.field(
            "others",
            "From other teams",
            blocks.people(VALUE, chosen=choices.others),
            hint="They belong to the team too; their home is another one.",
        ),
        blocks.field(
            "squad",
            "Who speaks for the team",
            blocks.people(VALUE, chosen=choices.squad),
            hint="They take turns in syncs with one voice per team. Empty: the lead, else up to five of its people.",
        ),
    ]
    if facts.whole:
        text = words("team/ask_archive.mrkdwn.j2")
        asks = blocks.confirm("Archive this team?", blocks.clip(text, 300), "Archive team", danger=True)
        pressed = blocks.button("Archive team", ARCHIVE, str(facts.team_id), style="danger", asks=asks)
        shown.append(blocks.actions("archive", pressed))
    ticket = Ticket(facts.team_id, facts.seen)
    return blocks.modal(FORM, "Edit team", shown, submit="Save team", metadata=ticket.dump())


def choices_in(view: Mapping[str, Any], before: TeamChoices) -> TeamChoices:
    """Return what stands in the form; fields that are not out stay as in `before`. Raises Unreadable."""
    filled = Filled.of(view)
    people = {one: tuple(sorted(filled.many(one))) for one in ("members", "others", "squad")}
    if "name" not in filled:
        return TeamChoices(**(asdict(before) | people))
    return TeamChoices(
        name=" ".join(filled.text("name").split()),
        kind=filled.one("kind", KINDS) or before.kind,
        value_stream=filled.text("value_stream").strip(),
        channel_id=filled.one("channel"),
        lead=filled.one("lead"),
        **people,
    )


def done(words: Words, sentence: str) -> View:
    """Return what was done, in place of the form."""
    text = words("team/done.mrkdwn.j2", sentence=sentence)
    return blocks.modal("team_done", "Teams", [blocks.section("done", text)], close="Close")


def _whole(choices: TeamChoices) -> list[sb.Block]:
    kinds = [blocks.option(label, kind) for kind, label in KINDS.items()]
    stream = blocks.text_input(VALUE, value=choices.value_stream, placeholder="Acquisition")
    return [
        blocks.field("name", "Name", blocks.text_input(VALUE, value=choices.name, placeholder="Payments")),
        blocks.field("kind", "Kind", blocks.select(VALUE, kinds, chosen=choices.kind), optional=False),
        blocks.field("value_stream", "Value stream", stream, hint="The customer journey that it works for."),
        blocks.field("channel", "Channel", blocks.channel(VALUE, chosen=choices.channel_id)),
        blocks.field("lead", "Lead", blocks.person(VALUE, chosen=choices.lead, placeholder="Nobody yet")),
    ]
