"""Stakeholder groups as rows of a spreadsheet: who, what changes and how much, read row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.change import ASPECT_WORDS, SCORE_WORDS, Aspect
from bot.domain.change_impact import LONGEST
from bot.domain.matching import did_you_mean, folded
from bot.domain.name import bad_name, tidied
from bot.domain.person_import import Problem, cells_of
from bot.domain.words import listing, short
from bot.errors import UserError

GROUP, WHO, CHANGES, YESTERDAY, TOMORROW, WORRIES, CONTACT = (
    "group",
    "who",
    "changes",
    "yesterday",
    "tomorrow",
    "worries",
    "contact",
)
COLUMNS = (GROUP, WHO, CHANGES, YESTERDAY, TOMORROW, WORRIES, CONTACT)
"""In this order without a header."""

MOST_ROWS = 60

_ALSO = {
    "stakeholder": GROUP,
    "stakeholder group": GROUP,
    "name": GROUP,
    "people": WHO,
    "made of": WHO,
    "what changes": CHANGES,
    "impact": CHANGES,
    "today": YESTERDAY,
    "from then on": TOMORROW,
    "concerns": WORRIES,
    "questions": WORRIES,
    "whom they ask": CONTACT,
}
_ASPECTS = {folded(label): aspect for aspect, label in ASPECT_WORDS.items()}
_ASPECTS |= {str(aspect).replace("_", " "): aspect for aspect in Aspect}
_SCORES = {folded(label): score for score, label in SCORE_WORDS.items()} | {str(one): one for one in SCORE_WORDS}
_NONE = frozenset({"", "0", "-", "–", "no", "none", "nothing"})


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A row; `who` are names as they were typed, `contact` an e-mail address or a name. `number` counts from 1."""

    number: int
    group: str
    who: tuple[str, ...]
    scores: Mapping[Aspect, int]
    yesterday: str = ""
    tomorrow: str = ""
    worries: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Pasted:
    """All rows that were read, and what is wrong with some of them."""

    rows: tuple[GroupRow, ...]
    problems: tuple[Problem, ...]


def read_rows(texts: Sequence[str]) -> Pasted:
    """Return what several pastes hold; the first row may be a header, with a column for an aspect each if they like.

    Raises UserError where the rows cannot be told apart, and for a column nobody knows.
    """
    cells = cells_of(texts)
    if not cells:
        raise UserError("There are no rows yet. Please copy them in your spreadsheet, and paste them here.")
    header = _header(cells[0][1])
    rows, problems = [], []
    seen: dict[str, int] = {}
    for number, values in cells[1:] if header else cells:
        row, wrong = _row(number, dict(zip(header or COLUMNS, values, strict=False)))
        if bad := bad_name(row.group, "group", "Sales"):
            wrong.append(bad)
        elif (before := seen.setdefault(row.group.casefold(), number)) != number:
            wrong.append(f"“{short(row.group)}” stands in row {before} already. Keep one of the two.")
        rows.append(row)
        problems += [Problem(number, sentence) for sentence in wrong]
    if not rows:
        raise UserError("There is only a header. Please paste the rows below it, too.")
    if len(rows) > MOST_ROWS:
        raise UserError(f"These are {len(rows)} groups; a change has at most {MOST_ROWS}. Please put some together.")
    return Pasted(tuple(rows), tuple(problems))


def _header(cells: Sequence[str]) -> list[str] | None:
    """Return the column of each cell, an aspect by its key; None for a row of values. Raises UserError."""
    names = [folded(cell) for cell in cells]
    known = [_ALSO.get(name, name) for name in names]
    if GROUP not in known:
        return None
    found = []
    for name, cell in zip(known, cells, strict=True):
        if name in COLUMNS or not name:
            found.append(name)
        elif name in _ASPECTS:
            found.append(str(_ASPECTS[name]))
        else:
            guess = did_you_mean(name, [*COLUMNS, *_ALSO, *_ASPECTS])
            hint = f"Did you mean {guess}?" if guess else f"Known are {listing(COLUMNS)}, and what can change."
            raise UserError(f"Row 1: “{short(cell)}” is not a column. {hint} Nothing was changed.")
    return found


def _row(number: int, cells: Mapping[str, str]) -> tuple[GroupRow, list[str]]:
    scores, wrong = {}, []
    rated = [(cells.get(str(aspect), ""), aspect) for aspect in Aspect]
    for one in filter(None, (part.strip() for part in cells.get(CHANGES, "").split(";"))):
        aspect, rating = _aspect(one)
        if aspect is None:
            wrong.append(f"“{short(one)}” is not read. Write it like “tools 3” or “job roles everything”.")
        else:
            rated.append((rating or "3", aspect))
    for typed, aspect in rated:
        score = _score(typed)
        if score is None:
            wrong.append(f"“{short(typed)}” for {ASPECT_WORDS[aspect]} is not between 0 (nothing) and 5 (everything).")
        elif score:
            scores[aspect] = score
    texts = {name: cells.get(name, "") for name in (YESTERDAY, TOMORROW, WORRIES)}
    wrong += [
        f"“{name}” has {len(said)} characters; it can have {LONGEST}."
        for name, said in texts.items()
        if len(said) > LONGEST
    ]
    # Our own files have an apostrophe before what a spreadsheet would take for a formula, such as @design.
    who = tuple(filter(None, (part.strip() for part in cells.get(WHO, "").lstrip("'").split(";"))))
    return GroupRow(number, tidied(cells.get(GROUP, "")), who, scores, **texts, contact=cells.get(CONTACT, "")), wrong


def _aspect(text: str) -> tuple[Aspect | None, str]:
    """Return what changes and how it is rated, of "job roles: a lot"."""
    typed = " ".join(folded(text).replace(":", " ").split())
    for label in sorted(_ASPECTS, key=len, reverse=True):
        if typed == label or typed.startswith(f"{label} "):
            return _ASPECTS[label], typed[len(label) :].strip(" ()")
    return None, ""


def _score(typed: str) -> int | None:
    word = folded(typed.strip())
    return 0 if word in _NONE else _SCORES.get(word)
