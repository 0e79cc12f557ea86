"""Marks that need the key, and codes of which hashes alone are stored."""

import pytest
from pydantic import SecretStr

from bot.errors import UserError
from bot.services.anonymous import Seal, new_code, receipts

SEAL = Seal(SecretStr("a secret of at least thirty-two characters"))


def test_a_mark_is_the_same_for_one_person_and_subject_alone() -> None:
    """It differs by person, by subject, by key; and no two subjects run into each other."""
    mark = SEAL.mark(1, "card", 7, 1)
    assert mark == SEAL.mark(1, "card", 7, 1)
    others = {
        SEAL.mark(2, "card", 7, 1),
        SEAL.mark(1, "card", 7, 2),
        SEAL.mark(1, "card", 71),
        SEAL.mark(1, "vote", 7, 1),
        SEAL.mark(1, "card7", 1),
        Seal(SecretStr("another secret of thirty-two characters")).mark(1, "card", 7, 1),
    }
    assert len(others) == 6
    assert mark not in others
    assert SEAL.marks([1, 2], "card", 7, 1) == {mark: 1, SEAL.mark(2, "card", 7, 1): 2}


def test_without_a_key_nothing_is_sealed() -> None:
    """A sentence says who can change that; an empty mark would be everybody's."""
    seal = Seal(None)
    assert not seal.ready
    assert SEAL.ready
    with pytest.raises(UserError, match="DRUMBEAT_SECRET_KEY"):
        seal.mark(1, "card")


def test_a_code_opens_its_receipts_however_it_is_typed() -> None:
    """Two cards of one code have nothing in common, and what is no code opens nothing."""
    code = new_code()
    stored = receipts(code, 3)
    assert len(set(stored)) == 3
    assert receipts(code.lower().replace("-", " "), 3) == stored
    assert code.replace("-", "").lower() not in "".join(stored)
    assert receipts("no code", 3) == []
    assert not set(receipts(new_code(), 3)) & set(stored)
