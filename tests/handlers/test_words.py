"""Which messages are a person's words, and which are none."""

from typing import Any, cast

import pytest

from bot.errors import NotFound
from bot.parts import Parts
from handlers.click import number
from handlers.words import mentioned, typed


class Untouched:
    """Parts that must not be asked for anything."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} was used")


@pytest.mark.parametrize(
    "event",
    [
        {"channel_type": "im", "user": "U1", "bot_id": "B1", "text": "from a bot"},
        {"channel_type": "im", "user": "U1", "subtype": "message_changed", "text": "edited"},
        {"channel_type": "im", "subtype": "message_deleted"},
        {"channel_type": "im", "text": "from nobody"},
        {"channel_type": "channel", "user": "U1", "bot_id": "B1", "text": "said by a bot to others"},
        {"channel_type": "group", "user": "U1", "text": "said to others in private"},
    ],
)
async def test_what_no_person_typed_to_the_bot_is_left_alone(event: dict[str, Any]) -> None:
    """Bots, edits, deletions and what is said in private channels."""
    await typed(cast("Parts", Untouched()), event, {})
    if event["channel_type"] == "im":
        await mentioned(cast("Parts", Untouched()), event, {})


@pytest.mark.parametrize("value", ["", "x", "-1", "1.5", "²", "9" * 40, "7:1.2"])
def test_a_value_that_is_no_id_is_not_found(value: str) -> None:
    """Buttons of another version, or made up."""
    with pytest.raises(NotFound):
        number(value)
