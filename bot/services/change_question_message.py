"""Which messages questions and ideas about changes want: their kinds and keys in the ledger."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent
from bot.domain.change_question import Kind
from models import ChangeQuestion, ChangeQuestionWord, Delivery, Person

ASKED, DUE, LATE, OWNED = (
    "change_question_asked",
    "change_question_due",
    "change_question_late",
    "change_question_owned",
)
"""Kinds of messages to those who answer: it was asked of you, its day comes (or came, and there was no news), nobody
has answered it in time (to the PMO), and it is yours from now on."""

NEWS, IDEA, WORD, NO_NEWS, ANSWERS = (
    "change_question_news",
    "change_question_idea_news",
    "change_question_word",
    "change_question_no_news",
    "change_question_answers",
)
"""Kinds of messages to those who wait: what came of it, the same of an idea, a further message of the talk (to either
side), that there is no news yet (in a channel), and the new answers of a change (to all whom it affects)."""

KINDS = frozenset({ASKED, DUE, LATE, OWNED, NEWS, IDEA, WORD, NO_NEWS, ANSWERS})


def asked_key(question: ChangeQuestion) -> str:
    """Return the key of the message to whoever answers a question now."""
    return f"{ASKED}:{question.id}:{question.owner_id}"


def shown_keys(question: ChangeQuestion) -> Sequence[str]:
    """Return the keys of the messages that say how a question stands, to whoever answers it now."""
    return [asked_key(question), f"{OWNED}:{question.id}:{question.owner_id}"]


def news_keys(question: ChangeQuestion, person_ids: Iterable[int]) -> Sequence[str]:
    """Return the keys of all that askers were told of a question so far."""
    return [f"{NEWS}:{question.id}:{one}:{number}" for one in person_ids for number in range(1, question.revision + 1)]


def all_keys(question: ChangeQuestion) -> Sequence[str]:
    """Return the keys of the messages that say what was asked and answered, to its owner and to whoever asked it."""
    asker = [question.asked_by_id] if question.asked_by_id else []
    due_keys = [f"{DUE}:{question.id}:{number}" for number in range(1, question.revision + 1)]
    return [*shown_keys(question), *due_keys, *news_keys(question, asker)]


async def posted_keys(session: AsyncSession, question: ChangeQuestion) -> Sequence[str]:
    """Return the keys of what others were told of a question: channels of no news, the PMO of none in time."""
    begins = sa.or_(*(Delivery.key.startswith(f"{kind}:{question.id}:", autoescape=True) for kind in (NO_NEWS, LATE)))
    rows = sa.select(Delivery.key).where(Delivery.kind.in_((NO_NEWS, LATE)), begins)
    return list(await session.scalars(rows))


async def word_keys(session: AsyncSession, question: ChangeQuestion) -> Sequence[str]:
    """Return the keys of the messages of its talk, to either side."""
    of_it = Delivery.subject["question"].as_string() == question.id
    return list(await session.scalars(sa.select(Delivery.key).where(Delivery.kind == WORD, of_it)))


def asked(question: ChangeQuestion, owner: Person) -> Intent:
    """Return the message to whoever answers."""
    return _of(asked_key(question), ASKED, question, owner, priority=1)


def owned(question: ChangeQuestion, owner: Person, by: Person | None) -> Intent:
    """Return the message to whoever answers from now on; `by` handed it over, None: its owner has left."""
    key = f"{OWNED}:{question.id}:{owner.id}"
    return _of(key, OWNED, question, owner, priority=1, by=by.id if by else None)


def due(question: ChangeQuestion, owner: Person) -> Intent:
    """Return the message in which the owner is asked before a day, or told that it went by."""
    return _of(f"{DUE}:{question.id}:{question.revision}", DUE, question, owner)


def late(question: ChangeQuestion, to: Person) -> Intent:
    """Return the message to somebody of the PMO about what nobody has answered in time."""
    return _of(f"{LATE}:{question.id}:{to.id}:{question.due_on.isoformat()}", LATE, question, to)


def news(question: ChangeQuestion, asker: Person, own: str) -> Intent:
    """Return the message to whoever asked with a name: what came of it, as it is now.

    `own` is what they asked themselves, in their words: another question than this one where both say the same.
    """
    key = f"{NEWS}:{question.id}:{asker.id}:{question.revision}"
    kind = IDEA if question.kind == Kind.IDEA else NEWS
    return Intent(key, kind, {"question": own, "person": asker.id}, asker.slack_id, priority=1)


def word(word: ChangeQuestionWord, to: Person) -> Intent:
    """Return the message with a further message of the talk."""
    subject = {"question": word.question_id, "word": word.id}
    return Intent(f"{WORD}:{word.id}:{to.id}", WORD, subject, to.slack_id, priority=1)


def no_news(question: ChangeQuestion, day: date, channel_id: str, above: str = "") -> Intent:
    """Return the message in a channel that there is no news on the day for which it was promised.

    `above`: the key of the one about another question of the change, below which it stands.
    """
    key = f"{NO_NEWS}:{question.id}:{day.isoformat()}:{channel_id}"
    subject = {"question": question.id, "change": str(question.change_id)}
    return Intent(key, NO_NEWS, subject, channel_id, thread_key=above, priority=1)


async def no_news_above(session: AsyncSession, question: ChangeQuestion, channel_id: str, since: datetime) -> str:
    """Return the key of what a channel was told `since` of another question of the change; "" for nothing.

    Of ten that nobody can answer yet a channel reads one message, with the others in its thread.
    """
    rows = sa.select(Delivery.key).where(
        Delivery.kind == NO_NEWS,
        Delivery.target == channel_id,
        Delivery.thread_key == "",
        Delivery.created_at > since,
        Delivery.subject["change"].as_string() == str(question.change_id),
        Delivery.subject["question"].as_string() != question.id,
    )
    return await session.scalar(rows.order_by(Delivery.id).limit(1)) or ""


def answers(change_id: int, on: date, question_ids: Sequence[str], to: Sequence[tuple[int, str]]) -> list[Intent]:
    """Return the message about new answers of a change for each of `to`: person and Slack id."""
    subject = {"change": change_id, "questions": list(question_ids)}
    return [
        Intent(f"{ANSWERS}:{change_id}:{on.isoformat()}:{person_id}", ANSWERS, subject, slack_id, priority=9)
        for person_id, slack_id in to
    ]


def _of(key: str, kind: str, question: ChangeQuestion, to: Person, priority: int = 5, **more: int | None) -> Intent:
    return Intent(key, kind, {"question": question.id, "person": to.id, **more}, to.slack_id, priority=priority)
