"""Rounds by time: opened in the morning of each, caught up after downtime, closed and summed up."""

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa

from bot.services import sync_message
from bot.services.sync_lock import STEP
from bot.services.sync_schedule import OPENS
from models import Membership, Turn
from tests.factories.rounds import Runs
from tests.factories.statements import statements
from tests.factories.sync import CLOSES, TUESDAY

LISBON_CLOSES = TUESDAY + timedelta(hours=4)
WEEK = timedelta(days=7)


async def test_each_is_asked_in_their_own_morning_and_the_round_closes_for_all_at_once(runs: Runs) -> None:
    """Singapore's ten before Lisbon's; it closes when Lisbon has had its four hours."""
    teams = [await runs.team("Payments", "Ana Sousa"), await runs.team("Platform", "Wei Tan", zone="Asia/Singapore")]
    weekly = await runs.sync(teams)
    assert await runs.next(weekly) == TUESDAY - timedelta(hours=8)
    await runs.until(CLOSES)
    assert await runs.asked() == [("UWEI", TUESDAY - timedelta(hours=8)), ("UANA", TUESDAY)]
    assert await runs.asked(sync_message.ROLLUP) == [("CSYNC", LISBON_CLOSES)]
    assert await runs.parties() == {"Payments": "missed", "Platform": "missed"}
    assert await runs.next(weekly) == TUESDAY - timedelta(hours=8) + WEEK


async def test_with_one_zone_all_are_asked_at_the_same_instant(runs: Runs) -> None:
    """Ten in Lisbon, also for Singapore."""
    teams = [await runs.team("Payments", "Ana Sousa"), await runs.team("Platform", "Wei Tan", zone="Asia/Singapore")]
    await runs.sync(teams, zone="Europe/Lisbon")
    await runs.until(TUESDAY)
    assert await runs.asked() == [("UANA", TUESDAY), ("UWEI", TUESDAY)]


async def test_every_second_week_is_counted_from_the_start(runs: Runs) -> None:
    """Also when the sync is saved again in the week between."""
    teams = [await runs.team("Payments", "Ana Sousa")]
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
    biweekly = await runs.sync(teams, rrule=rule, starts_on=date(2026, 3, 2))
    await runs.until(TUESDAY + WEEK)
    await runs.change(biweekly, local_time=time(11))
    await runs.until(TUESDAY + 5 * WEEK)
    assert [day for day, _ in await runs.states()] == ["2026-03-03", "2026-03-17", "2026-03-31"]


async def test_a_planner_that_runs_twice_for_one_timer_changes_nothing(runs: Runs) -> None:
    """Neither the round of next week is opened, nor anybody asked again."""
    weekly = await runs.sync([await runs.team("Payments", "Ana Sousa")])
    await runs.until(TUESDAY)
    [opened] = await runs.stored()
    before = await runs.next(weekly)
    await runs.again(OPENS, weekly)
    await runs.again(STEP, opened.id)
    assert await runs.states() == [("2026-03-03", "open")]
    assert await runs.asked() == [("UANA", TUESDAY)]
    assert await runs.next(weekly) == before


@pytest.mark.parametrize(("late", "state"), [(timedelta(), "open"), (timedelta(seconds=1), "missed")])
async def test_after_downtime_a_round_is_opened_with_half_an_hour_left_and_not_with_less(
    runs: Runs, late: timedelta, state: str
) -> None:
    """The rule's very edge; a missed round asks nobody, and its owner is told."""
    weekly = await runs.sync([await runs.team("Payments", "Ana Sousa")])
    back = LISBON_CLOSES - timedelta(minutes=30) + late
    await runs.down_until(back)
    assert await runs.states() == [("2026-03-03", state)]
    assert await runs.asked() == ([("UANA", back)] if state == "open" else [])
    assert len(await runs.asked(sync_message.MISSED)) == (0 if state == "open" else 1)
    assert await runs.next(weekly) == TUESDAY + WEEK


