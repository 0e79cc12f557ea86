"""What keeps going wrong, as its owner is told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TroubleFacts:
    """What went wrong with `sync`, where ("#sync"), and why in words.

    `ritual_id` is the sync's, None where nothing of it can be changed; `archived`: the channel is; `posted`: the
    message stands there, and only a change to it could not be shown.
    """

    sync: str
    channel: str
    reason: str
    ritual_id: int | None = None
    archived: bool = False
    posted: bool = False
