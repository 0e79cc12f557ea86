"""The heartbeat of a change: while it goes on there is news every so many weeks, "nothing new" included."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.recurrence import instant
from bot.domain.words import dated
from bot.domain.working_time import WorkingTime

ASKED_BEFORE = 3
"""Working days of theirs before the day by which its owner is asked for news."""

LONGEST_PAUSE = timedelta(days=365)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """What a change promises: news `weeks` after `since`, the day of the last news or on which it began to go on.

    `weeks` 0: none by itself. `paused_until`: none is promised before this day. `heard`: there was news already.
    `promised_on`: the day by which the last announcement said that there is word, even if it is "still no news".
    """

    weeks: int
    since: date
    heard: bool = True
    paused_until: date | None = None
    promised_on: date | None = None

    @property
    def promises(self) -> bool:
        """Whether there is to be news by some day."""
        return self.weeks > 0 or self.promised_on is not None

    @property
    def due_on(self) -> date:
        """The day by which there is news; a pause takes back no day that people were told."""
        due = self.since + timedelta(weeks=self.weeks)
        if self.paused_until:
            due = max(due, self.paused_until)
        if self.promised_on is None:
            return due
        return min(due, self.promised_on) if self.weeks else self.promised_on

    @property
    def told(self) -> bool:
        """Whether people were told this very day."""
        return self.due_on == self.promised_on


def asked_at(working: WorkingTime, due_on: date) -> datetime:
    """Return when its owner is asked: as they begin to work, some of their working days before the day."""
    day, left = due_on, ASKED_BEFORE
    # Whoever is away for weeks is asked that much earlier, but no more than two months.
    for _ in range(60):
        if left == 0:
            break
        day -= _DAY
        left -= working.works_on(day)
    return instant(day, working.starts, working.zone)


def cannot_be_asked(working: WorkingTime, at: datetime, due_on: date) -> bool:
    """Tell whether its owner is away from `at` to the day, so that others have to give the word that was promised."""
    first = working.local_date(at)
    days = [first + ahead * _DAY for ahead in range((due_on - first).days + 1)]
    return any(working.is_away(day) for day in days) and not any(working.works_on(day) for day in days)


def lapsed_at(working: WorkingTime, due_on: date, asked: datetime) -> datetime:
    """Return from when the PMO hears that there was none: the morning after the day, where its owner works.

    Whoever could be `asked` only after the day has until their next working day.
    """
    last = max(due_on, working.local_date(asked))
    morning = instant(last + _DAY, working.starts, working.zone)
    return morning if last == due_on else working.next_working(morning) or morning


@dataclass(frozen=True, slots=True)
class NoNews:
    """What an announcement says that has nothing new to say, before its author makes it their own."""

    title: str
    text: str


def no_news(change: str, heartbeat: Heartbeat, today: date) -> NoNews:
    """Return it: since when nothing is new, that all stays as it was told, and by when there is word again."""
    since = f" since {dated(heartbeat.since, today)}" if heartbeat.heard else ""
    again = (
        f" You hear from me again by {dated(today + timedelta(weeks=heartbeat.weeks), today)}."
        if heartbeat.weeks
        else ""
    )
    text = (
        f"Nothing new{since}: it goes on as you know it, and there is nothing for you to do now.{again}\n\n"
        "Questions and ideas are welcome meanwhile."
    )
    return NoNews(f"{change}: no news yet", text)


@dataclass(frozen=True, slots=True)
class HeartbeatFacts:
    """What those who run a change read of it; `today` is the reader's. `settled`: there is news by now, or a pause.

    `asked`: its owner was asked for it.
    """

    change_id: int
    change: str
    owner: str
    heartbeat: Heartbeat
    today: date
    settled: bool = False
    asked: bool = True

    @property
    def late(self) -> bool:
        """Whether the day has passed."""
        return self.today > self.heartbeat.due_on

    @property
    def paused(self) -> bool:
        """Whether none is promised now."""
        until = self.heartbeat.paused_until
        return until is not None and self.today < until
