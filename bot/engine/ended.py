"""Work that has ended: what was given up is seen, and all of it is forgotten after a while.

It is found by its function, since DBOS takes what it gives up off the queue.
"""

import asyncio
from datetime import datetime

from dbos import DBOSClient

from bot.engine.port import FailedWork

GIVEN_UP = ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
"""DBOS's states of work that is not tried again: its worker failed, or it was taken up a hundred times with no end."""

ENDED = ["SUCCESS", "CANCELLED", *GIVEN_UP]
AT_ONCE = 500


async def failures(client: DBOSClient, workflow: str) -> list[FailedWork]:
    """Return the work of the function `workflow` that was given up, the oldest first."""
    found = await asyncio.to_thread(lambda: client.list_workflows(status=GIVEN_UP, name=workflow, load_input=False))
    failed = []
    for one in found:
        workspace_id, kind, key = one.workflow_id.split(":", 2)
        reason = repr(one.error) if one.error else "taken up again and again, and never ended"
        failed.append(FailedWork(workspace_id, kind, key, reason))
    return failed


async def forget(client: DBOSClient, workflow: str, before: datetime) -> int:
    """Delete work of the function `workflow` that ended before `before` (aware, real time); return how much.

    That is AT_ONCE at most.
    """
    ended = await asyncio.to_thread(
        lambda: client.list_workflows(
            status=ENDED,
            name=workflow,
            completed_before=before.isoformat(),
            limit=AT_ONCE,
            load_input=False,
            load_output=False,
        )
    )
    if ended:
        await asyncio.to_thread(client.delete_workflows, [one.workflow_id for one in ended])
    return len(ended)
