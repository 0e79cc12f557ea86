"""Teams: who may change them, and their list, form and changes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, fields
from hashlib import sha256

import orjson
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.matching import did_you_mean
from bot.domain.team import TeamChoices, TeamFormFacts, TeamListFacts, TeamRow, check
from bot.domain.words import listing, short
from bot.errors import NotFound, Unfit, UserError
from bot.services.audit import Audit, last_actor
from bot.services.blocker_moved import tell_where_they_are
from bot.services.guest_sight import is_narrow, teams_seen
from bot.services.role import Rights, acting, refusal, rights_of
from bot.services.sync_lock import lock_all_openings
from bot.services.sync_round import SyncRounds
from models import Channel, Membership, Person, Team

_FIELDS = tuple(one.name for one in fields(TeamChoices))

GONE = "This team is not there any more. Nothing was changed. The list of teams shows those that are."


class Teams:
    """Shows and changes teams; services/team_archive.py archives them."""

    def __init__(self, database: Database, clock: Clock, rounds: SyncRounds, audit: Audit) -> None:
        """Keep what it works with; `rounds` hear of people who come and go."""
        self._database, self._clock, self._rounds, self._audit = database, clock, rounds, audit

    async def facts(self, workspace_id: str, slack_id: str, *, first: int = 0, archived: bool = False) -> TeamListFacts:
        """Return all teams as this person may see and change them, or those that are archived.

        Everybody may see all of them, guests their own.
        """
        async with self._database.reading(workspace_id) as session:
            rights = await rights_of(session, await acting(session, slack_id))
            rows = await _rows(session, rights, archived=archived)
            shelved = sa.select(sa.func.count()).select_from(Team).where(Team.archived_at.is_not(None))
            return TeamListFacts(
                tuple(rows),
                rights.all_teams,
                min(first, max(len(rows) - 1, 0)),
                archived=archived,
                shelved=await session.scalar(shelved) or 0,
                guest=is_narrow(rights.person),
            )

    async def find(self, workspace_id: str, name: str) -> int:
        """Return the id of the team of this name. Raises NotFound with a guess where there is a near one."""
        async with self._database.reading(workspace_id) as session:
            live = sa.select(Team.id, Team.name).where(Team.archived_at.is_(None))
            known = [(team, stored) for team, stored in await session.execute(live)]
        for team, stored in known:
            if stored.casefold() == " ".join(name.split()).casefold():
                return team
        guess = did_you_mean(name, [stored for _, stored in known])
        hint = f"Did you mean *{guess}*?" if guess else "The list of teams shows those that are."
        raise NotFound(f"There is no team called “{short(name)}”. {hint}")

    async def form(self, workspace_id: str, slack_id: str, team_id: int) -> TeamFormFacts:
        """Return a team as its form shows it. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            rights = await rights_of(session, await acting(session, slack_id))
            team = await team_of(session, rights, team_id)
            choices = await _choices(session, team)
            return TeamFormFacts(team_id, choices, _digest(choices), rights.all_teams)

    async def change(self, workspace_id: str, slack_id: str, team_id: int, choices: TeamChoices, seen: str) -> str:
        """Bring the team to `choices`, which were made of what `seen` is the digest of; return what was done.

        A lead changes who is in the team and who speaks for it, whatever else the choices say. Raises NotFound,
        NotAllowed, Unfit, and UserError where somebody else changed the team meanwhile.
        """
        async with self._database.transaction(workspace_id) as session:
            await lock_all_openings(session)
            rights = await rights_of(session, await acting(session, slack_id))
            team = await team_of(session, rights, team_id, locked=True)
            before = await _choices(session, team)
            if _digest(before) != seen:
                by = await last_actor(session, f"team:{team_id}", "team_changed") or "Somebody"
                raise UserError(
                    f"{by} changed {team.name} while you were editing it. Nothing of yours was saved. Please close "
                    "this form, and press *Edit team* once more."
                )
            if not rights.all_teams:
                choices = _as_a_lead(before, choices)
            taken = await session.scalars(sa.select(Team.name).where(Team.id != team_id))
            check(choices, {name.casefold() for name in taken})
            changed = [name for name in _FIELDS if getattr(before, name) != getattr(choices, name)]
            if not changed:
                return f"{team.name} is as it was."
            await self._write(session, team, before, choices)
            if "channel_id" in changed:
                await tell_where_they_are(session, self._rounds.ledger, workspace_id)
            self._audit.record(session, slack_id, "team_changed", f"team:{team_id}", name=team.name, fields=changed)
            await session.flush()
            await self._rounds.move_all(session)
            return f"{team.name} is changed. The next sync asks it as it is now."

    async def _write(self, session: AsyncSession, team: Team, before: TeamChoices, choices: TeamChoices) -> None:
        wanted = {*choices.everybody, choices.lead} - {""}
        rows = sa.select(Person).where(Person.slack_id.in_(wanted))
        people = {one.slack_id: one for one in await session.scalars(rows)}
        added = [one for one in wanted if one not in before.everybody]
        _refuse_unfit(people, added, choices)
        await _refuse_second_home(session, people, set(choices.members) - set(before.members), team)
        team.name, team.kind = " ".join(choices.name.split()), choices.kind
        team.value_stream, team.channel_id = choices.value_stream.strip(), choices.channel_id
        stored = {
            one.person_id: one
            for one in await session.scalars(sa.select(Membership).where(Membership.team_id == team.id))
        }
        for slack_id in choices.everybody:
            person = people[slack_id]
            row = stored.pop(person.id, None) or Membership(team_id=team.id, person_id=person.id)
            row.is_home = slack_id in choices.members
            row.is_lead, row.in_squad = slack_id == choices.lead, slack_id in choices.squad
            session.add(row)
        # Deactivated people cannot be chosen, so they do not stand in the form; they come back to their place.
        gone = set(await session.scalars(sa.select(Person.id).where(Person.id.in_(stored), _present())))
        for person_id in gone:
            await session.delete(stored[person_id])
        try:
            await session.flush()
        except IntegrityError:
            raise Unfit({"name": "Somebody has just made a team with this name. Please choose another one."}) from None


