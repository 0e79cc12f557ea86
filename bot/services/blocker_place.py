"""Whom a blocker waits on: where they are told, and who may act for them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.blocker import On, Step
from bot.domain.words import listing
from bot.errors import NotAllowed
from bot.services import blocker_message
from bot.services.blocker_moved import tell_anew
from bot.services.blocker_read import on_of
from bot.services.channel_invite import channel_facts
from bot.services.role import pmos
from models import Blocker, BlockerStep, Membership, Person, Ritual, Team

A_MOMENT = timedelta(minutes=3)
"""After so long an edit of a message is not seen any more, so that what is new comes as a reply as well."""


async def target_of(session: AsyncSession, on: On, blocker: Blocker) -> tuple[str, bool]:
    """Return where whom a blocker waits on is told, as Slack names it, and whether somebody stands in for them.

    A team without a channel that Drumbeat can post in is told through its lead, else the PMO, else the owner of the
    sync that it goes on with, else who raised it, who then knows that the team does not.
    """
    if on.person is not None:
        return (await session.get_one(Person, on.person)).slack_id, False
    team = await session.get_one(Team, on.team)
    if team.channel_id and (await channel_facts(session, team.channel_id)).can_post:
        return team.channel_id, False
    leads = (
        sa.select(Person.slack_id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.team_id == team.id, Membership.is_lead.is_(True), Person.deactivated.is_(False))
        .order_by(Person.name)
        .limit(1)
    )
    lead = await session.scalar(leads)
    if lead is not None:
        return lead, True
    found = await pmos(session)
    if found:
        return found[0].slack_id, True
    ritual = None if blocker.ritual_id is None else await session.get_one(Ritual, blocker.ritual_id)
    stands_in = blocker.raiser_id if ritual is None else ritual.owner_id
    return (await session.get_one(Person, stands_in)).slack_id, True


async def tell(session: AsyncSession, ledger: Ledger, blocker: Blocker, now: datetime, *, step_id: int = 0) -> None:
    """Let whom a blocker waits on know: in the message of its round, and below it where that is not new any more.

    `step_id`: the step by which it waits on them now; where it did so before, an edit alone would tell them nothing.
    """
    again = step_id if step_id and await _waited_before(session, blocker, on_of(blocker), step_id) else 0
    await tell_all(session, ledger, [blocker], now, again=again)


async def tell_all(
    session: AsyncSession, ledger: Ledger, blockers: Sequence[Blocker], now: datetime, *, again: int = 0
) -> None:
    """Let all know on whom blockers of a workspace wait, as `tell` does; a few statements for hundreds of blockers.

    `again`: the step by which they wait once more on whom they waited before.
    """
    if not blockers:
        return
    workspace_id = blockers[0].workspace_id
    targets = await _targets(session, blockers)
    heres = {one.id: blocker_message.here(one, on_of(one), targets[one.id]) for one in blockers}
    firsts = {one.key: one for one in reversed(heres.values())}
    since = await ledger.planned_since(session, list(firsts))
    await ledger.plan(session, workspace_id, [one for one in heres.values() if firsts[one.key] is one])
    moved = await tell_anew(session, ledger, workspace_id, [firsts[key] for key in since])
    late = {key for key, at in since.items() if key not in moved and now - at >= A_MOMENT}
    also = [
        blocker_message.more(one, on_of(one), targets[one.id], step_id=again)
        for one in blockers
        if heres[one.id].key in late
    ]
    await ledger.plan(session, workspace_id, also)


async def _targets(session: AsyncSession, blockers: Sequence[Blocker]) -> dict[int, str]:
    """Return where whom each blocker (by its id) waits on is told; each team and person is looked for once."""
    known: dict[tuple[On, int | None, int], str] = {}
    found: dict[int, str] = {}
    for one in blockers:
        # Where nobody else is found, it is told to whom it goes on with, or to who raised it.
        whom = (on_of(one), one.ritual_id, 0 if one.ritual_id is not None else one.raiser_id)
        if whom not in known:
            known[whom], _ = await target_of(session, on_of(one), one)
        found[one.id] = known[whom]
    return found


async def _waited_before(session: AsyncSession, blocker: Blocker, on: On, step_id: int) -> bool:
    """Tell whether a blocker has waited on `on` before this step."""
    before = sa.select(BlockerStep.id).where(
        BlockerStep.blocker_id == blocker.id,
        BlockerStep.id < step_id,
        BlockerStep.on_team_id.is_not_distinct_from(on.team),
        BlockerStep.on_person_id.is_not_distinct_from(on.person),
        BlockerStep.kind.in_((Step.RAISED, Step.PASSED)),
    )
    return await session.scalar(before.limit(1)) is not None


async def tell_once(session: AsyncSession, ledger: Ledger, blocker: Blocker, now: datetime) -> None:
    """Let whom a blocker waits on know, unless there is a message to them in which it stands."""
    key = blocker_message.here_key(blocker, on_of(blocker))
    if blocker.told_at is not None and await ledger.planned_at(session, key) is None:
        await tell(session, ledger, blocker, now)


async def may_act(session: AsyncSession, person: Person, blocker: Blocker) -> bool:
    """Tell whether somebody acts for whom a blocker waits on: anybody of the team, the person, who took it, the PMO."""
    return person.acts_as_pmo or await is_waited_on(session, person, blocker)


async def is_waited_on(session: AsyncSession, person: Person, blocker: Blocker) -> bool:
    """Tell whether somebody belongs to whom a blocker waits on, or took it."""
    if person.id in {blocker.person_id, blocker.owner_id}:
        return True
    return blocker.team_id is not None and await is_member(session, person.id, blocker.team_id)


async def is_member(session: AsyncSession, person_id: int, team_id: int) -> bool:
    """Tell whether somebody belongs to a team, at home or embedded."""
    member = sa.select(Membership.id).where(Membership.team_id == team_id, Membership.person_id == person_id)
    return await session.scalar(member.limit(1)) is not None


async def must_act(session: AsyncSession, person: Person, blocker: Blocker) -> None:
    """Raise NotAllowed for whoever may not act, with the names of those who may."""
    if await may_act(session, person, blocker):
        return
    on = await name_of(session, on_of(blocker))
    who = [on if blocker.team_id is None else f"people of {on}", "the PMO"]
    raise NotAllowed(f"This waits on {on}, so that is for {listing(who, 'or')}. Nothing was changed.")


async def name_of(session: AsyncSession, on: On) -> str:
    """Return the name of a team or a person; "" for neither."""
    if on.team is not None:
        return (await session.get_one(Team, on.team)).name
    return "" if on.person is None else (await session.get_one(Person, on.person)).name
