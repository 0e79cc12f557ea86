"""Processes that come and go at random: killed, told to stop, stopped and continued, all drawn from one seed."""

import asyncio
import signal
from collections import Counter
from collections.abc import Sequence
from random import Random

from bot.clock import monotonic
from tests.chaos.process import Process

PAUSE = (0.5, 4.0)
"""Real seconds between two blows."""

AWAY = (1.0, 40.0)
"""Real seconds until a process is started again or continued: shorter and longer than the others wait for it."""

KILLED, TOLD, STOPPED = HOWS = ("killed", "told to stop", "stopped")


class Unrest:
    """Strikes one process after the other; one at least is always left at work, so that there is work to disturb."""

    def __init__(self, processes: Sequence[Process], draw: Random) -> None:
        """Strike running `processes`, at what `draw` draws."""
        self._processes = processes
        self._draw = draw
        self._away: dict[Process, tuple[str, float]] = {}
        self.blows: Counter[str] = Counter()
        self.slowest_stop = 0.0
        """Real seconds that a process took at most to end when it was told to."""

    async def last(self, seconds: float) -> None:
        """Strike for so many real seconds, then let all of them be at work."""
        end = monotonic() + seconds
        while monotonic() < end:
            await asyncio.sleep(self._draw.uniform(*PAUSE))
            await self._bring_back(monotonic())
            await self._strike()
        await self._bring_back(float("inf"))

    async def _strike(self) -> None:
        at_work = [one for one in self._processes if one not in self._away]
        assert not [one.log for one in at_work if one.ended], "a process died by itself"
        if len(at_work) == 1:
            return
        one, how = self._draw.choice(at_work), self._draw.choice(HOWS)
        self._away[one] = (how, monotonic() + self._draw.uniform(*AWAY))
        self.blows[how] += 1
        if how == KILLED:
            one.signal(signal.SIGKILL)
            await one.killed()
        elif how == STOPPED:
            one.signal(signal.SIGSTOP)
        else:
            began = monotonic()
            await one.stop()
            self.slowest_stop = max(self.slowest_stop, monotonic() - began)

    async def _bring_back(self, now: float) -> None:
        for one, (how, back) in list(self._away.items()):
            if back > now:
                continue
            if how == STOPPED:
                assert not one.ended, "a process died by itself while it stood still"
                one.signal(signal.SIGCONT)
            else:
                await one.start()
            del self._away[one]
