"""People pasted as rows: previewed and applied as a company file is, by the same service."""

from collections.abc import Sequence
from hashlib import sha256

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.domain.company import Company, CompanyPerson, CompanyTeam
from bot.domain.person_import import ImportFacts, PersonRow, read_rows, with_unknown
from bot.domain.role import Role
from bot.domain.team_setup import team_kind
from bot.errors import NotFound
from bot.services.company import CompanyService
from bot.services.draft import Drafts
from bot.services.role import acting, pmo_refusal
from models import Membership, Person, Team

DRAFT = "people_import"
"""Kind of the draft: {"texts": [what was pasted, field by field]}."""


class PersonImport:
    """Takes pasted rows from the form through the preview to the changes; every step keeps a draft."""

    def __init__(self, database: Database, drafts: Drafts, company: CompanyService) -> None:
        """Plan and apply through `company`."""
        self._database, self._drafts, self._company = database, drafts, company

    async def texts(self, workspace_id: str, slack_id: str) -> tuple[str, ...]:
        """Return what this person pasted before and has not imported. Raises NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            return await self._kept(session, await _pmo(session, slack_id))

    async def preview(self, workspace_id: str, slack_id: str, texts: Sequence[str]) -> ImportFacts:
        """Keep what was pasted, and return what importing it would change.

        Raises NotAllowed, and UserError for text that is no rows; it is kept as well.
        """
        async with self._database.transaction(workspace_id) as session:
            person = await _pmo(session, slack_id)
            await self._drafts.keep(session, person.id, DRAFT, {"texts": list(texts)})
        return (await self._planned(workspace_id, tuple(texts)))[0]

    async def apply(self, workspace_id: str, slack_id: str, seen: str) -> tuple[str, ...] | ImportFacts:
        """Import the good rows of what was previewed, whose digest is `seen`, and return the changes, a line each.

        Where the rows, or what they change, have become others since, nothing is changed and the new preview is
        returned. Raises NotAllowed, and NotFound where they were imported already.
        """
        async with self._database.reading(workspace_id) as session:
            texts = await self._kept(session, await _pmo(session, slack_id))
        if not texts:
            raise NotFound("These rows were imported already, or given up. Nothing was changed.")
        facts, wanted = await self._planned(workspace_id, texts)
        if facts.seen != seen:
            return facts
        changes = await self._company.apply(workspace_id, wanted, actor=slack_id)
        async with self._database.transaction(workspace_id) as session:
            person = await _pmo(session, slack_id)
            await self._drafts.drop(session, person.id, DRAFT)
        return tuple(changes)

    async def _kept(self, session: AsyncSession, person: Person) -> tuple[str, ...]:
        draft = await self._drafts.find(session, person.id, DRAFT)
        return tuple(draft.values["texts"]) if draft else ()

    async def _planned(self, workspace_id: str, texts: tuple[str, ...]) -> tuple[ImportFacts, Company]:
        """Return what importing the good rows would change, and them as a company.

        It has the teams that the rows name, or leave, as they are then to be.
        """
        pasted = read_rows(texts)
        async with self._database.reading(workspace_id) as session:
            pasted = with_unknown(pasted, set(await session.scalars(_emails())))
            stored = await _teams(session)
        rows = pasted.good
        people = tuple(
            CompanyPerson(row.email, row.number, area=row.area or None, role=row.role or None) for row in rows
        )
        wanted = Company(people=people, teams=_brought(stored, rows))
        changes = await self._company.plan(workspace_id, wanted)
        digest = sha256(orjson.dumps([texts, changes, [one.sentence for one in pasted.problems]])).hexdigest()[:16]
        return ImportFacts(len(pasted.rows), len(rows), pasted.problems, tuple(changes), digest), wanted


def _brought(stored: Sequence[CompanyTeam], rows: Sequence[PersonRow]) -> tuple[CompanyTeam, ...]:
    """Return the teams that change: whoever's row names a team is at home there, and no longer elsewhere."""
    moves = {row.email: row.team for row in rows if row.team}
    names = {team.name.casefold(): team for team in stored}
    for row in rows:
        if row.team and row.team.casefold() not in names:
            names[row.team.casefold()] = CompanyTeam(row.team, row.number, kind=team_kind(row.team))
    leads = [row for row in rows if row.role == Role.LEAD]
    found = []
    for key, team in names.items():
        joining = [email for email, name in moves.items() if name.casefold() == key]
        leaving = {email for email, name in moves.items() if name.casefold() != key and email in team.members}
        if not joining and not leaving:
            continue
        own = [row.email for row in leads if row.email in joining]
        lead = team.lead if team.lead not in leaving else ""
        found.append(
            CompanyTeam(
                team.name,
                team.line,
                kind=team.kind,
                lead=lead or (own[0] if len(own) == 1 else ""),
                squad=tuple(one for one in team.squad if one not in leaving),
                members=tuple(dict.fromkeys([*(one for one in team.members if one not in leaving), *joining])),
                embedded=tuple(one for one in team.embedded if one not in joining),
            )
        )
    return tuple(found)


def _emails() -> sa.Select[str]:
    return sa.select(Person.email).where(Person.email != "", Person.deactivated.is_(False), Person.is_bot.is_(False))


async def _pmo(session: AsyncSession, slack_id: str) -> Person:
    person = await acting(session, slack_id)
    if not person.acts_as_pmo:
        raise await pmo_refusal(session, "Importing people is")
    return person


async def _teams(session: AsyncSession) -> list[CompanyTeam]:
    """Return the teams as a company file would have them, people without an e-mail left out."""
    rows = list(
        await session.execute(
            sa.select(Membership.team_id, Person.email, Membership.is_home, Membership.is_lead, Membership.in_squad)
            .join(Person, Person.id == Membership.person_id)
            .where(Person.email.in_(_emails()))
            .order_by(Membership.id)
        )
    )
    return [
        CompanyTeam(
            team.name,
            0,
            kind=team.kind,
            lead=next((one.email for one in rows if one.team_id == team.id and one.is_lead), ""),
            squad=tuple(one.email for one in rows if one.team_id == team.id and one.in_squad),
            members=tuple(one.email for one in rows if one.team_id == team.id and one.is_home),
            embedded=tuple(one.email for one in rows if one.team_id == team.id and not one.is_home),
        )
        for team in await session.scalars(sa.select(Team).where(Team.archived_at.is_(None)).order_by(Team.id))
    ]
