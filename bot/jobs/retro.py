"""A retro by time: its timers are planned by the services, its planned messages become words here."""

from collections.abc import Mapping
from typing import Any

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.domain.retro import RetroState
from bot.domain.retro_prompt import RetroPromptFacts
from bot.engine.port import Engine
from bot.render import Words
from bot.services import retro_message
from bot.services.retro_board import board_facts, prompt_facts, turn_facts
from bot.services.retro_lock import STEP, hold_due
from bot.services.retro_round import RetroRounds
from bot.services.retro_schedule import OPENS
from bot.slack.gateway import Message
from bot.views.retro_board import board_message, turn_message
from bot.views.retro_prompt import nudge_message, prompt_message

Subject = Mapping[str, Any]

GONE = Skip("the retro is not there any more")


def register(engine: Engine, sender: Sender, rounds: RetroRounds, words: Words, clock: Clock) -> None:
    """Let the engine plan the timers of retros and the sender word the messages of their rounds."""
    engine.register(OPENS, rounds.open_due, hold=hold_due)
    engine.register(STEP, rounds.step, hold=hold_due)
    worder = _Worder(rounds.ledger, words, clock)
    sender.register(retro_message.BOARD, worder.board)
    sender.register(retro_message.PROMPT, worder.prompt)
    sender.register(retro_message.NUDGE, worder.nudge)
    sender.register(retro_message.TURN, worder.turn)


class _Worder:
    """Words the messages of rounds when they are sent."""

    def __init__(self, ledger: Ledger, words: Words, clock: Clock) -> None:
        self._ledger, self._words, self._clock = ledger, words, clock

    async def board(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            facts = await board_facts(session, subject["retro_round"], self._clock.now())
        return GONE if facts is None else board_message(self._words, facts)

    async def prompt(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        part = subject["retro_part"]
        facts, there = await self._part(database, workspace_id, part, retro_message.prompt_key(part))
        if facts is None:
            return GONE
        return Skip(facts.needless) if facts.needless and not there else prompt_message(self._words, facts)

    async def nudge(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        part = subject["retro_part"]
        facts, there = await self._part(database, workspace_id, part, retro_message.nudge_key(part))
        if facts is None:
            return GONE
        if not there and (facts.needless or facts.state == "skipped"):
            return Skip(facts.needless or "they have nothing this time")
        return nudge_message(self._words, facts)

    async def turn(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        state, whose = RetroState(subject["state"]), subject["person"]
        async with database.reading(workspace_id) as session:
            facts = await turn_facts(session, subject["retro_round"], state, whose, self._clock.now())
        return GONE if facts is None else turn_message(self._words, facts)

    async def _part(
        self, database: Database, workspace_id: str, part: int, key: str
    ) -> tuple[RetroPromptFacts | None, bool]:
        """Return the facts of a message to somebody who takes part, and whether Slack has it already."""
        async with database.reading(workspace_id) as session:
            facts = await prompt_facts(session, part, self._clock.now())
            return facts, await self._ledger.where(session, key) is not None
