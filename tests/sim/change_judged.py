"""Who should have been told what in a simulated quarter, by its own record, beside what people have in Slack."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.services.announcement_message import READER
from tests.sim import ledger
from tests.sim.change_life import AT_FIVE, AT_NINE, ChangeLife
from tests.sim.change_read import Stored, Told
from tests.sim.change_script import ALL, Said
from tests.sim.company import Someone
from tests.sim.syncs import DAY

SETTLED = timedelta(days=9)
"""So long after it is on its way, and the days that they are away meanwhile, everybody has it: within a week, or on the
first working day after it, whoever has had enough has room."""

LONGEST = 21
"""Days within which nobody is away for so long that they do not have it yet."""

UNSURE = timedelta(days=3)
"""Whoever comes or leaves so near to something may be on either side of it."""

PASSED = frozenset({"No news yet", "Thank-you"})
"""Kinds that say nothing to whoever comes later."""

REMINDED_BY = timedelta(days=9)
"""So long after they were told a must-read, whoever is there and has said nothing was reminded."""

TO_READ = timedelta(hours=20)
"""So long after they were told nobody is reminded of it."""

SLACK = timedelta(minutes=10)
"""What sending takes, beside the hours in which people work."""


class Due(StrEnum):
    """Whether somebody is to be told something; where it depends on an hour they may."""

    MUST, MAY, NEVER = "must", "may", "never"


class Judge:
    """Knows who was in which group when, and what follows from it."""

    def __init__(self, life: ChangeLife, told: Sequence[Told], came: Sequence[ledger.Told], ends: datetime) -> None:
        """Judge what people were told until `ends`; `came`: all messages to people, by the ledger."""
        self.life, self.company, self.told, self.ends = life, life.company, told, ends
        self.closed = life.office.closed_at or ends
        self.said = {one.number: one for one in life.said}
        self.people = {one.email: one for one in life.company.people}
        emails = {life.world.persona(one.email).id: one.email for one in life.here}
        self.came = {(emails[one.target], one.at): one.kind for one in came if one.target in emails}
        self.moves = sorted(life.office.moved, key=lambda one: one[0])

    def groups(self, one: Someone, at: datetime) -> set[str]:
        """Return the groups that somebody is in at an instant."""
        if one.email not in {here.email for here in self.life.here} or at < self.life.came.get(one.email, at):
            return set()
        found = self.company.begins_in(one)
        for when, email, group, comes in self.moves:
            if email == one.email and when <= at:
                (found.add if comes else found.discard)(group)
        return found

    def own(self, one: Someone, said: Said, at: datetime) -> str:
        """Return the group with which somebody counts: that for which most changes."""
        weights = {group.name: group.weight for group in self.company.groups}
        return max(self.groups(one, at) & {*said.groups}, key=weights.__getitem__, default="")

    def settled(self, one: Someone, since: datetime) -> datetime:
        """Return until when somebody has what began, or what they came to, at an instant."""
        days = [(since + DAY * number).astimezone(one.zone).date() for number in range(LONGEST)]
        down = sum(until > since for _, until in self.life.outages if until < since + SETTLED)
        return since + SETTLED + DAY * (down + sum(self.company.is_away(one, day) for day in days))

    def due(self, one: Someone, said: Said) -> Due:
        """Return whether somebody is to be told an announcement."""
        begins, mine = said.planned, {*said.groups}
        gone = self.life.gone.get(one.email, self.ends)
        if begins is None or gone < begins:
            return Due.NEVER
        settled = self.settled(one, begins)
        sure = settled < min(self.closed, gone)
        lately = self.groups(one, begins - UNSURE) & mine
        if self.groups(one, begins) & mine or lately:
            return Due.MUST if sure and self.groups(one, settled) & mine else Due.MAY
        came = next((at for at in self._instants(one) if at > begins and self.groups(one, at) & mine), None)
        if came is None or came > self.closed:
            return Due.NEVER
        nights = [came + DAY * days for days in range(60) if came + DAY * days < min(self.closed, gone)]
        if not any(said.number in self._open(night, loose=True) for night in [came, *nights]):
            return Due.NEVER
        all_open = all(said.number in self._open(night, loose=False) for night in nights)
        settled = self.settled(one, came)
        stays = self.groups(one, settled) & mine and said.stopped is None
        sure = settled < min(self.closed, gone) and begins + UNSURE < came
        return Due.MUST if all_open and stays and sure else Due.MAY

    def taken_along(self, one: Told) -> bool:
        """Tell whether something came with a message that did not wait for its reader's working time."""
        kind = self.came.get((one.email, one.at), "")
        may_wait = not self.said[one.number].must
        return may_wait and kind not in {"", READER} and kind not in ledger.MAY_WAIT

    def _instants(self, one: Someone) -> list[datetime]:
        came = self.life.came.get(one.email)
        return sorted([at for at, email, *_ in self.moves if email == one.email] + ([came] if came else []))

    def _open(self, at: datetime, *, loose: bool) -> set[int]:
        """Return what somebody who comes at an instant is told yet; `loose`: or some days before or after it."""
        if loose:
            around = (at - UNSURE, at - DAY, at, at + DAY, at + UNSURE)
            return set[int]().union(*(self._open(one, loose=False) for one in around))
        out = [
            one for one in self.life.said if one.planned is not None and one.planned <= at and one.kind not in PASSED
        ]
        out.sort(key=lambda one: one.planned or at)
        begun = [one.number for one in out if one.kind == "Kick-off"][-1:]
        return {*begun, *(one.number for one in out if one.must), *(one.number for one in out[-1:])}


