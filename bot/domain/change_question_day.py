"""When it is said that there is no news on the day for which word was promised."""

from datetime import date, datetime, timedelta

from bot.domain.holiday import holiday_on
from bot.domain.recurrence import instant
from bot.domain.working_time import WorkingTime

MOST_BEFORE = 4
"""Days that it is said before the day at most: over Easter people are off for as long."""


def no_news_at(working: WorkingTime, day: date, now: datetime) -> datetime:
    """Return when it is said: as the day ends for whoever has the question.

    A day on which nobody works there is not waited for: it is said on the last working day before, unless that is today
    or past, so that what was promised holds and nobody hears of it at a weekend. Their own leave changes nothing.
    """
    today = working.local_date(now)
    before = [day - timedelta(days=ahead) for ahead in range(1, MOST_BEFORE + 1)]
    days = [day, *(one for one in before if one > today)]
    said_on = next((one for one in days if _is_working_day(working, one)), day)
    return instant(said_on, working.ends, working.zone)


def _is_working_day(working: WorkingTime, day: date) -> bool:
    return day.weekday() in working.days and not holiday_on(working.country, day)
