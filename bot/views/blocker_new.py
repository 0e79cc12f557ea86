"""The form in which a blocker is raised by itself; reading it back; and what whoever raised it keeps of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from pydantic import TypeAdapter

from bot.domain.blocker import State
from bot.domain.blocker_form import NewBlocker, NewFacts
from bot.domain.blocker_shown import RaisedFacts
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.blocker import DONE, REOPEN, WORDS
from bot.views.filled import Filled
from bot.views.sync_outside import OWNER, WHO
from bot.views.team_menu import several_teams
from bot.views.ticket import Address, StoredId, read_ticket

NEW, OUTSIDE, TAKE_BACK = "blocker_new", "blocker_new_outside", "blocker_take_back"
"""What opens the form, what asks in it for somebody outside, and what takes back what nobody has heard of yet."""

FORM = "blocker_new_form"
NEEDS, PARTY, TEAM, PERSON, VALUE = "needs", "party", "team", "person", "value"

MOST = 100
"""Choices of a menu of Slack."""


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What the form carries: the message it came from, who waits where that is not asked (0: its sender), the place.

    `theme`: what several teams share, of which it is made; 0 for nothing.
    """

    link: Address = ""
    party: StoredId = 0
    home: bool = False
    theme: StoredId = 0

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))

    @property
    def channel(self) -> str:
        """The channel of that message."""
        return self.link.partition("/archives/")[2].partition("/")[0]


_TICKET = TypeAdapter(NewTicket)


def ticket_of(view: Mapping[str, Any]) -> NewTicket:
    """Return the ticket of a form. Raises Unreadable."""
    return read_ticket(_TICKET, view)


def new_form(words: Words, facts: NewFacts, *, home: bool = False, theme: int = 0) -> View:
    """Return the form; of several teams one says whose blocker it is. `theme`: what several teams share, else 0."""
    needs = blocks.text_input(
        VALUE, value=facts.text, multiline=True, placeholder="Keys for the staging environment, by Thursday."
    )
    shown: list[blocks.Block] = [
        blocks.context("who_sees", words("blocker/new_who_sees.mrkdwn.j2", facts=facts)),
        blocks.field(NEEDS, "What do you wait for?", needs, optional=False),
    ]
    others = {team: name for team, name in facts.teams.items() if [team] != [*facts.parties]}
    if others:
        shown.append(blocks.field(TEAM, "Waiting on which team?", several_teams(VALUE, others, chosen=facts.chosen)))
    people = blocks.people(VALUE, chosen=facts.people, placeholder="Choose people")
    shown.append(blocks.field(PERSON, "Or on whom?" if others else "Waiting on whom?", people))
    if facts.outside:
        typing = blocks.text_input(VALUE, placeholder="Acme, who print our cards")
        hint = "They hear of it; if it is you, nobody does."
        shown += [
            blocks.field(WHO, "Or on somebody outside?", typing, hint="A supplier, a customer, an authority."),
            blocks.field(OWNER, "Who looks after it here?", blocks.person(VALUE), hint=hint),
        ]
    else:
        shown.append(blocks.actions("outside_ask", blocks.button("Somebody outside…", OUTSIDE)))
    only = next(iter(facts.parties), 0)
    if len(facts.parties) > 1:
        only = 0
        options = [blocks.option(name, str(team)) for team, name in [*facts.parties.items()][:MOST]]
        menu = blocks.select(VALUE, options, chosen=options[0].value)
        shown.append(blocks.field(PARTY, "Which team of yours waits?", menu, optional=False))
    ticket = NewTicket(facts.link, only, home, theme)
    return blocks.modal(FORM, "Raise a blocker", shown, submit="Raise it", metadata=ticket.dump())


def new_in(view: Mapping[str, Any]) -> NewBlocker:
    """Return what the form says. Raises Unreadable."""
    filled, ticket = Filled.of(view), ticket_of(view)
    return NewBlocker(
        needs=filled.text(NEEDS),
        party=(filled.number(PARTY) if PARTY in filled else ticket.party) or None,
        teams=tuple(filled.numbers(TEAM)) if TEAM in filled else (),
        people=tuple(filled.many(PERSON)),
        outside=filled.text(WHO).strip() if WHO in filled else "",
        owner=filled.one(OWNER) if OWNER in filled else "",
        link=ticket.link,
        channel=ticket.channel,
    )


def errors_for(view: Mapping[str, Any], field: str, sentence: str) -> dict[str, str]:
    """Return a sentence beside its field, or beside what is needed where the form does not have it."""
    return {field if field in Filled.of(view) else NEEDS: sentence}


def new_again(facts: NewFacts, view: Mapping[str, Any]) -> NewFacts:
    """Return the facts of the form with what stands in its fields, asking for somebody outside. Raises Unreadable."""
    new = new_in(view)
    first = {team: name for team, name in facts.parties.items() if team == new.party}
    return replace(
        facts,
        text=new.needs,
        link=new.link,
        parties=first | dict(facts.parties),
        chosen=new.teams,
        people=new.people,
        outside=True,
    )


def raised_view(words: Words, raised: Sequence[RaisedFacts]) -> View:
    """Return what stands in place of the form once it was sent."""
    text = words("blocker/raised_view.mrkdwn.j2", raised=raised)
    return blocks.modal("blocker_raised_view", "Raised", [blocks.section("raised", text)], close="Close")


def raised_message(words: Words, facts: RaisedFacts) -> Message:
    """Return what whoever raised a blocker keeps of it: where it stands, and what they can still do about it."""
    one = facts.blocker
    shown = [blocks.section("raised", words("blocker/raised.mrkdwn.j2", facts=facts, one=one, most=WORDS))]
    value = str(one.id)
    if one.live:
        pressed = blocks.button("Done", DONE, value) if one.told else blocks.button("Take it back", TAKE_BACK, value)
        shown.append(blocks.actions("raised_actions", pressed))
    elif one.state is State.DONE:
        shown.append(blocks.actions("raised_actions", blocks.button("Reopen", REOPEN, value)))
    return blocks.message(words("blocker/raised_text.mrkdwn.j2", one=one), shown)
