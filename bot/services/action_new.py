"""New actions: promised by somebody for themselves, given by leads and the PMO, or made by a retro."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.action import LIVE, ActionKind, ActionState
from bot.domain.action_due import checked_due
from bot.domain.action_form import DUE, OWNER, SIGNAL, TEXT, NewAction, Promise
from bot.errors import UserError
from bot.ids import new_id
from bot.services import action_message
from bot.services.action import owner_named, typed
from bot.services.action_standing import home_of
from bot.services.action_timer import schedule
from bot.services.audit import Audit
from bot.services.role import acting, rights_of
from models import Action, Membership, Person, RetroRound


class ActionRaising:
    """Makes actions, and asks their owners."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, audit: Audit) -> None:
        """Work on `database`; what is made is audited, and its owner asked through `ledger`."""
        self._database, self._clock, self._ledger, self._audit = database, clock, ledger, audit

    async def form(self, workspace_id: str, slack_id: str) -> NewAction:
        """Return what the form of a new action begins with. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            return NewAction(person.slack_id, only_own=not (await rights_of(session, person)).any)

    async def raise_one(self, workspace_id: str, slack_id: str, promise: Promise) -> str:
        """Make an action; sent twice it is made once. Return the name of whoever was asked, "" where it is their own.

        The PMO gives one to anybody, leads to the people of their teams, and everybody promises one for themselves.
        Raises UserError with the field of the form, NotFound, NotAllowed.
        """
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            owner = await owner_named(session, promise.owner or person.slack_id)
            team_id = await _team_for(session, person, owner)
            words, signal = checked_words(promise)
            due = checked_due(promise.due_on, local_date(owner, self._clock.now()), DUE)
            same = sa.select(Action.id).where(
                Action.raised_by_id == person.id,
                Action.owner_id == owner.id,
                Action.text == words,
                Action.state.in_(LIVE),
            )
            if await session.scalar(same.limit(1)) is None:
                made = Action(id=new_id(), text=words, signal=signal, team_id=team_id, due_on=due)
                await self.promise(session, person, owner, made)
            return "" if owner.id == person.id else owner.name

    async def promise(self, session: AsyncSession, person: Person, owner: Person, action: Action) -> None:
        """Keep an action that `person` gives to `owner`, who is asked unless it is their own.

        `action` has its words, day and origin; whose it is and how it stands is written here. Of its retro nothing is
        checked: whoever makes one of a retro holds the round.
        """
        now = self._clock.now()
        action.workspace_id = person.workspace_id
        action.owner_id, action.raised_by_id, action.given_by_id = owner.id, person.id, person.id
        action.state = ActionState.OPEN if owner.id == person.id else ActionState.PROPOSED
        action.created_at, action.revision = now, 1
        session.add(action)
        await schedule(session, action, now)
        self._audit.record(session, person.slack_id, "action_raised", f"action:{action.id}", to=owner.slack_id)
        if owner.id != person.id:
            await self._ledger.plan(session, action.workspace_id, [action_message.asked(action, owner)])

    async def promise_of_retro(
        self, session: AsyncSession, person: Person, current: RetroRound, teams: Sequence[int], wanted: Action
    ) -> None:
        """Keep an action, or an experiment, of a round of a retro; `wanted` has words, theme, day and owner."""
        owner = await session.get_one(Person, wanted.owner_id)
        wanted.retro_id, wanted.round_id = current.retro_id, current.id
        if wanted.kind == ActionKind.ACTION:
            wanted.team_id = await _team_among(session, owner, teams)
        elif len(teams) == 1:
            wanted.team_id = teams[0]
        await self.promise(session, person, owner, wanted)


def checked_words(promise: Promise) -> tuple[str, str]:
    """Return what is to be done and what will tell that it worked. Raises UserError with the field."""
    words, signal = typed(promise.text, TEXT), typed(promise.signal, SIGNAL)
    if not words:
        raise UserError("Please write what is to be done; a few words are enough.", field=TEXT)
    return words, signal


def local_date(person: Person, now: datetime) -> date:
    """Return somebody's own date at an instant."""
    return now.astimezone(ZoneInfo(person.zone)).date()


async def _team_for(session: AsyncSession, person: Person, owner: Person) -> int | None:
    """Return the team that an action of `owner` is for. Raises UserError where `person` may not give them one."""
    home = await home_of(session, owner)
    rights = await rights_of(session, person)
    if owner.id == person.id or rights.all_teams:
        return home
    teams = sa.select(Membership.team_id).where(Membership.person_id == owner.id).order_by(Membership.team_id)
    led = [one for one in await session.scalars(teams) if one in rights.team_ids]
    if not led:
        sentence = f"{owner.name} is in no team of yours. " if rights.any else "You can promise something yourself. "
        raise UserError(
            f"{sentence}Leads give actions to the people of their teams, and the PMO to everybody.", field=OWNER
        )
    return home if home in led else led[0]


async def _team_among(session: AsyncSession, owner: Person, teams: Sequence[int]) -> int | None:
    """Return which of a retro's teams an action is for: the only one, else the one in which its owner is."""
    if len(teams) == 1:
        return teams[0]
    home = await home_of(session, owner)
    if home in teams:
        return home
    rows = sa.select(Membership.team_id).where(Membership.person_id == owner.id, Membership.team_id.in_(teams))
    found: int | None = await session.scalar(rows.order_by(Membership.team_id).limit(1))
    return found
