"""Decisions by time: reminders and reviews are planned, and all their messages become words here."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.delivery.sender import Sender
from bot.delivery.wording import Skip
from bot.engine.port import Engine
from bot.jobs.shared import planned
from bot.render import Words
from bot.services import decision_message, decision_timer
from bot.services.decision_read import as_of, shown_one
from bot.slack.gateway import Message
from bot.views import decision, decision_review

GONE = "the decision is not kept any more"


def register(engine: Engine, sender: Sender, ledger: Ledger, words: Words, clock: Clock) -> None:
    """Let the engine plan what is due, and the sender word the messages."""

    async def settled(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            one = await shown_one(session, subject["decision"])
            current = await as_of(session, subject["decision"])
        # By when it was decided: another day for looking at it again is no other decision. What an older version has
        # planned does not say it, and tells how it stands now.
        if one is None or current is None or subject.get("settled", current.settled) != current.settled:
            return Skip("the decision was changed again")
        return decision.settled_message(words, one)

    async def due(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            one = await shown_one(session, subject["decision"])
            current = await as_of(session, subject["decision"])
        if one is None or current is None:
            return Skip(GONE)
        today = clock.now().astimezone(ZoneInfo(current.zone)).date()
        return decision_review.due_message(words, one, today, theirs=current.owner_id == subject["owner"])

    async def review(database: Database, workspace_id: str, subject: Mapping[str, Any]) -> Message | Skip:
        async with database.reading(workspace_id) as session:
            one = await shown_one(session, subject["decision"])
        if one is None:
            return Skip(GONE)
        return decision_review.review_message(words, one, date.fromisoformat(subject["on"]))

    engine.register(decision_timer.REMINDS, planned(decision_timer.plan_reminder, ledger))
    engine.register(decision_timer.REVIEWS, planned(decision_timer.plan_review, ledger))
    sender.register(decision_message.SETTLED, settled)
    sender.register(decision_message.DUE, due)
    sender.register(decision_message.REVIEW, review)
