"""The rows of the lists of retros that can be had as a file: the retros, and what became of their actions."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.list_file import Listing, day, moment
from bot.domain.retro_report import quarter_in
from bot.services.action_read import SHOWN, shown
from bot.services.list_rows import PAGE, Asked, Page, Row, rituals
from bot.services.retro_report import lived_in
from bot.services.ritual_kind import RETRO
from bot.services.role import pmo_refusal
from models import Action, Team

WITH_STREAM = SHOWN.add_columns(Team.value_stream)
"""Rows of actions for `cells_of`, in no order."""


async def _retros(session: AsyncSession, asked: Asked) -> Sequence[Row]:
    zone = asked.reader.zone
    return [
        (one.id, (*cells, "no" if one.anonymous else "yes", one.state, moment(one.next_opens_at, zone)))
        for one, cells in await rituals(session, asked, RETRO, RETRO.may_see(asked.reader))
    ]


async def _actions(session: AsyncSession, asked: Asked) -> Sequence[Row]:
    """Return the actions of the quarter that the words name, as the report counts them. Raises NotAllowed."""
    if not asked.reader.acts_as_pmo:
        raise await pmo_refusal(session, "The report on all retros is")
    zone = ZoneInfo(asked.reader.zone)
    within = lived_in(quarter_in(asked.wanted.words, asked.today), zone)
    page = WITH_STREAM.where(*within, Action.id > asked.after).order_by(Action.id).limit(PAGE)
    return [(row.Action.id, cells_of(row, zone)) for row in await session.execute(page)]


def cells_of(row: Any, zone: tzinfo) -> tuple[str, ...]:
    """Return a row of `WITH_STREAM` as the cells of a file, with dates in `zone`."""
    one, action = shown(row), row.Action
    return (
        one.origin,
        row.value_stream or "",
        one.team,
        one.text,
        str(one.kind),
        one.theme,
        one.owner,
        day(action.created_at.astimezone(zone).date()),
        day(one.due_on),
        str(one.state),
        day(one.settled_on),
        "" if one.worked is None else "yes" if one.worked else "no",
        one.effect or one.reason,
        str(one.carried),
    )


PAGES: Mapping[Listing, Page] = {Listing.RETROS: _retros, Listing.RETRO_ACTIONS: _actions}
