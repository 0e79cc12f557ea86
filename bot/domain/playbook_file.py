"""Pages as files: Markdown with front matter, read with the line in which something is wrong."""

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.domain.playbook import LONGEST, LONGEST_INTERVAL, tags_in, title_in
from bot.domain.playbook_form import tidied
from bot.domain.playbook_markdown import headings
from bot.errors import UserError

KNOWN = ("title", "tags", "owner", "team", "review", "verified", "thanks")
"""What front matter may say; anything else is left alone, since other programs have keys of their own."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class BrokenFileError(UserError):
    """A file that cannot be read as a page; `line` counts from 1."""

    def __init__(self, line: int, sentence: str) -> None:
        """Keep where and what."""
        super().__init__(sentence)
        self.line = line


@dataclass(frozen=True, slots=True)
class PageFile:
    """What a file says: `owner` and `thanks` are e-mails, `team` a name, "" where it says nothing of them.

    `review`: days; `verified`: the last day of its mark, or None. `lines`: where each key stands.
    """

    title: str
    body: str
    tags: tuple[str, ...] = ()
    owner: str = ""
    team: str = ""
    review: int | None = None
    verified: date | None = None
    thanks: str = ""
    note: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text of a file, and what is to be said of how it was read ("" for UTF-8).

    Raises BrokenFileError for what is no text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding).lstrip("\ufeff"), ""
            except UnicodeDecodeError:
                raise BrokenFileError(1, "it says that it is in Unicode, and is not") from None
    if b"\0" in content:
        raise BrokenFileError(1 + content[: content.index(b"\0")].count(b"\n"), "it is no text")
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "read as Windows-1252, since it is no UTF-8"


def read_page(content: bytes, name: str) -> PageFile:
    """Return the page of a file called `name` (without its ending), which is its title where nothing else names it.

    Raises BrokenFileError with the line.
    """
    text, note = decoded(content)
    if len(text) > LONGEST:
        raise BrokenFileError(1, f"it has {len(text):,} characters, and a page {LONGEST:,} at most")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    last = len(lines)
    said: Mapping[str, Any] = {}
    where: dict[str, int] = {}
    if lines[0].rstrip() == "---":
        end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() in {"---", "..."}), None)
        if end is None:
            raise BrokenFileError(1, "its front matter begins with --- and never ends")
        said, where = _front_matter("\n".join(lines[1:end]))
        lines = lines[end + 1 :]
    body = tidied("\n".join(lines))
    if not body.strip():
        raise BrokenFileError(last, "it says nothing below its front matter")
    found = _Said(said, where)
    heading = next(iter(headings(body[:5000])), "")
    title = found.checked("title", lambda typed: title_in(typed, "")) or title_in((heading or _called(name))[:100], "")
    return PageFile(
        title=title,
        body=body,
        tags=found.tags(),
        owner=found.text("owner").lower(),
        team=found.text("team"),
        review=found.days("review"),
        verified=found.day("verified"),
        thanks=found.text("thanks").lower(),
        note=note,
        lines=where,
    )


def _called(name: str) -> str:
    """Return the name of a file as a title: "leave-policy" is "Leave policy"."""
    words = " ".join(name.replace("-", " ").replace("_", " ").split()) or name
    return words[:1].upper() + words[1:]


def _front_matter(text: str) -> tuple[Mapping[str, Any], dict[str, int]]:
    try:
        # With the places of its keys; of plain values, it makes no objects.
        loaded = YAML(typ="rt").load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        problem = getattr(error, "problem", None) or "it is no YAML"
        raise BrokenFileError((mark.line if mark else 0) + 2, f"its front matter cannot be read: {problem}") from None
    if loaded is None:
        return {}, {}
    if not isinstance(loaded, Mapping):
        raise BrokenFileError(2, "its front matter is no list of `key: value` lines")
    places = getattr(loaded, "lc", None)
    where = {str(key): (places.key(key)[0] if places else 0) + 2 for key in loaded}
    return {str(key).casefold(): value for key, value in loaded.items()}, {k.casefold(): v for k, v in where.items()}


class _Said:
    """The front matter, each key read as what it is for."""

    def __init__(self, said: Mapping[str, Any], lines: Mapping[str, int]) -> None:
        self._said, self._lines = said, lines

    def text(self, key: str) -> str:
        value = self._said.get(key)
        if isinstance(value, Mapping | list):
            raise self._broken(key, "must be a text")
        return " ".join(str(value).split()) if value is not None else ""

    def checked(self, key: str, check: Any) -> str:
        typed = self.text(key)
        try:
            return str(check(typed)) if typed else ""
        except UserError as error:
            raise self._broken(key, f"cannot be taken: {error.sentence}") from None

    def tags(self) -> tuple[str, ...]:
        value = self._said.get("tags")
        listed = ", ".join(map(str, value)) if isinstance(value, list) else self.text("tags")
        try:
            return tags_in(listed)
        except UserError as error:
            raise self._broken("tags", f"cannot be taken: {error.sentence}") from None

    def days(self, key: str) -> int | None:
        value = self._said.get(key)
        if value is None:
            return None
        days = int(str(value).split()[0]) if str(value).split()[:1] and str(value).split()[0].isdigit() else 0
        if not 1 <= days <= LONGEST_INTERVAL:
            raise self._broken(key, f"must be a number of days from 1 to {LONGEST_INTERVAL}, such as 90")
        return days

    def day(self, key: str) -> date | None:
        value = self._said.get(key)
        if value is None or value is False:
            return None
        if isinstance(value, date):
            return date(value.year, value.month, value.day)
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            raise self._broken(key, "must be the last day on which the page counts, such as 2026-12-31") from None

    def _broken(self, key: str, what: str) -> BrokenFileError:
        return BrokenFileError(self._lines.get(key, 1), f"`{key}` {what}")
