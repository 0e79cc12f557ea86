"""Thousands of hostile payloads through the real Bolt app: no crash, no leak, no ping, no write elsewhere."""

import asyncio
import json
from collections import Counter
from http import HTTPStatus
from io import StringIO
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase

from bot import log
from bot.playground.records import Json
from tests.chaos.conftest import Chaos
from tests.chaos.payloads import Plan, payload, plans
from tests.factories.listening import Listening, Sending
from tests.factories.other_workspace import SECRET, Other, other_workspace
from tests.journeys.conftest import COMPANY, World, world
from tests.journeys.test_hostile_words import formatted

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(3000)]

REFUSALS = {"could not be read", "event not taken", "nobody could be told", "not acknowledged in time"}
PINGS = ("<!channel", "<!here", "<!everyone", "<!subteam", "<@U0HOSTILE1", "<https://evil")
PRIVATE = "Quagga"
"""A word that stands in what one person has typed and not sent yet, and nowhere else."""


class Storm:
    """The company, the other workspace beside it, and what came of the payloads so far."""

    def __init__(self, lumen: World, other: Other, stored: dict[str, list[tuple[Any, ...]]]) -> None:
        """`stored`: the other workspace's rows, which must stay as they are."""
        self.lumen, self.other, self.stored = lumen, other, stored
        self.listening = Listening.of(lumen)
        self.counts: Counter[str] = Counter()
        self.faults: dict[str, Plan] = {}
        """What failed, by where, with a payload that does it; a listener then says "something broke"."""
        self.log = StringIO()
        log.configure("json", self.log)

    async def strike(self, plan: Plan) -> None:
        """Hand over one payload, and look at everything that it caused."""
        lumen = self.lumen
        sent = json.dumps(payload(plan, Sending(lumen, plan.who), self.listening, self.counts.total()))
        seen = lumen.slack.traffic.rows()[-1].n
        self.log.seek(0)
        self.log.truncate()
        for _ in range(plan.times):
            response = await asyncio.wait_for(lumen.bot.bolt.receive(json.loads(sent), {}), 10)
            await lumen.idle()
            self.counts["refused" if response.status != HTTPStatus.OK else "answered"] += 1
        for who in ("ana", "mara", "wei", "huimin"):
            persona = lumen.persona(who)
            while (form := persona.modal) is not None:
                await persona.client.close(form, clear=True)
        await lumen.idle()
        logged = [json.loads(line) for line in self.log.getvalue().splitlines()]
        self.faults.update({_fault(line): plan for line in logged if _is_fault(line)})
        if response.status != HTTPStatus.OK:
            assert REFUSALS & {str(line["event"]) for line in logged}, "unanswered, and nothing is logged of it"
        said: list[Json] = [row.request for row in lumen.slack.traffic.rows(seen)]
        said.append({"body": response.body})
        for word in (SECRET, PRIVATE):
            assert word not in str(said)
            assert word not in self.log.getvalue()
        texts = [text for one in said for text in formatted(one)]
        assert not [text for text in texts for ping in PINGS if ping in text]
        assert await self.other.rows() == self.stored


def _is_fault(line: Json) -> bool:
    """Tell whether something failed that nobody had thought of: an error, or a warning with an exception not ours."""
    return line["level"] == "error" or not str(line.get("exception", "bot.errors.")).startswith("bot.errors.")


def _fault(line: Json) -> str:
    """Return what failed, and the innermost place of ours."""
    trace = str(line.get("exception") or "no exception").strip().splitlines()
    ours = [part.strip() for part in trace if "/site-packages/" not in part]
    return f"{line['event']}: {trace[0].strip()} … {Path(ours[-1]).name}"[:150]


def test_hostile_payloads_do_no_harm(database_url: str, chaos: Chaos) -> None:
    """Whatever arrives is answered or refused in the log, shows and changes nothing of others, and the bot goes on."""
    with asyncio.Runner() as runner:
        setting = world(database_url)
        lumen = runner.run(setting.__aenter__())
        try:
            storm = runner.run(begun(lumen))

            @hypothesis.seed(chaos.seed)
            @hypothesis.settings(
                max_examples=chaos.payloads,
                deadline=None,
                database=None,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            )
            @hypothesis.given(plans(storm.other))
            def struck(plan: Plan) -> None:
                runner.run(storm.strike(plan))

            struck()
            runner.run(goes_on(lumen))
            counts = storm.counts
            chaos.report(
                f"{counts.total()} hostile payloads",
                [
                    ", ".join(f"{name} {number}" for name, number in sorted(counts.items())),
                    "leaks 0, pings 0, writes to another workspace 0, crashes 0",
                ],
            )
            assert storm.faults == {}
        finally:
            runner.run(setting.__aexit__(None, None, None))


async def begun(lumen: World) -> Storm:
    """Let the weekly sync be open, with an answer in it, and found the other workspace."""
    await lumen.apply(COMPANY.read_text())
    await lumen.at("Tue 10:00")
    await lumen.persona("ana").click("Answer")
    assert await lumen.persona("ana").submit({"What moved?": "Cards", "What's next?": "Refunds"}) == {}
    await lumen.persona("chloe").say(f"{PRIVATE}s are back")
    other = await other_workspace(lumen)
    return Storm(lumen, other, await other.rows())


async def goes_on(lumen: World) -> None:
    """Let somebody ask for something, and get it."""
    answered = await lumen.persona("chloe").command("/pmo sync")
    assert "sync" in answered[-1].words
