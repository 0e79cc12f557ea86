"""Which messages blockers want: their kinds, keys and subjects in the ledger, and where each is shown."""

from collections.abc import Collection, Iterable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.domain.blocker import On, Step
from bot.services import sync_message
from bot.services.blocker_read import waited_on
from models import Blocker, BlockerStep, Prompt, Turn

HERE, MORE, NEWS, DUE = "blocker_here", "blocker_more", "blocker_news", "blocker_due"
"""Who waits on a team or a person in a round; one that came later, below it; a step, to who raised it; a reminder."""

RAISED = "blocker_raised"
"""What who raised one by itself keeps of it."""

OF_ROUNDS = frozenset({HERE, MORE, RAISED})
"""Kinds that show what is still waited for: they go with the round in which it was raised, else with the blocker."""

AT_ONCE, NORMAL = 1, 5


def here(blocker: Blocker, on: On, target: str) -> Intent:
    """Tell whom a blocker waits on: one message a round, which grows; one that was raised by itself has its own."""
    subject = {"round": blocker.round_id, "team": on.team, "person": on.person}
    if blocker.round_id is None:
        subject["blocker"] = blocker.id
    return Intent(here_key(blocker, on), HERE, subject, target, priority=AT_ONCE)


def here_key(blocker: Blocker, on: On) -> str:
    """Return the key of the message to a team or a person in which a blocker stands."""
    about = f"of:{blocker.id}" if blocker.round_id is None else str(blocker.round_id)
    return f"{HERE}:{about}:{_whom(on)}"


def raised(blocker: Blocker, slack_id: str) -> Intent:
    """Leave who raised a blocker by itself what shows where it stands, and takes it back."""
    return Intent(raised_key(blocker.id), RAISED, {"blocker": blocker.id}, slack_id, priority=AT_ONCE)


def raised_key(blocker_id: int) -> str:
    """Return the key of that message."""
    return f"{RAISED}:{blocker_id}"


def more(blocker: Blocker, on: On, target: str, *, step_id: int = 0) -> Intent:
    """Tell of one more blocker below the message of its round: an edit of that notifies nobody.

    `step_id`: the step by which it waits on them once more, though they may have been told of it before.
    """
    return Intent(
        again_key(step_id) if step_id else more_key(blocker.id, on),
        MORE,
        {"blocker": blocker.id, "again": bool(step_id)},
        target,
        thread_key=here_key(blocker, on),
        priority=AT_ONCE,
    )


def more_key(blocker_id: int, on: On) -> str:
    """Return the key of that reply."""
    return f"{MORE}:{blocker_id}:{_whom(on)}"


def again_key(step_id: int) -> str:
    """Return the key of the same reply about a blocker that waits on them once more, by a step."""
    return f"{MORE}:again:{step_id}"


def news(step_id: int, blocker_id: int, slack_id: str, below: str) -> Intent:
    """Tell who raised a blocker of a step, below the message with the key `below` where there is one."""
    subject = {"step": step_id, "blocker": blocker_id}
    return Intent(news_key(step_id, blocker_id), NEWS, subject, slack_id, thread_key=below, priority=AT_ONCE)


def news_key(step_id: int, blocker_id: int) -> str:
    """Return the key of what who raised a blocker heard of a step."""
    return f"{NEWS}:{step_id}:{blocker_id}"


def due(blocker_id: int, day: date, slack_id: str) -> Intent:
    """Remind the owner of a blocker whose date has passed, once a date."""
    subject = {"blocker": blocker_id, "day": day.isoformat()}
    return Intent(due_key(blocker_id, day), DUE, subject, slack_id, priority=NORMAL)


def due_key(blocker_id: int, day: date) -> str:
    """Return the key of that reminder."""
    return f"{DUE}:{blocker_id}:{day.isoformat()}"


async def refresh(session: AsyncSession, ledger: Ledger, blockers: Collection[Blocker]) -> int:
    """Show blockers anew wherever they stand, and return in how many messages: theirs, the update, the summary."""
    if not blockers:
        return 0
    keys = await _keys(session, blockers)
    workspace_id = next(iter(blockers)).workspace_id
    return await ledger.refresh(session, workspace_id, list(dict.fromkeys(keys)))


async def _keys(session: AsyncSession, blockers: Iterable[Blocker]) -> list[str]:
    by_id = {one.id: one for one in blockers}
    on = await waited_on(session, by_id)
    dated = sa.select(BlockerStep.blocker_id, BlockerStep.due_on).where(
        BlockerStep.blocker_id.in_(by_id), BlockerStep.due_on.is_not(None)
    )
    moved = sa.select(BlockerStep.id).where(
        BlockerStep.blocker_id.in_(by_id), BlockerStep.kind.in_((Step.PASSED, Step.REOPENED))
    )
    keys = [key for one in by_id.values() for place in on[one.id] for key in _at(one, place)]
    keys += [due_key(blocker_id, day) for blocker_id, day in await session.execute(dated) if day is not None]
    keys += [again_key(step_id) for step_id in await session.scalars(moved)]
    keys += await raisers_keys(session, by_id.values())
    prompts = _prompts(by_id.values())
    rounds = await session.scalars(sa.select(Prompt.round_id).where(Prompt.id.in_(prompts)).distinct())
    return [*keys, *(key(one) for one in rounds for key in (sync_message.rollup_key, sync_message.map_key))]


async def raisers_keys(session: AsyncSession, blockers: Collection[Blocker]) -> list[str]:
    """Return the keys of what who raised blockers keeps of them: their update, or a message of its own."""
    prompts = _prompts(blockers)
    asked = sa.select(*sync_message.ASKED_BY).where(Turn.prompt_id.in_(prompts), Turn.asked_at.is_not(None))
    own = [raised_key(one.id) for one in blockers if one.round_id is None]
    return own + (sync_message.keys_of(await session.execute(asked)) if prompts else [])


def _prompts(blockers: Iterable[Blocker]) -> set[int]:
    return {one.prompt_id for one in blockers if one.prompt_id is not None}


def _at(blocker: Blocker, on: On) -> tuple[str, str]:
    return here_key(blocker, on), more_key(blocker.id, on)


def _whom(on: On) -> str:
    return f"team:{on.team}" if on.team is not None else f"person:{on.person}"
