"""Every kind of message says how it stands to the interruption budget."""

from bot.app import build
from bot.clock import ShiftedClock
from bot.db import Database
from bot.domain.budget import Standing
from bot.engine.inline import InlineEngine
from bot.services import (
    announcement_message,
    blocker_message,
    change_question_message,
    change_step_message,
    channel,
    playbook_message,
    retro_message,
    sync_message,
)
from bot.services.budget_parts import STANDINGS
from bot.settings import load
from tests.factories.people import MONDAY

NEVER_ALONE_TO_A_PERSON = {
    sync_message.ROLLUP,
    sync_message.DETAILS,
    sync_message.MAP,
    sync_message.WEEK,
    channel.WELCOME,
    blocker_message.MORE,
    retro_message.BOARD,
    retro_message.CARDS,
    retro_message.THEMES,
    playbook_message.IN_CHANNEL,
    announcement_message.PAGE,
    announcement_message.CHANNEL,
    announcement_message.CHANNEL_PAGE,
    announcement_message.DONE,
    change_question_message.NO_NEWS,
    change_step_message.MOVED,
}
"""These go to channels, or into threads."""


async def test_every_kind_that_comes_to_a_person_has_its_standing(database: Database) -> None:
    """Whoever adds a kind of message decides whether it may wait."""
    bot = build(load({}), clock=ShiftedClock(MONDAY), engine_for=InlineEngine, database=database)
    await bot.http.close()
    assert set(bot.parts.sender.kinds) == set(STANDINGS) | NEVER_ALONE_TO_A_PERSON


def test_what_a_ritual_asks_is_never_held_back() -> None:
    """Nor what a colleague waits for."""
    assert STANDINGS[sync_message.PROMPT] is Standing.RITUAL
    assert STANDINGS[blocker_message.HERE] is Standing.WAITS
