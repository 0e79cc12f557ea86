"""One round of a sync worked out: who speaks when, who is away, when it closes; and answers read back."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.question import DEFAULT_SYNC_QUESTIONS, Question, QuestionKind
from bot.domain.round import CAP
from bot.domain.speaker import Voice
from bot.domain.sync import Attendee, Party, SyncPlan, found_late, hands_over, plan_round
from bot.domain.sync_words import said_lines, waiting_line
from bot.domain.working_time import Away, WorkingTime

TUESDAY = date(2026, 1, 6)
ZONES = ("Asia/Singapore", "Europe/Lisbon", "America/Los_Angeles")
WEEKLY = SyncPlan(
    "Weekly sync", "FREQ=WEEKLY;BYDAY=TU", date(2026, 1, 1), time(10), "C1", questions=DEFAULT_SYNC_QUESTIONS
)
EVERYONE = replace(WEEKLY, voice=Voice.EVERYONE)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


def attendee(number: int, zone: str = "Europe/Lisbon", *, away: date | None = None, **hours: Any) -> Attendee:
    stretches = (Away(away, away),) if away else ()
    return Attendee(number, f"U{number}", f"Person {number}", WorkingTime(ZoneInfo(zone), away=stretches, **hours))


def people(*those: Attendee) -> dict[int, Attendee]:
    return {one.person: one for one in those}


PLATFORM, PAYMENTS, GROWTH = Party("Platform", (1,), 10), Party("Payments", (2,), 11), Party("Growth", (3,), 12)
WORLD = people(*(attendee(number, zone) for number, zone in enumerate(ZONES, 1)))


class TestPlanRound:
    def test_each_team_is_asked_in_its_speakers_morning_and_all_close_together(self) -> None:
        """Ten in Singapore, Lisbon and Los Angeles; it closes when Los Angeles has had its four hours."""
        planned = plan_round(WEEKLY, (PLATFORM, PAYMENTS, GROWTH), WORLD, TUESDAY)
        asked = [(turn.party.name, turn.person, turn.ask_at) for turn in planned.turns]
        assert asked == [("Platform", 1, at(6, 2)), ("Payments", 2, at(6, 10)), ("Growth", 3, at(6, 18))]
        assert (planned.opens_at, planned.closes_at) == (at(6, 2), at(6, 22))
        assert (planned.day, planned.absent, planned.short) == (TUESDAY, (), ())

    def test_with_one_zone_all_are_asked_at_one_instant(self) -> None:
        """Ten in Lisbon, where Los Angeles still sleeps but has its own morning before it closes."""
        planned = plan_round(replace(WEEKLY, zone="Europe/Lisbon"), (PAYMENTS, GROWTH), WORLD, TUESDAY)
        assert {turn.ask_at for turn in planned.turns} == {at(6, 10)}
        assert planned.closes_at == at(6, 21)

    def test_the_first_of_the_squad_who_works_that_day_speaks(self) -> None:
        """Who is away, or has the day off, is passed over in the order of turns."""
        squad = people(
            attendee(1, away=TUESDAY), attendee(2, days=frozenset({0, 2})), attendee(3, "Asia/Singapore"), attendee(4)
        )
        (turn,) = plan_round(WEEKLY, (Party("Payments", (1, 2, 3, 4), 11),), squad, TUESDAY).turns
        assert (turn.person, turn.ask_at) == (3, at(6, 2))

    def test_a_team_of_which_nobody_works_that_day_is_away(self) -> None:
        """It is shown as away, and does not hold up the closing."""
        squad = people(attendee(1, away=TUESDAY), attendee(2))
        planned = plan_round(WEEKLY, (Party("Sales", (1,), 13), Party("Payments", (2,), 11)), squad, TUESDAY)
        assert [party.name for party in planned.absent] == ["Sales"]
        assert [turn.party.name for turn in planned.turns] == ["Payments"]
        assert planned.closes_at == at(6, 14)

    @pytest.mark.parametrize("party", [Party("Nobody's team", (), 14), Party("Left", (99,), 15)])
    def test_a_team_without_anybody_to_ask_is_away(self, party: Party) -> None:
        """An empty squad, or one whose people cannot be asked any more."""
        planned = plan_round(WEEKLY, (party,), people(attendee(1)), TUESDAY)
        assert (planned.turns, planned.absent) == ((), (party,))

    def test_a_round_with_nobody_there_still_has_its_instants(self) -> None:
        """It opens when the first would have been asked: so it can be told apart from others, and is closed at once."""
        world = people(*(attendee(number, zone, away=TUESDAY) for number, zone in enumerate(ZONES, 1)))
        planned = plan_round(WEEKLY, (PLATFORM, PAYMENTS, GROWTH), world, TUESDAY)
        assert (planned.opens_at, planned.closes_at) == (at(6, 2), at(6, 6))
        one_zone = plan_round(replace(WEEKLY, zone="Europe/Lisbon"), (), {}, TUESDAY)
        assert one_zone.opens_at == at(6, 10)
        assert plan_round(WEEKLY, (), {}, TUESDAY).opens_at == at(6, 10)

    def test_with_one_voice_the_next_is_asked_after_half_of_the_time(self) -> None:
        """Also where nobody is reminded: handing over is no reminder."""
        for plan in (WEEKLY, replace(WEEKLY, reminds=False)):
            (turn,) = plan_round(plan, (PAYMENTS,), WORLD, TUESDAY).turns
            assert turn.nudge_at == at(6, 12)

    def test_with_everyone_each_is_reminded_unless_the_sync_does_not_remind(self) -> None:
        """One reminder a person, after half of the answering time."""
        party = Party("Person 2", (2,))
        (turn,) = plan_round(EVERYONE, (party,), WORLD, TUESDAY).turns
        assert turn.nudge_at == at(6, 12)
        (silent,) = plan_round(replace(EVERYONE, reminds=False), (party,), WORLD, TUESDAY).turns
        assert silent.nudge_at is None

    def test_who_cannot_have_the_answering_time_is_named(self) -> None:
        """Somebody with one hour a day has two of four within the two days that a round lasts at most."""
        brief = people(attendee(1, starts=time(10), ends=time(11)), attendee(2))
        planned = plan_round(WEEKLY, (Party("Brief", (1,), 1), Party("Payments", (2,), 11)), brief, TUESDAY)
        assert planned.closes_at - planned.opens_at == CAP
        assert [(short.who, short.has) for short in planned.short] == [(1, timedelta(hours=2))]

    def test_run_by_hand_asks_at_once_or_when_the_working_day_begins(self) -> None:
        """At noon in Lisbon: there now, in Los Angeles at nine, in Singapore the next morning."""
        now = at(6, 12)
        planned = plan_round(WEEKLY, (PLATFORM, PAYMENTS, GROWTH), WORLD, TUESDAY, now=now)
        assert [turn.ask_at for turn in planned.turns] == [at(7, 1), now, at(6, 17)]
        assert planned.opens_at == now

    def test_run_by_hand_leaves_out_who_does_not_work_within_a_day(self) -> None:
        """On a Friday evening nobody is asked for Monday."""
        now = at(9, 18)
        planned = plan_round(WEEKLY, (PAYMENTS,), WORLD, now.date(), now=now)
        assert (planned.turns, [party.name for party in planned.absent]) == ((), ["Payments"])
        assert planned.opens_at == now


@st.composite
def rounds(draw: st.DrawFn) -> tuple[SyncPlan, list[Party], dict[int, Attendee], date]:
    """Any plan, any squads of up to four in any zones, days off and away dates."""
    world = {}
    for number in range(1, draw(st.integers(1, 6)) + 1):
        day = draw(st.none() | st.dates(date(2026, 3, 20), date(2026, 4, 10)))
        days = draw(st.frozensets(st.integers(0, 6), min_size=1))
        starts = draw(st.integers(0, 20))
        world[number] = attendee(
            number,
            draw(st.sampled_from([*ZONES, "Pacific/Kiritimati", "Asia/Kathmandu", "Pacific/Pago_Pago"])),
            away=day,
            days=days,
            starts=time(starts),
            ends=time(draw(st.integers(starts + 1, 23))),
        )
    squads = st.lists(st.sampled_from(sorted(world)), max_size=4, unique=True)
    voice = draw(st.sampled_from(Voice))
    if voice is Voice.TEAM:
        parties = [Party(f"Team {n}", tuple(squad), n) for n, squad in enumerate(draw(st.lists(squads, max_size=4)))]
    else:
        parties = [Party(f"Person {n}", (n,)) for n in sorted(world)]
    plan = replace(
        WEEKLY,
        voice=voice,
        zone=draw(st.sampled_from(["", "Europe/Lisbon", "America/Los_Angeles"])),
        local_time=time(draw(st.integers(0, 23)), draw(st.sampled_from([0, 30]))),
        answering_minutes=draw(st.integers(15, 2880)),
        reminds=draw(st.booleans()),
    )
    return plan, parties, world, draw(st.dates(date(2026, 3, 25), date(2026, 4, 5)))


class TestNearestWorkingDay:
    def test_whoever_never_works_that_weekday_is_asked_on_the_next_day_they_do(self) -> None:
        """Person 2 has Tuesdays off: asked on Wednesday at ten, and the round waits for them."""
        part_time = people(attendee(1), attendee(2, days=frozenset({0, 2, 3})))
        both = (Party("One", (1,)), Party("Two", (2,)))
        planned = plan_round(EVERYONE, both, part_time, TUESDAY)
        assert [(turn.person, turn.ask_at) for turn in planned.turns] == [(1, at(6, 10)), (2, at(7, 10))]
        assert (planned.opens_at, planned.closes_at, planned.absent) == (at(6, 10), at(7, 14), ())

    @pytest.mark.parametrize(
        ("plan", "days", "away"),
        [
            (EVERYONE, {0, 3, 4}, None),
            (EVERYONE, {0, 1, 2}, TUESDAY),
            (replace(EVERYONE, rrule="FREQ=DAILY"), {0, 2, 3}, None),
        ],
    )
    def test_else_they_are_away(self, plan: SyncPlan, days: set[int], away: date | None) -> None:
        """Back too late to answer, on leave on a day they work, or asked by the next round anyway."""
        part_time = people(attendee(1), attendee(2, days=frozenset(days), away=away))
        planned = plan_round(plan, (Party("One", (1,)), Party("Two", (2,))), part_time, TUESDAY)
        assert [turn.person for turn in planned.turns] == [1]
        assert [party.name for party in planned.absent] == ["Two"]

    def test_a_squad_passes_over_them(self) -> None:
        """With one voice somebody else speaks, or the team is away."""
        alone = people(attendee(1, days=frozenset({0, 2, 3})))
        assert plan_round(WEEKLY, (PLATFORM,), alone, TUESDAY).absent == (PLATFORM,)


@given(rounds())
def test_a_round_always_adds_up(drawn: tuple[SyncPlan, list[Party], dict[int, Attendee], date]) -> None:
    """Every party speaks once or is absent; nobody is asked outside the round; only who lacks time is short."""
    plan, parties, world, day = drawn
    planned = plan_round(plan, parties, world, day)
    spoken = [turn.party for turn in planned.turns]
    assert sorted(map(parties.index, [*spoken, *planned.absent])) == list(range(len(parties)))
    assert planned.opens_at <= planned.closes_at <= planned.opens_at + CAP
    short = {one.who: one.has for one in planned.short}
    for turn in planned.turns:
        working = world[turn.person].working
        assert turn.person in turn.party.order
        assert planned.opens_at <= turn.ask_at
        assert working.works_on(working.local_date(turn.ask_at)) or (plan.zone == "" and working.works_on(day))
        assert turn.nudge_at is None or turn.ask_at < turn.nudge_at < planned.closes_at
        had = working.between(turn.ask_at, planned.closes_at)
        assert had == short[turn.person] < plan.answering if turn.person in short else had >= plan.answering


class TestFoundLate:
    def test_who_should_have_been_asked_by_now_is_asked_in_their_next_working_hours(self) -> None:
        """At 15:00 in Lisbon it is night in Singapore, which has its next morning before Los Angeles is done."""
        plan = replace(WEEKLY, answering_minutes=600)
        planned = plan_round(plan, (PLATFORM, PAYMENTS, GROWTH), WORLD, TUESDAY)
        late = found_late(plan, planned, WORLD, at(6, 15))
        assert [turn.ask_at for turn in late.turns] == [at(7, 1), at(6, 15), at(6, 18)]
        assert late.closes_at == planned.closes_at
        assert late.turns[0].nudge_at == at(7, 6)
        assert late.turns[2] == planned.turns[2]

    def test_where_no_working_hours_are_left_they_are_asked_at_once(self) -> None:
        """Rather late than never: the round closes before Singapore's next morning."""
        planned = plan_round(WEEKLY, (PLATFORM, PAYMENTS), WORLD, TUESDAY)
        assert found_late(WEEKLY, planned, WORLD, at(6, 13)).turns[0] == planned.turns[0]

    def test_a_minute_late_is_not_late(self) -> None:
        """A sync at eight asks people at eight, though their hours begin at nine."""
        early = replace(WEEKLY, local_time=time(8))
        planned = plan_round(early, (PAYMENTS,), WORLD, TUESDAY)
        assert found_late(early, planned, WORLD, at(6, 8, 1)) == planned


