"""What an update says about whom it waits on: checked beside the field, and stored as blockers when it is sent."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.blocker import LIVE, TELL_AFTER, Compared, On, State, Step, Told, compare
from bot.domain.blocker_shown import Blocker as Shown
from bot.domain.question import QuestionKind, QuestionRole, value_of, with_role
from bot.domain.sync_form import Outside
from bot.domain.words import says_nothing
from bot.engine.timers import set_timers
from bot.ids import new_id
from bot.services.blocker_merge import part_from_same
from bot.services.blocker_outside import outside_of
from bot.services.blocker_read import IS_LIVE, IS_ONES_OWN, SHOWN, known, of_sync, on_of, shown_row
from bot.services.blocker_step import note
from bot.services.sync_message import map_key
from bot.services.sync_standing import Standing
from models import Blocker, BlockerStep, Membership, Person, Team

TELL = "blocker.tell"
"""The kind of timer at which whom a blocker waits on is told; its subject is the blocker's id."""


async def told_in(
    session: AsyncSession, standing: Standing, values: Mapping[str, Any], outside: Outside | None = None
) -> tuple[list[Told], dict[str, str]]:
    """Return whom an answer waits on, with who is waited on `outside`, and what is wrong.

    The sentences for those who cannot be waited on are by question key or field.
    """
    question = with_role(standing.questions, QuestionRole.WAITING_ON)
    named = values.get(question.key) if question else None
    on, errors = await outside_of(session, outside)
    if question is not None and named:
        sentence, found = "", list[On]()
        if question.kind is QuestionKind.TEAMS:
            found, sentence = await waited_teams(session, await _own(session, standing), named)
        elif question.kind is QuestionKind.PEOPLE:
            found, sentence = await waited_people(session, standing.person, named)
        on = [*found, *on]
        if sentence:
            errors[question.key] = sentence
    if not on:
        return [], errors
    needs = str(value_of(QuestionRole.WAITING_FOR, standing.questions, values) or "").strip()
    if says_nothing(needs):
        # Whoever marks an item as stuck and says on whom it waits has said what they need.
        ticks = value_of(QuestionRole.PLAN, standing.questions, values) or {}
        needs = "\n".join(ticks.get("stuck", ()))
    told = [Told(one, needs) for one in on]
    return told, errors


# Put together once: every form of an update reads one of them.
_EARLIER = SHOWN.where(
    IS_LIVE,
    of_sync(sa.bindparam("ritual_id")),
    Blocker.round_id.is_distinct_from(sa.bindparam("round_id", type_=Blocker.round_id.type)),
)
_EARLIER_OF_TEAM = _EARLIER.where(Blocker.party_team_id == sa.bindparam("party_id"))
_EARLIER_OF_PERSON = _EARLIER.where(IS_ONES_OWN, Blocker.raiser_id == sa.bindparam("party_id"))


async def still_waiting(session: AsyncSession, standing: Standing) -> list[Shown]:
    """Return what the prompt's party has waited for since an earlier round of this sync."""
    if not standing.has_blockers:
        return []
    of_team = standing.prompt.team_id is not None
    about = {
        "ritual_id": standing.ritual.id,
        "round_id": standing.round.id,
        "party_id": standing.prompt.team_id if of_team else standing.person.id,
    }
    rows = await session.execute(_EARLIER_OF_TEAM if of_team else _EARLIER_OF_PERSON, about)
    return [shown_row(row) for row in rows]


async def of_party(session: AsyncSession, standing: Standing) -> list[Blocker]:
    """Return the blockers of the prompt's party in this sync, held: those that are open, all of this round."""
    if not standing.has_blockers:
        return []
    whose = (
        Blocker.party_team_id == standing.prompt.team_id
        if standing.prompt.team_id is not None
        else sa.and_(IS_ONES_OWN, Blocker.raiser_id == standing.person.id)
    )
    rows = (
        sa.select(Blocker)
        .where(
            of_sync(standing.ritual.id),
            whose,
            sa.or_(IS_LIVE, Blocker.round_id == standing.round.id),
        )
        .order_by(Blocker.id)
        .with_for_update()
    )
    return list(await session.scalars(rows))


async def close(
    session: AsyncSession,
    ledger: Ledger,
    standing: Standing,
    mine: Sequence[Blocker],
    came: Collection[int],
    now: datetime,
) -> None:
    """Close what was ticked in a form as come, of `mine` (`of_party`); anything else is left alone."""
    for one in mine:
        if one.id in came and one.state in LIVE:
            # What others wait for, too, has come for all of them.
            first = one if one.merged_into_id is None else await session.get_one(Blocker, one.merged_into_id)
            first.state, first.closed_at = str(State.DONE), now
            await note(session, ledger, first, Step.DONE, standing.person, now)


