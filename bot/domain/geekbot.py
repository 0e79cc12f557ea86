"""A stand-up as Geekbot's API gives it (`GET /v1/standups`, geekbot.com/developers), read as a sync.

A stand-up has `name`, `time` ("10:00:00"), `timezone` (an IANA zone or "user_local"), `days` ("Mon" …), `channel` (a
name without #, null for a confidential one), `questions` and `users`. A question has `text`, `answer_type` ("text",
"multiple_choice", "numeric"), `answer_choices`, `is_random`, `preconditions` and `schedule`; a user `id` (Slack's),
`email` and `realname`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from bot.domain.local_time import parse_days, parse_time, zone_named
from bot.domain.name import LONGEST_NAME
from bot.domain.question_check import FEWEST_OPTIONS, MOST_OPTION, MOST_OPTIONS, MOST_QUESTIONS, MOST_TEXT
from bot.domain.question_types import Question, QuestionKind
from bot.domain.recurrence import weekly
from bot.domain.words import short
from bot.errors import UserError

USER_LOCAL = "user_local"
"""Geekbot's word for each person's own time."""

LAST_TIME = "{last_report_date}"
"""What Geekbot replaces by the date of somebody's last answer."""

WORKING_DAYS = (0, 1, 2, 3, 4)

_UNBEARABLE = re.compile("[\x00\ud800-\udfff]")

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GeekbotUser:
    """Somebody who is asked: Slack's id, e-mail in lower case, name."""

    slack_id: str
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Standup:
    """A stand-up as a sync can have it; `left_out` says by name what a sync does not do, a sentence each."""

    name: str
    rrule: str
    time: time
    zone: str
    channel: str
    questions: tuple[Question, ...]
    users: tuple[GeekbotUser, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GeekbotFacts:
    """What the preview shows: the changes and what is left out, a line each; how many syncs; the digest of all that.

    `saved`: they have been saved.
    """

    lines: tuple[str, ...]
    syncs: int
    seen: str
    saved: bool = False


def read_standups(text: str) -> tuple[Standup, ...]:
    """Return the stand-ups of a JSON text: one, or a list. Raises UserError with line and column, or the field."""
    try:
        data = _bearable(json.loads(text))
    except json.JSONDecodeError as error:
        raise UserError(
            f"This is not JSON: line {error.lineno}, column {error.colno}: {error.msg[:1].lower()}{error.msg[1:]}. "
            "Nothing was changed. Please take Geekbot's answer as it is, from the first [ to the last ]."
        ) from None
    except (RecursionError, ValueError):
        # Nested a thousand times over, or a number of thousands of digits.
        raise UserError("This is no stand-up of Geekbot's. Nothing was changed.") from None
    rows = data if isinstance(data, list) else [data]
    if not rows or not all(isinstance(row, dict) for row in rows):
        raise UserError("There is no stand-up in this JSON. It should be what Geekbot's /v1/standups answers.")
    return tuple(_standup(row, number) for number, row in enumerate(rows, start=1))


def _bearable(value: Any) -> Any:
    """Return the same without NUL and lone halves of surrogate pairs, which JSON can spell and no database bears."""
    if isinstance(value, str):
        return _UNBEARABLE.sub("", value)
    if isinstance(value, list):
        return [_bearable(one) for one in value]
    return {_bearable(key): _bearable(one) for key, one in value.items()} if isinstance(value, dict) else value


def _standup(row: Json, number: int) -> Standup:
    name = " ".join(str(row.get("name") or "").split())[:LONGEST_NAME].strip()
    where = f"“{name}”" if name else f"Stand-up {number}"
    for field, kind, what in (
        ("name", str, "a text"),
        ("time", str, "a time"),
        ("questions", list, "a list"),
        ("users", list, "a list"),
    ):
        if not isinstance(row.get(field), kind) or not row[field]:
            raise UserError(f"{where} has no “{field}”, which should be {what}. Nothing was changed.")
    left_out: list[str] = []
    try:
        at = parse_time(str(row["time"])[:5])
        days = tuple(sorted(parse_days(str(one) for one in _listed(row, "days"))))
    except UserError as error:
        raise UserError(f"{where}: {error.sentence} Nothing was changed.") from None
    if not days:
        days = WORKING_DAYS
        left_out.append("It has no days in Geekbot: Monday to Friday is taken.")
    if row.get("wait_time") not in (None, 0, -1):
        left_out.append("Waiting time: the summary is posted when all have answered, or when the sync closes.")
    if row.get("sync_channel_members"):
        left_out.append("Members of the channel as they change: those of today are taken.")
    return Standup(
        name,
        weekly(days),
        at,
        _zone(row, left_out),
        str(row.get("channel") or "").strip().removeprefix("#"),
        _questions(row["questions"], where, left_out),
        tuple(_user(one) for one in row["users"] if isinstance(one, dict)),
        tuple(left_out),
    )


def _listed(row: Json, field: str) -> list[Any]:
    """Return what a field lists; nothing where it is no list."""
    found = row.get(field)
    return found if isinstance(found, list) else []


def _zone(row: Json, left_out: list[str]) -> str:
    zone = str(row.get("timezone") or USER_LOCAL)
    if zone == USER_LOCAL:
        return ""
    try:
        return zone_named(zone).key
    except UserError:
        left_out.append(f"Time zone “{short(zone)}”, which nobody knows: each person's own time is taken.")
        return ""


def _questions(rows: list[Any], where: str, left_out: list[str]) -> tuple[Question, ...]:
    found: list[Question] = []
    for row in rows:
        if not isinstance(row, dict) or not str(row.get("text") or "").strip():
            raise UserError(f"{where} has a question without “text”. Nothing was changed.")
        asked = " ".join(str(row["text"]).replace(LAST_TIME, "last time").split())
        if row.get("is_random"):
            left_out.append(f"Random icebreaker questions: “{short(asked)}”.")
        elif len(found) == MOST_QUESTIONS:
            left_out.append(f"Questions after the tenth: “{short(asked)}”.")
        else:
            found.append(_question(row, asked, f"q{len(found) + 1}", left_out))
    if not found:
        raise UserError(f"{where} has only random questions, which a sync cannot ask. Nothing was changed.")
    return tuple(found)


def _question(row: Json, asked: str, key: str, left_out: list[str]) -> Question:
    if row.get("preconditions"):
        left_out.append(f"Conditions of “{short(asked)}”: it is always asked. *Change questions* can set them anew.")
    if row.get("schedule"):
        left_out.append(f"Days of “{short(asked)}”: it is asked each time. *Change questions* can set them anew.")
    if len(asked) > MOST_TEXT:
        left_out.append(f"The end of “{short(asked)}”: a question has at most {MOST_TEXT} characters.")
    text = asked[:MOST_TEXT].rstrip()
    kind = row.get("answer_type") or "text"
    choices = tuple(dict.fromkeys(" ".join(str(one).split()) for one in _listed(row, "answer_choices")))
    if kind == "multiple_choice":
        if FEWEST_OPTIONS <= len(choices) <= MOST_OPTIONS and all(0 < len(one) <= MOST_OPTION for one in choices):
            return Question(key, QuestionKind.CHOICE, text, options=choices)
        left_out.append(f"The choices of “{short(asked)}”, too many or too long: it is answered in words.")
    elif kind == "numeric":
        return Question(key, QuestionKind.SHORT_TEXT, text, hint="A number.")
    elif kind != "text":
        left_out.append(f"“{short(asked)}” is of the kind {kind}: it is answered in words.")
    return Question(key, QuestionKind.LONG_TEXT, text)


def _user(row: Json) -> GeekbotUser:
    email, slack_id = str(row.get("email") or "").lower(), str(row.get("id") or "")
    return GeekbotUser(slack_id, email, str(row.get("realname") or row.get("username") or email or slack_id))
