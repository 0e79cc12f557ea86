"""A row of the ledger as the sender has it in hand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Item:
    """A row as it was when it was taken, and what its parent in the thread is."""

    id: int
    workspace_id: str
    key: str
    kind: str
    subject: dict[str, Any]
    target: str
    thread_key: str
    joined_key: str
    state: str
    wanted: int
    attempt: int
    held_until: float
    created_at: datetime
    conversation: str
    ts: str
    parent_state: str | None
    parent_ts: str
    parent_conversation: str

    @property
    def posted(self) -> bool:
        """Whether Slack has it already, so that it is to be updated."""
        return self.ts != ""

    @property
    def in_doubt(self) -> bool:
        """Whether a call was begun of which nobody knows the end."""
        return self.state == "sending" and not self.posted

    @property
    def personal(self) -> bool:
        """Whether it goes to one person."""
        return self.target.startswith(("U", "W"))

    @property
    def unsolicited(self) -> bool:
        """Whether it is yet to come to one person as a message of its own, not in a thread."""
        return self.personal and not self.posted and not self.thread_key and self.state == "planned"

    @property
    def leads(self) -> bool:
        """Whether it is the first of several that share a message."""
        return self.joined_key == self.key

    @property
    def message_key(self) -> str:
        """The key that the message in Slack has: that of the first of those that share it."""
        return self.joined_key or self.key