async def test_after_a_night_of_downtime_nobody_is_asked_at_night(runs: Runs) -> None:
    """Back at 23:00 in Singapore, while San Francisco keeps the round open: Singapore is asked in its morning."""
    teams = [
        await runs.team("Platform", "Wei Tan", zone="Asia/Singapore"),
        await runs.team("Growth", "Gil Moss", zone="America/Los_Angeles", works_until=time(22)),
    ]
    await runs.sync(teams, answering_minutes=600)
    await runs.down_until(TUESDAY + timedelta(hours=5))
    await runs.until(TUESDAY + timedelta(hours=16))
    nine = TUESDAY + timedelta(hours=15)
    assert await runs.asked() == [("UGIL", TUESDAY + timedelta(hours=8)), ("UWEI", nine)]


async def test_a_daily_sync_after_downtime_introduces_itself_once(runs: Runs) -> None:
    """Of two rounds that are opened together only the first says hello."""
    await runs.sync(
        [await runs.team("Payments", "Ana Sousa")],
        rrule="FREQ=DAILY",
        answering_minutes=720,
        starts_on=date(2026, 3, 3),
    )
    await runs.down_until(TUESDAY + timedelta(days=1, hours=1))
    assert [state for _, state in await runs.states()] == ["open", "open"]
    async with runs.database.reading("T1") as session:
        turns = await session.scalars(sa.select(Turn).order_by(Turn.id))
        assert [turn.first_contact for turn in turns] == [True, False]


async def test_who_speaks_for_two_teams_is_introduced_once(runs: Runs) -> None:
    """Ana leads both."""
    await runs.sync([await runs.team("Payments", "Ana Sousa"), await runs.team("Growth", "Ana Sousa")])
    await runs.until(TUESDAY)
    async with runs.database.reading("T1") as session:
        assert sorted([turn.first_contact for turn in await session.scalars(sa.select(Turn))]) == [False, True]


async def test_a_round_in_which_everybody_is_away_is_summed_up_at_once(runs: Runs) -> None:
    """Nobody is asked; away is shown as away."""
    await runs.sync([await runs.team("Payments", "Ana Sousa"), await runs.team("Growth", "Ben Carter")])
    await runs.away("Ana Sousa", "Ben Carter", first=TUESDAY)
    await runs.until(TUESDAY)
    assert await runs.states() == [("2026-03-03", "closed")]
    assert await runs.parties() == {"Payments": "absent", "Growth": "absent"}
    assert await runs.asked() == []
    assert await runs.asked(sync_message.ROLLUP) == [("CSYNC", TUESDAY)]


async def test_a_team_without_anybody_to_ask_is_away_and_holds_nobody_up(runs: Runs) -> None:
    """No member at all, or only one whose account is deactivated."""
    teams = [await runs.team("Payments", "Ana Sousa"), await runs.team("Empty"), await runs.team("Gone", "Old Hand")]
    await runs.sync(teams)
    await runs.person("Old Hand", deactivated=True)
    await runs.until(TUESDAY)
    assert await runs.asked() == [("UANA", TUESDAY)]
    assert await runs.parties() == {"Payments": "pending", "Empty": "absent", "Gone": "absent"}
    await runs.says("Payments", "answered")
    assert len(await runs.asked(sync_message.ROLLUP)) == 1


async def test_a_sync_whose_audience_is_empty_by_now_says_so(runs: Runs) -> None:
    """The summary is one line, nobody is asked, and the sync goes on."""
    weekly = await runs.sync(persons=["Ana Sousa"], voice="everyone")
    await runs.person("Ana Sousa", deactivated=True)
    await runs.until(TUESDAY)
    assert await runs.states() == [("2026-03-03", "closed")]
    assert len(await runs.asked(sync_message.ROLLUP)) == 1
    assert await runs.next(weekly) == TUESDAY + WEEK


async def test_who_joins_or_leaves_between_rounds_is_asked_or_not_from_the_next_one_on(runs: Runs) -> None:
    """The audience is that of the moment of asking."""
    payments = await runs.team("Payments", "Ana Sousa", "Ben Carter")
    await runs.sync([payments], voice="everyone")
    await runs.until(TUESDAY + timedelta(days=1))
    await runs.team("Payments", "Cleo Dias")
    async with runs.database.transaction("T1") as session:
        ana = sa.select(Turn.person_id).order_by(Turn.id).limit(1).scalar_subquery()
        await session.execute(sa.delete(Membership).where(Membership.person_id == ana))
    assert sorted(await runs.parties()) == ["Ana Sousa", "Ben Carter"]
    await runs.until(TUESDAY + WEEK)
    assert sorted(await runs.parties()) == ["Ben Carter", "Cleo Dias"]


