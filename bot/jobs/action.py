"""Actions by time: reminders and questions are planned, and all their messages become words here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.domain.action import Action
from bot.engine.port import Engine
from bot.jobs.shared import planned
from bot.render import Words
from bot.services import action_message, action_timer
from bot.services.action_read import named, shown_to
from bot.slack.gateway import Message
from bot.views import action as view

GONE = Skip("the action is not kept any more")

Subject = Mapping[str, Any]


def register(engine: Engine, sender: Sender, ledger: Ledger, words: Words, clock: Clock) -> None:
    """Let the engine plan what is due, and the sender word the messages."""
    engine.register(action_timer.REMINDS, planned(action_timer.plan_reminder, ledger))
    engine.register(action_timer.ASKS, planned(action_timer.plan_question, ledger))
    engine.register(action_timer.LONG_OPEN, planned(action_timer.plan_long_open, ledger))
    worded = _Worded(words, clock)
    sender.register(action_message.ASKED, worded.asked)
    sender.register(action_message.DUE, worded.due)
    sender.register(action_message.LATE, worded.late)
    sender.register(action_message.HELP, worded.help)
    sender.register(action_message.HELPS, worded.news)
    sender.register(action_message.CARRIED, worded.carried)
    sender.register(action_message.NEWS, worded.news)


@dataclass(frozen=True, slots=True)
class _Worded:
    """Makes words of each kind of message."""

    words: Words
    clock: Clock

    async def asked(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            one, today = await shown_to(session, subject, self.clock.now())
            left, _ = await named(session, subject["left"])
        if one is None:
            return GONE
        return view.asked_message(self.words, one, today, theirs=_theirs(one, subject), left=left)

    async def due(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        return await self._by_day(database, workspace_id, subject, late=False)

    async def late(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        return await self._by_day(database, workspace_id, subject, late=True)

    async def help(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            one, today = await shown_to(session, subject, self.clock.now())
        return GONE if one is None else view.help_message(self.words, one, today)

    async def carried(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            one, today = await shown_to(session, subject, self.clock.now())
        if one is None:
            return GONE
        theirs = _theirs(one, subject)
        same = (one.carried, one.revision) == (subject["carried"], subject.get("revision", one.revision))
        return view.carried_message(self.words, one, today, theirs=theirs, asks=theirs and one.live and same)

    async def news(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            one, today = await shown_to(session, subject, self.clock.now())
            by, _ = await named(session, subject["by"])
            _, owner = await named(session, subject["owner"])
        if one is None:
            return GONE
        if subject["what"] in action_message.PASSING and not (one.live and one.owner_slack == owner):
            return Skip("what became of the action since is told instead")
        return view.news_message(self.words, one, today, subject["what"], by)

    async def _by_day(self, database: Database, workspace_id: str, subject: Subject, *, late: bool) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            one, today = await shown_to(session, subject, self.clock.now())
        if one is None:
            return GONE
        on = date.fromisoformat(subject["on"])
        return view.due_message(self.words, one, today, on, theirs=_theirs(one, subject), late=late)


def _theirs(one: Action, subject: Subject) -> bool:
    """Tell whether the action is still whose it was when the message was planned."""
    return bool(one.owner_slack == subject["person"])
