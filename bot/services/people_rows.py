"""The rows of people and channels, written as Slack tells of them: by a few statements, however many there are."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, rows_of
from bot.domain.zone import present_zone
from bot.engine.upsert import PAGE, insert_into, table
from bot.slack.gateway import SlackChannel, SlackGroup, SlackPerson
from models import Channel, Person, UserGroup

_HELD = sa.select(Person.id).where(Person.id.in_(IDS)).order_by(Person.id).with_for_update(key_share=True)


async def write_people(session: AsyncSession, workspace_id: str, people: Iterable[SlackPerson]) -> None:
    """Write what Slack says of `people`; rows that are right already are not touched.

    Slack lists people for ever. Whoever is deactivated and not known stays unknown: they left before Drumbeat came, or
    were erased. Of those who are known only that they left is written.

    Whoever is known is held by id, as planning holds people (services/sync_step.py); who is new comes in the order of
    Slack's ids. So no two ever wait for each other.
    """
    told = {person.slack_id: person for person in people}.values()
    await _hold(session, workspace_id, [person.slack_id for person in told])
    await _note_gone(session, workspace_id, [person.slack_id for person in told if person.deactivated])
    present = [person for person in told if not person.deactivated]
    for with_zone in (True, False):
        rows = [_row(workspace_id, person) for person in present if bool(person.zone) is with_zone]
        person = table(Person)
        insert = insert_into(session, Person)
        told_of = insert.excluded
        new: dict[str, sa.ColumnElement[Any]] = {
            name: told_of[name] for name in ("name", "is_admin", "is_bot", "is_guest", "deactivated")
        }
        new["email"] = sa.case((told_of.email != "", told_of.email), else_=person.c.email)
        if with_zone:
            new["zone"] = sa.case((person.c.zone_fixed, person.c.zone), else_=told_of.zone)
        await _upsert(session, insert, rows, person, new)


async def _hold(session: AsyncSession, workspace_id: str, slack_ids: Sequence[str]) -> None:
    """Hold those of the people who are known, until the end of the transaction."""
    person = table(Person)
    known: list[int] = []
    for first in range(0, len(slack_ids), PAGE):
        told = person.c.slack_id.in_(slack_ids[first : first + PAGE])
        known += await session.scalars(sa.select(person.c.id).where(person.c.workspace_id == workspace_id, told))
    await rows_of(session, _HELD, known)


async def _note_gone(session: AsyncSession, workspace_id: str, slack_ids: Sequence[str]) -> None:
    person = table(Person)
    mine = (person.c.workspace_id == workspace_id, person.c.deactivated.is_(False))
    for first in range(0, len(slack_ids), PAGE):
        gone = person.c.slack_id.in_(slack_ids[first : first + PAGE])
        await session.execute(sa.update(person).where(*mine, gone).values(deactivated=True))


async def write_channels(session: AsyncSession, workspace_id: str, channels: Iterable[SlackChannel]) -> None:
    """Write what Slack says of `channels`; rows that are right already are not touched."""
    rows = [
        {
            "workspace_id": workspace_id,
            "slack_id": one.slack_id,
            "name": one.name,
            "is_member": one.is_member,
            "is_private": one.is_private,
            "is_archived": one.is_archived,
        }
        for one in {channel.slack_id: channel for channel in channels}.values()
    ]
    insert = insert_into(session, Channel)
    new = {name: insert.excluded[name] for name in ("name", "is_member", "is_private", "is_archived")}
    await _upsert(session, insert, rows, table(Channel), new)


async def write_groups(session: AsyncSession, workspace_id: str, groups: Iterable[SlackGroup]) -> None:
    """Write what Slack says of user groups; rows that are right already are not touched."""
    rows = [
        {"workspace_id": workspace_id, "slack_id": one.slack_id, "handle": one.handle, "is_gone": one.is_gone}
        for one in {group.slack_id: group for group in groups}.values()
    ]
    insert = insert_into(session, UserGroup)
    new = {name: insert.excluded[name] for name in ("handle", "is_gone")}
    await _upsert(session, insert, rows, table(UserGroup), new)


async def leave_groups(session: AsyncSession) -> None:
    """Offer no user groups any more: Drumbeat may not see them. They come back with the scope."""
    await session.execute(sa.update(UserGroup).values(is_gone=True))


async def _upsert(
    session: AsyncSession,
    insert: Any,
    rows: Sequence[Mapping[str, Any]],
    target: sa.Table,
    new: Mapping[str, sa.ColumnElement[Any]],
) -> None:
    statement = insert.on_conflict_do_update(
        index_elements=["workspace_id", "slack_id"],
        set_=dict(new),
        where=sa.or_(*(target.c[name] != value for name, value in new.items())),
    )
    ordered = sorted(rows, key=lambda row: str(row["slack_id"]))
    for first in range(0, len(ordered), PAGE):
        await session.execute(statement, ordered[first : first + PAGE])


async def leave_unlisted(session: AsyncSession, listed: set[str]) -> None:
    """Forget the membership of channels that Slack no longer shows: deleted, or private and left."""
    ours = set(await session.scalars(sa.select(Channel.slack_id).where(Channel.is_member.is_(True))))
    gone = sorted(ours - listed)
    for first in range(0, len(gone), PAGE):
        chosen = Channel.slack_id.in_(gone[first : first + PAGE])
        await session.execute(sa.update(Channel).where(chosen).values(is_member=False))


def _row(workspace_id: str, person: SlackPerson) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "slack_id": person.slack_id,
        "name": person.name,
        "email": person.email,
        "zone": present_zone(person.zone) or "UTC",
        "is_admin": person.is_admin,
        "is_bot": person.is_bot,
        # Somebody of another company, met in a channel that is shared with it, is a guest here.
        "is_guest": person.is_guest or bool(person.workspaces and workspace_id not in person.workspaces),
        "deactivated": person.deactivated,
    }
