"""Words as they are looked for."""

import pytest

from bot.domain.search_term import Term, completed, terms


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("How do we ship releases?", [Term("ship"), Term("releases")]),
        ("how we", [Term("how"), Term("we")]),
        ("roll_out", [Term("roll"), Term("out")]),
        ("Größe São", [Term("grosse", "grösse"), Term("sao", "são")]),
        ("мой", [Term("мои", "мой")]),
        ("ガ ガ", [Term("カ", "ガ")]),
        ("…", []),
    ],
)
def test_words_are_folded_and_known_as_they_were_typed(words: str, found: list[Term]) -> None:
    """A database may have kept the letter that was typed."""
    assert terms(words) == found


def test_a_term_is_looked_for_in_each_of_its_spellings() -> None:
    """Once where there is one."""
    assert (Term("sao", "são").spellings, Term("ship").spellings) == (("sao", "são"), ("ship",))


def test_few_letters_are_the_beginning_of_everything() -> None:
    """They have to be a whole word."""
    assert completed([Term("qa"), Term("stag")]) == [Term("qa"), Term("stag", begins=True)]
