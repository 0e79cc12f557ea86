"""What somebody typed in Slack (one star makes bold type, a line stands for itself) as Markdown, and as text."""

import re

_BOLD = re.compile(r"(?<![*\w\\])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![*\w])")
_BULLET = re.compile(r"^(\s*)[•◦▪‣–]\s+", re.MULTILINE)
_LINE_END = re.compile(r"(?<=[^\s])[ \t]*\n(?=[^\s])")


def as_markdown(text: str) -> str:
    """Return what somebody typed in Slack as Markdown that reads alike: *bold*, bullets, and lines that end."""
    text = _BULLET.sub(r"\1- ", text.replace("\r\n", "\n").strip())
    return _LINE_END.sub("  \n", _BOLD.sub(r"**\1**", text))


def unmarked(text: str) -> str:
    """Return what somebody typed without the signs around bold words, where none can be shown."""
    return _BOLD.sub(r"\1", text)
