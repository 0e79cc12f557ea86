"""The question to whoever stands for a change: may an announcement go although it is a lot?"""

from dataclasses import dataclass
from enum import StrEnum


class AskState(StrEnum):
    """What came of it."""

    ASKED = "asked"
    ALLOWED = "allowed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class LoadAsk:
    """What whoever is asked reads; `what` says how much it is, `over`: the announcement went since.

    `gone`: it never goes, since it was "dropped", or its `change` "stopped".
    """

    id: int
    title: str
    what: str
    asker: str
    sponsor: str
    state: AskState
    own: bool = False
    note: str = ""
    over: bool = False
    gone: str = ""
    change: str = ""
