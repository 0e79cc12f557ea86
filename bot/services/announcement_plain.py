"""Announcements without a change: written in one form by the PMO, and by leads for their own teams."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.announcement import Kind, State, Timing
from bot.domain.announcement_compose import CHANNELS, CoreText, Way, checked_core
from bot.domain.announcement_plain import (
    EVERYONE,
    FOR_PMO,
    MOST_PEOPLE,
    NOBODY,
    NOT_YOURS,
    PEOPLE,
    TEAMS,
    TOO_MANY,
    PlainAudience,
    PlainForm,
)
from bot.domain.stakeholder import SourceKind
from bot.errors import NotAllowed, UserError
from bot.ids import new_id
from bot.services import announcement_section as section
from bot.services.announcement_form import today_of
from bot.services.announcement_row import channels_of
from bot.services.announcement_standing import Standing, must_be_unsent, standing_of
from bot.services.audit import Audit
from bot.services.role import Rights, acting, refusal, rights_of
from models import (
    Announcement,
    AnnouncementPart,
    Membership,
    Person,
    StakeholderGroup,
    StakeholderSource,
    Team,
)

CHANGED = "Somebody else has changed this meanwhile. What you typed is kept here: copy it, and open the draft again."


class PlainAnnouncements:
    """Shows and saves the form."""

    def __init__(self, database: Database, clock: Clock, audit: Audit) -> None:
        """Work on `database`; every step is audited."""
        self._database, self._clock, self._audit = database, clock, audit

    async def form(self, workspace_id: str, slack_id: str, announcement_id: int = 0) -> PlainForm:
        """Return the form of a new one, or of a draft. Raises NotAllowed for whoever may announce nothing, NotFound."""
        async with self._database.reading(workspace_id) as session:
            if not announcement_id:
                person = await acting(session, slack_id)
                rights = await _rights(session, person)
                drafts = sa.select(sa.func.count()).select_from(Announcement)
                mine = drafts.where(Announcement.author_id == person.id, Announcement.state == State.DRAFT)
                count = await session.scalar(mine) or 0
                return PlainForm(
                    None,
                    0,
                    CoreText(),
                    PlainAudience(),
                    Way(Timing.NOW),
                    await _teams(session, rights),
                    rights.all_teams,
                    count,
                )
            standing = await standing_of(session, slack_id, announcement_id)
            must_be_unsent(standing)
            row, rights = standing.row, await _rights(session, standing.person)
            return PlainForm(
                row.id,
                row.revision,
                section.core_of(row),
                await _audience(session, row),
                section.way_of(row),
                await _teams(session, rights),
                rights.all_teams,
            )

    async def save(
        self, workspace_id: str, slack_id: str, form: tuple[int, int], core: CoreText, audience: PlainAudience, way: Way
    ) -> int:
        """Store it as a draft, and return its id. `form`: the id (0: a new one) and revision that the form began with.

        Raises Unfit, UserError with a field of the form, NotFound, NotAllowed.
        """
        announcement_id, revision = form
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            rights = await _rights(session, person)
            core = checked_core(core, today_of(person, now))
            await _must_be_theirs(session, rights, audience)
            if announcement_id:
                standing = await standing_of(session, slack_id, announcement_id, locked=True)
                must_be_unsent(standing)
                row = standing.row
                if row.revision != revision:
                    raise UserError(CHANGED, field="title")
                row.revision, row.state = row.revision + 1, State.DRAFT
            else:
                row = Announcement(
                    id=new_id(),
                    workspace_id=workspace_id,
                    kind=Kind.PLAIN,
                    title=core.title,
                    text=core.text,
                    author_id=person.id,
                    created_at=now,
                    timing=Timing.NOW,
                )
                session.add(row)
            section.store_core(row, core)
            section.store_way(row, way)
            await session.flush()
            await _store_audience(session, row, audience)
            action = "announcement_edited" if announcement_id else "announcement_begun"
            self._audit.record(session, slack_id, action, f"announcement:{row.id}", kind=str(Kind.PLAIN))
            return row.id


async def _rights(session: AsyncSession, person: Person) -> Rights:
    rights = await rights_of(session, person)
    if not rights.any:
        raise await refusal(session, "Announcing something is")
    return rights


async def _teams(session: AsyncSession, rights: Rights) -> Mapping[int, str]:
    rows = sa.select(Team.id, Team.name).where(Team.archived_at.is_(None)).order_by(Team.name)
    if not rights.all_teams:
        rows = rows.where(Team.id.in_(rights.team_ids))
    return {team_id: name for team_id, name in await session.execute(rows)}  # noqa: C416 (rows are no pairs to mypy)


async def _must_be_theirs(session: AsyncSession, rights: Rights, audience: PlainAudience) -> None:
    """Raise UserError with the field for what is nobody's, or not theirs to announce to."""
    if audience.nobody:
        raise UserError(NOBODY, field=TEAMS)
    if len(audience.people) > MOST_PEOPLE:
        raise UserError(TOO_MANY, field=PEOPLE)
    if rights.all_teams:
        return
    if audience.everyone:
        raise UserError(FOR_PMO, field=EVERYONE)
    if not set(audience.teams) <= rights.team_ids:
        raise UserError(NOT_YOURS, field=TEAMS)
    theirs = (
        sa.select(Person.slack_id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.team_id.in_(rights.team_ids))
    )
    if not set(audience.people) <= set(await session.scalars(theirs)):
        raise UserError(NOT_YOURS, field=PEOPLE)
    channels = sa.select(Team.channel_id).where(Team.id.in_(rights.team_ids))
    if not set(audience.channels) <= set(await session.scalars(channels)):
        raise UserError(NOT_YOURS, field=CHANNELS)


