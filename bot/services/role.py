"""Who may do what: the acting person, the teams they lead, and roles given and taken."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Intent, Ledger
from bot.domain.role import Role, RoleFacts, RoleGiven, RoleHolder, role_named
from bot.domain.words import listing, short
from bot.errors import NotAllowed, NotFound, UserError
from bot.services.audit import Audit
from models import Membership, Person, Team

MOST_NAMED = 3

GIVEN = "role_given"
"""Kind in the ledger of the message to somebody whose role was changed."""

# Put together once: whoever clicks or types is looked up by these.
_BY_SLACK_ID = sa.select(Person).where(Person.slack_id == sa.bindparam("slack_id"))
_MEMBERSHIPS = (
    sa.select(Membership.team_id)
    .join(Team, sa.and_(Team.workspace_id == Membership.workspace_id, Team.id == Membership.team_id))
    .where(Membership.person_id == sa.bindparam("person_id"), Team.archived_at.is_(None))
)
_LED = _MEMBERSHIPS.where(Membership.is_lead.is_(True))
_LED_OR_HOME = _MEMBERSHIPS.where(sa.or_(Membership.is_lead.is_(True), Membership.is_home.is_(True)))


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may set up: everything (`all_teams`), or syncs of the teams in `team_ids`."""

    person: Person
    all_teams: bool
    team_ids: frozenset[int]

    @property
    def any(self) -> bool:
        """Whether they may set up anything at all."""
        return self.all_teams or bool(self.team_ids)

    def covers(self, team_ids: Collection[int]) -> bool:
        """Whether a sync of these teams is theirs to set up and to change."""
        return self.all_teams or (bool(team_ids) and set(team_ids) <= self.team_ids)


async def acting(session: AsyncSession, slack_id: str) -> Person:
    """Return the person who acts. Raises NotFound for somebody not known yet, NotAllowed for a deactivated account."""
    person: Person | None = await session.scalar(_BY_SLACK_ID, {"slack_id": slack_id})
    if person is None:
        raise NotFound("Drumbeat does not know you yet; it meets new people within a minute. Please try again then.")
    if person.deactivated:
        raise NotAllowed("This Slack account is deactivated, so nothing was changed. An admin can reactivate it.")
    return person


async def rights_of(session: AsyncSession, person: Person) -> Rights:
    """Return what `person` may set up: a lead, for the teams they lead and the team they are at home in."""
    if person.acts_as_pmo:
        return Rights(person, all_teams=True, team_ids=frozenset())
    mine = _LED_OR_HOME if person.role == Role.LEAD else _LED
    teams = await session.scalars(mine, {"person_id": person.id})
    return Rights(person, all_teams=False, team_ids=frozenset(teams))


async def close_to(session: AsyncSession, person: Person) -> frozenset[int]:
    """Return the ids of those whose away dates `person` may see beside their own: the people of their teams."""
    mates = sa.select(Membership.person_id).where(Membership.team_id.in_(_MEMBERSHIPS))
    return frozenset(await session.scalars(mates, {"person_id": person.id})) | {person.id}


async def pmo_names(session: AsyncSession) -> list[str]:
    """Return the names of those who act as PMO, those with the role before those who are only admins."""
    return [person.name for person in await pmos(session)]


async def refusal(session: AsyncSession, what: str) -> NotAllowed:
    """Return the error for somebody who may not do `what` ("Setting up syncs is"): it names who can."""
    names = await pmo_names(session)
    who = listing(names[:MOST_NAMED], "or") or "An admin of this workspace"
    return NotAllowed(f"{what} for the PMO, and for leads in their own team. {who} can do it for you.")


async def pmo_refusal(session: AsyncSession, what: str) -> NotAllowed:
    """Return the error for somebody who may not do `what`, which is for the PMO alone: it names who can."""
    who = listing((await pmo_names(session))[:MOST_NAMED], "or") or "An admin of this workspace"
    return NotAllowed(f"{what} for the PMO. {who} can do it for you. Nothing was changed.")


async def subject_of(session: AsyncSession, reader: Person, of: str, what: str) -> Person:
    """Return whom `reader` asks about or changes: themselves, or as the PMO somebody else by Slack id (`of`).

    Raises NotFound, and NotAllowed for whoever may not do `what` ("Changing somebody else's settings is").
    """
    if of in {"", reader.slack_id}:
        return reader
    if not reader.acts_as_pmo:
        raise await pmo_refusal(session, what)
    person: Person | None = await session.scalar(_BY_SLACK_ID, {"slack_id": of})
    if person is None or person.is_bot:
        raise NotFound("Drumbeat does not know this person. Nothing was changed.")
    if person.deactivated:
        raise NotAllowed(f"{person.name}'s account is deactivated, so they are not asked anyway.")
    return person


