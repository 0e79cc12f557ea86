"""A company of sixty in eight teams and six countries, and what will happen to its people in two months."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import StringIO
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from tests.sim.syncs import SATURDAY, Sync, syncs_of

HOMES = (
    ("PT", "Europe/Lisbon"),
    ("DE", "Europe/Berlin"),
    ("US", "America/Los_Angeles"),
    ("SG", "Asia/Singapore"),
    ("JP", "Asia/Tokyo"),
    ("BR", "America/Sao_Paulo"),
)
FIRST = ("Ada", "Bo", "Cleo", "Dan", "Eva", "Finn", "Gil", "Hana", "Ivo", "Jun", "Kim", "Leo")
LAST = ("Abreu", "Brandt", "Costa", "Diaz", "Endo", "Faria", "Goto", "Huber", "Ito", "Jansen", "Kato", "Lopes")
TEAMS = ("Atlas", "Birch", "Coral", "Delta", "Ember", "Fjord", "Grove", "Harbor")
PEOPLE, SQUAD = 60, 3
BEGINS = date(2026, 3, 2)
"""A Monday; in the two months after it clocks change in America (8 March) and in Europe (29 March)."""


@dataclass(frozen=True)
class Someone:
    """Somebody of the company.

    `silent`: never answers anything; `unreminded`: wants no reminders; `joins`: the day on which they come, if later.
    """

    name: str
    email: str
    country: str
    zone: ZoneInfo
    team: str
    silent: bool = False
    unreminded: bool = False
    joins: date | None = None
    guild: tuple[date, date] | None = None
    """From which day to which they are in the channel that a sync follows; on those days themselves it depends."""

    @property
    def row(self) -> dict[str, Any]:
        """What the company file says of them."""
        return {"name": self.name, "email": self.email, "zone": self.zone.key, "country": self.country}


@dataclass(frozen=True)
class Leave:
    """Days on which somebody is away, and how they let it be known, in the morning of `told`.

    `by`: they type it (own), set a status in Slack (status), or the PMO notes it for them (pmo).
    """

    who: Someone
    first: date
    last: date
    told: date
    by: str

    def covers(self, day: date) -> bool:
        """Tell whether a local date belongs to it."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Wish:
    """Somebody wants to be left out of a sync from a day on, and is taken back on another, if at all."""

    who: Someone
    sync: str
    on: date
    back: date | None


@dataclass(frozen=True)
class Stop:
    """A pause of everything: the PMO begins it at the end of the day `on`, and it ends as the day `until` begins."""

    on: date
    until: date

    def covers(self, day: date) -> bool:
        """Tell whether no sync takes place on a date; on that on which it begins, what began before goes on."""
        return self.on < day < self.until


@dataclass(frozen=True)
class Company:
    """Everybody, and what is going to happen: who is away when, who comes and who leaves on which day, the pause."""

    people: tuple[Someone, ...]
    """Those who come later at the end."""
    leaves: tuple[Leave, ...]
    leavers: dict[str, date]
    """By e-mail."""
    leads: dict[date, Someone]
    """Who becomes a lead on which day."""
    pause: Stop
    syncs: tuple[Sync, ...]
    wishes: tuple[Wish, ...]

    @property
    def pmo(self) -> Someone:
        """Who set everything up."""
        return self.people[0]

    def is_away(self, one: Someone, day: date) -> bool:
        """Tell whether somebody is away on a local date, as they themselves know it."""
        return any(leave.who is one and leave.covers(day) for leave in self.leaves)

    def file(self) -> dict[str, Any]:
        """Return it as a company file, as it is on the first day."""
        people = [one.row for one in self.people if one.joins is None]
        people[0] |= {"role": "pmo", "admin": True}
        syncs = [sync_row(one, self.pmo) for one in self.syncs]
        there = [one for one in self.people if one.joins is None]
        return {"company": "Sixty", "people": people, "teams": [team_row(team, there) for team in TEAMS]} | {
            "syncs": syncs
        }


def sync_row(sync: Sync, owner: Someone) -> dict[str, Any]:
    """Return what the company file says of a sync."""
    common = {"time": "10:00", "channel": "#sync", "owner": owner.email}
    return {"name": sync.name, "teams": [*sync.teams]} | common | sync.row | _followed(sync)


def _followed(sync: Sync) -> dict[str, Any]:
    """Return what the file says of a sync that follows a channel; its summary goes there, too."""
    return {"channel": f"#{sync.follows}", "follow_channel": f"#{sync.follows}"} if sync.follows else {}


