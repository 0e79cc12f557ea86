"""Whose turn it was to speak for a team, worked out from who had spoken, and who was there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.sim.company import Company, Someone, squad_of
from tests.sim.judged import works
from tests.sim.leaving import Out
from tests.sim.ledger import Asked, Spoken
from tests.sim.life import Quiet
from tests.sim.syncs import Sync

NIGHT = timedelta(days=1)
"""What was answered within this time before a question may have come after the turns of its round were fixed."""


@dataclass(frozen=True)
class Turns:
    """How the teams took turns: `taken` in all, `passed` those in which somebody of the squad was away.

    `wrong`: out of turn, from outside the squad, or nobody asked although somebody was there, in words.
    """

    taken: int
    passed: int
    wrong: list[str]


@dataclass(frozen=True)
class Happened:
    """What happened in a company that decides whose turn it is."""

    company: Company
    asked: Sequence[Asked]
    spoken: Sequence[Spoken]
    out: Sequence[Out]
    quiet: Sequence[Quiet]

    def there(self, one: Someone, sync: str, day: date) -> bool:
        """Tell whether somebody can be asked on a day for certain; no, where it depends on the hour."""
        quiet = any(each.who is one and each.begins.astimezone(one.zone).date() == day for each in self.quiet)
        out = any((each.email, each.sync) == (one.email, sync) and each.touches(day) for each in self.out)
        return works(self.company, one, day) and not (quiet or out)

    def last(self, one: Someone, sync: str, day: date, until: datetime) -> date:
        """Return the date of the last round before `day` in which somebody had spoken by an instant."""
        return max(
            (each.round_day for each in self._of(one.email, sync) if each.round_day < day and each.at <= until),
            default=date.min,
        )

    def _of(self, email: str, sync: str) -> Iterable[Spoken]:
        return (each for each in self.spoken if (each.email, each.sync) == (email, sync))


def turns(happened: Happened, first: date, last: date) -> Turns:
    """Compare who was asked first for each team, from date to date, with who had not spoken for longest."""
    people = {one.email: one for one in happened.company.people}
    asked: dict[tuple[str, str, date], list[Asked]] = defaultdict(list)
    for one in happened.asked:
        asked[one.sync, people[one.email].team, one.round_day].append(one)
    taken = passed = 0
    wrong = []
    for sync in happened.company.syncs:
        if sync.asks_everyone:
            continue
        for day in sorted(sync.dates(first, last)):
            if happened.company.pause.on <= day <= happened.company.pause.until:
                continue
            for team in sync.teams:
                those = sorted(asked[sync.name, team, day], key=lambda one: one.at)
                taken += bool(those)
                squad = squad_of(team, happened.company.people)
                passed += any(happened.company.is_away(one, day) for one in squad)
                wrong += _wrong(happened, sync, squad, day, those)
    return Turns(taken, passed, wrong)


def _wrong(happened: Happened, sync: Sync, squad: Sequence[Someone], day: date, asked: Sequence[Asked]) -> list[str]:
    emails = [one.email for one in squad]
    where = f"{sync.name}, {squad[0].team}, {day}"
    there = [one for one in squad if happened.there(one, sync.name, day)]
    if not asked:
        return [f"{where}: nobody was asked, though {there[0].email} was there"] if there else []
    strangers = [f"{where}: {one.email} is not of the squad" for one in asked if one.email not in emails]
    if strangers:
        return strangers
    speaker = squad[emails.index(asked[0].email)]
    spoke = happened.last(speaker, sync.name, day, asked[0].at - NIGHT)
    before = [one for one in there if one is not speaker and happened.last(one, sync.name, day, asked[0].at) < spoke]
    return [f"{where}: {speaker.email} was asked, who spoke on {spoke}, and not {one.email}" for one in before[:1]]
