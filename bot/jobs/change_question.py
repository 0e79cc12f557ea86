"""Questions and ideas about changes by time, and the words of all their messages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.delivery.sender import Sender
from bot.domain.change_question import State
from bot.engine.port import NIGHT, DueTimer, Engine, Work, one_by_one
from bot.jobs.shared import Facts, planned, worded
from bot.render import Words
from bot.services import change_question_message as kinds
from bot.services import change_question_timer as timers
from bot.services.change_question_answers import GATHERS, new_answers, plan_answers
from bot.services.change_question_night import NIGHTLY, ChangeNight
from bot.services.change_question_read import is_owner, name_of, question_facts, word_facts
from bot.slack.gateway import Message
from bot.views import change_question_message as views


def register(engine: Engine, sender: Sender, ledger: Ledger, night: ChangeNight, words: Words) -> None:
    """Let the engine plan what is due, and the sender word the messages."""

    async def tell(session: AsyncSession, timer: DueTimer, now: datetime) -> None:  # noqa: ARG001 (as every planner)
        await timers.plan_telling(session, ledger, timer)

    async def begin_night(session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        # The next night is set here, so that a night that fails is not the last one.
        await night.schedule(session, timer.workspace_id, night.next_night(timer.workspace_id))
        await engine.enqueue(session, Work(timer.workspace_id, NIGHTLY, f"{NIGHTLY}:{now:%Y%m%d%H%M%S}"))

    async def hand_over(work: Work) -> None:
        await night.hand_over(work.workspace_id)

    engine.register(timers.TELLS, one_by_one(tell))
    engine.register(timers.REMINDS, planned(timers.plan_reminder, ledger))
    engine.register(timers.PASSES, planned(timers.plan_passed, ledger))
    engine.register(GATHERS, planned(plan_answers, ledger))
    engine.register(NIGHTLY, one_by_one(begin_night))
    engine.register_worker(NIGHTLY, hand_over, lane=NIGHT)
    for kind, word in {**_to_owners(words), **_to_others(words)}.items():
        sender.register(kind, worded(word))


def _to_owners(words: Words) -> Mapping[str, Facts]:
    """Return how each kind of message is worded that goes to those who answer."""

    async def asked(session: AsyncSession, subject: Mapping[str, Any]) -> Message:
        one, theirs = (
            await question_facts(session, subject["question"]),
            await is_owner(session, subject["question"], int(subject["person"])),
        )
        return views.asked_message(words, one, theirs=theirs)

    async def owned(session: AsyncSession, subject: Mapping[str, Any]) -> Message:
        one, theirs = (
            await question_facts(session, subject["question"]),
            await is_owner(session, subject["question"], int(subject["person"])),
        )
        return views.owned_message(words, one, theirs=theirs, by=await name_of(session, subject.get("by")))

    async def due(session: AsyncSession, subject: Mapping[str, Any]) -> Message:
        one, theirs = (
            await question_facts(session, subject["question"]),
            await is_owner(session, subject["question"], int(subject["person"])),
        )
        return views.due_message(words, one, theirs=theirs)

    async def late(session: AsyncSession, subject: Mapping[str, Any]) -> Message:
        return views.late_message(words, await question_facts(session, subject["question"]))

    return {kinds.ASKED: asked, kinds.OWNED: owned, kinds.DUE: due, kinds.LATE: late}


def _to_others(words: Words) -> Mapping[str, Facts]:
    """Return how each kind of message is worded that goes to those who wait, and a message of the talk."""

    async def news(session: AsyncSession, subject: Mapping[str, Any]) -> Message:
        return views.news_message(words, await question_facts(session, subject["question"]))

    async def word(session: AsyncSession, subject: Mapping[str, Any]) -> Message:
        one = await question_facts(session, subject["question"])
        if one.state is State.WITHDRAWN:
            return views.asked_message(words, one, theirs=False)
        said = await word_facts(session, subject["word"])
        return views.word_message(words, one, said, mine=not said.by_asker)

    async def no_news(session: AsyncSession, subject: Mapping[str, Any]) -> Message:
        return views.no_news_message(words, await question_facts(session, subject["question"]))

    async def answers(session: AsyncSession, subject: Mapping[str, Any]) -> Message:
        name, rows = await new_answers(session, subject["change"], subject["questions"])
        return views.answers_message(words, subject["change"], name, rows)

    return {kinds.NEWS: news, kinds.IDEA: news, kinds.WORD: word, kinds.NO_NEWS: no_news, kinds.ANSWERS: answers}
