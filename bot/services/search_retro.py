"""Finds retros and what their themes were about, as far as somebody may see them."""

from collections import defaultdict
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.matching import Candidate, rank
from bot.domain.playbook_codify import is_quote
from bot.domain.recurrence_words import describe
from bot.domain.retro import RetroState
from bot.domain.search import FoundRetro, FoundTheme
from bot.services.ritual_kind import RETRO
from models import Channel, Person, Retro, RetroCard, RetroRound, RetroTeam, RetroTheme, Team

SHOWN = (RetroState.VOTING, RetroState.ACTING, RetroState.CLOSED)
"""The states of a round whose themes people have voted for, or do: before that they are being sorted."""

MOST_THEMES = 1000
"""Themes that are ranked, the newest."""

_TEAMS = sa.select(RetroTeam.retro_id, Team.name).join(Team, Team.id == RetroTeam.team_id)


async def retros_for(session: AsyncSession, reader: Person, words: str) -> list[FoundRetro]:
    """Return the retros that words are about, by their names and teams, the best first."""
    here = sa.and_(Channel.workspace_id == Retro.workspace_id, Channel.slack_id == Retro.channel_id)
    rows = sa.select(Retro, Channel.name).outerjoin(Channel, here)
    rows = rows.where(Retro.state != "deleted", RETRO.may_see(reader)).order_by(Retro.name)
    found = {str(retro.id): (retro, channel) for retro, channel in await session.execute(rows)}
    teams: dict[int, list[str]] = defaultdict(list)
    for retro_id, name in await session.execute(_TEAMS.where(Team.archived_at.is_(None)).order_by(Team.name)):
        teams[retro_id].append(name)
    candidates = [Candidate(key, retro.name, ("retro", *teams[retro.id])) for key, (retro, _) in found.items()]
    return [_retro(*found[one.key], tuple(teams[int(one.key)])) for one in rank(words, candidates)]


async def themes_for(session: AsyncSession, reader: Person, words: str) -> list[FoundTheme]:
    """Return the themes that words are about, of retros that the reader may see, the best first.

    A card by itself gives its theme its words: who is of no team of the retro reads no such name here.
    """
    rows = (
        sa.select(
            RetroTheme.id,
            RetroTheme.name,
            Retro.name.label("retro"),
            RetroRound.local_date,
            RetroTheme.votes,
            RETRO.by_team(reader).label("own"),
        )
        .join(RetroRound, RetroRound.id == RetroTheme.round_id)
        .join(Retro, Retro.id == RetroRound.retro_id)
        .where(
            RetroTheme.merged_into_id.is_(None),
            RetroRound.state.in_(SHOWN),
            Retro.state != "deleted",
            RETRO.may_see(reader),
        )
        .order_by(RetroRound.local_date.desc(), RetroTheme.id)
        .limit(MOST_THEMES)
    )
    found = {str(row.id): row for row in await session.execute(rows)}
    candidates = [Candidate(key, row.name, ("theme", row.retro)) for key, row in found.items()]
    ranked = [found[one.key] for one in rank(words, candidates)]
    quotes = await _quotes(session, {one.id: one.name for one in ranked if not one.own})
    return [FoundTheme(one.name, one.retro, one.local_date, one.votes) for one in ranked if one.id not in quotes]


async def _quotes(session: AsyncSession, names: Mapping[int, str]) -> set[int]:
    """Return which of some themes are called as a card of them says."""
    if not names:
        return set()
    cards: dict[int, list[str]] = defaultdict(list)
    rows = sa.select(RetroCard.theme_id, RetroCard.text).where(RetroCard.theme_id.in_(names))
    for theme_id, text in await session.execute(rows):
        if theme_id is not None:
            cards[theme_id].append(text)
    return {theme_id for theme_id, name in names.items() if is_quote(name, cards[theme_id])}


def _retro(retro: Retro, channel: str | None, teams: tuple[str, ...]) -> FoundRetro:
    return FoundRetro(
        name=retro.name,
        rhythm=describe(retro.rrule, retro.local_time, ZoneInfo(retro.zone) if retro.zone else None),
        state=retro.state,
        next_at=retro.next_opens_at,
        teams=teams,
        channel=f"#{channel}" if channel else "",
    )
