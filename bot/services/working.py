"""When people work, from what is stored about them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, rows_of
from bot.domain.working_time import Away, WorkingTime
from models import Away as AwayRow
from models import Person

_AWAYS = (
    sa.select(AwayRow.person_id, AwayRow.first, AwayRow.last)
    .join(Person, sa.and_(Person.workspace_id == AwayRow.workspace_id, Person.id == AwayRow.person_id))
    .where(Person.id.in_(IDS))
    .order_by(AwayRow.id)
)


async def working_times(session: AsyncSession, people: Sequence[Any]) -> Mapping[int, WorkingTime]:
    """Return the working time of each of `people` (`Person`s, or rows of their columns) by id.

    One query reads all their away dates.
    """
    aways: dict[int, list[Away]] = defaultdict(list)
    for person_id, first, last in await rows_of(session, _AWAYS, [person.id for person in people]):
        aways[person_id].append(Away(first, last or date.max))
    return {
        one.id: _working_time(
            one.zone,
            tuple(one.working_days),
            one.works_from,
            one.works_until,
            tuple(aways.get(one.id, ())),
            one.country,
        )
        for one in people
    }


@lru_cache(maxsize=10_000)
def _working_time(
    zone: str, days: tuple[int, ...], starts: time, ends: time, away: tuple[Away, ...], country: str
) -> WorkingTime:
    """Return the one object for all who work alike: thousands do, and what is worked out of it is kept with it."""
    return WorkingTime(ZoneInfo(zone), frozenset(days), starts, ends, away, country)
