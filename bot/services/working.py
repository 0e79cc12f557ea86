"""When people work, from what is stored about them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.working_time import Away, WorkingTime
from models import Away as AwayRow
from models import Person


def working_time_of(person: Person, aways: Iterable[AwayRow] = ()) -> WorkingTime:
    """Return the working time of `person` with the `aways` that are theirs."""
    return WorkingTime(
        zone=ZoneInfo(person.zone),
        days=frozenset(person.working_days),
        starts=person.works_from,
        ends=person.works_until,
        away=tuple(Away(away.first, away.last) for away in aways),
    )


async def working_times(session: AsyncSession, people: Sequence[Person]) -> Mapping[int, WorkingTime]:
    """Return the working time of each of `people` by person id, with one query for their away dates."""
    aways: dict[int, list[AwayRow]] = defaultdict(list)
    rows = sa.select(AwayRow).where(AwayRow.person_id.in_([person.id for person in people]))
    for away in await session.scalars(rows):
        aways[away.person_id].append(away)
    return {person.id: working_time_of(person, aways[person.id]) for person in people}
