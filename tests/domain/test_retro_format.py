"""Columns of a board: formats, and columns of one's own."""

import pytest

from bot.domain.retro_format import FORMATS, OWN, Column, columns_of, from_json, own_text, to_json
from bot.errors import UserError


@pytest.mark.parametrize("key", FORMATS)
def test_each_format_has_columns_that_can_be_told_apart(key: str) -> None:
    """And comes back as it was written."""
    columns = columns_of(key)
    assert len({one.key for one in columns}) == len(columns) > 1
    assert from_json(to_json(columns)) == columns


def test_own_columns_are_lines_with_an_example_after_the_colon() -> None:
    """Empty lines are nothing; a colon without a space belongs to the title."""
    columns = columns_of(OWN, "\n Keep \n\nChange: Fewer meetings\nRatio 3:1")
    assert columns == (Column("own1", "Keep"), Column("own2", "Change", "Fewer meetings"), Column("own3", "Ratio 3:1"))
    assert columns_of(OWN, own_text(columns)) == columns


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (" \n ", "Please write at least one column"),
        ("\n".join(f"Column {number}" for number in range(7)), "at most 6 columns, these are 7"),
        ("Keep\nkeep", "Two columns have the same title"),
        ("x" * 41, "is too long: a title has at most 40 characters"),
        ("Keep: " + "x" * 121, "an example 120"),
    ],
)
def test_what_cannot_be_a_board_is_refused_with_a_sentence(typed: str, sentence: str) -> None:
    """Beside the field."""
    with pytest.raises(UserError, match=sentence) as refused:
        columns_of(OWN, typed)
    assert refused.value.field == "columns"
