"""Whoever is in several groups is told once, with the group for which most changes."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.stakeholder import GroupRank, Told, told_once


def test_most_changes_wins_then_the_first_in_the_list() -> None:
    """Of three groups that somebody is in, theirs is the one that changes most, and they read the parts of all."""
    ranks = [GroupRank(1, impact=3, place=0), GroupRank(2, impact=9, place=1), GroupRank(3, impact=9, place=2)]
    told = told_once(ranks, {1: {10, 11}, 2: {10}, 3: {10, 12}})
    assert told == {10: Told(2, (3, 1)), 11: Told(1), 12: Told(3)}


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=6),
    st.dictionaries(st.integers(0, 5), st.sets(st.integers(0, 20))),
)
def test_nobody_is_lost_and_nobody_told_twice(facts: list[tuple[int, int]], members: dict[int, set[int]]) -> None:
    """Everybody in any group is told exactly once, and each of their groups is named once."""
    ranks = [GroupRank(number, impact, place) for number, (impact, place) in enumerate(facts)]
    told = told_once(ranks, members)
    known = {one.id for one in ranks}
    wanted = {person: {group for group in known if person in members.get(group, ())} for person in range(21)}
    assert {person: {one.group_id, *one.other_ids} for person, one in told.items()} == {
        person: groups for person, groups in wanted.items() if groups
    }
    assert all(len({one.group_id, *one.other_ids}) == 1 + len(one.other_ids) for one in told.values())
