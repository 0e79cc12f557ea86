"""A file that somebody gets in Slack, of a sync or of a list."""

from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class SyncFile:
    """The file `name` with its title as Slack shows it; `sync` is the name of the sync that it is of, or "".

    `content` is read from its beginning, and closed by whoever sends it.
    """

    sync: str
    name: str
    title: str
    content: BinaryIO
