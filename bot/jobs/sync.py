"""A sync by time: its timers are planned by the services, its planned messages become words here."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.clock import Clock
from bot.db import Database
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.domain.round import WORTH_ASKING
from bot.engine.port import Engine
from bot.render import Words
from bot.services import sync_message
from bot.services.asked_quiet import turn_held_until
from bot.services.sync_later import LATER, SyncLater
from bot.services.sync_lock import STEP
from bot.services.sync_prompt import prompt_facts
from bot.services.sync_round import SyncRounds
from bot.services.sync_schedule import OPENS
from bot.services.sync_step import not_introduced
from bot.slack.gateway import Message
from bot.views.sync_missed import missed_message
from bot.views.sync_prompt import nudge_message, prompt_message

ANSWERED = "answered before the reminder went out"
JUST_ASKED = "the question itself came only now, or not yet"


def register(
    engine: Engine, sender: Sender, rounds: SyncRounds, later: SyncLater, words: Words, clock: Clock, command: str
) -> None:
    """Let the engine plan a sync's timers and the sender render its messages; `command` is the slash command."""
    engine.register(OPENS, rounds.open_due)
    engine.register(STEP, rounds.step)
    engine.register(LATER, later.due)

    async def prompt(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            facts = await prompt_facts(session, subject["turn"], clock.now())
            key = sync_message.prompt_key(subject["turn"])
            if not facts.needless or await rounds.ledger.where(session, key) is not None:
                return prompt_message(words, facts)
        if facts.first_contact:
            async with database.transaction(workspace_id) as session:
                await not_introduced(session, subject["turn"])
        return Skip(facts.needless)

    async def nudge(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        number = subject.get("number")
        key = (
            sync_message.nudge_key(subject["turn"])
            if number is None
            else sync_message.later_key(subject["turn"], number)
        )
        async with database.reading(workspace_id) as session:
            facts = await prompt_facts(session, subject["turn"], clock.now())
            there = await rounds.ledger.where(session, key) is not None
            if not there and (facts.state != "pending" or facts.closed or facts.deleted):
                return Skip(facts.needless or ANSWERED)
            if not there and number is None:
                # Both wait for the end of do-not-disturb: a reminder that comes with the question is none.
                asked_at = await rounds.ledger.posted_at(session, sync_message.prompt_key(subject["turn"]))
                if asked_at is None or facts.now - asked_at < WORTH_ASKING:
                    return Skip(JUST_ASKED)
        return nudge_message(words, facts, again=number is not None)

    async def missed(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            name = await sync_message.missed_name(session, subject["ritual"])
        return missed_message(words, name, [date.fromisoformat(day) for day in subject["days"]], command)

    async def wait(
        database: Database, workspace_id: str, subject: Mapping[str, Any], now: datetime, ends_at: datetime
    ) -> datetime | None:
        async with database.reading(workspace_id) as session:
            return await turn_held_until(session, subject["turn"], now, ends_at)

    sender.heed_quiet(sync_message.PROMPT, wait)
    sender.heed_quiet(sync_message.NUDGE, wait)
    sender.register(sync_message.PROMPT, prompt)
    sender.register(sync_message.NUDGE, nudge)
    sender.register(sync_message.AGAIN, nudge)
    sender.register(sync_message.MISSED, missed)
