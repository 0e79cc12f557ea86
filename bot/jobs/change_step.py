"""The plan of a change by time: what is due is planned, and all its messages become words here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.domain.change_step import Step
from bot.domain.change_step_part import Part
from bot.engine.port import Engine
from bot.jobs.shared import planned
from bot.render import Words
from bot.services import change_step_message as messages
from bot.services import change_step_timer as timers
from bot.services.change_step_part import part_of
from bot.services.change_step_read import step_shown, today_of
from bot.slack.gateway import Message
from bot.views import change_step as view
from bot.views import change_step_part as part_view

GONE = Skip("the step is not kept any more")
BEGUN = Skip("the session has begun")
NEEDLESS = Skip("nothing is left to do about the step since this was planned")

Subject = Mapping[str, Any]


def register(engine: Engine, sender: Sender, ledger: Ledger, words: Words, clock: Clock) -> None:
    """Let the engine plan what is due, and the sender word the messages."""
    for kind, planner in (
        (timers.DUE, timers.plan_due),
        (timers.LATE, timers.plan_late),
        (timers.TOMORROW, timers.plan_tomorrow),
        (timers.SOON, timers.plan_soon),
    ):
        engine.register(kind, planned(planner, ledger))
    worded = _Worded(words, clock, ledger)
    sender.register(messages.ASKED, worded.asked)
    sender.register(messages.DUE, worded.due)
    sender.register(messages.LATE, worded.late)
    sender.register(messages.NEWS, worded.news)
    sender.register(messages.INVITE, worded.invite)
    sender.register(messages.TOMORROW, worded.tomorrow)
    sender.register(messages.SOON, worded.soon)
    sender.register(messages.MOVED, worded.moved)
    sender.register(messages.MATERIAL, worded.material)


@dataclass(frozen=True, slots=True)
class _Worded:
    """Makes words of each kind of message."""

    words: Words
    clock: Clock
    ledger: Ledger

    async def asked(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            one = await step_shown(session, subject["step"])
            today = await today_of(session, subject["person"], self.clock.now())
        return GONE if one is None else view.asked_message(self.words, one, today, theirs=_theirs(one, subject))

    async def due(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        now = self.clock.now()
        async with database.reading(workspace_id) as session:
            one = await step_shown(session, subject["step"])
            today = await today_of(session, subject["person"], now)
            there = await messages.is_posted(session, self.ledger, messages.DUE, subject)
        if one is None:
            return GONE
        theirs, asks = _theirs(one, subject), one.due_on.isoformat() == subject["on"]
        if not there and not (one.live and theirs and asks):
            return NEEDLESS
        return view.due_message(self.words, one, today, now, theirs=theirs, asks=asks)

    async def late(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            one = await step_shown(session, subject["step"])
            today = await today_of(session, subject["person"], self.clock.now())
            there = await messages.is_posted(session, self.ledger, messages.LATE, subject)
        if one is None:
            return GONE
        asks = one.live and one.due_on.isoformat() == subject["on"]
        if not there and not asks:
            return NEEDLESS
        return view.late_message(self.words, one, today, asks=asks, after=subject.get("after", ""))

    async def news(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            one = await step_shown(session, subject["step"])
            today = await today_of(session, subject["person"], self.clock.now())
        return GONE if one is None else view.news_message(self.words, one, today, subject["what"], subject["by"])

    async def invite(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            part = await part_of(session, subject["step"], subject["person"], self.clock.now())
            there = await messages.is_posted(session, self.ledger, messages.INVITE, subject)
        if part is None:
            return GONE
        if not there and (not part.asks or part.step.is_over(part.now)):
            return NEEDLESS
        return part_view.invite_message(self.words, part)

    async def tomorrow(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        return await self._before(database, workspace_id, subject, soon=False)

    async def soon(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        return await self._before(database, workspace_id, subject, soon=True)

    async def moved(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        part = await self._part(database, workspace_id, subject)
        if part is None:
            return GONE
        return part_view.moved_message(self.words, part)

    async def material(self, database: Database, workspace_id: str, subject: Subject) -> Message | Skip:
        part = await self._part(database, workspace_id, subject)
        return GONE if part is None else part_view.material_message(self.words, part)

    async def _before(self, database: Database, workspace_id: str, subject: Subject, *, soon: bool) -> Message | Skip:
        part = await self._part(database, workspace_id, subject)
        if part is None:
            return GONE
        if part.comes_at is not None and part.comes_at <= part.now:
            return BEGUN
        return part_view.before_message(self.words, part, soon=soon)

    async def _part(self, database: Database, workspace_id: str, subject: Subject) -> Part | None:
        async with database.reading(workspace_id) as session:
            return await part_of(session, subject["step"], subject["person"], self.clock.now())


def _theirs(one: Step, subject: Subject) -> bool:
    """Tell whether the step is still whose it was when the message was planned."""
    return bool(one.owner_slack == subject["person"])
