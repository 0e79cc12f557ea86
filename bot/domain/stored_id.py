"""Ids of stored rows as they come back in buttons, options and forms."""

LARGEST = 2**63 - 1
"""The largest that a column which names a row of another table holds; PostgreSQL refuses to compare it with more."""


def stored_id(text: str) -> int | None:
    """Return the id that `text` is; None for what can be no row's id."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))):
        return None
    number = int(text)
    return number if number <= LARGEST else None