async def test_somebody_whose_morning_is_past_joins_the_round_of_today(runs: Runs) -> None:
    """Ana moves to Singapore on the morning of the sync: the round still takes place, hers at once."""
    weekly = await runs.sync([await runs.team("Payments", "Ana Sousa"), await runs.team("Growth", "Ben Carter")])
    moved = TUESDAY - timedelta(hours=4)
    await runs.until(moved)
    await runs.person("Ana Sousa", zone="Asia/Singapore")
    await runs.until(TUESDAY)
    assert await runs.asked() == [("UANA", moved), ("UBEN", TUESDAY)]
    assert await runs.next(weekly) == TUESDAY + WEEK - timedelta(hours=8)


async def test_a_round_whose_first_asked_has_left_waits_for_the_others(runs: Runs) -> None:
    """The timer comes in Singapore's morning; nothing opens before Lisbon's."""
    teams = [await runs.team("Payments", "Ana Sousa"), await runs.team("Platform", "Wei Tan", zone="Asia/Singapore")]
    weekly = await runs.sync(teams)
    await runs.away("Wei Tan", first=TUESDAY)
    await runs.until(TUESDAY - timedelta(hours=1))
    assert await runs.states() == []
    assert await runs.next(weekly) == TUESDAY
    await runs.until(TUESDAY)
    assert await runs.parties() == {"Payments": "pending", "Platform": "absent"}


async def test_an_edit_leaves_the_open_round_alone(runs: Runs) -> None:
    """Time, audience and voice change from the next round on; today's closes and is summed up as it began."""
    payments, growth = await runs.team("Payments", "Ana Sousa"), await runs.team("Growth", "Ben Carter")
    weekly = await runs.sync([payments])
    await runs.until(TUESDAY + timedelta(hours=1))
    await runs.change(weekly, teams=[growth], local_time=time(15), rrule="FREQ=WEEKLY;BYDAY=TU,WE")
    await runs.until(LISBON_CLOSES)
    assert await runs.states() == [("2026-03-03", "closed")]
    assert await runs.parties() == {"Payments": "missed"}
    await runs.until(TUESDAY + timedelta(days=1, hours=5))
    assert await runs.states() == [("2026-03-03", "closed"), ("2026-03-04", "open")]
    assert sorted(await runs.parties()) == ["Growth", "Payments"]


async def test_the_summary_comes_when_the_last_one_has_answered_and_is_updated_at_the_closing(runs: Runs) -> None:
    """Skipping counts as an answer."""
    await runs.sync([await runs.team("Payments", "Ana Sousa"), await runs.team("Growth", "Ben Carter")])
    await runs.until(TUESDAY)
    await runs.says("Payments", "answered")
    assert await runs.asked(sync_message.ROLLUP) == []
    await runs.says("Growth", "skipped")
    assert await runs.asked(sync_message.ROLLUP) == [("CSYNC", TUESDAY)]
    await runs.until(CLOSES)
    assert (await runs.wanted())[sync_message.ROLLUP] == {"CSYNC": 2}


@pytest.mark.parametrize("voice", ["team", "everyone"])
async def test_the_number_of_statements_does_not_grow_with_people(runs: Runs, voice: str) -> None:
    """Opening, nudging or handing over, and closing for 80 people in 20 teams take as many as for 8 in 2."""
    starts = {2: TUESDAY, 20: TUESDAY + timedelta(minutes=30)}
    taken: dict[int, list[int]] = {}
    for size, start in starts.items():
        teams = [
            await runs.team(f"Team {size}-{number}", *(f"P{size}x{number}x{who} One" for who in range(4)))
            for number in range(size)
        ]
        local = time(start.hour, start.minute)
        await runs.sync(teams, name=f"Sync of {size}", voice=voice, local_time=local)
    for after in (0, 2, 4):
        for size, start in starts.items():
            moment = start + timedelta(hours=after)
            await runs.until(moment - timedelta(seconds=1))
            with statements(runs.database) as said:
                await runs.until(moment)
            taken.setdefault(size, []).append(len(said))
    assert taken[20] == taken[2]
    assert max(taken[2]) < 50
