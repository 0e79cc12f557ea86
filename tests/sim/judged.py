"""What a simulated company should have seen, counted from what happened in it, beside what the ledger shows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from holidays import country_holidays

from bot.playground.records import BOT_USER_ID
from bot.playground.seen import seen, words_of
from tests.journeys.conftest import World
from tests.sim.company import Company, Someone
from tests.sim.leaving import Out
from tests.sim.ledger import Asked
from tests.sim.life import HOUR, Life, Quiet
from tests.sim.syncs import SATURDAY, WEEK, Sync
from tests.sim.waiting import DONE, LEFT_TO_AGE, PASS, TAKE, Raised

Due = tuple[str, str, date]
"""Somebody (e-mail) who is to be asked in a sync on a date."""

DAY = timedelta(days=1)

NEWS = {TAKE: "You'll hear when it's done.", PASS: "passed it on from", DONE: "says it's done."}
"""What who waits reads of each step."""

LATEST = (16, 0)
"""By when a stretch without disturbance has to end to leave time for an answer on that day."""

NOTICED = timedelta(minutes=5)
"""After this a question heeds that somebody does not want to be disturbed: Slack is not asked before each of them."""


@dataclass(frozen=True)
class Rounds:
    """Dates of syncs that are not as they should be: lost, doubled or not due at all, and paused ones not known so."""

    wrong: list[tuple[str, date, Sequence[str]]]
    paused: int
    """How many did not take place since everything was paused, as they should."""


def rounds(company: Company, held: Mapping[str, Mapping[date, Sequence[str]]], first: date, last: date) -> Rounds:
    """Compare the dates from `first` to `last` with those of the rules."""
    wrong, paused = [], 0
    for sync in company.syncs:
        due = sync.dates(first, last)
        for day in sorted(due | {day for day in held.get(sync.name, {}) if first <= day <= last}):
            states = held[sync.name].get(day, ())
            rests = states == ["missed"]
            takes_place = len(states) == 1 and not rests
            # On the day on which the pause begins, what had begun goes on.
            right = takes_place if not company.pause.covers(day) else rests
            if day not in due or not (right or (rests and day == company.pause.on)):
                wrong.append((sync.name, day, states))
            paused += rests
    return Rounds(wrong, paused)


def unasked(company: Company, asked: Sequence[Asked], out: Sequence[Out], first: date, last: date) -> list[Due]:
    """Return who should have been asked in a sync that asks everyone, and was not; who was left out should not."""
    known = {(one.email, one.sync, one.round_day) for one in asked}
    due = [one for sync in company.syncs if sync.asks_everyone for one in _due(company, sync, first, last)]
    left = [one for one in due if any((each.email, each.sync) == one[:2] and each.touches(one[2]) for each in out)]
    return [one for one in due if one not in known and one not in left]


def strangers(company: Company, asked: Sequence[Asked]) -> list[Asked]:
    """Return the questions of syncs that ask everyone to people who do not take part: not yet, or no more."""
    syncs = {sync.name: sync for sync in company.syncs if sync.asks_everyone}
    people = {one.email: one for one in company.people}
    return [
        one
        for one in asked
        if one.sync in syncs and _takes_part(syncs[one.sync], people[one.email], one.round_day) is False
    ]


def _due(company: Company, sync: Sync, first: date, last: date) -> Iterator[Due]:
    for day in sync.dates(first, last):
        if not company.pause.on <= day <= company.pause.until:
            for one in company.people:
                if _takes_part(sync, one, day) and works(company, one, day):
                    yield one.email, sync.name, day


def _takes_part(sync: Sync, one: Someone, day: date) -> bool | None:
    """Tell whether somebody takes part in a sync on a day; None where it depends on the hour."""
    if not sync.follows:
        return one.team in sync.teams and (one.joins is None or (None if one.joins == day else one.joins < day))
    if one.guild is None:
        return False
    return None if day in one.guild else one.guild[0] < day < one.guild[1]


def works(company: Company, one: Someone, day: date) -> bool:
    """Tell whether somebody is to be asked on a day; not where it depends on the hour of what happened."""
    here = day <= company.leavers.get(one.email, day)
    # A status is cleared in one's morning, when a round that began in the east has counted one as away.
    back = any(leave.who is one and leave.by == "status" and day == leave.last + DAY for leave in company.leaves)
    rests = day.weekday() >= SATURDAY or day in country_holidays(one.country, years=2026)
    return here and not (back or rests or company.is_away(one, day))


def twice(asked: Sequence[Asked]) -> list[tuple[str, str, date]]:
    """Return who was asked more than once in a round."""
    often = Counter((one.email, one.sync, one.round_day) for one in asked)
    return [one for one, number in often.items() if number > 1]


def disturbed(asked: Sequence[Asked], quiet: Sequence[Quiet]) -> list[Asked]:
    """Return the questions that came while their readers did not want to be disturbed, with time enough after it."""
    by_email: dict[str, list[Quiet]] = defaultdict(list)
    for one in quiet:
        by_email[one.who.email].append(one)

    def disturbs(question: Asked, stretch: Quiet) -> bool:
        ends = stretch.ends.astimezone(stretch.who.zone)
        late = (ends.hour, ends.minute) > LATEST or question.closes_at - stretch.ends < HOUR
        return stretch.begins + NOTICED <= question.at < stretch.ends and not late

    return [one for one in asked if any(disturbs(one, stretch) for stretch in by_email[one.email])]


def apart(asked: Sequence[Asked]) -> list[tuple[str, int]]:
    """Return who was asked by several messages in one minute, and in how many."""
    minutes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in asked:
        minutes[one.email, f"{one.at:%F %H:%M}"].add(one.ts)
    return [(email, len(those)) for (email, _), those in minutes.items() if len(those) > 1]


def together(asked: Sequence[Asked]) -> int:
    """Return how many messages asked for more than one sync."""
    return sum(number > 1 for number in Counter((one.email, one.ts) for one in asked).values())


def unheard(world: World, life: Life) -> list[str]:
    """Return which steps whoever waits did not read of exactly once, in words."""
    steps = Counter(
        (one.number, one.what)
        for one in life.waiting.steps
        if one.by is not _raiser(life, one.number) and not _has_left_by(life, one.number, one.at.date())
    )
    found = []
    texts = {one.email: _read(world, one.email) for one in life.here}
    for raised in life.waiting.raised:
        of = [text for text in texts[raised.by.email] if raised.words.partition(". And")[0] + "." in text]
        for what, words in NEWS.items():
            heard, wanted = sum(words in text for text in of), steps[raised.number, what]
            if heard != wanted and not _has_left_by(life, raised.number, date.max):
                found.append(f"{raised.by.email} heard {heard} times of {wanted}: {what} no. {raised.number}")
    return found


def untold(world: World, life: Life) -> list[Raised]:
    """Return what somebody waits for and nobody else was told of within an hour."""
    until = world.clock.now() - HOUR
    texts = [(email, text) for email in (one.email for one in life.here) for text in _read(world, email)]
    teams = {one.team.lower() for one in life.here}
    texts += [("", text) for team in teams for text in _read_in(world, team)]

    def is_told(one: Raised) -> bool:
        return any(f"Thing no. {one.number}." in text for email, text in texts if email != one.by.email)

    return [one for one in life.waiting.raised if one.at < until and not is_told(one)]


def aged(life: Life, until: datetime) -> list[Raised]:
    """Return what has waited for more than a week, and nobody did anything about, the oldest first."""
    return [
        one
        for one in life.waiting.raised
        if one.number % LEFT_TO_AGE == 0
        and one.at < until - WEEK
        and one.number not in life.waiting.closed
        and not _has_left_by(life, one.number, date.max)
        and one.on not in life.gone
    ]


async def unshown(world: World, life: Life) -> list[Raised]:
    """Return the oldest of what nobody did anything about, where the PMO does not find it as past its time."""
    [listed] = await world.persona(life.company.pmo.email).command("/pmo blockers")
    past = [words for words in (words_of([block]) for block in listed.blocks) if "past its time" in words]
    oldest = aged(life, world.clock.now())[:1]
    return [one for one in oldest if not any(f"Thing no. {one.number}." in words for words in past)]


def _raiser(life: Life, number: int) -> Someone:
    return life.waiting.raised[number - 1].by


def _has_left_by(life: Life, number: int, day: date) -> bool:
    left = life.company.leavers.get(_raiser(life, number).email)
    return left is not None and left <= day


def _read(world: World, email: str) -> Iterable[str]:
    return _texts(world, world.slack.state.direct(world.persona(email).id).id)


def _read_in(world: World, name: str) -> Iterable[str]:
    channel = world.slack.state.channel_named(name)
    return _texts(world, channel.id) if channel else ()


def _texts(world: World, channel: str) -> list[str]:
    messages = world.slack.state.channels[channel].messages.values()
    return [seen(one, channel).words for one in messages if one.user == BOT_USER_ID and not one.ephemeral_to]
