"""What the home tab shows of retros, in the same few statements however many there are."""

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.coming import Coming
from bot.domain.recurrence import instant
from bot.domain.retro import RUNNING, RetroState
from bot.domain.retro_home import HomeRetros, OpenRetro, RunningRetro
from bot.domain.working_time import WorkingTime
from bot.services.retro_phase import phase_end
from bot.services.ritual_kind import is_theirs
from bot.services.role import Rights
from bot.services.working import working_times
from models import Channel, Person, Retro, RetroPart, RetroRound, RetroTeam

FOR_ALL = frozenset({RetroState.COLLECTING, RetroState.VOTING})
"""What everybody who takes part can do something about; the other phases wait for the facilitator."""


async def home_retros(session: AsyncSession, rights: Rights, teams: Collection[int], now: datetime) -> HomeRetros:
    """Return the retros of somebody's home tab; `teams` are theirs."""
    person = rights.person
    working = (await working_times(session, [person]))[person.id]
    rounds = await _rounds(session)
    retros = await _retros(session, rights, teams, [current.retro_id for current, *_ in rounds])
    of_teams = await _teams(session, list(retros))
    mine = {one for one, theirs in of_teams.items() if theirs & set(teams)}
    parts = await _parts(session, person, [current.id for current, *_ in rounds])
    going = {current.retro_id: current for current, *_ in rounds}
    live_with = {current.retro_id: facilitator for current, _, facilitator in rounds if current.live}
    waiting = [
        OpenRetro(
            round_id=current.id,
            retro=retros[current.retro_id].name,
            phase=RetroState(current.state),
            channel=f"#{channel}" if channel else "its channel",
            until=phase_end(current),
            state=parts[current.id].state if current.id in parts else "",
            part_id=parts[current.id].id if current.id in parts else None,
            runs=current.facilitator_id == person.id,
            takes_part=current.retro_id in mine,
            live_with=live_with.get(current.retro_id, ""),
        )
        for current, channel, _ in rounds
        if current.facilitator_id == person.id or (current.retro_id in mine and current.state in FOR_ALL)
    ]
    coming = [
        Coming(one.name, at, (), away=working.is_away(working.local_date(at)))
        for one in retros.values()
        if one.id in mine and one.state == "active" and one.next_on
        if (at := _usual(one, one.next_on, working)) > now
    ]
    running = [
        RunningRetro(
            retro_id=one.id,
            name=one.name,
            state=one.state,
            next_at=one.next_opens_at,
            phase=RetroState(going[one.id].state) if one.id in going else None,
            until=phase_end(going[one.id]) if one.id in going else None,
            live_with=live_with.get(one.id, ""),
        )
        for one in retros.values()
        if is_theirs(rights, one, sorted(of_teams.get(one.id, ())))
    ]
    return HomeRetros(
        waiting=tuple(waiting),
        coming=tuple(sorted(coming, key=lambda one: (one.at, one.sync))),
        running=tuple(sorted(running, key=lambda one: (one.name.casefold(), one.retro_id))),
    )


async def _rounds(session: AsyncSession) -> list[tuple[RetroRound, str | None, str]]:
    """Return the rounds that go on, their channels and who runs them, by name: few among all that ever were."""
    rows = (
        sa.select(RetroRound, Channel.name, Person.name)
        .join(Retro, Retro.id == RetroRound.retro_id)
        .join(Person, Person.id == RetroRound.facilitator_id)
        .outerjoin(Channel, sa.and_(Channel.workspace_id == Retro.workspace_id, Channel.slack_id == Retro.channel_id))
        .where(RetroRound.state.in_(RUNNING), Retro.state != "deleted")
        .order_by(RetroRound.id)
    )
    return [(current, channel, facilitator) for current, channel, facilitator in await session.execute(rows)]


async def _retros(
    session: AsyncSession, rights: Rights, teams: Collection[int], going: Collection[int]
) -> dict[int, Retro]:
    """Return by id the retros that somebody may change or takes part in, and those that go on."""
    wanted = sa.select(Retro).where(Retro.state != "deleted").order_by(Retro.id)
    if not rights.all_teams:
        near = set(teams) | rights.team_ids
        by_team = sa.select(RetroTeam.retro_id).where(RetroTeam.team_id.in_(near))
        wanted = wanted.where(sa.or_(Retro.id.in_(by_team), Retro.owner_id == rights.person.id, Retro.id.in_(going)))
    return {one.id: one for one in await session.scalars(wanted)}


async def _teams(session: AsyncSession, retro_ids: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    if retro_ids:
        rows = sa.select(RetroTeam.retro_id, RetroTeam.team_id).where(RetroTeam.retro_id.in_(retro_ids))
        for retro_id, team_id in await session.execute(rows):
            found.setdefault(retro_id, set()).add(team_id)
    return found


async def _parts(session: AsyncSession, person: Person, round_ids: Collection[int]) -> dict[int, RetroPart]:
    if not round_ids:
        return {}
    rows = sa.select(RetroPart).where(RetroPart.person_id == person.id, RetroPart.round_id.in_(round_ids))
    return {one.round_id: one for one in await session.scalars(rows)}


def _usual(retro: Retro, day: date, working: WorkingTime) -> datetime:
    return instant(day, retro.local_time, ZoneInfo(retro.zone) if retro.zone else working.zone)
