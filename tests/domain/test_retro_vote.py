from hypothesis import given
from hypothesis import strategies as st

from bot.domain.retro_vote import ThemeResult, digest, ranked


def named(*votes: int | None) -> list[ThemeResult]:
    """Themes with so many votes each, called after their place."""
    return [ThemeResult(f"theme {number}", 1, votes=count) for number, count in enumerate(votes)]


class TestRanking:
    def test_ties_are_ties_and_the_next_place_is_skipped(self) -> None:
        """Two with most share the first place; what follows is third, and what got nothing has no place."""
        found = [(one.place, one.tie, one.theme.name) for one in ranked(named(1, 4, 0, 4, None))]
        assert found == [(1, True, "theme 1"), (1, True, "theme 3"), (3, False, "theme 0")]

    @given(st.lists(st.integers(0, 9)))
    def test_whoever_has_more_votes_stands_higher(self, votes: list[int]) -> None:
        """A place is one more than how many have more votes."""
        for one in ranked(named(*votes)):
            assert one.place == 1 + sum(other > (one.theme.votes or 0) for other in votes)
            assert one.tie == (votes.count(one.theme.votes or 0) > 1)


class TestDigest:
    def test_the_order_of_votes_says_nothing(self) -> None:
        """The same votes are the same, however they are read; others are others."""
        assert digest([3, 1, 1]) == digest([1, 3, 1])
        assert len({digest(one) for one in ([], [1], [1, 1], [11], [1, 3])}) == 5