async def keep(
    session: AsyncSession,
    ledger: Ledger,
    standing: Standing,
    mine: Sequence[Blocker],
    told: Sequence[Told],
    now: datetime,
) -> list[Blocker]:
    """Store what an answer that was just written tells; return the blockers that it changed and did not raise.

    `mine` are those of the party (`of_party`). What is new is told after `TELL_AFTER`, in which an edit takes it back
    unseen.
    """
    asked = compare(await known(session, mine, standing.round.id), told)
    by_id = {one.id: one for one in mine}
    for one in mine:
        if one.id in asked.again or (one.state in {State.OPEN, State.TAKEN} and one.id not in asked.withdrawn):
            # What is older and not told goes on with this round: nobody has said that it is over.
            # A late answer to an earlier round comes after a later one.
            one.prompt_id = max(one.prompt_id or 0, standing.prompt.id)
            one.ritual_id = one.ritual_id or standing.ritual.id
    await _raise(session, standing, asked, now)
    if asked.new and standing.round.rolled_up_at is not None:
        await ledger.refresh(session, standing.prompt.workspace_id, [map_key(standing.round.id)])
    withdrawn = [*(by_id[one] for one in asked.withdrawn)]
    changed = [*withdrawn, *await part_from_same(session, ledger, withdrawn, now)]
    # Their timers stay: the tick may hold one and wait for its blocker, and finds that nothing is left to be told.
    for one in withdrawn:
        one.state, one.closed_at, one.merged_into_id = str(State.WITHDRAWN), now, None
        session.add(step_of(one, Step.WITHDRAWN, standing.person, now))
    for blocker_id, needs in (asked.changed or {}).items():
        by_id[blocker_id].needs = needs
        session.add(step_of(by_id[blocker_id], Step.CHANGED, standing.person, now))
        changed.append(by_id[blocker_id])
    await session.flush()
    return [one for one in changed if one.told_at is not None]


async def _raise(session: AsyncSession, standing: Standing, asked: Compared, now: datetime) -> None:
    raised = [
        Blocker(
            id=new_id(),
            workspace_id=standing.prompt.workspace_id,
            ritual_id=standing.ritual.id,
            round_id=standing.round.id,
            prompt_id=standing.prompt.id,
            raiser_id=standing.person.id,
            party_team_id=standing.prompt.team_id,
            team_id=one.on.team,
            person_id=None if one.on.outside else one.on.person,
            outside=one.on.outside,
            owner_id=one.on.person if one.on.outside else None,
            needs=one.needs,
            state=str(State.OPEN),
            since=now,
        )
        for one in asked.new
    ]
    session.add_all(raised)
    await begin(session, raised, standing.person, now)


async def begin(session: AsyncSession, raised: Sequence[Blocker], person: Person, now: datetime) -> None:
    """Note that `person` raised these blockers, which are stored already, and have them told after `TELL_AFTER`."""
    await session.flush()
    for one in raised:
        step = step_of(one, Step.RAISED, person, now)
        on = on_of(one)
        step.on_team_id, step.on_person_id = on.team, on.person
        session.add(step)
    due = {(one.workspace_id, str(one.id)): now + TELL_AFTER for one in raised}
    await set_timers(session, TELL, due)


def step_of(blocker: Blocker, kind: Step, person: Person, now: datetime) -> BlockerStep:
    """Return a step that `person` took about a blocker, to be stored."""
    return BlockerStep(
        id=new_id(),
        workspace_id=blocker.workspace_id,
        blocker_id=blocker.id,
        kind=str(kind),
        person_id=person.id,
        at=now,
    )


async def _own(session: AsyncSession, standing: Standing) -> set[int | None]:
    """Return the teams that cannot be waited on, since they are who waits."""
    if standing.prompt.team_id is not None:
        return {standing.prompt.team_id}
    home = sa.select(Membership.team_id).where(Membership.person_id == standing.person.id, Membership.is_home.is_(True))
    return set(await session.scalars(home))


async def waited_teams(
    session: AsyncSession, own: Collection[int | None], named: Sequence[int]
) -> tuple[list[On], str]:
    """Return the teams `named` (ids) as whom somebody of the teams `own` waits on, or what is wrong with them."""
    there = {
        one.id: one
        for one in await session.scalars(sa.select(Team).where(Team.id.in_(named), Team.archived_at.is_(None)))
    }
    for team_id in named:
        if team_id not in there:
            return [], "One of these teams is not there any more. Please choose again."
        if team_id in own:
            return [], f"{there[team_id].name} is your own team. Please choose whom outside of it you wait on."
    return [On(team=team_id) for team_id in named], ""


async def waited_people(session: AsyncSession, waiting: Person, named: Sequence[str]) -> tuple[list[On], str]:
    """Return the people `named` (Slack ids) as whom somebody waits on, or what is wrong with them."""
    rows = sa.select(Person).where(Person.slack_id.in_(named))
    there = {one.slack_id: one for one in await session.scalars(rows)}
    for slack_id in named:
        one = there.get(slack_id)
        if one is None or one.is_bot:
            return [], "An app or somebody whom Drumbeat does not know is among these people. Please take it out."
        if one.id == waiting.id:
            return [], "You cannot wait on yourself. Please choose whom you wait on, or leave this empty."
        if one.deactivated:
            return [], f"{one.name} has left, so nobody would see this. Please choose somebody else, or their lead."
    return [On(person=there[slack_id].id) for slack_id in named], ""
