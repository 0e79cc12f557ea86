"""How much a group has to take in, and when that is too much."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.change_load import (
    Counted,
    Load,
    alike_once,
    goes_on_between,
    in_words,
    load_of_group,
    too_much,
    with_must_read,
)

COUNTS = st.dictionaries(st.integers(1, 20), st.integers(0, 9))


def test_a_group_is_as_loaded_as_its_people_on_average() -> None:
    """Half is rounded up; whoever is not counted has nothing."""
    counted = Counted({1: 2, 2: 1}, {1: 1}, {1: 3, 2: 3, 3: 3}, {})
    assert load_of_group(7, "Sales", 8, [1, 2], counted) == Load(7, "Sales", 8, 2, 1, 3, 0, people=2)
    assert load_of_group(7, "Sales", 8, [3], counted).total == 3
    assert load_of_group(7, "Nobody", 8, [], counted).total == 0


def test_the_limit_itself_can_be_borne_and_one_more_cannot() -> None:
    """The must-read that is about to go out counts."""
    load = Load(7, "Sales", 3, changes=1, must_reads=1, rituals=1)
    assert not load.over
    assert with_must_read(load).over


def test_those_with_most_come_first() -> None:
    """And those under the limit not at all."""
    loads = [Load(1, "A", 2, changes=3), Load(2, "B", 2, changes=2), Load(3, "C", 2, changes=5)]
    assert [one.group for one in too_much(loads)] == ["C", "A"]


def test_it_is_said_with_what_it_is_made_of() -> None:
    """What there is none of is not said."""
    said = in_words([Load(1, "Sales", 3, changes=1, must_reads=2, rituals=2)])
    assert said == (
        "Sales has 5 things to take in, and 3 is the limit (1 change, 2 must-reads and 2 syncs or retros in four weeks)"
    )


def test_the_others_that_are_over_the_limit_are_counted() -> None:
    """And a sentence begins with a capital, whatever the group is called."""
    loads = [Load(1, "the whole company", 1, changes=2), Load(2, "HR", 1, changes=2), Load(3, "Sales", 1, changes=2)]
    assert in_words(loads).startswith("The whole company has 2 things to take in")
    assert in_words(loads).endswith("in four weeks); 2 more groups are over it, too")
    assert in_words(loads[:2]).endswith("; 1 more group is over it, too")


def test_groups_of_two_changes_that_read_alike_are_listed_once() -> None:
    """The first stays where it is; another load under the same name is said, too."""
    loads = [Load(1, "Leads", 1, changes=3), Load(2, "HR", 1, changes=2), Load(3, "Leads", 1, changes=3)]
    assert alike_once(loads) == loads[:2]
    assert alike_once([*loads, Load(4, "Leads", 1, changes=1)]) == [*loads[:2], Load(4, "Leads", 1, changes=1)]


def test_a_change_is_felt_between_its_days() -> None:
    """Without a beginning it goes on already, without an end still."""
    first, last = date(2026, 3, 2), date(2026, 3, 30)
    assert goes_on_between(None, None, first, last)
    assert goes_on_between(last, None, first, last)
    assert goes_on_between(None, first, first, last)
    assert not goes_on_between(date(2026, 3, 31), None, first, last)
    assert not goes_on_between(None, date(2026, 3, 1), first, last)


@given(COUNTS, COUNTS, st.sets(st.integers(1, 20), min_size=1))
def test_nobody_is_asked_more_than_the_busiest(
    changes: dict[int, int], reads: dict[int, int], people: set[int]
) -> None:
    """A mean lies between the least and the most of its people."""
    load = load_of_group(1, "A", 8, people, Counted(changes, reads, {}, {}))
    for mean, one in ((load.changes, changes), (load.must_reads, reads)):
        values = [one.get(person, 0) for person in people]
        assert min(values) <= mean <= max(values)
