"""A company at work for as long as it is wanted: rounds of several syncs, and people who answer all the time."""

import asyncio
from collections.abc import Callable

from tests.chaos.answering import Answering
from tests.chaos.rounds import OPEN
from tests.chaos.stage import Stage
from tests.chaos.waiting import until

ANSWERS = 4
"""Answers that come before time goes on, where as many people are asked."""


class Load:
    """Time goes from one due instant to the next, while people answer one after the other."""

    def __init__(self, stage: Stage, answering: Answering) -> None:
        """Let the people of `stage` be asked and answer."""
        self.stage, self.answering = stage, answering
        self._still = asyncio.Lock()
        """Time stands still while somebody has a form open, so that the words go to the round they are meant for."""

    async def until(self, over: Callable[[], bool]) -> None:
        """Return when `over()` is true and the day that has begun has ended."""
        async with asyncio.TaskGroup() as group:
            answers = group.create_task(self._answers())
            await self._days(over)
            async with self._still:
                answers.cancel()
        await self.stage.quiet(within=600)

    async def _days(self, over: Callable[[], bool]) -> None:
        while not over() or self.stage.rows(OPEN):
            due = self.stage.next_due()
            async with self._still:
                self.stage.move(max(due, self.stage.now()))
            await self.stage.quiet(within=600)
            enough = len(self.answering.acknowledged) + ANSWERS
            await self._answered(enough)

    async def _answered(self, enough: int) -> None:
        answered = self.answering.acknowledged
        await until(lambda: len(answered) >= enough or not self._willing(), within=600, what="some answers")

    async def _answers(self) -> None:
        while True:
            await until(self._willing, within=3600, what="somebody who is asked")
            async with self._still:
                if willing := self._willing():
                    await self.answering.answer(*self.stage.draw.choice(willing))

    def _willing(self) -> list[tuple[int, str]]:
        """Return who will still answer: every second one of those who are asked."""
        return [(turn, who) for turn, who in self.answering.waiting() if turn % 2]
