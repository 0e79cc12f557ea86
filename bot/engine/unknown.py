"""Work of a kind that this process does not know: it goes back into the queue, for a process of another version.

Under a new id each time, since what was taken once is not taken by others; the id counts the tries.
"""

from bot.engine.port import Work
from bot.engine.work import UnknownWorkError

FIRST, LONGEST = 10.0, 600.0
"""Real seconds until it may be taken again: doubled each time, up to the longest."""

TRIES = 150
"""After so many it is given up: they take a day."""


def again(work: Work, workflow_id: str) -> tuple[str, float]:
    """Return the id under which `work`, taken as `workflow_id`, is to be enqueued again, and after how many seconds.

    Raises UnknownWorkError once it has been left to others for a day.
    """
    tries = int(workflow_id.removeprefix(work.id).removeprefix("~") or 0) + 1
    if tries > TRIES:
        raise UnknownWorkError(f"for a day no process knew work of kind {work.kind}")
    return f"{work.id}~{tries}", min(LONGEST, FIRST * 2.0 ** (tries - 1))
