"""The form of a step: what stands in it, and what is wrong with that."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.answer import LONG_TEXT, SHORT_TEXT, text
from bot.domain.change_step import Step, StepKind
from bot.domain.local_time import parse_time
from bot.domain.recurrence import instant
from bot.errors import Unfit, UserError

TEXT, OWNER, DUE, THROUGH, PAGE = "text", "owner", "due", "through", "page"
DAY, TIME, MINUTES, PLACE, SEATS, MATERIAL = "day", "time", "minutes", "place", "seats", "material"
SECOND_DAY, SECOND_TIME, REASON = "second_day", "second_time", "reason"
"""Fields of the forms, by which errors name them."""

LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240)
"""Minutes of a session that can be chosen."""

MOST_SEATS = 10_000
FARTHEST = timedelta(days=366)
"""What lies beyond that is no plan."""

FRIDAY = 4
"""Of days of the week, Monday being 0."""

USUAL = timedelta(days=28)
"""What a step takes where the change has no day on which it begins."""

AHEAD = timedelta(days=7)
"""So long before a change begins its group has what it needs."""

NO_TEXT: Mapping[StepKind, str] = {
    StepKind.INFORM: "Please write what they are to know; a few words are enough.",
    StepKind.SESSION: "Please write what the session is about; a few words are enough.",
    StepKind.PAGE: "Please write what they find on the page; a few words are enough.",
    StepKind.PRACTICE: "Please write what they try; a few words are enough.",
    StepKind.ADAPT: "Please write which process must adapt, and how; a few words are enough.",
}


@dataclass(frozen=True, slots=True)
class StepWritten:
    """A step as somebody wrote it; the owner by their Slack id, times as they were typed."""

    kind: StepKind
    text: str = ""
    owner: str = ""
    due_on: date | None = None
    announcement: int = 0
    page: int = 0
    day: date | None = None
    time: str = ""
    minutes: int = 60
    place: str = ""
    seats: str = ""
    material: str = ""
    second_day: date | None = None
    second_time: str = ""


@dataclass(frozen=True, slots=True)
class StepFit:
    """What of it can be stored."""

    text: str
    due_on: date
    starts_at: datetime | None = None
    second_at: datetime | None = None
    place: str = ""
    seats: int = 0
    material: str = ""


@dataclass(frozen=True, slots=True)
class StepForm:
    """What the form shows. `step` is None for a new one; `choices`: announcements or pages, titles by id.

    `due_on` and `begins`: the day and the words that a new one begins with; `zone` that of the reader, in which times
    are typed; `people`: how many belong to the group now.
    """

    kind: StepKind
    change_id: int
    change: str
    group_id: int
    group: str
    people: int
    owner_slack: str
    due_on: date
    today: date
    zone: str
    draft: bool
    step: Step | None = None
    choices: Mapping[int, str] | None = None
    chosen: int = 0
    begins: str = ""


def first_due(starts_on: date | None, today: date) -> date:
    """Return the day that a new step begins with: a week before its change begins, else in four weeks; no weekend."""
    day = today + USUAL if starts_on is None else min(max(starts_on - AHEAD, today), today + FARTHEST)
    friday = day - timedelta(days=max(day.weekday() - FRIDAY, 0))
    return max(friday, today)


def checked(
    written: StepWritten, now: datetime, zone: str, *, before: Step | None = None, announced_on: date | None = None
) -> StepFit:
    """Return what can be stored of a step whose times are typed in `zone`; what it was `before` may be past by now.

    `announced_on`: the first day on which people of the change hear of it, which no session precedes. Raises Unfit.
    """
    errors: dict[str, str] = {}
    today = now.astimezone(ZoneInfo(zone)).date()
    words = _text(written.text, LONG_TEXT, TEXT, errors)
    if not words and TEXT not in errors:
        errors[TEXT] = NO_TEXT[written.kind]
    fit = StepFit(words, today)
    if written.kind is StepKind.SESSION:
        fit = _session(written, fit, now, zone, before, announced_on, errors)
    else:
        due = written.due_on
        if due is None:
            errors[DUE] = "Please choose a day."
        elif before is None or due != before.due_on:
            _day(due, today, DUE, errors)
        fit = replace(fit, due_on=due or today)
    if errors:
        raise Unfit(errors)
    return fit


def _session(
    written: StepWritten,
    fit: StepFit,
    now: datetime,
    zone: str,
    before: Step | None,
    announced_on: date | None,
    errors: dict[str, str],
) -> StepFit:
    first = _instant(written.day, written.time, zone, DAY, TIME, errors)
    second = _instant(written.second_day, written.second_time, zone, SECOND_DAY, SECOND_TIME, errors)
    known = {before.starts_at, before.second_at} if before else set()
    for at, field in ((first, DAY), (second, SECOND_DAY)):
        if at is not None and at not in known:
            _session_day(at, now, zone, field, announced_on, errors)
    if second is not None and first is None and not errors:
        errors[DAY] = "There is a second date, but no first one. Please move it up here."
    if first is not None and second is not None and second <= first and not errors:
        errors[SECOND_DAY] = "The second date lies before the first. Please choose a later one."
    seats = 0
    if written.seats.strip():
        typed = written.seats.strip()
        seats = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else -1  # noqa: PLR2004
        if not 1 <= seats <= MOST_SEATS:
            errors[SEATS] = "Please write a number of seats such as 25, or leave it empty: all who want can come."
    today = now.astimezone(ZoneInfo(zone)).date()
    last = second or first
    due = last.astimezone(ZoneInfo(zone)).date() if last else written.due_on or (before.due_on if before else None)
    return replace(
        fit,
        due_on=due or today + USUAL,
        starts_at=first,
        second_at=second,
        place=_text(written.place, SHORT_TEXT * 2, PLACE, errors),
        seats=max(seats, 0),
        material=_text(written.material, SHORT_TEXT * 2, MATERIAL, errors),
    )


def _session_day(
    at: datetime, now: datetime, zone: str, field: str, announced_on: date | None, errors: dict[str, str]
) -> None:
    day, today = at.astimezone(ZoneInfo(zone)).date(), now.astimezone(ZoneInfo(zone)).date()
    if at <= now:
        errors[field] = "This is past. Please choose a time to come."
        return
    _day(day, today, field, errors)
    if field not in errors and announced_on is not None and day < announced_on:
        errors[field] = (
            f"They hear of the change on {announced_on:%a} {announced_on.day} {announced_on:%b} only. "
            "Please choose that day or a later one."
        )


def _day(day: date, today: date, field: str, errors: dict[str, str]) -> None:
    said = f"{day:%a} {day.day} {day:%b}" + ("" if day.year == today.year else f" {day.year}")
    if day < today:
        errors[field] = f"{said} is past. Please choose a day to come."
    elif day > today + FARTHEST:
        errors[field] = f"{said} is more than a year ahead. Please choose an earlier day."


def _instant(
    day: date | None, typed: str, zone: str, day_field: str, time_field: str, errors: dict[str, str]
) -> datetime | None:
    if day is None and not typed.strip():
        return None
    if day is None:
        errors[day_field] = "Please choose the day, too."
        return None
    if not typed.strip():
        errors[time_field] = "Please write the time, too, such as 10:00."
        return None
    try:
        at: time = parse_time(typed)
    except UserError as error:
        errors[time_field] = error.sentence
        return None
    return instant(day, at, ZoneInfo(zone))


def _text(typed: str, most: int, field: str, errors: dict[str, str]) -> str:
    try:
        return text(typed, most) or ""
    except UserError as error:
        errors[field] = error.sentence
        return ""
