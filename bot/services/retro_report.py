"""The report on what retros brought, for the PMO: read from the actions, the themes and, without authors, the cards."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.action import ActionKind
from bot.domain.retro import RetroState
from bot.domain.retro_report import (
    NO_STREAM,
    SYSTEMIC_DAYS,
    Quarter,
    ReportedAction,
    RetroReport,
    SeenTheme,
    alike,
    lines,
    quarter_in,
    report,
    systemic,
)
from bot.errors import NotFound
from bot.services.role import acting, pmo_refusal
from models import Action, Person, RetroCard, RetroRound, RetroTeam, RetroTheme, Team

MOST_THEMES = 600
"""Themes that are compared, the newest."""

SHOWN = (RetroState.VOTING, RetroState.ACTING, RetroState.CLOSED)
"""The rounds whose themes are settled."""


class RetroReports:
    """Reports on the retros of a workspace."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Read `database`."""
        self._database, self._clock = database, clock

    async def facts(self, workspace_id: str, slack_id: str, words: str) -> RetroReport:
        """Return the report on the quarter that `words` mean. Raises UserError, NotAllowed, NotFound."""
        async with self._database.reading(workspace_id) as session:
            zone = ZoneInfo((await _reader(session, slack_id)).zone)
            today = self._clock.now().astimezone(zone).date()
            quarter = quarter_in(words, today)
            actions = await _actions(session, quarter, zone)
            retros = await _retros(session, quarter)
            since = min(quarter.months[0], today - timedelta(days=SYSTEMIC_DAYS))
            themes = await _themes(session, since)
        # Out of the transaction: the grouping takes its time for hundreds of themes.
        groups = alike(themes, await asyncio.to_thread(_grouped, [one.text for one in themes]))
        return replace(
            report(quarter, retros, actions),
            lines=lines(groups, quarter.months),
            systemic=tuple(systemic(groups, today)),
        )

    async def theme(self, workspace_id: str, slack_id: str, theme_id: int) -> str:
        """Return the name of a theme, for what the PMO makes of it. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            await _reader(session, slack_id)
            name = await session.scalar(sa.select(RetroTheme.name).where(RetroTheme.id == theme_id))
        if name is None:
            raise NotFound("This theme is not kept any more. Nothing was changed.")
        return name


async def _reader(session: AsyncSession, slack_id: str) -> Person:
    reader = await acting(session, slack_id)
    if not reader.acts_as_pmo:
        raise await pmo_refusal(session, "The report on all retros is")
    return reader


async def _actions(session: AsyncSession, quarter: Quarter, zone: ZoneInfo) -> list[ReportedAction]:
    """Return the actions of retros that lived in a quarter."""
    rows = sa.select(Action, Team.value_stream).outerjoin(Team, Team.id == Action.team_id)
    rows = rows.where(*lived_in(quarter, zone)).order_by(Action.id)
    return [
        ReportedAction(
            text=one.text,
            stream=stream or NO_STREAM,
            experiment=one.kind == ActionKind.EXPERIMENT,
            state=one.state,
            created_on=one.created_at.astimezone(zone).date(),
            settled_on=one.settled_at.astimezone(zone).date() if one.settled_at else None,
            carried=one.carried,
            worked=one.worked,
            reason=one.reason,
            effect=one.effect,
        )
        for one, stream in await session.execute(rows)
    ]


def lived_in(quarter: Quarter, zone: ZoneInfo) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions for the actions of retros that somebody still had to do something about in a quarter."""
    begins, ends = (_instant(day, zone) for day in (quarter.first, quarter.after))
    still = sa.or_(Action.settled_at.is_(None), Action.settled_at >= begins)
    return Action.retro_id.is_not(None), Action.created_at < ends, still


async def _retros(session: AsyncSession, quarter: Quarter) -> int:
    held = (RetroRound.local_date >= quarter.first, RetroRound.local_date < quarter.after)
    rows = sa.select(sa.func.count()).select_from(RetroRound).where(*held, RetroRound.state == RetroState.CLOSED)
    return await session.scalar(rows) or 0


async def _themes(session: AsyncSession, since: date) -> list[SeenTheme]:
    """Return the themes since a day, with their teams and the cards that everybody in their retros could see."""
    rows = (
        sa.select(RetroTheme, RetroRound.local_date, RetroRound.retro_id)
        .join(RetroRound, RetroRound.id == RetroTheme.round_id)
        .where(RetroTheme.merged_into_id.is_(None), RetroRound.local_date >= since, RetroRound.state.in_(SHOWN))
        .order_by(RetroRound.local_date.desc(), RetroTheme.id.desc())
        .limit(MOST_THEMES)
    )
    found = list(await session.execute(rows))
    teams, cards = defaultdict(list), defaultdict(list)
    named = sa.select(RetroTeam.retro_id, Team.name).join(Team, Team.id == RetroTeam.team_id).order_by(Team.name)
    for retro_id, name in await session.execute(named.where(RetroTeam.retro_id.in_({row.retro_id for row in found}))):
        teams[retro_id].append(name)
    shown = sa.select(RetroCard.theme_id, RetroCard.text).where(
        RetroCard.theme_id.in_([theme.id for theme, *_ in found]), RetroCard.hidden.is_(False)
    )
    for theme_id, text in await session.execute(shown.order_by(RetroCard.text)):
        cards[theme_id].append(text)
    return [
        SeenTheme(theme.id, theme.name, tuple(teams[retro]), day, theme.votes or 0, tuple(cards[theme.id]))
        for theme, day, retro in found
    ]


def _grouped(texts: Sequence[str]) -> list[int]:
    # Only here: the table of topics and the stemmer are loaded for the first report, not for the start.
    from bot.domain.retro_theme import group  # noqa: PLC0415

    return group(texts)


def _instant(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), zone).astimezone(UTC)
