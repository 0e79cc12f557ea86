"""Whose turn it is in rounds of retros: who runs them, what shows that, and who does once they have left."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, AnyRow, rows_of
from bot.delivery.ledger import Intent, Ledger
from bot.domain.retro import RUNNING, WAITING
from bot.services import retro_message
from bot.services.retro_lock import lock_many
from models import Membership, Person, Retro, RetroRound, RetroTeam, Team

Going = Sequence[tuple[Retro, RetroRound]]
"""Rounds with their retros, of whichever workspaces."""

_PEOPLE = sa.select(Person.id, Person.slack_id).where(Person.id.in_(IDS), Person.deactivated.is_(False))
_MEMBERS = (
    sa.select(RetroTeam.retro_id, Person.id, Person.slack_id)
    .join(Team, sa.and_(Team.workspace_id == RetroTeam.workspace_id, Team.id == RetroTeam.team_id))
    .join(Membership, sa.and_(Membership.workspace_id == Team.workspace_id, Membership.team_id == Team.id))
    .join(Person, sa.and_(Person.workspace_id == Membership.workspace_id, Person.id == Membership.person_id))
    .where(
        RetroTeam.retro_id.in_(IDS),
        Team.archived_at.is_(None),
        Person.deactivated.is_(False),
        Person.is_bot.is_(False),
    )
    .order_by(Membership.is_lead.desc(), Person.is_guest, Membership.id)
)
_LEFT = (
    sa.select(RetroRound.retro_id)
    .join(Retro, Retro.id == RetroRound.retro_id)
    .join(Person, Person.id == RetroRound.facilitator_id)
    .where(Person.deactivated.is_(True), RetroRound.state.in_(RUNNING), Retro.state != "deleted")
)


async def pass_rounds_on(session: AsyncSession, ledger: Ledger) -> None:
    """Let somebody else run each round of the workspace whose facilitator has left; where it waits they are told."""
    held = await lock_many(session, set(await session.scalars(_LEFT)))
    rounds = [(retro, current) for retro, current in held if current is not None]
    await _replace_who_left(session, rounds)
    await show_anew(session, ledger, rounds)
    await tell(session, ledger, [one for one in rounds if one[1].state in WAITING])


async def tell(session: AsyncSession, ledger: Ledger, rounds: Going) -> None:
    """Tell whoever runs a round that it is their turn; where they have left somebody else runs it."""
    there = await _replace_who_left(session, rounds)
    intents: dict[str, list[Intent]] = defaultdict(list)
    for _, current in rounds:
        if current.facilitator_id in there:
            told = retro_message.turn(current, there[current.facilitator_id])
            intents[current.workspace_id].append(told)
    await ledger.plan_all(session, intents)


async def show_anew(session: AsyncSession, ledger: Ledger, rounds: Going) -> None:
    """Show where rounds stand on their boards, and to whoever was told that it is their turn."""
    await session.flush()
    keys: dict[str, list[str]] = defaultdict(list)
    for _, current in rounds:
        keys[current.workspace_id] += [retro_message.board_key(current.id), *retro_message.turn_keys(current)]
    for workspace_id, some in keys.items():
        await ledger.refresh(session, workspace_id, some)


async def _replace_who_left(session: AsyncSession, rounds: Going) -> Mapping[int, str]:
    """Let the owner run a round whose facilitator has left, or else its team: a lead, if there is one.

    Return the Slack ids of those who run rounds and are there.
    """
    ids = {one for retro, current in rounds for one in (retro.owner_id, current.facilitator_id)}
    there = {one.id: one.slack_id for one in await rows_of(session, _PEOPLE, ids)}
    left = [(retro, current) for retro, current in rounds if current.facilitator_id not in there]
    orphaned = {retro.id for retro, _ in left if retro.owner_id not in there}
    members: dict[int, list[AnyRow]] = defaultdict(list)
    for one in await rows_of(session, _MEMBERS, orphaned):
        members[one.retro_id].append(one)
    for retro, current in left:
        if retro.owner_id in there:
            current.facilitator_id = retro.owner_id
        elif members[retro.id]:
            heir = members[retro.id][0]
            current.facilitator_id, there[heir.id] = heir.id, heir.slack_id
        current.revision += 1
    return there
