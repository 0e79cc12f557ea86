"""Inside an open round: reminders, and the next of the squad asked in place of who is silent."""

from datetime import time, timedelta

import pytest
import sqlalchemy as sa

from bot.services import sync_message
from models import RitualTeam, Turn
from tests.factories.rounds import Runs
from tests.factories.sync import TUESDAY

HOUR = timedelta(hours=1)
SQUAD = ("Ana Sousa", "Ben Carter", "Cleo Dias")


async def test_the_squad_is_asked_one_after_the_other_until_nobody_is_left(runs: Runs) -> None:
    """Each after half of the answering time; the last one gets the reminder that there is still time for."""
    await runs.sync([await runs.team("Payments", *SQUAD)], answering_minutes=420)
    await runs.until(TUESDAY + timedelta(days=2))
    asked = [(who, at - TUESDAY) for who, at in await runs.asked()]
    assert asked == [("UANA", timedelta()), ("UBEN", 3.5 * HOUR)]
    assert await runs.asked(sync_message.NUDGE) == []


async def test_where_the_round_stays_open_for_others_the_chain_goes_to_its_end(runs: Runs) -> None:
    """Los Angeles keeps it open: Ana, Ben, then Cleo, and Cleo is reminded."""
    teams = [
        await runs.team("Payments", *SQUAD, works_until=time(22)),
        await runs.team("Growth", "Gil Moss", zone="America/Los_Angeles"),
    ]
    await runs.sync(teams)
    await runs.until(TUESDAY + timedelta(days=1))
    asked = [(who, at - TUESDAY) for who, at in await runs.asked()]
    assert asked == [("UANA", 0 * HOUR), ("UBEN", 2 * HOUR), ("UCLEO", 4 * HOUR), ("UGIL", 8 * HOUR)]
    nudged = [(who, at - TUESDAY) for who, at in await runs.asked(sync_message.NUDGE)]
    assert nudged == [("UCLEO", 6 * HOUR), ("UGIL", 10 * HOUR)]


async def test_without_reminders_the_chain_goes_on_and_nobody_is_reminded(runs: Runs) -> None:
    """The next of the squad is asked all the same."""
    await runs.sync([await runs.team("Payments", *SQUAD[:2])], reminds=False)
    await runs.until(TUESDAY + timedelta(days=1))
    assert [who for who, _ in await runs.asked()] == ["UANA", "UBEN"]
    assert await runs.asked(sync_message.NUDGE) == []


async def test_who_is_away_is_passed_over(runs: Runs) -> None:
    """Also as the one who takes over."""
    await runs.sync([await runs.team("Payments", *SQUAD)])
    await runs.away("Ben Carter", first=TUESDAY)
    await runs.until(TUESDAY + timedelta(days=1))
    assert [who for who, _ in await runs.asked()] == ["UANA", "UCLEO"]


@pytest.mark.parametrize("state", ["answered", "skipped"])
async def test_who_has_answered_or_skipped_is_left_in_peace(runs: Runs, state: str) -> None:
    """No reminder, no next one."""
    await runs.sync([await runs.team("Payments", *SQUAD)])
    await runs.until(TUESDAY + HOUR)
    await runs.says("Payments", state)
    await runs.until(TUESDAY + timedelta(days=1))
    assert await runs.asked() == [("UANA", TUESDAY)]
    assert await runs.asked(sync_message.NUDGE) == []


async def test_the_next_one_is_not_asked_once_the_team_has_answered(runs: Runs) -> None:
    """Wei was to take over in his morning; Ana answers in the evening before."""
    payments = await runs.team("Payments", "Ana Sousa")
    await runs.team("Payments", "Gil Moss", zone="America/Los_Angeles")
    keeps = await runs.team("Growth", "Hal Lind", zone="America/Los_Angeles")
    await runs.sync([payments, keeps])
    await runs.until(TUESDAY + 3 * HOUR)
    async with runs.database.reading("T1") as session:
        turns = await session.scalars(
            sa.select(Turn.ask_at).where(Turn.asked_at.is_(None)).order_by(Turn.ask_at.desc())
        )
        assert turns.all() == [TUESDAY + 8 * HOUR, TUESDAY + 7 * HOUR]
    await runs.says("Payments", "answered")
    await runs.until(TUESDAY + timedelta(days=1))
    assert "UGIL" not in [who for who, _ in await runs.asked()]


async def test_with_everyone_each_silent_person_is_reminded_once(runs: Runs) -> None:
    """After half of the answering time; whoever has answered is not."""
    await runs.sync([await runs.team("Payments", *SQUAD)], voice="everyone")
    await runs.until(TUESDAY + HOUR)
    await runs.says("Ana Sousa", "answered")
    await runs.until(TUESDAY + timedelta(days=1))
    half = TUESDAY + 2 * HOUR
    assert await runs.asked(sync_message.NUDGE) == [("UBEN", half), ("UCLEO", half)]


async def test_a_team_that_left_the_sync_meanwhile_is_not_handed_on(runs: Runs) -> None:
    """Who was asked already is reminded, nobody else is drawn in."""
    weekly = await runs.sync([await runs.team("Payments", *SQUAD)])
    await runs.until(TUESDAY + HOUR)
    async with runs.database.transaction("T1") as session:
        await session.execute(sa.delete(RitualTeam).where(RitualTeam.ritual_id == weekly))
    await runs.until(TUESDAY + timedelta(days=1))
    assert [who for who, _ in await runs.asked()] == ["UANA"]
    assert [who for who, _ in await runs.asked(sync_message.NUDGE)] == ["UANA"]
