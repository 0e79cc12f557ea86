"""Stakeholder groups of a change, and of the standing list: made, edited by several people at once, removed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.domain.change_form import Theirs
from bot.domain.merging import digests, merge
from bot.domain.name import LONGEST_NAME, free_name
from bot.domain.stakeholder import Source, SourceKind
from bot.domain.stakeholder_form import KINDS, GroupForm, GroupWritten, checked
from bot.domain.stakeholder_list import SourceShown
from bot.domain.words import listing
from bot.errors import NotAllowed, NotFound, Unfit
from bot.ids import new_id
from bot.services.audit import Audit, last_actor
from bot.services.stakeholder_read import groups_of, sources_of
from bot.services.stakeholder_standing import GONE, GroupsStanding, group_standing, groups_standing
from bot.services.sync_following import offered_groups
from models import AnnouncementReader, Person, StakeholderGroup, StakeholderLeftOut, StakeholderSource, Team

MOST_GROUPS = 60
"""Groups of one change: more cannot be looked over by anybody."""


class StakeholderGroups:
    """Keeps who is affected; every step is audited."""

    def __init__(self, database: Database, audit: Audit) -> None:
        """Work on `database`."""
        self._database, self._audit = database, audit

    async def form(self, workspace_id: str, slack_id: str, change_id: int, group_id: int = 0) -> GroupForm:
        """Return the form of a group as it is stored, or of a new one. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            if not group_id:
                return await _form(session, await groups_standing(session, slack_id, change_id), None)
            standing, group = await group_standing(session, slack_id, group_id)
            return await _form(session, standing, group)

    async def save(
        self,
        workspace_id: str,
        slack_id: str,
        change_id: int,
        group_id: int,
        base: Mapping[str, str],
        written: GroupWritten,
    ) -> GroupForm:
        """Store a group, and return its form as it is then; a new one (`group_id` 0) has its id.

        People of `written` are given by their Slack ids. `base` and what becomes of two who edit it at once: as
        `Changes.edit` does. Raises Unfit, NotFound, NotAllowed.
        """
        async with self._database.transaction(workspace_id) as session:
            written = await _by_ids(session, written)
            if group_id:
                standing, group = await group_standing(session, slack_id, group_id, locked=True)
                return await self._edit(session, standing, group, base, written)
            standing = await groups_standing(session, slack_id, change_id, locked=True)
            group = await self.add(session, standing, written)
            return await _form(session, standing, group)

    async def add(
        self, session: AsyncSession, standing: GroupsStanding, written: GroupWritten, *, audited: bool = True
    ) -> StakeholderGroup:
        """Store a new group, the last of its list; one that is there with the same people is returned. Raises Unfit.

        Not `audited`: the caller notes what it added together.
        """
        groups = await groups_of(session, standing.change_id)
        same = next((one for one in groups if one.name_key == written.name.strip().casefold()), None)
        if same is not None and await sources_of_group(session, same.id) == written.sources:
            return same
        written = checked(written, {one.name for one in groups})
        if len(groups) >= MOST_GROUPS:
            raise Unfit({"name": f"There are {MOST_GROUPS} groups already. Please put some of them together first."})
        await _must_be_known(session, written.sources)
        group = StakeholderGroup(
            id=new_id(),
            change_id=standing.change_id or None,
            standing=not standing.change_id,
            name=written.name,
            name_key=written.name.casefold(),
            place=max((one.place for one in groups), default=-1) + 1,
        )
        session.add(group)
        await session.flush()
        await write_sources(session, group.id, written.sources)
        if audited:
            self._record(session, standing, "stakeholder_group_added", group)
        return group

    async def remove(self, workspace_id: str, slack_id: str, group_id: int) -> tuple[int, str]:
        """Remove a group; return its change (0: the standing list) and its name.

        Raises NotAllowed for one that was told something already, NotFound.
        """
        async with self._database.transaction(workspace_id) as session:
            standing, group = await group_standing(session, slack_id, group_id, locked=True)
            told = sa.select(AnnouncementReader.id).where(AnnouncementReader.group_id == group_id).limit(1)
            if await session.scalar(told) is not None:
                raise NotAllowed(
                    f"“{group.name}” was told about this change already, and what they said would go with it. Take its "
                    "people out in *Who belongs to it*, and nobody is told any more."
                )
            name = group.name
            self._record(session, standing, "stakeholder_group_removed", group)
            await session.delete(group)
            return standing.change_id, name

    async def name_of(self, workspace_id: str, slack_id: str, group_id: int) -> tuple[int, str]:
        """Return the change of a group and its name. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            standing, group = await group_standing(session, slack_id, group_id)
            return standing.change_id, group.name

    async def add_standing(self, workspace_id: str, slack_id: str, change_id: int, standing_id: int) -> int:
        """Add a group of the standing list to a change, with whom it is made of and its questions; return its id.

        Raises NotFound, NotAllowed, Unfit.
        """
        async with self._database.transaction(workspace_id) as session:
            standing = await groups_standing(session, slack_id, change_id, locked=True)
            usual = await session.get(StakeholderGroup, standing_id)
            if usual is None or not usual.standing:
                raise NotFound(GONE)
            written = GroupWritten(usual.name, await sources_of_group(session, usual.id))
            group = await self.add(session, standing, written)
            if not group.worries:
                group.worries, group.contact_id = usual.worries, usual.contact_id
            return group.id

    async def add_source(self, workspace_id: str, slack_id: str, change_id: int, source: Source) -> int:
        """Add a group of one team or area that belongs to none yet, called as it is; return its id.

        Raises NotFound, NotAllowed, Unfit.
        """
        async with self._database.transaction(workspace_id) as session:
            standing = await groups_standing(session, slack_id, change_id, locked=True)
            name = source.value
            if source.kind is SourceKind.TEAM:
                team = await session.get(Team, int(source.value))
                if team is None:
                    raise NotFound(GONE)
                name = team.name
            groups = await groups_of(session, change_id)
            for one in groups:
                if await sources_of_group(session, one.id) == frozenset({source}):
                    return one.id  # pressed twice
            taken = {one.name for one in groups}
            name = free_name(name[: LONGEST_NAME - 3].strip(), taken)
            return (await self.add(session, standing, GroupWritten(name, frozenset({source})))).id

    async def _edit(
        self,
        session: AsyncSession,
        standing: GroupsStanding,
        group: StakeholderGroup,
        base: Mapping[str, str],
        written: GroupWritten,
    ) -> GroupForm:
        stored = await _form(session, standing, group)
        theirs = stored.written.fields()
        merged = merge(base, theirs, written.fields())
        wanted = GroupWritten.of(merged.values)
        if merged.conflicts:
            by = await last_actor(session, f"stakeholder_group:{group.id}", "stakeholder_group_edited") or "Somebody"
            shown = (await sources_of(session, [group.id]))[group.id]
            others = tuple(_theirs(one, group.name, shown) for one in merged.conflicts)
            return replace(stored, written=wanted, base=merged.base, by=by, others=others)
        groups = await groups_of(session, standing.change_id)
        wanted = checked(wanted, {one.name for one in groups if one.id != group.id})
        if wanted != stored.written:
            await _must_be_known(session, wanted.sources)
            group.name, group.name_key = wanted.name, wanted.name.casefold()
            group.revision += 1
            await write_sources(session, group.id, wanted.sources)
            self._record(session, standing, "stakeholder_group_edited", group)
        return replace(stored, written=wanted, base=digests(wanted.fields()))

    def _record(self, session: AsyncSession, standing: GroupsStanding, action: str, group: StakeholderGroup) -> None:
        subject = f"stakeholder_group:{group.id}"
        self._audit.record(
            session, standing.person.slack_id, action, subject, change=standing.change_id, name=group.name
        )


async def write_sources(session: AsyncSession, group_id: int, sources: frozenset[Source]) -> None:
    """Let a group be made of these."""
    stored = {
        Source(SourceKind(one.kind), one.value): one
        for one in await session.scalars(sa.select(StakeholderSource).where(StakeholderSource.group_id == group_id))
    }
    for gone in set(stored) - sources:
        await session.delete(stored[gone])
    named = [int(one.value) for one in sources - set(stored) if one.kind is SourceKind.PERSON]
    # Whoever was taken out of it, since it did not affect them, belongs to it again once somebody names them.
    back = (StakeholderLeftOut.group_id == group_id, StakeholderLeftOut.person_id.in_(named))
    await session.execute(sa.delete(StakeholderLeftOut).where(*back))
    for new in sorted(sources - set(stored), key=lambda one: (one.kind, one.value)):
        session.add(
            StakeholderSource(
                group_id=group_id,
                kind=str(new.kind),
                value=new.value,
                team_id=int(new.value) if new.kind is SourceKind.TEAM else None,
                person_id=int(new.value) if new.kind is SourceKind.PERSON else None,
            )
        )
    await session.flush()


async def sources_of_group(session: AsyncSession, group_id: int) -> frozenset[Source]:
    """Return what a group is made of."""
    rows = sa.select(StakeholderSource.kind, StakeholderSource.value).where(StakeholderSource.group_id == group_id)
    return frozenset(Source(SourceKind(kind), value) for kind, value in await session.execute(rows))


async def _must_be_known(session: AsyncSession, sources: frozenset[Source]) -> None:
    """Raise Unfit for a team or person that is not there any more."""
    for field, kind, rows in (
        ("teams", SourceKind.TEAM, sa.select(Team.id).where(Team.archived_at.is_(None))),
        ("people", SourceKind.PERSON, sa.select(Person.id).where(Person.is_bot.is_(False))),
    ):
        wanted = {int(one.value) for one in sources if one.kind is kind}
        if wanted and len(wanted & set(await session.scalars(rows))) < len(wanted):
            what = "teams is archived" if kind is SourceKind.TEAM else "people is an app, or gone"
            raise Unfit({field: f"One of these {what}. Please choose again."})


async def _form(session: AsyncSession, standing: GroupsStanding, group: StakeholderGroup | None) -> GroupForm:
    written = GroupWritten(group.name, await sources_of_group(session, group.id)) if group else GroupWritten("")
    teams = sa.select(Team.id, Team.name).where(Team.archived_at.is_(None)).order_by(Team.name)
    people = sa.select(Person.id, Person.slack_id).where(Person.id.in_([int(one) for one in written.chosen("people")]))
    return GroupForm(
        change_id=standing.change_id,
        written=written,
        base=digests(written.fields()) if group else {},
        teams={team: name for team, name in await session.execute(teams)},  # noqa: C416 (rows are no pairs to mypy)
        areas=tuple(await areas_of(session)),
        user_groups=await offered_groups(session),
        people={str(one): slack_id for one, slack_id in await session.execute(people)},
        group_id=group.id if group else 0,
        change=standing.change.name if standing.change else "",
    )


async def areas_of(session: AsyncSession) -> list[str]:
    """Return the areas that people have, in order, each as it is written first."""
    rows = sa.select(Person.area).where(Person.area != "", Person.deactivated.is_(False), Person.is_bot.is_(False))
    found: dict[str, str] = {}
    for area in await session.scalars(rows.distinct().order_by(Person.area)):
        found.setdefault(area.casefold(), area)
    return sorted(found.values(), key=str.casefold)


async def _by_ids(session: AsyncSession, written: GroupWritten) -> GroupWritten:
    """Return a group with its people by their ids. Raises Unfit for somebody who is not known."""
    slack_ids = written.chosen("people")
    rows = sa.select(Person.slack_id, Person.id).where(Person.slack_id.in_(slack_ids))
    known = {slack_id: str(one) for slack_id, one in await session.execute(rows)}
    if len(known) < len(slack_ids):
        raise Unfit({"people": "Drumbeat does not know one of these people yet. Please try again in a minute."})
    kept = {one for one in written.sources if one.kind is not SourceKind.PERSON}
    return replace(written, sources=frozenset(kept | {Source(SourceKind.PERSON, one) for one in known.values()}))


def _theirs(field: str, name: str, shown: Sequence[SourceShown]) -> Theirs:
    if field == "name":
        return Theirs("its name", name)
    made_of = listing([one.label or "a channel" for one in shown if one.kind is KINDS[field]])
    return Theirs(field.replace("_", " "), made_of or "nothing")
