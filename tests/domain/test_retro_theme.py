import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.retro_theme import MOST, NAME_LENGTH, called, suggest
from bot.domain.retro_theme_words import stem_of, words_of
from tests.bench.themes import group, labelled, mean, rand, texts, themes, words_alone

SAID = [
    "staging was down on Tuesday",
    "My PR had no review for four days",
    "our sandbox env does not answer",
    "reviewers, please look at a merge request in the morning",
    "the cake",
]


class TestSuggesting:
    def test_cards_on_one_thing_without_a_common_word_come_together(self) -> None:
        """Staging and a broken environment are one thing, reviews another; what is like nothing stands alone."""
        assert [one.members for one in suggest(SAID)] == [(1, 3), (0, 2), (4,)]

    def test_a_theme_is_called_what_people_called_it(self) -> None:
        """The name is made of words of its cards, as they were written, with a capital at its beginning."""
        reviews, _, cake = suggest(SAID)
        named = reviews.name.split(", ")
        written = {one.written for card in (1, 3) for one in words_of(SAID[card])}
        assert {"pr", "review"} & {one.casefold() for one in named}
        assert set(named[1:]) <= written
        assert named[0] in {one[:1].upper() + one[1:] for one in written}
        assert cake.name == "the cake"

    def test_a_name_that_people_write_with_a_later_capital_stays_so(self) -> None:
        """The system on the phone is not called "IOS"."""
        [phone] = suggest(["iOS app crashes", "iOS app crashes again", "iOS app is slow"])
        assert phone.name == "iOS"

    def test_cards_all_alike_are_one_theme(self) -> None:
        """Thirty times the same, in words, in small words alone, or in a picture: one theme with that name."""
        for text in ("too many meetings", "same as always", "🔥"):
            [theme] = suggest([text] * 30)
            assert (theme.name, len(theme.members)) == (text, 30)

    def test_one_card_is_one_theme_and_no_card_none(self) -> None:
        """Nothing has to be there for the grouping to work."""
        assert [(one.name, one.members) for one in suggest(["one thought"])] == [("one thought", (0,))]
        assert suggest([]) == []

    def test_pictures_alone_are_compared_like_words(self) -> None:
        """The same picture is the same theme, another one another."""
        assert [one.members for one in suggest(["🔥🔥", "🎉", "🔥"])] == [(0, 2), (1,)]

    @pytest.mark.parametrize(
        ("same", "also", "other"),
        [
            ("会议太多", "会议太长", "测试环境坏了"),
            ("การประชุมเยอะเกินไป", "การประชุมยาวมาก", "ขอบคุณทีม"),
            ("слишком много встреч", "встреч стало больше", "спасибо команде"),
            ("zu viele Besprechungen", "Besprechungen ohne Ziel", "danke an alle"),
        ],
    )
    def test_other_scripts_and_languages_are_compared_by_their_words(self, same: str, also: str, other: str) -> None:
        """Where no topic is known, common words still bring cards together."""
        assert [one.members for one in suggest([same, other, also])] == [(0, 2), (1,)]

    def test_no_name_is_longer_than_a_line(self) -> None:
        """A card of 3,000 characters names its theme by how it begins."""
        [theme] = suggest(["on and on " * 300])
        assert len(theme.name) <= NAME_LENGTH
        assert theme.name.endswith("…")

    def test_cards_beyond_the_most_join_what_they_are_like(self) -> None:
        """However many there are, each is in one theme, and the late ones find theirs."""
        cards = ["staging is down", "too many meetings"] * (MOST // 2) + ["staging", "a meeting", "zebra"]
        found = suggest(cards)
        assert [len(one.members) for one in found] == [MOST // 2 + 1, MOST // 2 + 1, 1]

    @given(st.permutations(SAID))
    def test_the_order_of_cards_says_nothing(self, cards: list[str]) -> None:
        """Cards are shown in random order; their themes and names are the same."""
        found = [(one.name, {cards[place] for place in one.members}) for one in suggest(cards)]
        assert found == [(one.name, {SAID[place] for place in one.members}) for one in suggest(SAID)]

    def test_the_same_cards_give_the_same_themes_in_every_process(self) -> None:
        """No order of hashing decides: another process finds the same."""
        program = (
            "from bot.domain.retro_theme import suggest; from tests.bench.themes import *; "
            "print(suggest(texts(labelled()[0])))"
        )
        printed = {
            subprocess.run(
                [sys.executable, "-c", program],
                capture_output=True,
                text=True,
                check=True,
                env=os.environ | {"PYTHONHASHSEED": seed},
            ).stdout
            for seed in ("1", "2", "3")
        }
        assert len(printed) == 1

    @given(st.lists(st.text(max_size=40), max_size=25))
    def test_each_card_is_in_exactly_one_theme(self, cards: list[str]) -> None:
        """Whatever people write, no card is lost or doubled, and the larger themes come first."""
        found = suggest(cards)
        assert Counter(one for theme in found for one in theme.members) == Counter(range(len(cards)))
        assert [len(one.members) for one in found] == sorted((len(one.members) for one in found), reverse=True)
        assert all(len(theme.name) <= NAME_LENGTH for theme in found)


class TestCallingAnew:
    def test_cards_that_were_put_together_are_called_after_what_they_share(self) -> None:
        """By the words of their topic, else by a word that most of them have."""
        assert called([SAID[0], SAID[2], "the cake"]) == "Staging, sandbox, env"
        assert called(["Zebra crossing", "a zebra", "the cake"]) == "Zebra"

    def test_cards_that_share_nothing_are_called_nothing(self) -> None:
        """Three words drawn from three cards would be no name; nor is a single card one."""
        assert called(["the cake", "zebra crossing"]) == ""
        assert called(["zebra crossing"]) == called([]) == ""


class TestAgainstPeople:
    def test_the_set_is_large_enough(self) -> None:
        """Twelve retros and more than 300 cards were sorted by people."""
        retros = labelled()
        assert len(retros) >= 12
        assert sum(len(texts(one)) for one in retros) >= 300

    def test_it_groups_better_than_common_words_do(self) -> None:
        """Its score is well above what counting common words reaches, and what is naive has none."""
        retros = labelled()
        ours = mean([rand(themes(one), group(texts(one))) for one in retros])
        assert ours > 0.15
        assert ours > 2 * mean(words_alone(retros, (0.08, 0.1, 0.12)))
        assert mean([rand(themes(one), range(len(texts(one)))) for one in retros]) == 0

    def test_the_index_is_one_for_the_same_and_near_nothing_for_chance(self) -> None:
        """The measure itself: a known value of Hubert and Arabie's index, and its ends."""
        assert rand("aabbc", [9, 9, 4, 4, 1]) == 1
        assert rand("aaabbb", [1, 1, 2, 2, 3, 3]) == pytest.approx(0.242424, abs=1e-6)
        assert rand("aaaa", [1, 2, 3, 4]) == 0


def test_a_start_does_not_load_what_groups_cards() -> None:
    """The stemmer and the table of topics come with the first grouping: start and idle are as they were."""
    program = (
        "import sys, bot.app, bot.registered; "
        "print([one for one in sys.modules if 'snowball' in one or one.startswith('bot.domain.retro_t')])"
    )
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert "snowball" not in printed
    assert "retro_theme_words" not in printed
    assert "retro_topic" not in printed


def test_retros_that_are_grouped_at_once_do_not_mix_their_words() -> None:
    """Each is grouped in a thread of its own; the stemmer knows one word at a time."""
    retros = [[f"walking testers {n} deployed happily{n}ies meetings" for n in range(k, k + 40)] for k in range(4)]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        stem_of.cache_clear()
        with ThreadPoolExecutor() as threads:
            together = list(threads.map(suggest, retros))
    finally:
        sys.setswitchinterval(before)
    stem_of.cache_clear()
    assert together == [suggest(cards) for cards in retros]
