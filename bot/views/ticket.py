"""What a form carries with it (`private_metadata`), read when it comes back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Annotated, Any, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from bot.domain.stored_id import LARGEST
from bot.errors import Unreadable

StoredId = Annotated[int, Field(ge=0, le=LARGEST)]
"""The id of a row, or how often something happened to it."""

Short = Annotated[str, Field(max_length=255)]
"""What Slack or we numbered: a channel, a message's `ts`, a digest."""

Address = Annotated[str, Field(pattern=r"^(https?://\S{1,2000})?$")]
"""A response_url, or "" where there is none."""

Ticket = TypeVar("Ticket")

OLD_FORM = (
    "This form was opened by an earlier version of Drumbeat, so it cannot be taken. Nothing was stored. "
    "Please copy what you typed, close this form and open it once more."
)


def read_ticket(reader: TypeAdapter[Ticket], view: Mapping[str, Any]) -> Ticket:
    """Return the ticket of a form. Raises Unreadable for one that another version of Drumbeat made."""
    try:
        return reader.validate_json(view["private_metadata"], strict=True)
    except ValidationError:
        raise Unreadable(OLD_FORM, where="view.private_metadata") from None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a preview carries: the digest of what it shows, so that nothing else is done than was seen."""

    seen: Short

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_SEEN = TypeAdapter(Seen)


def seen_in(view: Mapping[str, Any]) -> str:
    """Return the digest that a preview carries. Raises Unreadable."""
    return read_ticket(_SEEN, view).seen
