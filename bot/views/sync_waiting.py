"""What a party still waits for, as a check list of its form: ticked it has come."""

import slackblocks as sb

from bot.domain.blocker_shown import Blocker
from bot.domain.sync_form import FormFacts
from bot.render import oneline
from bot.views import blocks
from bot.views.sync_field import MOST_BOXES, MOST_CHOICES, VALUE

CAME = "came"


def waiting_blocks(facts: FormFacts) -> list[sb.Block]:
    """Return the check list with its note; nothing where nobody waits."""
    if not facts.waiting:
        return []
    options = [
        blocks.option(f"{one.on}: {oneline(one.needs)}" if one.needs else one.on, str(one.id), _since(one, facts))
        for one in facts.waiting[:MOST_CHOICES]
    ]
    came = [str(one) for one in facts.came]
    element = (
        blocks.checkboxes(VALUE, options, chosen=came)
        if len(options) <= MOST_BOXES
        else blocks.multi_select(VALUE, options, chosen=came, placeholder="Choose what has come")
    )
    hint = "Tick what has come; who did it sees that. The rest stays open, there is no need to tell it again."
    return [blocks.field(CAME, "Still waiting on these?", element, hint=hint)]


def _since(one: Blocker, facts: FormFacts) -> str:
    today = facts.now.date()
    return ", ".join(
        part for part in (one.status(today), f"waiting for {one.age(today)}" if one.age(today) else "") if part
    )
