"""What people do about blockers: take one, pass it on, close it, open it again."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain import answer as reading
from bot.domain.blocker import LIVE, REOPENS, On, State, Step, first_due
from bot.domain.blocker_form import PassFacts, TakeFacts
from bot.domain.blocker_shown import Blocker as Shown
from bot.domain.words import dated
from bot.errors import NotFound, UserError
from bot.services.blocker_due import hold_reminders, remind_after
from bot.services.blocker_place import is_member, is_waited_on, must_act, name_of, tell
from bot.services.blocker_read import hand_over, on_of, shown
from bot.services.blocker_step import note
from bot.services.role import acting
from bot.services.working import working_times
from models import Blocker, Person, Team

GONE = "This is not stored any more: it was closed long ago, and deleted after its time. Nothing was changed."
OWNER, DUE, TEAM, PERSON, WHY = "owner", "due", "team", "person", "why"
"""The fields of the forms, to which sentences belong."""

LONGEST = timedelta(days=366)
MOST_REASON = 500


class Blockers:
    """Shows the forms for blockers, and takes what is done about them."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger) -> None:
        """Work on `database`; whoever is concerned hears of it through `ledger`."""
        self._database, self._clock, self._ledger = database, clock, ledger

    async def take_form(self, workspace_id: str, slack_id: str, blocker_id: int, *, again: bool = False) -> TakeFacts:
        """Return the form to take a blocker or, `again`, to change who does it by when.

        Raises NotFound, NotAllowed, and UserError where somebody was quicker.
        """
        now = self._clock.now()
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            blocker, seen = await self._found(session, blocker_id)
            await must_act(session, person, blocker)
            if not again:
                _must_be_free(blocker, seen, now)
            taker = await session.get_one(Person, blocker.owner_id) if again and blocker.owner_id else person
            owner = person if taker.deactivated else taker
            # What is over cannot be chosen again: whoever sends the form as it opens is not refused.
            ahead = again and blocker.due_on is not None and blocker.due_on >= _today(owner, now)
            due_on = blocker.due_on if ahead and blocker.due_on else await _proposed(session, owner, now)
            return TakeFacts(seen, owner.slack_id, due_on, blocker.owner_id or 0, now)

    async def take(self, workspace_id: str, slack_id: str, blocker_id: int, seen: int, owner: str, due: date) -> None:
        """Let the person with Slack id `owner` take a blocker, to be done by `due`; `seen` had it (0: nobody).

        Raises UserError for the field that needs mending, and where it changed hands meanwhile.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            first = sa.select(sa.func.coalesce(Blocker.merged_into_id, Blocker.id)).where(Blocker.id == blocker_id)
            await hold_reminders(session, await session.scalars(first))
            blocker, as_shown = await self._found(session, blocker_id, locked=True)
            if (blocker.owner_id or 0) != seen or blocker.state not in LIVE:
                _must_be_free(blocker, as_shown, now)
            await must_act(session, person, blocker)
            taker = await _taker(session, person, owner, blocker)
            _check_due(due, _today(taker, now))
            if (taker.id, due, blocker.state) == (blocker.owner_id, blocker.due_on, State.TAKEN):
                return
            blocker.state, blocker.owner_id, blocker.due_on = str(State.TAKEN), taker.id, due
            await note(session, self._ledger, blocker, Step.TAKEN, person, now, due_on=due, owner_id=taker.id)
            await remind_after(session, blocker, taker)

    async def pass_form(self, workspace_id: str, slack_id: str, blocker_id: int) -> PassFacts:
        """Return the form to pass a blocker on. Raises NotFound, NotAllowed, UserError for one that is closed."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            blocker, seen = await self._found(session, blocker_id)
            await must_act(session, person, blocker)
            _must_live(seen)
            not_these = {blocker.team_id, blocker.party_team_id}
            teams = await session.execute(
                sa.select(Team.id, Team.name).where(Team.archived_at.is_(None)).order_by(Team.name)
            )
            others = {team: name for team, name in teams if team not in not_these}
            return PassFacts(seen, others, self._clock.now())

    async def pass_on(
        self, workspace_id: str, slack_id: str, blocker_id: int, team_id: int | None, to: str, why: str
    ) -> None:
        """Let a blocker wait on another team, or on the person with Slack id `to`, who hear of it at once.

        Raises UserError for the field that needs mending, NotFound, NotAllowed.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            blocker, seen = await self._found(session, blocker_id, locked=True)
            await must_act(session, person, blocker)
            _must_live(seen)
            on = await _next(session, blocker, team_id, to)
            reason = _reason(why)
            hand_over(blocker, on)
            blocker.told_at = blocker.told_at or now
            step_id = await note(session, self._ledger, blocker, Step.PASSED, person, now, reason=reason, on=on)
            await tell(session, self._ledger, blocker, now, step_id=step_id)

    async def done(self, workspace_id: str, slack_id: str, blocker_id: int) -> str:
        """Close a blocker; return who hears of it, "" where that is who closes it.

        Raises UserError where it is closed already, NotFound, NotAllowed.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            blocker, seen = await self._found(session, blocker_id, locked=True)
            if person.id != blocker.raiser_id:
                await must_act(session, person, blocker)
            _must_live(seen)
            blocker.state, blocker.closed_at = str(State.DONE), now
            await note(session, self._ledger, blocker, Step.DONE, person, now)
            return _hears(person, blocker, seen)

    async def reopen(self, workspace_id: str, slack_id: str, blocker_id: int) -> str:
        """Take *Done* back, within a day; return who hears of it, "" where that is who opens it again.

        Raises UserError where it is not closed, or was long ago.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            blocker, seen = await self._found(session, blocker_id, locked=True)
            if person.id != blocker.raiser_id:
                await must_act(session, person, blocker)
            if seen.live:
                raise UserError("This is open, so there is nothing to open again. Nothing was changed.")
            if seen.state is State.WITHDRAWN or blocker.closed_at is None or now - blocker.closed_at > REOPENS:
                raise UserError(
                    "This was closed more than a day ago. Nothing was changed; who still waits says so in their next "
                    "update."
                )
            # Of one on somebody outside the owner is there from the start; whoever took it has said by when.
            blocker.state = str(State.OPEN if blocker.due_on is None else State.TAKEN)
            blocker.closed_at = None
            step_id = await note(session, self._ledger, blocker, Step.REOPENED, person, now)
            if blocker.told_at is not None and not await is_waited_on(session, person, blocker):
                await tell(session, self._ledger, blocker, now, step_id=step_id)
            return _hears(person, blocker, seen)

    async def _found(self, session: AsyncSession, blocker_id: int, *, locked: bool = False) -> tuple[Blocker, Shown]:
        """Return a blocker, or the one that it was merged into; with `locked` nobody else changes it meanwhile."""
        wanted: int | None = blocker_id
        found: Blocker | None = None
        while wanted is not None:
            row = sa.select(Blocker).where(Blocker.id == wanted)
            # While it was waited for, it may have been made one with another.
            found = await session.scalar(row.with_for_update() if locked else row)
            wanted = found.merged_into_id if found is not None else None
        if found is None:
            raise NotFound(GONE)
        [seen] = await shown(session, Blocker.id == found.id)
        return found, seen


def _hears(person: Person, blocker: Blocker, seen: Shown) -> str:
    """Return who raised a blocker by name, "" where that is `person`, who did what is to be heard of."""
    return "" if person.id == blocker.raiser_id else seen.by or seen.party


def _must_live(seen: Shown) -> None:
    """Raise UserError for a blocker that is closed."""
    if seen.state is State.DONE:
        raise UserError(f"{seen.done_by or 'Somebody'} has closed this already. Nothing was changed.")
    if seen.state is State.WITHDRAWN:
        raise UserError(f"{seen.by or seen.party} does not need this any more. Nothing was changed.")


def _must_be_free(blocker: Blocker, seen: Shown, now: datetime) -> None:
    """Raise UserError for a blocker that somebody has, naming who."""
    _must_live(seen)
    if blocker.state == State.TAKEN:
        by = f", by {dated(seen.due_on, now.date())}" if seen.due_on else ""
        raise UserError(f"{seen.owner} took this{by}. Nothing was changed.")


def _today(person: Person, now: datetime) -> date:
    return now.astimezone(ZoneInfo(person.zone)).date()


async def _proposed(session: AsyncSession, person: Person, now: datetime) -> date:
    times = (await working_times(session, [person]))[person.id]
    return first_due(times.local_date(now), times.works_on)


async def _taker(session: AsyncSession, person: Person, owner: str, blocker: Blocker) -> Person:
    """Return who takes it: the actor, or somebody of the team it waits on. Raises UserError for anybody else."""
    taker = await session.scalar(sa.select(Person).where(Person.slack_id == owner))
    if taker is None or taker.is_bot or taker.deactivated:
        raise UserError("Please choose somebody who works here.", field=OWNER)
    if taker.id in {person.id, blocker.person_id, blocker.owner_id}:
        return taker
    if blocker.team_id is None or not await is_member(session, taker.id, blocker.team_id):
        on = await name_of(session, on_of(blocker))
        raise UserError(
            f"{taker.name} is not with {on}. Please choose somebody who is, or *Pass on* to them.", field=OWNER
        )
    return taker


def _check_due(due: date, today: date) -> None:
    if due < today:
        raise UserError("This date has gone by. Please choose today or a later one.", field=DUE)
    if due - today > LONGEST:
        raise UserError("That is more than a year away. Please choose a nearer date.", field=DUE)


async def _next(session: AsyncSession, blocker: Blocker, team_id: int | None, to: str) -> On:
    """Return whom a blocker is passed on to. Raises UserError for the field that needs mending."""
    if (team_id is None) == (not to):
        raise UserError("Please choose either a team or a person.", field=TEAM)
    if team_id is not None:
        team = await session.get(Team, team_id)
        if team is None:
            raise UserError("This team is not there any more. Please choose another one.", field=TEAM)
        if team_id in {blocker.team_id, blocker.party_team_id}:
            which = "It waits on them already" if team_id == blocker.team_id else "They are who waits"
            raise UserError(f"{which}. Please choose another team.", field=TEAM)
        return On(team=team_id)
    person = await session.scalar(sa.select(Person).where(Person.slack_id == to))
    if person is None or person.is_bot or person.deactivated:
        raise UserError("An app or somebody who has left cannot do it. Please choose somebody else.", field=PERSON)
    if person.id in {on_of(blocker).person, blocker.raiser_id}:
        which = "It waits on them already" if person.id == on_of(blocker).person else "They are who waits"
        raise UserError(f"{which}. Please choose somebody else.", field=PERSON)
    return On(person=person.id)


def _reason(why: str) -> str:
    try:
        reason = reading.text(why, MOST_REASON)
    except UserError as error:
        raise UserError(error.sentence, field=WHY) from None
    if reason is None:
        raise UserError("Please say why in a few words; who waits reads it.", field=WHY)
    return reason
