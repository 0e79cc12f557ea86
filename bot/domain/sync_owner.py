"""Syncs that got a new owner, as the new owner is told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A sync of this name and id has passed on."""

    ritual_id: int
    name: str
