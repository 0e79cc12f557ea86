"""Opens a round: its prompts and turns written in bulk, with the plan that each party carries over.

Bulk means INSERT without RETURNING: with it, the ORM writes row by row on SQLite.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.plan import PlanItem, carried_over
from bot.domain.question import from_json
from bot.domain.sync import Party, RoundPlan
from bot.services.sync_recent import recent_rounds
from models import Answer, Prompt, Ritual, Round, Turn


async def open_round(session: AsyncSession, ritual: Ritual, planned: RoundPlan, now: datetime) -> Round:
    """Write a round with its prompts and turns; one where nobody is there to be asked is closed from the start."""
    opened = Round(
        ritual_id=ritual.id,
        local_date=planned.day,
        state="open" if planned.turns else "closed",
        opens_at=planned.opens_at,
        closes_at=planned.closes_at,
        closed_at=None if planned.turns else now,
        questions=ritual.questions,
        created_at=now,
    )
    session.add(opened)
    await session.flush()
    plans = await plans_of(session, ritual.id)
    parties = [(turn.party, "pending") for turn in planned.turns] + [(party, "absent") for party in planned.absent]
    if parties:
        await session.execute(sa.insert(Prompt), [_prompt(opened, party, state, plans) for party, state in parties])
    rows = sa.select(Prompt.team_id, Prompt.person_id, Prompt.id).where(Prompt.round_id == opened.id)
    prompts = {(team, person): prompt for team, person, prompt in await session.execute(rows)}
    turns = [
        {
            "workspace_id": opened.workspace_id,
            "round_id": opened.id,
            "prompt_id": prompts[_party_key(turn.party)],
            "person_id": turn.person,
            "ask_at": turn.ask_at,
            "nudge_at": turn.nudge_at,
        }
        for turn in planned.turns
    ]
    if turns:
        await session.execute(sa.insert(Turn), turns)
    return opened


async def carry_on(session: AsyncSession, prompt: Prompt, current: Round) -> list[Prompt]:
    """Bring the plan up to date where the party of `prompt` is asked again already; return those later prompts.

    A late answer to last week's round, or an edit of it, changes what this week's prompt asks about, until that one is
    answered itself.
    """
    later = (
        sa.select(Prompt)
        .join(Round, Round.id == Prompt.round_id)
        .where(
            Round.ritual_id == current.ritual_id,
            Round.local_date > current.local_date,
            Round.state == "open",
            Prompt.state.in_(("pending", "skipped")),
            *_of_party(prompt),
        )
    )
    changed = []
    for asked in list(await session.scalars(later)):
        plans = await plans_of(session, current.ritual_id, party=prompt)
        plan = [asdict(item) for item in plans.get((prompt.team_id, prompt.person_id), [])]
        if plan == asked.plan:
            continue
        # Whoever answers it at this moment comes first: their form was made of the plan that is there.
        still = sa.update(Prompt).where(Prompt.id == asked.id, Prompt.state == asked.state).values(plan=plan)
        untouched = still.returning(Prompt.id).execution_options(synchronize_session=False)
        if await session.scalar(untouched) is not None:
            await session.refresh(asked)
            changed.append(asked)
    return changed


async def plans_of(
    session: AsyncSession, ritual_id: int, *, party: Prompt | None = None
) -> Mapping[tuple[int | None, int | None], list[PlanItem]]:
    """Return what each party of a ritual carries over from its last answer, by (team id, person id).

    With `party` only for the team or person of that prompt. Answers older than the recent rounds are left.
    """
    of_party = _of_party(party) if party else ()
    recent = Round.id.in_(recent_rounds(ritual_id))
    last = (
        sa.select(Prompt.team_id, Prompt.person_id, sa.func.max(Round.local_date).label("day"))
        .join(Answer, Answer.prompt_id == Prompt.id)
        .join(Round, Round.id == Prompt.round_id)
        .where(recent, *of_party)
        .group_by(Prompt.team_id, Prompt.person_id)
        .subquery()
    )
    rows = (
        sa.select(Prompt, Answer, Round.questions)
        .join(Answer, Answer.prompt_id == Prompt.id)
        .join(Round, Round.id == Prompt.round_id)
        .join(
            last,
            sa.and_(
                Round.local_date == last.c.day,
                Prompt.team_id.is_not_distinct_from(last.c.team_id),
                Prompt.person_id.is_not_distinct_from(last.c.person_id),
            ),
        )
        .where(recent)
    )
    return {
        (prompt.team_id, prompt.person_id): carried_over(answer.values, from_json(questions), plan_items(prompt))
        for prompt, answer, questions in await session.execute(rows)
    }


def _of_party(prompt: Prompt) -> tuple[sa.ColumnElement[bool], ...]:
    if prompt.team_id is not None:
        return (Prompt.team_id == prompt.team_id,)
    return (Prompt.person_id == prompt.person_id,)


def plan_items(prompt: Prompt) -> list[PlanItem]:
    """Return the plan that a prompt shows."""
    return [PlanItem(**item) for item in prompt.plan]


def _prompt(
    opened: Round, party: Party, state: str, plans: Mapping[tuple[int | None, int | None], list[PlanItem]]
) -> dict[str, Any]:
    team, person = _party_key(party)
    return {
        "workspace_id": opened.workspace_id,
        "round_id": opened.id,
        "team_id": team,
        "person_id": person,
        "name": party.name,
        "state": state,
        "plan": [asdict(item) for item in plans.get((team, person), [])],
    }


def _party_key(party: Party) -> tuple[int | None, int | None]:
    """Return the (team id, person id) that a party's prompt has."""
    return party.team, party.order[0] if party.team is None else None
