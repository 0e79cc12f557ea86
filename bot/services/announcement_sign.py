"""Announcements are approved: whoever has to is asked, says yes or what they want to be otherwise, and then it goes."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.announcement import State
from bot.domain.answer import LONG_TEXT, text
from bot.errors import NotAllowed, NotFound, UserError
from bot.services import announcement_carry as carry
from bot.services import announcement_sign_message as messages
from bot.services.announcement_desk import AnnouncementDesk, desk_facts
from bot.services.announcement_edit_sign import AnnouncementEdits
from bot.services.announcement_edit_wait import edit_of
from bot.services.announcement_plain import must_reach
from bot.services.announcement_send import CHANGED, AnnouncementSending
from bot.services.announcement_sign_owner import who_hears
from bot.services.announcement_standing import Standing, must_be_open, must_be_unsent, standing_of
from bot.services.audit import Audit
from bot.services.role import acting
from models import Announcement, AnnouncementEdit, AnnouncementSign, Change, Person

WHO, REASON = "who", "reason"
"""Fields of the forms."""

MOST_SIGNERS = 5
TOO_MANY = f"At most {MOST_SIGNERS} people can approve one announcement. Please choose those who must."
SELF = "You sign it with your name already. Please choose somebody else, or nobody."
GONE = "Drumbeat does not have this announcement any more, so nothing is left to approve."
NOT_ASKED = "You are not asked to approve this any more. Nothing was changed."
NEWER = "It was changed while you read it. Nothing was signed; here is what it says now."
NO_REASON = "Please say what you want to be otherwise: {author} reads it, and changes it."
NOT_READY = "It cannot go yet: the lines above say what is missing. It is kept as it is."


class AnnouncementSigning:
    """Asks for approval, takes it, and lets an announcement go once all have approved it."""

    def __init__(
        self, database: Database, clock: Clock, audit: Audit, sending: AnnouncementSending, edits: AnnouncementEdits
    ) -> None:
        """Work on `database`; messages go through the ledger of `sending`, every step is audited.

        What waits of what is out goes through `edits`.
        """
        self._database, self._clock, self._ledger, self._audit = database, clock, sending.ledger, audit
        self._sending, self._edits, self._desk = sending, edits, AnnouncementDesk(database, clock)

    async def choose(self, workspace_id: str, slack_id: str, announcement_id: int, chosen: Collection[str]) -> None:
        """Say who has to approve an announcement (Slack ids). Raises UserError, NotFound, NotAllowed."""
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of(session, slack_id, announcement_id, locked=True)
            edit = await edit_of(session, announcement_id)
            (must_be_unsent if edit is None else must_be_open)(standing)
            people = await self._chosen(session, standing, chosen)
            rows = sa.select(AnnouncementSign).where(AnnouncementSign.announcement_id == announcement_id)
            known = {one.person_id: one for one in await session.scalars(rows)}
            if set(known) == set(people):
                return
            for person_id, sign in known.items():
                if person_id not in people:
                    await session.delete(sign)
            session.add_all(
                [AnnouncementSign(announcement_id=announcement_id, person_id=one) for one in people if one not in known]
            )
            if standing.state in {State.SIGNING, State.SIGNED}:
                standing.row.state = State.DRAFT
            await session.flush()
            names = sorted(people.values())
            self._audit.record(
                session, slack_id, "announcement_signers_chosen", f"announcement:{announcement_id}", signers=names
            )
            await self._ledger.refresh(session, workspace_id, await messages.ask_keys(session, announcement_id))
            if edit is not None:
                await self._edits.chosen(session, standing.row, edit, set(people) - set(known))

    async def release(self, workspace_id: str, slack_id: str, announcement_id: int, revision: int) -> State:
        """Let an announcement go, as whoever releases it has seen it (`revision`), or ask those who have to approve it.

        Returns SIGNING where they are asked, PLANNED where it goes. Raises UserError where it cannot go, or says
        something else by now, NotFound, NotAllowed.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of(session, slack_id, announcement_id, locked=True)
            must_be_unsent(standing)
            row = standing.row
            if row.revision != revision:
                raise UserError(CHANGED)
            if row.change_id is None:
                await must_reach(session, standing)
            desk = await desk_facts(session, standing, now)
            if desk.blocked:
                raise UserError(NOT_READY)
            if desk.unsigned:
                await self._ask(session, standing)
                return State.SIGNING
        await self._sending.go(workspace_id, slack_id, announcement_id, revision)
        return State.PLANNED

    async def sign(self, workspace_id: str, slack_id: str, announcement_id: int, revision: int) -> str:
        """Approve what an announcement says at `revision`, and return what comes next, in a sentence.

        Raises UserError where it says something else by now, NotFound, NotAllowed.
        """
        async with self._database.transaction(workspace_id) as session:
            person, row, sign, edit = await self._asked(session, slack_id, announcement_id)
            if revision != (row if edit is None else edit).revision:
                raise UserError(NEWER)
            author = await session.get_one(Person, row.author_id)
            if sign.state == "signed" and sign.revision == revision:
                return f"You have signed this already. {author.name} knows."
            sign.state, sign.note, sign.revision = "signed", "", revision
            await session.flush()
            self._audit.record(session, slack_id, "announcement_signed", f"announcement:{row.id}", revision=revision)
            await self._ledger.refresh(session, workspace_id, await messages.ask_keys(session, row.id))
            if edit is not None:
                return await self._edits.signed(session, row, edit, person)
            waits = await self._unsigned(session, row)
            if waits:
                return f"Thank you. It goes once {waits} more {'person has' if waits == 1 else 'people have'} signed."
            row.state = State.SIGNED
            heir = await who_hears(session, row)
            await carry.remember(session, row, self._clock.now(), signer=person.id)
        return await self._let_go(workspace_id, heir, announcement_id, person.id, revision)

    async def decline(self, workspace_id: str, slack_id: str, announcement_id: int, reason: str) -> str:
        """Ask for a change instead, and return a sentence that says so. Raises UserError, NotFound, NotAllowed."""
        async with self._database.transaction(workspace_id) as session:
            person, row, sign, edit = await self._asked(session, slack_id, announcement_id)
            author = await session.get_one(Person, row.author_id)
            try:
                said = text(reason, LONG_TEXT)
            except UserError as error:
                raise UserError(error.sentence, field=REASON) from None
            if not said:
                raise UserError(NO_REASON.format(author=author.name), field=REASON)
            revision = (row if edit is None else edit).revision
            sign.state, sign.note, sign.revision = "declined", said, revision
            await session.flush()
            self._audit.record(session, slack_id, "announcement_declined", f"announcement:{row.id}", revision=revision)
            heir = await (who_hears(session, row) if edit is None else self._edits.hears(session, row, edit))
            what = messages.DECLINED if edit is None else messages.EDIT_DECLINED
            told = messages.news(row.id, heir.slack_id, what, revision, person.id)
            await self._ledger.plan(session, workspace_id, [told])
            await self._ledger.refresh(session, workspace_id, [told.key, *await messages.ask_keys(session, row.id)])
            goes = "It does not go" if edit is None else "Readers keep what they have"
            return f"{heir.name} hears what you want to be otherwise. {goes} before you have signed."

    async def _let_go(
        self, workspace_id: str, heir: Person, announcement_id: int, person_id: int, revision: int
    ) -> str:
        """Let go what all have signed, in the name of whoever released it, who hears of it; or that it cannot go."""
        goes = await self._goes(workspace_id, heir.slack_id, announcement_id, revision)
        async with self._database.transaction(workspace_id) as session:
            what = messages.SIGNED if goes else messages.STUCK
            told = messages.news(announcement_id, heir.slack_id, what, revision, person_id)
            await self._ledger.plan(session, workspace_id, [told])
            # Whoever has signed reads that it goes.
            await self._ledger.refresh(session, workspace_id, await messages.ask_keys(session, announcement_id))
            await carry.done(session, workspace_id, announcement_id, revision, person_id)
        if goes:
            return f"Thank you. All have signed, so it goes as planned; {heir.name} hears of it."
        return f"Thank you. All have signed; {heir.name} looks at it once more before it goes."

    async def _goes(self, workspace_id: str, slack_id: str, announcement_id: int, revision: int) -> bool:
        try:
            if (await self._desk.facts(workspace_id, slack_id, announcement_id)).blocked:
                return False
            await self._sending.go(workspace_id, slack_id, announcement_id, revision)
        except UserError:
            return False
        return True

    async def _ask(self, session: AsyncSession, standing: Standing) -> None:
        row, asked_before = standing.row, standing.state is State.SIGNING
        row.state = State.SIGNING
        rows = (
            sa.select(AnnouncementSign, Person)
            .join(Person, Person.id == AnnouncementSign.person_id)
            .where(AnnouncementSign.announcement_id == row.id)
        )
        wanted = []
        for sign, person in (await session.execute(rows)).all():
            if sign.state == "signed" and sign.revision == row.revision:
                continue
            sign.state = "asked"
            if not person.deactivated:
                wanted.append(messages.ask(row.id, person.id, person.slack_id, row.revision))
        await session.flush()
        if not asked_before:
            wanted += await messages.once_more(session, self._ledger, wanted)
        await self._ledger.plan(session, row.workspace_id, wanted)
        await self._ledger.refresh(session, row.workspace_id, await messages.ask_keys(session, row.id))
        self._audit.record(
            session,
            standing.person.slack_id,
            "announcement_signatures_asked",
            f"announcement:{row.id}",
            revision=row.revision,
        )

    async def _asked(
        self, session: AsyncSession, slack_id: str, announcement_id: int
    ) -> tuple[Person, Announcement, AnnouncementSign, AnnouncementEdit | None]:
        person = await acting(session, slack_id)
        rows = sa.select(Announcement).where(Announcement.id == announcement_id).with_for_update()
        row: Announcement | None = await session.scalar(rows.execution_options(populate_existing=True))
        if row is None:
            raise NotFound(GONE)
        mine = sa.select(AnnouncementSign).where(
            AnnouncementSign.announcement_id == announcement_id, AnnouncementSign.person_id == person.id
        )
        sign: AnnouncementSign | None = await session.scalar(mine)
        if sign is None:
            raise NotAllowed(NOT_ASKED)
        change = await session.get(Change, row.change_id) if row.change_id else None
        must_be_open(Standing(person, row, change))
        edit = await edit_of(session, row.id)
        if row.state != State.SIGNING and edit is None:
            raise UserError(f"“{row.title}” does not wait for a signature now. You are asked again when it does.")
        return person, row, sign, edit

    async def _unsigned(self, session: AsyncSession, row: Announcement) -> int:
        count = sa.select(sa.func.count()).select_from(AnnouncementSign)
        waits = sa.or_(AnnouncementSign.state != "signed", AnnouncementSign.revision != row.revision)
        return await session.scalar(count.where(AnnouncementSign.announcement_id == row.id, waits)) or 0

    async def _chosen(self, session: AsyncSession, standing: Standing, chosen: Collection[str]) -> dict[int, str]:
        """Return whom somebody chose, by id with their names. Raises UserError with the field of the form."""
        if len(chosen) > MOST_SIGNERS:
            raise UserError(TOO_MANY, field=WHO)
        rows = sa.select(Person).where(Person.slack_id.in_(list(chosen)))
        people = list(await session.scalars(rows))
        if len(people) < len(chosen):
            raise UserError("Drumbeat does not know one of them yet. Please try again in a minute.", field=WHO)
        for one in people:
            if one.id == standing.row.author_id:
                raise UserError(SELF, field=WHO)
            if one.is_bot or one.deactivated or one.is_guest:
                why = "is an app" if one.is_bot else "has left" if one.deactivated else "is a guest"
                raise UserError(f"{one.name} {why}, so cannot approve it. Please choose somebody else.", field=WHO)
        return {one.id: one.name for one in people}
