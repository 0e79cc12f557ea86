"""What comes on a home tab."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Coming:
    """A ritual that the reader takes part in, and when it next asks in their own time; `away`: they are away then."""

    sync: str
    at: datetime
    parties: tuple[str, ...]
    away: bool = False
