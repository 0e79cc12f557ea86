"""Where somebody stands with a decision: whether it is theirs to make, to change, or to take off the list."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.decision import DecisionState
from bot.domain.words import listing
from bot.errors import NotAllowed, NotFound
from bot.services.home_team import home_team
from bot.services.role import acting, pmo_names
from models import Decision, Membership, Person, Ritual

GONE = (
    "Drumbeat does not have this decision any more: it was deleted after its time, or the database was restored from "
    "an earlier backup. Nothing was changed."
)


@dataclass(frozen=True, slots=True)
class DecisionStanding:
    """A person before a decision, and who owns it; `settler` is who settled it, None while it is needed."""

    person: Person
    decision: Decision
    owner: Person
    settler: Person | None


async def standing_of(
    session: AsyncSession, slack_id: str, decision_id: int, *, locked: bool = False
) -> DecisionStanding:
    """Return where `slack_id` stands with a decision; with `locked` nobody else can change it meanwhile.

    Raises NotFound for one of another workspace or none, NotAllowed for a deactivated person.
    """
    person = await acting(session, slack_id)
    row = sa.select(Decision).where(Decision.id == decision_id)
    if locked:
        # Of two who decide at once the second waits here and then sees what the first decided.
        row = row.with_for_update().execution_options(populate_existing=True)
    decision = await session.scalar(row)
    if decision is None:
        raise NotFound(GONE)
    owner = await session.get_one(Person, decision.owner_id)
    settler = await session.get(Person, decision.settled_by_id) if decision.settled_by_id else None
    return DecisionStanding(person, decision, owner, settler)


async def must_decide(session: AsyncSession, standing: DecisionStanding) -> None:
    """Raise NotAllowed for whoever may not decide, with the names of those who may.

    Its owner may, the PMO, the owner of the sync, and who leads the party that needs it. Once it is decided, whoever
    decided and the PMO may change it, and the owner of the sync for somebody who left.
    """
    person, decision = standing.person, standing.decision
    if person.acts_as_pmo:
        return
    ritual = await session.get(Ritual, decision.ritual_id) if decision.ritual_id else None
    ritual_owner = ritual.owner_id if ritual else None
    if decision.state == DecisionState.NEEDED:
        if person.id in {decision.owner_id, ritual_owner} or await _leads(session, person, decision):
            return
        pmo = await _pmo(session, standing.owner.name)
        raise NotAllowed(
            f"{standing.owner.name} decides this. {pmo} of the PMO can, too, and so can whoever leads "
            "the team that needs it. Nothing was changed."
        )
    left = standing.settler is None or standing.settler.deactivated
    if person.id != decision.settled_by_id and not (left and person.id == ritual_owner):
        by = standing.settler.name if standing.settler else standing.owner.name
        pmo = await _pmo(session, by)
        raise NotAllowed(f"{by} decided this, and can change it; so can {pmo}. Nothing was changed.")


async def _leads(session: AsyncSession, person: Person, decision: Decision) -> bool:
    """Tell whether `person` leads the team, or the home team of the person, that needs a decision."""
    home = home_team(decision.workspace_id, decision.person_id)
    of_party = Membership.team_id == decision.team_id if decision.team_id else Membership.team_id == home
    leads = sa.select(Membership.id).where(Membership.person_id == person.id, Membership.is_lead, of_party)
    return await session.scalar(leads.limit(1)) is not None


async def _pmo(session: AsyncSession, named: str) -> str:
    """Return who of the PMO can, too, besides the one who was `named`."""
    return listing([one for one in await pmo_names(session) if one != named][:2], "or") or "an admin"
