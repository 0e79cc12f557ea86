"""Ids of rows in texts."""

import pytest

from bot.domain.stored_id import LARGEST, stored_id


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "²", "١٢", str(LARGEST + 1), "9" * 5000, " 7"])
def test_what_no_row_is_numbered_is_no_id(text: str) -> None:
    """A database would refuse it, or find it where it means something else."""
    assert stored_id(text) is None


@pytest.mark.parametrize("number", [0, 7, LARGEST])
def test_the_number_of_a_row_is_its_id(number: int) -> None:
    """Up to the largest."""
    assert stored_id(str(number)) == number
