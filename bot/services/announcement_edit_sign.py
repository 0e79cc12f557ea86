"""Edits of what is out that change its meaning: asked about, shown to readers once all have signed, or taken back."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Intent
from bot.services import announcement_edit_wait as wait
from bot.services import announcement_sign_message as messages
from bot.services.announcement_send import AnnouncementSending
from bot.services.announcement_sign_owner import tell_of_those_who_left, who_hears
from bot.services.announcement_standing import standing_of
from bot.services.audit import Audit
from models import Announcement, AnnouncementEdit, AnnouncementSign, Person

NONE_WAITS = "Nothing of “{title}” waits for a signature any more. Nothing was changed."
TAKEN_BACK = "Your edit of “{title}” is taken back. Readers keep what they have, and nobody of them hears of it."


class AnnouncementEdits:
    """Asks about edits, lets them out, and takes them back."""

    def __init__(self, database: Database, clock: Clock, audit: Audit, sending: AnnouncementSending) -> None:
        """Work on `database`; `sending` shows an edit to those who have it, every step is audited."""
        self._database, self._clock, self._audit, self._sending = database, clock, audit, sending

    async def asked(self, session: AsyncSession, row: Announcement, edit: AnnouncementEdit) -> bool:
        """Ask those who sign a locked announcement for its edit as it is now; return whether it is out at once.

        So it is where whoever wrote it is the only one who signs, and where it says again what its readers have.
        """
        session.add(edit)
        await session.flush()
        if not (await wait.waiting_of(session, row, edit)).differs:
            await wait.give_up(session, row, edit)
            await self._show_askers(session, row)
            return False
        await self._sending.ledger.plan(session, row.workspace_id, await self._asks(session, row, edit))
        await self._show_askers(session, row)
        await tell_of_those_who_left(session, self._sending.ledger, row.workspace_id)
        return await self.settle(session, row, edit)

    async def settle(self, session: AsyncSession, row: Announcement, edit: AnnouncementEdit) -> bool:
        """Show an edit of a locked announcement to its readers where nobody has to sign it any more; return whether."""
        await session.flush()
        if await wait.unsigned(session, edit):
            return False
        await wait.let_out(session, row, edit, self._clock.now())
        await self._show_askers(session, row)
        await self._sending.edited(session, row)
        return True

    async def chosen(
        self, session: AsyncSession, row: Announcement, edit: AnnouncementEdit, new: Collection[int]
    ) -> None:
        """Ask whoever is `new` among those who sign it, once others were taken off; what is signed then is out."""
        ledger, wanted = self._sending.ledger, await self._asks(session, row, edit, anew=False)
        again = await messages.once_more(session, ledger, [one for one in wanted if one.subject["person"] in new])
        await ledger.plan(session, row.workspace_id, [*wanted, *again])
        await self.settle(session, row, edit)

    async def take_back(self, workspace_id: str, slack_id: str, announcement_id: int) -> str:
        """Take back what waits of an announcement, and say so; taken back twice it is taken back once.

        Raises NotFound, NotAllowed.
        """
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of(session, slack_id, announcement_id, locked=True)
            row, edit = standing.row, await wait.edit_of(session, announcement_id)
            if edit is None:
                return NONE_WAITS.format(title=row.title)
            await wait.give_up(session, row, edit)
            self._audit.record(session, slack_id, "announcement_edit_taken_back", f"announcement:{row.id}")
            await self._show_askers(session, row)
            return TAKEN_BACK.format(title=row.title)

    async def signed(self, session: AsyncSession, row: Announcement, edit: AnnouncementEdit, signer: Person) -> str:
        """Return what whoever has signed an edit reads; where they were the last it is out, and its author hears."""
        waits = await wait.unsigned(session, edit)
        if waits:
            more = "1 more person has" if waits == 1 else f"{waits} more people have"
            return f"Thank you. Readers get the new words once {more} signed."
        heir = await self.hears(session, row, edit)
        revision = edit.revision
        await self.settle(session, row, edit)
        told = messages.news(row.id, heir.slack_id, messages.EDIT_SIGNED, revision, signer.id)
        await self._sending.ledger.plan(session, row.workspace_id, [told])
        return f"Thank you. All have signed, so readers get the new words now; {heir.name} hears of it."

    async def hears(self, session: AsyncSession, row: Announcement, edit: AnnouncementEdit) -> Person:
        """Return who hears what comes of an edit: who wrote it, else who hears of the announcement."""
        by = await session.get_one(Person, edit.edited_by_id)
        return await who_hears(session, row) if by.deactivated else by

    async def _asks(
        self, session: AsyncSession, row: Announcement, edit: AnnouncementEdit, *, anew: bool = True
    ) -> list[Intent]:
        """Return the questions to those who have yet to sign; `anew`: what they said was of other words."""
        rows = (
            sa.select(AnnouncementSign, Person)
            .join(Person, Person.id == AnnouncementSign.person_id)
            .where(AnnouncementSign.announcement_id == row.id)
            .order_by(AnnouncementSign.id)
        )
        asks = []
        for sign, person in (await session.execute(rows)).all():
            if person.id == edit.edited_by_id:
                # They wrote it, which says as much.
                sign.state, sign.note, sign.revision = "signed", "", edit.revision
            elif anew or sign.revision != edit.revision:
                sign.state = "asked"
                if not person.deactivated:
                    asks.append(messages.ask(row.id, person.id, person.slack_id, edit.revision, edit=True))
        await session.flush()
        return asks

    async def _show_askers(self, session: AsyncSession, row: Announcement) -> None:
        keys = await messages.ask_keys(session, row.id)
        await self._sending.ledger.refresh(session, row.workspace_id, keys)
