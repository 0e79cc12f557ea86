"""Do-not-disturb: how long a question waits for its reader to be open to one."""

from datetime import datetime, timedelta

from bot.domain.round import WORTH_ASKING
from bot.domain.working_time import WorkingTime

_MINUTE = timedelta(minutes=1)


def held_until(now: datetime, ends_at: datetime, closes_at: datetime, working: WorkingTime) -> datetime | None:
    """Return until when a question is held whose reader does not want to be disturbed until `ends_at`.

    Until then, or until their next working hours after it; but at most until the last minute at which half an hour of
    their working time is left before the round closes at `closes_at`. None where that has come: it is asked now.
    """
    wanted = working.next_working(ends_at)
    if wanted is not None and _leaves_time(wanted, closes_at, working):
        return wanted
    first, last = 0, int((closes_at - now) / _MINUTE)
    if last <= 0 or not _leaves_time(now + _MINUTE, closes_at, working):
        return None
    # The later it is asked, the less time is left: the last minute that leaves enough is found by halving.
    while last - first > 1:
        middle = (first + last) // 2
        if _leaves_time(now + middle * _MINUTE, closes_at, working):
            first = middle
        else:
            last = middle
    return now + first * _MINUTE


def _leaves_time(at: datetime, closes_at: datetime, working: WorkingTime) -> bool:
    return working.between(at, closes_at) >= WORTH_ASKING
