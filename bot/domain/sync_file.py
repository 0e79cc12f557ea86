"""A file of a sync that somebody gets in Slack."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SyncFile:
    """The file `name` with its title as Slack shows it; `sync` is the sync's own name."""

    sync: str
    name: str
    title: str
    content: bytes
