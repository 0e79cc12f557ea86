"""Teams that are archived: not asked and not listed, with everything they said kept; and brought back."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.blocker import On, State, Step
from bot.domain.words import listing
from bot.errors import UserError
from bot.services.audit import Audit
from bot.services.blocker_place import tell
from bot.services.blocker_read import IS_LIVE
from bot.services.blocker_step import note
from bot.services.role import Rights, acting, pmo_refusal, pmos, rights_of
from bot.services.sync_lock import lock_all_openings
from bot.services.sync_round import SyncRounds
from bot.services.team import team_of
from models import Blocker, Membership, Person, Prompt, Ritual, RitualPerson, RitualTeam, Round, Team


class TeamArchives:
    """Archives teams and brings them back."""

    def __init__(self, database: Database, clock: Clock, rounds: SyncRounds, ledger: Ledger, audit: Audit) -> None:
        """Keep what it works with; `rounds` hear of people who come and go."""
        self._database, self._clock, self._rounds = database, clock, rounds
        self._ledger, self._audit = ledger, audit

    async def archive(self, workspace_id: str, slack_id: str, team_id: int) -> str:
        """Archive the team; return what was done.

        What somebody took goes on with them, what waits on the team waits on the PMO from now on, and whoever raised it
        hears of it. Raises NotFound, NotAllowed, and UserError where a sync would have nobody left to ask or asks the
        team now.
        """
        async with self._database.transaction(workspace_id) as session:
            await lock_all_openings(session)
            rights = await self._pmo(session, slack_id, "Archiving a team is")
            team = await team_of(session, rights, team_id, locked=True)
            await _refuse_needed(session, team)
            await self._pass_on(session, team, rights.person)
            team.archived_at = self._clock.now()
            syncs = await _syncs(session, team_id)
            self._audit.record(session, slack_id, "team_archived", f"team:{team_id}", name=team.name)
            await session.flush()
            await self._rounds.move_all(session)
            rest = f" {listing(syncs)} {'goes' if len(syncs) == 1 else 'go'} on without it." if syncs else ""
            return (
                f"{team.name} is archived. What it said stays, and so do its people.{rest} *Archived teams* in the "
                "list of teams brings it back."
            )

    async def restore(self, workspace_id: str, slack_id: str, team_id: int) -> str:
        """Bring an archived team back, into its syncs too; return what was done. Raises NotFound, NotAllowed."""
        async with self._database.transaction(workspace_id) as session:
            await lock_all_openings(session)
            rights = await self._pmo(session, slack_id, "Bringing a team back is")
            team = await team_of(session, rights, team_id, locked=True, archived=True)
            team.archived_at = None
            await session.flush()
            moved = await _settled_elsewhere(session, team_id)
            syncs = await _syncs(session, team_id)
            self._audit.record(session, slack_id, "team_restored", f"team:{team_id}", name=team.name)
            await session.flush()
            await self._rounds.move_all(session)
            asks = f" {listing(syncs)} {'asks' if len(syncs) == 1 else 'ask'} it again from the next time on."
            homes = f" {listing(moved)} {'has' if len(moved) == 1 else 'have'} another home by now." if moved else ""
            return f"{team.name} is back.{asks if syncs else ''}{homes}"

    async def _pmo(self, session: AsyncSession, slack_id: str, what: str) -> Rights:
        rights = await rights_of(session, await acting(session, slack_id))
        if not rights.all_teams:
            raise await pmo_refusal(session, what)
        return rights

    async def _pass_on(self, session: AsyncSession, team: Team, actor: Person) -> None:
        """Let what waits on the team wait on who took it, else on the PMO who archives it, else on another one."""
        now = self._clock.now()
        waiting = sa.select(Blocker).where(Blocker.team_id == team.id, IS_LIVE, Blocker.merged_into_id.is_(None))
        for blocker in list(await session.scalars(waiting.order_by(Blocker.id).with_for_update())):
            if blocker.owner_id is not None:
                blocker.team_id, blocker.person_id = None, blocker.owner_id
                continue
            heirs = [one for one in (actor, *await pmos(session)) if one.id != blocker.raiser_id]
            if not heirs:
                what = f" (“{blocker.needs}”)" if blocker.needs else ""
                raise UserError(
                    f"You wait on {team.name} yourself{what}, so it was not archived. Pass that on to another team "
                    "first."
                )
            on = On(person=heirs[0].id)
            blocker.team_id, blocker.person_id = None, on.person
            blocker.state, blocker.due_on = str(State.OPEN), None
            reason = f"{team.name} is archived."
            step_id = await note(session, self._ledger, blocker, Step.PASSED, actor, now, reason=reason, on=on)
            if blocker.told_at is not None:
                await tell(session, self._ledger, blocker, now, step_id=step_id)


async def _refuse_needed(session: AsyncSession, team: Team) -> None:
    other = aliased(RitualTeam)
    living = sa.select(Team.id).where(Team.archived_at.is_(None), Team.id != team.id)
    others = sa.exists().where(other.ritual_id == Ritual.id, other.team_id.in_(living))
    named = sa.exists().where(RitualPerson.ritual_id == Ritual.id)
    only = sa.select(Ritual.name).join(RitualTeam, RitualTeam.ritual_id == Ritual.id)
    alone = await session.scalars(
        only.where(RitualTeam.team_id == team.id, Ritual.state != "deleted", ~others, ~named).order_by(Ritual.name)
    )
    if syncs := list(alone):
        raise UserError(
            f"{team.name} is the only team of {listing(syncs)}, so it was not archived. Delete that sync first, or add "
            "another team to it."
        )
    asked = await session.scalar(
        sa.select(Ritual.name)
        .join(Round, Round.ritual_id == Ritual.id)
        .join(Prompt, Prompt.round_id == Round.id)
        .where(Prompt.team_id == team.id, Round.state == "open")
        .limit(1)
    )
    if asked is not None:
        raise UserError(
            f"{asked} asks {team.name} just now, so it was not archived. Please try again when that is closed."
        )


async def _settled_elsewhere(session: AsyncSession, team_id: int) -> list[str]:
    """Let whoever has found another home meanwhile belong to the team from there; return their names."""
    home = aliased(Membership)
    elsewhere = (
        sa.select(home.person_id)
        .join(Team, Team.id == home.team_id)
        .where(home.is_home.is_(True), home.team_id != team_id, Team.archived_at.is_(None))
    )
    rows = sa.select(Membership, Person.name).join(Person, Person.id == Membership.person_id)
    rows = rows.where(Membership.team_id == team_id, Membership.is_home.is_(True), Membership.person_id.in_(elsewhere))
    found = list(await session.execute(rows.order_by(Person.name)))
    for membership, _ in found:
        membership.is_home = False
    return [name for _, name in found]


async def _syncs(session: AsyncSession, team_id: int) -> list[str]:
    rows = sa.select(Ritual.name).join(RitualTeam, RitualTeam.ritual_id == Ritual.id)
    found = rows.where(RitualTeam.team_id == team_id, Ritual.state != "deleted")
    return list(await session.scalars(found.order_by(Ritual.name)))
