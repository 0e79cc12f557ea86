"""When a blocker is the same, whom a date suits, and when it has waited too long."""

from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.blocker import (
    LIMIT,
    LIVE,
    Compared,
    Known,
    On,
    State,
    Told,
    compare,
    first_due,
    is_past,
    same_words,
    working_days,
)
from bot.domain.blocker_shown import circles

PLATFORM, GROWTH = On(team=3), On(team=2)
TUESDAY = date(2026, 3, 3)
DATES = st.dates(date(2024, 1, 1), date(2030, 1, 1))


def known(number: int = 1, needs: str = "Keys", *, here: bool = True, state: State = State.OPEN) -> Known:
    """A blocker on Platform."""
    return Known(number, (PLATFORM,), needs, state, here)


class TestCompare:
    def test_the_same_words_are_the_same_blocker_however_they_are_written(self) -> None:
        """Told again a week later it is not raised anew."""
        told = [Told(PLATFORM, "  KEYS. ")]
        assert compare([known(here=False)], told) == Compared(again=(1,), changed={})

    def test_other_words_change_it_in_its_own_round_and_are_another_one_later(self) -> None:
        """What is older stays, since whoever is silent about it may still wait."""
        told = [Told(PLATFORM, "A build machine")]
        assert compare([known()], told).changed == {1: "A build machine"}
        later = compare([known(here=False)], told)
        assert (later.new, later.withdrawn) == (tuple(told), ())

    def test_what_is_not_told_any_more_is_taken_back_in_its_own_round_alone(self) -> None:
        """A closed one is left as it is."""
        stored = [known(1), known(2, here=False), known(3, state=State.DONE)]
        assert compare(stored, []).withdrawn == (1,)

    def test_an_edit_does_not_raise_again_what_was_closed_meanwhile(self) -> None:
        """The words in the form are still there; one that was taken back is raised anew."""
        told = [Told(PLATFORM, "Keys")]
        assert compare([known(state=State.DONE)], told) == Compared(again=(1,), changed={})
        assert compare([known(state=State.WITHDRAWN)], told).new == tuple(told)
        assert compare([known(state=State.DONE, here=False)], told).new == tuple(told)

    def test_one_that_was_passed_on_is_known_by_whom_it_was_told_of(self) -> None:
        """Ben's form still says Platform."""
        passed = Known(1, (PLATFORM, GROWTH), "Keys", State.OPEN, here=True)
        assert compare([passed], [Told(PLATFORM, "Keys")]).again == (1,)

    @given(
        st.lists(st.builds(Told, st.sampled_from([PLATFORM, GROWTH]), st.sampled_from(["", "Keys", "keys!", "Copy"]))),
        st.lists(
            st.builds(
                Known,
                st.just(0),
                st.sampled_from([(PLATFORM,), (GROWTH,), (PLATFORM, GROWTH)]),
                st.sampled_from(["", "Keys", "Copy"]),
                st.sampled_from(State),
                st.booleans(),
            )
        ),
    )
    def test_everything_told_is_one_blocker_and_no_blocker_is_told_twice(
        self, told: list[Told], stored: list[Known]
    ) -> None:
        """Whatever is stored: nothing is lost, nothing doubled, and only one's own of this round are taken back."""
        numbered = [Known(n, one.on, one.needs, one.state, one.here) for n, one in enumerate(stored)]
        found = compare(numbered, told)
        touched = [*found.again, *(found.changed or {}), *found.withdrawn]
        assert len(found.new) + len(found.again) + len(found.changed or {}) == len(told)
        assert len(set(touched)) == len(touched)
        assert all(numbered[one].here and numbered[one].state in LIVE for one in found.withdrawn)


class TestTime:
    def test_the_next_working_friday_is_proposed_else_three_working_days(self) -> None:
        """On a Friday it is the next one."""
        assert first_due(TUESDAY, lambda _: True) == date(2026, 3, 6)
        assert first_due(date(2026, 3, 6), lambda _: True) == date(2026, 3, 13)
        assert first_due(TUESDAY, lambda day: day.weekday() < 4) == date(2026, 3, 9)

    @given(DATES, st.integers(0, 800))
    def test_working_days_are_those_from_monday_to_friday(self, first: date, days: int) -> None:
        """Counted one by one it is the same."""
        between = [first + timedelta(days=n) for n in range(1, days + 1)]
        assert working_days(first, first + timedelta(days=days)) == sum(one.weekday() < 5 for one in between)

    @pytest.mark.parametrize(
        ("state", "due_on", "days", "past"),
        [
            (State.OPEN, None, 2, False),
            (State.OPEN, None, 3, True),
            (State.TAKEN, TUESDAY, 0, False),
            (State.TAKEN, TUESDAY, 1, True),
            (State.TAKEN, None, 30, False),
            (State.DONE, TUESDAY, 30, False),
        ],
    )
    def test_it_is_past_its_time_when_nobody_took_it_or_its_date_is_over(
        self, state: State, due_on: date | None, days: int, past: bool
    ) -> None:
        """Three working days without being taken, or a day after its date."""
        assert LIMIT == 3
        assert is_past(state, TUESDAY, due_on, TUESDAY + timedelta(days=days)) is past


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Staging keys", "staging  KEYS.", True),
        ("São Paulo", "sao paulo", True),
        ("Keys", "Key", False),
        ("", "-", True),
    ],
)
def test_words_are_the_same_whatever_their_dress(one: str, other: str, same: bool) -> None:
    """Case, accents, spaces and punctuation do not count."""
    assert same_words(one, other) is same


def test_those_who_wait_on_each_other_are_found_once_each_circle() -> None:
    """Two, three in a ring, and those who only wait on somebody in it."""
    assert list(circles([("A", "B"), ("B", "A"), ("C", "A"), ("A", "B")])) == [("A", "B")]
    assert list(circles([("A", "B"), ("B", "C"), ("C", "A"), ("D", "E")])) == [("A", "B", "C")]
    assert list(circles([("A", "B"), ("B", "C"), ("A", "C")])) == []


class Name(str):
    """A name that counts how often any is looked up."""

    __slots__ = ()
    looked_up = 0

    def __hash__(self) -> int:
        """Count it."""
        Name.looked_up += 1
        return super().__hash__()


@pytest.mark.parametrize("times", [(1,), (1, 7, 13)])
def test_the_circles_of_thousands_are_found_by_following_each_pair_once(times: tuple[int, ...]) -> None:
    """All in one ring, and each waiting on three: circles without number, of which the first few are told."""
    names = [Name(number) for number in range(2000)]
    waits = [(names[n], names[(n * by + 1) % 2000]) for n in range(2000) for by in times]
    Name.looked_up = 0
    found = list(islice(circles(waits), 5))
    assert len(found) == (1 if times == (1,) else 5)
    assert Name.looked_up < 30 * len(waits)


@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE")), max_size=20))
def test_a_circle_is_named_exactly_where_somebody_waits_on_themselves_in_the_end(waits: list[tuple[str, str]]) -> None:
    """Followed from team to team."""

    def reached(start: str) -> set[str]:
        found: set[str] = set()
        left = [start]
        while left:
            new = {on for who, on in waits if who == left[0]} - found
            found |= new
            left = left[1:] + sorted(new)
        return found

    in_circles = {name for circle in circles(waits) for name in circle}
    assert bool(in_circles) == any(name in reached(name) for name in "ABCDE")
    assert all(name in reached(name) for name in in_circles)
