"""Codes: easy to read out, however they are typed back."""

import secrets

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.retro_code import ALPHABET, GROUP, GROUPS, plain, spelled


@given(st.binary(min_size=16, max_size=32))
def test_a_code_is_read_however_it_is_typed(random: bytes) -> None:
    """In small letters, with blanks for its dashes or none at all, between the marks that Slack puts around code."""
    code = spelled(random)
    read = plain(code)
    assert len(read) == GROUP * GROUPS
    assert set(read) <= set(ALPHABET)
    for typed in (code.lower(), code.replace("-", " "), read, f"  `{code}`\n", code.replace("-", "\u2013")):
        assert plain(typed) == read


def test_codes_use_all_of_their_alphabet_alike() -> None:
    """Each letter is as likely as any other: 32 of them are 5 bits of a byte."""
    assert len(ALPHABET) == 32
    assert not set("IO01") & set(ALPHABET)
    assert spelled(bytes(range(16))) == "ABCD-EFGH-JKLM-NPQR"
    assert spelled(bytes(range(32, 48))) == "ABCD-EFGH-JKLM-NPQR"
    assert spelled(secrets.token_bytes(16)) != spelled(secrets.token_bytes(16))


def test_what_is_no_code_is_none() -> None:
    """Too short, too long, letters that no code has, or a sentence."""
    for typed in ("", "K7QM", "K7QM-3XWD-PA2R-9TZO", "K7QM-3XWD-PA2R-9TZBB", "the QA queue again", "Ωmega"):
        assert plain(typed) == ""
