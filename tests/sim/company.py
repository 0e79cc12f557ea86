"""A company of sixty in eight teams and six countries, and what will happen to its people in two months."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

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
PEOPLE = 60
BEGINS = date(2026, 3, 2)
"""A Monday; in the two months after it clocks change in America (8 March) and in Europe (29 March)."""


@dataclass(frozen=True)
class Someone:
    """Somebody of the company; `silent`: never answers anything."""

    name: str
    email: str
    country: str
    zone: ZoneInfo
    team: str
    silent: bool = False


@dataclass(frozen=True)
class Leave:
    """Days on which somebody is away, and how they let it be known, in the morning of `told`."""

    who: Someone
    first: date
    last: date
    told: date
    by_status: bool

    def covers(self, day: date) -> bool:
        """Tell whether a local date belongs to it."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Company:
    """Everybody, and what is going to happen: who is away when, who leaves on which day."""

    people: tuple[Someone, ...]
    leaves: tuple[Leave, ...]
    leavers: dict[str, date] = field(default_factory=dict)
    """By e-mail."""

    def file(self) -> dict[str, Any]:
        """Return it as a company file."""
        members = {team: [one.email for one in self.people if one.team == team] for team in TEAMS}
        people = [
            {"name": one.name, "email": one.email, "zone": one.zone.key, "country": one.country}
            | ({"role": "pmo", "admin": True} if number == 0 else {})
            for number, one in enumerate(self.people)
        ]
        teams = [
            {"name": team, "channel": f"#{team.lower()}", "lead": emails[0], "squad": emails[:3], "members": emails}
            for team, emails in members.items()
        ]
        boss = self.people[0].email
        weekly = {"name": "Weekly sync", "days": ["tue"], "teams": [*TEAMS], "voice": "team"}
        daily = {"name": "Daily", "days": ["mon", "wed", "thu"], "teams": [TEAMS[0]], "voice": "everyone"}
        monthly = {"name": "Month's end", "rule": "FREQ=MONTHLY;BYDAY=-1TH", "teams": [*TEAMS[1:4]], "voice": "team"}
        common = {"time": "10:00", "channel": "#sync", "owner": boss}
        syncs = [one | common for one in (weekly, daily, monthly)]
        return {"company": "Sixty", "people": people, "teams": teams, "syncs": syncs}

    def text(self) -> str:
        """Return the file's text."""
        out = StringIO()
        YAML().dump(self.file(), out)
        return out.getvalue()


def founded(random: Random, days: int) -> Company:
    """Return a company, and `days` of what is going to happen in it."""
    people = []
    for number in range(PEOPLE):
        country, zone = HOMES[number % len(HOMES)]
        name = f"{FIRST[number % len(FIRST)]} {LAST[(number // len(FIRST) + number) % len(LAST)]}"
        email = f"p{number:02d}@sixty.example"
        people.append(
            Someone(name, email, country, ZoneInfo(zone), TEAMS[number % len(TEAMS)], silent=random.random() < 0.1)
        )
    leaves: list[Leave] = []
    for one in people[1:]:
        for _ in range(random.choice((0, 1, 1, 2))):
            first = BEGINS + timedelta(days=random.randrange(1, max(days - 3, 2)))
            length = random.choice((1, 1, 2, 5, 12))
            by_status = length <= 2 or random.random() < 0.3  # whoever falls ill sets a status
            told = first if by_status else first - timedelta(days=1)
            leaves.append(Leave(one, first, first + timedelta(days=length - 1), told, by_status))
    leavers = {one.email: BEGINS + timedelta(days=random.randrange(5, days)) for one in random.sample(people[20:], 3)}
    return Company(tuple(people), tuple(leaves), leavers)
