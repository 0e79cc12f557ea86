"""Where a prompt is shown: the messages that read otherwise when its words change, whenever that is."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.services import sync_message
from bot.services.sync_week import threads_of
from models import Prompt, Round, Turn


async def shown_in(session: AsyncSession, prompts: Sequence[int]) -> dict[int, list[str]]:
    """Return the keys of all messages that show each of `prompts` (ids): asked with, reminders, summary, details."""
    keys: dict[int, list[str]] = {prompt_id: [] for prompt_id in prompts}
    asked = sa.select(Turn.prompt_id, *sync_message.ASKED_BY).where(
        Turn.prompt_id.in_(prompts), Turn.asked_at.is_not(None)
    )
    for prompt_id, *turn in await session.execute(asked):
        keys[prompt_id] += sync_message.keys_of([turn])
    rounds = set(await session.scalars(sa.select(Prompt.round_id).where(Prompt.id.in_(prompts))))
    threads = await threads_of(session, rounds)
    for round_id in rounds:
        for number, group in enumerate(sync_message.details_groups(await sync_message.parts_of(session, round_id))):
            first = sync_message.details_key(round_id, number, 0)
            details = [key for key in threads[round_id].details if key == first or key.rpartition(":")[0] == first]
            for one in group:
                if one.id in keys:
                    keys[one.id] += [*threads[round_id].heads(round_id), *details]
    return keys


async def asked_with(session: AsyncSession, *conditions: sa.ColumnElement[bool]) -> list[str]:
    """Return the keys of all messages that asked or reminded in turns, with their prompts and rounds, as described."""
    turns = (
        sa.select(*sync_message.ASKED_BY)
        .join(Prompt, Prompt.id == Turn.prompt_id)
        .join(Round, Round.id == Turn.round_id)
        .where(Turn.asked_at.is_not(None), *conditions)
    )
    return sync_message.keys_of(await session.execute(turns))
