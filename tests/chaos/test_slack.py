"""Slack on its bad days: rounds go through, and what people were told is taken is there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from bot.clock import monotonic
from bot.doctor import examine
from bot.settings import load
from tests.chaos import check
from tests.chaos.answering import Answering
from tests.chaos.conftest import Chaos
from tests.chaos.rounds import coming, pass_round
from tests.chaos.stage import Stage, key_of, stage
from tests.chaos.waiting import until

pytestmark = [pytest.mark.chaos, pytest.mark.chaos_on_one, pytest.mark.timeout(900)]

ANSWERS = 8
DROP_EVERY = 2.0
"""Real seconds between two losses of the socket."""

SWITCHES = {
    "429 storm": "rate_limit",
    "500s": "server_error",
    "cut before accepting": "timeout_before_accepting",
    "cut after accepting": "timeout_after_accepting",
    "events twice": "events_twice",
    "events out of order": "events_out_of_order",
}
ILL, WELL = (1.0, 3.0), (2.0, 6.0)
"""Real seconds that a fault lasts which lets nothing pass, and that it is away; drawn, since a fixed rhythm kept step
with that of the bot's tries, which are ever further apart."""


@pytest.fixture
async def set_stage(database_url: str, tmp_path: Path, chaos: Chaos) -> AsyncIterator[Stage]:
    """A company whose daily sync is about to begin."""
    async with stage(database_url, tmp_path, size=chaos.few, seed=chaos.seed) as it:
        yield it


@asynccontextmanager
async def fault(it: Stage, name: str) -> AsyncIterator[None]:
    """Let Slack be ill for the length of the block; where nothing passes, it comes and goes."""
    switch = it.slack.faults.switch
    lengths = Random(it.draw.getrandbits(32))

    async def come_and_go() -> None:
        while True:
            switch(SWITCHES[name], on=True)
            await asyncio.sleep(lengths.uniform(*ILL))
            switch(SWITCHES[name], on=False)
            await asyncio.sleep(lengths.uniform(*WELL))

    async def drop() -> None:
        while True:
            await asyncio.sleep(DROP_EVERY)
            await it.server.drop_sockets()

    if name in {"429 storm", "events twice", "events out of order"}:
        switch(SWITCHES[name], on=True)
        yield
        switch(SWITCHES[name], on=False)
        return
    task = asyncio.create_task(drop() if name == "socket dropped" else come_and_go())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        for one in SWITCHES.values():
            switch(one, on=False)


@pytest.mark.parametrize("name", [*SWITCHES, "socket dropped"])
async def test_a_round_goes_through(set_stage: Stage, chaos: Chaos, name: str) -> None:
    """Asked, answered, closed and summed up while it lasts; every pause that Slack asks for is kept."""
    it, answering = set_stage, Answering(set_stage)
    await it.process().start()
    began = monotonic()
    async with fault(it, name):
        while True:
            due = coming(it)
            if due.closes:
                for turn, who in it.draw.sample(answering.waiting(), ANSWERS):
                    await answering.answer(turn, who)
                typed = await typed_words(it)
            it.move(due.at)
            await it.quiet(within=600)
            if due.closes:
                break
    await it.connected()
    seconds = monotonic() - began
    check.everything_holds(it, answering, days=["2027-03-01"])
    assert it.server.too_early == []
    if name.startswith("events"):
        assert [len(replies_to(it, who)) for who in typed] == [1] * len(typed)
    calls = sum(it.server.calls.values())
    told = f"told to try again {len(answering.told)}"
    chaos.report(f"Slack: {name}", [f"calls {calls}, refused {it.server.limited} with 429, {told}, {seconds:.0f} s"])


async def typed_words(it: Stage) -> list[str]:
    """Let three people type words that no prompt waits for; return who."""
    people = [who for who, one in it.slack.state.people.items() if not one.is_bot][:3]
    for who in people:
        await it.slack.persona(who).say("zebra crossing")
    return people


def replies_to(it: Stage, who: str) -> list[str]:
    """Return what the bot said to somebody below or after their words, prompts aside."""
    place = it.slack.state.direct(who)
    return [one.text for one in place.messages.values() if one.user != who and not key_of(one)]


