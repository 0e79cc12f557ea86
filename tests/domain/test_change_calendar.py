"""The weeks in which changes are felt, and where two meet the same people."""

from datetime import date

from bot.domain.change_calendar import Clash, Live, clashes_of, rows_of_weeks, weeks_from

TODAY = date(2026, 3, 4)
WEEKS = weeks_from(TODAY)


def test_the_weeks_begin_on_mondays_with_this_one() -> None:
    """Eight of them."""
    assert (WEEKS[0], WEEKS[-1], len(WEEKS)) == (date(2026, 3, 2), date(2026, 4, 20), 8)


def test_a_change_is_felt_from_its_first_day_to_its_last() -> None:
    """The week of a Friday counts; one that is over or far away has no row."""
    changes = [
        Live("A", date(2026, 3, 13), date(2026, 3, 16), {}),
        Live("B", None, date(2026, 3, 1), {}),
        Live("C", date(2026, 6, 1), None, {}),
        Live("D", None, None, {}),
    ]
    rows = {one.name: one.felt for one in rows_of_weeks(changes, WEEKS)}
    assert rows == {"A": (False, True, True, *(False,) * 5), "D": (True,) * 8}


def test_two_changes_clash_where_they_meet_the_same_people_in_one_week() -> None:
    """People, not names, decide; whoever has most of them is named, and those that meet most come first."""
    one = Live("A", None, date(2026, 3, 15), {"Sales": {1, 2, 3}, "HR": {4}})
    other = Live("B", date(2026, 3, 10), None, {"Everyone": {2, 3, 4, 5}})
    later = Live("C", date(2026, 3, 16), None, {"Sales": {1, 2, 3}})
    apart = Live("D", None, None, {"Legal": {9}})
    assert clashes_of([one, other, later, apart], WEEKS) == (
        [
            Clash(("A", "B"), date(2026, 3, 9), date(2026, 3, 9), 3, "Sales"),
            Clash(("B", "C"), date(2026, 3, 16), date(2026, 4, 20), 2, "Everyone"),
        ],
        0,
    )


def test_of_many_clashes_those_that_meet_most_people_are_told() -> None:
    """The others are counted."""
    changes = [Live(f"{size}", None, None, {"All": range(size)}) for size in (5, 4, 3, 2)]
    told, more = clashes_of(changes, WEEKS)
    assert [(one.names, one.people) for one in told] == [
        (("5", "4"), 4),
        (("4", "3"), 3),
        (("5", "3"), 3),
        (("3", "2"), 2),
        (("4", "2"), 2),
    ]
    assert more == 1
