"""Several processes on one PostgreSQL: which of them is sending, and a blow to that one in the middle of its work."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Self

from bot.clock import monotonic
from tests.chaos.kills import POST
from tests.chaos.process import Process
from tests.chaos.stage import Stage
from tests.chaos.waiting import until

AT_WORK = """
    SELECT DISTINCT executor_id FROM dbos.workflow_status
    WHERE status = 'PENDING' AND queue_partition_key NOT LIKE '%:%'
"""
"""Who sends: a workspace's other lanes, of nightly work, have their name after a colon."""

BEATS = "SELECT count(*) FROM executor WHERE id = :id AND beat_at > to_timestamp(:since)"

TAKEN = "work_taken_over"
"""What the log says when a process has put another one's work back into the queue."""

Deal = Callable[[Process], Awaitable[bool]]
"""Deals the blow to the process that is sending; True lets the call in hand get no answer."""


async def kill(one: Process) -> bool:
    """Kill it while it waits for Slack's answer."""
    one.signal(signal.SIGKILL)
    await one.killed()
    return True


async def stop(one: Process) -> bool:
    """Stop it while it waits for Slack's answer, which it finds when it comes back."""
    one.signal(signal.SIGSTOP)
    return False


def stop_at(step: int) -> Deal:
    """Return what stops it before a later write, while its transaction holds what it has locked."""

    async def deal(one: Process) -> bool:
        one.stand_still_at(step)
        return False

    return deal


@dataclass(frozen=True)
class Blow:
    """What came upon the process that was sending, when, and how many posts Slack had seen when it ceased to work."""

    struck: Process
    at: float
    posts: int


@dataclass(frozen=True)
class Replicas:
    """Processes that share the work of a stage."""

    stage: Stage
    all: tuple[Process, ...]

    @classmethod
    async def started(cls, stage: Stage, number: int) -> Self:
        """Start so many processes at once."""
        replicas = cls(stage, tuple(stage.process() for _ in range(number)))
        await asyncio.gather(*(one.start() for one in replicas.all))
        return replicas

    def others(self, than: Process) -> list[Process]:
        """Return all but one."""
        return [one for one in self.all if one is not than]

    def sending(self) -> Process:
        """Return the process that has the work in hand."""
        at_work = {str(row[0]) for row in self.stage.rows(AT_WORK)}
        [one] = [one for one in self.all if not one.ended and one.executor in at_work]
        return one

    async def strike_sender(self, deal: Deal, *, post: int, accepted: bool) -> Blow:
        """Strike whoever is sending, at its `post`-th post from now on; return when that has happened.

        `accepted`: Slack has the message and has not answered yet; else it has only come to Slack's door, where that
        of a dead process is lost.
        """
        server, blow, left = self.stage.server, asyncio.get_running_loop().create_future(), post

        async def strike(method: str) -> bool:
            nonlocal left
            left -= method == POST
            if method != POST or left:
                return False
            server.before = server.done = None
            struck = self.sending()
            unanswered = await deal(struck)
            blow.set_result(struck)
            return unanswered

        if accepted:
            server.done = strike
        else:
            server.before = strike
        struck: Process = await asyncio.wait_for(blow, 60)
        await until(lambda: struck.ended or struck.stands_still, within=60, what="the blow")
        return Blow(struck, monotonic(), server.calls[POST])

    async def taken_over(self, blow: Blow) -> float:
        """Wait until another process sends what is left; return the real seconds since the blow."""
        server = self.stage.server
        await until(lambda: server.calls[POST] > blow.posts, within=300, what="the others to send on")
        return monotonic() - blow.at

    async def beats(self, one: Process, *, since: float) -> None:
        """Wait for a sign of life of a process after `since`, an instant of bot/clock.py's `real_time`."""
        seen = {"id": one.executor, "since": since}
        await until(lambda: self.stage.value(BEATS, **seen), within=60, what="a sign of life")

    def takeovers(self) -> int:
        """Return how often a process put another one's work back into the queue."""
        return sum(len(one.logged(TAKEN)) for one in self.all)
