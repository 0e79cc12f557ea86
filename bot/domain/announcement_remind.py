"""When a reader who has said nothing to a must-read is reminded."""

from datetime import date, datetime, timedelta

from bot.domain.working_time import WorkingTime

AFTER_DAYS = 3
"""Working days of theirs that somebody has it before they are reminded by themselves."""

AGAIN = timedelta(days=2)
"""Time that lies at least between the first reminder and the second."""

FOR = timedelta(days=60)
"""How long after it went out somebody is reminded of it by itself: joiners, and who was away, have it later."""

_A_DATE = date(2000, 1, 3)


def first_at(working: WorkingTime, told: datetime, now: datetime) -> datetime | None:
    """Return when somebody who was told at `told` is reminded by itself: never in the past, and when they work.

    None where they are away for longer than anybody looks ahead.
    """
    a_day = datetime.combine(_A_DATE, working.ends) - datetime.combine(_A_DATE, working.starts)
    after = working.after(told, a_day * AFTER_DAYS)
    return None if after is None else working.next_working(max(after, now))
