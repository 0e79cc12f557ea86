"""Questions and ideas by time: whoever answers is asked before a day, and a promised word never just lapses."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.action_due import late_at
from bot.domain.change_question import AGAIN, ONE_DAY, State
from bot.domain.change_question_day import no_news_at
from bot.domain.decision_due import remind_at
from bot.domain.working_time import WorkingTime
from bot.engine.port import DueTimer
from bot.engine.timers import set_timer
from bot.services import change_question_message as messages
from bot.services.pause_read import running
from bot.services.role import pmos
from bot.services.working import working_times
from models import Announcement, AnnouncementChannel, ChangeQuestion, ChangeQuestionWord, Person

TELLS, REMINDS, PASSES = "change_question.tell", "change_question.due", "change_question.passed"
"""Kinds of the timers: what was handed over at night goes to whoever answers, they are asked before the day comes, and
what is done when it has come. The subject of the latter two is the question as it was when they were set."""

TOGETHER = timedelta(hours=12)
"""For so long what a channel is told of several questions of a change stands below the first of them."""

_CHANNELS = (
    sa.select(AnnouncementChannel.channel_id)
    .join(Announcement, Announcement.id == AnnouncementChannel.announcement_id)
    .where(Announcement.change_id == sa.bindparam("change_id"), Announcement.state.in_(("sending", "sent")))
    .distinct()
)


def subject_of(question: ChangeQuestion) -> str:
    """Return what the timers of a question as it is now are known by; those of an earlier state are passed over."""
    return f"{question.id}:{question.revision}"


async def working_of(session: AsyncSession, person: Person) -> WorkingTime:
    """Return when somebody works."""
    return (await working_times(session, [person]))[person.id]


async def schedule(session: AsyncSession, question: ChangeQuestion, now: datetime) -> None:
    """Set the timers that a question needs as it is now; call it once its revision has grown."""
    await session.flush()
    state = State(question.state)
    if not state.waits:
        return
    working = await working_of(session, await session.get_one(Person, question.owner_id))
    day = question.next_word_on if state is State.UNKNOWN and question.next_word_on else question.due_on
    before = remind_at(working, day, now)
    passed = no_news_at(working, day, now) if state is State.UNKNOWN else late_at(working, day)
    if before is not None and before > now:
        await set_timer(session, question.workspace_id, REMINDS, subject_of(question), before)
    # Handed over to somebody whose day is over already it is due at once: what is promised never just lapses.
    await set_timer(session, question.workspace_id, PASSES, subject_of(question), max(passed, now))


async def tell_when_working(
    session: AsyncSession, question: ChangeQuestion, now: datetime, word: ChangeQuestionWord | None = None
) -> None:
    """Let whoever answers hear of a question, or of a further message, as soon as they work."""
    working = await working_of(session, await session.get_one(Person, question.owner_id))
    subject = question.id if word is None else f"{question.id}:{word.id}"
    await set_timer(session, question.workspace_id, TELLS, subject, working.next_working(now) or now)
    if word is None:
        await schedule(session, question, now)


async def plan_telling(session: AsyncSession, ledger: Ledger, timer: DueTimer) -> None:
    """Plan the message to whoever answers about what was handed over at night."""
    question_id, _, word_id = timer.subject.partition(":")
    question = await session.get(ChangeQuestion, question_id)
    if question is None or question.state == State.WITHDRAWN:
        return
    owner = await session.get_one(Person, question.owner_id)
    word = await session.get(ChangeQuestionWord, word_id) if word_id else None
    if word is not None:
        await ledger.plan(session, timer.workspace_id, [messages.word(word, owner)])
    elif not word_id:
        await ledger.plan(session, timer.workspace_id, [messages.asked(question, owner)])


async def plan_reminder(session: AsyncSession, ledger: Ledger, timer: DueTimer, now: datetime) -> None:
    """Ask whoever answers, once, before the day comes; while they are away it is put off."""
    question = await _of(session, timer)
    if question is None:
        return
    owner = await session.get_one(Person, question.owner_id)
    working = await working_of(session, owner)
    if await running(session, now) is not None or not working.works_on(working.local_date(now)):
        at = remind_at(working, _day_of(question), now)
        if at is not None:
            await set_timer(session, timer.workspace_id, REMINDS, timer.subject, at)
        return
    if owner.id != question.asked_by_id:
        await ledger.plan(session, timer.workspace_id, [messages.due(question, owner)])


async def plan_passed(session: AsyncSession, ledger: Ledger, timer: DueTimer, now: datetime) -> None:
    """Do what is due once the day has come: the PMO hears what nobody answered, whoever waits that there is no news."""
    question = await _of(session, timer)
    if question is None:
        return
    if question.state == State.OPEN:
        await _tell_pmo(session, ledger, question)
        return
    day, again = question.next_word_on or question.due_on, question.no_news
    owner = await session.get_one(Person, question.owner_id)
    working = await working_of(session, owner)
    question.no_news, question.next_word_on = True, next_day(working, max(day, working.local_date(now)))
    question.revision += 1
    await session.flush()
    await ledger.refresh(session, timer.workspace_id, messages.shown_keys(question))
    wanted = [messages.due(question, owner)]
    wanted += [messages.news(question, one, own) for one, own in await askers_of(session, question)]
    for one in await channels_of(session, question):
        above = await messages.no_news_above(session, question, one, now - TOGETHER)
        wanted.append(messages.no_news(question, day, one, above))
    await ledger.plan(session, timer.workspace_id, wanted)
    if again:
        await _tell_pmo(session, ledger, question)
    await schedule(session, question, now)


async def askers_of(session: AsyncSession, question: ChangeQuestion) -> list[tuple[Person, str]]:
    """Return who asked it with a name, and who asked the same, and is still here: each once, with what they asked."""
    rows = (
        sa.select(Person, ChangeQuestion.id)
        .join(ChangeQuestion, ChangeQuestion.asked_by_id == Person.id)
        .where(
            sa.or_(ChangeQuestion.id == question.id, ChangeQuestion.same_as_id == question.id),
            Person.deactivated.is_(False),
        )
        .order_by(Person.id, ChangeQuestion.same_as_id.is_(None), ChangeQuestion.asked_at.desc())
    )
    # The last of several that one person asked is the question itself, else the eldest.
    return [(person, own) for person, own in {one.id: (one, own) for one, own in await session.execute(rows)}.values()]


async def channels_of(session: AsyncSession, question: ChangeQuestion) -> list[str]:
    """Return the channels in which its change was announced; none for what not all may read."""
    if not question.public or question.change_id is None:
        return []
    return sorted(await session.scalars(_CHANNELS, {"change_id": question.change_id}))


def next_day(working: WorkingTime, day: date) -> date:
    """Return the day a week on, or the owner's next working day after that."""
    later = day + AGAIN
    return next((on for on in (later + ahead * ONE_DAY for ahead in range(7)) if working.works_on(on)), later)


def _day_of(question: ChangeQuestion) -> date:
    return question.next_word_on or question.due_on


async def _tell_pmo(session: AsyncSession, ledger: Ledger, question: ChangeQuestion) -> None:
    first = next((one for one in await pmos(session) if one.id != question.owner_id), None)
    if first is not None:
        await ledger.plan(session, question.workspace_id, [messages.late(question, first)])


async def _of(session: AsyncSession, timer: DueTimer) -> ChangeQuestion | None:
    rows = sa.select(ChangeQuestion).where(ChangeQuestion.id == timer.subject.partition(":")[0]).with_for_update()
    question: ChangeQuestion | None = await session.scalar(rows)
    if question is None or not State(question.state).waits or timer.subject != subject_of(question):
        return None
    return question
