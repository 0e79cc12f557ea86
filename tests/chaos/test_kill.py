"""kill -9 while rounds are planned, sent, answered, closed and summed up: nothing is lost, doubled or skipped."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.chaos import check
from tests.chaos.answering import Answering
from tests.chaos.conftest import Chaos
from tests.chaos.kills import ANSWERING, CLOSING, PLANNING, POSTING, SENDING, Reaper, table
from tests.chaos.rounds import Coming, coming
from tests.chaos.stage import MONDAY, Stage, stage
from tests.chaos.waiting import until

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(3000)]


@dataclass(frozen=True)
class Fire:
    """Kills of one round, at most and beside the one while it closes, and how many people answer it.

    The others are silent, so that the round closes by its time.
    """

    planning: int
    sending: int
    answering: int
    posting: int
    answers: int


LONG = Fire(planning=2, sending=3, answering=2, posting=2, answers=30)
SHORT = Fire(planning=1, sending=2, answering=1, posting=1, answers=15)

HOWS = ("before", "accepted", "answered")


@pytest.fixture
async def set_stage(database_url: str, tmp_path: Path, chaos: Chaos) -> AsyncIterator[Stage]:
    """A company whose daily sync is about to begin."""
    async with stage(database_url, tmp_path, size=chaos.people, seed=chaos.seed) as it:
        yield it


class Story:
    """Rounds under fire, after one in which the steps of each part are counted.

    In that one, too, the bot dies: while it says its first words to people whose conversations it does not know yet.
    """

    def __init__(self, it: Stage, fire: Fire = LONG) -> None:
        """Tell it on a stage on which no bot runs yet."""
        self.stage, self.fire = it, fire
        self.draw = it.draw
        self.bot = it.process()
        self.answering = Answering(it)
        self.reaper = Reaper(it, self.bot, self.answering)
        self.planning: list[int] = []
        self.answer_steps = self.closing_steps = 0

    async def watched_round(self) -> None:
        """Let a round pass and count its steps."""
        while True:
            due = coming(self.stage)
            before = self.bot.steps()
            self.stage.move(due.at)
            await self.first_word()
            steps = self.bot.steps() - before
            if due.asks and self.planning:
                await self.reaper.at_call(SENDING, self.draw.randint(1, 3), self.draw.choice(HOWS))
            await self.stage.quiet()
            if due.closes:
                self.closing_steps = steps
                return
            if due.asks:
                self.planning.append(steps)
            if len(self.planning) == 1 and not self.answer_steps:
                turn, who = self.answering.waiting()[0]
                before = self.bot.steps()
                await self.answering.answer(turn, who)
                self.answer_steps = self.bot.steps() - before
                await self.stage.quiet()

    async def first_word(self) -> None:
        """Wait until the bot begins to say something, or has nothing to say."""
        server, said = self.stage.server, self.stage.server.said
        await until(lambda: server.said > said or not self.stage.left(), within=60, what="the first word")

    async def round_under_fire(self) -> None:
        """Let a round pass with its kills, drawn over its instants and over the steps of each."""
        asks = len(self.planning)
        planned = self.draw.sample(range(asks), self.fire.planning)
        sent = self.draw.choices(range(asks), k=self.fire.sending)
        answered = self.draw.sample(range(self.fire.answers), self.fire.answering)
        asked = 0
        while True:
            due = coming(self.stage)
            if due.closes:
                await self.answers(answered)
                await self.closing(due)
                return
            await self.plan(due, kill=due.asks and asked in planned, number=asked)
            for _ in range(sent.count(asked) if due.asks else 0):
                await self.reaper.at_call(SENDING, self.draw.randint(1, 5), self.draw.choice(HOWS))
            asked += due.asks
            await self.stage.quiet()

    async def plan(self, due: Coming, *, kill: bool, number: int) -> None:
        """Let time pass to `due`, through a kill at a drawn step of the planning."""

        async def act() -> None:
            self.stage.move(due.at)

        if kill:
            await self.reaper.at_step(PLANNING, self.draw.randint(1, self.planning[number]), act)
        else:
            await act()

    async def answers(self, killed: list[int]) -> None:
        """Let some people answer; those at the places `killed` through a kill."""
        people = self.answering.waiting()
        for place, (turn, who) in enumerate(self.draw.sample(people, min(self.fire.answers, len(people)))):
            if place not in killed:
                await self.answering.answer(turn, who)
                continue
            persona, words = self.stage.slack.persona(who), f"Through fire {turn}"

            async def act() -> None:
                if await self.answering.once(persona, words):  # noqa: B023
                    self.answering.acknowledged[turn] = words  # noqa: B023

            await self.reaper.at_step(ANSWERING, self.draw.randint(1, self.answer_steps), act)
            await self.stage.connected()
            if turn not in self.answering.acknowledged:
                await self.answering.answer(turn, who, words)
        await self.stage.quiet()

    async def closing(self, due: Coming) -> None:
        """Let the round close and be summed up, through kills in both."""

        async def act() -> None:
            self.stage.move(due.at)

        await self.reaper.at_step(CLOSING, self.draw.randint(1, self.closing_steps), act)
        for _ in range(self.fire.posting):
            await self.reaper.at_call(POSTING, self.draw.randint(1, 3), self.draw.choice(HOWS))
        await self.stage.quiet()


async def test_rounds_survive_kills(set_stage: Stage, chaos: Chaos) -> None:
    """Every person has one prompt, every acknowledged answer is stored and summed up, one roll-up a round."""
    story = Story(set_stage, SHORT if chaos.short else LONG)
    await story.bot.start()
    try:
        await story.watched_round()
        while len(story.reaper.kills()) < chaos.kills:
            await story.round_under_fire()
    finally:
        chaos.report(f"kill -9, {chaos.people} people", table(story.reaper.kills(), check.rollups(set_stage)))
    days = weekdays(until=set_stage.now().date())
    check.everything_holds(set_stage, story.answering, days=days)


def weekdays(*, until: date) -> list[str]:
    """Return the days of all rounds from the first one on."""
    days = [MONDAY.date() + timedelta(days=number) for number in range((until - MONDAY.date()).days + 1)]
    return [day.isoformat() for day in days if day.weekday() < 5]


@pytest.mark.chaos_on_one
async def test_without_history_only_what_was_in_flight_is_said_twice(
    database_url: str, tmp_path: Path, chaos: Chaos
) -> None:
    """Where Drumbeat may not read the conversation, it asks again rather than not at all: one message a kill."""
    async with stage(database_url, tmp_path, size=chaos.few, seed=chaos.seed) as it:
        it.slack.scopes.discard("im:history")
        story = Story(it)
        await story.bot.start()
        closes = False
        while not closes:
            due = coming(it)
            it.move(due.at)
            if due.asks:
                await story.reaper.at_call(SENDING, 1, "accepted")
            await it.quiet()
            closes = due.closes
        kills = story.reaper.kills()
        chaos.report("kill -9 where history may not be read", table(kills, check.rollups(it)))
        assert kills
        check.everything_holds(it, story.answering, days=["2027-03-01"], twice=len(kills))
        assert check.doubled(it) == len(kills)
