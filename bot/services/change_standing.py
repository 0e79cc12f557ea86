"""Where somebody stands with a change: who may see all of it, and who may change it."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.change import ChangeState
from bot.errors import NotAllowed, NotFound
from bot.services.role import acting, pmo_refusal
from models import Change, Person

GONE = (
    "Drumbeat does not have this change any more: it was deleted, or the database was restored from an earlier backup. "
    "Nothing was changed."
)


@dataclass(frozen=True, slots=True)
class ChangeStanding:
    """A person before a change, with its owner and its sponsor."""

    person: Person
    change: Change
    owner: Person
    sponsor: Person

    @property
    def runs_it(self) -> bool:
        """Whether they may change it, and see all of it: the PMO, and its owner and sponsor."""
        return self.person.acts_as_pmo or self.person.id in {self.owner.id, self.sponsor.id}

    @property
    def state(self) -> ChangeState:
        """How far it is."""
        return ChangeState(self.change.state)


async def standing_of(session: AsyncSession, slack_id: str, change_id: int, *, locked: bool = False) -> ChangeStanding:
    """Return where `slack_id` stands with a change; with `locked` nobody else can change it meanwhile.

    Raises NotFound for one of another workspace or none, NotAllowed for a deactivated person.
    """
    person = await acting(session, slack_id)
    row = sa.select(Change).where(Change.id == change_id)
    if locked:
        row = row.with_for_update().execution_options(populate_existing=True)
    change = await session.scalar(row)
    if change is None:
        raise NotFound(GONE)
    owner = await session.get_one(Person, change.owner_id)
    sponsor = await session.get_one(Person, change.sponsor_id)
    return ChangeStanding(person, change, owner, sponsor)


def unfit_to_run(person: Person) -> str:
    """Return why somebody can neither own nor sponsor a change; "" where they can."""
    if person.is_bot or person.is_guest:
        return f"{person.name} is {'an app' if person.is_bot else 'a guest'}. Please choose a colleague."
    if person.deactivated:
        return f"{person.name}'s account is deactivated. Please choose somebody who is here."
    return ""


async def must_run(session: AsyncSession, standing: ChangeStanding, what: str = "Changing this is") -> None:
    """Raise NotAllowed for whoever neither acts as PMO nor owns or sponsors the change."""
    if not standing.runs_it:
        raise await pmo_refusal(session, what)


async def must_be_pmo(session: AsyncSession, slack_id: str, what: str) -> Person:
    """Return the acting person, who is the PMO. Raises NotAllowed for everybody else, NotFound."""
    person = await acting(session, slack_id)
    if not person.acts_as_pmo:
        raise await pmo_refusal(session, what)
    return person


def must_go_on(standing: ChangeStanding) -> None:
    """Raise NotAllowed for a change that has ended."""
    if standing.state.over:
        raise NotAllowed(f"“{standing.change.name}” has ended, so nothing was changed.")
