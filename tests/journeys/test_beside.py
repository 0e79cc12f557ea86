"""Commands beside a Drumbeat that runs: what they write takes effect there without a new start."""

from collections.abc import AsyncIterator

import pytest

from bot.app import build
from bot.engine.elsewhere import ElsewhereEngine
from bot.running import Bot
from bot.services.company_file import read_company
from tests.journeys.conftest import World

LATER = """\
syncs:
  - name: Weekly sync
    days: [tue]
    time: "14:00"
    channel: "#sync"
    teams: [Payments]
"""


@pytest.fixture
async def command(company: World) -> AsyncIterator[Bot]:
    """A command's own parts on the database of the Drumbeat that runs, at the same time of day."""
    bot = build(company.bot.parts.settings, clock=company.clock, engine_for=ElsewhereEngine)
    yield bot
    await bot.close()


async def test_a_sync_that_a_file_moves_asks_at_its_new_time(company: World, command: Bot) -> None:
    """The timers stand in the database, where the next tick finds them."""
    await command.company.apply(company.workspace_id, read_company(LATER))
    await company.at("Tue 13:00")
    asked = [company.persona(who) for who in ("ana", "tiago", "rui", "priya")]
    assert [who.messages() for who in asked] == [[], [], [], []]
    await company.at("Tue 14:00")
    assert any(who.messages() for who in asked)


@pytest.mark.begins("Tue 10:00")
async def test_a_file_applied_while_a_round_is_open_leaves_it_as_it_is(company: World, command: Bot) -> None:
    """Whoever was asked can answer, and the summary comes; the next round goes by the file."""
    ana = company.persona("ana")
    await command.company.apply(company.workspace_id, read_company(LATER))
    await ana.click("All as planned", on=ana.messages()[0])
    await company.at("Tue 23:00")
    assert len(company.persona("mara").messages("sync")) == 1
