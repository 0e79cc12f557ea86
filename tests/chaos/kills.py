"""kill -9 at drawn points, and how the bot goes on after each.

On PostgreSQL the seconds until it goes on do not hold the half minute after which others take a dead process's work.
"""

import signal
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median

from bot.clock import monotonic
from tests.chaos.answering import Answering
from tests.chaos.check import doubled
from tests.chaos.process import Process
from tests.chaos.stage import Stage
from tests.chaos.waiting import until

POST = "chat.postMessage"
PLANNING, SENDING, POSTING, CLOSING, ANSWERING = KINDS = ("planning", "sending", "posting", "closing", "answering")


@dataclass
class Kill:
    """One kill: its kind, point and round, the seconds until the work went on, and what it doubled or lost."""

    kind: str
    point: str
    round: int
    seconds: float
    doubled: int = 0
    lost: int = 0


class Reaper:
    """Kills the one bot of a stage, starts it again, and keeps what came of it."""

    def __init__(self, stage: Stage, bot: Process, answering: Answering) -> None:
        """Kill `bot`."""
        self.stage, self.bot, self.answering = stage, bot, answering
        self._kills: list[Kill] = []

    async def at_step(self, kind: str, step: int, act: Callable[[], Awaitable[object]]) -> bool:
        """Let the bot die before its `step`-th write from the beginning of `act`; False where it took fewer."""
        self.kills()
        self.bot.die_at(step)
        await act()
        await until(lambda: self.bot.ended or not self.stage.left(), within=60, what="death, or nothing to die of")
        if not self.bot.ended:
            self.bot.spare()
            return False
        await self._revive(kind, f"before write {step}")
        return True

    async def at_call(self, kind: str, number: int, how: str) -> bool:
        """Let the bot die around its `number`-th post from now on; False where it makes fewer.

        `how`: *before* Slack has it, when it is *accepted* and the answer not sent, when it is *answered* and the
        answer not noted.
        """
        self.kills()
        left = number

        async def strike(method: str) -> bool:
            nonlocal left
            left -= method == POST
            if method != POST or left:
                return False
            self.stage.server.before = self.stage.server.done = None
            if how == "answered":
                self.bot.die_at(1)
                return False
            self.bot.signal(signal.SIGKILL)
            await self.bot.killed()
            return True

        if how == "before":
            self.stage.server.before = strike
        else:
            self.stage.server.done = strike
        await until(lambda: self.bot.ended or not self.stage.left(), within=60, what="death, or nothing to die of")
        self.stage.server.before = self.stage.server.done = None
        if not self.bot.ended:
            self.bot.spare()
            return False
        await self._revive(kind, f"post {number} {how}")
        return True

    async def _revive(self, kind: str, point: str) -> None:
        await self.bot.killed()
        died, said = monotonic(), self.stage.server.said
        self.stage.let_silence_pass()
        await self.bot.start()
        await until(
            lambda: self.stage.server.said > said or not self.stage.left(), within=120, what="the work to go on"
        )
        self._kills.append(Kill(kind, point, self.round(), monotonic() - died))

    def kills(self) -> list[Kill]:
        """Return the kills so far, what was doubled or lost since the last one put to its account."""
        if self._kills:
            last = self._kills[-1]
            last.doubled = doubled(self.stage) - sum(one.doubled for one in self._kills[:-1])
            last.lost = len(self.answering.lost()) - sum(one.lost for one in self._kills[:-1])
        return self._kills

    def round(self) -> int:
        """Return the newest round, 0 before the first."""
        return int(self.stage.value("SELECT coalesce(max(id), 0) FROM round"))


def table(kills: list[Kill], rollups: Counter[int]) -> list[str]:
    """Return the kills by kind, a line each; `rollups` counts the roll-ups posted by round."""
    lines = [f"{'kind':<10} {'kills':>5} {'doubled':>8} {'lost':>5} {'roll-ups':>9} {'median s':>9} {'max s':>6}"]
    for kind in KINDS:
        mine = [one for one in kills if one.kind == kind]
        if not mine:
            continue
        seconds = [one.seconds for one in mine]
        a_round = sorted({rollups[one.round] for one in mine})
        lines.append(
            f"{kind:<10} {len(mine):>5} {sum(one.doubled for one in mine):>8} {sum(one.lost for one in mine):>5} "
            f"{'/'.join(map(str, a_round)):>9} {median(seconds):>9.1f} {max(seconds):>6.1f}"
        )
    slowest = max(kills, key=lambda one: one.seconds, default=None)
    return [*lines, f"the slowest: {slowest.kind}, {slowest.point}"] if slowest else lines