async def must_reach(session: AsyncSession, standing: Standing) -> None:
    """Raise UserError where an announcement without a change goes to whom its sender may not announce to any more."""
    rights = await _rights(session, standing.person)
    await _must_be_theirs(session, rights, await _audience(session, standing.row))


async def _audience(session: AsyncSession, row: Announcement) -> PlainAudience:
    sources = (
        sa.select(StakeholderSource.kind, StakeholderSource.team_id, Person.slack_id)
        .join(AnnouncementPart, AnnouncementPart.group_id == StakeholderSource.group_id)
        .outerjoin(Person, Person.id == StakeholderSource.person_id)
        .where(AnnouncementPart.announcement_id == row.id)
        .order_by(StakeholderSource.id)
    )
    found = (await session.execute(sources)).all()
    return PlainAudience(
        teams=tuple(team_id for kind, team_id, _ in found if kind == SourceKind.TEAM and team_id is not None),
        people=tuple(slack_id for kind, _, slack_id in found if kind == SourceKind.PERSON),
        channels=tuple(await channels_of(session, row.id)),
        everyone=any(kind == SourceKind.EVERYONE for kind, _, _ in found),
    )


async def _store_audience(session: AsyncSession, row: Announcement, audience: PlainAudience) -> None:
    """Give it groups of its own: one for each team, one for those named, one for everyone."""
    if await _audience(session, row) == audience:
        return
    parts = sa.select(AnnouncementPart).where(AnnouncementPart.announcement_id == row.id)
    old = [one.group_id for one in await session.scalars(parts)]
    # Parts and sources go with their groups.
    for group in await session.scalars(sa.select(StakeholderGroup).where(StakeholderGroup.id.in_(old))):
        await session.delete(group)
    # That it may go although it is a lot was said of those whom it went to then, and of no others.
    row.override_reason, row.override_by_id = "", None
    await session.flush()
    teams = sa.select(Team).where(Team.id.in_(audience.teams), Team.archived_at.is_(None)).order_by(Team.name)
    wanted = [(team.name, [(SourceKind.TEAM, team.id)]) for team in await session.scalars(teams)]
    people = sa.select(Person.id).where(Person.slack_id.in_(audience.people), Person.is_bot.is_(False))
    named = list(await session.scalars(people.order_by(Person.id)))
    if len(named) < len(audience.people):
        raise NotAllowed("Drumbeat does not know one of these people, or it is an app. Please choose somebody else.")
    if named:
        wanted.append(("People by name", [(SourceKind.PERSON, one) for one in named]))
    if audience.everyone:
        wanted.append(("the whole company", [(SourceKind.EVERYONE, 0)]))
    for place, (name, sources) in enumerate(wanted):
        group = StakeholderGroup(id=new_id(), workspace_id=row.workspace_id, name=name, name_key=name.casefold())
        group.place = place
        session.add(group)
        await session.flush()
        session.add_all([_source(group.id, kind, number) for kind, number in sources])
        session.add(AnnouncementPart(announcement_id=row.id, group_id=group.id))
    await session.flush()
    await section.store_channels(session, row, audience.channels)


def _source(group_id: int, kind: SourceKind, number: int) -> StakeholderSource:
    return StakeholderSource(
        group_id=group_id,
        kind=kind,
        value=str(number) if number else "",
        team_id=number if kind is SourceKind.TEAM else None,
        person_id=number if kind is SourceKind.PERSON else None,
    )
