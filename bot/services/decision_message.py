"""Which messages decisions want: their kinds and keys in the ledger. The words are made when they are sent."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent
from bot.services import sync_message
from bot.services.sync_week import threads_of
from models import Answer, Decision, DecisionTold, Person, Prompt, Turn

SETTLED, DUE, REVIEW = "decision_settled", "decision_due", "decision_review"
"""Kinds: the reply to whoever asked for a decision and waits for it, the reminder to its owner, and the question to
whoever decided whether it still holds."""


def due_key(decision: Decision) -> str:
    """Return the key of the one reminder to the owner that a decision has now."""
    return f"{DUE}:{decision.id}:{decision.owner_id}"


def review_key(decision: Decision) -> str:
    """Return the key of the question whether it still holds, on the day that it has now."""
    return f"{REVIEW}:{decision.id}:{decision.review_on}"


async def shown_in(session: AsyncSession, decision: Decision) -> list[str]:
    """Return the keys of the messages that show a decision as it is now: summaries, the reminder, the question."""
    rounds = (
        sa.select(Prompt.round_id)
        .join(DecisionTold, DecisionTold.prompt_id == Prompt.id)
        .where(DecisionTold.decision_id == decision.id)
        .distinct()
    )
    threads = await threads_of(session, list(await session.scalars(rounds)))
    summaries = [key for round_id, thread in threads.items() for key in thread.heads(round_id)]
    return [*summaries, due_key(decision), review_key(decision)]


async def settled(session: AsyncSession, decision: Decision) -> list[Intent]:
    """Tell everybody who asked for a decision what became of it, below the message in which they were asked.

    Whoever settled it knows already. Where what was said in the sync is not kept any more, as a message of its own.
    """
    told = (
        sa.select(Person.slack_id, Turn.id)
        .join(Answer, Answer.person_id == Person.id)
        .join(DecisionTold, DecisionTold.prompt_id == Answer.prompt_id)
        .join(Turn, sa.and_(Turn.prompt_id == Answer.prompt_id, Turn.person_id == Answer.person_id))
        .where(DecisionTold.decision_id == decision.id, *_hears(decision))
        .order_by(Turn.id)
    )
    threads = {slack_id: sync_message.prompt_key(turn) for slack_id, turn in await session.execute(told)}
    if not threads:
        raised_by = sa.select(Person.slack_id).where(Person.id == decision.raised_by_id, *_hears(decision))
        threads = dict.fromkeys(await session.scalars(raised_by), "")
    settled_at = decision.settled_at.isoformat() if decision.settled_at else ""
    return [
        Intent(
            f"{SETTLED}:{decision.id}:{decision.revision}:{slack_id}",
            SETTLED,
            {"decision": decision.id, "settled": settled_at},
            slack_id,
            thread_key=thread,
            priority=sync_message.AT_ONCE,
        )
        for slack_id, thread in threads.items()
    ]


def _hears(decision: Decision) -> tuple[sa.ColumnElement[bool], ...]:
    return (Person.deactivated.is_(False), Person.id != decision.settled_by_id)