def _present() -> sa.ColumnElement[bool]:
    return sa.and_(Person.deactivated.is_(False), Person.is_bot.is_(False))


async def team_of(
    session: AsyncSession, rights: Rights, team_id: int, *, locked: bool = False, archived: bool = False
) -> Team:
    """Return a team that works, or with `archived` one that is archived. Raises NotFound, NotAllowed."""
    wanted = Team.archived_at.is_not(None) if archived else Team.archived_at.is_(None)
    statement = sa.select(Team).where(Team.id == team_id, wanted)
    team = await session.scalar(statement.with_for_update() if locked else statement)
    if team is None:
        raise NotFound(GONE)
    if not rights.covers([team_id]):
        raise await refusal(session, f"Changing {team.name} is")
    found: Team = team
    return found


async def _choices(session: AsyncSession, team: Team) -> TeamChoices:
    rows = await session.execute(
        sa.select(Person.slack_id, Membership.is_home, Membership.is_lead, Membership.in_squad)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.team_id == team.id, _present())
        .order_by(Person.slack_id)
    )
    people = list(rows)
    return TeamChoices(
        name=team.name,
        kind=team.kind,
        value_stream=team.value_stream,
        channel_id=team.channel_id,
        lead=next((one.slack_id for one in people if one.is_lead), ""),
        members=tuple(one.slack_id for one in people if one.is_home),
        others=tuple(one.slack_id for one in people if not one.is_home),
        squad=tuple(one.slack_id for one in people if one.in_squad),
    )


def _as_a_lead(before: TeamChoices, choices: TeamChoices) -> TeamChoices:
    """Return what a lead may change of what they chose."""
    kept = {"members": choices.members, "others": choices.others, "squad": choices.squad}
    return TeamChoices(**(asdict(before) | kept))


def _digest(choices: TeamChoices) -> str:
    return sha256(orjson.dumps(asdict(choices))).hexdigest()[:16]


def _refuse_unfit(people: dict[str, Person], added: Sequence[str], choices: TeamChoices) -> None:
    errors: dict[str, str] = {}
    for field, chosen in (("members", choices.members), ("others", choices.others)):
        unknown = [one for one in chosen if one not in people]
        unfit = [people[one].name for one in chosen if one in added and one in people and not _can_join(people[one])]
        if unfit:
            errors[field] = f"{listing(unfit)} cannot be asked: an app, or a deactivated account. Please take it out."
        elif unknown:
            errors[field] = "Drumbeat does not know one of these people yet. Please try again in a minute."
    if errors:
        raise Unfit(errors)


def _can_join(person: Person) -> bool:
    return not person.is_bot and not person.deactivated


async def _refuse_second_home(session: AsyncSession, people: dict[str, Person], new: set[str], team: Team) -> None:
    ids = [people[one].id for one in new]
    rows = await session.execute(
        sa.select(Person.name, Team.name)
        .join(Membership, Membership.person_id == Person.id)
        .join(Team, Team.id == Membership.team_id)
        .where(Membership.is_home.is_(True), Membership.team_id != team.id, Person.id.in_(ids))
        .where(Team.archived_at.is_(None))
        .order_by(Person.name)
    )
    settled = [f"{person} in {other}" for person, other in rows]
    if settled:
        raise Unfit(
            {
                "members": f"At home in another team: {listing(settled)}. Choose them under “From other teams”, or "
                "take them out there first."
            }
        )


async def _rows(session: AsyncSession, rights: Rights, *, archived: bool) -> list[TeamRow]:
    wanted = sa.select(Team).where(Team.archived_at.is_not(None) if archived else Team.archived_at.is_(None))
    wanted = wanted.where(teams_seen(rights.person, Team.id))
    known = sa.select(Channel.slack_id, Channel.name)
    if not rights.all_teams:
        # The name of a private channel is for its team.
        own = sa.select(Team.channel_id).join(Membership, Membership.team_id == Team.id)
        own = own.where(Membership.person_id == rights.person.id)
        known = known.where(sa.or_(Channel.is_private.is_(False), Channel.slack_id.in_(own)))
    names = {one: name for one, name in await session.execute(known)}  # noqa: C416 (rows are not pairs to mypy)
    people: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    members = await session.execute(
        sa.select(Membership.team_id, Person.name, Membership.is_lead)
        .join(Person, Person.id == Membership.person_id)
        .where(_present())
    )
    for team_id, name, leads in members:
        people[team_id].append((name, leads))
    return [
        TeamRow(
            team.id,
            team.name,
            team.kind,
            team.value_stream,
            f"#{names[team.channel_id]}" if team.channel_id in names else "",
            next((name for name, leads in people[team.id] if leads), ""),
            len(people[team.id]),
            rights.covers([team.id]),
        )
        for team in sorted(await session.scalars(wanted), key=lambda one: one.name.casefold())
    ]
