"""The forms in which a blocker is taken and passed on; and reading them back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from bot.domain.blocker import State
from bot.domain.blocker_form import PassFacts, TakeFacts
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.blocker import WORDS
from bot.views.filled import Filled
from bot.views.team_menu import one_team
from bot.views.ticket import StoredId, read_ticket

TAKE_FORM, PASS_FORM = "blocker_take_form", "blocker_pass_form"
OWNER, DUE, TEAM, PERSON, WHY, VALUE = "owner", "due", "team", "person", "why", "value"


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a form carries: the blocker, who had it when it was opened (0: nobody), and whether on the home tab."""

    blocker: StoredId
    seen: StoredId = 0
    home: bool = False

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(Ticket)


def ticket_of(view: Mapping[str, Any]) -> Ticket:
    """Return the ticket of a form that was submitted. Raises Unreadable."""
    return read_ticket(_TICKET, view)


def take_form(words: Words, facts: TakeFacts, *, home: bool = False) -> View:
    """Return the form in which a blocker is taken."""
    text = words("blocker/form.mrkdwn.j2", one=facts.blocker, most=WORDS, sees="take")
    shown = [
        *blocks.paragraphs("what", text),
        blocks.field(OWNER, "Who does it?", blocks.person(VALUE, chosen=facts.owner), optional=False),
        blocks.field(DUE, "By when?", blocks.day_picker(VALUE, chosen=facts.due_on), optional=False),
    ]
    title = "Change date" if facts.blocker.state is State.TAKEN else "Take it"
    ticket = Ticket(facts.blocker.id, facts.seen, home)
    return blocks.modal(TAKE_FORM, title, shown, submit=title, metadata=ticket.dump())


def pass_form(words: Words, facts: PassFacts, *, home: bool = False) -> View:
    """Return the form in which a blocker is passed on."""
    text = words("blocker/form.mrkdwn.j2", one=facts.blocker, most=WORDS, sees="pass")
    shown = blocks.paragraphs("what", text)
    if facts.teams:
        shown.append(blocks.field(TEAM, "To which team?", one_team(VALUE, facts.teams)))
    why = blocks.text_input(VALUE, multiline=True, placeholder="The keys moved to Security in March; Hui Min has them.")
    shown += [
        blocks.field(PERSON, "Or to whom?", blocks.person(VALUE)),
        blocks.field(WHY, "Why?", why, optional=False),
    ]
    ticket = Ticket(facts.blocker.id, home=home)
    return blocks.modal(PASS_FORM, "Pass on", shown, submit="Pass on", metadata=ticket.dump())


def taken_in(view: Mapping[str, Any]) -> tuple[str, date | None]:
    """Return who was chosen, by Slack id, and the date. Raises Unreadable."""
    filled = Filled.of(view)
    return filled.one(OWNER), filled.day(DUE)


def passed_in(view: Mapping[str, Any]) -> tuple[int | None, str, str]:
    """Return the team, the person by Slack id ("" for none), and the reason. Raises Unreadable."""
    filled = Filled.of(view)
    return filled.number(TEAM) if TEAM in filled else None, filled.one(PERSON), filled.text(WHY)


def errors_for(view: Mapping[str, Any], field: str, sentence: str) -> dict[str, str]:
    """Return a sentence beside its field, or beside the first one where it belongs to none."""
    fields = [str(block["block_id"]) for block in view["blocks"] if block["type"] == "input"]
    return {field if field in fields else fields[0]: sentence}
