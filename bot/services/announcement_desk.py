"""The desk of an announcement, and the last look before it goes: read for those who write or sign it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.announcement import Kind, Timing
from bot.domain.announcement_desk import ChannelLine, CheckFacts, DeskFacts, DeskGroup, Reach, Signer
from bot.domain.announcement_message import AnnouncementFacts, LeadFacts
from bot.domain.change_load import Load, too_much
from bot.domain.recurrence import instant
from bot.errors import NotFound
from bot.services import announcement_section as section
from bot.services.announcement_edit_wait import as_edited, edit_of, waiting_of
from bot.services.announcement_facts import preview_facts
from bot.services.announcement_form import today_of
from bot.services.announcement_plan import concerned_by, people_of
from bot.services.announcement_row import channels_of
from bot.services.announcement_standing import GONE, Standing, reading_of, standing_of
from bot.services.change_load import beyond_leave, load_with
from bot.services.channel_invite import channel_facts
from bot.services.role import acting
from bot.services.stakeholder import members_of
from bot.services.working import working_times
from models import Announcement, AnnouncementPart, AnnouncementSign, Membership, Person, StakeholderGroup

LEADS, EVERYBODY, WHOLE = "lead", "all", "whole"
"""Which reader a preview shows: `lead:<group>` for whoever leads people of a group, `all` for a channel; `whole` for
every part of it at once, with what leads get."""

MOST_READERS = 100

_LEADS = sa.select(Membership.person_id).where(Membership.is_lead.is_(True)).distinct()


class AnnouncementDesk:
    """Reads what is written, and what its readers will get."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Read `database`."""
        self._database, self._clock = database, clock

    async def today(self, workspace_id: str, slack_id: str) -> date:
        """Return which day it is where somebody is. Raises NotFound."""
        async with self._database.reading(workspace_id) as session:
            return today_of(await acting(session, slack_id), self._clock.now())

    async def groups(self, workspace_id: str, slack_id: str, announcement_id: int) -> Mapping[int, tuple[str, int]]:
        """Return the groups of its change, by id: their names, and how many people are in them now."""
        async with self._database.reading(workspace_id) as session:
            standing = await standing_of(session, slack_id, announcement_id)
            rows = sa.select(StakeholderGroup.id, StakeholderGroup.name)
            rows = rows.where(StakeholderGroup.change_id == standing.row.change_id)
            found = (await session.execute(rows.order_by(StakeholderGroup.place, StakeholderGroup.id))).all()
            members = await members_of(session, [group_id for group_id, _ in found])
            return {group_id: (name, len(members[group_id])) for group_id, name in found}

    async def facts(self, workspace_id: str, slack_id: str, announcement_id: int, *, note: str = "") -> DeskFacts:
        """Return the desk. Raises NotFound, NotAllowed for whoever may not write it."""
        async with self._database.reading(workspace_id) as session:
            standing = await standing_of(session, slack_id, announcement_id)
            return replace(await desk_facts(session, standing, self._clock.now()), note=note)

    async def check(
        self, workspace_id: str, slack_id: str, announcement_id: int, shown: str = "", *, signer: bool = False
    ) -> CheckFacts:
        """Return the last look, as the reader `shown` gets it (the first one for ""). Raises NotFound, NotAllowed.

        With `signer` it is for those who are to approve it, too.
        """
        now = self._clock.now()
        async with self._database.reading(workspace_id) as session:
            look = reading_of if signer else standing_of
            standing = await look(session, slack_id, announcement_id)
            desk = await desk_facts(session, standing, now)
            readers = _readers(desk, signer=signer)
            chosen = shown if shown in dict(readers) else readers[0][0]
            message = await _as_reader(session, desk, chosen, now)
            edit = await edit_of(session, announcement_id)
            message = await as_edited(session, message, edit, _groups_of(desk, chosen))
        return CheckFacts(desk, message, chosen, readers, signer=signer)


async def desk_facts(session: AsyncSession, standing: Standing, now: datetime) -> DeskFacts:
    """Return all that an announcement is made of."""
    row = standing.row
    author = await session.get_one(Person, row.author_id)
    edit = await edit_of(session, row.id)
    revision = row.revision if edit is None else edit.revision
    loads = tuple(await load_with(session, row, now)) if standing.state.editable_freely else ()
    return DeskFacts(
        id=row.id,
        revision=revision,
        kind=Kind(row.kind),
        state=standing.state,
        core=section.core_of(row),
        author=author.name,
        mine=standing.person.id == row.author_id,
        today=today_of(standing.person, now),
        way=section.way_of(row),
        leads=section.leads_of(row),
        change_id=row.change_id,
        change=standing.change.name if standing.change else "",
        groups=await _groups(session, row),
        channels=await channel_lines(session, row),
        signers=await signers_of(session, row, revision),
        reach=await reach_of(session, row, now),
        loads=loads,
        leave=await _leave(session, row, loads),
        edit=None if edit is None else await waiting_of(session, row, edit),
    )


