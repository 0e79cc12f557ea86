"""Opens rounds: their prompts and turns written in bulk, with the plans that the parties carry over."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import rows_of
from bot.domain.plan import PlanItem, carried_over
from bot.domain.question import from_json
from bot.domain.question_days import rows_of_day
from bot.domain.sync import Party, RoundPlan
from bot.engine.upsert import insert_rows
from bot.ids import new_id
from bot.services.sync_recent import RECENT_ROUNDS
from bot.services.sync_step import Intents, write_turns
from models import Answer, Prompt, Ritual, Round

Key = tuple[int | None, int | None]
"""The team id or the person id of a party, as its prompts have them."""

Plans = Mapping[Key, list[PlanItem]]
"""What the parties of a sync carry over."""

_OF_RECENT = sa.and_(Prompt.workspace_id == RECENT_ROUNDS.c.workspace_id, Prompt.round_id == RECENT_ROUNDS.c.id)
_OF_PROMPT = sa.and_(Answer.workspace_id == Prompt.workspace_id, Answer.prompt_id == Prompt.id)
_last = (
    sa.select(
        RECENT_ROUNDS.c.ritual_id,
        Prompt.team_id,
        Prompt.person_id,
        sa.func.max(RECENT_ROUNDS.c.local_date).label("day"),
    )
    .select_from(RECENT_ROUNDS)
    .join(Prompt, _OF_RECENT)
    .join(Answer, _OF_PROMPT)
    .group_by(RECENT_ROUNDS.c.ritual_id, Prompt.team_id, Prompt.person_id)
    .subquery()
)
_BEFORE = sa.bindparam("before", type_=sa.Date)
_newest_first = sa.over(
    sa.func.row_number(),
    partition_by=RECENT_ROUNDS.c.ritual_id,
    order_by=RECENT_ROUNDS.c.local_date.desc(),
)
_counted = (
    sa.select(RECENT_ROUNDS, (_newest_first - 1).label("missed")).where(RECENT_ROUNDS.c.local_date < _BEFORE).subquery()
)
# Put together once: every round that opens reads it.
_LAST_ANSWERS = (
    sa.select(
        _last.c.ritual_id,
        Prompt.team_id,
        Prompt.person_id,
        Prompt.plan,
        Answer.values,
        Round.questions,
        _counted.c.missed,
    )
    .select_from(_last)
    .join(_counted, sa.and_(_counted.c.ritual_id == _last.c.ritual_id, _counted.c.local_date == _last.c.day))
    .join(
        Prompt,
        sa.and_(
            Prompt.workspace_id == _counted.c.workspace_id,
            Prompt.round_id == _counted.c.id,
            Prompt.team_id.is_not_distinct_from(_last.c.team_id),
            Prompt.person_id.is_not_distinct_from(_last.c.person_id),
        ),
    )
    .join(Answer, _OF_PROMPT)
    .join(Round, sa.and_(Round.workspace_id == Prompt.workspace_id, Round.id == Prompt.round_id))
)

# And whoever answers may be asked again already.
_LATER = (
    sa.select(Prompt, Round.local_date)
    .join(Round, Round.id == Prompt.round_id)
    .where(
        Round.ritual_id == sa.bindparam("ritual_id"),
        Round.local_date > sa.bindparam("day"),
        Round.state == "open",
        Prompt.state.in_(("pending", "skipped")),
    )
)
_LATER_OF_TEAM = _LATER.where(Prompt.team_id == sa.bindparam("team_id"))
_LATER_OF_PERSON = _LATER.where(Prompt.person_id == sa.bindparam("person_id"))


async def open_rounds(
    session: AsyncSession, planned: Sequence[tuple[Ritual, RoundPlan]], now: datetime, intents: Intents
) -> list[tuple[Ritual, Round]]:
    """Write rounds with their prompts and turns, of however many syncs by the same few statements.

    The messages to those who are asked at once are added to `intents`. A round where nobody is there to be asked is
    closed from the start.
    """
    if not planned:
        return []
    plans = await plans_of(session, {ritual.id for ritual, _ in planned})
    rows = [
        round_row(ritual, one, "open" if one.turns else "closed", now) | {"closed_at": None if one.turns else now}
        for ritual, one in planned
    ]
    inserted = sa.select(Round).from_statement(insert_rows(session, Round, rows).returning(Round))
    opened = {(one.ritual_id, one.local_date): one for one in await session.scalars(inserted)}
    rounds = [(ritual, opened[ritual.id, one.day]) for ritual, one in planned]
    written = [(current, one, plans[ritual.id]) for (ritual, current), (_, one) in zip(rounds, planned, strict=True)]
    prompts = await _write_prompts(session, written)
    turns = [row for current, one, _ in written for row in _turns(current, one, prompts[current.id])]
    await write_turns(session, turns, now, intents)
    return rounds


def round_row(ritual: Ritual, planned: RoundPlan, state: str, now: datetime) -> dict[str, Any]:
    """Return the row of a round, to be inserted."""
    return {
        "id": new_id(),
        "workspace_id": ritual.workspace_id,
        "ritual_id": ritual.id,
        "local_date": planned.day,
        "state": state,
        "opens_at": planned.opens_at,
        "closes_at": planned.closes_at,
        "questions": rows_of_day(ritual.questions, planned.day),
        "created_at": now,
    }


async def carry_on(session: AsyncSession, prompt: Prompt, current: Round) -> list[Prompt]:
    """Bring the plan up to date where the party of `prompt` is asked again already; return those later prompts.

    A late answer to last week's round, or an edit of it, changes what this week's prompt asks about, until that one is
    answered itself.
    """
    later = _LATER_OF_PERSON if prompt.team_id is None else _LATER_OF_TEAM
    party = {"person_id": prompt.person_id} if prompt.team_id is None else {"team_id": prompt.team_id}
    after = {"ritual_id": current.ritual_id, "day": current.local_date, **party}
    changed = []
    for asked, day in list(await session.execute(later, after)):
        plans = await plans_of(session, [current.ritual_id], party=prompt, before=day)
        plan = [asdict(item) for item in plans[current.ritual_id].get(_key(prompt), [])]
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
    session: AsyncSession, ritual_ids: Collection[int], *, party: Prompt | None = None, before: date = date.max
) -> Mapping[int, Plans]:
    """Return, by sync, what each of its parties carries over from its last answer into the round of the day `before`.

    With `party` only for the team or person of that prompt. Answers older than the recent rounds are left.
    """
    plans: dict[int, dict[Key, list[PlanItem]]] = defaultdict(dict)
    statement = _LAST_ANSWERS.where(*_of_party(party)) if party else _LAST_ANSWERS
    rows = await rows_of(session, statement, ritual_ids, before=before)
    for ritual_id, team, person, plan, values, questions, missed in rows:
        plans[ritual_id][team, person] = carried_over(values, from_json(questions), plan_items(plan), missed)
    return plans


def _of_party(prompt: Prompt) -> tuple[sa.ColumnElement[bool], ...]:
    if prompt.team_id is not None:
        return (Prompt.team_id == prompt.team_id,)
    return (Prompt.person_id == prompt.person_id,)


def plan_items(plan: Sequence[Mapping[str, Any]]) -> list[PlanItem]:
    """Return the plan that a prompt shows, as its row keeps it."""
    return [PlanItem(**item) for item in plan]


async def _write_prompts(
    session: AsyncSession, rounds: Sequence[tuple[Round, RoundPlan, Plans]]
) -> Mapping[int, Mapping[Key, int]]:
    """Write the prompts of rounds and return their ids, by round and party."""
    ids: dict[int, dict[Key, int]] = defaultdict(dict)
    rows = [row for current, planned, plans in rounds for row in _prompts(current, planned, plans)]
    if rows:
        inserted = insert_rows(session, Prompt, rows)
        columns = (Prompt.round_id, Prompt.team_id, Prompt.person_id, Prompt.id)
        for round_id, team, person, prompt_id in await session.execute(inserted.returning(*columns)):
            ids[round_id][team, person] = prompt_id
    return ids


def _prompts(opened: Round, planned: RoundPlan, plans: Plans) -> Iterator[dict[str, Any]]:
    parties = [(turn.party, "pending") for turn in planned.turns] + [(party, "absent") for party in planned.absent]
    row = {"workspace_id": opened.workspace_id, "round_id": opened.id}
    for party, state in parties:
        team, person = _party_key(party)
        plan = [asdict(item) for item in plans.get((team, person), ())]
        party_row = {"id": new_id(), "team_id": team, "person_id": person, "name": party.name}
        yield {**row, **party_row, "state": state, "plan": plan}


def _turns(opened: Round, planned: RoundPlan, prompts: Mapping[Key, int]) -> Iterator[dict[str, Any]]:
    row = {"workspace_id": opened.workspace_id, "round_id": opened.id}
    for turn in planned.turns:
        prompt_id = prompts[_party_key(turn.party)]
        asked = {"person_id": turn.person, "ask_at": turn.ask_at, "nudge_at": turn.nudge_at}
        yield {**row, "prompt_id": prompt_id, **asked}


def _party_key(party: Party) -> Key:
    """Return the (team id, person id) that a party's prompt has."""
    return party.team, party.order[0] if party.team is None else None


def _key(prompt: Prompt) -> Key:
    return prompt.team_id, prompt.person_id
