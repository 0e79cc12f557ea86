"""Erasing what a person said to others around changes: what was announced, planned and let go stays, by nobody."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database, keep_no_log
from bot.delivery.ledger import Ledger
from bot.domain.change_load_ask import AskState
from bot.domain.forget import WORDS
from bot.services import announcement_reply_message as replies
from bot.services import announcement_sign_message as signs
from bot.services import change_load_ask as load
from bot.services import change_question_message as questions
from bot.services import change_step_message as steps
from bot.services.announcement_message import DECLINED, reader_key
from bot.services.anonymous import Seal
from bot.services.change_pulse_answer import PULSE
from bot.services.change_pulse_planned import last_keys
from models import (
    AnnouncementCorrection,
    AnnouncementReader,
    AnnouncementSign,
    ChangeLoadAsk,
    ChangePulse,
    ChangePulseAnswer,
    ChangeQuestion,
    ChangeQuestionWord,
    ChangeStep,
    Delivery,
)


async def erase_change_words(database: Database, ledger: Ledger, workspace_id: str, person_id: int) -> int:
    """Erase what the person wanted otherwise before they signed, and why they declined or dropped something.

    Return how many messages change. Safe to repeat.
    """
    said = (
        (AnnouncementSign.note, AnnouncementSign.person_id == person_id),
        (AnnouncementCorrection.because, AnnouncementCorrection.decided_by_id == person_id),
        (ChangeStep.reason, ChangeStep.settled_by_id == person_id),
        # Why something went although it was a lot is a decision, and stays.
        (ChangeLoadAsk.note, sa.and_(ChangeLoadAsk.person_id == person_id, ChangeLoadAsk.state == AskState.DECLINED)),
    )
    async with database.transaction(workspace_id) as session:
        for words, theirs in said:
            rows = sa.update(words.class_).where(theirs, words.not_in(("", WORDS)))
            await session.execute(rows.values({words.key: WORDS}))
        return await ledger.refresh(session, workspace_id, await naming(session, person_id))


async def erase_pulse_answers(database: Database, seal: Seal, workspace_id: str, person_id: int) -> None:
    """Erase what the person said in pulses that are open; of what is over means stay, which are nobody's."""
    if not seal.ready:
        return
    async with database.transaction(workspace_id) as session:
        going = sa.select(ChangePulse).where(ChangePulse.state == "open").order_by(ChangePulse.id)
        for pulse in await session.scalars(going.with_for_update()):
            mark = seal.mark(person_id, PULSE, pulse.id)
            theirs = (ChangePulseAnswer.pulse_id == pulse.id, ChangePulseAnswer.voter == mark)
            await session.execute(sa.delete(ChangePulseAnswer).where(*theirs))
        keep_no_log(session)


async def naming(session: AsyncSession, person_id: int) -> list[str]:
    """Return the keys of the messages about changes that say that a person has said, decided or done something."""
    keys = await _by_subject(session, (signs.NEWS, signs.EDIT), "person", {person_id})
    keys += await _of_replies(session, person_id)
    asks = sa.select(ChangeLoadAsk.id).where(
        sa.or_(ChangeLoadAsk.person_id == person_id, ChangeLoadAsk.asked_by_id == person_id)
    )
    keys += [key for one in await session.scalars(asks) for key in (load.asked_key(one), f"{load.TOLD}:{one}")]
    people = (ChangeStep.owner_id, ChangeStep.given_by_id, ChangeStep.settled_by_id)
    planned = sa.select(ChangeStep.id).where(sa.or_(*(one == person_id for one in people)))
    theirs = sa.select(ChangeStep.change_id).where(ChangeStep.owner_id == person_id).distinct()
    for change_id in list(await session.scalars(theirs)):
        keys += await last_keys(session, change_id)
    keys += await steps.shown_in(session, list(await session.scalars(planned)), steps.KINDS)
    asked = (ChangeQuestion.asked_by_id, ChangeQuestion.owner_id, ChangeQuestion.answered_by_id)
    for question in await session.scalars(
        sa.select(ChangeQuestion).where(sa.or_(*(one == person_id for one in asked)))
    ):
        keys += [*questions.all_keys(question), *await questions.posted_keys(session, question)]
    written = sa.select(ChangeQuestionWord.id).where(ChangeQuestionWord.written_by_id == person_id)
    keys += await _by_subject(session, (questions.WORD,), "word", set(await session.scalars(written)))
    return list(dict.fromkeys(keys))


async def _of_replies(session: AsyncSession, person_id: int) -> list[str]:
    """Return the keys of the messages about what readers said: they themselves, or others of whom they decided."""
    mine = (AnnouncementCorrection.decided_by_id, AnnouncementCorrection.named_person_id, AnnouncementReader.person_id)
    said = sa.select(AnnouncementCorrection).join(AnnouncementReader)
    rows = list(await session.scalars(said.where(sa.or_(*(one == person_id for one in mine)))))
    keys = [key for one in rows for key in (reader_key(one.reader_id), f"{DECLINED}:{one.id}")]
    keys += await _by_subject(session, (replies.CORRECTION,), "batch", {one.batch for one in rows})
    offers = (AnnouncementReader.person_id == person_id, AnnouncementReader.helps)
    helped = sa.select(AnnouncementReader.announcement_id).where(*offers)
    keys += [replies.helpers_key(one) for one in await session.scalars(helped)]
    # Whoever took it back is named there, too.
    leads = (AnnouncementReader.person_id == person_id, AnnouncementReader.lead)
    needs = set(await session.scalars(sa.select(AnnouncementReader.id).where(*leads)))
    return keys + await _by_subject(session, (replies.NEED_HELP,), "reader", needs)


async def _by_subject(
    session: AsyncSession, kinds: tuple[str, ...], name: str, wanted: set[int] | set[str]
) -> list[str]:
    """Return the keys of the messages of some kinds whose subject names one of `wanted`."""
    if not wanted:
        return []
    rows = sa.select(Delivery.key, Delivery.subject).where(Delivery.kind.in_(kinds)).order_by(Delivery.id)
    return [one.key for one in await session.execute(rows) if one.subject.get(name) in wanted]
