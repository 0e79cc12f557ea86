"""Looking pages up and reading them: what words find, one page, its history, and what readers say of it."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import IDS, AnyRow, Database
from bot.delivery.ledger import Intent, Ledger
from bot.domain.answer import LONG_TEXT, text
from bot.domain.playbook import Page, PageView, below_title
from bot.domain.playbook_diff import changes
from bot.domain.playbook_found import History, Hit, Lookup, VersionRow, VersionView
from bot.domain.playbook_markdown import first_section, pages
from bot.domain.playbook_search import MOST_SHOWN, says, sentence
from bot.engine.upsert import insert_into
from bot.errors import NotAllowed, NotFound, UserError
from bot.services.guest_sight import is_narrow
from bot.services.playbook_link import linked_pages
from bot.services.playbook_message import OUTDATED, review_key
from bot.services.playbook_nearest import nearest_owner
from bot.services.playbook_read import GONE, must_change, page_of, shown, today_of
from bot.services.playbook_search import Titles, found_pages
from bot.services.playbook_sight import closed_teams
from bot.services.role import acting
from models import Channel, Person, Playbook, PlaybookNote, PlaybookVersion, Team

WHAT = "what"
"""Field of the form in which somebody says what is out of date."""

MOST_VERSIONS = 15

_SAID = sa.select(Playbook.id, Playbook.title, Playbook.keywords, Playbook.plain).where(Playbook.id.in_(IDS))


class PlaybookLookups:
    """Finds pages for somebody, and takes what they say of them."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, titles: Titles) -> None:
        """Read `database`; owners hear through `ledger` what is out of date."""
        self._database, self._clock, self._ledger, self._titles = database, clock, ledger, titles

    async def find(self, workspace_id: str, slack_id: str, words: str, channel_id: str = "") -> Lookup:
        """Return the best pages for `words`; where there is none, whom else to ask. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            reader = await acting(session, slack_id)
            today = today_of(reader, self._clock.now())
            hits = await hits_for(session, reader, words, self._titles, today)
            nearest = None if hits else await nearest_owner(session, reader, words)
            channel = await session.scalar(sa.select(Channel.name).where(Channel.slack_id == channel_id))
        name, slack = (nearest.name, nearest.slack_id) if nearest else ("", "")
        return Lookup(words, today, tuple(hits), name, slack, channel or "", guest=is_narrow(reader))

    async def view(self, workspace_id: str, slack_id: str, page_id: int, piece: int = 0, *, note: str = "") -> PageView:
        """Return a page to read, its `piece` of as many as it takes. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            reader = await acting(session, slack_id)
            page = await page_of(session, reader, page_id)
            found = pages(below_title(page.body, page.title))
            piece = max(min(piece, len(found) - 1), 0)
            [one] = await shown(session, reader, [page_id])
            links = await linked_pages(session, reader, page, found[piece])
            return PageView(one, found[piece], piece, len(found), today_of(reader, self._clock.now()), note, links)

    async def own(self, workspace_id: str, slack_id: str, page_id: int) -> Page:
        """Return a page to whoever may change it. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            reader = await acting(session, slack_id)
            await must_change(session, reader, await page_of(session, reader, page_id))
            return (await shown(session, reader, [page_id]))[0]

    async def count_read(self, workspace_id: str, page_id: int) -> None:
        """Note that a page was opened: how often, and on which day last; not by whom."""
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            read = sa.update(Playbook).where(Playbook.id == page_id)
            await session.execute(read.values(reads=Playbook.reads + 1, read_on=now.date()))

    async def shared(self, workspace_id: str, slack_id: str, page_id: int, channel_id: str) -> PageView:
        """Return a page that is to be shown to a channel.

        Raises NotAllowed where that channel has readers for whom the page is not, NotFound.
        """
        async with self._database.reading(workspace_id) as session:
            reader = await acting(session, slack_id)
            page = await page_of(session, reader, page_id)
            if page.team_id is not None:
                closed = sa.select(Team.channel_id).where(
                    Team.id == page.team_id, Team.id.in_(closed_teams(workspace_id))
                )
                own = await session.scalar(closed)
                if own not in {None, channel_id}:
                    raise NotAllowed(
                        "This page is for the people of its team alone, so it was not shared here. In the team's own "
                        "channel it can be."
                    )
            [one] = await shown(session, reader, [page_id])
            body = pages(below_title(page.body, page.title))[0]
            links = await linked_pages(session, reader, page, first_section(body), in_channel=True)
            return PageView(one, body, 0, 1, today_of(reader, self._clock.now()), reader.name, links)

    async def helpful(self, workspace_id: str, slack_id: str, page_id: int) -> str:
        """Note that a page helped; pressed twice it counts once. Return who keeps it. Raises NotFound."""
        async with self._database.transaction(workspace_id) as session:
            reader = await acting(session, slack_id)
            page = await page_of(session, reader, page_id)
            row = {
                "workspace_id": workspace_id,
                "playbook_id": page.id,
                "person_id": reader.id,
                "kind": "helpful",
                "at": self._clock.now(),
            }
            once = insert_into(session, PlaybookNote).values(row)
            key = ["workspace_id", "playbook_id", "person_id", "kind"]
            await session.execute(once.on_conflict_do_nothing(index_elements=key))
            return (await session.get_one(Person, page.owner_id)).name

    async def outdated(self, workspace_id: str, slack_id: str, page_id: int, typed: str) -> str:
        """Tell the owner of a page that it is out of date, in one message a day at most; return who that is.

        Raises UserError with the field of the form, NotFound.
        """
        try:
            said = text(typed, LONG_TEXT) or ""
        except UserError as error:
            raise UserError(error.sentence, field=WHAT) from None
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            reader = await acting(session, slack_id)
            page = await page_of(session, reader, page_id)
            owner = await session.get_one(Person, page.owner_id)
            on = today_of(owner, now)
            of_reader = (
                PlaybookNote.playbook_id == page.id,
                PlaybookNote.person_id == reader.id,
                PlaybookNote.kind == "outdated",
            )
            note = await session.scalar(sa.select(PlaybookNote).where(*of_reader).with_for_update())
            if note is None:
                note = PlaybookNote(playbook_id=page.id, person_id=reader.id, kind="outdated", at=now)
                session.add(note)
            note.text, note.at, note.told_on, note.settled_at = said, now, on, None
            await session.flush()
            if owner.id != reader.id and not owner.deactivated:
                key = review_key(OUTDATED, owner.id, on)
                subject = {"owner": owner.id, "on": on.isoformat()}
                await self._ledger.plan(session, workspace_id, [Intent(key, OUTDATED, subject, owner.slack_id)])
                await self._ledger.refresh(session, workspace_id, [key])
            return owner.name

    async def history(self, workspace_id: str, slack_id: str, page_id: int) -> History:
        """Return the versions of a page. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            reader = await acting(session, slack_id)
            await page_of(session, reader, page_id)
            [one] = await shown(session, reader, [page_id])
            rows = await _versions(session, page_id)
            told = tuple(VersionRow(row.number, row.name or "", row.how, row.at) for row in rows[:MOST_VERSIONS])
            return History(one, told, max(len(rows) - MOST_VERSIONS, 0), reader.zone, self._clock.now())

    async def version(self, workspace_id: str, slack_id: str, page_id: int, number: int) -> VersionView:
        """Return a version of a page with what it changed. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            reader = await acting(session, slack_id)
            await page_of(session, reader, page_id)
            [one] = await shown(session, reader, [page_id])
            rows = await _versions(session, page_id)
            at = next((place for place, row in enumerate(rows) if row.number == number), None)
            if at is None:
                raise NotFound(GONE)
            pair = sa.select(PlaybookVersion).where(PlaybookVersion.playbook_id == page_id)
            numbers = [row.number for row in rows[at : at + 2]]
            texts = {
                row.number: (row.title, row.body, list(row.tags))
                for row in await session.scalars(pair.where(PlaybookVersion.number.in_(numbers)))
            }
            row = rows[at]
            before = texts[numbers[1]] if len(numbers) > 1 else ("", "", [])
            return VersionView(
                page=one,
                row=VersionRow(row.number, row.name or "", row.how, row.at),
                changes=changes(before, texts[number]),
                first=len(numbers) == 1,
                newest=at == 0,
                zone=reader.zone,
                now=self._clock.now(),
            )


async def hits_for(
    session: AsyncSession, reader: Person, words: str, titles: Titles, today: date, *, most: int = MOST_SHOWN
) -> list[Hit]:
    """Return the best pages that say enough of `words` and that `reader` may read, each with the sentence that does."""
    near, meant = await found_pages(session, reader, words, titles, today, most=most)
    said = {one.id: one for one in await session.execute(_SAID, {"ids": near})}
    ids = [one for one in near if says(meant.counts, meant.vain, said[one].title, said[one].keywords, said[one].plain)]
    pages_ = await shown(session, reader, ids)
    return [Hit(one, sentence(said[one.id].plain, [*meant.counts], one.title)) for one in pages_]


async def _versions(session: AsyncSession, page_id: int) -> Sequence[AnyRow]:
    """Return number, writer, how and when of each version, the newest first."""
    rows = (
        sa.select(PlaybookVersion.number, Person.name, PlaybookVersion.how, PlaybookVersion.at)
        .outerjoin(Person, Person.id == PlaybookVersion.written_by_id)
        .where(PlaybookVersion.playbook_id == page_id)
        .order_by(PlaybookVersion.number.desc())
    )
    return (await session.execute(rows)).all()
