"""Announcements of a change are written: begun, and each of their parts saved by itself; by several people at once."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.announcement import Kind, State, Timing
from bot.domain.announcement_begin import BeginFacts
from bot.domain.announcement_compose import (
    CHANNELS,
    GROUPS,
    PART,
    USUAL_HOURS,
    CoreText,
    ForLeads,
    Way,
    begun_part,
    checked_core,
    checked_leads,
    checked_part,
    theirs_of,
)
from bot.domain.announcement_desk import SectionForm
from bot.domain.merging import digests, merge
from bot.errors import NotFound
from bot.ids import new_id
from bot.services import announcement_section as section
from bot.services.announcement_form import NOT_ITS_GROUP, form_of, part_form, today_of
from bot.services.announcement_send import AnnouncementSending
from bot.services.announcement_sign_message import ask_keys, edited
from bot.services.announcement_standing import Standing, must_be_open, must_be_unsent, standing_of
from bot.services.audit import Audit, last_actor
from bot.services.change_load_ask import take_back_asks
from bot.services.change_standing import must_run
from bot.services.change_standing import standing_of as change_standing
from models import Announcement, AnnouncementPart, StakeholderGroup

EDITED = "announcement_edited"

Base = Mapping[str, str]


class AnnouncementWriting:
    """Saves what is written; every step is audited."""

    def __init__(self, database: Database, clock: Clock, audit: Audit, sending: AnnouncementSending) -> None:
        """Work on `database`; `sending` shows an edit to those who have it."""
        self._database, self._clock, self._audit, self._sending = database, clock, audit, sending

    async def begin(self, workspace_id: str, slack_id: str, change_id: int) -> BeginFacts:
        """Return what an announcement of a change can begin with. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            standing = await change_standing(session, slack_id, change_id)
            await must_run(session, standing, "Announcing this is")
            change = standing.change
            groups = sa.select(sa.func.count()).select_from(StakeholderGroup)
            return BeginFacts(
                change_id=change.id,
                change=change.name,
                why=change.why,
                starts_on=change.starts_on,
                today=today_of(standing.person, self._clock.now()),
                state=standing.state,
                ended_because=change.ended_because,
                groups=await session.scalar(groups.where(StakeholderGroup.change_id == change.id)) or 0,
            )

    async def create(self, workspace_id: str, slack_id: str, change_id: int, kind: Kind, core: CoreText) -> int:
        """Store a new draft that goes to all groups of its change, and return its id; sent twice it is there once.

        Raises Unfit, NotFound, NotAllowed.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            standing = await change_standing(session, slack_id, change_id, locked=True)
            await must_run(session, standing, "Announcing this is")
            core = checked_core(core, today_of(standing.person, now))
            same = sa.select(Announcement.id).where(
                Announcement.change_id == change_id,
                Announcement.author_id == standing.person.id,
                Announcement.kind == kind,
                Announcement.title == core.title,
                Announcement.text == core.text,
                Announcement.state == State.DRAFT,
            )
            known: int | None = await session.scalar(same)
            if known is not None:
                return known
            row = Announcement(
                id=new_id(),
                workspace_id=workspace_id,
                change_id=change_id,
                kind=kind,
                title=core.title,
                text=core.text,
                not_known=core.not_known,
                next_word_on=core.next_word_on,
                author_id=standing.person.id,
                timing=Timing.NOW,
                lead_hours=USUAL_HOURS,
                created_at=now,
            )
            session.add(row)
            await session.flush()
            await section.store_groups(session, row, await _begun(session, change_id))
            self._audit.record(session, slack_id, "announcement_begun", f"announcement:{row.id}", kind=str(kind))
            return row.id

    async def form(self, workspace_id: str, slack_id: str, announcement_id: int, group_id: int = 0) -> SectionForm:
        """Return its forms as they are stored: of all of it, or of what it means for one group.

        Raises NotFound, NotAllowed, and UserError for one that cannot be changed now.
        """
        async with self._database.reading(workspace_id) as session:
            standing = await standing_of(session, slack_id, announcement_id)
            must_be_open(standing)
            if group_id:
                return await part_form(session, standing, group_id)
            return await form_of(session, standing)

    async def save_core(
        self, workspace_id: str, slack_id: str, announcement_id: int, base: Base, core: CoreText, *, meaning: bool
    ) -> SectionForm | None:
        """Store what everybody reads; with `meaning` those who have it are asked again.

        Returns the form again where somebody else has changed the same meanwhile: nothing is stored then. Raises Unfit,
        NotFound, NotAllowed, UserError.
        """
        async with self._database.transaction(workspace_id) as session:
            standing = await self._open(session, slack_id, announcement_id)
            stored = section.core_of(standing.row).fields()
            merged = merge(base, stored, core.fields())
            if merged.conflicts:
                form = await form_of(session, standing)
                return await self._both(session, form, merged.values, merged.conflicts, stored)
            today = today_of(standing.person, self._clock.now())
            wanted = CoreText.of(merged.values)
            keeps = wanted.next_word_on == standing.row.next_word_on and standing.state.out
            wanted = checked_core(wanted, wanted.next_word_on if keeps and wanted.next_word_on else today)
            changed = [one for one, value in wanted.fields().items() if stored[one] != value]
            section.store_core(standing.row, wanted)
            await self._changed(session, standing, changed, meaning=meaning)
            return None

    async def save_part(
        self,
        workspace_id: str,
        slack_id: str,
        announcement_id: int,
        group_id: int,
        base: Base,
        typed: str,
        *,
        meaning: bool,
    ) -> SectionForm | None:
        """Store what it means for one of its groups, as `save_core` does."""
        async with self._database.transaction(workspace_id) as session:
            standing = await self._open(session, slack_id, announcement_id)
            part = await _part(session, announcement_id, group_id)
            stored = {PART: part.text}
            merged = merge(base, stored, {PART: typed})
            if merged.conflicts:
                form = await part_form(session, standing, group_id)
                return await self._both(session, form, merged.values, merged.conflicts, stored)
            part.text = checked_part(merged.values[PART])
            await self._changed(session, standing, [PART] if part.text != stored[PART] else [], meaning=meaning)
            return None

    async def save_leads(
        self, workspace_id: str, slack_id: str, announcement_id: int, base: Base, leads: ForLeads
    ) -> SectionForm | None:
        """Store what leads get besides, and how long before the others, as `save_core` does."""
        async with self._database.transaction(workspace_id) as session:
            standing = await self._open(session, slack_id, announcement_id)
            stored = section.leads_of(standing.row).fields()
            merged = merge(base, stored, leads.fields())
            if merged.conflicts:
                form = await form_of(session, standing)
                return await self._both(session, form, merged.values, merged.conflicts, stored)
            wanted = checked_leads(ForLeads.of(merged.values))
            changed = [one for one, value in wanted.fields().items() if stored[one] != value]
            section.store_leads(standing.row, wanted)
            await self._changed(session, standing, changed)
            return None

    async def save_way(self, workspace_id: str, slack_id: str, announcement_id: int, way: Way) -> None:
        """Store how and when it comes; of two at once the later choice holds, and both see it on the desk.

        Raises NotFound, NotAllowed, UserError.
        """
        async with self._database.transaction(workspace_id) as session:
            standing = await self._open(session, slack_id, announcement_id)
            must_be_unsent(standing)
            stored = section.way_of(standing.row).fields()
            section.store_way(standing.row, way)
            changed = [one for one, value in way.fields().items() if stored[one] != value]
            await self._changed(session, standing, changed)

    async def save_audience(
        self,
        workspace_id: str,
        slack_id: str,
        announcement_id: int,
        group_ids: Collection[int],
        channels: Collection[str],
    ) -> None:
        """Store to which groups of its change and to which channels it goes; what was written for those left is kept.

        Raises NotFound, NotAllowed, UserError.
        """
        async with self._database.transaction(workspace_id) as session:
            standing = await self._open(session, slack_id, announcement_id)
            must_be_unsent(standing)
            before = await section.audience_of(session, standing.row)
            begun = await _begun(session, standing.row.change_id) if standing.row.change_id else {}
            wanted = {group_id: text for group_id, text in begun.items() if group_id in group_ids}
            await section.store_groups(session, standing.row, wanted)
            await section.store_channels(session, standing.row, channels)
            after = await section.audience_of(session, standing.row)
            await self._changed(session, standing, [one for one in (GROUPS, CHANNELS) if before[one] != after[one]])

    async def _open(self, session: AsyncSession, slack_id: str, announcement_id: int) -> Standing:
        standing = await standing_of(session, slack_id, announcement_id, locked=True)
        must_be_open(standing)
        return standing

    async def _both(
        self,
        session: AsyncSession,
        form: SectionForm,
        values: Mapping[str, str],
        conflicts: Sequence[str],
        stored: Mapping[str, str],
    ) -> SectionForm:
        """Return the form with what was typed, and above it what somebody else stored meanwhile."""
        by = await last_actor(session, f"announcement:{form.announcement_id}", EDITED) or "Somebody"
        return SectionForm(
            announcement_id=form.announcement_id,
            kind=form.kind,
            values={**form.values, **values},
            base=digests(stored),
            state=form.state,
            change_id=form.change_id,
            group_id=form.group_id,
            group=form.group,
            people=form.people,
            signers=form.signers,
            by=by,
            others=theirs_of(conflicts, stored),
        )

    async def _changed(
        self, session: AsyncSession, standing: Standing, fields: Sequence[str], *, meaning: bool = False
    ) -> None:
        """Note an edit: who signs it has to look again, and who has it sees what it says now."""
        row = standing.row
        if not fields and not (meaning and standing.state.out):
            return
        row.revision += 1
        if standing.state in {State.SIGNING, State.SIGNED}:
            row.state = State.DRAFT
        if standing.state.out:
            row.edited_at = self._clock.now()
            row.meaning = row.revision if meaning else row.meaning
        await session.flush()
        details = {"fields": list(fields), "revision": row.revision, "meaning": meaning and standing.state.out}
        self._audit.record(session, standing.person.slack_id, EDITED, f"announcement:{row.id}", **details)
        await self._sending.ledger.refresh(session, row.workspace_id, await ask_keys(session, row.id))
        if not standing.state.out:
            await take_back_asks(session, self._sending.ledger, row)
        else:
            told = await edited(session, row.id, standing.person.id, row.revision)
            await self._sending.ledger.plan(session, row.workspace_id, told)
        await self._sending.edited(session, row)


async def _begun(session: AsyncSession, change_id: int) -> dict[int, str]:
    """Return what an announcement begins with for each group of a change."""
    rows = sa.select(StakeholderGroup).where(StakeholderGroup.change_id == change_id)
    groups = await session.scalars(rows.order_by(StakeholderGroup.place, StakeholderGroup.id))
    return {one.id: begun_part(one.yesterday, one.tomorrow) for one in groups}


async def _part(session: AsyncSession, announcement_id: int, group_id: int) -> AnnouncementPart:
    rows = sa.select(AnnouncementPart).where(
        AnnouncementPart.announcement_id == announcement_id, AnnouncementPart.group_id == group_id
    )
    part: AnnouncementPart | None = await session.scalar(rows)
    if part is None:
        raise NotFound(NOT_ITS_GROUP)
    return part
