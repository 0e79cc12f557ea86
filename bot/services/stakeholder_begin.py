"""Groups to begin with: those of a template or of another change, and the usual ones of the standing list."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.domain.change_impact import ImpactWritten
from bot.domain.change_template import TEMPLATES, USUAL, GroupTemplate, groups_called
from bot.domain.stakeholder import Source, SourceKind
from bot.domain.stakeholder_form import GroupWritten
from bot.domain.stored_id import stored_id
from bot.errors import NotFound
from bot.services.audit import Audit
from bot.services.change_impact import write_impact
from bot.services.change_sight import run_by
from bot.services.change_standing import must_run, standing_of
from bot.services.role import acting
from bot.services.stakeholder_group import StakeholderGroups, areas_of, sources_of_group
from bot.services.stakeholder_read import groups_of, scores_of
from bot.services.stakeholder_standing import GONE, GroupsStanding, groups_standing
from models import Change, Membership, Person, StakeholderGroup, Team

OF_CHANGE = "change:"
MOST_OFFERED = 50


class StakeholderBegin:
    """Adds several groups at once; those that are there already stay as they are."""

    def __init__(self, database: Database, audit: Audit, groups: StakeholderGroups) -> None:
        """Work on `database`; single groups are added by `groups`."""
        self._database, self._audit, self._groups = database, audit, groups

    async def offered(self, workspace_id: str, slack_id: str, change_id: int = 0) -> Mapping[str, str]:
        """Return what a change can begin with, names by key: the templates, and the newest changes with groups.

        These are changes that `slack_id` runs: of others they may not even know. Raises NotFound, NotAllowed.
        """
        has_groups = sa.exists().where(StakeholderGroup.change_id == Change.id)
        async with self._database.reading(workspace_id) as session:
            theirs = run_by(await acting(session, slack_id))
            rows = (
                sa.select(Change.id, Change.name)
                .where(Change.id != change_id, has_groups, theirs)
                .order_by(Change.created_at.desc(), Change.id.desc())
                .limit(MOST_OFFERED)
            )
            changes = {f"{OF_CHANGE}{one}": f"As in “{name}”" for one, name in await session.execute(rows)}
        return {**{key: one.name for key, one in TEMPLATES.items()}, **changes}

    async def begin(self, workspace_id: str, slack_id: str, change_id: int, key: str) -> list[int]:
        """Add the groups that `key` names to a change, and return the ids of those that are new.

        Raises NotFound, NotAllowed.
        """
        async with self._database.transaction(workspace_id) as session:
            standing = await groups_standing(session, slack_id, change_id, locked=True)
            if groups := groups_called(key):
                added = await self._template(session, standing, groups)
                self._record(session, standing, key, added)
                return added
            other = stored_id(key.removeprefix(OF_CHANGE)) if key.startswith(OF_CHANGE) else None
            if other is None:
                raise NotFound(GONE)
            before = await standing_of(session, slack_id, other)
            await must_run(session, before, "Copying whom it affects is")
            added = await self._copied(session, standing, other)
            self._record(session, standing, key, added)
            return added

    async def usual(self, workspace_id: str, slack_id: str) -> list[int]:
        """Begin the standing list with those whom no change must forget. Raises NotAllowed."""
        async with self._database.transaction(workspace_id) as session:
            standing = await groups_standing(session, slack_id, 0, locked=True)
            added = await self._template(session, standing, USUAL)
            self._record(session, standing, "usual", added)
            return added

    def _record(self, session: AsyncSession, standing: GroupsStanding, key: str, added: Sequence[int]) -> None:
        if added:
            subject = f"change:{standing.change_id}"
            details = {"begins": key, "groups": len(added)}
            self._audit.record(session, standing.person.slack_id, "stakeholder_groups_added", subject, **details)

    async def _template(
        self, session: AsyncSession, standing: GroupsStanding, groups: Sequence[GroupTemplate]
    ) -> list[int]:
        areas, taken = await areas_of(session), await _taken(session, standing)
        leads = await _leads(session) if any(one.leads for one in groups) else frozenset()
        added = []
        for one in groups:
            if one.name.casefold() in taken:
                continue
            found = {Source(SourceKind.AREA, area) for area in areas if area.casefold() in one.areas}
            written = GroupWritten(one.name, frozenset(found | leads) if one.leads else frozenset(found))
            group = await self._groups.add(session, standing, written, audited=False)
            await write_impact(session, group, ImpactWritten(one.scores, one.yesterday, one.tomorrow, one.worries))
            added.append(group.id)
        return added

    async def _copied(self, session: AsyncSession, standing: GroupsStanding, other: int) -> list[int]:
        taken, added = await _taken(session, standing), []
        groups = await groups_of(session, other)
        scores = await scores_of(session, [one.id for one in groups])
        gone = await session.scalars(sa.select(Team.id).where(Team.archived_at.is_not(None)))
        archived = {Source(SourceKind.TEAM, str(one)) for one in gone}
        for one in groups:
            if one.name_key in taken:
                continue
            sources = {source for source in await sources_of_group(session, one.id) if source not in archived}
            group = await self._groups.add(session, standing, GroupWritten(one.name, frozenset(sources)), audited=False)
            await write_impact(session, group, ImpactWritten(scores[one.id], one.yesterday, one.tomorrow, one.worries))
            group.contact_id = one.contact_id
            added.append(group.id)
        return added


async def _taken(session: AsyncSession, standing: GroupsStanding) -> set[str]:
    return {one.name_key for one in await groups_of(session, standing.change_id)}


async def _leads(session: AsyncSession) -> frozenset[Source]:
    rows = (
        sa.select(Membership.person_id)
        .join(Team, Team.id == Membership.team_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.is_lead, Team.archived_at.is_(None), Person.deactivated.is_(False))
    )
    return frozenset(Source(SourceKind.PERSON, str(one)) for one in await session.scalars(rows.distinct()))
