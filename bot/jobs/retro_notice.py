"""Words what owners of retros, and those who run them, are told by the way."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.clock import Clock
from bot.db import Database
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.domain.retro import Hindrance, RetroState
from bot.engine.port import Engine
from bot.jobs.retro import GONE
from bot.render import Words
from bot.services import retro_message
from bot.services.retro_away import LOOK, RetroAways, away_facts
from bot.services.retro_notice import channel_trouble, owned, retro_name, taken_by
from bot.slack.gateway import Message
from bot.views.retro_notice import channel_message, missed_message, passed_on_message, taken_message, waits_message


def register(engine: Engine, sender: Sender, aways: RetroAways, words: Words, clock: Clock, command: str) -> None:
    """Let the engine look at rounds daily and the sender word these messages; `command` is the slash command."""
    engine.register(LOOK, aways.look)

    async def taken(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            found = await taken_by(session, subject["retro_round"], subject["by"])
        return taken_message(words, *found) if found else Skip("somebody else runs the retro by now")

    async def missed(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            name = await retro_name(session, subject["retro"])
        days = [date.fromisoformat(day) for day in subject["days"]]
        return GONE if name is None else missed_message(words, name, days, Hindrance(subject["why"]), command)

    async def channel(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            found = await channel_trouble(session, subject["retro"], subject["channel"])
        return channel_message(words, subject["retro"], *found) if found else Skip("the board can be posted by now")

    async def passed_on(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            names = await owned(session, subject["person"], subject["retros"])
        return passed_on_message(words, names, command) if names else Skip("the retros have another owner by now")

    async def waits(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        state, now = RetroState(subject["state"]), clock.now()
        async with database.reading(workspace_id) as session:
            facts = await away_facts(session, subject["retro_round"], state, subject["facilitator"], now)
            key = retro_message.waits_key(subject["retro_round"], state)
            there = await aways.ledger.where(session, key) is not None
        if facts is None:
            return GONE
        return (
            Skip("the retro waits for nobody who is away by now")
            if facts.over and not there
            else waits_message(words, facts)
        )

    sender.register(retro_message.WAITS, waits)
    sender.register(retro_message.TAKEN, taken)
    sender.register(retro_message.MISSED, missed)
    sender.register(retro_message.CHANNEL, channel)
    sender.register(retro_message.PASSED_ON, passed_on)
