"""Small English."""

from datetime import date

import pytest

from bot.domain.words import brief, dated, listing, ordinal_figure, ordinal_word, plural, says_nothing, short


@pytest.mark.parametrize(("count", "words"), [(0, "0 teams"), (1, "1 team"), (2, "2 teams"), (3001, "3,001 teams")])
def test_a_number_and_its_noun_agree(count: int, words: str) -> None:
    """Only one is singular; thousands have a comma."""
    assert plural(count, "team") == words


def test_an_irregular_plural_is_given() -> None:
    """People are not "persons"."""
    assert [plural(1, "person", "people"), plural(2, "person", "people")] == ["1 person", "2 people"]


@pytest.mark.parametrize(
    ("items", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_reads_as_a_sentence_would(items: list[str], words: str) -> None:
    """With one "and", before the last."""
    assert listing(items) == words


def test_a_day_has_its_date_and_where_it_is_another_one_its_year() -> None:
    """Whoever reads it three weeks later knows which Friday was meant."""
    friday = date(2026, 3, 6)
    assert dated(friday, date(2026, 3, 5)) == "Fri 6 Mar"
    assert dated(friday, date(2025, 12, 30)) == "Fri 6 Mar 2026"


def test_ordinals_are_words_up_to_ten_and_figures_beyond() -> None:
    """The eleventh to thirteenth end in th, the 21st to 23rd do not."""
    assert [ordinal_word(1), ordinal_word(10), ordinal_word(11)] == ["first", "tenth", "11th"]
    assert [ordinal_figure(n) for n in (2, 3, 12, 13, 21, 22, 23, 111)] == (
        ["2nd", "3rd", "12th", "13th", "21st", "22nd", "23rd", "111th"]
    )


@pytest.mark.parametrize("text", ["", "  ", "-", "No.", "none!", "n/a", "N/A", "Nothing new", "not yet", "No, thanks"])
def test_a_word_for_nothing_is_nothing(text: str) -> None:
    """People fill optional fields with it."""
    assert says_nothing(text)


@pytest.mark.parametrize(
    "text", ["No go for the launch?", "nothing moved because of the audit", "0", "🎉", "нет", "なし"]
)
def test_anything_else_is_something(text: str) -> None:
    """Also a single emoji or character, and words that only begin that way."""
    assert not says_nothing(text)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("QA queue", "QA queue"),
        (" Review,\n PR,  merge ", "Review, PR, merge"),
        ("The build takes forty minutes", "The build takes…"),
        ("Review, PR, merge requests", "Review, PR, merge…"),
        ("Reviews of merges: late", "Reviews of merges…"),
        ("Donaudampfschifffahrtsgesellschaft", "Donaudampfschifffah…"),
        ("A Donaudampfschifffahrtsgesellschaft", "A Donaudampfschifff…"),
    ],
)
def test_a_long_name_is_cut_between_its_words(name: str, words: str) -> None:
    """Within twenty characters, the room that a chart has; a word that is too long by itself is cut."""
    assert brief(name, 20) == words
    assert len(brief(name, 20)) <= 20


def test_what_somebody_typed_is_quoted_shortly() -> None:
    """In one line, its end left out; what fits stays whole."""
    assert short("  Weekly\nsync ") == "Weekly sync"
    assert short("a" * 60) == "a" * 60
    assert short("a" * 61) == f"{'a' * 60}…"
