"""*Read all*: whoever writes an update hears that it was read. Who did not read is nowhere listed, nor when."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.role import Role
from bot.engine.upsert import insert_rows
from bot.errors import NotAllowed, NotFound
from bot.services.role import acting
from bot.services.sync_message import rollup_key
from models import Membership, Person, Reading, Ritual, RitualPerson, RitualTeam, Round

_COUNT = sa.select(sa.func.count(Reading.id)).where(Reading.round_id == sa.bindparam("round_id"))

GONE = "Drumbeat does not keep this summary any more, so nothing was noted. What it says is true all the same."


class Readings:
    """Notes who read a summary."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        """Work on `database`; the summary that counts its readers is shown anew through `ledger`."""
        self._database, self._ledger = database, ledger

    async def read(self, workspace_id: str, slack_id: str, round_id: int) -> None:
        """Note that `slack_id` read the summary of a round; pressed twice it counts once.

        Raises NotFound, and NotAllowed for whoever neither takes part nor leads a team or acts as PMO.
        """
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            current = await session.get(Round, round_id)
            if current is None:
                raise NotFound(GONE)
            ritual = await session.get_one(Ritual, current.ritual_id)
            if not await reads(session, person, ritual):
                raise NotAllowed(
                    f"*Read all* tells those who take part in {ritual.name} that their own people, the leads and the "
                    "PMO read it. You can read along as well; nothing was noted."
                )
            row = {"workspace_id": workspace_id, "round_id": round_id, "person_id": person.id}
            once = insert_rows(session, Reading, [row]).on_conflict_do_nothing(
                index_elements=["workspace_id", "round_id", "person_id"]
            )
            if (await session.execute(once.returning(Reading.id))).first() is not None:
                await self._ledger.refresh(session, workspace_id, [rollup_key(round_id)])


async def reads(session: AsyncSession, person: Person, ritual: Ritual) -> bool:
    """Tell whether what a sync says is for `person`: who takes part, owns it, leads a team, or acts as PMO."""
    if person.acts_as_pmo or person.id == ritual.owner_id:
        return True
    mine = sa.select(Membership.team_id).where(Membership.person_id == person.id)
    by_team = sa.select(RitualTeam.id).where(RitualTeam.ritual_id == ritual.id, RitualTeam.team_id.in_(mine))
    by_name = sa.select(RitualPerson.id).where(RitualPerson.ritual_id == ritual.id, RitualPerson.person_id == person.id)
    found = await session.scalar(sa.select(sa.or_(by_team.exists(), by_name.exists())))
    return bool(found) or await leads_any(session, person)


async def leads_any(session: AsyncSession, person: Person) -> bool:
    """Tell whether somebody leads: by their role, or a team."""
    leads = sa.select(Membership.id).where(Membership.person_id == person.id, Membership.is_lead)
    return person.role == Role.LEAD or await session.scalar(leads.limit(1)) is not None


async def readers_of(session: AsyncSession, round_id: int) -> int:
    """Return how many read the summary of a round."""
    return await session.scalar(_COUNT, {"round_id": round_id}) or 0
