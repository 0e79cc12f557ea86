"""A sync whose dates heed the holidays of its home country: Tuesday 17 March 2026 is Saint Patrick's in Ireland."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.db import Database
from bot.domain.ritual_dates import Holidays, Occurrence
from bot.errors import UserError
from tests.factories import company
from tests.factories.company import COMPANY
from tests.factories.office import Office
from tests.factories.rounds import Runs
from tests.factories.sync import TUESDAY

WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
SECOND, HOLIDAY = TUESDAY + WEEK, TUESDAY + 2 * WEEK
"""The round before the holiday, and the instant at which the one of the holiday would open."""
WEDNESDAY, NEXT = HOLIDAY + DAY, HOLIDAY + WEEK


async def irish(runs: Runs, holidays: str, **fields: Any) -> int:
    """A sync of Payments whose home is Ireland, left alone until the evening of the round before the holiday."""
    weekly = await runs.sync(
        [await runs.team("Payments", "Ana Sousa")], holidays=holidays, **({"home_country": "IE"} | fields)
    )
    await runs.until(SECOND + timedelta(hours=8))
    return weekly


@pytest.mark.parametrize(
    ("holidays", "coming", "dates"),
    [
        ("own", HOLIDAY, ["2026-03-03", "2026-03-10", "2026-03-17", "2026-03-24"]),
        ("skip", NEXT, ["2026-03-03", "2026-03-10", "2026-03-24"]),
        ("move", WEDNESDAY, ["2026-03-03", "2026-03-10", "2026-03-18", "2026-03-24"]),
    ],
)
async def test_the_timer_the_next_date_and_the_rounds_agree(
    runs: Runs, holidays: str, coming: Any, dates: list[str]
) -> None:
    """Everybody is asked on the day that the policy makes of the holiday."""
    weekly = await irish(runs, holidays)
    assert await runs.next(weekly) == coming
    await runs.until(NEXT + timedelta(hours=8))
    assert [day for day, _ in await runs.states()] == dates


@pytest.mark.parametrize(("holidays", "missed"), [("skip", []), ("move", ["2026-03-18"])])
async def test_after_downtime_only_what_took_place_was_missed(runs: Runs, holidays: str, missed: list[str]) -> None:
    """Two days after the holiday: the moved round is missed, one that was left out is not."""
    weekly = await irish(runs, holidays)
    await runs.down_until(HOLIDAY + 3 * DAY)
    assert [day for day, state in await runs.states() if state == "missed"] == missed
    assert await runs.next(weekly) == NEXT


async def test_back_on_the_day_itself_the_moved_round_is_opened_late(runs: Runs) -> None:
    """With enough time left to answer."""
    await irish(runs, "move")
    await runs.down_until(WEDNESDAY + timedelta(hours=1))
    assert (await runs.states())[-1] == ("2026-03-18", "open")


async def test_paused_over_the_holiday_and_resumed_on_it_the_moved_round_comes(runs: Runs) -> None:
    """On the evening of the holiday the next round is that of Wednesday; after it, that of next week."""
    weekly = await irish(runs, "move")
    await runs.change(weekly, state="paused")
    await runs.until(HOLIDAY + timedelta(hours=8))
    await runs.change(weekly, state="active")
    assert await runs.next(weekly) == WEDNESDAY
    await runs.change(weekly, state="paused")
    await runs.until(WEDNESDAY + timedelta(hours=1))
    await runs.change(weekly, state="active")
    assert await runs.next(weekly) == NEXT


async def test_run_by_hand_on_the_holiday_it_does_not_come_again_the_day_after(runs: Runs) -> None:
    """The one by hand is the round of that date."""
    weekly = await irish(runs, "move")
    await runs.until(HOLIDAY + timedelta(hours=1))
    await runs.do("run_now", weekly)
    assert await runs.next(weekly) == NEXT
    await runs.until(NEXT - DAY)
    assert [day for day, _ in await runs.states()] == ["2026-03-03", "2026-03-10", "2026-03-17"]


async def test_without_a_home_of_its_own_the_country_of_its_owner_counts(runs: Runs) -> None:
    """Where she moves, the dates that are to come move along: to Ireland, and away again."""
    weekly = await irish(runs, "move", home_country="")
    assert await runs.next(weekly) == HOLIDAY
    await runs.person("Mara Lindqvist", country="IE")
    assert await runs.next(weekly) == WEDNESDAY
    await runs.person("Mara Lindqvist", country="DE")
    assert await runs.next(weekly) == HOLIDAY


async def test_the_preview_names_what_moves_and_what_is_left_out(office: Office) -> None:
    """Before it is saved, and in the sync as it is."""
    choices = {"home_country": "Ireland", "team_ids": (office.payments,)}
    for policy in (Holidays.SKIP, Holidays.MOVE):
        facts = await office.setup.preview("T1", "UMARA", office.changed(holidays=policy, **choices))
        days = [one.date for one in facts.rounds]
        if policy is Holidays.SKIP:
            left_out = {one.date: one.left_out for one in facts.rounds if one.left_out}
            assert left_out == {date(2026, 3, 24): (Occurrence(date(2026, 3, 17), None, "Saint Patrick's Day"),)}
            assert date(2026, 3, 17) not in days
        else:
            moved = {one.date: one.moved for one in facts.rounds if one.moved}
            wednesday = date(2026, 3, 18)
            assert moved == {wednesday: Occurrence(date(2026, 3, 17), wednesday, "Saint Patrick's Day")}
    saved = await office.save(office.changed(holidays=Holidays.MOVE, **choices))
    form = await office.setup.form("T1", "UMARA", ritual_id=saved.ritual_id)
    assert (form.choices.holidays, form.choices.home_country) == (Holidays.MOVE, "IE")
    facts = await office.setup.preview_of("T1", "UMARA", saved.ritual_id)
    assert [one.date for one in facts.rounds] == days


async def test_a_policy_without_a_country_is_refused_at_its_field(office: Office) -> None:
    """Nobody could say which holidays count; nor where it is no country."""
    unknown = await office.errors(holidays=Holidays.SKIP)
    assert "Its owner has none set" in unknown["home_country"]
    typo = await office.errors(holidays=Holidays.SKIP, home_country="Portugall")
    assert "Did you mean Portugal?" in typo["home_country"]


async def test_a_company_file_says_it_and_an_export_gives_it_back(database: Database) -> None:
    """`holidays` and `home_country`; a policy without any country is a mistake of its line."""
    scene = await company.scene(database)
    await scene.apply(COMPANY)
    said = "    holidays: move\n    home_country: Germany-Bayern\n"
    assert await scene.apply(COMPANY + said) == [
        "change sync Weekly sync: holidays own → move; home country – → DE-BY",
    ]
    exported = await scene.export()
    assert "holidays: move\n    home_country: DE-BY\n" in exported
    assert await scene.apply(exported) == []
    [(line, sentence)] = await scene.refused(COMPANY + "    holidays: skip\n")
    assert (line, "home_country: PT" in sentence) == (23, True)


async def test_a_round_by_hand_tells_when_nobody_works(runs: Runs) -> None:
    """On a holiday of all who take part there is nobody to ask within a day; nothing is stored."""
    weekly = await irish(runs, "own")
    await runs.person("Ana Sousa", country="IE", working_days=[1])
    await runs.until(HOLIDAY - timedelta(hours=1))
    with pytest.raises(UserError, match="Nobody who takes part works"):
        await runs.do("run_now", weekly)
