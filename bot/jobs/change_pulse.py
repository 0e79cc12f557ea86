"""Readiness pulses by time: people are asked, it is over, and the words of both messages."""

from collections.abc import Mapping
from typing import Any

from bot.db import Database
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.engine.port import Engine, one_by_one
from bot.render import Words
from bot.services.change_pulse import CLOSES, SENDS, ChangePulses
from bot.services.change_pulse_answer import ChangePulseAnswers, asked_with
from bot.services.change_pulse_message import ASKED, CLOSED, asked_key
from bot.services.change_pulse_read import closed_facts
from bot.slack.gateway import Message
from bot.views.change_pulse import closed_message, prompt_message

GONE = Skip("the pulse is not kept any more")
OVER = Skip("the pulse was over before this was sent")


def register(
    engine: Engine, sender: Sender, pulses: ChangePulses, answers: ChangePulseAnswers, words: Words, command: str
) -> None:
    """Let the engine plan what is due, and the sender word the messages."""

    async def asked(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            found = await asked_with(session, subject["asked"])
            if found is None:
                return GONE
            facts = await answers.prompt(session, *found)
            if not facts.open and await pulses.ledger.where(session, asked_key(subject["asked"])) is None:
                return OVER
        return prompt_message(words, facts)

    async def closed(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            found = await closed_facts(session, subject["pulse"])
        return GONE if found is None else closed_message(words, *found, command)

    engine.register(SENDS, one_by_one(pulses.send_due))
    engine.register(CLOSES, one_by_one(pulses.close_due))
    sender.register(ASKED, asked)
    sender.register(CLOSED, closed)
