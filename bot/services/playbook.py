"""Writing pages: new ones, new versions of them, handing over, the archive, and saying that one is still true."""

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.playbook import Draft, Page, PageState, Written, same_title, searched, to_write, until, unwritten
from bot.domain.playbook_form import PageForm, in_fields
from bot.domain.playbook_told import Outcome
from bot.errors import NotFound, UserError
from bot.services.audit import Audit
from bot.services.playbook_made import shown_where
from bot.services.playbook_mended import settle_notes
from bot.services.playbook_message import added as tell_added
from bot.services.playbook_message import given
from bot.services.playbook_read import GONE, own_page, shown, today_of
from bot.services.playbook_review import schedule
from bot.services.playbook_told import messages_about
from bot.services.playbook_write import (
    OWNER,
    STARTER,
    Outrun,
    as_it_is,
    credited,
    must_be_free,
    must_be_new,
    new_page,
    one_at_a_time,
    outrun_by,
    somebody,
    team_of,
    teams_for,
    version_of,
    vouch,
)
from bot.services.role import acting, pmo_to_tell, refusal, rights_of
from models import Person, Playbook, PlaybookVersion


class Playbooks:
    """Writes pages; whoever is to keep one hears of it through `ledger`."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, audit: Audit) -> None:
        """Work on `database`; every change is audited."""
        self._database, self._clock, self._ledger, self._audit = database, clock, ledger, audit

    async def new_form(self, workspace_id: str, slack_id: str, draft: Draft) -> PageForm:
        """Return the form of a new page that begins with `draft`. Raises UserError where that became a page already."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            await must_be_new(session, person, draft.source)
            fields, joins = in_fields(draft.body)
            teams = await teams_for(session, person)
            return PageForm(
                title=draft.title,
                fields=fields or ("",),
                joins=joins,
                tags=", ".join(draft.tags),
                owner_slack=draft.owner_slack or slack_id,
                thanks_slack=draft.thanks_slack,
                team_id=draft.team_id if draft.team_id in dict(teams) else None,
                teams=teams,
                source=draft.source,
                private=draft.private,
            )

    async def form(self, workspace_id: str, slack_id: str, page_id: int) -> PageForm:
        """Return the form of a page as it is now. Raises NotFound, NotAllowed."""
        async with self._database.transaction(workspace_id) as session:
            person, page = await own_page(session, slack_id, page_id)
            fields, joins = in_fields(page.body)
            thanks = await session.get(Person, page.credited_person_id) if page.credited_person_id else None
            return PageForm(
                page_id=page.id,
                revision=page.revision,
                title=page.title,
                fields=fields,
                joins=joins,
                tags=", ".join(page.tags),
                thanks_slack=thanks.slack_id if thanks and not thanks.deactivated else "",
                team_id=page.team_id,
                teams=await teams_for(session, person, page.team_id),
                interval=page.interval_days,
            )

    async def create(self, workspace_id: str, slack_id: str, written: Written) -> Page:
        """Publish a page; sent twice it is there once. Raises UserError with the field of the form, NotAllowed."""
        async with self._database.transaction(workspace_id) as session:
            await one_at_a_time(session, workspace_id)
            person = await acting(session, slack_id)
            if (same := await self._same(session, person, written)) is not None:
                return (await shown(session, person, [same]))[0]
            page = await new_page(session, person, written, "written", self._clock.now())
            self._audit.record(session, slack_id, "page_written", f"playbook:{page.id}")
            owner = await session.get_one(Person, page.owner_id)
            await self._ledger.refresh(session, workspace_id, await shown_where(session, page.source))
            if owner.id != person.id:
                await self._ledger.plan(session, workspace_id, [given(owner, [page.id], person.id, 1)])
            await schedule(session, owner, self._clock.now())
            return await _written(session, person, page)

    async def add_starters(self, workspace_id: str, slack_id: str, pages: Sequence[Written]) -> tuple[str, ...]:
        """Publish the pages that are offered, those that are not there yet; return the titles of those to read.

        Whoever adds them keeps them, and vouches for each with *Still true*: nobody has read them yet. The PMO hears of
        it, where it was a lead. Raises NotFound, NotAllowed for whoever is neither lead nor PMO.
        """
        async with self._database.transaction(workspace_id) as session:
            await one_at_a_time(session, workspace_id)
            person = await acting(session, slack_id)
            if not (await rights_of(session, person)).any:
                raise await refusal(session, "Adding the starter pages is")
            added = []
            for written in pages:
                try:
                    added.append(await new_page(session, person, written, STARTER, self._clock.now()))
                except UserError:
                    continue  # it is there already, or another page has its title
            if added:
                self._audit.record(
                    session, slack_id, "starter_pages_added", f"playbook:{added[0].id}", pages=len(added)
                )
                await schedule(session, person, self._clock.now())
                told = [] if person.acts_as_pmo else await pmo_to_tell(session)
                intents = [tell_added(one, [page.id for page in added], person.id) for one in told]
                await self._ledger.plan(session, workspace_id, intents)
            theirs = sa.select(Playbook.title).where(
                Playbook.source.startswith("starter:"),
                Playbook.owner_id == person.id,
                Playbook.verified_until.is_(None),
            )
            return tuple(await session.scalars(theirs.order_by(Playbook.title)))

    async def edit(
        self, workspace_id: str, slack_id: str, page_id: int, revision: int, written: Written, *, body: bool = True
    ) -> Page | Outrun:
        """Write a new version over the `revision` that the form showed; sent twice it is written once.

        Where somebody else wrote one meanwhile, nothing is changed and what they changed is returned. `body`: False
        where the form was too small for the page's text, which then stays. Raises UserError with the field of the form,
        NotFound, NotAllowed.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person, page = await own_page(session, slack_id, page_id)
            text = written.body if body else page.body
            team_id = await team_of(session, person, written.team_id, page.team_id)
            thanked = await credited(session, written.thanks_slack)
            wanted = (written.title, text, list(written.tags), team_id, thanked, written.interval)
            if wanted == as_it_is(page):
                if page.revision == revision and person.id == page.owner_id:
                    vouch(page, person, now)
                    await schedule(session, person, now)
                return await _written(session, person, page)
            if page.revision != revision:
                return await outrun_by(session, page, revision)
            if not same_title(page.title, written.title):
                await must_be_free(session, person, written.title)
            before = await messages_about(session, page)
            said = (page.title, page.body, list(page.tags)) != (written.title, text, list(written.tags))
            page.title, page.body, page.tags = written.title, text, list(written.tags)
            page.team_id, page.credited_person_id, page.interval_days = team_id, thanked, written.interval
            page.keywords, page.plain = searched(page.title, page.body, page.tags)
            page.updated_at, page.revision = now, page.revision + 1
            if person.id == page.owner_id or unwritten(text):
                vouch(page, person, now)
            if said:
                page.looked_at = now
                session.add(version_of(page, person.id, "edited", now))
                await settle_notes(session, self._ledger, page, Outcome.CHANGED, person, now)
            return await self._changed(session, person, page, "page_edited", also=before)

    async def restore(self, workspace_id: str, slack_id: str, page_id: int, number: int, revision: int) -> Page:
        """Make what version `number` said the newest version; pressed twice it is done once.

        Raises UserError where the page has changed since `revision` was shown, NotFound, NotAllowed.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person, page = await own_page(session, slack_id, page_id)
            wanted = sa.select(PlaybookVersion).where(
                PlaybookVersion.playbook_id == page.id, PlaybookVersion.number == number
            )
            old = await session.scalar(wanted)
            if old is None:
                raise NotFound(GONE)
            if (page.title, page.body, list(page.tags)) == (old.title, old.body, list(old.tags)):
                return (await shown(session, person, [page.id]))[0]
            if page.revision != revision:
                raise UserError("Somebody has changed this page meanwhile, so nothing was restored. Please look again.")
            before = await messages_about(session, page)
            page.title, page.body, page.tags = old.title, old.body, list(old.tags)
            page.keywords, page.plain = searched(page.title, page.body, page.tags)
            page.looked_at = page.updated_at = now
            page.revision += 1
            if unwritten(page.body):
                page.verified_until = None
            session.add(version_of(page, person.id, "restored", now))
            await settle_notes(session, self._ledger, page, Outcome.RESTORED, person, now)
            return await self._changed(session, person, page, "page_restored", also=before)

    async def vouch(self, workspace_id: str, slack_id: str, page_id: int) -> Page:
        """Say that a page is still true. Raises UserError for one of which parts are missing, NotFound, NotAllowed."""
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person, page = await own_page(session, slack_id, page_id)
            if left := unwritten(page.body):
                raise UserError(
                    f"{to_write(left, of=page.title)}. Once {'it is' if len(left) == 1 else 'they are'}, *Save "
                    "changes* verifies the page. Nothing was changed."
                )
            owner = await session.get_one(Person, page.owner_id)
            fresh = page.verified_until == until(today_of(owner, now), page.interval_days)
            if not await settle_notes(session, self._ledger, page, Outcome.TRUE, person, now) and fresh:
                return (await shown(session, person, [page.id]))[0]
            before = await messages_about(session, page)
            vouch(page, owner, now)
            page.revision += 1
            return await self._changed(session, person, page, "page_verified", also=before)

    async def hand_over(self, workspace_id: str, slack_id: str, page_id: int, to: str) -> Page:
        """Let somebody else keep a page (`to`: Slack id). Raises UserError for whoever cannot, NotFound, NotAllowed."""
        async with self._database.transaction(workspace_id) as session:
            person, page = await own_page(session, slack_id, page_id)
            heir = await somebody(session, to, OWNER)
            if page.owner_id != heir.id:
                before = await messages_about(session, page)
                page.owner_id, page.asked_for, page.revision = heir.id, None, page.revision + 1
                if heir.id != person.id:
                    intent = given(heir, [page.id], person.id, page.revision)
                    await self._ledger.plan(session, workspace_id, [intent])
                return await self._changed(session, person, page, "page_handed_over", also=before, to=heir.slack_id)
            return (await shown(session, person, [page.id]))[0]

    async def archive(self, workspace_id: str, slack_id: str, page_id: int, *, back: bool = False) -> Page:
        """Take a page out of lists and search, or bring it `back`. Raises NotFound, NotAllowed."""
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person, page = await own_page(session, slack_id, page_id)
            wanted = PageState.PUBLISHED if back else PageState.ARCHIVED
            if page.state != wanted:
                page.state, page.archived_at = wanted, None if back else now
                page.updated_at, page.revision = now, page.revision + 1
                return await self._changed(session, person, page, "page_brought_back" if back else "page_archived")
            return (await shown(session, person, [page.id]))[0]

    async def _changed(
        self,
        session: AsyncSession,
        person: Person,
        page: Playbook,
        action: str,
        *,
        also: Sequence[str] = (),
        **details: str,
    ) -> Page:
        """Audit a change, show it where the page is spoken of (`also`: where it was), and set its timer; return it."""
        self._audit.record(session, person.slack_id, action, f"playbook:{page.id}", **details)
        await session.flush()
        await self._ledger.refresh(session, page.workspace_id, [*await messages_about(session, page), *also])
        await schedule(session, await session.get_one(Person, page.owner_id), self._clock.now())
        return await _written(session, person, page)

    async def _same(self, session: AsyncSession, person: Person, written: Written) -> int | None:
        """Return the page that somebody published with these very words before, by a form that was sent twice."""
        rows = (
            sa.select(Playbook.id)
            .join(PlaybookVersion, PlaybookVersion.playbook_id == Playbook.id)
            .where(PlaybookVersion.number == 1, PlaybookVersion.written_by_id == person.id)
            .where(Playbook.title == written.title, Playbook.body == written.body, Playbook.revision == 1)
        )
        found: int | None = await session.scalar(rows.limit(1))
        return found


async def _written(session: AsyncSession, person: Person, page: Playbook) -> Page:
    """Return a page that was written, with what is left to be written of it."""
    [one] = await shown(session, person, [page.id])
    return replace(one, unwritten=unwritten(page.body))
