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
    checked_core,
    checked_leads,
    checked_part,
)
from bot.domain.announcement_desk import SectionForm
from bot.domain.merging import merge
from bot.ids import new_id
from bot.services import announcement_section as section
from bot.services.announcement_edit_sign import AnnouncementEdits
from bot.services.announcement_edit_wait import core_of, edit_of, is_signed, put_aside
from bot.services.announcement_form import EDITED, both_form, form_of, part_form, today_of
from bot.services.announcement_section import begun_parts
from bot.services.announcement_send import AnnouncementSending
from bot.services.announcement_sign_message import ask_keys, edited
from bot.services.announcement_standing import Standing, must_be_open, must_be_unsent, standing_of
from bot.services.audit import Audit
from bot.services.change_load_ask import take_back_asks
from bot.services.change_standing import must_run
from bot.services.change_standing import standing_of as change_standing
from models import Announcement, AnnouncementEdit, StakeholderGroup

Base = Mapping[str, str]


class AnnouncementWriting:
    """Saves what is written; every step is audited."""

    def __init__(
        self, database: Database, clock: Clock, audit: Audit, sending: AnnouncementSending, edits: AnnouncementEdits
    ) -> None:
        """Work on `database`; `sending` shows an edit to those who have it, `edits` asks first who signs it."""
        self._database, self._clock, self._audit, self._sending = database, clock, audit, sending
        self._edits = edits

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
            await section.store_groups(session, row, await begun_parts(session, change_id, kind))
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
            edit = await edit_of(session, announcement_id)
            stored = (section.core_of(standing.row) if edit is None else core_of(edit)).fields()
            merged = merge(base, stored, core.fields())
            if merged.conflicts:
                form = await form_of(session, standing)
                return await both_form(session, form, merged.values, merged.conflicts, stored)
            today = today_of(standing.person, self._clock.now())
            wanted = CoreText.of(merged.values)
            keeps = wanted.next_word_on == standing.row.next_word_on and standing.state.out
            wanted = checked_core(wanted, wanted.next_word_on if keeps and wanted.next_word_on else today)
            changed = [one for one, value in wanted.fields().items() if stored[one] != value]
            if not await self._waits(session, standing, edit, changed, meaning=meaning, core=wanted):
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
            part = await section.part_of(session, announcement_id, group_id)
            edit = await edit_of(session, announcement_id)
            stored = {PART: part.text if edit is None else edit.parts.get(str(group_id), part.text)}
            merged = merge(base, stored, {PART: typed})
            if merged.conflicts:
                form = await part_form(session, standing, group_id)
                return await both_form(session, form, merged.values, merged.conflicts, stored)
            wanted = checked_part(merged.values[PART])
            changed = [PART] if wanted != stored[PART] else []
            if not await self._waits(session, standing, edit, changed, meaning=meaning, parts={group_id: wanted}):
                part.text = wanted
                await self._changed(session, standing, changed, meaning=meaning)
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
                return await both_form(session, form, merged.values, merged.conflicts, stored)
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
            row = standing.row
            begun = await begun_parts(session, row.change_id, row.kind) if row.change_id else {}
            wanted = {group_id: text for group_id, text in begun.items() if group_id in group_ids}
            await section.store_groups(session, standing.row, wanted)
            await section.store_channels(session, standing.row, channels)
            after = await section.audience_of(session, standing.row)
            await self._changed(session, standing, [one for one in (GROUPS, CHANNELS) if before[one] != after[one]])

    async def _open(self, session: AsyncSession, slack_id: str, announcement_id: int) -> Standing:
        standing = await standing_of(session, slack_id, announcement_id, locked=True)
        must_be_open(standing)
        return standing

    async def _waits(
        self,
        session: AsyncSession,
        standing: Standing,
        edit: AnnouncementEdit | None,
        fields: Sequence[str],
        *,
        meaning: bool,
        core: CoreText | None = None,
        parts: Mapping[int, str] | None = None,
    ) -> bool:
        """Put aside what was written where others sign it first, and readers keep what they have; return whether.

        So is an edit of what is out that changes its meaning, and what is written while one waits.
        """
        row = standing.row
        asks = standing.state.out and meaning and fields and await is_signed(session, row.id)
        if edit is None and not asks:
            return False
        if fields:
            edit = put_aside(row, edit, standing.person.id, core=core, parts=parts)
            details = {"fields": list(fields), "revision": edit.revision, "meaning": True}
            self._audit.record(session, standing.person.slack_id, EDITED, f"announcement:{row.id}", **details)
            await self._edits.asked(session, row, edit)
        return True

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
