"""What a listener needs of the form that was sent, or in which something was pressed; and drawing one anew."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.errors import SlackRefused, Unreadable
from bot.slack.gateway import Slack

View = Mapping[str, Any]

STALE, CLOSED = "hash_conflict", "not_found"
"""Slack's refusals of a form that was drawn meanwhile, and of one that was closed or sent."""


def form_of(body: Mapping[str, Any]) -> View:
    """Return the form. Raises Unreadable for a press that was made elsewhere, where no form has such a button."""
    view: View | None = body.get("view")
    if view is None:
        raise Unreadable(where="view")
    return view


def below(view: View, which: str = "previous_view_id") -> str:
    """Return the id of the form that this one lies on, or of the lowest one (`root_view_id`). Raises Unreadable."""
    found = view.get(which)
    if not found:
        raise Unreadable(where=f"view.{which}")
    return str(found)


async def redraw(slack: Slack, view: View, draw: Callable[[View], Awaitable[View]]) -> None:
    """Draw an open form anew after something was chosen in it; `draw` makes it of what stands in its fields.

    Slack keeps what is typed in every field whose block and element stay the same. The view's hash shows that nothing
    else drew it meanwhile. After two quick choices the second one finds it stale: it is made once more, and drawn over
    the first, since what it was made of is newer. What comes out of order all the same is mended when the form is sent:
    the answers are checked then, and not which fields were shown.
    """
    try:
        await slack.update_view(str(view["id"]), await draw(view), view_hash=str(view.get("hash") or ""))
    except SlackRefused as refused:
        if refused.code == CLOSED:
            return
        if refused.code != STALE:
            raise
        await slack.update_view(str(view["id"]), await draw(view))
