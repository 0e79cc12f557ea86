"""A company of two hundred in which eight groups are re-organised, and what happens to its people in a quarter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from holidays import HolidayBase, country_holidays

from tests.sim.company import BEGINS, FIRST, HOMES, LAST, SQUAD, TEAMS, Leave, Someone
from tests.sim.syncs import DAY, SATURDAY

IN_A_TEAM, IN_A_SMALL_TEAM, COMERS, LEAVERS = 25, 8, 8, 6
AFTER_THE_END = 5
"""So many days before the last somebody comes who is told nothing any more: the change is over."""

AREAS = {"Ember": "sales", "Fjord": "marketing", "Grove": "hr", "Harbor": "finance"}
CHANNEL = "launch"
BERLIN = ZoneInfo("Europe/Berlin")
PMO, OWNER, SPONSOR = (
    Someone(name, f"{name.split()[0].lower()}@quarter.example", "DE", BERLIN, "")
    for name in ("Pia Maier", "Olga Orlow", "Sven Sommer")
)
"""Who set everything up, who answers for the change, and who stands for it; none of them is in a group of it."""
OFFICE = (PMO, OWNER, SPONSOR)


@dataclass(frozen=True)
class Group:
    """A stakeholder group: what it is made of as a pasted row says it, and what changes; `weight`: how much in all."""

    name: str
    made_of: str
    changes: str
    weight: int


@dataclass(frozen=True)
class Move:
    """Somebody comes into the channel of a group on a day, or leaves it."""

    who: Someone
    on: date
    comes: bool


@dataclass(frozen=True)
class ChangeCompany:
    """Everybody, the groups, and what is going to happen. `leavers`: by e-mail, with the day."""

    people: tuple[Someone, ...]
    groups: tuple[Group, ...]
    named: Mapping[str, frozenset[str]]
    """The e-mails of those who are in a group by name, or by its channel on the first day; by group."""
    leaves: tuple[Leave, ...]
    leavers: Mapping[str, date]
    moves: tuple[Move, ...]
    days: int

    @property
    def ends(self) -> date:
        """The day after the last."""
        return BEGINS + timedelta(days=self.days)

    def is_away(self, one: Someone, day: date) -> bool:
        """Tell whether somebody is on leave on a local date."""
        return any(leave.who is one and leave.covers(day) for leave in self.leaves)

    def works(self, one: Someone, day: date) -> bool:
        """Tell whether somebody works on a local date."""
        rests = day.weekday() >= SATURDAY or day in _holidays(one.country)
        return not (rests or self.is_away(one, day))

    def begins_in(self, one: Someone) -> set[str]:
        """Return the groups that somebody is in on their first day."""
        of_teams = {"Product engineers": TEAMS[:3], "Platform": TEAMS[3:4]}
        of_areas = {"Sales": "sales", "Marketing": "marketing", "People team": "hr"}
        found = {name for name, teams in of_teams.items() if one.team in teams}
        found |= {name for name, area in of_areas.items() if AREAS.get(one.team) == area}
        return found | {name for name, emails in self.named.items() if one.email in emails}

    def file(self) -> dict[str, Any]:
        """Return it as a company file, as it is on the first day."""
        there = [one for one in self.people if one.joins is None]
        rows = [row(one) for one in (*OFFICE, *there)]
        rows[0] |= {"role": "pmo", "admin": True}
        sync = {"time": "10:00", "channel": "#sync", "owner": PMO.email}
        return {
            "company": "Quarter",
            "people": rows,
            "teams": [team_row(team, there) for team in TEAMS],
            "syncs": [
                {"name": "Weekly sync", "teams": [*TEAMS], "days": ["tue"]} | sync,
                {"name": "In the team", "teams": [TEAMS[0], TEAMS[4]], "days": ["thu"], "voice": "everyone"} | sync,
            ],
        }


@cache
def _holidays(country: str) -> HolidayBase:
    return country_holidays(country, years=2026)


def row(one: Someone) -> dict[str, Any]:
    """Return what the company file says of somebody."""
    return one.row | ({"area": AREAS.get(one.team, "engineering")} if one.team else {})


def team_row(team: str, people: list[Someone]) -> dict[str, Any]:
    """Return what the company file says of a team."""
    emails = [one.email for one in people if one.team == team]
    channel = f"#{team.lower()}"
    return {"name": team, "channel": channel, "lead": emails[0], "squad": emails[:SQUAD], "members": emails}


def founded(random: Random, days: int, *, small: bool) -> ChangeCompany:
    """Return a company, and `days` of what is going to happen in it; `small`: one of a third as many people."""
    people = [_person(number, random) for number in range((IN_A_SMALL_TEAM if small else IN_A_TEAM) * len(TEAMS))]
    there = [*people]
    for _ in range(COMERS - 1):
        people.append(_person(len(people), random, joins=BEGINS + timedelta(days=random.randrange(2, days - 8))))
    late = _person(len(people), random, joins=BEGINS + timedelta(days=days - AFTER_THE_END))
    people.append(replace(late, team=TEAMS[0]))
    leads = there[: len(TEAMS)]
    others = there[len(TEAMS) * 2 :]
    crew, berlin, leaving = (random.sample(others, number) for number in (30, 12, LEAVERS))
    groups = (
        Group("Sales", "area sales", "job roles 5; tools 5; location 1", 11),
        Group("Leads", "; ".join(one.email for one in leads), "mindset 5; reporting structure 5", 10),
        Group("Marketing", "area marketing", "job roles 5; tools 3", 8),
        Group("People team", "area hr", "job roles 5; tools 1", 6),
        Group("Product engineers", "; ".join(TEAMS[:3]), "mindset 5", 5),
        Group("Launch crew", f"#{CHANNEL}", "tools 3; mindset 1", 4),
        Group("Platform", TEAMS[3], "systems 3", 3),
        Group("Berlin office", "; ".join(one.email for one in berlin), "location 1", 1),
    )
    named = {
        "Leads": frozenset(one.email for one in leads),
        "Launch crew": frozenset(one.email for one in crew),
        "Berlin office": frozenset(one.email for one in berlin),
    }
    goes = {one.email: BEGINS + timedelta(days=random.randrange(3, days - 3)) for one in leaving}
    moves = [Move(one, _day(random, days), comes=False) for one in crew[:4]]
    moves += [
        Move(one, _day(random, days), comes=True)
        for one in random.sample([one for one in others if one not in crew], 6)
    ]
    leaves = tuple(leave for one in there for leave in _leaves(one, random, days))
    return ChangeCompany(tuple(people), groups, named, leaves, goes, tuple(moves), days)


def _day(random: Random, days: int) -> date:
    return BEGINS + timedelta(days=random.randrange(2, days - 8))


def _person(number: int, random: Random, joins: date | None = None) -> Someone:
    country, zone = HOMES[(number * 7 + number // len(TEAMS)) % len(HOMES)]
    name = f"{FIRST[number % len(FIRST)]} {LAST[(number // len(FIRST)) % len(LAST)]}{number // 144 or ''}"
    silent = joins is None and random.random() < 0.12
    email = f"p{number:03d}@quarter.example"
    return Someone(name, email, country, ZoneInfo(zone), TEAMS[number % len(TEAMS)], silent=silent, joins=joins)


def _leaves(one: Someone, random: Random, days: int) -> Iterator[Leave]:
    """Yield leaves that do not overlap, known on the day before: about one in eight weeks."""
    day = random.randrange(2, 60)
    while day < days:
        first, length = BEGINS + timedelta(days=day), random.choice((1, 1, 2, 5, 12))
        yield Leave(one, first, first + timedelta(days=length - 1), first - DAY, random.choice(("own", "pmo")))
        day += length + random.randrange(20, 80)
