"""Work that has ended: what was given up is seen, and all of it is forgotten after a while.

It is found by its function, since DBOS takes what it gives up off the queue.
"""

import asyncio
from datetime import datetime

from dbos import DBOSClient

from bot.engine.port import FailedWork
from bot.engine.work_table import ENDED, GIVEN_UP, WORKFLOW

AT_ONCE = 500


async def failures(client: DBOSClient) -> list[FailedWork]:
    """Return the work that was given up, the oldest first."""
    found = await asyncio.to_thread(lambda: client.list_workflows(status=GIVEN_UP, name=WORKFLOW, load_input=False))
    failed = []
    for one in found:
        workspace_id, kind, key = one.workflow_id.split(":", 2)
        reason = repr(one.error) if one.error else "taken up again and again, and never ended"
        failed.append(FailedWork(workspace_id, kind, key, reason))
    return failed


async def forget(client: DBOSClient, before: datetime) -> int:
    """Delete work that ended before `before` (aware, real time); return how much.

    That is AT_ONCE at most.
    """
    ended = await asyncio.to_thread(
        lambda: client.list_workflows(
            status=ENDED,
            name=WORKFLOW,
            completed_before=before.isoformat(),
            limit=AT_ONCE,
            load_input=False,
            load_output=False,
        )
    )
    if ended:
        await asyncio.to_thread(client.delete_workflows, [one.workflow_id for one in ended])
    return len(ended)
