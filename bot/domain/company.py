"""A company as a file describes it: people, teams, syncs, retros and changes, with the line each stands in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from bot.domain.change import Aspect, ChangeState
from bot.domain.question import DEFAULT_SYNC_QUESTIONS, Question
from bot.domain.retro_format import Column
from bot.domain.ritual_dates import Holidays
from bot.domain.rollup_style import Place, Style
from bot.domain.speaker import Voice
from bot.domain.stakeholder import Source, SourceKind


@dataclass(frozen=True, slots=True)
class CompanyPerson:
    """Somebody by e-mail (in lower case); None means "not said, leave as it is"."""

    email: str
    line: int
    name: str = ""
    zone: str | None = None
    country: str | None = None
    area: str | None = None
    role: str | None = None
    working_days: tuple[int, ...] | None = None
    working_hours: tuple[time, time] | None = None
    away: tuple[tuple[date, date], ...] | None = None


@dataclass(frozen=True, slots=True)
class CompanyTeam:
    """A team; people are e-mails, `channel` a name without #."""

    name: str
    line: int
    kind: str = "product"
    value_stream: str | None = None
    channel: str = ""
    lead: str = ""
    squad: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    embedded: tuple[str, ...] = ()

    @property
    def everybody(self) -> tuple[str, ...]:
        """All e-mails of the team, each once, in the order of the file."""
        return tuple(dict.fromkeys([*self.members, *([self.lead] if self.lead else []), *self.squad, *self.embedded]))


@dataclass(frozen=True, slots=True)
class CompanyRitual:
    """What a sync and a retro have both; `teams` are names, `owner` an e-mail ("": the first PMO).

    `channel` is a name without #. `left_out` are e-mails of those who are not asked; None says nothing about that, so
    that nobody is brought back.
    """

    name: str
    line: int
    rrule: str
    time: time
    channel: str
    zone: str = ""
    teams: tuple[str, ...] = ()
    holidays: Holidays = Holidays.OWN
    home_country: str = ""
    left_out: tuple[str, ...] | None = None
    owner: str = ""
    paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanySync(CompanyRitual):
    """A sync; `people` are e-mails.

    `follow_channel` is a channel by its name without #, `follow_group` a user group by its handle without @.
    """

    voice: Voice = Voice.TEAM
    people: tuple[str, ...] = ()
    follow_channel: str = ""
    follow_group: str = ""
    answering_minutes: int = 240
    reminds: bool = True
    rollup_style: Style = Style.DECISIONS
    rollup_place: Place = Place.CHANNEL
    questions: tuple[Question, ...] = DEFAULT_SYNC_QUESTIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRetro(CompanyRitual):
    """A retro."""

    columns: tuple[Column, ...]
    format: str
    anonymous: bool = True
    write_days: int = 3
    group_days: int = 1
    vote_days: int = 1
    votes: int = 3


@dataclass(frozen=True, slots=True)
class CompanyGroup:
    """Whom a change affects, or a group of the standing list; None means "not said, leave as it is".

    `sources`: what it is made of, by names as `Source` has them otherwise by ids: a team, an area, a channel without #,
    a user group without @, the e-mail of a person.
    """

    name: str
    line: int
    sources: frozenset[Source] | None = None
    impact: Mapping[Aspect, int] | None = None
    yesterday: str | None = None
    tomorrow: str | None = None
    worries: str | None = None
    contact: str | None = None

    def named(self, kind: SourceKind) -> tuple[str, ...]:
        """Return what it is made of, of one kind."""
        return tuple(sorted(one.value for one in self.sources or () if one.kind is kind))


@dataclass(frozen=True, slots=True)
class CompanyChange:
    """A change; `owner` and `sponsor` are e-mails ("": the first PMO, and the owner); None: leave as it is."""

    name: str
    line: int
    why: str | None = None
    owner: str = ""
    sponsor: str = ""
    state: ChangeState | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    news_weeks: int | None = None
    groups: tuple[CompanyGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Company:
    """All that a company file says."""

    name: str = ""
    people: tuple[CompanyPerson, ...] = ()
    teams: tuple[CompanyTeam, ...] = ()
    syncs: tuple[CompanySync, ...] = field(default=())
    retros: tuple[CompanyRetro, ...] = ()
    changes: tuple[CompanyChange, ...] = ()
    stakeholders: tuple[CompanyGroup, ...] = ()
    """Groups of the standing list."""

    @property
    def groups(self) -> tuple[CompanyGroup, ...]:
        """All groups: of the standing list, and of every change."""
        return (*self.stakeholders, *(one for change in self.changes for one in change.groups))
