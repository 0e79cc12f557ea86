"""What a PMO does to rounds by hand: run now, close now, delete."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.errors import UserError
from bot.services import sync_message
from models import Person, Turn
from tests.factories.people import MONDAY
from tests.factories.rounds import Runs
from tests.factories.sync import CLOSES, TUESDAY

LISBON_CLOSES = TUESDAY + timedelta(hours=4)
WEEK = timedelta(days=7)


async def test_run_at_night_people_are_asked_when_their_hours_begin(runs: Runs) -> None:
    """Whoever works is asked at once, whoever sleeps in the morning; the date has had its round then."""
    teams = [
        await runs.team("Payments", "Ana Sousa"),
        await runs.team("Growth", "Gil Moss", zone="America/Los_Angeles"),
    ]
    weekly = await runs.sync(teams)
    night = MONDAY + timedelta(hours=12, minutes=30)
    await runs.until(night)
    await runs.do("run_now", weekly)
    assert await runs.asked() == [("UGIL", night)]
    await runs.until(TUESDAY)
    nine = TUESDAY - timedelta(hours=1)
    assert await runs.asked() == [("UGIL", night), ("UANA", nine), ("UANA", TUESDAY)]
    assert await runs.states() == [("2026-03-02", "open"), ("2026-03-03", "open")]


async def test_a_date_has_one_round_also_by_hand(runs: Runs) -> None:
    """Run on its own day before its hour, the sync does not come again that day."""
    weekly = await runs.sync([await runs.team("Payments", "Ana Sousa")])
    await runs.until(TUESDAY - timedelta(hours=1))
    await runs.do("run_now", weekly)
    assert await runs.next(weekly) == TUESDAY + WEEK
    with pytest.raises(UserError, match="is open already"):
        await runs.do("run_now", weekly)
    assert len(await runs.asked()) == 1


async def test_a_missed_round_can_be_run_by_hand(runs: Runs) -> None:
    """As the message says that tells of it."""
    weekly = await runs.sync([await runs.team("Payments", "Ana Sousa")])
    back = LISBON_CLOSES + timedelta(hours=1)
    await runs.down_until(back)
    assert await runs.states() == [("2026-03-03", "missed")]
    await runs.do("run_now", weekly)
    assert await runs.states() == [("2026-03-03", "open")]
    assert await runs.asked() == [("UANA", back)]


async def test_nobody_to_ask_by_hand_is_said_and_changes_nothing(runs: Runs) -> None:
    """On a Friday evening everybody is off for two days."""
    weekly = await runs.sync([await runs.team("Payments", "Ana Sousa")])
    await runs.until(MONDAY + timedelta(days=4, hours=9))
    with pytest.raises(UserError, match="next 24 hours"):
        await runs.do("run_now", weekly)
    assert [day for day, _ in await runs.states()] == ["2026-03-03"]


async def test_closed_by_hand_it_is_summed_up_with_what_is_there(runs: Runs) -> None:
    """Whoever has not answered is missed; the timers of the round are gone; closing again is refused."""
    weekly = await runs.sync([await runs.team("Payments", "Ana Sousa"), await runs.team("Growth", "Ben Carter")])
    early = TUESDAY + timedelta(minutes=20)
    await runs.until(early)
    await runs.says("Payments", "answered")
    await runs.do("close_now", weekly)
    assert await runs.parties() == {"Payments": "answered", "Growth": "missed"}
    assert (await runs.stored())[0].closes_at == early
    with pytest.raises(UserError, match="not open now"):
        await runs.do("close_now", weekly)
    await runs.until(CLOSES)
    assert await runs.asked(sync_message.ROLLUP) == [("CSYNC", early)]
    assert await runs.asked(sync_message.NUDGE) == []


async def test_at_the_closing_whoever_answered_reads_that_it_is_closed(runs: Runs) -> None:
    """Their messages must not go on offering to edit: neither after its hour, nor when it is closed before that."""
    teams = [await runs.team("Payments", "Ana Sousa"), await runs.team("Growth", "Ben Carter")]
    weekly = await runs.sync([*teams, await runs.team("Mobile", "Cy Young")])
    await runs.until(TUESDAY)
    await runs.says("Payments", "answered")
    await runs.says("Growth", "skipped")
    before = (await runs.wanted())[sync_message.PROMPT]
    await runs.do("close_now", weekly)
    after = (await runs.wanted())[sync_message.PROMPT]
    assert {who: after[who] - before[who] for who in after} == {"UANA": 1, "UBEN": 1, "UCY": 1}
    await runs.until(TUESDAY + WEEK)
    await runs.says("Payments", "answered")
    before = await runs.wanted_by_key()
    await runs.until(CLOSES + WEEK)
    after = await runs.wanted_by_key()
    changed = [key for key, times in before.items() if key.startswith("sync_prompt:") and after[key] > times]
    assert len(changed) == 3


async def test_who_was_never_asked_is_introduced_when_they_are(runs: Runs) -> None:
    """A round closed before somebody's morning came was not their first contact."""
    weekly = await runs.sync(
        [await runs.team("Platform", "Wei Tan", zone="Asia/Singapore"), await runs.team("Payments", "Ana Sousa")]
    )
    await runs.until(TUESDAY - timedelta(hours=6))
    await runs.do("close_now", weekly)
    await runs.until(TUESDAY + WEEK)
    async with runs.database.reading("T1") as session:
        rows = sa.select(Person.name, Turn.first_contact).join(Turn, Turn.person_id == Person.id).order_by(Turn.id)
        said = (await session.execute(rows.where(Turn.asked_at.is_not(None)))).all()
    assert said == [("Wei Tan", True), ("Ana Sousa", True), ("Wei Tan", False)]


async def test_closed_by_hand_all_that_is_open_of_a_daily_sync_closes(runs: Runs) -> None:
    """Two days may be open at once."""
    daily = await runs.sync([await runs.team("Payments", "Ana Sousa")], rrule="FREQ=DAILY", answering_minutes=720)
    await runs.until(TUESDAY + timedelta(hours=1))
    assert [state for _, state in await runs.states()] == ["open", "open"]
    await runs.do("close_now", daily)
    assert [state for _, state in await runs.states()] == ["closed", "closed"]
    assert len(await runs.asked(sync_message.ROLLUP)) == 2


async def test_deleted_with_an_open_round_nothing_more_is_said_but_that(runs: Runs) -> None:
    """Whoever was asked sees it in their message, after an answer too; no summary, no next round."""
    weekly = await runs.sync([await runs.team("Payments", "Ana Sousa"), await runs.team("Growth", "Ben Carter")])
    await runs.until(TUESDAY)
    await runs.says("Payments", "answered")
    before = (await runs.wanted())[sync_message.PROMPT]
    await runs.change(weekly, state="deleted")
    await runs.do("drop_open_rounds", weekly)
    after = (await runs.wanted())[sync_message.PROMPT]
    assert (after["UANA"] - before["UANA"], after["UBEN"] - before["UBEN"]) == (1, 1)
    await runs.until(TUESDAY + 2 * WEEK)
    assert await runs.states() == [("2026-03-03", "closed")]
    assert sorted(await runs.wanted()) == [sync_message.PROMPT]
