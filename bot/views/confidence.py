"""The second look at a high score: what speaks against it, above the update that is about to be sent."""

import slackblocks as sb

from bot.domain.confidence import Look
from bot.domain.plan import item_key
from bot.domain.sync_form import FormFacts
from bot.render import Words
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.sync_field import MOST_BOXES, MOST_CHOICES, VALUE

CHANGE, MARK = "confidence_change", "confidence_stuck"
"""The buttons of a second look."""

STUCK = "stuck"
"""The field in which items of the plan are marked as stuck."""


def look_blocks(words: Words, facts: FormFacts, step: Look) -> list[sb.Block]:
    """Return what speaks against the score, and what can be done about it besides sending the update as it is."""
    shown = blocks.paragraphs("look", words("confidence/look.mrkdwn.j2", facts=facts, step=step))
    pressed = []
    if step is not Look.CHANGE:
        pressed.append(blocks.button("Change score", CHANGE, str(facts.turn_id)))
    if step is not Look.MARK and _markable(facts):
        pressed.append(blocks.button("Mark stuck", MARK, str(facts.turn_id)))
    if pressed:
        shown.append(blocks.actions("look_actions", *pressed))
    return shown


def stuck_blocks(facts: FormFacts, step: Look) -> list[sb.Block]:
    """Return the field for what is stuck: where its author wants to mark it, or did before."""
    markable = _markable(facts) if step is Look.MARK else facts.stuck
    if not markable:
        return []
    options = [blocks.option(text, item_key(text)) for text in markable[:MOST_CHOICES]]
    chosen = [item_key(text) for text in facts.stuck or markable]
    element = (
        blocks.checkboxes(VALUE, options, chosen=chosen)
        if len(options) <= MOST_BOXES
        else blocks.multi_select(VALUE, options, chosen=chosen, placeholder="Choose what is stuck")
    )
    hint = "Shown as stuck in this update. Whom does it wait on? Name them below, and they hear of it."
    return [blocks.field(STUCK, "What is stuck?", element, hint=hint)]


def stuck_in(filled: Filled) -> tuple[str, ...] | None:
    """Return the keys of the items that were ticked as stuck; None where the form did not ask. Raises Unreadable."""
    return tuple(filled.many(STUCK)) if STUCK in filled else None


def _markable(facts: FormFacts) -> tuple[str, ...]:
    """Return the items that can be marked: those carried over that speak against the score, and those marked."""
    carried = [one.text for one in facts.doubts if not one.on]
    return tuple(dict.fromkeys([*facts.stuck, *carried]))
