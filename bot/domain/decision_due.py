"""Until when a decision is needed, and when its owner hears of it: local dates, and instants in working hours."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.domain.day_words import parse_day
from bot.domain.recurrence import instant
from bot.domain.working_time import LOOK_AHEAD, WorkingTime
from bot.errors import UserError

WORKING_DAYS_TO_DECIDE = 3
"""How many of their working days an owner has where the words name no date."""

FARTHEST = timedelta(days=366)
"""A date beyond that was not meant as the day by which somebody decides."""

_DAY = timedelta(days=1)
_BY = re.compile(r"\b(?:by|before|until|till)\s+(?:the\s+)?", re.IGNORECASE)
_FIGURE = re.compile(r"\d+[.,]\d")
"""Such as "faster by 2.5 %": no date."""
_MOST_WORDS = 4
"""Words that a date has at most: "12th of May 2026"."""


def date_in(words: str, today: date) -> date | None:
    """Return the date by which `words` ask for something ("by Friday", "before 12 May"), seen from `today`.

    The first one that can be meant: today or later, and within a year. None where there is none.
    """
    for found in _BY.finditer(words):
        meant = _meant(words[found.end() :].split()[:_MOST_WORDS], today)
        if meant is not None and today <= meant <= today + FARTHEST:
            return meant
    return None


def usual_due(working: WorkingTime, today: date) -> date:
    """Return the third working day of the owner after `today`; of somebody who is long away, a week from today."""
    left = WORKING_DAYS_TO_DECIDE
    for ahead in range(1, LOOK_AHEAD.days):
        day = today + ahead * _DAY
        left -= working.works_on(day)
        if not left:
            return day
    return today + 7 * _DAY


def remind_at(working: WorkingTime, due_on: date, now: datetime) -> datetime | None:
    """Return when the owner is reminded, as their working hours begin: on the day before, else on the day itself.

    Of somebody who works on neither, on their last working day before. None where all of that is past.
    """
    today = working.local_date(now)
    days = [due_on - _DAY, due_on, *(due_on - ahead * _DAY for ahead in range(2, LOOK_AHEAD.days))]
    for day in days:
        if today <= day and working.works_on(day):
            begins = instant(day, working.starts, working.zone)
            if begins > now:
                return begins
    return None


def review_at(working: WorkingTime, review_on: date) -> datetime:
    """Return when whoever decided is asked to look again: as their first working day from that date on begins."""
    begins = instant(review_on, working.starts, working.zone)
    return working.next_working(begins) or begins


def _meant(words: Sequence[str], today: date) -> date | None:
    """Return the date with which `words` begin, the longest that is one; None where they begin with none."""
    if not words or _FIGURE.match(words[0]):
        return None
    for count in range(len(words), 0, -1):
        try:
            return parse_day(" ".join(words[:count]).rstrip(".,;:!?)\"'”’"), today)
        except UserError:
            continue
    return None
