"""Several processes on one PostgreSQL: one is killed or stands still, all of them come and go, and the work goes on."""

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from bot.clock import monotonic, real_time
from tests.chaos import check
from tests.chaos.answering import Answering
from tests.chaos.company import TOGETHER
from tests.chaos.conftest import Chaos
from tests.chaos.load import Load
from tests.chaos.replicas import Blow, Deal, Replicas, kill, stop, stop_at
from tests.chaos.rounds import coming, pass_round
from tests.chaos.stage import Stage, stage
from tests.chaos.unrest import HOWS, Unrest
from tests.databases import PostgresServer

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(1800)]

NUMBER, SYNCS = 3, 3
LOCKED = (2, 3, 4)
"""Writes after a post before which the sender holds a lock: what came of it is committed, the next slot is booked and
the next message is taken."""

ANSWERS = 5
"""People who answer while the work waits to be taken over."""


@pytest.fixture
def shared_url(postgres: PostgresServer) -> Iterator[str]:
    """A fresh, migrated database that several processes may share."""
    name = postgres.create_database()
    yield postgres.url(name)
    postgres.drop_database(name)


async def test_the_others_take_over_from_a_killed_process(shared_url: str, tmp_path: Path, chaos: Chaos) -> None:
    """Kill -9 of the one that sends to everybody: the others find out what it had said, and say the rest."""
    async with stage(shared_url, tmp_path, size=chaos.people, seed=chaos.seed, zones=TOGETHER) as it:
        replicas, answering = await Replicas.started(it, NUMBER), Answering(it)
        blow = await struck_while_sending(replicas, kill)
        await some_answer(answering)
        seconds = await replicas.taken_over(blow)
        await pass_round(it)
        check.everything_holds(it, answering, days=["2027-03-01"])
        chaos.report("kill -9 of the one of three that sends", figures(it, answering, seconds))


@pytest.mark.parametrize("where", ["in a call", "in a transaction"])
async def test_a_process_that_stood_still_doubles_nothing(
    shared_url: str, tmp_path: Path, chaos: Chaos, where: str
) -> None:
    """SIGSTOP of the one that sends, SIGCONT once the others have gone on: it says nothing again, and works on.

    It stands still where it waits for Slack, or between two statements, with rows locked that the others need.
    """
    async with stage(shared_url, tmp_path, size=chaos.people, seed=chaos.seed, zones=TOGETHER) as it:
        replicas, answering = await Replicas.started(it, NUMBER), Answering(it)
        deal = stop if where == "in a call" else stop_at(it.draw.choice(LOCKED))
        blow = await struck_while_sending(replicas, deal)
        await some_answer(answering)
        seconds = await replicas.taken_over(blow)
        back = real_time()
        blow.struck.signal(signal.SIGCONT)
        await replicas.beats(blow.struck, since=back)
        await it.quiet(within=300)
        assert check.doubled(it) == 0
        await asyncio.gather(*(one.stop() for one in replicas.others(blow.struck)))
        await some_answer(answering)
        await pass_round(it)
        check.everything_holds(it, answering, days=["2027-03-01"])
        chaos.report(f"the one of three that sends stands still {where}", figures(it, answering, seconds))


async def test_processes_come_and_go_under_load(shared_url: str, tmp_path: Path, chaos: Chaos) -> None:
    """Killed, told to stop, stopped and continued at random, while rounds and answers come all the time."""
    async with stage(shared_url, tmp_path, size=chaos.people, seed=chaos.seed, syncs=SYNCS) as it:
        replicas, answering = await Replicas.started(it, NUMBER), Answering(it)
        unrest, began = Unrest(replicas.all, Random(chaos.seed)), monotonic()
        coming_and_going = asyncio.create_task(unrest.last(chaos.unrest))
        try:
            await Load(it, answering).until(coming_and_going.done)
        finally:
            coming_and_going.cancel()
            await asyncio.gather(coming_and_going, return_exceptions=True)
        coming_and_going.result()
        seconds = monotonic() - began
        assert not [one.log for one in replicas.all if one.ended], "a process died by itself"
        days = [str(row[0]) for row in it.rows("SELECT DISTINCT CAST(local_date AS TEXT) FROM round ORDER BY 1")]
        check.everything_holds(it, answering, days=days, syncs=SYNCS)
        chaos.report(
            f"{NUMBER} processes come and go for {chaos.unrest:.0f} s",
            [
                ", ".join(f"{how} {unrest.blows[how]}" for how in HOWS)
                + f", slowest stop {unrest.slowest_stop:.1f} s, work taken over {replicas.takeovers()} times",
                f"rounds {len(days) * SYNCS}, {check.figures(it, answering)}, {seconds:.0f} s",
            ],
        )


async def struck_while_sending(replicas: Replicas, deal: Deal) -> Blow:
    """Let everybody be asked, and strike whoever sends, at a drawn post."""
    it = replicas.stage
    post, accepted = it.draw.randint(5, len(it.slack.state.people) // 2), it.draw.choice((True, False))
    blow = asyncio.create_task(replicas.strike_sender(deal, post=post, accepted=accepted))
    await asyncio.sleep(0)  # until it watches
    it.move(coming(it).at)
    return await blow


async def some_answer(answering: Answering) -> None:
    """Let some of those who are asked answer."""
    for turn, who in answering.waiting()[:ANSWERS]:
        await answering.answer(turn, who)


def figures(it: Stage, answering: Answering, seconds: float) -> list[str]:
    """Return what is told of one blow."""
    return [f"the others sent on after {seconds:.1f} s; {check.figures(it, answering)}, roll-ups 1"]
