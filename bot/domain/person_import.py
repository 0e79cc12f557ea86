"""People as rows of a spreadsheet: pasted text read into rows, with what is wrong named row by row."""

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain.matching import did_you_mean, folded
from bot.domain.name import LONGEST_NAME
from bot.domain.role import Role
from bot.domain.words import listing, short
from bot.errors import UserError

COLUMNS = ("name", "e-mail", "team", "area", "role")
"""In this order without a header."""

LONGEST_FIELD, MOST_FIELDS = 3000, 10
"""Characters that Slack takes in a field, and fields of one form."""

_ALSO = {
    "email": "e-mail",
    "mail": "e-mail",
    "email address": "e-mail",
    "e-mail address": "e-mail",
    "full name": "name",
    "person": "name",
    "squad": "team",
    "department": "area",
    "function": "area",
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A row: `number` counts from 1, a header included. `role` and `email` are in lower case."""

    number: int
    name: str = ""
    email: str = ""
    team: str = ""
    area: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row, as a sentence."""

    row: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """All rows that were read, and the problems of those that cannot be used as they are."""

    rows: tuple[PersonRow, ...]
    problems: tuple[Problem, ...]

    @property
    def good(self) -> tuple[PersonRow, ...]:
        """Return the rows without a problem."""
        bad = {problem.row for problem in self.problems}
        return tuple(row for row in self.rows if row.number not in bad)


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """What the preview shows: how many rows there are and are good, their problems, and the changes, a line each."""

    rows: int
    good: int
    problems: tuple[Problem, ...]
    changes: tuple[str, ...]
    seen: str


def read_rows(texts: Sequence[str]) -> Pasted:
    """Return what several pastes hold, one after the other; the first row of all may be a header.

    Raises UserError where no row can be told from another: a quotation mark that is not closed, an unknown column.
    """
    cells = cells_of(texts)
    if not cells:
        raise UserError("There are no rows yet. Please copy them in your spreadsheet, and paste them here.")
    columns = _header(cells[0][1])
    if columns is not None:
        cells = [(number, row) for number, row in cells if _header(row) is None]
    order = columns or COLUMNS
    rows, problems = [], []
    first: dict[str, int] = {}
    for number, values in cells:
        row, wrong = _row(number, values, order)
        before = first.setdefault(row.email, number) if row.email else number
        if before != number:
            wrong.append(f"{short(row.email)} stands in row {before} already. Keep one of the two.")
        rows.append(row)
        problems += [Problem(number, sentence) for sentence in wrong]
    if not rows:
        raise UserError("There is only a header. Please paste the rows below it, too.")
    return Pasted(tuple(rows), tuple(problems))


def with_unknown(pasted: Pasted, known: Collection[str]) -> Pasted:
    """Return the same with a problem for each e-mail that nobody in the workspace has; `known` are those that are."""
    unknown = []
    for row in pasted.good:
        if row.email not in known:
            guess = did_you_mean(row.email, known)
            hint = f"Did you mean {guess}?" if guess else "Invite them to Slack first, or correct it."
            unknown.append(Problem(row.number, f"nobody in this Slack has the e-mail {short(row.email)}. {hint}"))
    return replace(pasted, problems=tuple(sorted([*pasted.problems, *unknown], key=lambda one: one.row)))


def cells_of(texts: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Return the rows of several pastes, each with its number from 1 on and its cells. Raises UserError."""
    found: list[tuple[int, list[str]]] = []
    separator = ""
    for text in texts:
        # The mark by which a file of ours is known as UTF-8.
        lines = text.lstrip("\ufeff").strip("\n\r").splitlines(keepends=True)
        if not text.strip():
            continue
        separator = separator or _separator(lines[0])
        reader = csv.reader(lines, delimiter=separator, skipinitialspace=separator != "\t", strict=True)
        try:
            for row in reader:
                found.append((len(found) + 1, [" ".join(cell.split()) for cell in row]))
        except csv.Error:
            raise UserError(
                f"Row {len(found) + 1}: a quotation mark is opened or closed in the middle. Please mend it; "
                'a cell with quotation marks in it is written “"like ""this"""”.'
            ) from None
    return [(number, row) for number, row in found if any(row)]


def _separator(line: str) -> str:
    return "\t" if "\t" in line else max(";,", key=line.count)


def _header(cells: Sequence[str]) -> tuple[str, ...] | None:
    """Return the columns that a header names, None for a row of values. Raises UserError for a column nobody knows."""
    if any("@" in cell for cell in cells):
        return None
    names = [_ALSO.get(folded(cell), folded(cell)) for cell in cells]
    if not set(names) & set(COLUMNS):
        return None
    for name, cell in zip(names, cells, strict=True):
        if name and name not in COLUMNS:
            guess = did_you_mean(name, [*COLUMNS, *_ALSO])
            hint = f"Did you mean {_ALSO.get(guess, guess)}?" if guess else f"Known are {listing(COLUMNS)}."
            raise UserError(f"Row 1: “{short(cell)}” is not a column. {hint} Nothing was changed.")
    if "e-mail" not in names:
        raise UserError("Row 1: there is no column e-mail, by which people are found in Slack. Please add it.")
    return tuple(names)


def _row(number: int, values: Sequence[str], order: Sequence[str]) -> tuple[PersonRow, list[str]]:
    cells: Mapping[str, str] = dict(zip(order, values, strict=False))
    row = PersonRow(
        number,
        name=cells.get("name", ""),
        email=cells.get("e-mail", "").lower(),
        team=cells.get("team", ""),
        area=cells.get("area", ""),
        role=cells.get("role", "").lower(),
    )
    wrong = []
    if any(values[len(order) :]):
        wrong.append(f"there are {len(values)} cells, but {len(order)} columns: {listing(filter(None, order))}.")
    if not row.email:
        wrong.append("there is no e-mail, by which people are found in Slack.")
    elif "@" not in row.email:
        wrong.append(f"“{short(row.email)}” is not an e-mail address.")
    if row.role and row.role not in set(Role):
        guess = did_you_mean(row.role, list(Role))
        hint = f"Did you mean {guess}?" if guess else f"Roles are {listing(list(Role))}."
        wrong.append(f"“{short(row.role)}” is not a role. {hint}")
    if len(row.team) > LONGEST_NAME or len(row.area) > LONGEST_NAME:
        wrong.append(f"a team or area has at most {LONGEST_NAME} characters. Please shorten it.")
    return row, wrong
