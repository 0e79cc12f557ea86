"""Actions as they are shown, read with the names of everybody in them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.action import LIVE, ActionKind, ActionState
from bot.domain.action import Action as Shown
from bot.services.playbook_made import page_of_action
from models import Action, Person, Retro, Team

_OWNER, _GIVER, _RAISER, _HELPER, _SETTLER = (aliased(Person) for _ in range(5))

IS_LIVE = Action.state.in_(sorted(LIVE))

SHOWN = (
    sa.select(
        Action,
        _OWNER.name.label("owner"),
        _OWNER.slack_id.label("owner_slack"),
        _GIVER.name.label("giver"),
        _RAISER.name.label("raiser"),
        _HELPER.name.label("helper"),
        _SETTLER.name.label("settler"),
        _SETTLER.zone.label("settler_zone"),
        Team.name.label("team"),
        Retro.name.label("origin"),
    )
    .join(_OWNER, _OWNER.id == Action.owner_id)
    .join(_GIVER, _GIVER.id == Action.given_by_id)
    .join(_RAISER, _RAISER.id == Action.raised_by_id)
    .outerjoin(_HELPER, _HELPER.id == Action.helped_by_id)
    .outerjoin(_SETTLER, _SETTLER.id == Action.settled_by_id)
    .outerjoin(Team, Team.id == Action.team_id)
    .outerjoin(Retro, Retro.id == Action.retro_id)
)
"""Rows of actions for `shown`, in no order."""

_ONE = SHOWN.where(Action.id == sa.bindparam("action_id"))


def shown(row: Any) -> Shown:
    """Return a row of `SHOWN` as it is shown."""
    one: Action = row.Action
    settled = one.settled_at is not None and row.settler is not None
    return Shown(
        id=one.id,
        text=one.text,
        owner=row.owner,
        owner_slack=row.owner_slack,
        giver=row.giver,
        raiser=row.raiser,
        due_on=one.due_on,
        kind=ActionKind(one.kind),
        state=ActionState(one.state),
        team=row.team or "",
        origin=row.origin or "",
        theme=one.theme,
        signal=one.signal,
        helper=row.helper or "",
        needs=one.needs,
        effect=one.effect,
        worked=one.worked,
        reason=one.reason,
        carried=one.carried,
        settler=row.settler or "",
        settled_on=one.settled_at.astimezone(ZoneInfo(row.settler_zone)).date() if settled and one.settled_at else None,
        revision=one.revision,
    )


async def shown_to(session: AsyncSession, subject: Mapping[str, Any], now: datetime) -> tuple[Shown | None, date]:
    """Return the action of a message as it is now, None where it is gone, and the date of its reader.

    `subject` is the message's, as services/action_message.py makes it.
    """
    zone = await session.scalar(sa.select(Person.zone).where(Person.slack_id == subject.get("person", "")))
    return await shown_one(session, subject["action"]), now.astimezone(ZoneInfo(zone or "UTC")).date()


async def named(session: AsyncSession, person_id: int) -> tuple[str, str]:
    """Return the name and the Slack id of somebody; both "" for nobody."""
    person = await session.get(Person, person_id) if person_id else None
    return ("", "") if person is None else (person.name, person.slack_id)


async def shown_one(session: AsyncSession, action_id: int) -> Shown | None:
    """Return an action; None where it is not in the workspace."""
    row = (await session.execute(_ONE, {"action_id": action_id})).one_or_none()
    return None if row is None else replace(shown(row), page=await page_of_action(session, row.Action))
