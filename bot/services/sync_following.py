"""The members of a channel or user group that a sync follows: asked of Slack, and kept beside who was added by name.

Slack is asked outside transactions. What it tells of somebody who is a guest, of another company, a bot or deactivated
is left: guests take part only where they are added by name.
"""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.matching import did_you_mean
from bot.domain.sync_follow import Source, Told, Trouble
from bot.domain.words import short
from bot.engine.upsert import PAGE, insert_rows
from bot.errors import SlackRefused
from bot.slack.gateway import Slack
from models import Person, Ritual, RitualPerson, UserGroup

_HIDDEN = frozenset({"channel_not_found", "not_in_channel", "missing_scope"})
_NO_GROUP = {"missing_scope": Trouble.SCOPE, "no_such_subteam": Trouble.GONE, "subteam_not_found": Trouble.GONE}


async def told_of(slack: Slack, follows_channel: str, follows_group: str) -> Told:
    """Ask Slack who is in what a sync follows ("" for what it does not). Raises SlackUnavailable, SlackRefused."""
    members: set[str] = set()
    if follows_channel:
        try:
            channel = await slack.channel(follows_channel)
            if channel.is_archived or not channel.is_member:
                trouble = Trouble.ARCHIVED if channel.is_archived else Trouble.UNSEEN
                return Told(trouble=trouble, field="follows_channel")
            members.update(await slack.members(follows_channel))
        except SlackRefused as refused:
            if refused.code not in _HIDDEN:
                raise
            return Told(trouble=Trouble.UNSEEN, field="follows_channel")
    if follows_group:
        try:
            members.update(await slack.group_members(follows_group))
        except SlackRefused as refused:
            if refused.code not in _NO_GROUP:
                raise
            return Told(trouble=_NO_GROUP[refused.code], field="follows_group")
    return Told(frozenset(members))


async def can_follow(session: AsyncSession, members: Collection[str]) -> set[int]:
    """Return the ids of those of the members (Slack ids) who take part because a sync follows them."""
    usual = (Person.is_bot.is_(False), Person.is_guest.is_(False), Person.deactivated.is_(False))
    return await ids_of(session, members, *usual)


async def ids_of(session: AsyncSession, members: Collection[str], *conditions: sa.ColumnElement[bool]) -> set[int]:
    """Return the ids of those of the members (Slack ids) of whom the conditions hold."""
    found: set[int] = set()
    slack_ids = sorted(members)
    for first in range(0, len(slack_ids), PAGE):
        rows = sa.select(Person.id).where(Person.slack_id.in_(slack_ids[first : first + PAGE]), *conditions)
        found.update(await session.scalars(rows))
    return found


async def write_participants(
    session: AsyncSession, ritual: Ritual, *, named: Collection[int], followed: Collection[int]
) -> bool:
    """Let these be the people in the audience of a sync; tell whether that changed anything."""
    stored = await session.scalars(sa.select(RitualPerson).where(RitualPerson.ritual_id == ritual.id))
    before = {row.person_id: row for row in stored}
    wanted = {one: (one in named, one in followed) for one in {*named, *followed}}
    changed = {one: how for one, how in wanted.items() if one in before and _how(before[one]) != how}
    for person_id, (by_name, follows) in changed.items():
        before[person_id].named, before[person_id].followed = by_name, follows
    for person_id in set(before) - set(wanted):
        await session.delete(before[person_id])
    new = [
        {
            "workspace_id": ritual.workspace_id,
            "ritual_id": ritual.id,
            "person_id": one,
            "named": how[0],
            "followed": how[1],
        }
        for one, how in sorted(wanted.items())
        if one not in before
    ]
    await session.flush()
    if new:
        await session.execute(insert_rows(session, RitualPerson, new))
    return bool(new or changed or set(before) - set(wanted))


async def participants(session: AsyncSession, ritual_id: int) -> tuple[set[int], set[int]]:
    """Return the ids of who was added to a sync by name, and of whom it follows."""
    rows = sa.select(RitualPerson.person_id, RitualPerson.named, RitualPerson.followed)
    found = list(await session.execute(rows.where(RitualPerson.ritual_id == ritual_id)))
    return {one.person_id for one in found if one.named}, {one.person_id for one in found if one.followed}


async def sources_of(session: AsyncSession, follows_channel: str, follows_group: str) -> tuple[Source, ...]:
    """Return what a sync follows, as people read it; a channel is named by Slack to those alone who may see it."""
    [found] = await all_sources(session, [(follows_channel, follows_group)])
    return found


async def all_sources(session: AsyncSession, followed: Sequence[tuple[str, str]]) -> list[tuple[Source, ...]]:
    """Return the same for several syncs, each named by the ids of its channel and its group, in their order."""
    groups = {group for _, group in followed if group}
    handles: dict[str, str] = {}
    if groups:
        rows = sa.select(UserGroup.slack_id, UserGroup.handle).where(UserGroup.slack_id.in_(groups))
        handles = {one: f"@{handle}" for one, handle in await session.execute(rows) if handle}
    return [
        (
            *([Source(channel, "")] if channel else []),
            *([Source(group, handles.get(group, "a user group"))] if group else []),
        )
        for channel, group in followed
    ]


async def offered_groups(session: AsyncSession) -> dict[str, str]:
    """Return the user groups that a sync may follow: @handle by Slack id, in the order of the handles."""
    rows = sa.select(UserGroup.slack_id, UserGroup.handle).where(UserGroup.is_gone.is_(False))
    return {one: f"@{handle}" for one, handle in await session.execute(rows.order_by(UserGroup.handle))}


def _how(row: RitualPerson) -> tuple[bool, bool]:
    return row.named, row.followed


def no_group(handle: str, known: Collection[str]) -> str:
    """Return the sentence for a user group that a company file names and that is not there."""
    if not known:
        return "Drumbeat sees no user groups here. Give it the scope usergroups:read, or follow a channel instead."
    guess = did_you_mean(handle, list(known))
    hint = f"Did you mean @{guess}?" if guess else "Make it in Slack first, or correct the handle."
    return f"there is no user group @{short(handle)}. {hint}"
