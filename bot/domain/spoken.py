"""What somebody typed, as they saw it: Slack's markup of mentions and links turned back into words.

Slack sends `&amp;`, `&lt;` and `&gt;` for &, < and >, and puts mentions and links between < and > (docs.slack.dev,
"Formatting text").
"""

import re
from collections.abc import Mapping

_MARK = re.compile(r"<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>")
_LEADING_MENTION = re.compile(r"^\s*<@[A-Z0-9]+(?:\|[^<>]*)?>[\s,:]*")


def named_in(text: str) -> list[str]:
    """Return the ids of the people whom a message mentions."""
    return [name for sign, name, _ in _MARK.findall(text) if sign == "@"]


def spoken(text: str, names: Mapping[str, str]) -> str:
    """Return the text of a message as its author saw it; `names` are those of people, by Slack id."""
    plain = _MARK.sub(lambda found: _word(found[1], found[2], found[3], names), text)
    return unescaped(plain).strip()


def unescaped(text: str) -> str:
    """Return a text of Slack with its three escapes turned back; mentions and links stay as Slack writes them."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def without_mention(text: str) -> str:
    """Return a message without the mention of the bot that it begins with."""
    return _LEADING_MENTION.sub("", text)


def _word(sign: str, name: str, label: str | None, names: Mapping[str, str]) -> str:
    if sign == "@":
        return f"@{names.get(name) or label or 'somebody'}"
    if sign == "#":
        return f"#{label or 'a-channel'}"
    if sign == "!":
        # <!here>, <!subteam^S1|@designers>, <!date^…|fallback>
        return label or f"@{name.split('^', maxsplit=1)[0]}"
    address = name.removeprefix("mailto:")
    return address if not label or label == address or address.endswith(f"://{label}") else f"{label} ({address})"