async def test_a_revoked_token_stops_the_calls_and_loses_nothing(set_stage: Stage, chaos: Chaos) -> None:
    """Log and doctor say what to do, Slack is left alone, and with a new token everything goes out."""
    it, answering = set_stage, Answering(set_stage)
    bot = it.process()
    await bot.start()
    it.move(coming(it).at)
    await it.quiet()
    it.slack.faults.switch("token_revoked", on=True)
    it.move(coming(it).at)
    await until(lambda: bot.logged("token_refused"), within=60, what="a word about the token")
    before = it.server.calls.total()
    for _ in range(6):
        it.move(it.now() + timedelta(minutes=5))
        await asyncio.sleep(2)
    calls = it.server.calls.total() - before
    assert calls <= 12, "two calls a look, one look in five minutes"
    [first, *_] = bot.logged("token_refused")
    assert "Install the app again" in first["mend"]
    told = [one.sentence for one in await examine(load(dict(it.environ)), it.clock) if one.mend]
    assert any("refuses SLACK_BOT_TOKEN (token_revoked)" in sentence for sentence in told)
    await bot.stop()
    it.slack.faults.switch("token_revoked", on=False)
    await bot.start()
    await pass_round(it)
    check.everything_holds(it, answering, days=["2027-03-01"])
    chaos.report("Slack: a revoked token", [f"calls in half an hour without a token: {calls}; all went out afterwards"])


async def test_after_an_hour_without_slack_prompts_go_out_in_order(set_stage: Stage, chaos: Chaos) -> None:
    """The rule: a prompt goes out in the order of planning, as long as its round is open and it is not answered.

    Slack is asked again after at most five real minutes.
    """
    it, answering = set_stage, Answering(set_stage)
    await it.process().start()
    async with outage(it):
        it.move(coming(it).at)
        for _ in range(12):
            it.move(it.now() + timedelta(minutes=5))
            await asyncio.sleep(1)
        waiting = it.left()
        assert waiting > 0
        assert it.posts() == []
    back = monotonic()
    await it.quiet(within=300)
    seconds = monotonic() - back
    sent = [key_of(message) for message in sorted(it.posts(), key=lambda one: one.ts)]
    assert sent == sorted(sent, key=lambda key: int(key.split(":")[1]))
    await pass_round(it)
    check.everything_holds(it, answering, days=["2027-03-01"])
    chaos.report("Slack: an hour away over the first prompts", [f"{len(sent)} prompts in order, {seconds:.0f} s after"])


async def test_prompts_that_can_no_longer_be_answered_in_time_are_not_sent(set_stage: Stage, chaos: Chaos) -> None:
    """Slack is away from before the last zone's prompts until the round has closed: those are left out."""
    it = set_stage
    await it.process().start()
    last = 0
    while not (due := coming(it)).closes:
        last = len(it.posts())
        async with outage(it) if is_last_ask(it) else nothing():
            it.move(due.at)
            await it.quiet(within=300) if not is_last_ask(it) else await asyncio.sleep(2)
            if coming(it).closes:
                it.move(coming(it).at)
                await asyncio.sleep(3)
                break
    await it.quiet(within=300)
    assert len(it.posts()) == last
    states = dict(it.rows("SELECT state, count(*) FROM delivery WHERE kind = 'sync_prompt' GROUP BY state"))
    people = sum(1 for one in it.slack.state.people.values() if not one.is_bot)
    assert states == {"sent": last, "skipped": people - last}
    assert list(check.rollups(it).values()) == [1]
    chaos.report("Slack: away until after the closing", [f"sent {last}, left out {people - last}, roll-ups 1"])


def is_last_ask(it: Stage) -> bool:
    """Tell whether everybody who is left is asked at the next instant, or has been asked just now."""
    later = "SELECT count(DISTINCT ask_at) FROM turn WHERE asked_at IS NULL"
    return bool(it.rows("SELECT id FROM round")) and it.value(later) <= 1


@asynccontextmanager
async def outage(it: Stage) -> AsyncIterator[None]:
    """Let nobody reach Slack, and Slack nobody."""
    await it.server.go_away()
    yield
    await it.server.come_back()


@asynccontextmanager
async def nothing() -> AsyncIterator[None]:
    """Let all be well."""
    yield
