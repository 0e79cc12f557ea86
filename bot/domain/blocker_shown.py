"""A blocker as people see it: plain values that services fill in and views draw, and the few words on its state."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.blocker import LIMIT, LIVE, TELL_AFTER, State, is_past
from bot.domain.words import dated, plural

MOST_CIRCLES = 4
"""Circles of those who wait on each other that are told."""

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Blocker:
    """One blocker: `party` waits on `on` for `needs` ("" if it was not said).

    `by` is who raised it for a team, "" where a person waits for themselves. `owner` took it, or looks after one that
    waits on somebody `outside` (then `on` names both); `due_on` is their date. `done_by` closed it. `told`: whom it
    waits on has been told. `same` is how many others were merged into it. `passed_to` is set in what is shown to who
    passed it on, with the reason. `limit` is how many working days it may wait without being taken. `link`: a message
    that everybody may read, from which it was raised. `unread`, in what is shown to who raised it: the channel where a
    team that has not taken it was told, and where nobody reads it any more.
    """

    id: int
    party: str
    on: str
    needs: str
    since: datetime
    by: str = ""
    state: State = State.OPEN
    owner: str = ""
    due_on: date | None = None
    done_by: str = ""
    told: bool = True
    same: int = 0
    passed_to: str = ""
    passed_by: str = ""
    reason: str = ""
    outside: str = ""
    limit: int = LIMIT
    link: str = ""
    unread: str = ""

    @property
    def live(self) -> bool:
        """Whether somebody still waits."""
        return self.state in LIVE

    @property
    def tells_at(self) -> datetime:
        """When whom it waits on is told."""
        return self.since + TELL_AFTER

    def weeks(self, today: date) -> int:
        """Return for how many whole weeks it has waited."""
        return (today - self.since.date()).days // _WEEK

    def is_past(self, today: date) -> bool:
        """Tell whether it is past its time."""
        return is_past(self.state, self.since.date(), self.due_on, today, self.limit)

    def status(self, today: date) -> str:
        """Return its state in words: "Wei took it, by Thu 5 Mar", "not taken yet", "done by Wei"."""
        if self.passed_to:
            return f"{self.passed_by} passed it on to {self.passed_to}"
        if self.state is State.DONE:
            return f"done by {self.done_by}" if self.done_by else "done"
        if self.state is State.WITHDRAWN:
            return "not needed any more"
        if self.state is State.TAKEN:
            return f"{self.owner} took it" + (f", by {dated(self.due_on, today)}" if self.due_on else "")
        return "not taken yet"

    def age(self, today: date) -> str:
        """Return "2 weeks" where it has waited for a week or longer, else ""."""
        weeks = self.weeks(today)
        return plural(weeks, "week") if weeks else ""


@dataclass(frozen=True, slots=True)
class HereFacts:
    """The message of one round to `whom` (a team, or a person by name) about those who wait on them.

    `sync` is "" where it is about one blocker that was raised by itself.
    `stands_in`: it goes to the lead or the PMO, since the team has no channel that Drumbeat can post in.
    """

    sync: str
    whom: str
    person: bool
    blockers: tuple[Blocker, ...]
    now: datetime
    stands_in: bool = False


@dataclass(frozen=True, slots=True)
class NewsFacts:
    """What whoever raised a blocker hears of one step: `actor` did it, `on` is whom it waited on then, `to` on now.

    `left` is who has left, where that alone is the step.
    """

    step: str
    actor: str
    on: str
    blocker: Blocker
    now: datetime
    reason: str = ""
    due_on: date | None = None
    owner: str = ""
    to: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True)
class RaisedFacts:
    """What who raised a blocker by itself keeps of it: whom it was raised for, and where whom it waits on is told.

    `where` is "" for nobody: they look after it themselves. `stands_in`: that is somebody else, since the team has no
    channel that Drumbeat can post in. `link`: the message that it came from. `zone` is the raiser's.
    """

    blocker: Blocker
    where: str
    zone: str
    now: datetime
    stands_in: bool = False
    link: str = ""


def circles(waits: Iterable[tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    """Yield those who wait on each other in a circle, each circle once; `waits` are pairs (who, on whom).

    Every pair is followed once: who takes the first few of thousands does not wait for the others.
    """
    graph: dict[str, list[str]] = {}
    for who, on in dict.fromkeys(waits):
        graph.setdefault(who, []).append(on)
    told: set[tuple[str, ...]] = set()
    done: set[str] = set()
    for start in graph:
        if start not in done:
            for circle in _circles_from(start, graph, done):
                if circle not in told:
                    told.add(circle)
                    yield circle


def _circles_from(start: str, graph: Mapping[str, Sequence[str]], done: set[str]) -> Iterator[tuple[str, ...]]:
    """Yield a circle for each pair that closes one, following from `start` who is not `done` yet; adds who is by now.

    By hand and not by recursion: a chain may be longer than Python's stack.
    """
    path = [start]
    place = {start: 0}
    left = [iter(graph[start])]
    while path:
        on = next(left[-1], None)
        if on is None:
            done.add(path[-1])
            del place[path.pop()]
            left.pop()
        elif on in place:
            yield tuple(sorted(path[place[on] :]))
        elif on in graph and on not in done:
            place[on] = len(path)
            path.append(on)
            left.append(iter(graph[on]))
