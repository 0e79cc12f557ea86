"""The parts of changes, put together in one place: registering, whom they affect, what is announced and asked."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.db import Database
from bot.services.change_list import ChangeLists
from bot.services.change_page import ChangePages


@dataclass(frozen=True, slots=True)
class ChangeParts:
    """What handlers and jobs are given of them."""

    lists: ChangeLists
    pages: ChangePages


def change_parts(database: Database, clock: Clock) -> ChangeParts:
    """Put them together."""
    return ChangeParts(lists=ChangeLists(database, clock), pages=ChangePages(database, clock))
