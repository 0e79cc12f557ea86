"""After an upgrade the messages that people have in front of them go on working."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot import migrate
from bot.cli import main
from bot.db import async_url
from tests.factories.listening import Listening, Sending
from tests.journeys.conftest import World
from tests.journeys.test_malformed import send
from tests.journeys.test_restart import GOOD, start_again, stop

SHIPPED = frozenset(
    {
        "delivery_retry", "menu_help", "menu_search", "menu_try", "role_give", "role_show", "sync_add", "sync_answer",
        "sync_as_planned", "sync_close", "sync_delete", "sync_edit", "sync_list", "sync_list_page", "sync_more",
        "sync_new", "sync_pause", "sync_preview", "sync_resume", "sync_run", "sync_skip", "sync_why", "words_choose",
        "words_search", "words_use",
    }
)  # fmt: skip
"""The buttons in messages of 0.1.0, which stay in front of people for years: only ever add to these."""


@pytest.fixture
async def upgraded(company: World, monkeypatch: pytest.MonkeyPatch, database_url: str) -> AsyncIterator[World]:
    """Prompts went out; then the database was one of an older version, and the command brought it up to date."""
    await stop(company)
    monkeypatch.setenv("DATABASE_URL", database_url)
    await asyncio.to_thread(migrate.downgrade, async_url(database_url), "0004")
    assert await asyncio.to_thread(main, ["migrate"]) == 0
    await start_again(company)
    yield company
    await company.bot.stop()


@pytest.mark.begins("Tue 10:00")
async def test_a_message_from_before_takes_an_answer(upgraded: World) -> None:
    """The form opens, what was typed is taken, and the message shows it."""
    ana = upgraded.persona("ana")
    await ana.click("Answer")
    assert await ana.submit(GOOD) == {}
    assert "Card payments are live." in ana.messages()[-1].words


async def test_every_button_that_was_ever_in_a_message_does_something(upgraded: World) -> None:
    """One that Drumbeat knows is listened to; one that it does not know says what to do."""
    known = Listening.of(upgraded).actions
    assert sorted(SHIPPED.difference(known)) == []
    said = str(await send(upgraded, Sending(upgraded, "wei").on_message("retro_vote", "1")))
    assert "no longer here, so nothing was changed. `/pmo` shows what there is now." in said
