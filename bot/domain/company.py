"""A company as a file describes it: people, teams, syncs and retros, with the line each stands in."""

from dataclasses import dataclass, field
from datetime import date, time

from bot.domain.question import DEFAULT_SYNC_QUESTIONS, Question
from bot.domain.retro_format import Column
from bot.domain.ritual_dates import Holidays
from bot.domain.rollup_style import Place, Style
from bot.domain.speaker import Voice


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
class Company:
    """All that a company file says."""

    name: str = ""
    people: tuple[CompanyPerson, ...] = ()
    teams: tuple[CompanyTeam, ...] = ()
    syncs: tuple[CompanySync, ...] = field(default=())
    retros: tuple[CompanyRetro, ...] = ()
