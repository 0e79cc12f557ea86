"""When whoever keeps a page is asked about it: before its mark ends, and when nobody has read it for long."""

from dataclasses import dataclass
from datetime import date, timedelta

BEFORE = timedelta(days=7)
"""So long before its mark ends a page is to be looked at."""

UNREAD = timedelta(days=90)
"""A page that nobody vouches for and that nobody opened for so long is proposed for the archive."""

PROPOSED_AGAIN = timedelta(days=365)
"""Who keeps such a page all the same is asked again after a year."""

AT_ONCE = 8
"""Pages of one message: the others come on another day."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What tells when a page is due: dates only, `made` and `read` in UTC, which is near enough."""

    page_id: int
    until: date | None
    asked_for: date | None
    proposed_on: date | None
    made: date
    read: date | None

    @property
    def review_on(self) -> date | None:
        """The day on which its owner is asked whether it is still true; None where they were, and without a mark."""
        return self.until - BEFORE if self.until and self.asked_for != self.until else None

    @property
    def unused_on(self) -> date:
        """The day from which nobody will have read it for so long that it is proposed for the archive."""
        since = max(filter(None, (self.made, self.read)))
        marked = self.until + timedelta(days=1) if self.until else since
        again = self.proposed_on + PROPOSED_AGAIN if self.proposed_on else since
        return max(since + UNREAD, marked, again)


def next_on(pages: list[Kept], today: date) -> date | None:
    """Return the next day, from `today` on, on which something is to be asked about `pages`; None for none of them."""
    days = [day for one in pages for day in (one.review_on, one.unused_on) if day]
    return max(min(days), today) if days else None
