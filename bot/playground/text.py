"""What Slack makes of the words that a person types: escaping, mentions, links."""

import re
from collections import Counter
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from bot.playground.records import BOT_USER_ID, Json, Person
from bot.playground.view_state import rich_text

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace

_BROADCASTS = ("channel", "here", "everyone")
_LINK = re.compile(r"(?<![<\w])https?://[^\s<>|]+")


def escaped(text: str) -> str:
    """Return `text` with &, < and > escaped, as in every text that Slack sends to a bot."""
    return escape(text, quote=False)


def typed_message(workspace: "Workspace", text: str) -> tuple[str, list[Json]]:
    """Return the text of a message as Slack sends it, and the rich_text block that its editor makes of it."""
    marked = _LINK.sub(lambda found: f"<{found.group(0)}>", escaped(text))
    marked = re.sub(rf"@({'|'.join(_BROADCASTS)})\b", r"<!\1>", marked)
    marked = _with_mentions(workspace, marked, lambda person: f"<@{person.id}>")
    marked = re.sub(r"(?<![\w&])#([a-z0-9_-]+)", lambda found: _channel_link(workspace, found), marked)
    return marked, [rich_text(text) | {"block_id": workspace.next_id("b")}]


def typed_command(workspace: "Workspace", text: str) -> str:
    """Return a command's text as sent to a bot whose manifest says `should_escape: true`: mentions carry ids."""
    marked = _with_mentions(workspace, escaped(text), lambda person: f"<@{person.id}|{person.name}>")
    return re.sub(r"(?<![\w&])#([a-z0-9_-]+)", lambda found: _channel_link(workspace, found, named=True), marked)


def mentions_bot(text: str) -> bool:
    """Tell whether a text as Slack sends it mentions the bot."""
    return f"<@{BOT_USER_ID}" in text


def _with_mentions(workspace: "Workspace", text: str, mention: Callable[[Person], str]) -> str:
    """Return `text` with each @name of a member as `mention` writes it."""
    if "@" not in text:
        return text
    for name, person in _mentionable(workspace):
        # Most members are not named: a pattern made for each would take seconds in a workspace of thousands.
        if f"@{name}".casefold() in text.casefold():
            text = re.sub(rf"@{re.escape(name)}\b", mention(person), text, flags=re.IGNORECASE)
    return text


def _mentionable(workspace: "Workspace") -> list[tuple[str, Person]]:
    """Return what people can be called after an @, longest first, so that full names win over first names."""
    people = list(workspace.state.people.values())
    first = {person.id: person.real_name.split()[0] for person in people}
    bearers = Counter(name.lower() for name in first.values())
    names = [(person.real_name, person) for person in people] + [(person.name, person) for person in people]
    names += [(first[person.id], person) for person in people if bearers[first[person.id].lower()] == 1]
    return sorted(names, key=lambda pair: -len(pair[0]))


def _channel_link(workspace: "Workspace", found: "re.Match[str]", *, named: bool = False) -> str:
    channel = workspace.state.channel_named(found.group(1))
    if channel is None:
        return found.group(0)
    return f"<#{channel.id}|{channel.name if named else ''}>"
