"""How long something is kept, as a setting says it: a number of days, or `forever`."""

from typing import Annotated

from pydantic import BeforeValidator

FOREVER = "forever"

MOST = 36500
"""A hundred years: more days lead out of the calendar."""


def _days(value: object, least: int) -> int | None:
    """Return the days that a setting names, None for ever; raises ValueError with what to write instead.

    0 is refused: it reads as "keep nothing" as well as "never delete".
    """
    if value is None or isinstance(value, int):
        return value
    text = str(value).strip().casefold()
    if text == FOREVER:
        return None
    if not (text.isascii() and text.isdigit()) or not least <= int(text) <= MOST:
        raise ValueError(f"is no time to keep things. Write a number of days from {least} to {MOST}, or {FOREVER}.")
    return int(text)


Weeks = Annotated[int | None, BeforeValidator(lambda value: _days(value, 14))]
"""Days of what people still look at: the home tab shows what was said for eight days, and sends again for fourteen."""

Days = Annotated[int | None, BeforeValidator(lambda value: _days(value, 1))]
"""Days of what only the record needs. Slack repeats an event for minutes, so that a day is enough for that too."""
