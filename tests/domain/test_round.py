"""When a round opens for each, closes for all, reminds, and what is left of it after downtime."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.round import (
    CAP,
    Asked,
    Better,
    CatchUp,
    Short,
    ask,
    better_time,
    catch_up,
    closing,
    reminder_at,
)
from bot.domain.working_time import Away, WorkingTime

SINGAPORE = WorkingTime(ZoneInfo("Asia/Singapore"))
LISBON = WorkingTime(ZoneInfo("Europe/Lisbon"))
SAN_FRANCISCO = WorkingTime(ZoneInfo("America/Los_Angeles"))
WORLD = {1: SINGAPORE, 2: LISBON, 3: SAN_FRANCISCO}
TUESDAY, FRIDAY = date(2026, 1, 6), date(2026, 1, 9)
FOUR_HOURS = timedelta(hours=4)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


class TestAsk:
    def test_each_is_asked_at_ten_of_their_own_zone(self) -> None:
        """Singapore's ten comes eight hours before Lisbon's, San Francisco's eight hours after it."""
        asked = ask(WORLD, TUESDAY, time(10), None)
        assert [(one.who, one.at) for one in asked] == [(1, at(6, 2)), (2, at(6, 10)), (3, at(6, 18))]

    def test_with_one_zone_all_are_asked_at_once(self) -> None:
        """Ten in Lisbon, wherever one is."""
        asked = ask(WORLD, TUESDAY, time(10), LISBON.zone)
        assert {one.at for one in asked} == {at(6, 10)}

    def test_with_one_zone_the_own_local_date_must_be_a_working_one(self) -> None:
        """Friday 20:00 in Lisbon is Saturday in Singapore."""
        assert [one.who for one in ask(WORLD, FRIDAY, time(20), LISBON.zone)] == [2, 3]

    def test_who_is_away_or_has_the_day_off_is_not_asked(self) -> None:
        """Leave and a free weekday alike."""
        leave = WorkingTime(LISBON.zone, away=(Away(TUESDAY, TUESDAY),))
        part_time = WorkingTime(LISBON.zone, days=frozenset({0}))
        assert [one.who for one in ask({1: leave, 2: part_time, 3: LISBON}, TUESDAY, time(10), None)] == [3]


class TestClosing:
    def test_a_sync_at_ten_in_three_continents_closes_when_the_last_has_had_four_hours(self) -> None:
        """14:00 in San Francisco, which is 22:00 in Lisbon in winter."""
        asked = ask(WORLD, TUESDAY, time(10), None)
        closes = closing(asked, FOUR_HOURS, asked[0].at)
        assert closes.at == datetime(2026, 1, 6, 14, tzinfo=SAN_FRANCISCO.zone)
        assert closes.at == datetime(2026, 1, 6, 22, tzinfo=LISBON.zone)
        assert closes.short == ()

    def test_the_cap_ends_a_round_and_names_who_is_short(self) -> None:
        """Friday 16:00 with four hours would last until Monday noon; after 48 h Lisbon has had one hour."""
        asked = ask({2: LISBON}, FRIDAY, time(16), None)
        assert closing(asked, FOUR_HOURS, at(9, 16)).at == at(11, 16)
        assert closing(asked, FOUR_HOURS, at(9, 16)).short == (Short(2, timedelta(hours=1)),)

    def test_only_those_whom_the_cap_hits_are_short(self) -> None:
        """Somebody who works on Saturdays has had their hours by then."""
        weekend = WorkingTime(LISBON.zone, days=frozenset(range(7)))
        asked = ask({1: LISBON, 2: weekend}, FRIDAY, time(16), None)
        assert [short.who for short in closing(asked, FOUR_HOURS, at(9, 16)).short] == [1]

    def test_somebody_without_working_time_for_months_does_not_keep_a_round_open(self) -> None:
        """The cap closes it, and they are short of everything."""
        leave = WorkingTime(LISBON.zone, away=(Away(date(2026, 1, 7), date(2026, 6, 1)),))
        asked = [Asked(1, at(6, 16, 30), leave)]
        closes = closing(asked, FOUR_HOURS, at(6, 16, 30))
        assert closes.at == at(8, 16, 30)
        assert closes.short == (Short(1, timedelta(minutes=30)),)

    def test_a_round_that_asks_nobody_closes_after_its_answering_time(self) -> None:
        """Nobody is waited for."""
        assert closing([], FOUR_HOURS, at(6, 10)).at == at(6, 14)

    @given(
        st.dictionaries(st.integers(1, 9), st.sampled_from(list(WORLD.values())), min_size=1),
        st.dates(date(2026, 1, 1), date(2027, 12, 31)),
        st.times().map(lambda t: t.replace(second=0, microsecond=0)),
        st.integers(1, 16),
    )
    def test_a_round_closes_once_everybody_has_had_their_time_or_at_its_cap(
        self, people: dict[int, WorkingTime], day: date, local: time, hours: int
    ) -> None:
        """Whoever is not named as short has had the whole answering time; whoever is has had less."""
        answering = timedelta(hours=hours)
        asked = ask(people, day, local, None)
        opens = min((one.at for one in asked), default=at(6, 10))
        closes = closing(asked, answering, opens)
        assert opens < closes.at <= opens + CAP
        short = {one.who: one.has for one in closes.short}
        for one in asked:
            had = one.working.between(one.at, closes.at)
            assert had == short[one.who] < answering if one.who in short else had >= answering
        if asked and not short:
            before = closes.at - timedelta(seconds=1)
            assert any(one.working.between(one.at, before) < answering for one in asked)


