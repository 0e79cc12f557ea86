"""What a form carries with it (`private_metadata`), read when it comes back."""

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from bot.errors import UserError

Ticket = TypeVar("Ticket")

OLD_FORM = (
    "This form was opened by an earlier version of Drumbeat, so it cannot be taken. Nothing was stored. "
    "Please copy what you typed, close this form and open it once more."
)


def read_ticket(kind: type[Ticket], view: Mapping[str, Any]) -> Ticket:
    """Return the ticket of a form. Raises UserError for one that another version of Drumbeat made."""
    try:
        return kind(**json.loads(view["private_metadata"]))
    except (TypeError, ValueError):
        raise UserError(OLD_FORM) from None
