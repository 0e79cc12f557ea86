"""The form in which the first teams are proposed from channels, and reading it back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import slackblocks as sb
from pydantic import TypeAdapter

from bot.domain.team_setup import MOST_CHANNELS, Created, Proposal, SetupFacts, Wanted
from bot.domain.words import plural
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.sync_setup import NEW
from bot.views.ticket import Short, StoredId, read_ticket

OPEN, FORM, FIELD, AGAIN = "team_setup", "team_setup_form", "team_setup_field", "team_setup_again"
VALUE = "value"
CHANNELS, TICK, NAME, LEAD = "channels", "tick", "name", "lead"
BOXES = 10
"""Boxes that Slack takes in one field."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the form carries.

    `shown`: the channels of the proposals in it, `read`: all channels that it was drawn for; `drawn`: how often it was
    drawn, since by the id of a field Slack keeps what was ticked in it. `home`: it was opened on the home tab.
    """

    shown: tuple[Short, ...] = ()
    read: tuple[Short, ...] = ()
    drawn: StoredId = 0
    home: bool = False

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Left:
    """The form as somebody left it: the channels chosen, and the teams ticked."""

    channels: tuple[str, ...]
    wanted: tuple[Wanted, ...]


_TICKET = TypeAdapter(Ticket)


def ticket_of(view: Mapping[str, Any]) -> Ticket:
    """Return the ticket of a form that was pressed or submitted. Raises Unreadable."""
    return read_ticket(_TICKET, view)


def form(words: Words, facts: SetupFacts, ticket: Ticket) -> View:
    """Return the form; sent while Slack is still being asked, it makes no team but is drawn anew."""
    chosen = blocks.channels(FIELD, chosen=facts.channels, most=MOST_CHANNELS)
    shown: list[sb.Block] = [
        blocks.context("intro", words("team_setup/intro.mrkdwn.j2")),
        blocks.field(CHANNELS, "Channels of your teams", chosen, optional=False, dispatch=True),
    ]
    if facts.reading and facts.channels:
        shown.append(blocks.section("reading", words("team_setup/reading.mrkdwn.j2", facts=facts)))
        proposed: tuple[Proposal, ...] = ()
    else:
        proposed = facts.proposals
        shown += _proposals(facts, ticket.drawn)
        shown += _notes(words, facts)
    read = () if facts.reading else facts.channels
    carried = Ticket(tuple(one.channel_id for one in proposed), read, ticket.drawn, ticket.home)
    submit = "Create teams" if proposed else "Propose teams"
    return blocks.modal(FORM, "Choose channels", shown, submit=submit, close="Close", metadata=carried.dump())


def left(view: Mapping[str, Any]) -> Left:
    """Return what stands in the form. Raises Unreadable."""
    filled, ticket = Filled.of(view), ticket_of(view)
    ticked = [
        channel
        for field in filled
        if field.partition(":")[0] == TICK
        for channel in filled.many(field, set(ticket.shown))
    ]
    return Left(
        tuple(filled.many(CHANNELS)),
        tuple(Wanted(one, filled.text(f"{NAME}:{one}"), filled.one(f"{LEAD}:{one}")) for one in ticked),
    )


def errors_for(view: Mapping[str, Any], errors: Mapping[str, str]) -> dict[str, str]:
    """Return the sentences by block; those about the ticks stand under the first of them."""
    ids = [str(block["block_id"]) for block in view["blocks"] if block["type"] == "input"]
    ticks = next((one for one in ids if one.startswith(f"{TICK}:")), ids[0])
    return {name if name in ids else ticks: sentence for name, sentence in errors.items()}


def created(words: Words, facts: Created) -> View:
    """Return what was made, where syncs run already: which of them asks the new teams is for a person to say."""
    shown = [
        blocks.section("created", words("team_setup/created.mrkdwn.j2", facts=facts)),
        blocks.actions("created_actions", blocks.button("New sync", NEW)),
    ]
    return blocks.modal("team_setup_created", "Teams created", shown, close="Close")


def _proposals(facts: SetupFacts, drawn: int) -> list[sb.Block]:
    options = [blocks.option(one.name, one.channel_id, _about(one)) for one in facts.proposals]
    ticks: list[sb.Block] = [
        blocks.field(
            f"{TICK}:{drawn}:{first}",
            "Teams to create" if not first else "More teams",
            blocks.checkboxes(VALUE, options[first : first + BOXES], chosen=sorted(facts.ticked)),
        )
        for first in range(0, len(options), BOXES)
    ]
    for one in facts.proposals:
        name = blocks.text_input(VALUE, value=one.name, placeholder="Payments")
        ticks.append(blocks.field(f"{NAME}:{one.channel_id}", f"Name for {one.channel}", name, optional=False))
        lead = blocks.person(VALUE, chosen=one.lead, placeholder="Nobody yet")
        ticks.append(blocks.field(f"{LEAD}:{one.channel_id}", f"Lead of {one.channel}", lead))
    return ticks


def _about(one: Proposal) -> str:
    """Return what is said below a box; the doubt comes before the channel, whose name can be long."""
    count = plural(len(one.people), "person", "people")
    return f"{one.doubt} {one.channel}" if one.doubt else f"{one.kind}, {count}, {one.channel}"


def _notes(words: Words, facts: SetupFacts) -> list[sb.Block]:
    text = words("team_setup/notes.mrkdwn.j2", facts=facts)
    shown = blocks.paragraphs("notes", text) if text else []
    if facts.unseen or facts.unanswered:
        shown.append(blocks.actions("again", blocks.button("Read again", AGAIN)))
    return shown