class TestSaidLines:
    def test_an_answer_is_read_back_in_the_questions_own_words(self) -> None:
        """Lines stay lines; what is done and what stays open is told apart; scores and names are words."""
        values = {
            "plan": {"done": ["Refunds"], "open": ["Tests"]},
            "moved": "Card payments are live.\nNo complaints.",
            "waiting_on": [7],
            "confidence": 4,
        }
        said = dict(said_lines(DEFAULT_SYNC_QUESTIONS, values, {7: "Platform"}))
        assert said["Which of these are done?"] == ("Done: Refunds", "Still open: Tests")
        assert said["What moved?"] == ("Card payments are live.", "No complaints.")
        assert said["Waiting on anyone?"] == ("Platform",)
        assert "4" in said["How confident are you in this plan?"][0]

    def test_what_was_not_answered_is_not_shown(self) -> None:
        """No empty headings."""
        assert said_lines(DEFAULT_SYNC_QUESTIONS, {}, {}) == ()
        assert [question for question, _ in said_lines(DEFAULT_SYNC_QUESTIONS, {"moved": "x"}, {})] == ["What moved?"]

    def test_own_questions_are_read_back_too(self) -> None:
        """Without any role."""
        own = (Question("mood", QuestionKind.CHOICES, "How is it?", options=("good", "bad")),)
        assert said_lines(own, {"mood": ["good", "bad"]}, {}) == (("How is it?", ("good", "bad")),)


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({"waiting_on": [7, 8], "waiting_for": "Keys"}, "Waiting on Platform and Growth: Keys"),
        ({"waiting_on": [7]}, "Waiting on Platform"),
        ({"waiting_for": "A contract"}, "Stuck: A contract"),
        ({"waiting_for": "No"}, ""),
    ],
)
def test_what_one_waits_for_fits_into_a_line(values: dict[str, object], line: str) -> None:
    """For the short of an answer."""
    assert waiting_line(DEFAULT_SYNC_QUESTIONS, values, {7: "Platform", 8: "Growth"}) == line


@pytest.mark.parametrize(("minutes", "order", "follows"), [(60, (1, 2), True), (45, (1, 2), False), (60, (1,), False)])
def test_the_next_of_a_squad_follows_where_there_is_one_and_time(
    minutes: int, order: tuple[int, ...], follows: bool
) -> None:
    """Half of the answering time is left then; under half an hour nobody is asked any more."""
    plan = replace(WEEKLY, answering_minutes=minutes)
    assert hands_over(plan, [Party("Payments", order, team=1)]) is follows
    assert not hands_over(plan, [Party("Ana Sousa", order)])
