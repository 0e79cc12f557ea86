"""Whoever stands for a change says whether an announcement may go to people who have a lot to take in already."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Intent, Ledger
from bot.domain.announcement import State
from bot.domain.answer import LONG_TEXT, text
from bot.domain.change_load import Load, in_words
from bot.domain.change_load_ask import AskState, LoadAsk
from bot.errors import NotAllowed, NotFound, UserError
from bot.ids import new_id
from bot.services.announcement_carry import remember
from bot.services.announcement_row import locked, must_send
from bot.services.announcement_standing import gone_why
from bot.services.audit import Audit
from bot.services.change_load import load_with
from bot.services.role import acting
from models import Announcement, Change, ChangeLoadAsk, Person

ASKED, TOLD = "change_load_asked", "change_load_told"
"""Kinds in the ledger: the question, and to whoever wanted to send it what came of it."""

GONE = "Drumbeat does not have this question any more. Nothing was changed."
SETTLED = "This was settled already. Nothing was changed."
REASON = "reason"


def asked_key(ask_id: int) -> str:
    """Return the key of the question."""
    return f"{ASKED}:{ask_id}"


class ChangeLoadAsks:
    """Asks, and takes the answer."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, audit: Audit) -> None:
        """Work on `database`; messages go through `ledger`, and who allowed what is audited."""
        self._database, self._clock, self._ledger, self._audit = database, clock, ledger, audit

    async def ask(self, workspace_id: str, slack_id: str, announcement_id: int, loads: Sequence[Load]) -> str:
        """Ask whoever stands for it, once, and return what whoever wanted to send it reads. Raises NotFound.

        `loads`: the groups that are over the limit.
        """
        what = in_words(loads)
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            row = await locked(session, announcement_id)
            sponsor = await _stands_for(session, row, person)
            waits = (ChangeLoadAsk.announcement_id == row.id, ChangeLoadAsk.state == AskState.ASKED)
            open_one = sa.select(ChangeLoadAsk, Person.name).join(Person, Person.id == ChangeLoadAsk.person_id)
            found = (await session.execute(open_one.where(*waits))).one_or_none()
            if found is not None and found[0].person_id != sponsor.id and row.change_id is not None:
                # Whoever was asked does not stand for it any more.
                await take_back_asks(session, self._ledger, row)
                found = None
            already = found.name if found else None
            if found is not None and found[0].what != what:
                # Its groups are others by now: who is asked reads for whom it is a lot.
                found[0].what = what
                await session.flush()
                await self._ledger.refresh(session, workspace_id, [asked_key(found[0].id)])
            elif found is None:
                made = ChangeLoadAsk(
                    id=new_id(),
                    announcement_id=row.id,
                    person_id=sponsor.id,
                    asked_by_id=person.id,
                    what=what,
                )
                session.add(made)
                await session.flush()
                subject = {"ask": made.id}
                intent = Intent(asked_key(made.id), ASKED, subject, sponsor.slack_id, priority=1)
                await self._ledger.plan(session, workspace_id, [intent])
            if sponsor.id == person.id:
                return (
                    f"{what}. “{row.title}” is kept. It needs your reason why it goes all the same: "
                    "a message to you asks for it."
                )
            return (
                f"{what}. “{row.title}” is kept. {already or sponsor.name} was asked whether it may go all "
                "the same, and you hear what they say. If so, it goes as planned."
            )

    async def facts(self, workspace_id: str, slack_id: str, ask_id: int) -> LoadAsk:
        """Return the question, for the form. Raises NotFound, NotAllowed, UserError where it is settled."""
        async with self._database.reading(workspace_id) as session:
            await _asked(session, slack_id, ask_id)
            return await load_ask(session, ask_id)

    async def allow(self, workspace_id: str, slack_id: str, ask_id: int, reason: str) -> int:
        """Let the announcement go for a reason, and return its id. Raises UserError, NotFound, NotAllowed."""
        reason = _reason(reason)
        if not reason:
            raise UserError("Please say why it cannot wait; it is kept with your name.", field=REASON)
        async with self._database.transaction(workspace_id) as session:
            ask, person, row = await _asked(session, slack_id, ask_id)
            row.override_reason, row.override_by_id = reason, person.id
            loads = await load_with(session, row, self._clock.now())
            row.override_loads = {str(one.group_id): one.total for one in loads}
            await self._settle(session, ask, AskState.ALLOWED, reason)
            self._audit.record(session, slack_id, "change_load_allowed", f"announcement:{row.id}", reason=reason)
            await remember(session, row, self._clock.now())
            return row.id

    async def decline(self, workspace_id: str, slack_id: str, ask_id: int, note: str) -> str:
        """Say that it had better wait, and return what is read then. Raises UserError, NotFound, NotAllowed."""
        note = _reason(note)
        async with self._database.transaction(workspace_id) as session:
            ask, _, row = await _asked(session, slack_id, ask_id)
            asker = await session.get_one(Person, ask.asked_by_id)
            await self._settle(session, ask, AskState.DECLINED, note)
            self._audit.record(session, slack_id, "change_load_declined", f"announcement:{row.id}")
            return f"“{row.title}” is kept and not sent. {asker.name} hears it from me."

    async def _settle(self, session: AsyncSession, ask: ChangeLoadAsk, state: AskState, note: str) -> None:
        ask.state, ask.note = state, note
        await session.flush()
        asker = await session.get_one(Person, ask.asked_by_id)
        if ask.asked_by_id != ask.person_id and not asker.deactivated:
            told = Intent(f"{TOLD}:{ask.id}", TOLD, {"ask": ask.id}, asker.slack_id, priority=1)
            await self._ledger.plan(session, ask.workspace_id, [told])
        await self._ledger.refresh(session, ask.workspace_id, [asked_key(ask.id)])


