"""Small English: plurals, lists and ordinals, so that every sentence gets them right in the same way."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NOTHING = frozenset(
    {"", "no", "nope", "none", "nothing", "nobody", "noone", "notyet", "nil", "na", "nothingnew", "nothanks"}
)
_PUNCTUATION = re.compile(r"[\s.,;:!?…'’\"()\[\]/_*•·‐–—-]+")


def plural(count: int, noun: str, many: str = "") -> str:
    """Return the number with its noun: "1 team", "2 teams", "3,000 characters"; `many` for irregular plurals."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def short(typed: object, most: int = 60) -> str:
    """Return what somebody typed as a sentence about it quotes it: in one line, the end of a long text left out."""
    text = " ".join(str(typed).split())
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def brief(name: str, most: int = 40) -> str:
    """Return a name as a chart or a line of facts has room for it: in at most `most` characters, cut between words."""
    flat = " ".join(name.split())
    if len(flat) <= most:
        return flat
    words, space, _ = flat[:most].rpartition(" ")
    # A single long word has to be cut itself, and two thirds of the room are not left empty for its sake.
    kept = words if space and len(words) > most // 3 else flat[: most - 1]
    return f"{kept.rstrip(' ,;:.-')}…"


def listing(items: Iterable[str], last: str = "and") -> str:
    """Return "a", "a and b" or "a, b and c"; `last` is the word before the last item."""
    words = list(items)
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def few(items: Sequence[str], most: int = 8) -> str:
    """Return `items` as `listing` does, or "a, b and 5 more" where there are more than `most`."""
    if len(items) <= most:
        return listing(items)
    return f"{', '.join(items[: most - 1])} and {len(items) - most + 1:,} more"


def dated(day: date, today: date) -> str:
    """Return a date as people say it, "Fri 6 Mar", with the year where it is another one than `today`'s.

    Never "Fri" alone: messages are read for weeks after they were posted.
    """
    return f"{day:%a} {day.day} {day:%b}" + ("" if day.year == today.year else f" {day.year}")


def ordinal_word(number: int) -> str:
    """Return "first" to "tenth", and "11th", "22nd" … beyond; `number` is at least 1."""
    return _ORDINALS[number - 1] if number <= len(_ORDINALS) else ordinal_figure(number)


def ordinal_figure(number: int) -> str:
    """Return "1st", "2nd", "3rd", "4th", "11th", "31st" and so on."""
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{({1: 'st', 2: 'nd', 3: 'rd'}).get(number % 10, 'th')}"


def says_nothing(text: str) -> bool:
    """Tell whether a text is empty or only says so: "", "-", "No.", "n/a", "Nothing new".

    People fill optional fields with such words; "Does anything need a decision?" · "No" is not a decision.
    """
    return _PUNCTUATION.sub("", text).casefold() in _NOTHING
