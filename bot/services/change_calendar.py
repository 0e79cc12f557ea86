"""The calendar of all changes, as one reader may see it."""

from collections import defaultdict
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.clock import Clock
from bot.db import Database
from bot.domain.change import ChangeState
from bot.domain.change_calendar import Calendar, Live, clashes_of, rows_of_weeks, weeks_from
from bot.domain.change_load import alike_once, too_much
from bot.services.change_load import load_of
from bot.services.change_sight import visible_to
from bot.services.role import acting
from bot.services.stakeholder import members_of
from models import Change, StakeholderGroup

MOST_OVER = 5


class ChangeCalendars:
    """Reads the calendar."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Read `database`."""
        self._database, self._clock = database, clock

    async def facts(self, workspace_id: str, slack_id: str) -> Calendar:
        """Return the weeks to come; who meets two changes at once is for the PMO. Raises NotFound, NotAllowed."""
        now = self._clock.now()
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            today = now.astimezone(ZoneInfo(person.zone)).date()
            weeks = weeks_from(today)
            # A draft without a day is nowhere yet.
            dated = sa.or_(Change.state != ChangeState.DRAFT, Change.starts_on.is_not(None))
            rows = (
                sa.select(Change.id, Change.name, Change.starts_on, Change.ends_on)
                .where(visible_to(person), dated, Change.ended_at.is_(None))
                .order_by(Change.starts_on.is_(None).desc(), Change.starts_on, Change.id)
            )
            changes = (await session.execute(rows)).all()
            if not person.acts_as_pmo:
                plain = [Live(one.name, one.starts_on, one.ends_on, {}) for one in changes]
                return Calendar(weeks, rows_of_weeks(plain, weeks), today)
            named = sa.select(StakeholderGroup.id, StakeholderGroup.change_id, StakeholderGroup.name)
            groups = (await session.execute(named.where(StakeholderGroup.change_id.in_([c.id for c in changes])))).all()
            members = await members_of(session, [one.id for one in groups])
            of_change: dict[int, dict[str, set[int]]] = defaultdict(dict)
            for one in groups:
                of_change[one.change_id or 0][one.name] = members[one.id]
            live = [Live(one.name, one.starts_on, one.ends_on, of_change[one.id]) for one in changes]
            clashes, more = clashes_of(live, weeks)
            over = alike_once(too_much(await load_of(session, [one.id for one in groups], now, known=members)))
        return Calendar(
            weeks=weeks,
            rows=rows_of_weeks(live, weeks),
            today=today,
            clashes=tuple(clashes),
            more=more,
            over=tuple(over[:MOST_OVER]),
        )
