"""Somebody outside who is waited on, such as a supplier: what the form of an update says of them, checked and read."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import answer as reading
from bot.domain.blocker import LIVE, On, Told
from bot.domain.sync_form import Outside
from bot.errors import UserError
from bot.services.blocker_read import IS_LIVE
from bot.services.sync_standing import Standing
from models import Blocker, Person

WHO, OWNER = "outside", "outside_owner"
"""The fields of the form."""


async def outside_of(session: AsyncSession, told: Outside | None) -> tuple[list[On], dict[str, str]]:
    """Return whom an update waits on outside, none or one, and a sentence by field for what needs mending."""
    if told is None:
        return [], {}
    try:
        who = reading.text(told.who, reading.SHORT_TEXT, one_line=True)
    except UserError as error:
        return [], {WHO: error.sentence}
    if who is None:
        return [], {WHO: "Please say who it is, or take out who looks after it."} if told.owner else {}
    if not told.owner:
        return [], {OWNER: f"Please choose who looks after it here: nobody can ask {who} otherwise. It may be you."}
    owner = await session.scalar(sa.select(Person).where(Person.slack_id == told.owner))
    if owner is None or owner.is_bot or owner.deactivated:
        return [], {OWNER: "An app or somebody who has left cannot look after it. Please choose somebody else."}
    return [On(person=owner.id, outside=who)], {}


async def outside_told(session: AsyncSession, standing: Standing) -> Outside | None:
    """Return whom the party said in this round that it waits on outside; None where it did not."""
    if standing.answer is None or not standing.has_blockers:
        return None
    mine = (Blocker.round_id == standing.round.id, Blocker.raiser_id == standing.person.id)
    told = (
        sa.select(Blocker.outside, Person.slack_id)
        .join(Person, Person.id == Blocker.owner_id)
        .where(*mine, Blocker.outside != "", IS_LIVE)
        .order_by(Blocker.id)
    )
    row = (await session.execute(told.limit(1))).one_or_none()
    return None if row is None else Outside(row.outside, row.slack_id)


def other_outside(waiting: Iterable[Blocker], told: Iterable[Told], round_id: int) -> bool:
    """Tell whether an update names somebody else outside than before in its round; `waiting` are the party's."""
    of_round = [one for one in waiting if one.round_id == round_id and one.outside and one.state in LIVE]
    before = {(one.owner_id, one.outside) for one in of_round}
    return before != {(one.on.person, one.on.outside) for one in told if one.on.outside}
