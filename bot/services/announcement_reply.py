"""What readers say to an announcement: one tap, which can be changed; leads say whether their team knows.

What is said goes by the reader's locked row: of two clicks at once the second finds what the first has done.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.announcement import Reply, ToldTeam
from bot.domain.announcement_message import AnnouncementFacts
from bot.domain.announcement_reply import WhoForm
from bot.errors import NotAllowed, NotFound, UserError
from bot.services import announcement_reply_message as messages
from bot.services.announcement_correction import ask, named_in, withdraw
from bot.services.announcement_facts import reader_facts
from bot.services.announcement_message import reader_key
from bot.services.announcement_reply_read import Reading, heard_by, held, reading_of, recipients
from bot.services.guest_sight import teams_seen
from bot.services.role import acting
from models import AnnouncementCorrection, AnnouncementReader, Person, Team

GONE = "Drumbeat does not have this announcement any more, or it does not go to you now. Nothing was changed."
ANOTHERS = "This was sent to somebody else, who replies there. Nothing was changed."
OVER = "“{change}” has ended, so that nobody is asked for anything any more. Nothing was changed."
NOT_A_LEAD = "This asks those who lead people that get it. Nothing was changed."
ONE_ELSE = "That is you. Please choose somebody else, or leave it empty."
UNKNOWN = "Drumbeat does not know this person yet; it meets new people within a minute. Please try again then."
A_BOT = "{name} is an app, which nothing affects. Please choose a person."
DECIDED = "This was decided meanwhile, so that nothing was changed. Tap *Change* to say it anew."


class AnnouncementReplies:
    """Takes what readers say."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger) -> None:
        """Work on `database`; messages go through `ledger`."""
        self._database, self._clock, self._ledger = database, clock, ledger

    async def reply(self, workspace_id: str, slack_id: str, reader_id: int, reply: Reply) -> None:
        """Take a reply in place of the one before; `Reply.NONE` takes back what was said, and an offer to help.

        Raises NotFound, NotAllowed for whoever is not its reader, or once the change has ended.
        """
        async with self._database.transaction(workspace_id) as session:
            found = await self._mine(session, slack_id, reader_id, whole=reply is Reply.NOT_AFFECTED)
            reader = found.reader
            if reply is Reply.NONE and reader.helps:
                reader.helps = False
                await self._ledger.refresh(session, workspace_id, [messages.helpers_key(found.announcement.id)])
            if reader.answer == reply:
                await self._show(session, reader)
                return
            if reader.answer == Reply.NOT_AFFECTED:
                await withdraw(session, self._ledger, reader)
            reader.answer = reply
            if reply is Reply.NOT_AFFECTED:
                await ask(session, self._ledger, found)
            await self._show(session, reader)

    async def help(self, workspace_id: str, slack_id: str, reader_id: int) -> str:
        """Note that a reader would like to help; return who hears of it. Raises as `reply` does."""
        async with self._database.transaction(workspace_id) as session:
            found = await self._mine(session, slack_id, reader_id)
            hears = await heard_by(session, found.announcement)
            if not found.reader.helps:
                found.reader.helps = True
                await session.flush()
                if not await self._ledger.plan(
                    session, workspace_id, [messages.helpers(found.announcement.id, hears.slack_id)]
                ):
                    await self._ledger.refresh(session, workspace_id, [messages.helpers_key(found.announcement.id)])
                await self._show(session, found.reader)
            return hears.name

    async def tell(self, workspace_id: str, slack_id: str, reader_id: int, told: ToldTeam) -> tuple[str, ...]:
        """Note whether a lead has told their team or needs help, or (`NONE`) neither any more.

        Return who hears that they need it. Raises as `reply` does.
        """
        async with self._database.transaction(workspace_id) as session:
            found = await self._mine(session, slack_id, reader_id)
            if not found.reader.lead:
                raise NotAllowed(NOT_A_LEAD)
            others = [one for one in await recipients(session, found.announcement) if one.id != found.person.id]
            if found.reader.told_team != told:
                found.reader.told_team = told
                await session.flush()
                await self._tell_helpers(session, found.reader, others)
                await self._show(session, found.reader)
            return tuple(one.name for one in others) if told is ToldTeam.HELP else ()

    async def about(self, workspace_id: str, slack_id: str, reader_id: int) -> tuple[int, int]:
        """Return the change (0: none) and the group that a reader's question is about. Raises as `reply` does."""
        async with self._database.reading(workspace_id) as session:
            found = await self._mine(session, slack_id, reader_id, locked=False)
            return found.announcement.change_id or 0, found.reader.group_id

    async def who_form(self, workspace_id: str, slack_id: str, reader_id: int) -> WhoForm:
        """Return the form that asks whom it affects instead. Raises as `reply` does, UserError once it was decided."""
        async with self._database.reading(workspace_id) as session:
            found = await self._mine(session, slack_id, reader_id, locked=False)
            correction = await _open(session, found.reader)
            seen = (Team.archived_at.is_(None), teams_seen(found.person, Team.id))
            rows = sa.select(Team.id, Team.name).where(*seen).order_by(Team.name)
            named = await session.get(Person, correction.named_person_id) if correction.named_person_id else None
            return WhoForm(
                reader_id,
                found.announcement.title,
                {team_id: name for team_id, name in await session.execute(rows)},  # noqa: C416 (rows are no pairs to mypy)
                person_slack=named.slack_id if named else "",
                team_id=correction.named_team_id or 0,
            )

    async def name(
        self, workspace_id: str, slack_id: str, reader_id: int, person_slack: str, team_id: int | None
    ) -> None:
        """Note whom it affects instead: a person by Slack id ("" for none), a team, both or nobody.

        Raises as `who_form` does, and UserError for a field that needs mending.
        """
        async with self._database.transaction(workspace_id) as session:
            found = await self._mine(session, slack_id, reader_id)
            correction = await _open(session, found.reader)
            person = await self._named(session, found.person, person_slack)
            team = await session.get(Team, team_id) if team_id else None
            correction.named_person_id = person.id if person else None
            correction.named_team_id = team.id if team else None
            await session.flush()
            await named_in(session, self._ledger, found, correction)
            await self._show(session, found.reader)

    async def message(self, workspace_id: str, reader_id: int, ts: str) -> tuple[AnnouncementFacts, int] | None:
        """Return what a reader's message says now, and which version that is; None where `ts` is another message."""
        async with self._database.reading(workspace_id) as session:
            # The version first: facts that are newer than it are then sent once more.
            version = await self._ledger.version(session, reader_key(reader_id))
            posted = await self._ledger.where(session, reader_key(reader_id))
            facts = await reader_facts(session, reader_id, self._clock.now())
            return None if facts is None or posted is None or posted.ts != ts else (facts[0], version)

    async def shown(self, workspace_id: str, reader_id: int, version: int, ts: str) -> None:
        """Note that the message `ts` shows what `message` returned."""
        async with self._database.transaction(workspace_id) as session:
            await self._ledger.shown(session, reader_key(reader_id), version, ts)

    async def _mine(
        self, session: AsyncSession, slack_id: str, reader_id: int, *, locked: bool = True, whole: bool = False
    ) -> Reading:
        """Return a reader who is the acting person, of what has not ended; `whole`: the announcement is held, too."""
        person = await acting(session, slack_id)
        found = await (held(session, reader_id) if whole else reading_of(session, reader_id, locked=locked))
        if found is None:
            raise NotFound(GONE)
        if found.person.id != person.id:
            raise NotAllowed(ANOTHERS)
        if found.over:
            raise NotAllowed(OVER.format(change=found.change))
        return found

    async def _tell_helpers(self, session: AsyncSession, reader: AnnouncementReader, helpers: Sequence[Person]) -> None:
        """Let those who can help a lead read how it stands; whoever read of it before hears in a reply of each time."""
        wanted, keys = [], []
        for one in helpers:
            key = messages.need_help_key(reader.id, one.slack_id)
            known = [key, *await self._ledger.below(session, key)]
            keys += known
            # An edit notifies nobody.
            again = await self._ledger.where(session, known[-1]) is not None
            wanted.append(messages.need_help(reader.id, one.slack_id, len(known) if again else 0))
        if reader.told_team == ToldTeam.HELP:
            await self._ledger.plan(session, reader.workspace_id, wanted)
        await self._ledger.refresh(session, reader.workspace_id, keys)

    async def _show(self, session: AsyncSession, reader: AnnouncementReader) -> None:
        """Let what they got show what they said, and what asked them again say it, too."""
        await session.flush()
        key = reader_key(reader.id)
        await self._ledger.refresh(session, reader.workspace_id, [key, *await self._ledger.below(session, key)])

    async def _named(self, session: AsyncSession, reader: Person, slack_id: str) -> Person | None:
        """Return whom a reader names. Raises UserError for themselves, an app, or somebody not known."""
        if not slack_id:
            return None
        found: Person | None = await session.scalar(sa.select(Person).where(Person.slack_id == slack_id))
        if found is None or found.deactivated:
            raise UserError(UNKNOWN, field="person")
        if found.id == reader.id:
            raise UserError(ONE_ELSE, field="person")
        if found.is_bot:
            raise UserError(A_BOT.format(name=found.name), field="person")
        return found


async def _open(session: AsyncSession, reader: AnnouncementReader) -> AnnouncementCorrection:
    """Return what a reader said of whom it affects, while nobody has decided it. Raises UserError."""
    rows = sa.select(AnnouncementCorrection).where(AnnouncementCorrection.reader_id == reader.id)
    found = await session.scalar(rows)
    if found is None or found.state != "open" or reader.answer != Reply.NOT_AFFECTED:
        raise UserError(DECIDED)
    return found
