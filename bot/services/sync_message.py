"""Which messages a sync wants: their kinds, keys and subjects in the ledger. The words are made when they are sent."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent
from bot.errors import NotFound
from models import Prompt, Ritual, Round, Turn

PROMPT, NUDGE, ROLLUP, DETAILS, MISSED = (
    "sync_prompt",
    "sync_nudge",
    "sync_rollup",
    "sync_rollup_details",
    "sync_missed",
)
AT_ONCE, NORMAL, LATER = 1, 5, 6
OWN_MESSAGES = 50
"""Up to this many parties each gets a message of its own in the thread; of more, `PER_MESSAGE` share one."""
PER_MESSAGE = 4


def prompt(turn: Turn, slack_id: str) -> Intent:
    """Ask the person of `turn`."""
    return Intent(f"{PROMPT}:{turn.id}", PROMPT, {"turn": turn.id}, slack_id, priority=NORMAL)


def nudge(turn: Turn, slack_id: str) -> Intent:
    """Remind the person of `turn`, once."""
    return Intent(nudge_key(turn.id), NUDGE, {"turn": turn.id}, slack_id, priority=NORMAL)


def nudge_key(turn_id: int) -> str:
    """Return the key of the reminder of a turn."""
    return f"{NUDGE}:{turn_id}"


def missed(ritual: Ritual, owner: str, days: Sequence[date]) -> Intent:
    """Tell the owner which rounds did not take place while Drumbeat was down."""
    subject = {"ritual": ritual.id, "days": [day.isoformat() for day in days]}
    return Intent(f"{MISSED}:{ritual.id}:{days[0]}", MISSED, subject, owner, priority=NORMAL)


async def rollup(session: AsyncSession, ritual: Ritual, current: Round) -> list[Intent]:
    """Post the summary of a round, and its details in the thread; of a round of nobody there is nothing to say."""
    head = f"{ROLLUP}:{current.id}"
    groups = details_groups(await prompts_of(session, current.id))
    if not groups:
        return []
    intents = [Intent(head, ROLLUP, {"round": current.id}, ritual.channel_id, priority=AT_ONCE)]
    for number in range(len(groups)):
        subject = {"round": current.id, "group": number}
        key = f"{head}:{number}"
        intents.append(Intent(key, DETAILS, subject, ritual.channel_id, thread_key=head, priority=LATER))
    return intents


async def rollup_keys(session: AsyncSession, current: Round, changed: Sequence[Prompt]) -> list[str]:
    """Return the keys of the summary and of those details that `changed` prompts stand in (all, if none is named)."""
    head = f"{ROLLUP}:{current.id}"
    wanted = {one.id for one in changed}
    groups = details_groups(await prompts_of(session, current.id))
    numbers = [n for n, group in enumerate(groups) if not wanted or any(one.id in wanted for one in group)]
    return [head, *(f"{head}:{number}" for number in numbers)]


async def prompt_keys(session: AsyncSession, asked: Prompt) -> list[str]:
    """Return the keys of all messages that show a prompt, reminders included."""
    rows = sa.select(Turn.id, Turn.nudged_at).where(Turn.prompt_id == asked.id, Turn.asked_at.is_not(None))
    return _keys(await session.execute(rows))


async def unanswered_keys(session: AsyncSession, current: Round) -> list[str]:
    """Return the keys of all messages of a round that wait for an answer."""
    rows = (
        sa.select(Turn.id, Turn.nudged_at)
        .join(Prompt, Prompt.id == Turn.prompt_id)
        .where(Turn.round_id == current.id, Turn.asked_at.is_not(None), Prompt.state == "pending")
    )
    return _keys(await session.execute(rows))


def _keys(turns: Iterable[sa.Row[int, datetime | None]]) -> list[str]:
    keys = []
    for turn, nudged_at in turns:
        keys.append(f"{PROMPT}:{turn}")
        if nudged_at is not None:
            keys.append(nudge_key(turn))
    return keys


async def prompts_of(session: AsyncSession, round_id: int) -> list[Prompt]:
    """Return the prompts of a round in the order in which its parties are shown."""
    prompts = await session.scalars(sa.select(Prompt).where(Prompt.round_id == round_id))
    return sorted(prompts, key=lambda one: (one.name.casefold(), one.id))


def details_groups(prompts: Sequence[Prompt]) -> list[Sequence[Prompt]]:
    """Return which prompts share a message of the thread; fixed by their number, so that late answers move nothing."""
    size = 1 if len(prompts) <= OWN_MESSAGES else PER_MESSAGE
    return [prompts[start : start + size] for start in range(0, len(prompts), size)]


async def missed_name(session: AsyncSession, ritual_id: int) -> str:
    """Return the name of the sync that missed rounds. Raises NotFound where it has been deleted meanwhile."""
    ritual = await session.get(Ritual, ritual_id)
    if ritual is None:
        raise NotFound("This sync is not there any more.")
    return ritual.name
