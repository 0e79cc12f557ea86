"""How the announcements of a simulated quarter went out: leads first, each channel once, within what can be borne."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from bot.services import change_pulse_message
from tests.sim import ledger
from tests.sim.change_judged import SLACK, Judge, while_stopped
from tests.sim.change_life import AT_FIVE, AT_NINE
from tests.sim.change_office import BETTER, LATER, POINTS
from tests.sim.change_read import Posted, Progress, Stored, Told
from tests.sim.change_script import LOW, USUAL, Said
from tests.sim.company import Someone
from tests.sim.syncs import DAY

LEAD = timedelta(hours=4)
"""So long before the first of their people those who lead have what was planned so."""

TO_READ = 1
"""Hours before the end of a day's work after which nothing comes to them that they are to read before others."""

IN_CHANNELS = 5 * DAY
"""So long after it may go it stands in its channels: in the morning of whoever signs it, after any outage."""

HEARTBEAT = 14 * DAY
"""At least so often there is news of a change, or the PMO hears that there is none."""

WINDOW = timedelta(days=14)
EDITED = "edited"


def wrong(
    judge: Judge,
    stored: Stored,
    posted: Sequence[Posted],
    progress: Mapping[int, Progress],
    asked: Sequence[ledger.Asked],
) -> dict[str, Sequence[object]]:
    """Return what went out otherwise than it should; `asked`: what the syncs asked, which people have to take in."""
    return {
        "leads after their people": [*_late_leads(judge)],
        "points for leads": [one for one in judge.told if (POINTS in one.words) != _leads_then(judge, one)],
        "channels": [*_wrong_channels(judge, posted)],
        "edits that did not follow": [*_unedited(judge, posted)],
        "progress": [*_wrong_progress(judge, stored, progress)],
        "load": [*_wrong_loads(judge, asked)],
        "silence": _wrong_silence(judge, stored),
        "told after the end": [*_after_the_end(judge)],
        "meant for who has left": [*_for_who_left(judge, stored)],
    }


def _leads_then(judge: Judge, one: Told) -> bool:
    """Tell whether somebody reads what is for those who lead people that are told, too."""
    return judge.said[one.number].points and one.email in judge.company.named["Leads"]


def _late_leads(judge: Judge) -> Iterator[tuple[Told, datetime]]:
    """Yield who leads people and has it less than some hours before the first of them, though there was time."""
    # What may wait comes to a lead who has had enough with another message.
    for said in [one for one in judge.life.said if one.leads_first and one.must and one.planned]:
        at = {one.email: one for one in judge.told if one.number == said.number}
        for lead in [judge.people[email] for email in judge.company.named["Leads"] if email in at]:
            team = [one for one in judge.company.people if one.team == lead.team and one is not lead]
            first = min((at[one.email].at for one in team if one.email in at and not one.joins), default=None)
            if first is None or said.planned is None:
                continue
            could = any(_has_time(judge, lead, moment) for moment in _hours(said.planned, first - LEAD))
            if at[lead.email].at > (first - LEAD + SLACK if could else max(first, _first_time(judge, lead, first))):
                yield at[lead.email], first


def _hours(since: datetime, until: datetime) -> Iterator[datetime]:
    while since <= until:
        yield since
        since += timedelta(minutes=15)


def _has_time(judge: Judge, one: Someone, at: datetime) -> bool:
    local = at.astimezone(one.zone)
    return judge.company.works(one, local.date()) and AT_NINE <= local.hour < AT_FIVE - TO_READ


def _first_time(judge: Judge, one: Someone, since: datetime) -> datetime:
    """Return until when somebody who was away has it, too: the end of the first day on which they work."""
    days = [since + DAY * number for number in range(30)]
    return next(day for day in days if judge.company.works(one, day.astimezone(one.zone).date())) + DAY


def _wrong_channels(judge: Judge, posted: Sequence[Posted]) -> Iterator[tuple[str, int, str]]:
    """Yield the channels in which an announcement stands not once, or at a wrong time."""
    for said in judge.life.said:
        often = Counter(one.channel for one in posted if one.number == said.number)
        due = said.planned is not None and said.planned + IN_CHANNELS < judge.ends
        for channel in sorted({*often, *said.channels}):
            if often[channel] > (channel in said.channels) or (due and not often[channel]):
                yield f"{often[channel]} times", said.number, channel
    for one in posted:
        said = judge.said[one.number]
        if said.planned is None or one.at < said.planned or one.at > said.planned + IN_CHANNELS:
            yield f"at {one.at}, planned {said.planned}", one.number, one.channel
        if while_stopped(said, one.at):
            yield "while it was stopped", one.number, one.channel


