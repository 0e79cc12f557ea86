"""The door through which everything from Slack comes in: whatever is of another shape goes no further.

A listener gets what `shapes.py` names and nothing else, so that it may read it without looking at its types.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from bot.errors import Unreadable
from bot.metrics import Request
from bot.slack.event_shapes import EVENTS, OTHER_EVENT
from bot.slack.shapes import INTERACTIONS, Command, OtherInteraction, Shape

DEEPEST = 64
"""Levels of nesting that are read: Slack's own rich text has about fifteen, and Python's readers fail at a thousand."""

MOST_NAMED = 5
"""Wrong fields that are named in the log."""

REQUESTS: Mapping[str, Request] = {
    "event_callback": "event",
    "command": "command",
    "block_actions": "click",
    "view_submission": "form",
}

_UNBEARABLE = re.compile("[\x00\ud800-\udfff]")
"""NUL and lone halves of surrogate pairs: no database bears them, and no keyboard makes them."""


def read(body: Any) -> dict[str, Any]:
    """Return what Slack sent, checked and with nothing unknown in it.

    Characters that no database bears are taken out of its texts. Raises Unreadable that names the wrong fields, without
    anything of what stood in them.
    """
    clean(body)
    try:
        return _shape_of(body).model_validate(body).model_dump(exclude_unset=True)
    except ValidationError as error:
        raise Unreadable(where=listed(error)) from None


def clean(part: Any) -> None:
    """Take the characters that no database bears out of every text of a JSON value, in place.

    Raises Unreadable for one that is nested too deeply to be read at all.
    """
    level = [part]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for holder in level:
            if isinstance(holder, dict):
                _clean_keys(holder)
                _clean_values(holder, holder.items(), below)
            elif isinstance(holder, list):
                _clean_values(holder, enumerate(holder), below)
        if not below:
            return
        level = below
    raise Unreadable(where=f"more than {DEEPEST} levels")


def kind_of(body: Mapping[str, Any]) -> str:
    """Return Slack's name for what this is: a type of interaction, "event_callback", or "command"."""
    return "command" if "command" in body else str(body.get("type", ""))


def request_of(body: Any) -> Request:
    """Return what somebody did, for the figures."""
    return REQUESTS.get(kind_of(body), "other") if isinstance(body, Mapping) else "other"


def listed(error: ValidationError) -> str:
    """Return the names of the wrong fields, "view.state, user.id"; what stood in them is left out."""
    places = dict.fromkeys(_place(one["loc"]) for one in error.errors(include_input=False, include_url=False))
    return ", ".join(list(places)[:MOST_NAMED])


def _shape_of(body: Any) -> type[Shape]:
    if not isinstance(body, dict):
        return OtherInteraction
    if "command" in body:
        return Command
    if body.get("type") != "event_callback":
        return INTERACTIONS.get(str(body.get("type")), OtherInteraction)
    event = body.get("event")
    return EVENTS.get(str(event.get("type")), OTHER_EVENT) if isinstance(event, dict) else OTHER_EVENT


def _place(loc: tuple[int | str, ...]) -> str:
    """Return where it is wrong; the keys of a form's state are an app's own, and might be anything."""
    depth = loc.index("values") + 1 if "values" in loc else len(loc)
    return ".".join(str(one) for one in loc[:depth])


def _clean_keys(holder: dict[str, Any]) -> None:
    for key in [key for key in holder if not _is_bearable(key)]:
        holder[_UNBEARABLE.sub("", key)] = holder.pop(key)


def _clean_values(holder: Any, items: Iterable[tuple[Any, Any]], below: list[Any]) -> None:
    """Clean the texts that `holder` holds itself, and add the lists and objects in it to `below`."""
    for key, value in items:
        if isinstance(value, str):
            if not _is_bearable(value):
                holder[key] = _UNBEARABLE.sub("", value)
        elif isinstance(value, dict | list):
            below.append(value)


def _is_bearable(text: str) -> bool:
    # Python knows of each text whether it is ASCII, and finds one character in it many times faster than a pattern.
    return "\0" not in text if text.isascii() else not _UNBEARABLE.search(text)
