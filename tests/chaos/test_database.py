"""The database fails under a running bot: people are told to try again, and nothing that was taken is lost."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.chaos import check
from tests.chaos.answering import Answering
from tests.chaos.conftest import Chaos
from tests.chaos.outage import Postgres, disk
from tests.chaos.process import Process
from tests.chaos.rounds import coming, pass_round
from tests.chaos.stage import Stage, stage
from tests.chaos.waiting import until

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(600)]

RETRY = "Try again in a moment"
AWAY = "the database is away"


async def test_postgres_restarted_while_sending(own_postgres: Postgres, tmp_path: Path, chaos: Chaos) -> None:
    """`immediate`, after the first prompts: the bot stays up, nobody is asked twice, and the round goes on."""
    async with stage(own_postgres.url, tmp_path, size=chaos.few, seed=chaos.seed) as it:
        bot, answering = it.process(), Answering(it)
        await bot.start()
        it.move(coming(it).at)
        await until(lambda: len(it.posts()) >= 2, within=60, what="some prompts")
        await asyncio.to_thread(own_postgres.stop)
        await asyncio.to_thread(own_postgres.start)
        await it.quiet()
        assert not bot.ended
        await answers_and_end(it, answering)
        chaos.report("PostgreSQL restarted while sending", figures(it, answering, bot))


async def test_postgres_away_while_sending(own_postgres: Postgres, tmp_path: Path, chaos: Chaos) -> None:
    """Connections are refused for a while: the log says so, who clicks is told, and afterwards all goes on.

    A form that was open stays, says what to do, and is taken afterwards with what was typed into it.
    """
    seconds = 8 if chaos.short else 30
    async with stage(own_postgres.url, tmp_path, size=chaos.few, seed=chaos.seed) as it:
        bot, answering = it.process(), Answering(it)
        await bot.start()
        it.move(coming(it).at)
        await it.quiet()
        (_, clicking), *_ = answering.waiting()[1:]
        open_form = await form_of_somebody(it, answering)
        asked = len(it.posts())
        it.move(coming(it).at)
        await until(lambda: len(it.posts()) > asked, within=60, what="the first of the next prompts")
        await asyncio.to_thread(own_postgres.stop)
        await open_form.refused("Typed while it was away")
        for _ in range(seconds):
            await asyncio.sleep(1)
            assert not await answering.once(it.slack.persona(clicking), "Clicked while it was away")
            assert RETRY in answering.told[-1]
        assert not bot.ended
        assert bot.logged(AWAY), "nothing in the log says what is wrong"
        await asyncio.to_thread(own_postgres.start)
        await open_form.taken()
        await it.quiet()
        await answers_and_end(it, answering)
        chaos.report(f"PostgreSQL away for {seconds} s while sending", figures(it, answering, bot))


async def test_the_disk_is_full(tmp_path: Path, chaos: Chaos) -> None:
    """SQLite cannot write: who answers is told to try again, rounds wait, and with room again all goes on."""
    with disk(tmp_path / "disk") as place:
        async with stage(f"sqlite:///{place.folder / 'drumbeat.db'}", tmp_path, size=chaos.few, seed=chaos.seed) as it:
            bot, answering = it.process(), Answering(it)
            await bot.start()
            it.move(coming(it).at)
            await it.quiet()
            open_form = await form_of_somebody(it, answering)
            place.fill(bot)
            await open_form.refused("Typed while the disk was full")
            before = len(it.posts())
            it.move(coming(it).at)
            await asyncio.sleep(3)
            assert len(it.posts()) == before
            place.free(bot)
            await open_form.taken()
            await it.quiet()
            await answers_and_end(it, answering)
            chaos.report(f"the disk is full ({type(place).__name__})", figures(it, answering, bot))


@dataclass
class OpenForm:
    """Somebody who has the form open and types into it while the database fails."""

    answering: Answering
    turn: int
    who: str
    words: str = ""

    async def refused(self, words: str) -> None:
        """Send the form in vain: it stays, with its words, and says what to do."""
        self.words = words
        persona = self.answering.stage.slack.persona(self.who)
        assert not await self.answering.once(persona, words)
        assert RETRY in self.answering.told[-1]
        assert persona.modal is not None

    async def taken(self) -> None:
        """Send the same words until they are taken."""
        await self.answering.answer(self.turn, self.who, self.words)


async def form_of_somebody(it: Stage, answering: Answering) -> OpenForm:
    """Let the first who is asked open the form."""
    (turn, who), *_ = answering.waiting()
    persona = it.slack.persona(who)
    await persona.click("Answer")
    await until(lambda: persona.modal, within=5, what="the form")
    return OpenForm(answering, turn, who)


async def answers_and_end(it: Stage, answering: Answering) -> None:
    """Let two more people answer and the round pass, and look at everything."""
    for turn, who in answering.waiting()[:2]:
        await answering.answer(turn, who)
    await pass_round(it)
    check.everything_holds(it, answering, days=["2027-03-01"])


def figures(it: Stage, answering: Answering, bot: Process) -> list[str]:
    """Return what is told of a scenario."""
    failed = len(bot.logged("work_failed", "listener failed"))
    return [f"{check.figures(it, answering)}, failures logged {failed}"]
