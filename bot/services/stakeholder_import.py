"""Stakeholder groups pasted as rows: previewed, then added to a change or written over what is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.domain.change_impact import ImpactWritten, in_words
from bot.domain.matching import did_you_mean
from bot.domain.person_import import ImportFacts, Problem
from bot.domain.stakeholder import Source, SourceKind
from bot.domain.stakeholder_form import GroupWritten
from bot.domain.stakeholder_import import GroupRow, read_rows
from bot.domain.words import few, short
from bot.errors import NotFound
from bot.services.audit import Audit
from bot.services.change_impact import write_impact
from bot.services.draft import Drafts
from bot.services.stakeholder_group import StakeholderGroups, areas_of, write_sources
from bot.services.stakeholder_read import groups_of, scores_of
from bot.services.stakeholder_standing import GroupsStanding, groups_standing
from models import Channel, Person, StakeholderGroup, Team, UserGroup

DRAFT = "stakeholder_import"
"""Kind of the draft, with the change behind it: {"texts": [what was pasted, field by field]}."""


MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class _Ready:
    """A row whose names are known."""

    row: GroupRow
    sources: frozenset[Source]
    contact: str


class StakeholderImport:
    """Takes pasted rows through the preview to the groups of a change; every step keeps a draft."""

    def __init__(self, database: Database, drafts: Drafts, audit: Audit, groups: StakeholderGroups) -> None:
        """Work on `database`; single groups are added by `groups`."""
        self._database, self._drafts, self._audit, self._groups = database, drafts, audit, groups

    async def texts(self, workspace_id: str, slack_id: str, change_id: int) -> tuple[str, ...]:
        """Return what this person pasted for a change and has not imported. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            return await self._kept(session, await groups_standing(session, slack_id, change_id))

    async def preview(self, workspace_id: str, slack_id: str, change_id: int, texts: Sequence[str]) -> ImportFacts:
        """Keep what was pasted, and return what importing it would change.

        Raises NotFound, NotAllowed, and UserError for text that is no rows; it is kept as well.
        """
        async with self._database.transaction(workspace_id) as session:
            standing = await groups_standing(session, slack_id, change_id)
            await self._drafts.keep(session, standing.person.id, f"{DRAFT}:{change_id}", {"texts": list(texts)})
        async with self._database.reading(workspace_id) as session:
            standing = await groups_standing(session, slack_id, change_id)
            return (await _planned(session, standing, tuple(texts)))[0]

    async def apply(
        self, workspace_id: str, slack_id: str, change_id: int, seen: str
    ) -> tuple[list[int], tuple[str, ...]] | ImportFacts:
        """Import the good rows of what was previewed, whose digest is `seen`; return the groups and what was changed.

        Where it would change something else by now, nothing is changed and the new preview is returned. Raises
        NotFound where the rows were imported already, NotAllowed.
        """
        async with self._database.transaction(workspace_id) as session:
            standing = await groups_standing(session, slack_id, change_id, locked=True)
            texts = await self._kept(session, standing)
            if not texts:
                raise NotFound("These rows were imported already, or given up. Nothing was changed.")
            facts, ready = await _planned(session, standing, texts)
            if facts.seen != seen:
                return facts
            known = {one.name_key: one for one in await groups_of(session, change_id)}
            written = [await self._write(session, standing, known, one) for one in ready]
            await self._drafts.drop(session, standing.person.id, f"{DRAFT}:{change_id}")
            details = {"begins": "rows", "groups": len(written)}
            self._audit.record(session, slack_id, "stakeholder_groups_added", f"change:{change_id}", **details)
            return written, facts.changes

    async def _kept(self, session: AsyncSession, standing: GroupsStanding) -> tuple[str, ...]:
        draft = await self._drafts.find(session, standing.person.id, f"{DRAFT}:{standing.change_id}")
        return tuple(draft.values["texts"]) if draft else ()

    async def _write(
        self, session: AsyncSession, standing: GroupsStanding, known: Mapping[str, StakeholderGroup], one: _Ready
    ) -> int:
        """Write a row: what stands in it replaces what is there, empty cells leave it."""
        group = known.get(one.row.group.casefold())
        if group is None:
            group = await self._groups.add(session, standing, GroupWritten(one.row.group, one.sources), audited=False)
        elif one.sources:
            await write_sources(session, group.id, one.sources)
        contact = await session.get(Person, group.contact_id) if group.contact_id else None
        before = (await scores_of(session, [group.id]))[group.id]
        impact = ImpactWritten(
            one.row.scores or before,
            one.row.yesterday or group.yesterday,
            one.row.tomorrow or group.tomorrow,
            one.row.worries or group.worries,
            one.contact or (contact.slack_id if contact else ""),
        )
        await write_impact(session, group, impact)
        return group.id


