"""What a listener needs of the form that was sent, or in which something was pressed."""

from collections.abc import Mapping
from typing import Any

from bot.errors import Unreadable

View = Mapping[str, Any]


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