class Roles:
    """Shows and changes roles."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, audit: Audit) -> None:
        """Work on `database`; every change is audited, and whom it concerns hears of it through `ledger`."""
        self._database, self._clock, self._ledger, self._audit = database, clock, ledger, audit

    async def facts(self, workspace_id: str, slack_id: str, *, note: str = "") -> RoleFacts:
        """Return who holds which role, as this person sees it."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            leads = await session.scalars(_present().where(Person.role == Role.LEAD).order_by(Person.name))
            return RoleFacts(
                pmos=tuple(_holder(one) for one in await pmos(session)),
                leads=tuple(_holder(one) for one in leads),
                can_change=person.acts_as_pmo,
                note=note,
            )

    async def find(self, workspace_id: str, words: str) -> str:
        """Return the Slack id of the person that `words` name: a mention, or a name as Slack shows it.

        Raises NotFound, or UserError where several people have that name.
        """
        mention = words.strip().removeprefix("<@").removesuffix(">").partition("|")[0]
        name = words.strip().lstrip("@").casefold()
        async with self._database.reading(workspace_id) as session:
            people = list(await session.scalars(_present().order_by(Person.name)))
        for found in (
            [one for one in people if one.slack_id == mention],
            [one for one in people if one.name.casefold() == name],
            [one for one in people if name and name in one.name.casefold().split()],
        ):
            if len(found) == 1:
                return found[0].slack_id
            if found:
                several = listing([one.name for one in found], "or")
                raise UserError(f"Which one do you mean: {several}? Please write the whole name, or @ and choose them.")
        raise NotFound(f"Nobody here is called “{short(words)}”. Write @ and choose the person. Nothing was changed.")

    async def change(self, workspace_id: str, slack_id: str, target: str, role: str) -> str:
        """Give the person with the Slack id `target` a role, who hears of it; return the sentence that says so.

        Raises NotAllowed for whoever is not PMO, and UserError for people who cannot have a role or where nobody would
        be left to act as PMO.
        """
        wanted = role_named(role)
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            if not person.acts_as_pmo:
                names = listing((await pmo_names(session))[:MOST_NAMED], "or") or "An admin"
                raise NotAllowed(f"Roles are given by the PMO. {names} can do it for you. Nothing was changed.")
            other = await session.scalar(sa.select(Person).where(Person.slack_id == target))
            if other is None:
                raise NotFound("Drumbeat does not know this person yet. Nothing was changed; please try in a minute.")
            must_fit_role(other, wanted)
            if other.role == wanted:
                return _sentence(other, wanted, "is already", same_person=other.id == person.id)
            if other.role == Role.PMO and not any(one.id != other.id or one.is_admin for one in await pmos(session)):
                raise UserError(f"{other.name} is the only one who acts as PMO. Please give the role to another first.")
            before, other.role = other.role, wanted
            details = {"before": before, "after": str(wanted)}
            self._audit.record(session, slack_id, "role_given", f"person:{other.slack_id}", **details)
            if other.id != person.id:
                told = given_intent(slack_id, other, self._clock.now())
                await self._ledger.plan(session, workspace_id, [told])
            return _sentence(other, wanted, "is now", same_person=other.id == person.id)


def given_intent(giver: str, person: Person, now: datetime) -> Intent:
    """Return the message to somebody whose role was changed by `giver`, a Slack id or the name of a file's actor."""
    key = f"{GIVEN}:{person.slack_id}:{person.role}:{now.isoformat()}"
    subject = {"giver": giver, "person": person.slack_id, "role": str(person.role)}
    return Intent(key, GIVEN, subject, person.slack_id, priority=1)


async def given_facts(session: AsyncSession, giver: str, slack_id: str, role: str) -> RoleGiven | None:
    """Return what the person with `slack_id` hears of the role that `giver` gave; None where it is another by now."""
    person = await acting(session, slack_id)
    if person.role != role:
        return None
    by = await session.scalar(sa.select(Person.name).where(Person.slack_id == giver))
    rights = await rights_of(session, person)
    teams = await session.scalars(sa.select(Team.name).where(Team.id.in_(rights.team_ids)).order_by(Team.name))
    return RoleGiven(by or "The PMO", Role(role), tuple(teams), admin=person.is_admin)


def _present() -> sa.Select[Person]:
    return sa.select(Person).where(Person.deactivated.is_(False), Person.is_bot.is_(False))


async def pmos(session: AsyncSession) -> list[Person]:
    """Return those who act as PMO, those with the role first."""
    rows = _present().where(sa.or_(Person.role == Role.PMO, Person.is_admin.is_(True)))
    return sorted(await session.scalars(rows), key=lambda one: (one.role != Role.PMO, one.name))


async def pmo_to_tell(session: AsyncSession) -> list[Person]:
    """Return those who hear what the PMO should know: who has the role, else the first who acts as PMO."""
    acting_as = await pmos(session)
    return [one for one in acting_as if one.role == Role.PMO] or acting_as[:1]


def _holder(person: Person) -> RoleHolder:
    return RoleHolder(person.slack_id, person.name, Role(person.role), admin=person.is_admin)


def must_fit_role(person: Person, role: Role) -> None:
    """Raise UserError for whoever cannot have a role."""
    if person.is_bot:
        raise UserError(f"{person.name} is an app, which cannot have a role. Nothing was changed.")
    if person.deactivated:
        raise UserError(f"{person.name}'s account is deactivated, so it cannot have a role. Nothing was changed.")
    if person.is_guest and role is not Role.MEMBER:
        raise UserError(f"{person.name} is a guest here; guests answer and read, but set nothing up. Nothing changed.")


def _sentence(person: Person, role: Role, verb: str, *, same_person: bool) -> str:
    name = "You are" if same_person else f"{person.name} {verb}"
    article = "PMO" if role is Role.PMO else f"a {role}"
    sentence = f"{name} {'now ' if same_person and verb == 'is now' else ''}{article}."
    if person.is_admin and role is not Role.PMO:
        who = "As an admin of the workspace you" if same_person else "As an admin of the workspace they"
        sentence += f" {who} can still do what the PMO does."
    return sentence
