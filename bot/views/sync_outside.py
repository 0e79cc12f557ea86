"""Somebody outside who is waited on: asked for in the form of an update by whoever wants to name one."""

import slackblocks as sb

from bot.domain.sync_form import FormFacts, Outside
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.sync_field import VALUE

NAME = "blocker_outside"
"""The button that asks for them."""

WHO, OWNER = "outside", "outside_owner"


def outside_blocks(facts: FormFacts, *, asked: bool) -> list[sb.Block]:
    """Return the fields where they are `asked` for or filled, else the button that leads to them."""
    if not asked and facts.outside is None:
        return [blocks.actions("outside_ask", blocks.button("Somebody outside…", NAME, str(facts.turn_id)))]
    known = facts.outside or Outside()
    typing = blocks.text_input(VALUE, value=known.who, placeholder="Acme, who print our cards")
    owner = blocks.person(VALUE, chosen=known.owner)
    return [
        blocks.field(WHO, "Waiting on somebody outside?", typing, hint="A supplier, a customer, an authority."),
        blocks.field(OWNER, "Who looks after it here?", owner, hint="They hear of it, unless it is you."),
    ]


def outside_in(filled: Filled) -> Outside | None:
    """Return who was named; None where the form did not ask. Raises Unreadable."""
    return Outside(filled.text(WHO).strip(), filled.one(OWNER)) if WHO in filled and OWNER in filled else None