class TestCatchUp:
    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            (at(6, 10), CatchUp.OPEN),
            (at(6, 21, 30), CatchUp.OPEN),
            (at(6, 21, 31), CatchUp.MISSED),
            (at(6, 22), CatchUp.MISSED),
            (at(13, 10), CatchUp.MISSED),
        ],
    )
    def test_a_round_is_opened_while_half_an_hour_is_left(self, now: datetime, expected: CatchUp) -> None:
        """A process away for an hour opens it, one away for a day or a week marks it missed."""
        assert catch_up(at(6, 2), at(6, 22), now) is expected

    def test_a_round_shorter_than_the_minimum_still_opens_on_time(self) -> None:
        """A round of twenty minutes is not missed by definition, but needs half of them."""
        assert catch_up(at(6, 10), at(6, 10, 20), at(6, 10)) is CatchUp.OPEN
        assert catch_up(at(6, 10), at(6, 10, 20), at(6, 10, 11)) is CatchUp.MISSED


class TestReminder:
    def test_it_comes_after_half_of_the_answering_time(self) -> None:
        """Asked at ten with four hours: at noon."""
        assert reminder_at(at(6, 10), at(6, 22), LISBON, FOUR_HOURS) == at(6, 12)

    def test_it_waits_for_the_next_morning_when_work_is_over(self) -> None:
        """Asked at 15:00, half of four hours is over with the working day: nine the next morning."""
        assert reminder_at(at(6, 15), at(7, 11), LISBON, FOUR_HOURS) == at(7, 9)

    def test_none_comes_when_less_than_half_an_hour_is_left(self) -> None:
        """A reminder that only rushes is not sent."""
        assert reminder_at(at(6, 10), at(6, 12, 30), LISBON, FOUR_HOURS) == at(6, 12)
        assert reminder_at(at(6, 10), at(6, 12, 29), LISBON, FOUR_HOURS) is None

    def test_none_comes_to_somebody_who_has_no_working_time_left(self) -> None:
        """On leave from tomorrow on."""
        leave = WorkingTime(LISBON.zone, away=(Away(date(2026, 1, 7), date(2026, 6, 1)),))
        assert reminder_at(at(6, 16, 30), at(8, 16), leave, FOUR_HOURS) is None


class TestBetterTime:
    def test_a_late_friday_is_moved_to_earlier_the_same_day(self) -> None:
        """13:00 is the latest half hour that leaves four hours before the weekend."""
        assert better_time([LISBON], FRIDAY, time(16), None) == Better(FRIDAY, time(13))

    def test_where_earlier_does_not_help_another_weekday_is_proposed(self) -> None:
        """Eight hours do not fit into a Friday that begins at noon; on Thursday they end on Friday."""
        afternoon = WorkingTime(LISBON.zone, starts=time(12), ends=time(17))
        proposed = better_time([afternoon], FRIDAY, time(13), None, answering=timedelta(hours=8))
        assert proposed == Better(date(2026, 1, 8), time(13))

    def test_a_day_on_which_somebody_is_off_is_not_proposed(self) -> None:
        """With Thursday off, six hours from Wednesday on do not fit into two days; from Tuesday on they do."""
        afternoon = WorkingTime(LISBON.zone, frozenset({0, 1, 2, 4}), time(12), time(17))
        always = WorkingTime(LISBON.zone, frozenset(range(7)), time(0), time(23, 59))
        proposed = better_time([afternoon, always], FRIDAY, time(13), None, answering=timedelta(hours=6))
        assert proposed == Better(date(2026, 1, 6), time(13))

    def test_leave_does_not_move_a_rhythm(self) -> None:
        """One person's holiday next week says nothing about Fridays."""
        leave = WorkingTime(LISBON.zone, away=(Away(FRIDAY, FRIDAY),))
        assert better_time([leave], FRIDAY, time(16), None) == Better(FRIDAY, time(13))

    def test_where_nothing_helps_nothing_is_proposed(self) -> None:
        """Somebody who works two hours a week never has four within two days."""
        hardly = WorkingTime(LISBON.zone, frozenset({1}), time(9), time(11))
        assert better_time([hardly], TUESDAY, time(10), None) is None
        assert better_time([], TUESDAY, time(10), None) is None

    @given(st.sets(st.sampled_from(list(WORLD.values())), min_size=1), st.times(), st.booleans())
    def test_nobody_is_short_at_a_proposed_time(self, people: set[WorkingTime], local: time, own: bool) -> None:
        """Whatever is proposed holds when it is worked out as a round."""
        zone = None if own else LISBON.zone
        better = better_time(people, FRIDAY, local.replace(second=0, microsecond=0), zone)
        if better:
            asked = ask(dict(enumerate(people)), better.day, better.at, zone)
            assert len(asked) == len(people)
            assert closing(asked, FOUR_HOURS, min(one.at for one in asked)).short == ()
