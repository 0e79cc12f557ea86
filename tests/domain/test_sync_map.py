"""The map of who waits on whom: every blocker once, in its round, and how fast half of them end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.sync_map import Closed, Mutual, OfRound, Pair, Span, Waited, closed_of, map_of

TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def spans(count: int = 3, *, still_open: bool = False) -> list[Span]:
    """Weekly rounds, numbered from 1, that close at six in the evening."""
    return [
        Span(n + 1, (TUESDAY + WEEK * n).date(), TUESDAY + WEEK * n + timedelta(hours=8), still_open and n == count - 1)
        for n in range(count)
    ]


def waited(who: str, on: str, number: int = 1, closed_after: timedelta | None = None) -> Waited:
    """A blocker that was raised in the round of this number."""
    since = TUESDAY + WEEK * (number - 1)
    return Waited(who, on, number, since, None if closed_after is None else since + closed_after)


def test_a_blocker_counts_for_the_round_that_raised_it_and_for_the_one_that_saw_it_closed() -> None:
    """Ticked as come in a later form, it is closed in that round; after the last round it is closed since then."""
    found = map_of(
        spans(),
        [
            waited("Payments", "Platform", 1, WEEK),
            waited("Mobile", "Platform", 2, DAY),
            waited("Growth", "Platform", 3, DAY),
            waited("Growth", "Platform", 3),
        ],
    )
    assert found.rounds == (
        OfRound(date(2026, 3, 3), 1, 0),
        OfRound(date(2026, 3, 10), 1, 1),
        OfRound(date(2026, 3, 17), 2, 1),
        OfRound(None, 0, 1),
    )
    assert (found.raised, found.open, found.older) == (4, 1, 0)
    assert found.closed == Closed(1, 1)


def test_what_was_closed_since_last_time_is_that_of_the_open_round_while_one_is_open() -> None:
    """Two were closed since the round before: in one working day and in five."""
    blockers = [waited("A", "B", 1, WEEK), waited("A", "B", 2, DAY), waited("A", "B", 2, timedelta(hours=2))]
    assert map_of(spans(3), [*blockers, waited("A", "C", 2, WEEK)]).closed == Closed()
    found = map_of(spans(3, still_open=True), [*blockers, waited("A", "C", 2, WEEK)])
    assert found.closed == Closed(2, 3)
    assert found.closed.within == "half of them within 3 working days"


def test_an_older_one_that_is_open_counts_as_open_and_not_as_raised() -> None:
    """It was raised before the rounds of the map."""
    found = map_of(spans(), [waited("A", "B", 0), waited("A", "B", 2)])
    assert (found.raised, found.open, found.older) == (1, 2, 1)
    assert found.pairs == (Pair("A", "B", 1, 2, Closed()),)


def test_pairs_that_wait_on_each_other_are_named_with_both_sides_and_circles_only_while_they_last() -> None:
    """Growth waits on Mobile once; Payments and Platform wait on each other; three more wait in a circle."""
    ended = [waited("D", "E", 1, DAY), waited("E", "F", 1, DAY), waited("F", "D", 1, DAY)]
    found = map_of(
        spans(),
        [
            *(waited("Payments", "Platform", n) for n in (1, 2, 3)),
            *(waited("Platform", "Payments", n, DAY) for n in (1, 2)),
            *(waited(who, on) for who, on in (("A", "B"), ("B", "C"), ("C", "A"))),
            waited("Growth", "Mobile"),
            *ended,
        ],
    )
    assert found.mutual == (Mutual("Payments", "Platform", 3, 2),)
    assert found.circles == (("A", "B", "C"),)
    assert found.pairs[0] == Pair("Payments", "Platform", 3, 3, Closed())
    assert found.pairs[-1].open == 0


def test_a_team_whose_people_wait_on_each_other_blocks_nobody_else() -> None:
    """In a sync inside one team there is one pair, and it is no circle."""
    found = map_of(spans(), [waited("A", "A"), waited("A", "A", 2)])
    assert (found.mutual, found.circles) == ((), ())
    assert [(pair.who, pair.on, pair.raised) for pair in found.pairs] == [("A", "A", 2)]


@pytest.mark.parametrize(
    ("closed", "words"),
    [
        (Closed(1, 0), "on the same day"),
        (Closed(1, 1), "within 1 working day"),
        (Closed(2, 0.5), "half of them on the same day"),
        (Closed(4, 2.5), "half of them within 2.5 working days"),
    ],
)
def test_how_fast_is_said_in_working_days(closed: Closed, words: str) -> None:
    """The median is the time within which half of them were closed."""
    assert closed.within == words


def test_a_weekend_is_no_working_day() -> None:
    """Raised on Friday, closed on Monday."""
    friday = TUESDAY + 3 * DAY
    assert closed_of([Waited("A", "B", 1, friday, friday + 3 * DAY)]) == Closed(1, 1)


TEAMS = st.sampled_from("ABCD")
BLOCKERS = st.lists(
    st.builds(
        waited, TEAMS, TEAMS, st.integers(0, 4), st.none() | st.timedeltas(timedelta(hours=1), timedelta(weeks=5))
    ),
    max_size=30,
)


@given(BLOCKERS, st.booleans())
def test_no_blocker_is_lost_or_counted_twice(blockers: list[Waited], still_open: bool) -> None:
    """Whatever was raised and closed when: rounds and pairs add up to the same, and to all there are."""
    found = map_of(spans(4, still_open=still_open), blockers)
    assert found.raised == sum(one.raised for one in found.pairs) == sum(1 for one in blockers if one.round_id)
    closed = sum(one.closed_at is not None for one in blockers)
    assert sum(one.closed for one in found.rounds) == sum(one.closed.count for one in found.pairs) == closed
    assert found.open == sum(one.open for one in found.pairs) == len(blockers) - closed


def test_what_was_raised_between_two_rounds_counts_for_the_one_that_follows() -> None:
    """After the last one it was raised since then, and before the first one it is older, as long as it is open."""
    raised = [TUESDAY - DAY, TUESDAY + DAY, TUESDAY + WEEK * 2 + DAY]
    found = map_of(spans(), [Waited("Payments", "Platform", None, since) for since in raised])
    assert [(one.day, one.raised) for one in found.rounds] == [
        (date(2026, 3, 3), 0),
        (date(2026, 3, 10), 1),
        (date(2026, 3, 17), 0),
        (None, 1),
    ]
    assert (found.raised, found.open, found.older) == (2, 3, 1)
    assert [(one.raised, one.open) for one in found.pairs] == [(2, 3)]
