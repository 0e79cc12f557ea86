"""Who is left out of a sync is in no audience of it, and what was decided goes when its time is over."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.clock import ShiftedClock
from bot.db import Database
from bot.domain.retention import Keeping
from bot.domain.speaker import Voice
from bot.services.retention import Retention
from bot.services.sync_audience import audience_of, sync_plan
from models import OptOut
from tests.factories import people, sync
from tests.factories.people import MONDAY
from tests.factories.team import team

YEAR_AGO = MONDAY - timedelta(days=366)


@pytest.mark.parametrize("voice", [Voice.TEAM, Voice.EVERYONE])
async def test_being_left_out_wins_however_one_is_asked(database: Database, voice: Voice) -> None:
    """Ana is in a team, added by name and followed; Ben, whose request waits, is asked as before."""
    async with database.transaction("T1") as session:
        await people.workspace(session)
        ana, ben = await people.person(session), await people.person(session, "Ben Carter")
        payments = await team(session, "Payments", [ana, ben])
        weekly = await sync.ritual(session, [payments], [ana, ben], voice=voice)
        other = await sync.ritual(session, [payments], name="Other sync", voice=voice)
        at = {"asked_at": MONDAY}
        session.add(OptOut(ritual_id=weekly.id, person_id=ana.id, state="out", decided_at=MONDAY, **at))
        session.add(OptOut(ritual_id=weekly.id, person_id=ben.id, **at))
    async with database.reading("T1") as session:
        audience = await audience_of(session, await sync_plan(session, weekly), weekly.id)
        elsewhere = await audience_of(session, await sync_plan(session, other), other.id)
    assert [one.order for one in audience.parties] == [(ben.id,)]
    assert (list(audience.people), audience.left_out) == ([ben.id], ("Ana Sousa",))
    assert {one for party in elsewhere.parties for one in party.order} == {ana.id, ben.id}


async def test_what_counts_stays_however_old_it_is(database: Database) -> None:
    """Who is left out stays so, and what waits waits; what was refused or taken back goes, and what a sync leaves."""
    async with database.transaction("T1") as session:
        await people.workspace(session)
        weekly = await sync.ritual(session)
        gone = await sync.ritual(session, name="Gone", state="deleted")
        kept = {}
        for number, (state, ritual) in enumerate(
            [("out", weekly), ("asked", weekly), ("kept", weekly), ("back", weekly), ("out", gone), ("asked", gone)]
        ):
            who = await people.person(session, f"P{number} Somebody")
            decided = None if state == "asked" else YEAR_AGO
            row = OptOut(ritual_id=ritual.id, person_id=who.id, state=state, asked_at=YEAR_AGO, decided_at=decided)
            session.add(row)
            kept[who.id] = state if ritual is weekly and state in {"out", "asked"} else ""
    keeping = Keeping(answers=365, messages=None, drafts=None, audit=None, work=None)
    swept = await Retention(database, ShiftedClock(MONDAY), keeping).delete_old("T1")
    async with database.reading("T1") as session:
        rows = await session.execute(sa.select(OptOut.person_id, OptOut.state))
        assert {person: state for person, state in rows} == {one: state for one, state in kept.items() if state}  # noqa: C416 (rows are no pairs)
    assert swept.counts["opt-outs"] == 4
