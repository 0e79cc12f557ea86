"""What groups say to the five statements, and that no figure tells what one of them said."""

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.change_pulse import FEWEST, MINIMUM, Letter, Result, boxes_of, means_of, sampled, summed

SCORE = st.one_of(st.none(), st.integers(1, 5))
ANSWER = st.lists(SCORE, min_size=5, max_size=5)
GROUPS = st.dictionaries(st.integers(1, 6), st.lists(ANSWER, max_size=9), max_size=6)


def test_the_first_weak_statement_decides() -> None:
    """Who does not know why is not helped by practice, however weak that is."""
    assert Result("Sales", 9, (3.4, 1.0, 5.0, 5.0, 5.0)).first_weak is Letter.AWARENESS
    assert Result("Sales", 9, (4.0, 3.5, 3.0, 1.0, 1.0)).first_weak is Letter.KNOWLEDGE
    assert Result("Sales", 9, (4.0, 4.0, 4.0, 4.0, 3.5)).holds
    unknown = Result("Sales", 9, (None, 4.0, 4.0, 4.0, 4.0))
    assert (unknown.first_weak, unknown.holds) == (None, False)


def test_below_five_answers_there_is_no_figure() -> None:
    """Four are too few; five are shown, and a statement that one of them left out is not."""
    four, five = [[3] * 5] * 4, [[3, 3, 3, 3, None], *[[3] * 5] * 4]
    assert summed({1: four}).all is None
    found = summed({1: five})
    assert found.all == Result("", 5, (3.0, 3.0, 3.0, 3.0, None))


def test_a_group_that_is_too_small_is_not_in_the_whole_either() -> None:
    """Else the whole less the other group would tell what its one person said."""
    alone = summed({1: [[5] * 5] * 6, 2: [[1] * 5]})
    assert alone.all == Result("", 6, (5.0,) * 5)
    assert [one.group_id for one in alone.parts] == [1]
    together = summed({1: [[5] * 5] * 6, 2: [[1] * 5] * 3, 3: [[1] * 5] * 2})
    assert together.all is not None
    assert together.all.answers == 11
    assert [(one.group_id, one.rest, one.answers) for one in together.parts] == [(1, False, 6), (None, True, 5)]


@given(GROUPS)
def test_no_difference_of_figures_is_of_fewer_than_five(groups: dict[int, list[list[int | None]]]) -> None:
    """For each statement the whole is made of exactly the parts that are shown."""
    found = summed(groups)
    if found.all is None:
        assert found.parts == ()
        return
    for letter in Letter:
        shown = [one for one in found.parts if one.means[letter] is not None]
        known = found.all.means[letter] is not None
        assert known == bool(shown)
        for one in found.parts:
            assert one.answers >= MINIMUM


@given(st.lists(st.integers(1, 10_000), unique=True, max_size=80), st.sampled_from((1, 2, 3)))
def test_a_part_is_large_enough_to_be_shown(people: list[int], share: int) -> None:
    """Everybody, or so many by chance that figures can come of it; nobody twice."""
    chosen = sampled(people, share, random.Random(1))
    assert set(chosen) <= set(people)
    assert len(set(chosen)) == len(chosen)
    assert len(chosen) >= min(FEWEST, len(people))
    assert share > 1 or len(chosen) == len(people)


def test_means_are_of_what_was_said() -> None:
    """What somebody left out does not count as nothing."""
    answers = [[5, None, 1, 1, 1]] * 5 + [[None, None, 3, 1, 1]]
    assert means_of(answers) == (5.0, None, 1.33, 1.0, 1.0)


@given(st.dictionaries(st.integers(1, 9), st.integers(1, 12), max_size=9))
def test_answers_lie_among_those_of_five_at_least_or_are_not_asked_for(asked: dict[int, int]) -> None:
    """Of a group that is large enough they lie under its own name."""
    found = boxes_of(asked)
    for box in set(found.values()) - {None}:
        assert sum(asked[group] for group, one in found.items() if one == box) >= MINIMUM
    assert all(found[group] == group for group, number in asked.items() if number >= MINIMUM)
    assert sum(asked[group] for group, one in found.items() if one is None) < MINIMUM


def test_what_small_groups_said_is_of_none_of_them() -> None:
    """However many of them answered."""
    found = summed({1: [[5] * 5] * 6, 2: [[1] * 5] * 6}, mixed={2})
    assert [(one.group_id, one.rest, one.answers) for one in found.parts] == [(1, False, 6), (None, True, 6)]