def squad_of(team: str, people: Sequence[Someone]) -> list[Someone]:
    """Return who takes turns in speaking for a team: its lead first."""
    return [one for one in people if one.team == team][:SQUAD]


def team_row(team: str, people: Sequence[Someone]) -> dict[str, Any]:
    """Return what the company file says of a team, of whose members `people` are there."""
    emails = [one.email for one in people if one.team == team]
    channel = f"#{team.lower()}"
    return {"name": team, "channel": channel, "lead": emails[0], "squad": emails[:SQUAD], "members": emails}


def text_of(file: dict[str, Any]) -> str:
    """Return the text of a company file."""
    out = StringIO()
    YAML().dump(file, out)
    return out.getvalue()


def founded(random: Random, days: int) -> Company:
    """Return a company, and `days` of what is going to happen in it."""
    people = [replace(_person(number), silent=random.random() < 0.1) for number in range(PEOPLE)]
    for number in random.sample(range(1, PEOPLE), 8):
        people[number] = replace(people[number], unreminded=True)
    leavers = {one.email: BEGINS + timedelta(days=random.randrange(5, days)) for one in random.sample(people[20:], 3)}
    for number in range(PEOPLE, PEOPLE + 4):
        comes = BEGINS + timedelta(days=random.randrange(2, days - 4))
        people.append(replace(_person(number), team=TEAMS[number % 2], joins=comes))
    for place, number in enumerate(random.sample(range(1, PEOPLE), 12)):
        begins, ends = BEGINS - timedelta(days=1), BEGINS + timedelta(days=days)
        changes = BEGINS + timedelta(days=random.randrange(2, days - 3))
        stays = (changes, ends) if place < 3 else (begins, changes) if place < 6 else (begins, ends)
        people[number] = replace(people[number], guild=stays)
    leaves = [leave for one in people[1:PEOPLE] for leave in _leaves(one, random, days)]
    leads = {BEGINS + timedelta(days=random.randrange(2, days)): one for one in random.sample(people[30:PEOPLE], 4)}
    pause = _pause(random, days)
    syncs = syncs_of(TEAMS)
    wishes = _wishes(people, syncs, random, days)
    return Company(tuple(people), tuple(leaves), leavers, leads, pause, syncs, wishes)


def _wishes(people: Sequence[Someone], syncs: Sequence[Sync], random: Random, days: int) -> tuple[Wish, ...]:
    """Return who wants to be left out: of two syncs that ask everyone, and of those who speak for their teams."""
    found = []
    for sync in syncs[:3]:
        teams = {team: [one for one in people[1:PEOPLE] if one.team == team] for team in sync.teams}
        those = [one for team in teams.values() for one in (team if sync.asks_everyone else team[1 : SQUAD - 1])]
        for place, one in enumerate(random.sample([one for one in those if not one.silent], 3)):
            on = BEGINS + timedelta(days=random.randrange(1, days // 3))
            found.append(Wish(one, sync.name, on, on + timedelta(days=days // 3) if place else None))
    return tuple(found)


def _person(number: int) -> Someone:
    country, zone = HOMES[number % len(HOMES)]
    name = f"{FIRST[number % len(FIRST)]} {LAST[(number // len(FIRST) + number) % len(LAST)]}"
    return Someone(name, f"p{number:02d}@sixty.example", country, ZoneInfo(zone), TEAMS[number % len(TEAMS)])


def _leaves(one: Someone, random: Random, days: int) -> list[Leave]:
    found = []
    for _ in range(random.choice((0, 1, 1, 2))):
        first = BEGINS + timedelta(days=random.randrange(1, max(days - 3, 2)))
        length = random.choice((1, 1, 2, 5, 12))
        # Whoever falls ill sets a status, in the morning; holidays are known before.
        by = "status" if length <= 2 or random.random() < 0.3 else random.choice(("own", "own", "pmo"))
        told = first if by == "status" else first - timedelta(days=1)
        found.append(Leave(one, first, first + timedelta(days=length - 1), told, by))
    return found


def _pause(random: Random, days: int) -> Stop:
    """Return a pause of two or three days in the second half, begun on a working day."""
    on = BEGINS + timedelta(days=random.randrange(days // 2, days - 5))
    while on.weekday() >= SATURDAY:
        on -= timedelta(days=1)
    return Stop(on, on + timedelta(days=random.choice((3, 4))))
