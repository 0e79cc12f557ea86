"""Which messages playbooks want: their kinds and keys in the ledger. The words are made when they are sent."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent
from models import Delivery, Person, PlaybookQuestion

REVIEW, UNUSED, OUTDATED, GIVEN = "playbook_review", "playbook_unused", "playbook_outdated", "playbook_given"
"""Kinds of messages to whoever keeps pages: are they still true, nobody reads them, what readers say is out of date,
and they are yours from now on."""

MENDED = "playbook_mended"
"""Kind of the message to a reader: what they had found out of date was looked at."""

ADDED = "playbook_added"
"""Kind of the message to the PMO: a lead has added the pages that are offered to begin with."""

ASKED, IN_CHANNEL, DUE, ANSWERED, LATE = (
    "playbook_asked",
    "playbook_in_channel",
    "playbook_due",
    "playbook_answered",
    "playbook_late",
)
"""Kinds of messages of a question: to whom it is asked of, in the channel, the reminder; to who asked: its answer, and
that there is none yet."""

OF_QUESTIONS = frozenset({ASKED, IN_CHANNEL, DUE, ANSWERED, LATE})
KINDS = frozenset({REVIEW, UNUSED, OUTDATED, GIVEN, MENDED, ADDED}) | OF_QUESTIONS


def review_key(kind: str, owner_id: int, on: date) -> str:
    """Return the key of the one message of a kind that an owner of pages gets on a day."""
    return f"{kind}:{owner_id}:{on.isoformat()}"


def question_key(kind: str, question: PlaybookQuestion) -> str:
    """Return the key of a message about a question; whom it is asked of may change."""
    who = "" if kind == IN_CHANNEL else f":{question.owner_id}"
    return f"{kind}:{question.id}{who}"


async def shown_in(session: AsyncSession, question_id: int) -> list[str]:
    """Return the keys of all messages about a question: also of those that name whoever was asked before."""
    begins = Delivery.kind.concat(f":{question_id}")
    rows = sa.select(Delivery.key).where(
        Delivery.kind.in_(OF_QUESTIONS), sa.or_(Delivery.key == begins, Delivery.key.like(begins.concat(":%")))
    )
    return list(await session.scalars(rows.order_by(Delivery.id)))


def given(to: Person, page_ids: list[int], by_id: int | None, revision: int, *, left: Collection[int] = ()) -> Intent:
    """Return the message to the new owner of pages: from whoever handed them over, or (None) of those who have left."""
    key = f"{GIVEN}:{to.id}:{page_ids[0]}:{revision}"
    subject = {"person": to.id, "pages": page_ids, "by": by_id, "left": sorted(left)}
    return Intent(key, GIVEN, subject, to.slack_id)


async def naming(session: AsyncSession, person_id: int) -> list[str]:
    """Return the keys of the messages about pages that say that a person has done something, or has left."""
    rows = sa.select(Delivery.key, Delivery.subject).where(Delivery.kind.in_((GIVEN, MENDED, ADDED)))
    return [
        row.key
        for row in await session.execute(rows.order_by(Delivery.id))
        if person_id in {row.subject.get("by"), *row.subject.get("left", ())}
    ]


def added(to: Person, page_ids: list[int], by_id: int) -> Intent:
    """Return the message to somebody of the PMO about pages to begin with that a lead has added, and keeps."""
    key = f"{ADDED}:{to.id}:{page_ids[0]}"
    return Intent(key, ADDED, {"person": to.id, "pages": page_ids, "by": by_id}, to.slack_id)
