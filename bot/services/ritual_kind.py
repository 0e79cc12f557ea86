"""The kinds of rituals, syncs and retros: their rows, who may see and change one, and which teams take part."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.services.role import Rights
from models import Channel, Membership, Person, Retro, RetroTeam, Ritual, RitualColumns, RitualTeam, Team

Row = TypeVar("Row", bound=RitualColumns)


@dataclass(frozen=True, slots=True)
class RitualKind(Generic[Row]):
    """A kind of ritual: `noun` is its word in sentences, keys and the audit; `of` and `team` say whose teams are whose.

    Many of its methods are conditions and rows for whoever reads rituals of this kind alone.
    """

    noun: str
    table: type[Row]
    of: InstrumentedAttribute[int]
    team: InstrumentedAttribute[int]

    def subject(self, ritual_id: int) -> str:
        """Return what a ritual is called in the audit, and the kind of the drafts of its edits."""
        return f"{self.noun}:{ritual_id}"

    def live(self) -> sa.ColumnElement[bool]:
        """Return the condition for those that are not deleted."""
        return self.table.state != "deleted"

    def by_team(self, person: Person) -> sa.ColumnElement[bool]:
        """Return the condition for the rituals of the teams of `person` that are not archived."""
        mine = (
            sa.select(Membership.team_id)
            .join(Team, sa.and_(Team.workspace_id == Membership.workspace_id, Team.id == Membership.team_id))
            .where(Membership.person_id == person.id, Team.archived_at.is_(None))
        )
        return self.table.id.in_(sa.select(self.of).where(self.team.in_(mine)))

    def may_see(self, person: Person) -> sa.ColumnElement[bool]:
        """Return the condition for those that `person` may see: all but those of others in private channels.

        A channel that Drumbeat does not know counts as private, and to guests every channel does: Slack shows them
        those alone into which they were invited. A team that is archived is asked no more: what goes on
        without it in private is none of its people's business, until it is brought back.
        """
        if person.acts_as_pmo:
            return sa.true()
        own = sa.or_(self.table.owner_id == person.id, self.by_team(person))
        if person.is_guest:
            return own
        public = sa.select(Channel.slack_id).where(Channel.workspace_id == person.workspace_id, ~Channel.is_private)
        return sa.or_(own, self.table.channel_id.in_(public))

    async def teams_of(self, session: AsyncSession, ritual_id: int) -> list[int]:
        """Return the ids of the teams of a ritual, without those that are archived."""
        rows = sa.select(self.team).join(Team, Team.id == self.team)
        return list(await session.scalars(rows.where(self.of == ritual_id, Team.archived_at.is_(None))))

    async def write_teams(self, session: AsyncSession, ritual_id: int, wanted: Collection[int]) -> set[int]:
        """Store whose teams take part, in place of those before, and return these.

        An archived one can neither be chosen nor stand in a file: it keeps its place for when it is back.
        """
        before = set(await self.teams_of(session, ritual_id))
        link: Any = self.of.class_
        gone = before - set(wanted)
        await session.execute(sa.delete(link).where(self.of == ritual_id, self.team.in_(gone)))
        new = sorted(set(wanted) - before)
        session.add_all(link(**{self.of.key: ritual_id, self.team.key: team}) for team in new)
        return before


SYNC = RitualKind("sync", Ritual, RitualTeam.ritual_id, RitualTeam.team_id)
RETRO = RitualKind("retro", Retro, RetroTeam.retro_id, RetroTeam.team_id)


def is_theirs(rights: Rights, ritual: RitualColumns, team_ids: Collection[int]) -> bool:
    """Tell whether a person may change a ritual: PMOs each one, leads their own and those of their own teams alone."""
    return rights.covers(team_ids) or (rights.any and ritual.owner_id == rights.person.id)
