"""A company of eight teams, each with a monthly retro, and what is going to happen to its people in a year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from tests.sim.company import BEGINS, FIRST, HOMES, LAST, TEAMS, Leave, Someone
from tests.sim.syncs import DAY, FRIDAY, THURSDAY, TUESDAY, WEDNESDAY

IN_A_TEAM, COMERS = 5, 3
WEEKDAYS = {TUESDAY: "TU", WEDNESDAY: "WE", THURSDAY: "TH", FRIDAY: "FR"}
AT = 14
"""The hour at which people are asked, of their own day."""

WRITING = 3
"""Working days to write."""


@dataclass(frozen=True)
class RetroOf:
    """A retro: whose, on the how-manyeth weekday of each month (or of each third), and what else its file says."""

    name: str
    teams: tuple[str, ...]
    number: int
    weekday: int
    row: dict[str, Any]
    every: int = 1

    @property
    def anonymous(self) -> bool:
        """Whether its cards are shown without names."""
        return bool(self.row.get("anonymous", True))

    @property
    def channel(self) -> str:
        """Where its board is at first."""
        return self.teams[0].lower()

    @property
    def rule(self) -> str:
        """Its rule as the company file has it."""
        interval = f"INTERVAL={self.every};" if self.every > 1 else ""
        return f"FREQ=MONTHLY;{interval}BYDAY={self.number}{WEEKDAYS[self.weekday]}"

    def dates(self, first: date, last: date) -> list[date]:
        """Return its dates from `first` to `last`, counted by hand; a quarterly one counts from the first month."""
        found = []
        for month in range((last.year - BEGINS.year) * 12 + last.month - BEGINS.month + 1):
            year, place = divmod(BEGINS.month - 1 + month, 12)
            day = date(BEGINS.year + year, place + 1, 1)
            day += DAY * ((self.weekday - day.weekday()) % 7 + 7 * (self.number - 1))
            if month % self.every == 0 and first <= day <= last:
                found.append(day)
        return found


@dataclass(frozen=True)
class Down:
    """A stretch in which Drumbeat does not run."""

    begins: datetime
    ends: datetime

    def holds_up(self, at: datetime) -> bool:
        """Tell whether what is due then has to wait."""
        return self.begins < at <= self.ends


@dataclass(frozen=True)
class RetroCompany:
    """Everybody, their retros, and what is going to happen.

    `leavers`: by e-mail, with the day; the lead of the first retro's team leaves in the middle of it. `archived`: on
    which day the channel of which retro is archived. `forgetful`: they accept nothing, and finish nothing.
    """

    people: tuple[Someone, ...]
    retros: tuple[RetroOf, ...]
    leaves: tuple[Leave, ...]
    leavers: dict[str, date]
    archived: tuple[date, RetroOf]
    downs: tuple[Down, ...]
    forgetful: frozenset[str]
    days: int

    @property
    def pmo(self) -> Someone:
        """Who set everything up, and is of no team."""
        return self.people[0]

    @property
    def ends(self) -> date:
        """The day after the last."""
        return BEGINS + timedelta(days=self.days)

    def is_away(self, one: Someone, day: date) -> bool:
        """Tell whether somebody is away on a local date."""
        return any(leave.who is one and leave.covers(day) for leave in self.leaves)

    def of(self, retro: RetroOf) -> list[Someone]:
        """Return who takes part in a retro, whenever they come."""
        return [one for one in self.people if one.team in retro.teams]

    def file(self) -> dict[str, Any]:
        """Return it as a company file, as it is on the first day: all retros, and two syncs that ask people, too."""
        there = [one for one in self.people if one.joins is None]
        rows = [one.row for one in there]
        rows[0] |= {"role": "pmo", "admin": True}
        sync = {"time": "10:00", "channel": "#sync", "owner": self.pmo.email}
        return {
            "company": "Eight",
            "people": rows,
            "teams": [team_row(team, there) for team in TEAMS],
            "syncs": [
                {"name": "Weekly sync", "teams": [*TEAMS], "days": ["tue"]} | sync,
                {"name": "In the team", "teams": [*TEAMS[:2]], "days": ["thu"], "voice": "everyone"} | sync,
            ],
            "retros": [self._row(one, there) for one in self.retros],
        }

    def _row(self, retro: RetroOf, there: Sequence[Someone]) -> dict[str, Any]:
        owner = next(one.email for one in there if one.team == retro.teams[0])
        common = {"name": retro.name, "rule": retro.rule, "teams": [*retro.teams], "owner": owner, "time": f"{AT}:00"}
        return common | {"channel": f"#{retro.channel}"} | retro.row


def team_row(team: str, people: Sequence[Someone]) -> dict[str, Any]:
    """Return what the company file says of a team, of whose members `people` are there."""
    emails = [one.email for one in people if one.team == team]
    stream = "Acquisition" if TEAMS.index(team) < len(TEAMS) // 2 else "Retention"
    row = {"name": team, "value_stream": stream, "channel": f"#{team.lower()}", "lead": emails[0]}
    return row | {"squad": emails[:3], "members": emails}


def founded(random: Random, days: int) -> RetroCompany:
    """Return a company, and `days` of what is going to happen in it."""
    people = [Someone("Pia Maier", "pia@eight.example", "DE", ZoneInfo("Europe/Berlin"), "")]
    people += [_person(number, random) for number in range(IN_A_TEAM * len(TEAMS))]
    for _ in range(COMERS):
        come = BEGINS + timedelta(days=random.randrange(2, days - 10))
        people.append(_person(len(people) - 1, random, joins=come))
    retros = _retros(random)
    dates = [day for one in retros for day in one.dates(BEGINS + 5 * DAY, BEGINS + timedelta(days=days - 15))]
    leads = [next(one for one in people if one.team == team) for team in TEAMS]
    leavers = {one.email: BEGINS + timedelta(days=random.randrange(5, days)) for one in _some(people[9:41], random)}
    # In the middle of what they run: people still write.
    leavers[leads[0].email] = retros[0].dates(BEGINS + 5 * DAY, BEGINS + timedelta(days=days))[0] + DAY
    short, long = random.sample(dates, 2)
    downs = tuple(sorted((_down(short, hours=20), _down(long, hours=130)), key=lambda one: one.begins))
    return RetroCompany(
        people=tuple(people),
        retros=retros,
        leaves=tuple(leave for one in people[1:] for leave in _leaves(one, random, days)),
        leavers=leavers,
        archived=(BEGINS + timedelta(days=random.randrange(days // 3, days // 2)), random.choice(retros[3:6])),
        downs=_apart(downs),
        forgetful=frozenset(one.email for one in random.sample(people[1:], 4)),
        days=days,
    )


def _person(number: int, random: Random, joins: date | None = None) -> Someone:
    country, zone = HOMES[number % len(HOMES)]
    name = f"{FIRST[number % len(FIRST)]} {LAST[(number // len(FIRST) + number) % len(LAST)]}"
    silent = number >= len(TEAMS) and random.random() < 0.1
    email, team = f"p{number:02d}@eight.example", TEAMS[number % len(TEAMS)]
    return Someone(name, email, country, ZoneInfo(zone), team, silent=silent, joins=joins)


def _retros(random: Random) -> tuple[RetroOf, ...]:
    """Return a retro for each team, on drawn days of the month, and a quarterly one of three teams."""
    more: dict[str, dict[str, Any]] = {
        TEAMS[1]: {"anonymous": False},
        TEAMS[2]: {"format": "start_stop"},
        TEAMS[6]: {"zone": "Europe/Lisbon"},
        TEAMS[7]: {"write": 4, "votes": 5},
    }
    monthly = [
        RetroOf(f"{team} retro", (team,), random.randrange(1, 5), random.choice([*WEEKDAYS]), more.get(team, {}))
        for team in TEAMS
    ]
    return (*monthly, RetroOf("Way of working", TEAMS[3:6], 2, TUESDAY, {"format": "own", "columns": _COLUMNS}, 3))


_COLUMNS = ["Keep", "Change"]


def _leaves(one: Someone, random: Random, days: int) -> Iterator[Leave]:
    """Yield leaves that do not overlap, known on the morning before: one in eight weeks or so."""
    day = random.randrange(1, 50)
    while day < days:
        first, length = BEGINS + timedelta(days=day), random.choice((1, 1, 2, 5, 12))
        yield Leave(one, first, first + timedelta(days=length - 1), first - DAY, random.choice(("own", "pmo")))
        day += length + random.randrange(20, 80)


def _some(people: Sequence[Someone], random: Random) -> list[Someone]:
    return random.sample([one for one in people if one.joins is None], 4)


def _down(day: date, hours: int) -> Down:
    """Return a stretch that begins at midnight in UTC before a retro is opened."""
    begins = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("UTC"))
    return Down(begins, begins + timedelta(hours=hours))


def _apart(downs: Sequence[Down]) -> tuple[Down, ...]:
    """Return the stretches without those that begin before another one is over."""
    return tuple(one for place, one in enumerate(downs) if place == 0 or downs[place - 1].ends < one.begins)
