"""`drumbeat status` of a company: all is well, and what needs a person."""

import json
import os
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot import migrate
from bot.domain.status import Status, needs
from bot.settings import load
from bot.status import examine
from bot.status_text import as_json, as_text
from models import Delivery, Round, Timer
from tests.factories.running import running
from tests.journeys.conftest import World

DOUBT = (
    "1 message may or may not have arrived. Look into the channel; *Post again* on the *Home* tab of whoever runs the "
    "sync sends it once more."
)


async def look(world: World, database_url: str) -> Status:
    """Examine the company's database."""
    return await examine(load({"DATABASE_URL": database_url}), world.clock)


@pytest.mark.begins("Tue 10:00")
async def test_a_company_in_the_middle_of_a_round(company: World, database_url: str) -> None:
    """All is well: who runs, what is open, and nothing else."""
    async with running(company.bot.parts.database):
        status = await look(company, database_url)
    assert needs(status) == []
    text = as_text(status)
    head = migrate.head()
    here = f"process {os.getpid()}" if "sqlite" in database_url else "me"
    assert text.splitlines()[2:] == [
        "Running:        1 process",
        f"  · {here}",
        f"Version:        {head}, as this Drumbeat wants it",
        "Workspaces:     1 workspace",
        f"  · Lumen ({company.workspace_id}), compared with Slack 2026-03-03 10:00",
        "Open rounds:    1 round",
        "  · Weekly sync of 2026-03-03, closes 2026-03-03 22:00",
        "To send:        no messages",
        "Failed:         no messages in the last two weeks",
        "Unknown:        no messages",
        "Late timers:    none",
        "Failing timers: none",
        "Given up:       no work",
        "",
        "All is well.",
    ]
    assert text.splitlines()[0].endswith("as of 2026-03-03 10:00. All times are in UTC.")


@pytest.mark.begins("Tue 10:00")
async def test_a_company_in_trouble(company: World, database_url: str) -> None:
    """Nobody runs; messages in doubt, timers late and failing are told one by one, and what to do about them."""
    now = company.clock.now()
    long_ago = now - timedelta(days=15)
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        round_id = await session.scalar(sa.select(Round.id))
        sync = company.slack.channel("sync").id
        session.add_all(
            [
                Delivery(key="a", kind="sync.rollup", subject={"round": round_id}, target=sync, state="unknown"),
                Delivery(key="old", kind="note", subject={}, target=sync, state="unknown", created_at=long_ago),
                Delivery(key="b", kind="note", subject={}, target="U1", state="failed"),
                Delivery(key="c", kind="note", subject={}, target="U1"),
                Delivery(key="d", kind="note", subject={}, target="U1", state="sending"),
                *(
                    Timer(kind="late", subject=str(n), due_at=now - timedelta(seconds=seconds))
                    for n, seconds in enumerate((10, 61, 7200, 3 * 86400))
                ),
                Timer(kind="failing", subject="7", due_at=now + timedelta(hours=1), attempt=4, error="KeyError: 1"),
            ]
        )
        for row in session.new:
            if isinstance(row, Delivery):
                row.created_at = row.created_at or now
    status = await look(company, database_url)
    lines = as_text(status).splitlines()
    here = company.workspace_id
    assert lines[2] == "Running:        not running"
    assert lines[lines.index("  · Weekly sync of 2026-03-03, closes 2026-03-03 22:00") + 1 :] == [
        "To send:        2 messages",
        "Failed:         1 message in the last two weeks",
        "Unknown:        1 message",
        "  · sync.rollup of Weekly sync to #sync, planned 2026-03-03 10:00",
        "Late timers:    4; due longest:",
        f"  · late 3 in {here}, due 2026-02-28 10:00, 3 days late",
        f"  · late 2 in {here}, due 2026-03-03 08:00, 2 hours late",
        f"  · late 1 in {here}, due 2026-03-03 09:58, 1 minute late",
        "Failing timers: 1 timer",
        f"  · failing 7 in {here}, due 2026-03-03 11:00: KeyError: 1",
        "Given up:       no work",
        "",
        "What needs a person:",
        "  · No Drumbeat runs on this database, so nobody is asked. Start it: `drumbeat run`.",
        f"  · {DOUBT}",
        "  · 1 timer keeps failing, so what should happen then does not. The log says why: look for timer_failed.",
        "  · 4 timers are late. Where a Drumbeat runs, it is stuck or overloaded: look at its log.",
    ]
    told = json.loads(as_json(status))
    assert told["needs"] == needs(status)
    assert told["at"] == "2026-03-03T10:00:00+00:00"
    assert told["work"]["messages"] == {"queued": 2, "failed": 1, "unknown": 1}
    assert told["work"]["lateness"] == {"timers": 4, "greatest": 3 * 86400.0, "failing": 1}
    assert told["work"]["unknown_messages"][0]["sync"] == "Weekly sync"
