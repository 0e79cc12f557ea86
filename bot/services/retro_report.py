"""The report on what retros brought, for the PMO: read from the actions, the themes and, without authors, the cards."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.action import ActionKind
from bot.domain.retro import RetroState
from bot.domain.retro_report import NO_STREAM, Quarter, ReportedAction, RetroReport, lines, quarter_in, report
from bot.domain.retro_systemic import alike
from bot.services.retro_systemic import RetroSystemics, called, grouped, seen_themes, systemic_themes
from bot.services.role import acting, pmo_refusal
from models import Action, Person, RetroRound, Team


class RetroReports:
    """Reports on the retros of a workspace."""

    def __init__(self, database: Database, clock: Clock, systemics: RetroSystemics) -> None:
        """Read `database`; what several teams have in common is looked for anew by `systemics`."""
        self._database, self._clock, self._systemics = database, clock, systemics

    async def facts(self, workspace_id: str, slack_id: str, words: str) -> RetroReport:
        """Return the report on the quarter that `words` mean. Raises UserError, NotAllowed, NotFound."""
        async with self._database.reading(workspace_id) as session:
            zone = ZoneInfo((await _reader(session, slack_id)).zone)
            today = self._clock.now().astimezone(zone).date()
            quarter = quarter_in(words, today)
            actions = await _actions(session, quarter, zone)
            retros = await _retros(session, quarter)
            months = quarter.months(today)
            themes = await seen_themes(session, months[0])
        # Out of the transaction: the grouping takes its time for hundreds of themes.
        groups = alike(themes, await asyncio.to_thread(grouped, [one.text for one in themes]))
        drawn = await asyncio.to_thread(lines, groups, months, called)
        await self._systemics.look(workspace_id)
        async with self._database.reading(workspace_id) as session:
            shared = await systemic_themes(session, today)
        return replace(report(quarter, retros, actions), months=months, lines=drawn, systemic=tuple(shared))


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


def _instant(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), zone).astimezone(UTC)
