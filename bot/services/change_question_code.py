"""What was asked without a name, read and gone on with by the code of its receipt; whoever has the code may."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.change_question import Found, Kind, Question, State
from bot.errors import NotFound, UserError
from bot.services.anonymous import receipts
from bot.services.change_question_ask import typed
from bot.services.change_question_box import WORD, Sealed, open_box, sealed_of, write_anew
from bot.services.change_question_owner import owner_for
from bot.services.change_question_read import question_facts
from bot.services.change_question_timer import working_of
from bot.services.change_question_withdraw import take_back
from models import ChangeQuestion

CODE, WORDS = "code", "words"
"""Fields of the form, by which errors name them."""

MOST_WAITING = 5
"""Further messages that one code may have waiting for the night."""

UNKNOWN = (
    "Nothing has this code, so nothing was changed. A code has four groups of four letters and digits, such as "
    "K7QM-3XWD-PA2R-9TZB. What was asked may also be over the time for which it is kept."
)
_BY_RECEIPT = sa.select(ChangeQuestion).where(ChangeQuestion.receipt == sa.bindparam("receipt"))


class ChangeCodes:
    """Finds by a code; nothing that is written here says who had it."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger) -> None:
        """Work on `database`; what is taken back after the night is taken out of messages through `ledger`."""
        self._database, self._clock, self._ledger = database, clock, ledger

    async def find(self, workspace_id: str, code: str) -> Found:
        """Return what a code opens. Raises NotFound, of the field, where that is nothing."""
        async with self._database.reading(workspace_id) as session:
            return await self._found(session, workspace_id, code)

    async def write(self, workspace_id: str, code: str, words: str) -> Found:
        """Add a message to the talk; it is handed over in the night. Raises UserError with the field, NotFound."""
        text = typed(words, WORDS, "Please write a message.")
        async with self._database.transaction(workspace_id) as session:
            box = await open_box(session, workspace_id)
            found = await self._found(session, workspace_id, code)
            if found.one.state is State.WITHDRAWN:
                raise UserError("You took this back, so nobody would read it. Nothing was stored.", field=WORDS)
            receipt = _hash(code)
            waiting = [one.text for one in box if one.receipt == receipt and one.kind == WORD]
            if len(waiting) >= MOST_WAITING:
                raise UserError(
                    f"{MOST_WAITING} messages of yours wait for tonight already. Nothing was stored; please write "
                    "again tomorrow.",
                    field=WORDS,
                )
            if text not in waiting:
                await write_anew(session, workspace_id, [*box, Sealed(WORD, None, None, "", text, receipt)])
        return await self.find(workspace_id, code)

    async def withdraw(self, workspace_id: str, code: str) -> None:
        """Take back what has this code, with all that was added to it. Raises NotFound."""
        receipt = _hash(code)
        async with self._database.transaction(workspace_id) as session:
            box = await open_box(session, workspace_id)
            left = [one for one in box if one.receipt != receipt]
            if len(left) < len(box):
                await write_anew(session, workspace_id, left)
            held = _BY_RECEIPT.with_for_update()
            question = await session.scalar(held, {"receipt": receipt})
            if question is not None:
                await take_back(session, self._ledger, question, self._clock.now())
            elif len(left) == len(box):
                raise NotFound(UNKNOWN, field=CODE)

    async def _found(self, session: AsyncSession, workspace_id: str, code: str) -> Found:
        receipt = _hash(code)
        box = await sealed_of(session, workspace_id)
        waiting = tuple(one.text for one in box if one.receipt == receipt and one.kind == WORD)
        question = await session.scalar(_BY_RECEIPT, {"receipt": receipt}) if receipt else None
        if question is not None:
            return Found(code, await question_facts(session, question.id), waiting=waiting)
        sealed = next((one for one in box if one.receipt == receipt and one.kind != WORD), None)
        if sealed is None:
            raise NotFound(UNKNOWN, field=CODE)
        return Found(code, await self._sealed(session, sealed), sealed=True, waiting=waiting)

    async def _sealed(self, session: AsyncSession, one: Sealed) -> Question:
        """Return what nobody has read yet as it is shown to whoever has its code."""
        owner = await owner_for(session, one.change_id, one.group_id)
        today = (await working_of(session, owner)).local_date(self._clock.now())
        return Question("", Kind(one.kind), State.OPEN, one.text, one.about, owner.name, today)


def _hash(code: str) -> str:
    """Return what is stored of a code; "" for what is none."""
    found: Sequence[str] = receipts(code, 1)
    return found[0] if found else ""
