"""The workers by kind, and how often one is tried; both engines do their work through it."""

import asyncio

import structlog

from bot.away import is_away
from bot.engine.port import Work, Worker
from bot.errors import BotError
from bot.log import describe

LONGEST = 5.0
"""Seconds between two tries while the database is away, at most: work goes on soon after it is back."""

log = structlog.get_logger(__name__)


class UnknownWorkError(BotError):
    """Work is of a kind that nobody does, such as one left by another version."""


class GivenUpError(BotError):
    """Work failed for good; says where and with which errors.

    The errors' own texts are left out: an engine stores what is raised, and they may hold what people wrote.
    """


class Workers:
    """Does work, and tries again where a worker raises."""

    def __init__(self, *, attempts: int, backoff: float, otherwise: Worker | None = None) -> None:
        """Try `attempts` times, `backoff` seconds apart, doubling each time; a database that is away is waited for.

        `otherwise` takes the work of unknown kinds.
        """
        self._workers: dict[str, Worker] = {}
        self._lanes: dict[str, str] = {}
        self._attempts = attempts
        self._backoff = backoff
        self._otherwise = otherwise
        self._stopping = False
        self._in_hand: set[asyncio.Task[None]] = set()

    def register(self, kind: str, worker: Worker, lane: str) -> None:
        """Let `worker` do the work of `kind` in `lane`; a second one for the same kind is a mistake in the code."""
        if kind in self._workers:
            raise ValueError(f"two workers for work of kind {kind}")
        self._workers[kind] = worker
        self._lanes[kind] = lane

    def lane(self, kind: str) -> str:
        """Return the lane of work of `kind`; "" also for what nobody does."""
        return self._lanes.get(kind, "")

    def partition(self, work: Work) -> str:
        """Return what names the lane of `work` among those of all workspaces."""
        lane = self.lane(work.kind)
        return f"{work.workspace_id}:{lane}" if lane else work.workspace_id

    @property
    def in_hand(self) -> set[str]:
        """The ids of the work that is being done."""
        return {task.get_name() for task in self._in_hand}

    def start(self) -> None:
        """Begin what is given from now on, as it is before the first `stop` too."""
        self._stopping = False

    def stop(self) -> None:
        """Begin nothing more: what is given from now on waits for `abandon`."""
        self._stopping = True

    async def abandon(self) -> None:
        """Break off what is still in hand; whoever takes the work up finds out how far it came."""
        for task in self._in_hand:
            log.warning("work_abandoned", work=task.get_name())
            task.cancel()
        await asyncio.gather(*self._in_hand, return_exceptions=True)

    async def do(self, work: Work) -> None:
        """Do `work`; raises GivenUpError when all tries have failed, UnknownWorkError where nobody takes it."""
        doing = asyncio.create_task(self._do(work), name=work.id)
        self._in_hand.add(doing)
        doing.add_done_callback(self._in_hand.discard)
        await doing

    async def _do(self, work: Work) -> None:
        if self._stopping:
            await asyncio.get_running_loop().create_future()
        worker = self._workers.get(work.kind, self._otherwise)
        if worker is None:
            raise UnknownWorkError(f"nobody does work of kind {work.kind}")
        attempt = waited = 0
        while True:
            try:
                await worker(work)
            except UnknownWorkError:
                raise
            except Exception as failure:  # whatever a worker meets, it is tried again; given up, it is raised
                if is_away(failure):
                    waited += 1
                    log.warning(
                        "work_waits_for_the_database", kind=work.kind, key=work.key, workspace=work.workspace_id
                    )
                    await asyncio.sleep(min(LONGEST, self._backoff * 2 ** (min(waited, 20) - 1)))
                    continue
                attempt += 1
                given_up = attempt == self._attempts
                log.exception(
                    "work_failed", kind=work.kind, key=work.key, workspace=work.workspace_id, attempt=attempt,
                    given_up=given_up, exc_info=failure,
                )  # fmt: skip
                if given_up:
                    raise GivenUpError(describe(failure)) from None
            else:
                return
            await asyncio.sleep(self._backoff * 2 ** (attempt - 1))
