"""The shortcuts of the Slack app: the one table that feeds the manifest, `doctor`, the playground and the listeners.

Fields and limits: docs.slack.dev, "App manifest reference": a name has at most 24 characters, a description 150, and an
app has at most five shortcuts of each type. They need no scope beyond `commands`.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What stands in the menu of a message (`message`), or in Slack's own menu wherever one is (`global`)."""

    callback_id: str
    name: str
    description: str
    type: Literal["message", "global"] = "message"


UPDATE = Shortcut("use_as_update", "Use as my update", "Fill the form of your open update with this message")
DECISION = Shortcut("note_decision", "Note a decision", "Add this message to the list of decisions, with its link")
BLOCKER = Shortcut("raise_blocker", "Raise a blocker", "Say whom you wait on for this; they hear of it with its link")
RETRO = Shortcut("add_to_retro", "Add to retro", "Keep this message for your team's next retro, without your name")
MENU = Shortcut("open_menu", "Drumbeat", "Your updates, your team's syncs, what waits on you", "global")

SHORTCUTS = (UPDATE, DECISION, BLOCKER, RETRO, MENU)
