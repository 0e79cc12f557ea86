"""Blockers whose message stands in a channel that nobody reads any more are told where their team is now."""

from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import pages
from bot.delivery.ledger import Intent, Ledger
from bot.domain.blocker import State
from bot.services import blocker_message
from bot.services.blocker_read import IS_LIVE, on_of
from models import Blocker, Channel, Delivery, Person, Team

_CAN_POST = sa.and_(Channel.is_member.is_(True), Channel.is_archived.is_(False))
_IN_HAND = ("sending", "unknown")
"""States in which Slack may take a message yet where it was to stand."""

_TOLD_TEAMS = (
    sa.select(Blocker, Team.channel_id)
    .join(Team, sa.and_(Team.workspace_id == Blocker.workspace_id, Team.id == Blocker.team_id))
    .join(Channel, sa.and_(Channel.workspace_id == Team.workspace_id, Channel.slack_id == Team.channel_id, _CAN_POST))
    .where(IS_LIVE, Blocker.told_at.is_not(None), Blocker.merged_into_id.is_(None))
    .order_by(Blocker.id)
)


async def tell_where_they_are(session: AsyncSession, ledger: Ledger, workspace_id: str) -> int:
    """Post in the channel that a team has now what still waits on it and stood in one that is lost; return how many.

    Lost is a channel that is archived, or that Drumbeat is not in any more. Who was told instead of a team that had no
    channel knows, and is left alone.
    """
    waiting = [(one, channel) for one, channel in await session.execute(_TOLD_TEAMS)]
    to = {blocker_message.here_key(one, on_of(one)): channel for one, channel in waiting}
    lost = await _lost(session, to)
    shown = [one for one, _ in waiting if blocker_message.here_key(one, on_of(one)) in lost]
    # All that changes is locked at once and in order by this, what moves among it.
    await blocker_message.refresh(session, ledger, shown)
    return len(await _move(session, ledger, workspace_id, {key: to[key] for key in lost}))


async def unread_in(session: AsyncSession, blockers: Iterable[Blocker]) -> dict[int, str]:
    """Return, by the blocker's id, the lost channel in which a team was told of one that it has not taken."""
    keys = {
        one.id: blocker_message.here_key(one, on_of(one))
        for one in blockers
        if one.state == State.OPEN and one.team_id is not None and one.told_at is not None
    }
    lost = await _lost(session, keys.values()) if keys else {}
    if not lost:
        return {}
    rows = sa.select(Channel.slack_id, Channel.name).where(Channel.slack_id.in_(set(lost.values())))
    names = {row.slack_id: f"#{row.name}" for row in await session.execute(rows)}
    gone = "a channel that Drumbeat does not see any more"
    return {one: names.get(lost[key], gone) for one, key in keys.items() if key in lost}


async def tell_anew(
    session: AsyncSession, ledger: Ledger, workspace_id: str, intents: Iterable[Intent]
) -> Collection[str]:
    """Post those of these messages, all planned already, where `intents` say that stand in a lost channel.

    Return their keys. Below them nobody would read who waits since.
    """
    to = {one.key: one.target for one in intents}
    lost = await _lost(session, to)
    return await _move(session, ledger, workspace_id, {key: to[key] for key in lost})


async def show_whether_read(session: AsyncSession, ledger: Ledger, workspace_id: str, channel: str) -> None:
    """Show who raised a blocker on a team of this channel, in an update or by itself, whether that is read there."""
    on_teams = sa.select(Blocker).join(Team, Team.id == Blocker.team_id).where(Team.channel_id == channel, IS_LIVE)
    keys = await blocker_message.raisers_keys(session, list(await session.scalars(on_teams)))
    await ledger.refresh(session, workspace_id, keys)


async def _move(session: AsyncSession, ledger: Ledger, workspace_id: str, targets: Mapping[str, str]) -> set[str]:
    """Post the messages with these keys once more, each where `targets` says; return the keys of those that move.

    What stands where it stood is not touched any more. What is being sent just now stays: its end is not known yet.
    """
    moved = set()
    for part in pages(targets):
        rows = sa.select(Delivery).where(Delivery.key.in_(part), Delivery.state.not_in(_IN_HAND))
        for one in list(await session.scalars(rows.order_by(Delivery.id).with_for_update())):
            one.target, one.conversation, one.ts, one.posted_at = targets[one.key], "", "", None
            one.state, one.reason, one.attempt, one.held_until, one.sent = "planned", "", 0, 0, 0
            moved.add(one.key)
    if moved:
        await session.flush()
        await ledger.wake(session, workspace_id, 1)
    return moved


async def _lost(session: AsyncSession, keys: Collection[str]) -> dict[str, str]:
    """Return where those of these messages were to be told, or stand, whose channel is lost."""
    # A channel that workspaces share has the same id in each, and may be lost in one of them alone.
    there = sa.exists().where(
        Channel.workspace_id == Delivery.workspace_id, Channel.slack_id == Delivery.target, _CAN_POST
    )
    somebody = sa.exists().where(Person.workspace_id == Delivery.workspace_id, Person.slack_id == Delivery.target)
    found: dict[str, str] = {}
    for part in pages(keys):
        rows = sa.select(Delivery.key, Delivery.target).where(Delivery.key.in_(part), ~there, ~somebody)
        found |= {row.key: row.target for row in await session.execute(rows)}
    return found
