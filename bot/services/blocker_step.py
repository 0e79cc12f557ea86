"""One step of a blocker: noted, applied to those that are the same, shown everywhere, and told to who raised it."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.domain.blocker import On, Step
from bot.ids import new_id
from bot.services import blocker_message
from bot.services.sync_message import prompt_key
from models import Blocker, BlockerStep, Person, Turn

TOLD = frozenset({Step.TAKEN, Step.PASSED, Step.DONE, Step.REOPENED, Step.MERGED})
"""Steps that whoever raised a blocker hears of."""


async def note(
    session: AsyncSession,
    ledger: Ledger,
    blocker: Blocker,
    kind: Step,
    person: Person,
    now: datetime,
    *,
    reason: str = "",
    due_on: date | None = None,
    owner_id: int | None = None,
    on: On | None = None,
) -> int:
    """Note a step that was just applied to `blocker`, and return its id.

    What is the same goes along, and who raised one hears of it.
    """
    same = list(await session.scalars(sa.select(Blocker).where(Blocker.merged_into_id == blocker.id)))

    def step_of(one: Blocker) -> BlockerStep:
        return BlockerStep(
            id=new_id(),
            workspace_id=one.workspace_id,
            blocker_id=one.id,
            kind=str(kind),
            person_id=person.id,
            at=now,
            reason=reason,
            due_on=due_on,
            owner_id=owner_id,
            on_team_id=on.team if on else None,
            on_person_id=on.person if on else None,
        )

    step = step_of(blocker)
    session.add(step)
    for one in same:
        one.state, one.owner_id, one.due_on, one.closed_at = (
            blocker.state,
            blocker.owner_id,
            blocker.due_on,
            blocker.closed_at,
        )
        one.team_id, one.person_id, one.outside = blocker.team_id, blocker.person_id, blocker.outside
    if on is not None:
        # Whom each one waited on is its own story: it may stand for itself again.
        session.add_all(step_of(one) for one in same)
    await session.flush()
    if kind in TOLD:
        await _tell_raisers(session, ledger, step, [blocker, *same])
    await blocker_message.refresh(session, ledger, [blocker, *same])
    return step.id


async def _tell_raisers(session: AsyncSession, ledger: Ledger, step: BlockerStep, blockers: Sequence[Blocker]) -> None:
    """Let everybody who raised one of `blockers` hear of a step; but not who did it.

    They hear of it below their update or, of one that was raised by itself, below what they keep of it.
    """
    raisers = sa.select(Person).where(Person.id.in_({one.raiser_id for one in blockers}))
    people = {one.id: one for one in await session.scalars(raisers)}
    intents: list[Intent] = []
    for one in blockers:
        raiser = people[one.raiser_id]
        if raiser.id == step.person_id or raiser.deactivated:
            continue
        below = blocker_message.raised_key(one.id)
        if one.round_id is not None:
            turn = sa.select(Turn.id).where(Turn.prompt_id == one.prompt_id, Turn.person_id == raiser.id)
            turn_id = await session.scalar(turn)
            below = "" if turn_id is None else prompt_key(turn_id)
        if below and await ledger.where(session, below) is None:
            below = ""
        intents.append(blocker_message.news(step.id, one.id, raiser.slack_id, below))
    await ledger.plan(session, step.workspace_id, intents)
