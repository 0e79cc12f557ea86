"""Writing an announcement: what each of its forms holds, and what is wrong with that."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from bot.domain.announcement import LONGEST_PART, LONGEST_TEXT, Kind, Timing
from bot.domain.answer import LONG_TEXT, SHORT_TEXT, text
from bot.domain.local_time import parse_time
from bot.domain.playbook_form import in_fields, together
from bot.domain.words import plural
from bot.errors import Unfit, UserError

TITLE, TEXT, NOT_KNOWN, NEXT_WORD = "title", "text", "not_known", "next_word"
PART, POINTS, QUESTIONS, LEAD_HOURS = "part", "points", "questions", "lead_hours"
TIMING, DAY, AT, MUST_READ, ASKS = "timing", "day", "at", "must_read", "asks"
GROUPS, CHANNELS = "groups", "channels"

LABELS: Mapping[str, str] = {
    TITLE: "its title",
    TEXT: "the text",
    NOT_KNOWN: "what we don't know yet",
    NEXT_WORD: "the day of the next word",
    PART: "what it means for them",
    POINTS: "what leads can say",
    QUESTIONS: "what leads may be asked",
    LEAD_HOURS: "how long before the others leads get it",
    TIMING: "when it comes",
    DAY: "the day",
    AT: "the time",
    MUST_READ: "whether it is a must-read",
    ASKS: "whether *Got it* is asked for",
    GROUPS: "who gets it",
    CHANNELS: "the channels",
}
"""What a field is called in a sentence about it."""

KIND_WORDS: Mapping[Kind, str] = {
    Kind.KICKOFF: "Kick-off",
    Kind.UPDATE: "Update",
    Kind.NO_NEWS: "No news yet",
    Kind.DECISION: "Decision",
    Kind.THANKS: "Thank-you",
    Kind.PLAIN: "Announcement",
}
"""What a kind is called on screens."""

OF_CHANGES = (Kind.KICKOFF, Kind.UPDATE, Kind.NO_NEWS, Kind.DECISION, Kind.THANKS)

HOURS_BEFORE = (0, 1, 2, 4, 8, 24, 48)
"""How many hours before their people leads can get theirs."""

USUAL_HOURS = 4
"""How many it is of an announcement of a change, until somebody says otherwise."""

MOST_FIELDS = 8
"""Fields of the form in which its text is written: more than 10,000 characters need, and room to go on."""

MOST_CHANNELS = 10

_GAP = re.compile(r"^[ \t]*(?:[-•][ \t]*)?(?:\*([^*\n]+)\*[ \t]*)?…[ \t]*$", re.MULTILINE)
NO_TITLE = "Please give it a title: it is what people see first, on a telephone perhaps the only thing."
NO_TEXT = "Please write what it says. What changes for them, and what they have to do, is enough to begin with."
NO_WORD = "Please say by when there is word on it, even if it is “still no news”."
PAST_WORD = "This day has passed. Please choose the day by which there is word on it."
NO_DAY = "Please choose the day."
PAST_DAY = "This day has passed. Please choose another one, or let it come at once."


@dataclass(frozen=True, slots=True)
class CoreText:
    """What everybody reads of an announcement."""

    title: str = ""
    text: str = ""
    not_known: str = ""
    next_word_on: date | None = None

    def fields(self) -> dict[str, str]:
        """Return it field by field, as it is compared."""
        day = self.next_word_on.isoformat() if self.next_word_on else ""
        return {TITLE: self.title, TEXT: self.text, NOT_KNOWN: self.not_known, NEXT_WORD: day}

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "CoreText":
        """Return it again."""
        day = date.fromisoformat(fields[NEXT_WORD]) if fields[NEXT_WORD] else None
        return cls(fields[TITLE], fields[TEXT], fields[NOT_KNOWN], day)


@dataclass(frozen=True, slots=True)
class ForLeads:
    """What whoever leads people gets besides, and how many hours before them."""

    points: str = ""
    questions: str = ""
    hours: int = 0

    def fields(self) -> dict[str, str]:
        """Return it field by field, as it is compared."""
        return {POINTS: self.points, QUESTIONS: self.questions, LEAD_HOURS: str(self.hours)}

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "ForLeads":
        """Return it again."""
        return cls(fields[POINTS], fields[QUESTIONS], int(fields[LEAD_HOURS]))


@dataclass(frozen=True, slots=True)
class Way:
    """How an announcement comes to people, and when."""

    timing: Timing = Timing.MORNING
    day: date | None = None
    at: time = time(9, 30)
    must_read: bool = False
    asks: bool = True

    def fields(self) -> dict[str, str]:
        """Return it field by field, as it is compared."""
        return {
            TIMING: str(self.timing),
            DAY: self.day.isoformat() if self.day else "",
            AT: f"{self.at:%H:%M}",
            MUST_READ: "yes" if self.must_read else "",
            ASKS: "yes" if self.asks else "",
        }

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "Way":
        """Return it again."""
        day = date.fromisoformat(fields[DAY]) if fields[DAY] else None
        at = time.fromisoformat(fields[AT])
        return cls(Timing(fields[TIMING]), day, at, bool(fields[MUST_READ]), bool(fields[ASKS]))


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else wrote meanwhile: of what, and what it says now."""

    what: str
    value: str


