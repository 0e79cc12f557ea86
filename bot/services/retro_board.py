"""What the messages of a round say: its board, what its people are asked, and what waits for its facilitator."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.recurrence_words import describe
from bot.domain.retro import RUNNING, RetroState
from bot.domain.retro_action import SinceRow
from bot.domain.retro_board import BoardFacts, TurnFacts
from bot.domain.retro_format import from_json
from bot.domain.retro_prompt import RetroPromptFacts
from bot.services.action_retro import made_by, since_last
from bot.services.action_timer import still_asked
from bot.services.channel_invite import channel_facts
from bot.services.retro_away import away_until
from bot.services.retro_theme import theme_results
from models import Membership, Person, Retro, RetroCard, RetroPart, RetroRound, RetroTeam, Team

SHOWN = frozenset({RetroState.GROUPING, RetroState.VOTING, RetroState.ACTING, RetroState.CLOSED})
"""The states in which everybody may know how many cards there are."""


_WRITTEN = (
    sa.select(RetroCard.id)
    .where(RetroCard.workspace_id == RetroRound.workspace_id, RetroCard.round_id == RetroRound.id)
    .exists()
)


async def board_facts(session: AsyncSession, round_id: int, now: datetime) -> BoardFacts | None:
    """Return the board of a round; None where there is no such round any more."""
    current = await session.get(RetroRound, round_id)
    if current is None:
        return None
    retro = await session.get_one(Retro, current.retro_id)
    facilitator = await session.get_one(Person, current.facilitator_id)
    state = RetroState(current.state)
    cards = sa.select(sa.func.count()).select_from(RetroCard)
    until = await away_until(session, facilitator, now) if state in RUNNING else None
    seen = cards.where(RetroCard.round_id == current.id, RetroCard.hidden.is_(False))
    return BoardFacts(
        round_id=current.id,
        retro=retro.name,
        day=current.local_date,
        state=state,
        columns=from_json(current.columns),
        anonymous=current.anonymous,
        votes=current.votes,
        facilitator=facilitator.name,
        reveal_at=current.reveal_at,
        vote_at=current.vote_at,
        ends_at=current.ends_at,
        live=current.live,
        unasked=await _unasked(session, current) if state is RetroState.COLLECTING else 0,
        cards=(await session.scalar(seen) or 0) if state in SHOWN else 0,
        hidden=current.hidden if state in SHOWN else 0,
        next_on=retro.next_on,
        deleted=retro.state == "deleted",
        since=await _since(session, current) if state is RetroState.COLLECTING else (),
        made=tuple(await made_by(session, current.id)) if state is RetroState.CLOSED else (),
        by_consent=current.by_consent,
        themes=await theme_results(session, current.id) if state in SHOWN else (),
        away=until is not None,
        away_until=await _told(session, retro, until),
    )


async def turn_facts(
    session: AsyncSession, round_id: int, state: RetroState, slack_id: str, now: datetime
) -> TurnFacts | None:
    """Return what waits for whoever has the Slack id; None where there is no such round any more."""
    board = await board_facts(session, round_id, now)
    if board is None:
        return None
    current = await session.get_one(RetroRound, round_id)
    retro = await session.get_one(Retro, current.retro_id)
    reader = (await session.scalars(sa.select(Person).where(Person.slack_id == slack_id))).one()
    channel = await channel_facts(session, retro.channel_id)
    return TurnFacts(
        board=board,
        state=state,
        channel=channel.label or "its channel",
        zone=reader.zone,
        now=now,
        theirs=current.facilitator_id == reader.id,
    )


async def prompt_facts(session: AsyncSession, part_id: int, now: datetime) -> RetroPromptFacts | None:
    """Return what somebody is asked in a round; None where there is no such round any more."""
    rows = (
        sa.select(RetroPart, RetroRound, Retro, Person, _WRITTEN)
        .join(RetroRound, RetroRound.id == RetroPart.round_id)
        .join(Retro, Retro.id == RetroRound.retro_id)
        .join(Person, Person.id == RetroPart.person_id)
        .where(RetroPart.id == part_id)
    )
    found = (await session.execute(rows)).one_or_none()
    if found is None:
        return None
    part, current, retro, reader, written = found
    owner = await session.get_one(Person, retro.owner_id)
    channel = await channel_facts(session, retro.channel_id)
    teams, in_all = await _teams(session, retro, reader) if part.first_contact else ((), 1)
    return RetroPromptFacts(
        part_id=part.id,
        round_id=current.id,
        retro=retro.name,
        state=part.state,
        phase=RetroState(current.state),
        columns=from_json(current.columns),
        anonymous=current.anonymous,
        by_consent=current.by_consent,
        nothing=current.state == RetroState.CLOSED and not written,
        channel=channel.label or "the retro's channel",
        reveal_at=current.reveal_at,
        reader=reader.name,
        owner=owner.name,
        rhythm=describe(retro.rrule, retro.local_time, ZoneInfo(retro.zone) if retro.zone else None),
        zone=reader.zone,
        now=now,
        first_contact=part.first_contact,
        own=retro.owner_id == reader.id,
        deleted=retro.state == "deleted",
        since=await _since(session, current, reader) if current.state == RetroState.COLLECTING else (),
        teams=teams,
        teams_in_all=in_all,
    )


async def _told(session: AsyncSession, retro: Retro, until: date | None) -> date | None:
    """Return until when whoever runs a retro is away as its channel may know: their own team reads that, others not."""
    if until is None or until == date.max:
        return None
    teams = await session.scalar(sa.select(sa.func.count()).where(RetroTeam.retro_id == retro.id))
    return until if teams == 1 else None


async def _teams(session: AsyncSession, retro: Retro, reader: Person) -> tuple[tuple[str, ...], int]:
    """Return the names of those teams of a retro that somebody is of, and how many it has in all."""
    mine = sa.select(Membership.id).where(Membership.team_id == Team.id, Membership.person_id == reader.id).exists()
    rows = (
        sa.select(Team.name, mine)
        .join(RetroTeam, RetroTeam.team_id == Team.id)
        .where(RetroTeam.retro_id == retro.id, Team.archived_at.is_(None))
        .order_by(Team.name)
    )
    found = list(await session.execute(rows))
    return tuple(name for name, is_mine in found if is_mine), len(found)


async def _unasked(session: AsyncSession, current: RetroRound) -> int:
    """Return how many people of a round are still to be asked; how many wrote is told by nothing before the reveal."""
    waiting = sa.select(sa.func.count()).select_from(RetroPart)
    waiting = waiting.where(
        RetroPart.round_id == current.id, RetroPart.ask_at.is_not(None), RetroPart.asked_at.is_(None)
    )
    return await session.scalar(waiting) or 0


async def _since(session: AsyncSession, current: RetroRound, reader: Person | None = None) -> tuple[SinceRow, ...]:
    """Return what became of the actions of last time, as a reader may know it; None: everybody in the channel."""
    rows = await since_last(session, current)
    if reader is None:
        return tuple(SinceRow(one, own=False) for one in rows)
    mine = [one for one in rows if one.owner_slack == reader.slack_id]
    asked = await still_asked(session, reader, [one for one in mine if one.long_open])
    return tuple(SinceRow(one, own=one in mine, asked=one.id in asked) for one in rows)
