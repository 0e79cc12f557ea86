"""Where somebody stands with an action: whether it is theirs, whether they may change it, and who helps."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.action import LIVE, ActionState
from bot.domain.decision import day_text
from bot.errors import NotAllowed, NotFound, UserError
from bot.services.home_team import home_team
from bot.services.role import acting, pmos
from models import Action, Membership, Person, Retro, RetroRound, RetroTeam, Team

GONE = (
    "Drumbeat does not have this action any more: it was deleted after its time, or the database was restored from "
    "an earlier backup. Nothing was changed."
)


@dataclass(frozen=True, slots=True)
class ActionStanding:
    """A person before an action, and whose it is; `settler` said what became of it, None while it lives."""

    person: Person
    action: Action
    owner: Person
    settler: Person | None

    @property
    def own(self) -> bool:
        """Whether it is theirs."""
        return self.person.id == self.action.owner_id


async def standing_of(session: AsyncSession, slack_id: str, action_id: int, *, locked: bool = False) -> ActionStanding:
    """Return where `slack_id` stands with an action; with `locked` nobody else can change it meanwhile.

    Raises NotFound for one of another workspace or none, NotAllowed for a deactivated person.
    """
    person = await acting(session, slack_id)
    row = sa.select(Action).where(Action.id == action_id)
    if locked:
        row = row.with_for_update().execution_options(populate_existing=True)
    action = await session.scalar(row)
    if action is None:
        raise NotFound(GONE)
    owner = await session.get_one(Person, action.owner_id)
    settler = await session.get(Person, action.settled_by_id) if action.settled_by_id else None
    return ActionStanding(person, action, owner, settler)


async def may_change(session: AsyncSession, person: Person, action: Action) -> bool:
    """Tell whether somebody may hand an action over, move it, end it: whose it is or was raised by, leads, the PMO."""
    if person.acts_as_pmo or person.id in {action.owner_id, action.raised_by_id, action.given_by_id}:
        return True
    led = sa.select(Membership.id).where(
        Membership.person_id == person.id, Membership.is_lead, Membership.team_id == action.team_id
    )
    return await session.scalar(led.limit(1)) is not None


async def must_change(session: AsyncSession, standing: ActionStanding) -> None:
    """Raise NotAllowed, with whose it is, for whoever may not change an action."""
    if not await may_change(session, standing.person, standing.action):
        raise NotAllowed(
            f"This action is {standing.owner.name}'s. They can change it, and so can whoever gave it to them, their "
            "team's lead and the PMO. Nothing was changed."
        )


def must_own(standing: ActionStanding) -> None:
    """Raise NotAllowed for whoever is not the owner (any more)."""
    if not standing.own:
        raise NotAllowed(f"This action is {standing.owner.name}'s now. Nothing was changed.")


def must_live(standing: ActionStanding) -> None:
    """Raise UserError, with what became of it, for an action that is done or dropped."""
    action = standing.action
    if action.state in LIVE:
        return
    name = standing.settler.name if standing.settler else "Somebody"
    day = f" on {day_text(action.settled_at.date())}" if action.settled_at else ""
    what = "done" if action.state == ActionState.DONE else "dropped"
    raise UserError(f"{name} said{day} that this is {what}. Nothing was changed.")


async def leads_of(session: AsyncSession, *team_ids: int | None) -> list[Person]:
    """Return who leads some teams, without those who left."""
    rows = (
        sa.select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .join(Team, Team.id == Membership.team_id)
        .where(
            Membership.team_id.in_(team_ids),
            Membership.is_lead,
            Team.archived_at.is_(None),
            Person.deactivated.is_(False),
            Person.is_bot.is_(False),
        )
        .order_by(Person.name)
    )
    return list(await session.scalars(rows))


async def home_of(session: AsyncSession, person: Person) -> int | None:
    """Return the id of the team that somebody is at home in; None for none, and for one that is archived."""
    found = await session.scalar(sa.select(home_team(person.workspace_id, person.id)))
    team = await session.get(Team, found) if found else None
    return team.id if team is not None and team.archived_at is None else None


async def helper_of(session: AsyncSession, action: Action) -> Person | None:
    """Return who is asked where the owner of an action needs help; None where there is nobody else.

    That is the lead of its team, or of the owner's, else who runs the retro that it comes from, else who raised it,
    else a lead of that retro's teams, else somebody of the PMO.
    """
    owner = await session.get_one(Person, action.owner_id)
    asked = [*await leads_of(session, action.team_id), *await leads_of(session, await home_of(session, owner))]
    current = await session.get(RetroRound, action.round_id) if action.round_id else None
    retro = await session.get(Retro, action.retro_id) if action.retro_id else None
    ids = (current.facilitator_id if current else None, retro.owner_id if retro else None, action.raised_by_id)
    asked += [person for one in ids if one is not None and (person := await session.get(Person, one)) is not None]
    if retro is not None:
        teams = sa.select(RetroTeam.team_id).where(RetroTeam.retro_id == retro.id)
        asked += await leads_of(session, *await session.scalars(teams))
    asked += await pmos(session)
    return next((one for one in asked if one.id != owner.id and not one.deactivated and not one.is_bot), None)
