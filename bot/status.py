"""`drumbeat status`: how a Drumbeat stands, read from its database, whether it runs or not."""

import asyncio
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import migrate
from bot.clock import Clock, real_time
from bot.connection import file_of, room
from bot.db import Database, async_url
from bot.delivery.ledger import WORTH_SENDING
from bot.delivery.queue import by_state
from bot.domain.status import OpenRound, Process, Status, UnknownMessage, WorkspaceStatus, WorkStatus
from bot.engine.executors import processes
from bot.engine.flock import holder
from bot.engine.late import failed, lateness, latest
from bot.engine.upsert import table
from bot.engine.work_table import given_up
from bot.settings import Settings
from models import Channel, Delivery, Ritual, Round, Workspace
from models.delivery import TROUBLED

SHOWN = 3
"""Late timers that are shown, the oldest first."""

_workspace, _delivery, _channel = table(Workspace), table(Delivery), table(Channel)
_round, _ritual = table(Round), table(Ritual)


async def examine(settings: Settings, clock: Clock) -> Status:
    """Return how the database of `settings` stands; nothing is changed, made or disturbed.

    Raises SettingsError where it cannot be opened.
    """
    now = clock.now()
    url = async_url(settings.database_url)
    schema = await asyncio.to_thread(migrate.current, url)
    running: list[Process] | None = _holder(url) if url.get_backend_name() == "sqlite" else None
    work: WorkStatus | None = None
    if schema == migrate.head():
        database = Database(settings.database_url, read_only=True)
        try:
            async with database.reads.connect() as connection:
                work = await _work(connection, now)
                running = await processes(connection) if running is None else running
        finally:
            await database.close()
    return Status(
        at=now,
        database=settings.database_shown,
        schema=schema,
        wanted=migrate.head(),
        newer=schema is not None and schema not in migrate.revisions(),
        processes=running,
        work=work,
        room=room(url),
    )


def _holder(url: sa.URL) -> list[Process]:
    file = file_of(url)
    process = holder(file) if file else None
    return [] if process is None else [Process(f"process {process}".strip())]


async def _work(connection: AsyncConnection, now: datetime) -> WorkStatus:
    return WorkStatus(
        workspaces=await _workspaces(connection),
        open_rounds=await _open_rounds(connection),
        messages=await by_state(connection, now),
        unknown_messages=await _unknown_messages(connection, now),
        lateness=await lateness(connection, now),
        late_timers=await latest(connection, now, SHOWN),
        failing_timers=await failed(connection),
        given_up=await given_up(connection, real_time()),
    )


async def _workspaces(connection: AsyncConnection) -> list[WorkspaceStatus]:
    rows = await connection.execute(sa.select(_workspace).order_by(_workspace.c.id))
    return [WorkspaceStatus(row.id, row.name, row.people_synced_at) for row in rows]


async def _open_rounds(connection: AsyncConnection) -> list[OpenRound]:
    rows = (
        sa.select(_ritual.c.name, _round.c.local_date, _round.c.closes_at)
        .join_from(_round, _ritual, _ritual.c.id == _round.c.ritual_id)
        .where(_round.c.state == "open")
        .order_by(_round.c.closes_at, _round.c.id)
    )
    return [OpenRound(*row) for row in await connection.execute(rows)]


async def _unknown_messages(connection: AsyncConnection, now: datetime) -> list[UnknownMessage]:
    statement = (
        sa.select(_delivery.c.kind, _delivery.c.subject, _delivery.c.created_at, _channel.c.name)
        .outerjoin_from(
            _delivery,
            _channel,
            sa.and_(_channel.c.workspace_id == _delivery.c.workspace_id, _channel.c.slack_id == _delivery.c.target),
        )
        .where(
            sa.text(f"delivery.{TROUBLED}"),
            _delivery.c.state == "unknown",
            _delivery.c.created_at > now - WORTH_SENDING,
        )
        .order_by(_delivery.c.id)
    )
    rows = (await connection.execute(statement)).all()
    syncs = await _syncs(connection, {row.subject["round"] for row in rows if "round" in row.subject})
    return [
        UnknownMessage(row.kind, syncs.get(row.subject.get("round"), ""), row.name or "", row.created_at)
        for row in rows
    ]


async def _syncs(connection: AsyncConnection, rounds: Iterable[int]) -> dict[int | None, str]:
    """Return the names of the syncs of `rounds`, by round."""
    named = (
        sa.select(_round.c.id, _ritual.c.name)
        .join_from(_round, _ritual, _ritual.c.id == _round.c.ritual_id)
        .where(_round.c.id.in_(rounds))
    )
    return {round_id: name for round_id, name in await connection.execute(named)}  # noqa: C416 (rows are not pairs)
