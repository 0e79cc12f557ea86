"""What an update says about decisions that are needed: raised, told again, edited, taken back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.decision import DecisionState, Named, mentioned, owner_named, same_words
from bot.domain.decision_due import date_in, usual_due
from bot.domain.question import QuestionRole, value_of
from bot.domain.words import says_nothing
from bot.ids import new_id
from bot.services.decision_timer import schedule
from bot.services.home_team import home_team
from bot.services.sync_standing import Standing
from bot.services.working import working_times
from models import Decision, DecisionTold, Membership, Person, Prompt, RitualPerson, RitualTeam

_TOLD = (
    sa.select(Decision)
    .join(DecisionTold, DecisionTold.decision_id == Decision.id)
    .where(DecisionTold.prompt_id == sa.bindparam("prompt_id"))
    .order_by(Decision.id)
    .with_for_update(of=Decision)
)
_PRESENT = (Person.deactivated.is_(False), Person.is_bot.is_(False))


def needs(standing: Standing, values: Mapping[str, Any]) -> str:
    """Return the words in which an answer asks for a decision; "" where it does not."""
    value = value_of(QuestionRole.DECISION, standing.questions, values)
    words = str(value or "").strip()
    return "" if says_nothing(words) else words


async def note_needed(session: AsyncSession, standing: Standing, values: Mapping[str, Any], now: datetime) -> None:
    """Keep what an answer says about a decision, in the transaction of the answer, whose prompt is held.

    While nobody has decided, an edit changes what was asked for, and emptying takes it back. What was decided stays,
    and other words ask for another decision. The same words of the same party are the same decision while it is open.
    """
    words = needs(standing, values)
    told = [*await session.scalars(_TOLD, {"prompt_id": standing.prompt.id})]
    kept = [one for one in told if same_words(one.question, words)]
    mine = [one for one in told if one.state == DecisionState.NEEDED and one not in kept]
    if kept or not words:
        for one in mine:
            await _take_back(session, standing, one, now)
        return
    known = await _told_before(session, standing, words)
    if known is None and len(mine) == 1 and not await _told_elsewhere(session, standing, mine[0]):
        await _reword(session, standing, mine[0], words, now)
        return
    for one in mine:
        await _take_back(session, standing, one, now)
    if known is None:
        known = await _raised(session, standing, words, now)
    session.add(DecisionTold(decision_id=known.id, prompt_id=standing.prompt.id))


async def _told_before(session: AsyncSession, standing: Standing, words: str) -> Decision | None:
    """Return the open decision that the same party has asked for in the same words."""
    prompt = standing.prompt
    party = Decision.person_id == prompt.person_id if prompt.team_id is None else Decision.team_id == prompt.team_id
    rows = sa.select(Decision).where(
        Decision.ritual_id == standing.ritual.id, Decision.state == DecisionState.NEEDED, party
    )
    return next(
        (one for one in await session.scalars(rows.order_by(Decision.id)) if same_words(one.question, words)), None
    )


async def _told_elsewhere(session: AsyncSession, standing: Standing, decision: Decision) -> bool:
    other = sa.select(DecisionTold.id).where(
        DecisionTold.decision_id == decision.id, DecisionTold.prompt_id != standing.prompt.id
    )
    return await session.scalar(other.limit(1)) is not None


async def _take_back(session: AsyncSession, standing: Standing, decision: Decision, now: datetime) -> None:
    """Let this update ask for it no longer; where no other one does, it is needed no longer."""
    if not await _told_elsewhere(session, standing, decision):
        decision.state, decision.settled_at = DecisionState.DROPPED, now
        decision.settled_by_id = standing.person.id
        decision.revision += 1
        await schedule(session, decision, now)
    await session.execute(
        sa.delete(DecisionTold).where(
            DecisionTold.decision_id == decision.id, DecisionTold.prompt_id == standing.prompt.id
        )
    )


async def _raised(session: AsyncSession, standing: Standing, words: str, now: datetime) -> Decision:
    owner = await _owner_in(session, standing, words) or await _usual_owner(session, standing)
    decision = Decision(
        id=new_id(),
        ritual_id=standing.ritual.id,
        team_id=standing.prompt.team_id,
        person_id=standing.prompt.person_id,
        question=words,
        raised_by_id=standing.person.id,
        raised_at=now,
        owner_id=owner.id,
        due_on=_due_in(standing, words, now) or await _usual_due(session, owner, now),
        revision=1,
    )
    session.add(decision)
    await schedule(session, decision, now)
    return decision


async def _reword(session: AsyncSession, standing: Standing, decision: Decision, words: str, now: datetime) -> None:
    """Take other words; they move it to another person or day only where they name one that the old ones did not."""
    owner, before = await _owner_in(session, standing, words), await _owner_in(session, standing, decision.question)
    if owner is not None and (before is None or owner.id != before.id):
        decision.owner_id = owner.id
    due = _due_in(standing, words, now)
    if due is not None and due != _due_in(standing, decision.question, now):
        decision.due_on = due
    decision.question = words
    decision.revision += 1
    await schedule(session, decision, now)


def _due_in(standing: Standing, words: str, now: datetime) -> date | None:
    return date_in(words, now.astimezone(ZoneInfo(standing.person.zone)).date())


async def _usual_due(session: AsyncSession, owner: Person, now: datetime) -> date:
    working = (await working_times(session, [owner]))[owner.id]
    return usual_due(working, working.local_date(now))


async def _owner_in(session: AsyncSession, standing: Standing, words: str) -> Person | None:
    """Return whom the words name: anybody by a mention, those of the sync by name too."""
    members = (
        sa.select(Membership.person_id)
        .join(RitualTeam, RitualTeam.team_id == Membership.team_id)
        .where(RitualTeam.ritual_id == standing.ritual.id)
    )
    by_name = sa.select(RitualPerson.person_id).where(RitualPerson.ritual_id == standing.ritual.id)
    of_sync = sa.or_(Person.id.in_(members), Person.id.in_(by_name), Person.id == standing.ritual.owner_id)
    those = sa.or_(of_sync, Person.slack_id.in_(mentioned(words)))
    # Columns, not rows of the ORM: a sync may have thousands of people.
    rows = sa.select(Person.id, Person.slack_id, Person.name).where(*_PRESENT, those).order_by(Person.id)
    found = owner_named(words, [Named(*row) for row in await session.execute(rows)])
    return None if found is None else await session.get_one(Person, found)


async def _usual_owner(session: AsyncSession, standing: Standing) -> Person:
    """Return the lead of the writer's team, or the owner of the sync where the writer leads it or nobody does."""
    lead = await lead_of(session, standing.prompt)
    if lead is not None and lead.id != standing.person.id:
        return lead
    return await session.get_one(Person, standing.ritual.owner_id)


async def lead_of(session: AsyncSession, prompt: Prompt) -> Person | None:
    """Return who leads the team of a prompt, or the home team of the person that it is for."""
    home = home_team(prompt.workspace_id, prompt.person_id)
    of_team = Membership.team_id == home if prompt.team_id is None else Membership.team_id == prompt.team_id
    leads = (
        sa.select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(of_team, Membership.is_lead, *_PRESENT)
        .order_by(Membership.id)
    )
    lead: Person | None = await session.scalar(leads.limit(1))
    return lead