async def take_back_asks(session: AsyncSession, ledger: Ledger, row: Announcement) -> None:
    """Take back what was asked of a locked draft that has changed since, or goes no more: other words would be let go.

    It reads as kept and not sent; sent again it is asked anew.
    """
    waits = (ChangeLoadAsk.announcement_id == row.id, ChangeLoadAsk.state == AskState.ASKED)
    for ask in list(await session.scalars(sa.select(ChangeLoadAsk).where(*waits).order_by(ChangeLoadAsk.id))):
        ask.state = AskState.DECLINED
        await session.flush()
        await ledger.refresh(session, row.workspace_id, [asked_key(ask.id)])


async def load_ask(session: AsyncSession, ask_id: int) -> LoadAsk:
    """Return a question as it stands now. Raises NotFound."""
    ask = await session.get(ChangeLoadAsk, ask_id)
    if ask is None:
        raise NotFound(GONE)
    row = await session.get_one(Announcement, ask.announcement_id)
    asker, sponsor = [await session.get_one(Person, one) for one in (ask.asked_by_id, ask.person_id)]
    change = await session.get(Change, row.change_id) if row.change_id else None
    return LoadAsk(
        id=ask.id,
        title=row.title,
        what=ask.what,
        asker=asker.name,
        sponsor=sponsor.name,
        state=AskState(ask.state),
        own=asker.id == sponsor.id,
        note=ask.note,
        over=not State(row.state).editable_freely,
        gone=gone_why(row, change),
        change=change.name if change else "",
    )


async def _asked(session: AsyncSession, slack_id: str, ask_id: int) -> tuple[ChangeLoadAsk, Person, Announcement]:
    """Return an open question that is `slack_id`'s to answer, who that is, and what it is about, held first."""
    person = await acting(session, slack_id)
    of = sa.select(ChangeLoadAsk.announcement_id).where(ChangeLoadAsk.id == ask_id)
    number: int | None = await session.scalar(of)
    if number is None:
        raise NotFound(GONE)
    row = await locked(session, number)
    ask = await session.get_one(ChangeLoadAsk, ask_id)
    if ask.person_id != person.id:
        raise NotAllowed("This was asked of somebody else. Nothing was changed.")
    await must_send(session, person, row, "Letting this go is")
    if ask.state != AskState.ASKED:
        raise UserError(SETTLED)
    return ask, person, row


async def _stands_for(session: AsyncSession, row: Announcement, sender: Person) -> Person:
    """Return who can allow it: the sponsor, else the owner of its change; without a change whoever sends it."""
    change = await session.get(Change, row.change_id) if row.change_id else None
    if change is not None:
        for one in (change.sponsor_id, change.owner_id):
            person = await session.get_one(Person, one)
            if not person.deactivated:
                return person
    return sender


def _reason(typed: str) -> str:
    try:
        return text(typed, LONG_TEXT) or ""
    except UserError as error:
        raise UserError(error.sentence, field=REASON) from None
