"""What somebody typed or chose, checked: each reader returns the value to keep, or raises a UserError that mends.

A sentence says what happened and what to do; `None` stands for "not answered". That everything else typed stays in the
form is Slack's doing: a refused form stays open.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from bot.domain.words import listing, plural, short
from bot.errors import UserError

LONG_TEXT = 3000
"""Characters a long answer may have: what Slack's text field and section text take."""
SHORT_TEXT = 150
"""Characters a one-line answer may have."""
MOST_NAMED = 10
"""People or teams that one answer may name."""
SCALE = range(1, 6)

Value = str | int | list[str] | list[int] | dict[str, list[str]]
"""What is kept for an answered question, by kind: text, number, choices, people, teams, {"done": […], "open": […]}, and
"stuck" beside them where an open item is marked so."""


Named = TypeVar("Named", str, int)


def text(raw: Any, limit: int, *, one_line: bool = False) -> str | None:
    """Return the text trimmed, its line ends and invisible control characters tidied; raise beyond `limit` characters.

    Emoji, right-to-left text and whatever looks like a mention stay as typed: they are quoted, never executed.
    """
    tidy = str(raw or "").replace("\r\n", "\n").replace("\r", "\n")
    tidy = "".join(c for c in tidy if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()
    if one_line:
        tidy = " ".join(tidy.split())
    if len(tidy) > limit:
        raise UserError(
            f"That is {plural(len(tidy), 'character')}; the limit is {limit:,}. "
            f"Please shorten it by {plural(len(tidy) - limit, 'character')}."
        )
    return tidy or None


def option(raw: Any, options: Sequence[str]) -> str:
    """Return the chosen option's text; raise for one that the question does not have (any more)."""
    if raw not in options:
        raise UserError(f"“{short(raw)}” is not one of the choices. Please choose {listing(options, 'or')}.")
    return str(raw)


def options_of(raw: Any, options: Sequence[str]) -> list[str] | None:
    """Return the chosen options' texts in the question's own order, each once; raise as `option` does."""
    chosen = {option(one, options) for one in _many(raw)}
    return [one for one in options if one in chosen] or None


def scale(raw: Any) -> int:
    """Return a score from 1 to 5, given as a number or as its digit."""
    number = int(raw) if not isinstance(raw, bool) and re.fullmatch(r"[1-5]", str(raw), re.ASCII) else 0
    if number not in SCALE:
        raise UserError(f"“{short(raw)}” is not on the scale. Please choose a number from 1 to 5.")
    return number


def checklist(raw: Any) -> dict[str, list[str]] | None:
    """Return what is done and what is still open, each item once; an item in both is done.

    Of the open ones those marked as `stuck` are named once more; without any the name is left out.
    """
    if not isinstance(raw, dict):
        raise UserError("The check list could not be read. Please tick its items again.")
    done = list(dict.fromkeys(str(item) for item in raw.get("done") or ()))
    still_open = [item for item in dict.fromkeys(str(item) for item in raw.get("open") or ()) if item not in done]
    if not done and not still_open:
        return None
    stuck = [item for item in still_open if item in (raw.get("stuck") or ())]
    return {"done": done, "open": still_open} | ({"stuck": stuck} if stuck else {})


def people(raw: Any) -> list[str] | None:
    """Return Slack user ids, each once, at most ten."""
    ids = list(dict.fromkeys(str(one) for one in _many(raw)))
    if not all(re.fullmatch(r"[UW][A-Z0-9]+", one, re.ASCII) for one in ids):
        raise UserError("Somebody chosen is not a person of this workspace. Please choose again.")
    return _few(ids, "person", "people")


def teams(raw: Any) -> list[int] | None:
    """Return team ids, each once, at most ten."""
    chosen = [str(one) for one in _many(raw)]
    if not all(re.fullmatch(r"\d{1,18}", one, re.ASCII) for one in chosen):
        raise UserError("A team chosen is not known. Please choose again.")
    return _few(list(dict.fromkeys(map(int, chosen))), "team", "teams")


def _few(chosen: list[Named], noun: str, many: str) -> list[Named] | None:
    if len(chosen) > MOST_NAMED:
        raise UserError(f"That names {len(chosen)} {many}; please name at most {plural(MOST_NAMED, noun, many)}.")
    return chosen or None


def _many(raw: Any) -> Iterable[Any]:
    return raw if isinstance(raw, list | tuple | set | frozenset) else (raw,)
