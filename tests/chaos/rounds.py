"""One round after the other: time goes from one due instant to the next, and what falls due is known beforehand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.chaos.stage import Stage, instant

OPEN = "SELECT id, closes_at FROM round WHERE state = 'open'"
TO_ASK = "SELECT count(*) FROM turn WHERE round_id = :round AND asked_at IS NULL AND ask_at <= :due"


@dataclass(frozen=True)
class Coming:
    """What is due next: at `at` somebody is `asked`, or the round `closes`, or neither."""

    at: datetime
    asks: bool
    closes: bool


def coming(stage: Stage) -> Coming:
    """Look ahead to the sync's next instant."""
    due = stage.next_due()
    opened = stage.rows(OPEN)
    if not opened:
        return Coming(due, asks=True, closes=False)
    round_id, closes_at = opened[0]
    if due >= instant(closes_at):
        return Coming(due, asks=False, closes=True)
    asked = stage.value(TO_ASK, round=round_id, due=stage.stored(due + timedelta(seconds=1)))
    return Coming(due, asks=bool(asked), closes=False)


async def pass_round(it: Stage) -> None:
    """Let the rest of the open round pass."""
    await it.quiet(within=300)
    closes = False
    while not closes:
        due = coming(it)
        it.move(due.at)
        await it.quiet(within=300)
        closes = due.closes