def theirs_of(names: Sequence[str], stored: Mapping[str, str]) -> tuple[Theirs, ...]:
    """Return what two have changed at once, as the second reads it."""
    return tuple(Theirs(LABELS[one], stored[one] or "nothing") for one in names)


def checked_core(core: CoreText, today: date) -> CoreText:
    """Return a text as it is stored. Raises Unfit with a sentence for each field."""
    errors: dict[str, str] = {}
    title = _tidy(errors, TITLE, core.title, SHORT_TEXT, one_line=True)
    body = _tidy(errors, TEXT, core.text, LONGEST_TEXT)
    not_known = _tidy(errors, NOT_KNOWN, core.not_known, LONG_TEXT)
    if not title:
        errors.setdefault(TITLE, NO_TITLE)
    if not body:
        errors.setdefault(TEXT, NO_TEXT)
    if not_known and core.next_word_on is None:
        errors.setdefault(NEXT_WORD, NO_WORD)
    if core.next_word_on is not None and core.next_word_on < today:
        errors.setdefault(NEXT_WORD, PAST_WORD)
    if errors:
        raise Unfit(errors)
    return CoreText(title, body, not_known, core.next_word_on)


def checked_part(typed: str) -> str:
    """Return what it means for one group, as it is stored. Raises Unfit."""
    errors: dict[str, str] = {}
    tidy = _tidy(errors, PART, typed, LONGEST_PART)
    if errors:
        raise Unfit(errors)
    return tidy


def checked_leads(typed: ForLeads) -> ForLeads:
    """Return what leads get besides, as it is stored. Raises Unfit."""
    errors: dict[str, str] = {}
    points = _tidy(errors, POINTS, typed.points, LONG_TEXT)
    questions = _tidy(errors, QUESTIONS, typed.questions, LONG_TEXT)
    if errors:
        raise Unfit(errors)
    return ForLeads(points, questions, typed.hours)


def way_in(timing: Timing, day: date | None, at: str, today: date, *, must_read: bool, asks: bool) -> Way:
    """Return how and when it is to come, as somebody chose it. Raises Unfit."""
    errors: dict[str, str] = {}
    if timing is Timing.MORNING and day is None:
        errors[DAY] = NO_DAY
    if timing is Timing.MORNING and day is not None and day < today:
        errors[DAY] = PAST_DAY
    when = time(9, 30)
    try:
        when = parse_time(at) if at.strip() else when
    except UserError as error:
        errors[AT] = error.sentence
    if errors:
        raise Unfit(errors)
    return Way(timing, day if timing is Timing.MORNING else None, when, must_read, asks)


def gaps(written: str) -> tuple[str, ...]:
    """Return which parts of a text were left as its template has them, by their headings; "" for one without."""
    return tuple(dict.fromkeys((found[1] or "").strip(" :") for found in _GAP.finditer(written)))


def text_fields(written: str) -> tuple[tuple[str, ...], str]:
    """Return a text as the fields of a form, with one to go on in, and what stands between them."""
    fields, joins = in_fields(written)
    return (*fields, ""), joins


def text_of(fields: Sequence[str], joins: str) -> str:
    """Return what stands in the fields of the form in one piece."""
    return together(fields, joins)


def begun_part(kind: str, yesterday: str, tomorrow: str) -> str:
    """Return what it means for a group, begun with how they work until then and from then on.

    Only what begins or settles something says so: an update, "no news yet" or thanks would say it over and over.
    """
    if kind not in {Kind.KICKOFF, Kind.DECISION}:
        return ""
    lines = (("Until now", yesterday.strip()), ("From then on", tomorrow.strip()))
    return "\n".join(f"*{label}:* {said}" for label, said in lines if said)


def _tidy(errors: dict[str, str], field: str, raw: str, limit: int, *, one_line: bool = False) -> str:
    try:
        return text(raw, limit, one_line=one_line) or ""
    except UserError:
        length = len(raw.strip())
        errors[field] = f"That is {plural(length, 'character')}; {limit:,} fit here. Please shorten it."
        return raw
