"""Who speaks for a team, and in which turn."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.speaker import Member, first_present, squad, turn_order


class TestSquad:
    def test_the_lead_and_those_named_take_turns(self) -> None:
        """The lead first, the others in the order given; who is not named is not asked."""
        members = [Member(1), Member(2, in_squad=True), Member(3, is_lead=True), Member(4, in_squad=True)]
        assert squad(members) == [3, 2, 4]

    def test_somebody_embedded_can_be_named(self) -> None:
        """The lead decides, wherever the home is."""
        assert squad([Member(1, is_lead=True), Member(2, in_squad=True, is_home=False)]) == [1, 2]

    def test_where_nobody_is_named_the_home_members_do_at_most_five(self) -> None:
        """Embedded ones are asked at home, so that nobody is asked twice."""
        members = [Member(9, is_home=False), *(Member(n) for n in range(1, 8))]
        assert squad(members) == [1, 2, 3, 4, 5]

    def test_a_lead_who_named_nobody_is_among_the_five(self) -> None:
        """First of them, also where their own home is another team."""
        members = [*(Member(n) for n in range(1, 8)), Member(8, is_lead=True, is_home=False)]
        assert squad(members) == [8, 1, 2, 3, 4]

    def test_a_lead_who_also_names_themselves_comes_once(self) -> None:
        """The squad has no doubles."""
        assert squad([Member(1, is_lead=True, in_squad=True), Member(2, in_squad=True)]) == [1, 2]

    def test_a_team_of_nobody_has_no_squad(self) -> None:
        """And nobody is asked."""
        assert squad([]) == []


class TestTurns:
    def test_whoever_spoke_longest_ago_is_next(self) -> None:
        """Who never did comes before all; equal ones keep their order."""
        spoke = {1: date(2026, 1, 13), 2: date(2026, 1, 6), 4: None}
        assert turn_order([1, 2, 3, 4], spoke) == [3, 4, 2, 1]

    def test_who_is_away_is_passed_over(self) -> None:
        """The next of the order speaks; nobody when all are away."""
        ten, eleven = (datetime(2026, 3, 3, hour, tzinfo=UTC) for hour in (10, 11))
        assert first_present([3, 4, 2], {2: ten, 4: eleven}.get) == (4, eleven)
        assert first_present([3, 4], {}.get) is None

    @given(st.lists(st.integers(1, 9), min_size=1, max_size=5, unique=True), st.integers(2, 12))
    def test_everybody_speaks_equally_often(self, people: list[int], rounds: int) -> None:
        """Over any number of rounds the counts differ by at most one."""
        spoke: dict[int, date | None] = {}
        turns = []
        for number in range(rounds):
            speaker = turn_order(people, spoke)[0]
            spoke[speaker] = date(2026, 1, 1 + number)
            turns.append(speaker)
        counts = [turns.count(person) for person in people]
        assert max(counts) - min(counts) <= 1
