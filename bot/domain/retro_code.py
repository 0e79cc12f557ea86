"""Codes by which an anonymous card is withdrawn: easy to read out, impossible to guess."""

GROUPS, GROUP = 4, 4
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I and O, 1 and 0, which look alike. 32 characters are 5 bits each, so that a code has 80."""


def spelled(numbers: bytes) -> str:
    """Return the code that random bytes mean, e.g. "K7QM-3XWD-PA2R-9TZB"; a byte a character is needed."""
    letters = "".join(ALPHABET[one % len(ALPHABET)] for one in numbers[: GROUPS * GROUP])
    return "-".join(letters[first : first + GROUP] for first in range(0, len(letters), GROUP))


def plain(typed: str) -> str:
    """Return a code as it is compared, however it was typed: in small letters, without its dashes; "" for no code."""
    letters = "".join(one for one in typed.upper() if one not in "-\u2013\u2014 \t\n`*_.")
    return letters if len(letters) == GROUPS * GROUP and set(letters) <= set(ALPHABET) else ""
