"""Reads YAML with the line of everything, so that a mistake can be named where it stands."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

from bot.domain.matching import did_you_mean
from bot.domain.words import listing, short
from bot.errors import UserError

Value = TypeVar("Value")


class _Constructor(RoundTripConstructor):
    """Leaves dates as they are written: `as_date` reads them, with a sentence for one that does not exist."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", RoundTripConstructor.construct_scalar)


class CompanyFileError(UserError):
    """The file cannot be used; the sentence lists every problem with its line."""

    def __init__(self, problems: Iterable[tuple[int, str]]) -> None:
        """Keep the problems as (line, sentence), in the order of the lines."""
        self.problems = sorted(set(problems))
        super().__init__("\n".join(f"line {line}: {sentence}" for line, sentence in self.problems))


def read_yaml(text: str) -> CommentedMap:
    """Return the mapping that a YAML text holds. Raises CompanyFileError with the line where it cannot be read."""
    yaml = YAML()
    yaml.Constructor = _Constructor
    try:
        data = yaml.load(text)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise CompanyFileError(
            [(line, "there is a character here that YAML does not allow. Please delete it.")]
        ) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = (error.problem or "this cannot be read").replace("\n", " ")
        raise CompanyFileError(
            [(mark.line + 1 if mark else 1, f"this is not YAML: {what}. Check indentation, colons and quotes here.")]
        ) from None
    if data is None:
        data = CommentedMap()
    if not isinstance(data, CommentedMap):
        raise CompanyFileError([(1, "the file should have the parts people, teams and syncs.")])
    return data


@dataclass
class Row:
    """One mapping of the file, read key by key; problems are collected in `problems` instead of raised."""

    data: CommentedMap
    line: int
    problems: list[tuple[int, str]]

    def known(self, *keys: str) -> None:
        """Note every key that is not one of `keys`."""
        for key in self.data:
            if str(key) not in keys:
                guess = did_you_mean(str(key), keys)
                hint = f"Did you mean {guess}?" if guess else f"Known here: {listing(keys)}."
                self.note(key, f"“{short(key)}” is not known. {hint}")

    def note(self, key: object, sentence: str) -> None:
        """Note a problem in the line of `key`."""
        self.problems.append((self.line_of(key), sentence))

    def line_of(self, key: object) -> int:
        """Return the line of a key, counted from 1; the row's own where the key is missing."""
        position = self.data.lc.data.get(key) if self.data.lc.data else None
        return position[0] + 1 if position else self.line

    def text(self, key: str, default: str = "") -> str:
        """Return a text."""
        value = self.data.get(key, default)
        if self._is_list(key):
            return default
        return default if value is None else str(value).strip()

    def required(self, key: str) -> str:
        """Return a text that has to be there."""
        before = len(self.problems)
        value = self.text(key)
        if not value and len(self.problems) == before:
            self.note(key, f"{key} is missing here. Please add “{key}: …”.")
        return value

    def one_of(self, key: str, values: Iterable[str], default: str) -> str:
        """Return one of `values`."""
        value, known = self.text(key, default), list(values)
        if value not in known:
            guess = did_you_mean(value, known)
            self.note(key, f"{key} cannot be “{short(value)}”. Please use {guess or listing(known, 'or')}.")
            return default
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            self.note(key, f"{key} is true or false, not “{short(value)}”.")
            return default
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; a single one may stand without brackets."""
        value = self.data.get(key)
        if not value:
            return ()
        if isinstance(value, CommentedMap):
            self.note(key, f"{key} should be a list, like [{key[:1]}…, …].")
            return ()
        return tuple(str(one).strip() for one in (value if isinstance(value, CommentedSeq) else [value]))

    def emails(self, key: str) -> tuple[str, ...]:
        """Return a list of e-mail addresses in lower case."""
        found = []
        for text in self.texts(key):
            if "@" not in text:
                self.note(key, f"“{short(text)}” is not an e-mail address. People are named by e-mail here.")
            else:
                found.append(text.lower())
        for twice in {one for one in found if found.count(one) > 1}:
            self.note(key, f"{twice} stands here twice. Once is enough.")
        return tuple(dict.fromkeys(found))

    def email(self, key: str) -> str:
        """Return one e-mail address in lower case, or ""."""
        return next(iter(self.emails(key)), "") if not self._is_list(key) else ""

    def read(self, key: str, reader: Callable[[Any], Value], default: Value, *, lists: bool = False) -> Value:
        """Return what `reader` makes of a value that is there; a UserError of it becomes a problem of this line.

        Without `lists` the value is a single one.
        """
        if self.data.get(key) is None or (not lists and self._is_list(key)):
            return default
        try:
            return reader(self.data[key])
        except UserError as error:
            self.note(key, error.sentence)
            return default

    def rows(self, key: str) -> list["Row"]:
        """Return the mappings of a list."""
        value = self.data.get(key)
        if value is None:
            return []
        if not isinstance(value, CommentedSeq):
            self.note(key, f"{key} should be a list; each item begins with “- ”.")
            return []
        found = []
        for place, item in enumerate(value):
            line = value.lc.item(place)[0] + 1
            if isinstance(item, CommentedMap):
                found.append(Row(item, line, self.problems))
            elif item is None:
                self.problems.append((line, "nothing stands after this “-”. Fill it in, or delete the line."))
            else:
                self.problems.append((line, f"“{short(item)}” should have parts like “name: …”."))
        return found

    def _is_list(self, key: str) -> bool:
        """Tell, and note, that there is a list or a mapping where one value belongs."""
        found = isinstance(self.data.get(key), CommentedMap | CommentedSeq)
        if found:
            self.note(key, f"{key} should be a single value, not a list.")
        return found


def plain(value: Any) -> Any:
    """Return YAML's own lists and mappings as ordinary ones."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


def as_date(value: Any) -> date:
    """Read a date such as 2026-08-14."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise UserError(f"“{short(value)}” is not a date. Please write it like 2026-08-14.") from None
