"""A form that comes back filled: what stands in its fields, each read as what it was made for."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any

from bot.domain.stored_id import stored_id
from bot.errors import Unreadable

SEVERAL = frozenset({"checkboxes", "multi_static_select", "multi_users_select", "multi_conversations_select"})
"""Elements in which several things can be chosen."""

State = Mapping[str, Any]

CHANGED_FORM = (
    "This form does not fit this version of Drumbeat, so it was not taken. Nothing was stored. "
    "Please copy what you typed, close this form and open it once more."
)


class Filled:
    """The fields of a form by the ids of their blocks; each has one element.

    Reading raises Unreadable for a field that the form does not have, or that holds what it does not offer.
    """

    def __init__(self, fields: Mapping[str, State]) -> None:
        """Take the element of each field, as `view.state.values` has it (docs.slack.dev, "View submission")."""
        self._fields = fields

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> "Filled":
        """Read a view that was sent, closed or pressed in."""
        values = (view.get("state") or {}).get("values") or {}
        return cls({block_id: next(iter(elements.values())) for block_id, elements in values.items() if elements})

    def renamed(self, name_of: Callable[[str], str]) -> "Filled":
        """Return the same by other names."""
        return Filled({name_of(block_id): state for block_id, state in self._fields.items()})

    def __contains__(self, field: str) -> bool:
        """Tell whether the form has this field."""
        return field in self._fields

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the fields."""
        return iter(self._fields)

    def text(self, field: str) -> str:
        """Return what was typed."""
        return str(self._state(field).get("value") or "")

    def one(self, field: str, offered: Collection[str] | None = None) -> str:
        """Return what was chosen, one of `offered` where these are given; "" where nothing was."""
        state = self._state(field)
        option = state.get("selected_option") or {}
        chosen = option.get("value") or state.get("selected_user") or state.get("selected_conversation") or ""
        return self._offered(field, [str(chosen)] if chosen else [], offered)[0] if chosen else ""

    def many(self, field: str, offered: Collection[str] | None = None) -> list[str]:
        """Return all that was chosen, or the people or channels."""
        state = self._state(field)
        chosen = [str(one["value"]) for one in state.get("selected_options") or ()]
        found = chosen or list(state.get("selected_users") or state.get("selected_conversations") or ())
        return self._offered(field, found, offered)

    def day(self, field: str) -> date | None:
        """Return the date that was chosen; None where none was."""
        chosen = self._state(field).get("selected_date")
        try:
            return date.fromisoformat(chosen) if chosen else None
        except ValueError:
            raise _unfit(field) from None

    def number(self, field: str) -> int | None:
        """Return the number or row that was chosen; None where nothing was."""
        chosen = self.one(field)
        return _numbers(field, [chosen])[0] if chosen else None

    def numbers(self, field: str) -> list[int]:
        """Return all numbers or rows that were chosen."""
        return _numbers(field, self.many(field))

    def value(self, field: str) -> str | list[str] | None:
        """Return what stands in a field of whatever kind: a list where several can be chosen, None where nothing is."""
        if self._state(field).get("type") in SEVERAL:
            return self.many(field)
        return self.one(field) or self.text(field) or None

    def _state(self, field: str) -> State:
        if field not in self._fields:
            raise _unfit(field)
        return self._fields[field]

    def _offered(self, field: str, chosen: list[str], offered: Collection[str] | None) -> list[str]:
        if offered is not None and not set(chosen) <= set(offered):
            raise _unfit(field)
        return chosen


def _numbers(field: str, chosen: list[str]) -> list[int]:
    found = [one for one in map(stored_id, chosen) if one is not None]
    if len(found) < len(chosen):
        raise _unfit(field)
    return found


def _unfit(field: str) -> Unreadable:
    return Unreadable(CHANGED_FORM, where=f"view.state.values.{field}")
