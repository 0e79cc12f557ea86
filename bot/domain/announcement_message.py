"""What an announcement says to one reader; what the message has no room for goes on in its thread."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.announcement import Kind, Reply, ToldTeam
from bot.domain.announcement_reply import Correction
from bot.domain.typed_markdown import as_markdown

ROOM = 6000
"""Characters that stand in the message itself: two screens of a telephone. Slack refuses twice as many."""

FIRST = 3000
"""Characters of one text that stand in the message itself, however much room there is."""

A_PAGE = 6000
"""Characters of one message in the thread."""

WORDS_A_MINUTE = 220
"""Words that people read in a minute."""

MOST_SECTIONS = 12
"""Parts that stand in the message itself, however short they are: Slack takes fifty blocks."""


@dataclass(frozen=True, slots=True)
class GroupPart:
    """What it means for one group of those who read it."""

    group: str
    text: str


@dataclass(frozen=True, slots=True)
class LeadFacts:
    """What whoever leads some of the readers gets besides, before them.

    `people` are those of theirs who get it, the first of them at `their_at`; `before`: that is later than the lead. In
    a preview of all of it there are none.
    """

    people: int
    their_at: datetime
    talking_points: str = ""
    likely_questions: str = ""
    told_team: ToldTeam = ToldTeam.NONE
    before: bool = True


@dataclass(frozen=True, slots=True)
class AnnouncementFacts:
    """An announcement as one reader gets it, or a channel: then there are no parts of groups.

    `reader_id` is None in a channel (`in_channel`), where anybody can ask, and in a preview. `edited_on` is the day of
    the last edit of what was out already. `asks`: whether readers are asked for *Got it*.
    """

    announcement_id: int
    kind: Kind
    title: str
    text: str
    author: str
    today: date
    zone: str = "UTC"
    command: str = "/pmo"
    change: str = ""
    parts: tuple[GroupPart, ...] = ()
    not_known: str = ""
    next_word_on: date | None = None
    edited_on: date | None = None
    asks: bool = True
    must_read: bool = False
    reader_id: int | None = None
    reply: Reply = Reply.NONE
    helps: bool = False
    correction: Correction | None = None
    """What became of *Doesn't affect me*."""
    lead: LeadFacts | None = None
    over: bool = False
    """Whether its change has ended, so that nobody is asked for anything any more."""
    change_id: int = 0
    in_channel: bool = False

    @property
    def minutes(self) -> int:
        """About how long it takes to read."""
        texts = (self.text, *(one.text for one in self.parts), self.not_known)
        return max(1, round(sum(len(one.split()) for one in texts) / WORDS_A_MINUTE))


class About(StrEnum):
    """What a section says."""

    CORE = "core"
    GROUP = "group"
    NOT_KNOWN = "not_known"
    POINTS = "points"
    QUESTIONS = "questions"


_READ = (About.CORE, About.GROUP, About.NOT_KNOWN, About.POINTS, About.QUESTIONS)


@dataclass(frozen=True, slots=True)
class Section:
    """Text under a heading; `group` where it says what it means for one. `goes_on`: it began further above."""

    about: About
    text: str
    group: str = ""
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class LaidOut:
    """What stands in the message itself, and in each message of its thread."""

    shown: tuple[Section, ...]
    pages: tuple[Section, ...] = field(default=())


def laid_out(facts: AnnouncementFacts) -> LaidOut:
    """Return where each part of an announcement stands; nothing is cut."""
    shown: list[Section] = []
    rest: list[Section] = []
    room = ROOM
    for one in _sections(facts):
        text = as_markdown(one.text)
        first, left = _cut(text, FIRST)
        if shown and (len(first) > room or len(shown) == MOST_SECTIONS):
            rest += _paged(one, text)
            continue
        room -= len(first)
        shown.append(Section(one.about, first, one.group))
        rest += _paged(Section(one.about, "", one.group, goes_on=True), left)
    return LaidOut(tuple(sorted(shown, key=_place)), tuple(rest))


def _place(section: Section) -> int:
    """Return where a section is read: what it means for all of one's groups stands together, the own one first."""
    return _READ.index(section.about)


def _sections(facts: AnnouncementFacts) -> Iterator[Section]:
    """Yield what there is to say, in the order in which it gets room: what is one's own before what is others'."""
    parts = [one for one in facts.parts if one.text.strip()]
    yield Section(About.CORE, facts.text)
    yield from (Section(About.GROUP, one.text, one.group) for one in parts[:1])
    if facts.not_known.strip():
        yield Section(About.NOT_KNOWN, facts.not_known)
    yield from (Section(About.GROUP, one.text, one.group) for one in parts[1:])
    if facts.lead is not None:
        texts = ((About.POINTS, facts.lead.talking_points), (About.QUESTIONS, facts.lead.likely_questions))
        yield from (Section(about, text) for about, text in texts if text.strip())


def _paged(section: Section, text: str) -> Iterator[Section]:
    goes_on = section.goes_on
    while text:
        page, text = _cut(text, A_PAGE)
        yield Section(section.about, page, section.group, goes_on=goes_on)
        goes_on = True


def _cut(text: str, most: int) -> tuple[str, str]:
    """Return at most `most` characters and the rest, cut after a paragraph, a line, a sentence or at least a word."""
    if len(text) <= most:
        return text, ""
    for end in ("\n\n", "\n", ". ", " "):
        at = text.rfind(end, most // 2, most)
        if at >= 0:
            return text[: at + len(end)].rstrip(), text[at + len(end) :].lstrip("\n")
    return text[:most], text[most:]