def wrong(judge: Judge) -> dict[str, Sequence[object]]:
    """Return what people were told and should not have been, or the other way round, by what is wrong with it."""
    often = Counter((one.number, one.email) for one in judge.told)
    pairs = [(said, one) for said in judge.life.said for one in judge.life.here]
    due = {(said.number, one.email): judge.due(one, said) for said, one in pairs}
    return {
        "told twice": [one for one, number in often.items() if number > 1],
        "not told": [one for one, is_due in due.items() if is_due is Due.MUST and not often[one]],
        "told though not theirs": [one for one, is_due in due.items() if is_due is Due.NEVER and often[one]],
        "told though they had left its groups": [*_left_before(judge)],
        "told after they left": [one for one in judge.told if one.at > judge.life.gone.get(one.email, judge.ends)],
        "told before it was signed": [one for one in judge.told if not _signed(judge.said[one.number], one)],
        "told while it was stopped": [one for one in judge.told if while_stopped(judge.said[one.number], one.at)],
        "told outside their working time": [one for one in judge.told if not _decent(judge, one)],
        "parts that are not theirs": [*_strange_parts(judge)],
        "asked to look again": [*_again(judge)],
    }


def _left_before(judge: Judge) -> Iterator[Told]:
    """Yield who was told something for groups in which they had not been for days."""
    for one in judge.told:
        who, mine = judge.people[one.email], {*judge.said[one.number].groups}
        if not any(judge.groups(who, one.at - DAY * days) & mine for days in range(UNSURE.days + 1)):
            yield one


def _signed(said: Said, one: Told) -> bool:
    return len(said.signed) == len(said.signers) and all(at <= one.at for at in said.signed)


def while_stopped(said: Said, at: datetime) -> bool:
    """Tell whether nothing of an announcement should have come then: it was stopped, and nobody let it go on."""
    return said.stopped is not None and said.stopped + SLACK < at and (said.gone_on is None or at < said.gone_on)


def _decent(judge: Judge, one: Told) -> bool:
    """Tell whether somebody was told in their working time; at once, on a day on which they are not away."""
    said, who = judge.said[one.number], judge.people[one.email]
    local = one.at.astimezone(who.zone)
    if judge.taken_along(one):
        return True
    if said.at_once and one.at < (said.planned or one.at) + timedelta(hours=1):
        return judge.company.works(who, local.date())
    early = said.day is not None and local.date() < said.day and not (said.leads_first and who.email in _leads(judge))
    return judge.company.works(who, local.date()) and AT_NINE <= local.hour < AT_FIVE and not early


def _leads(judge: Judge) -> frozenset[str]:
    return judge.company.named["Leads"]


def _strange_parts(judge: Judge) -> Iterator[tuple[Told, set[str]]]:
    """Yield who reads other parts than those of their groups, where those were the same for some days."""
    for one in judge.told:
        said, who = judge.said[one.number], judge.people[one.email]
        then = [judge.groups(who, one.at - DAY * days) for days in range(UNSURE.days + 1)]
        then.append(judge.groups(who, said.planned or one.at))
        mine = then[0] & {*said.groups, *said.parts}
        if all(each == then[0] for each in then) and {ALL[part] for part in one.parts} != mine & {*said.parts}:
            yield one, mine


def _again(judge: Judge) -> Iterator[Told]:
    """Yield who was asked to look again although they read the new words alone, or not once although they had read."""
    for one in judge.told:
        edited = judge.said[one.number].edited
        before = edited is not None and one.at < edited
        if edited is None or abs(one.at - edited) > SLACK:
            gone = judge.life.gone.get(one.email)
            if one.again != before and not (edited and gone and gone < edited):
                yield one


def wrong_reminders(judge: Judge, replies: dict[tuple[int, str], list[str]]) -> list[tuple[str, Told]]:
    """Return who was reminded too often, at an hour that is not theirs, or not at all; `replies` of each in order."""
    found = []
    for one in judge.told:
        said, who = judge.said[one.number], judge.people[one.email]
        most = 0 if not (said.must or said.wishes) else min(2, said.must + len(said.wishes))
        if len(one.reminded) > most:
            found.append(("too often", one))
        if any(at < one.at + TO_READ for at in one.reminded):
            found.append(("too early", one))
        hours = [at.astimezone(who.zone) for at in one.reminded]
        if not all(judge.company.works(who, at.date()) and AT_NINE <= at.hour < AT_FIVE for at in hours):
            found.append(("at an hour that is not theirs", one))
        silent = (one.number, one.email) not in replies and who.email not in judge.life.gone
        if silent and said.must and not one.reminded and one.at + REMINDED_BY + _away(judge, who, one) < judge.closed:
            found.append(("not at all", one))
    return found


def _away(judge: Judge, who: Someone, one: Told) -> timedelta:
    """Return for how many days around a message somebody did not work."""
    first = one.at.astimezone(who.zone).date()
    return DAY * sum(not judge.company.works(who, first + DAY * days) for days in range(21))


def replies_by(life: ChangeLife, stored: Stored) -> dict[tuple[int, str], list[str]]:
    """Return what each (e-mail) said to each announcement (its number) that still holds, in its order."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    said = {one.number: one for one in life.said}
    for place, (reader, answer) in enumerate(life.replies):
        email, _, number = stored.readers[reader]
        if place >= said[number].replies_before:
            found[number, email].append(answer)
    return found


def end_of(life: ChangeLife) -> datetime:
    """Return when the run ends."""
    return datetime.combine(life.company.ends, datetime.min.time(), UTC)