async def signers_of(session: AsyncSession, row: Announcement, revision: int) -> tuple[Signer, ...]:
    """Return who has to approve what it says at a revision, and what they said."""
    rows = (
        sa.select(AnnouncementSign, Person)
        .join(Person, Person.id == AnnouncementSign.person_id)
        .where(AnnouncementSign.announcement_id == row.id)
        .order_by(Person.name)
    )
    return tuple(
        Signer(one.slack_id, one.name, sign.state, sign.note, sign.revision == revision, one.deactivated)
        for sign, one in await session.execute(rows)
    )


async def _leave(session: AsyncSession, row: Announcement, loads: Sequence[Load]) -> str:
    """Return who said that it may go although it is a lot, where that holds; "" where it is not, or nobody did."""
    if not too_much(loads) or beyond_leave(row, loads) or row.override_by_id is None:
        return ""
    return (await session.get_one(Person, row.override_by_id)).name


async def channel_lines(session: AsyncSession, row: Announcement) -> tuple[ChannelLine, ...]:
    """Return where it is posted, and what keeps Drumbeat from it."""
    found = []
    for slack_id in await channels_of(session, row.id):
        channel = await channel_facts(session, slack_id)
        trouble = "archived" if channel.archived else "" if channel.can_post else "out"
        found.append(ChannelLine(channel.label, trouble))
    return tuple(found)


async def reach_of(session: AsyncSession, row: Announcement, now: datetime) -> Reach:
    """Return how many people it reaches, and how many of them are away when it comes."""
    told = await concerned_by(session, row)
    author = told.pop(row.author_id, None) is not None
    if not told:
        return Reach(author=author)
    people = await people_of(session, told)
    working = await working_times(session, people)
    on = row.send_on if row.timing == Timing.MORNING else None
    away = sum(one.is_away(on or one.local_date(now)) for one in working.values())
    leads = len(set(await session.scalars(_LEADS)) & set(told))
    return Reach(len(told), len({one.zone for one in people}), away, leads, author)


async def _groups(session: AsyncSession, row: Announcement) -> tuple[DeskGroup, ...]:
    rows = (
        sa.select(StakeholderGroup.id, StakeholderGroup.name, AnnouncementPart.text)
        .join(AnnouncementPart, AnnouncementPart.group_id == StakeholderGroup.id)
        .where(AnnouncementPart.announcement_id == row.id)
        .order_by(StakeholderGroup.place, StakeholderGroup.id)
    )
    found = (await session.execute(rows)).all()
    members = await members_of(session, [group_id for group_id, _, _ in found])
    return tuple(DeskGroup(group_id, name, len(members[group_id]), text) for group_id, name, text in found)


def _readers(desk: DeskFacts, *, signer: bool) -> tuple[tuple[str, str], ...]:
    """Return as whom it can be looked at: each group, a channel, nobody, and the groups' leads where these get more.

    Whoever signs it signs all of it, and sees that first. Slack's menu takes a hundred: of very many groups the leads
    of the last ones are left out.
    """
    found = [(str(one.id), f"Somebody in {one.name}") for one in desk.groups]
    if desk.channels or not found:
        found.append((EVERYBODY, "A channel"))
    more = desk.leads.points or desk.leads.questions or desk.leads.hours
    if more or len(found) > 1:
        found.insert(0 if signer else len(found), (WHOLE, "All of it"))
    if more:
        found += [(f"{LEADS}:{one.id}", f"A lead in {one.name}") for one in desk.groups]
    return tuple(found[:MOST_READERS])


def _groups_of(desk: DeskFacts, chosen: str) -> list[int]:
    """Return the groups whose parts a preview shows."""
    if chosen == WHOLE:
        return [one.id for one in desk.groups]
    return [] if chosen == EVERYBODY else [int(chosen.rpartition(":")[2])]


async def _as_reader(session: AsyncSession, desk: DeskFacts, chosen: str, now: datetime) -> AnnouncementFacts:
    kind = chosen.rpartition(":")[0] or chosen
    groups = _groups_of(desk, chosen)
    facts = await preview_facts(session, desk.id, groups, now)
    if facts is None:
        raise NotFound(GONE)
    if kind not in {LEADS, WHOLE}:
        return facts
    people = 0 if kind == WHOLE else next(one.people for one in desk.groups if one.id == groups[0])
    first = instant(desk.way.day, desk.way.at, ZoneInfo(facts.zone)) if desk.way.day else now
    lead = LeadFacts(people, first, desk.leads.points, desk.leads.questions, before=desk.lead_hours > 0)
    return replace(facts, lead=lead)