async def _planned(
    session: AsyncSession, standing: GroupsStanding, texts: tuple[str, ...]
) -> tuple[ImportFacts, list[_Ready]]:
    pasted = read_rows(texts)
    names = await _Names.read(session)
    known = {one.name_key for one in await groups_of(session, standing.change_id)}
    problems, ready, changes = list(pasted.problems), [], []
    bad = {one.row for one in problems}
    for row in pasted.rows:
        found = [names.source(one) for one in row.who]
        unknown = [
            f"“{short(one)}” is no team, area, channel, user group or person here.{names.guess(one)}"
            for one, source in zip(row.who, found, strict=True)
            if source is None
        ]
        contact = names.person(row.contact) if row.contact else ""
        if contact is None:
            unknown.append(f"nobody here is “{short(row.contact)}”, whom they would ask.")
        problems += [Problem(row.number, sentence) for sentence in unknown]
        if unknown or row.number in bad:
            continue
        ready.append(_Ready(row, frozenset(one for one in found if one), contact or ""))
        kind = "change" if row.group.casefold() in known else "add"
        made = f", made of {few(row.who, MOST_NAMED)}" if row.who else ""
        impact = f": {in_words(row.scores)}" if row.scores else ""
        changes.append(f"{kind} {row.group}{made}{impact}")
    problems.sort(key=lambda one: one.row)
    digest = sha256(orjson.dumps([texts, changes, [one.sentence for one in problems]])).hexdigest()[:16]
    return ImportFacts(len(pasted.rows), len(ready), tuple(problems), tuple(changes), digest), ready


class _Names:
    """What the cells of a row can name, folded."""

    def __init__(self, sources: Mapping[str, Source], people: Mapping[str, tuple[int, str]]) -> None:
        self._sources, self._people = sources, people

    @classmethod
    async def read(cls, session: AsyncSession) -> "_Names":
        """Read it with four queries; where a team and an area have one name, the team is meant."""
        sources: dict[str, Source] = {"everyone": Source(SourceKind.EVERYONE)}
        for area in await areas_of(session):
            source = Source(SourceKind.AREA, area)
            sources[area.casefold()] = sources[f"area {area.casefold()}"] = source
        teams = sa.select(Team.id, Team.name).where(Team.archived_at.is_(None))
        for team_id, name in await session.execute(teams):
            source = Source(SourceKind.TEAM, str(team_id))
            sources[name.casefold()] = sources[f"team {name.casefold()}"] = source
        channels = sa.select(Channel.slack_id, Channel.name, Channel.is_private).where(Channel.is_archived.is_(False))
        for slack_id, name, is_private in await session.execute(channels):
            # The name of a private channel is for its members: it is known here by its id alone.
            sources[slack_id.casefold() if is_private else f"#{name.casefold()}"] = Source(SourceKind.CHANNEL, slack_id)
        handles = sa.select(UserGroup.slack_id, UserGroup.handle).where(UserGroup.is_gone.is_(False))
        for slack_id, handle in await session.execute(handles):
            sources[f"@{handle.casefold()}"] = Source(SourceKind.USER_GROUP, slack_id)
        rows = sa.select(Person.id, Person.slack_id, Person.name, Person.email).where(
            Person.deactivated.is_(False), Person.is_bot.is_(False)
        )
        people: dict[str, tuple[int, str]] = {}
        for person_id, slack_id, name, email in await session.execute(rows.order_by(Person.id.desc())):
            people[name.casefold()] = people[f"@{name.casefold()}"] = (person_id, slack_id)
            if email:
                people[email.casefold()] = (person_id, slack_id)
        return cls(sources, people)

    def source(self, typed: str) -> Source | None:
        """Return what a name means; None where nobody knows."""
        key = typed.casefold()
        if key in self._sources:
            return self._sources[key]
        found = self._people.get(key)
        return Source(SourceKind.PERSON, str(found[0])) if found else None

    def person(self, typed: str) -> str | None:
        """Return the Slack id of somebody; None where nobody is called so."""
        found = self._people.get(typed.casefold())
        return found[1] if found else None

    def guess(self, typed: str) -> str:
        """Return " Did you mean …?" where something near is known."""
        near = did_you_mean(typed, [*self._sources, *self._people])
        return f" Did you mean {near}?" if near else ""
