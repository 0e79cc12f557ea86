"""The first sentence of a summary: numbers that mean something, and names where they help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.words import few, listing, plural

_MOST_GROUPS = 3
_TWO = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """What the sentence is made of.

    `noun`: one and many of what is counted. `names`: of all counted, `silent`: of those without an update; both empty
    where they are not to be told. `stuck`: how many wait; `waits`: how many on whom ("" for nobody named), the largest
    group first. `asks_…`: what was not asked is not claimed. `period`: "this week" and the like.
    """

    noun: tuple[str, str]
    names: tuple[str, ...]
    silent: tuple[str, ...]
    total: int
    answered: int
    skipped: int
    away: int
    decisions: int
    stuck: int
    waits: Mapping[str, int]
    asks_waits: bool
    asks_decision: bool
    pending: bool
    period: str

    @property
    def only(self) -> str:
        """Return the name of the one that is counted, if it is only one and may be told; else ""."""
        return self.names[0] if len(self.names) == 1 else ""

    def who(self, count: int, *, first: bool = True) -> str:
        """Return "Payments", "Both teams", "All 8 teams" or "6 of 8 teams"; `first`: a sentence begins with it."""
        if self.only:
            return self.only
        of_all = plural(self.total, *self.noun)
        if not count == self.total > 1:
            return f"{count} of {of_all}"
        whole = f"Both {self.noun[1]}" if count == _TWO else f"All {of_all}"
        return whole if first else whole.lower()


def lead_sentence(standing: Standing) -> str:
    """Return the sentence, such as "1 decision is needed; 2 of 8 teams are stuck, both on Platform." in full."""
    parts = []
    if standing.decisions:
        parts.append(f"{plural(standing.decisions, 'decision')} {_is(standing.decisions)} needed")
    if standing.stuck:
        parts.append(_stuck(standing))
    if not parts and not standing.answered:
        return _nothing(standing)
    return f"{'; '.join(parts) if parts else _all_well(standing)}."


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _stuck(standing: Standing) -> str:
    count, named = standing.stuck, {on: people for on, people in standing.waits.items() if on}
    start = f"{standing.who(count, first=not standing.decisions)} {_is(1 if standing.only else count)} stuck"
    some_name_nobody = len(named) < len(standing.waits)
    if not named:
        return start
    if count == 1:
        return f"{start}, on {few([*named])}"
    if len(named) == 1:
        [(on, people)] = named.items()
        if some_name_nobody:
            return f"{start}, {'one' if people == 1 else people} of them on {on}"
        return f"{start}, {'both' if count == _TWO else 'all'} on {on}"
    if not some_name_nobody and all(people == 1 for people in named.values()):
        return f"{start}, on {_first([*named])}"
    groups = _first([f"{people} on {on}" for on, people in named.items()])
    return f"{start}, among them {groups}" if some_name_nobody else f"{start}: {groups}"


def _first(groups: Sequence[str]) -> str:
    """List the largest groups, and say where there are others."""
    return f"{', '.join(groups[:_MOST_GROUPS])} and others" if len(groups) > _MOST_GROUPS else listing(groups)


def _all_well(standing: Standing) -> str:
    heard = standing.answered + standing.skipped + standing.away
    so_far = " so far" if standing.pending and heard < standing.total else ""
    start = f"{standing.who(standing.answered)} sent an update{so_far}"
    if heard < standing.total and not standing.only:
        # Of those who said nothing nothing is known: what is fine is said of the others alone.
        stuck = "not stuck" if standing.answered == 1 else "nobody stuck"
        known = {stuck: standing.asks_waits, "nothing to decide": standing.asks_decision}
        fine = ", ".join(words for words, was_asked in known.items() if was_asked)
        return f"{start}: {fine}" if fine else start
    asked = {"nobody is stuck": standing.asks_waits, "nothing needs a decision": standing.asks_decision}
    fine = listing(words for words, was_asked in asked.items() if was_asked)
    return f"{start}; {fine}" if fine else start


def _nothing(standing: Standing) -> str:
    period = standing.period
    if not standing.total:
        return f"Nobody takes part {period}, so nobody was asked."
    if standing.away == standing.total:
        return f"{standing.who(standing.total)} {'is' if standing.total == 1 else 'are'} away {period}."
    start = "No updates yet" if standing.pending else f"No updates {period}"
    if standing.skipped:
        verb = "has" if standing.only or standing.skipped == 1 else "have"
        start = f"{standing.who(standing.skipped)} {verb} nothing new {period}"
    if standing.away:
        start = f"{start}; {standing.away} {_is(standing.away)} away"
    waits_for = 0 < len(standing.silent) < standing.total
    return f"{start}; no update yet from {few(standing.silent)}." if waits_for else f"{start}."
