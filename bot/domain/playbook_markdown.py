"""Markdown as pages are written in it: taken apart into what a view can draw, and into what a search can find.

HTML is shown as the text that it is. What a link may lead to is a web page or an e-mail, nothing else.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

AT_ONCE = 5000
"""Characters of a page that are shown together: with every word marked they still fit into one of Slack's forms."""

SEARCHED = 100_000
"""Characters of a page that are searched: what stands further below is found by the words before it."""

_LINK = re.compile(r"(https?://|mailto:)\S+", re.IGNORECASE)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_WIDEST = 40
"""Characters of a column of a table, which is shown as lines of equal width."""


class Kind(StrEnum):
    """What a part of a page is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CODE = "code"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one style; `url` where they are a link."""

    text: str
    url: str = ""
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, a paragraph, an item of a list …; `depth` and `number` (0: a bullet) are those of an item."""

    kind: Kind
    spans: tuple[Span, ...]
    depth: int = 0
    number: int = 0

    @property
    def text(self) -> str:
        """Its words without style."""
        return "".join(span.text for span in self.spans)


def parts(markdown: str) -> list[Part]:
    """Return what Markdown says, in its order."""
    return list(_Reader().read(_parser().parse(markdown)))


def pages(markdown: str, most: int = AT_ONCE) -> list[str]:
    """Return Markdown in pieces of at most `most` characters (a line without end is cut), each readable by itself.

    A piece ends before a heading where there is one in its second half, else at a line's end; code that is cut goes on
    as code.
    """
    found: list[str] = []
    piece: list[str] = []
    size, fence = 0, ""
    for line in _lines(markdown, most // 2):
        heading = not fence and line.startswith("#") and size > most // 2
        if piece and (heading or size + len(line) > most - 20):
            found.append("".join(piece) + (f"{fence}\n" if fence else ""))
            piece = [f"{fence}\n"] if fence else []
            size = sum(map(len, piece))
        piece.append(line)
        size += len(line)
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1][:3]
    return [*found, "".join(piece)] if piece or not found else found


def first_section(markdown: str) -> str:
    """Return how Markdown begins: what stands before its second heading, or before its first where text does."""
    said, fence, text = [], "", False
    for line in markdown.splitlines(keepends=True):
        if text and not fence and line.startswith("#"):
            break
        said.append(line)
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1][:3]
        text = text or bool(line.strip() and not line.startswith("#"))
    return "".join(said).strip("\n")


def outside_code(markdown: str) -> Iterator[str]:
    """Yield the lines that stand in no fenced example."""
    fence = ""
    for line in markdown.splitlines():
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1][:3]
        elif not fence:
            yield line


def plain(markdown: str) -> str:
    """Return the words of the first `SEARCHED` characters without signs, a part a line: what is searched."""
    said = (part.text for part in parts(markdown[:SEARCHED]) if part.kind is not Kind.RULE)
    return "\n".join(text for text in said if text.strip())[:SEARCHED]


def headings(markdown: str) -> list[str]:
    """Return the headings of the first `SEARCHED` characters."""
    return [part.text for part in parts(markdown[:SEARCHED]) if part.kind is Kind.HEADING]


def addresses(markdown: str) -> list[str]:
    """Return where the links of the first `SEARCHED` characters lead, each once."""
    inline = (one for token in _parser().parse(markdown[:SEARCHED]) for one in token.children or ())
    found = (unquote(str(one.attrs.get("href") or "")) for one in inline if one.type == "link_open")
    return list(dict.fromkeys(filter(None, found)))


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _lines(markdown: str, longest: int) -> Iterator[str]:
    for line in markdown.splitlines(keepends=True):
        for first in range(0, len(line), longest):
            yield line[first : first + longest]


class _Reader:
    """Goes through the parser's tokens once."""

    def __init__(self) -> None:
        self._lists: list[int] = []
        """The number of the item in hand in each open list; 0 in one of bullets."""
        self._quotes = 0
        self._heading = False
        self._begun = False
        """Whether the item in hand has said something: what follows in it is no item of its own."""
        self._rows: list[list[str]] = []
        """What the table in hand says."""

    def read(self, tokens: Sequence[Token]) -> Iterator[Part]:
        for token in tokens:
            if token.type in {"fence", "code_block"}:
                yield Part(Kind.CODE, (Span(token.content.rstrip("\n") or " "),))
            elif token.type == "hr":
                yield Part(Kind.RULE, ())
            elif token.type == "table_close":
                yield Part(Kind.CODE, (Span(_table(self._rows)),))
                self._rows = []
            elif token.type == "inline" and self._rows:
                self._rows[-1].append("".join(span.text for span in _spans(token.children or ())))
            elif token.type == "inline":
                if spans := tuple(_spans(token.children or ())):
                    yield self._part(spans)
            else:
                self._step(token, opens=token.nesting > 0)

    def _step(self, token: Token, *, opens: bool) -> None:
        """Go into what a token opens, or out of what it closes."""
        match token.type.rpartition("_")[0]:
            case "bullet_list" | "ordered_list" if opens:
                self._lists.append(int(token.attrs.get("start") or 1) if token.type.startswith("ordered") else 0)
            case "bullet_list" | "ordered_list":
                self._lists.pop()
                self._begun = True
            case "list_item" if opens:
                self._begun = False
            case "list_item":
                self._lists[-1] += 1 if self._lists[-1] else 0
            case "blockquote":
                self._quotes += token.nesting
            case "heading":
                self._heading = opens
            case "tr" if opens:
                self._rows.append([])

    def _part(self, spans: tuple[Span, ...]) -> Part:
        if self._heading:
            return Part(Kind.HEADING, spans)
        if self._lists:
            begun, self._begun = self._begun, True
            number = self._lists[-1]
            if not begun:
                return Part(Kind.ITEM, spans, len(self._lists) - 1, number)
        return Part(Kind.QUOTE if self._quotes else Kind.PARAGRAPH, spans)


_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}


def _spans(tokens: Sequence[Token]) -> Iterator[Span]:
    style, url, label = Span(""), "", ""
    for token in tokens:
        name, _, _ = token.type.rpartition("_")
        if name in _STYLES:
            changed: dict[str, Any] = {_STYLES[name]: token.nesting > 0}
            style = replace(style, **changed)
        elif name == "link" and token.nesting > 0:
            url, label = str(token.attrs.get("href") or ""), ""
        elif name == "link":
            yield from _told(style, url, label.strip())
            url = ""
        elif token.type == "image":
            source = str(token.attrs.get("src") or "")
            yield _linked(style, token.content or source, source)
        elif token.type in {"softbreak", "hardbreak"}:
            yield replace(style, text=" " if token.type == "softbreak" else "\n")
        elif token.content:
            label += token.content
            yield _linked(replace(style, code=token.type == "code_inline"), token.content, url)


def _told(style: Span, url: str, label: str) -> Iterator[Span]:
    """Yield where a link leads, where it reads like an address of its own, or leads nowhere from Slack."""
    if url and label != url and (not _LINK.fullmatch(url) or _LINK.match(label)):
        yield replace(style, text=f" ({url})")


def _linked(style: Span, text: str, url: str) -> Span:
    return replace(style, text=text, url=url if _LINK.fullmatch(url) else "")


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table as lines of equal width, since Slack's forms have none."""
    columns = max(map(len, rows))
    full = [[*row, *[""] * (columns - len(row))] for row in rows]
    widths = [min(max(len(row[column]) for row in full), _WIDEST) for column in range(columns)]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in full]
    lines.insert(1, "-+-".join("-" * width for width in widths))
    return "\n".join(lines)
