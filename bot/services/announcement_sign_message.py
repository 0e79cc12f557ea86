"""Which messages the approval of an announcement wants: their kinds and keys in the ledger."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from models import AnnouncementSign, Delivery, Person

ASK, NEWS, EDIT = "announcement_sign_asked", "announcement_sign_news", "announcement_sign_edit"
"""Kinds of messages: to whoever is to approve an announcement, to its author, and to whoever signed what was edited."""

KINDS = frozenset({ASK, NEWS, EDIT})

SIGNED, DECLINED, LEFT, STUCK, EDITED = "signed", "declined", "left", "stuck", "edited"
"""What its author hears: all have signed and it goes; a change is asked for; somebody has left; signed, but it cannot
go. And what whoever signed it hears: it was edited once it was out."""

EDIT_SIGNED, EDIT_DECLINED, EDIT_LEFT = "edit_signed", "edit_declined", "edit_left"
"""What whoever edited it hears, where its meaning changed: all have signed and readers have it, and so on."""


def ask(announcement_id: int, person_id: int, slack_id: str, revision: int, *, edit: bool = False) -> Intent:
    """Ask somebody to approve what an announcement says at a revision: an edit of an older message notifies nobody.

    With `edit` it is out, and waits for them to say that.
    """
    subject = {"announcement": announcement_id, "person": person_id, "revision": revision}
    subject |= {"edit": True} if edit else {}
    return Intent(ask_key(subject), ASK, subject, slack_id, priority=1)


def ask_key(subject: Mapping[str, Any]) -> str:
    """Return the key of the question with this subject."""
    return f"{ASK}:{subject['announcement']}:{subject['person']}:{subject['revision']}"


async def once_more(session: AsyncSession, ledger: Ledger, asks: Sequence[Intent]) -> list[Intent]:
    """Return replies below those of these questions that were posted already: an edit of one notifies nobody."""
    replies = []
    for one in asks:
        known = [one.key, *await ledger.below(session, one.key)]
        if await ledger.where(session, known[-1]) is not None:
            key, subject = f"{one.key}:{len(known)}", {**one.subject, "again": True}
            replies.append(Intent(key, ASK, subject, one.target, thread_key=one.key, priority=1))
    return replies


def news(announcement_id: int, slack_id: str, what: str, revision: int, person_id: int) -> Intent:
    """Tell its author what came of it."""
    subject = {"announcement": announcement_id, "what": what, "person": person_id}
    key = f"{NEWS}:{announcement_id}:{what}:{person_id}:{revision}"
    return Intent(key, NEWS, subject, slack_id, priority=1)


async def edited(session: AsyncSession, announcement_id: int, by_id: int, revision: int) -> list[Intent]:
    """Tell those who signed an announcement that somebody has edited it since; whoever did it knows."""
    rows = sa.select(Person.slack_id).join(AnnouncementSign, AnnouncementSign.person_id == Person.id)
    signed = (AnnouncementSign.announcement_id == announcement_id, AnnouncementSign.state == "signed")
    others = await session.scalars(rows.where(*signed, Person.id != by_id, Person.deactivated.is_(False)))
    subject = {"announcement": announcement_id, "what": EDITED, "person": by_id}
    return [Intent(f"{EDIT}:{announcement_id}:{one}:{revision}", EDIT, subject, one, priority=5) for one in others]


async def ask_keys(session: AsyncSession, announcement_id: int) -> list[str]:
    """Return the keys of all messages that asked somebody to approve an announcement."""
    rows = sa.select(Delivery.key).where(Delivery.kind == ASK, Delivery.key.like(f"{ASK}:{announcement_id}:%"))
    return list(await session.scalars(rows.order_by(Delivery.id)))
