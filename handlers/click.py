"""What a listener needs of a click, wherever it happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.stored_id import stored_id
from bot.errors import NotFound
from bot.slack.gateway import PART
from bot.slack.middleware import SLACK_ID, WORKSPACE_ID

UNKNOWN = "This button is not known any more. Nothing was changed. The home tab shows what is open."


@dataclass(frozen=True, slots=True)
class Click:
    """Who pressed what: `value` is the button's or the chosen option's; `url` answers on the message ("" elsewhere).

    `message` is the ts of the message; "" elsewhere, and for one that only its reader sees. `shared`: the message says
    more than what the click is about, so that nothing may be put in its place.
    """

    workspace_id: str
    slack_id: str
    value: str
    trigger: str
    url: str
    message: str
    on_home: bool
    shared: bool = False

    @property
    def replaces(self) -> str:
        """Where the message can be replaced by another wording; "" where it cannot."""
        return "" if self.shared else self.url

    @property
    def number(self) -> int:
        """The value as the id that it is; raises NotFound for anything else."""
        return number(self.value)


def click_of(body: Mapping[str, Any], context: Mapping[str, Any]) -> Click:
    """Read a click from Slack's `block_actions` payload."""
    action = body["actions"][0]
    chosen = action.get("selected_option") or {}
    return Click(
        workspace_id=context[WORKSPACE_ID],
        slack_id=context[SLACK_ID],
        value=str(action.get("value") or chosen.get("value") or ""),
        trigger=str(body.get("trigger_id") or ""),
        url=str(body.get("response_url") or ""),
        message=str((body.get("message") or {}).get("ts") or ""),
        on_home=(body.get("view") or {}).get("type") == "home",
        shared=PART in str(action.get("block_id") or ""),
    )


def number(value: str) -> int:
    """Return a stored id from a button's value; raises NotFound for anything else."""
    found = stored_id(value)
    if found is None:
        raise NotFound(UNKNOWN)
    return found