def _unedited(judge: Judge, posted: Sequence[Posted]) -> Iterator[Told | Posted]:
    """Yield what says at the end something else than the last edit, or does not say that it was edited."""
    everywhere: list[Told | Posted] = [*judge.told, *posted]
    for one in everywhere:
        said = judge.said[one.number]
        if isinstance(one, Told) and judge.life.gone.get(one.email, judge.ends) != judge.ends:
            continue
        for edited, words in ((said.edited, LATER), (said.reworded, BETTER)):
            marked = edited is None or EDITED in one.words
            if not marked or (words in one.words) != (edited is not None):
                yield one


def _wrong_progress(
    judge: Judge, stored: Stored, progress: Mapping[int, Progress]
) -> Iterator[tuple[int, Progress, Progress]]:
    """Yield the announcements whose author reads other figures than people have messages, at the end.

    Of what some get with another message it is shown a day later.
    """
    of = Counter(number for _, _, number in stored.readers.values())
    for said in [one for one in judge.life.said if one.planned is not None]:
        at = [one.at for one in judge.told if one.number == said.number]
        shown = progress.get(said.number, Progress(0, 0))
        fewest = sum(one < judge.ends - DAY - SLACK for one in at)
        if not fewest <= shown.have <= len(at) or shown.people != of[said.number]:
            yield said.number, Progress(len(at), of[said.number]), shown


def _wrong_loads(judge: Judge, asked: Sequence[ledger.Asked]) -> Iterator[tuple[int, str, int, int]]:
    """Yield what went above the limit of a group without the sponsor's reason, or was kept far below it.

    By one thing it may differ: means are rounded, and who came or left that day may be on either side.
    """
    for said in [one for one in judge.life.said if one.planned or one.overloaded]:
        at = said.overloaded or said.planned or judge.ends
        limit = next((limit for since, limit in reversed(judge.life.office.limits) if since <= at), USUAL)
        loads = {group: _load(judge, said, group, at, asked) for group in said.groups}
        most = max(loads, key=loads.__getitem__)
        went = said.planned is not None and said.allowed is None
        if (went and loads[most] > limit + 1) or (said.overloaded and loads[most] < limit):
            yield said.number, most, loads[most], limit
        if said.allowed and min(one.at for one in judge.told if one.number == said.number) < said.allowed:
            yield said.number, "before its sponsor said why", loads[most], limit
    if any(limit == LOW for _, limit in judge.life.office.limits) and not any(one.allowed for one in judge.life.said):
        yield 0, "nothing was above the limit", 0, LOW


def _load(judge: Judge, said: Said, group: str, at: datetime, asked: Sequence[ledger.Asked]) -> int:
    """Return how much the people of a group have to take in: the change, must-reads, syncs and pulses, on average."""
    people = {one.email for one in judge.life.here if group in judge.groups(one, at)}
    must = [
        one for one in judge.told if judge.said[one.number].must and one.email in people and one.number != said.number
    ]
    known = [one for one in must if at - WINDOW <= one.at and (judge.said[one.number].planned or judge.ends) <= at]
    syncs = {(one.email, one.sync) for one in asked if one.email in people and at - WINDOW <= one.at <= at}
    pulses = [
        email
        for (email, when), kind in judge.came.items()
        if kind == change_pulse_message.ASKED and email in people and at - WINDOW <= when <= at
    ]
    return 1 + said.must + sum(_rounded(len(those), len(people)) for those in (known, syncs, pulses))


def _rounded(number: int, people: int) -> int:
    return (2 * number + people) // (2 * people) if people else 0


def _wrong_silence(judge: Judge, stored: Stored) -> list[tuple[int, int]]:
    """Return how often a change was silent for longer than it promised, where the PMO heard of it as often not."""
    news = sorted([one.planned.date() for one in judge.life.said if one.planned] + [judge.closed.date()])
    silent = sum(later - one > HEARTBEAT for one, later in pairwise(news))
    return [] if silent == stored.lapsed else [(silent, stored.lapsed)]


def _after_the_end(judge: Judge) -> Iterator[Told]:
    """Yield who was told something once the change was over, unless it was on its way to them before."""
    for one in judge.told:
        said = judge.said[one.number]
        began = said.planned is not None and said.planned < judge.closed
        theirs = judge.groups(judge.people[one.email], judge.closed) & {*said.groups}
        came = judge.life.came.get(one.email, judge.closed)
        if one.at > judge.closed + SLACK and not (began and theirs and came <= judge.closed):
            yield one


def _for_who_left(judge: Judge, stored: Stored) -> Iterator[tuple[str, str, datetime]]:
    for email, kind, at in stored.wanted:
        if at > judge.life.gone.get(email, at) + SLACK:
            yield email, kind, at
