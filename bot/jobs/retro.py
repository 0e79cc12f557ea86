"""A retro by time: its timers are planned by the services, its planned messages become words here."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.db import Database
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.domain.retro import RetroState
from bot.domain.round import WORTH_ASKING
from bot.engine.port import Engine
from bot.render import Words
from bot.services import retro_message
from bot.services.asked_quiet import part_held_until
from bot.services.retro_board import board_facts, prompt_facts, turn_facts
from bot.services.retro_lock import STEP, hold_due
from bot.services.retro_round import RetroRounds
from bot.services.retro_schedule import OPENS
from bot.services.retro_step import has_card, not_introduced
from bot.slack.gateway import Message
from bot.views.retro_board import board_message, turn_message
from bot.views.retro_prompt import nudge_message, prompt_message

Subject = Mapping[str, Any]

GONE = Skip("the retro is not there any more")
SAID = "they have said what they have, or nothing, by now"
"""One reason for all of it: who wrote is told by nothing."""
JUST_ASKED = "the question itself came only now, or not yet"


def register(engine: Engine, sender: Sender, rounds: RetroRounds, words: Words, clock: Clock) -> None:
    """Let the engine plan the timers of retros and the sender word the messages of their rounds."""
    engine.register(OPENS, rounds.open_due, hold=hold_due)
    engine.register(STEP, rounds.step, hold=hold_due)
    worder = _Worder(rounds, words, clock)
    sender.register(retro_message.BOARD, worder.board)
    sender.register(retro_message.PROMPT, worder.prompt)
    sender.register(retro_message.NUDGE, worder.nudge)
    sender.register(retro_message.TURN, worder.turn)
    sender.heed_quiet(retro_message.PROMPT, wait)
    sender.heed_quiet(retro_message.NUDGE, wait)


async def wait(
    database: Database, workspace_id: str, subject: Subject, now: datetime, ends_at: datetime
) -> datetime | None:
    """Return until when what somebody is asked for a round is held, whose do-not-disturb ends at `ends_at`."""
    async with database.reading(workspace_id) as session:
        return await part_held_until(session, subject["retro_part"], now, ends_at)


class _Worder:
    """Words the messages of rounds when they are sent."""

    def __init__(self, rounds: RetroRounds, words: Words, clock: Clock) -> None:
        self._ledger, self._hooks, self._words, self._clock = rounds.ledger, rounds.phases.hooks, words, clock

    async def board(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            facts = await board_facts(session, subject["retro_round"], self._clock.now())
        return GONE if facts is None else board_message(self._words, facts)

    async def prompt(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        part = subject["retro_part"]
        async with database.reading(workspace_id) as session:
            facts = await prompt_facts(session, part, self._clock.now())
            if facts is None:
                return GONE
            needless = facts.needless or (SAID if facts.state == "skipped" else "")
            if not needless or await self._ledger.where(session, retro_message.prompt_key(part)) is not None:
                return prompt_message(self._words, facts)
        if facts.first_contact:
            async with database.transaction(workspace_id) as session:
                await not_introduced(session, part)
        return Skip(needless)

    async def nudge(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        part = subject["retro_part"]
        async with database.reading(workspace_id) as session:
            facts = await prompt_facts(session, part, self._clock.now())
            if facts is None:
                return GONE
            if await self._ledger.where(session, retro_message.nudge_key(part)) is None:
                if facts.needless:
                    return Skip(facts.needless)
                if facts.state == "skipped" or await has_card(session, self._hooks, part):
                    return Skip(SAID)
                # Both wait for the end of do-not-disturb, or of an outage: a reminder beside the question is none.
                asked_at = await self._ledger.posted_at(session, retro_message.prompt_key(part))
                if asked_at is None or facts.now - asked_at < WORTH_ASKING:
                    return Skip(JUST_ASKED)
        return nudge_message(self._words, facts)

    async def turn(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        state, whose = RetroState(subject["state"]), subject["person"]
        async with database.reading(workspace_id) as session:
            facts = await turn_facts(session, subject["retro_round"], state, whose, self._clock.now())
        return GONE if facts is None else turn_message(self._words, facts)
