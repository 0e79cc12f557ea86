"""What somebody probably meant."""

import pytest

from bot.domain.matching import MOST_WORDS, Candidate, did_you_mean, meant, named, rank

COMMANDS = ["sync", "retro", "role", "help", "data"]
ANA = Candidate("ana", "Ana Sousa", ("Product manager", "Payments", "Lisbon"))
JOAO = Candidate("joao", "João Sá", ("Engineer", "Platform"))
PAYMENTS = Candidate("payments", "Payments", ("Acquisition", "#payments"))
WEEKLY = Candidate("weekly", "Weekly sync", ("#sync",))
ALL = [ANA, JOAO, PAYMENTS, WEEKLY]


class TestDidYouMean:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("snyc", "sync"),
            ("SYNC", "sync"),
            ("synch", "sync"),
            ("syn", "sync"),
            ("rtero", "retro"),
            ("hlep", "help"),
            ("rôle", "role"),
        ],
    )
    def test_one_slip_is_forgiven(self, typed: str, meant: str) -> None:
        """A letter swapped, missing, added or accented, in any case."""
        assert did_you_mean(typed, COMMANDS) == meant

    @pytest.mark.parametrize("typed", ["", "x", "lunch", "payments", "cnys"])
    def test_what_is_not_near_is_not_guessed(self, typed: str) -> None:
        """A wrong guess is worse than none."""
        assert did_you_mean(typed, COMMANDS) is None

    def test_long_words_may_have_more_slips(self) -> None:
        """Two from six letters on, three from twelve."""
        assert did_you_mean("paymnets", ["platform", "payments"]) == "payments"
        assert did_you_mean("Amrica/Los_Angls", ["America/Los_Angeles"]) == "America/Los_Angeles"

    def test_the_nearest_is_taken(self) -> None:
        """Not the first within reach; of equally near ones the first."""
        assert did_you_mean("wekly", ["weekly", "wwekly"]) == "weekly"
        assert did_you_mean("weekly", ["weeks", "weekly"]) == "weekly"


class TestRank:
    @pytest.mark.parametrize(
        ("words", "first"),
        [
            ("ana", ANA),
            ("who is Ana?", ANA),
            ("joao sa", JOAO),
            ("JOÃO", JOAO),
            ("paymnets", PAYMENTS),
            ("pay", PAYMENTS),
            ("the weekly sync", WEEKLY),
            ("#sync", WEEKLY),
            ("product manager", ANA),
        ],
    )
    def test_the_best_comes_first(self, words: str, first: Candidate) -> None:
        """By name, part of it, or what stands beside it; accents, case, small words and slips do not matter."""
        assert rank(words, ALL)[0] == first

    def test_a_name_counts_more_than_what_stands_beside_it(self) -> None:
        """The team of that name first, then somebody of it."""
        assert rank("payments", ALL) == [PAYMENTS, ANA]

    def test_the_exact_name_comes_before_longer_ones(self) -> None:
        """Whichever was given first."""
        longer = Candidate("more", "Payments Europe")
        assert rank("payments", [longer, PAYMENTS]) == [PAYMENTS, longer]

    @pytest.mark.parametrize("words", ["", "  ?", "zebra", "quarterly zebra crossing"])
    def test_words_about_nothing_known_find_nothing(self, words: str) -> None:
        """Rather than everything a little."""
        assert rank(words, ALL) == []

    def test_equally_good_ones_keep_their_order(self) -> None:
        """So that the same words give the same list."""
        twins = [Candidate("1", "Ana Lopes"), Candidate("2", "Ana Reis")]
        assert rank("ana", twins) == twins

    def test_of_a_page_the_first_words_are_looked_for(self) -> None:
        """Each once; what stands further down finds nothing."""
        page = "ana ana " + " ".join(f"w{number}" for number in range(5000))
        assert list(meant(page)) == ["ana", *(f"w{number}" for number in range(MOST_WORDS - 1))]
        assert rank(f"{page} platform", ALL) == []

    def test_only_small_words_still_find_a_name_made_of_them(self) -> None:
        """A team may be called "Who We Are"."""
        team = Candidate("1", "Who We Are")
        assert rank("who we are", [team, ANA]) == [team]


class TestNamed:
    """Whom words name: the ids of those whose names have the most of them."""

    NAMES = ((1, "Ana Sousa"), (2, "Ana Reis"), (3, "João Sá"), (4, "Sales"))

    @pytest.mark.parametrize(
        ("words", "ids"),
        [
            ("what did Ana decide", {1, 2}),
            ("ana sousa", {1}),
            ("joao", {3}),
            ("joa", {3}),
            ("ana and joão", {1, 2, 3}),
            ("ousa", set()),
            ("", set()),
        ],
    )
    def test_by_whole_words_and_their_beginnings(self, words: str, ids: set[int]) -> None:
        """Accents and case do not matter."""
        assert named(words, self.NAMES) == ids
