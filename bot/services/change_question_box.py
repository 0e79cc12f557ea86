"""The box of what was asked, suggested or added without a name, and the night in which all of it is handed over.

Whoever writes into it writes all of it anew, in random order and in one transaction, as in the box of a retro
(services/retro_box.py): a row that was written by itself would tell when, and other rows have a time and a person
beside such numbers. Nobody hears of it before the night, since a message would have a time, too. In the night all of
it becomes questions, at one instant and again in random order, with keys of their own.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import keep_no_log
from bot.domain.change_question import Kind
from bot.domain.decision_due import usual_due
from bot.engine.upsert import insert_rows, table
from bot.services.change_question_owner import owner_for
from bot.services.change_question_timer import tell_when_working
from bot.services.working import working_times
from models import ChangeQuestion, ChangeQuestionSealed, ChangeQuestionWord, Person

WORD = "word"
"""The kind of a further message to what was handed over already."""

BY_CHANCE = secrets.SystemRandom()

_sealed = table(ChangeQuestionSealed)
_FIELDS = (
    _sealed.c.kind,
    _sealed.c.change_id,
    _sealed.c.group_id,
    _sealed.c.about,
    _sealed.c.text,
    _sealed.c.receipt,
)
_HERE = _sealed.c.workspace_id == sa.bindparam("in_workspace")
_ALL, _CLEAR = sa.select(*_FIELDS).where(_HERE), sa.delete(_sealed).where(_HERE)
_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtext('change_question_box'), hashtext(:in_workspace))")


@dataclass(frozen=True, slots=True)
class Sealed:
    """One thing in the box; `receipt` is the hash of its code."""

    kind: str
    change_id: int | None
    group_id: int | None
    about: str
    text: str
    receipt: str


async def open_box(session: AsyncSession, workspace_id: str) -> list[Sealed]:
    """Return what is in the box; nobody else changes it until the end of the transaction."""
    if session.get_bind().dialect.name == "postgresql":
        # There is no row that all who write could hold: one that were changed each time would tell when.
        await session.execute(_LOCK, {"in_workspace": workspace_id})
    return await sealed_of(session, workspace_id)


async def sealed_of(session: AsyncSession, workspace_id: str) -> list[Sealed]:
    """Return what is in the box, to read it alone."""
    return [Sealed(*row) for row in await session.execute(_ALL, {"in_workspace": workspace_id})]


async def write_anew(session: AsyncSession, workspace_id: str, box: Sequence[Sealed]) -> None:
    """Let the box hold just this, in random order."""
    await session.execute(_CLEAR, {"in_workspace": workspace_id})
    keep_no_log(session)
    rows = [
        {
            "id": secrets.token_hex(16),
            "workspace_id": workspace_id,
            "kind": one.kind,
            "change_id": one.change_id,
            "group_id": one.group_id,
            "about": one.about,
            "text": one.text,
            "receipt": one.receipt,
        }
        for one in box
    ]
    BY_CHANCE.shuffle(rows)
    if rows:
        await session.execute(insert_rows(session, ChangeQuestionSealed, rows))


async def hand_over(session: AsyncSession, workspace_id: str, now: datetime) -> int:
    """Make questions of all that is in the box, with an owner and a day; return how many things it were.

    Whoever answers hears of it as their next working hours begin.
    """
    box = await open_box(session, workspace_id)
    if not box:
        return 0
    await write_anew(session, workspace_id, ())
    BY_CHANCE.shuffle(box)
    new = [await _question(session, one, now) for one in box if one.kind != WORD]
    session.add_all(new)
    await session.flush()
    for question in new:
        await tell_when_working(session, question, now)
    by_receipt = {one.receipt: one for one in await _questions(session, box)}
    for one in box:
        below = by_receipt.get(one.receipt) if one.kind == WORD else None
        if below is not None:
            await _add(session, below, one.text, now)
    return len(box)


async def _question(session: AsyncSession, one: Sealed, now: datetime) -> ChangeQuestion:
    owner = await owner_for(session, one.change_id, one.group_id)
    return ChangeQuestion(
        id=secrets.token_hex(16),
        kind=Kind(one.kind),
        change_id=one.change_id,
        group_id=one.group_id,
        about=one.about,
        text=one.text,
        receipt=one.receipt,
        owner_id=owner.id,
        due_on=await _due(session, owner, now),
        asked_at=now,
        state="open",
        revision=1,
    )


async def _questions(session: AsyncSession, box: Sequence[Sealed]) -> Sequence[ChangeQuestion]:
    receipts = [one.receipt for one in box if one.kind == WORD]
    rows = sa.select(ChangeQuestion).where(ChangeQuestion.receipt.in_(receipts)).order_by(ChangeQuestion.id)
    return list(await session.scalars(rows))


async def _add(session: AsyncSession, question: ChangeQuestion, text: str, now: datetime) -> None:
    word = ChangeQuestionWord(id=secrets.token_hex(16), question_id=question.id, text=text, by_asker=True, at=now)
    session.add(word)
    await session.flush()
    await tell_when_working(session, question, now, word)


async def _due(session: AsyncSession, owner: Person, now: datetime) -> date:
    working = (await working_times(session, [owner]))[owner.id]
    return usual_due(working, working.local_date(now))
