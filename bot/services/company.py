"""Brings a workspace to what a company file says. Planning and applying are the same code: planning rolls back."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.company import Company, CompanyPerson, CompanyTeam
from bot.domain.role import Role
from bot.domain.stakeholder import SourceKind
from bot.domain.words import listing, plural
from bot.errors import UserError
from bot.ids import new_id
from bot.services.anonymous import Seal
from bot.services.audit import Audit
from bot.services.blocker_moved import tell_where_they_are
from bot.services.change_hooks import ChangeHooks
from bot.services.company_change_bring import Bringing, Handed, apply_changes, tell_of
from bot.services.company_export import export_company
from bot.services.company_known import Known
from bot.services.company_reference import check_references
from bot.services.company_retro import apply_retros
from bot.services.company_silent import silent_line, silent_parties
from bot.services.company_sync import apply_syncs
from bot.services.company_yaml import CompanyFileError
from bot.services.role import given_intent, must_fit_role
from bot.services.sync_away import heed, hold_open
from bot.services.sync_following import offered_groups
from bot.services.sync_lock import lock_all_openings
from bot.services.sync_round import SyncRounds
from models import AuditEntry, Away, Channel, Membership, Person, Retro, Ritual, StakeholderSource, Team

FILE = "file"
"""The actor of changes that came from a company file."""

APPLIED = "company_applied"
"""What the audit calls it."""


class CompanyService:
    """Plans, applies and exports company files."""

    def __init__(self, database: Database, clock: Clock, rounds: SyncRounds, seal: Seal, hooks: ChangeHooks) -> None:
        """Keep what it works with; without a key in `seal` it brings in no retro without names.

        `hooks` are what else begins once a change is announced.
        """
        self._seal, self._hooks, self._audit = seal, hooks, Audit(clock)
        self.database = database
        self.clock = clock
        self.rounds = rounds

    async def plan(self, workspace_id: str, company: Company) -> list[str]:
        """Return what applying would change, a line each; nothing is changed.

        Raises CompanyFileError for people, teams and channels that the workspace does not have.
        """
        async with self.database.transaction(workspace_id) as session:
            changes, _, _ = await self._bring(session, company, FILE)
            await session.rollback()
        return changes

    async def apply(self, workspace_id: str, company: Company, *, actor: str = FILE) -> list[str]:
        """Apply in one transaction and return what was changed, a line each; a second time there is nothing left.

        `actor` is who did it: a Slack id, or `FILE`. Whose role changes hears of it, as after `/pmo role`; not from the
        file that sets a workspace up, since nobody there has heard of Drumbeat yet.

        What the file does not name is left as it is: people, teams and syncs are never removed by it.
        """
        async with self.database.transaction(workspace_id) as session:
            changes, given, handed = await self._bring(session, company, actor)
            if actor != FILE or await _was_set_up(session):
                now = self.clock.now()
                told = [given_intent(actor, person, now) for person in given if person.slack_id != actor]
                await self.rounds.ledger.plan(session, workspace_id, told)
                await tell_of(session, self.rounds.ledger, handed, now)
            if changes:
                await tell_where_they_are(session, self.rounds.ledger, workspace_id)
                self._audit.record(session, actor, APPLIED, "company", changes=changes)
        return changes

    async def export(self, workspace_id: str) -> str:
        """Return the workspace as a company file."""
        async with self.database.reading(workspace_id) as session:
            return await export_company(session)

    async def _bring(
        self, session: AsyncSession, company: Company, actor: str
    ) -> tuple[list[str], list[Person], Handed]:
        """Bring everything to what `company` says.

        Return what changed, a line each, who has another role, and the changes that are somebody else's now.
        """
        await lock_all_openings(session)
        known = await _known(session)
        check_references(company, known)
        roles = {person.id: person.role for person in known.people.values()}
        silent = await silent_parties(session)
        await hold_open(session, {known.people[one.email].id for one in company.people})
        changes: list[str] = []
        moved: set[int] = set()
        for person in company.people:
            if changed := await _bring_person(session, known, person):
                changes += changed
                moved.add(known.people[person.email].id)
        for team in company.teams:
            changes += await _bring_team(session, known, team)
        now = self.clock.now()
        changes += await apply_syncs(session, self.rounds, known, company.syncs, now)
        changes += await apply_retros(session, self.rounds.ledger, known, company.retros, now, self._seal)
        to = Bringing(session, self._hooks, self._audit, self.clock, known, actor)
        of_changes, handed = await apply_changes(to, company)
        changes += of_changes
        if changes:
            await session.flush()
            await self.rounds.move_all(session)
            await heed(session, self.rounds, moved, now)
            changes += [silent_line(one) for one in sorted(await silent_parties(session) - silent)]
        return changes, [person for person in known.people.values() if person.role != roles[person.id]], handed


async def _was_set_up(session: AsyncSession) -> bool:
    """Tell whether a company was brought here before."""
    return await session.scalar(sa.select(AuditEntry.id).where(AuditEntry.action == APPLIED).limit(1)) is not None


async def _known(session: AsyncSession) -> Known:
    people = await session.scalars(
        sa.select(Person).where(Person.email != "", Person.deactivated.is_(False), Person.is_bot.is_(False))
    )
    # An archived channel may share its name with a living one, which is then the one that is meant.
    channels = await session.scalars(sa.select(Channel).order_by(Channel.is_archived.desc(), Channel.id))
    by_syncs = sa.select(Ritual.channel_id).where(Ritual.state != "deleted")
    by_retros = sa.select(Retro.channel_id).where(Retro.state != "deleted")
    teams = list(await session.scalars(sa.select(Team)))
    by_groups = sa.select(StakeholderSource.value).where(StakeholderSource.kind == SourceKind.CHANNEL)
    used = await session.scalars(by_syncs.union(by_retros, by_groups, sa.select(Team.channel_id)))
    return Known(
        people={person.email: person for person in people},
        teams={one.name.casefold(): one for one in teams if one.archived_at is None},
        archived=frozenset(one.name.casefold() for one in teams if one.archived_at is not None),
        channels={channel.name: channel for channel in channels},
        used=frozenset(used),
        groups={label.removeprefix("@"): one for one, label in (await offered_groups(session)).items()},
    )


async def _bring_person(session: AsyncSession, known: Known, wanted: CompanyPerson) -> list[str]:
    person = known.people[wanted.email]
    if wanted.role is not None and wanted.role != person.role:
        try:
            must_fit_role(person, Role(wanted.role))
        except UserError as error:
            raise CompanyFileError([(wanted.line, error.sentence)]) from None
    changed = known.bring(
        person,
        {
            "zone": wanted.zone,
            "country": wanted.country,
            "area": wanted.area,
            "role": wanted.role,
            "working_days": list(wanted.working_days) if wanted.working_days is not None else None,
            "works_from": wanted.working_hours[0] if wanted.working_hours else None,
            "works_until": wanted.working_hours[1] if wanted.working_hours else None,
        },
    )
    if wanted.zone is not None and not person.zone_fixed:
        person.zone_fixed = True
        changed = changed or ["zone kept from the file"]
    if wanted.away is not None:
        stored = {(away.first, away.last): away for away in await _aways(session, person)}
        for first, last in sorted(set(wanted.away) - set(stored)):
            session.add(Away(id=new_id(), person_id=person.id, first=first, last=last))
            changed.append(f"away {first} to {last}")
        # What people said themselves, or their status in Slack, is not the file's to take back.
        of_file = {dates for dates, away in stored.items() if away.source == "file"}
        for gone in sorted(of_file - set(wanted.away)):
            await session.delete(stored[gone])
            changed.append(f"no longer away {gone[0]} to {gone[1]}")
    return [f"change {person.name} ({person.email}): {'; '.join(changed)}"] if changed else []


async def _aways(session: AsyncSession, person: Person) -> list[Away]:
    return list(await session.scalars(sa.select(Away).where(Away.person_id == person.id)))


async def _bring_team(session: AsyncSession, known: Known, wanted: CompanyTeam) -> list[str]:
    channel_id = known.channels[wanted.channel].slack_id if wanted.channel else None
    team = known.teams.get(wanted.name.casefold())
    if team is None:
        team = Team(
            id=new_id(),
            name=wanted.name,
            kind=wanted.kind,
            value_stream=wanted.value_stream or "",
            channel_id=channel_id or "",
        )
        session.add(team)
        await session.flush()
        known.teams[wanted.name.casefold()] = team
        await _bring_members(session, known, team, wanted)
        return [f"add team {wanted.name}: {wanted.kind}, {plural(len(wanted.everybody), 'person', 'people')}"]
    changed = known.bring(team, {"kind": wanted.kind, "value_stream": wanted.value_stream, "channel_id": channel_id})
    changed += await _bring_members(session, known, team, wanted)
    return [f"change team {team.name}: {'; '.join(changed)}"] if changed else []


async def _bring_members(session: AsyncSession, known: Known, team: Team, wanted: CompanyTeam) -> list[str]:
    stored = {
        one.person_id: one for one in await session.scalars(sa.select(Membership).where(Membership.team_id == team.id))
    }
    led = any(one.is_lead for one in stored.values())
    joined, moved = [], []
    for email in wanted.everybody:
        person = known.people[email]
        facts = {
            "is_home": email not in wanted.embedded,
            "is_lead": email == wanted.lead,
            "in_squad": email in wanted.squad,
        }
        if (membership := stored.pop(person.id, None)) is None:
            session.add(Membership(team_id=team.id, person_id=person.id, **facts))
            joined.append(person.name)
        elif known.bring(membership, facts):
            moved.append(person.name)
    # Who is deactivated cannot stand in a file; they are never asked, and come back to their place.
    names = {person.id: person.name for person in known.people.values()}
    gone = [membership for person_id, membership in stored.items() if person_id in names]
    for membership in gone:
        await session.delete(membership)
    left = [names[membership.person_id] for membership in gone]
    await session.flush()
    lines = ((joined, "joins", "join"), (left, "leaves", "leave"), (moved, "has a new place", "have new places"))
    changed = [f"{listing(who)} {one if len(who) == 1 else many}" for who, one, many in lines if who]
    return [*changed, "it has no lead any more"] if changed and led and not wanted.lead else changed
