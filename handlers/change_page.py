"""The page of a change: each noun has a section in it."""

from collections.abc import Awaitable, Callable, Sequence

from bot.domain.change_page import ChangeHead
from bot.parts import Parts
from bot.slack.gateway import Message
from bot.views import announcement_progress, change_affected
from bot.views import change_page as view
from bot.views.blocks import Block
from handlers import change_close, change_pulse
from handlers.announcement import written
from handlers.announcement_figures import on_page as replies
from handlers.change_heartbeat import on_page as heartbeat
from handlers.change_question_faq import on_page
from handlers.change_step import section as plan_section
from handlers.place import Place

Section = Callable[[Parts, Place, ChangeHead], Awaitable[Sequence[Block]]]
"""Returns the blocks of one noun, of which a page has room for about eight; none where it has nothing to say to this
reader. Who may see what is for its service to know; `head.runs_it` tells which form of it is meant."""


async def whom_it_affects(bot: Parts, place: Place, head: ChangeHead) -> Sequence[Block]:
    """Say whom it affects, and what it means for the reader."""
    facts = await bot.change.affected.facts(place.workspace_id, place.slack_id, head.id)
    return change_affected.affected(bot.words, facts)


async def announced(bot: Parts, place: Place, head: ChangeHead) -> Sequence[Block]:
    """Say what was announced, and to whoever runs the change how far it is."""
    facts = await bot.change.out.of_change(place.workspace_id, place.slack_id, head.id)
    return announcement_progress.page_blocks(bot.words, facts)


SECTIONS: Sequence[Section] = (
    whom_it_affects,
    plan_section,
    announced,
    written,
    replies,
    heartbeat,
    change_pulse.on_page,
    on_page,
    change_close.on_page,
)
"""What stands below the head, in this order: whom it affects, the plan, what was announced, how ready people are, and
what they ask."""


async def change_page(bot: Parts, place: Place, change_id: int) -> Message:
    """Return the page of a change as its reader may see it."""
    head = await bot.change.pages.head(place.workspace_id, place.slack_id, change_id)
    sections = [block for section in SECTIONS for block in await section(bot, place, head)]
    return view.page(bot.words, head, sections)
