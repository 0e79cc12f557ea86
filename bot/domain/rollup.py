"""A round summed up, in the order in which it is read: decisions, who waits on whom, one line each, details.

Names and texts are passed through as they were given; quoting and escaping is the view's. What is kept back here is
kept back from everybody: with everyone as the voice, who was silent, away or had nothing new is only counted, nobody's
own score is shown, and a mean only from three scores up.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from bot.domain.blocker_shown import MOST_CIRCLES, circles
from bot.domain.decision import Decision
from bot.domain.plan import items
from bot.domain.question import Question, QuestionRole
from bot.domain.rollup_details import details_of, named
from bot.domain.rollup_types import (
    Addition,
    Blocked,
    Counts,
    Detail,
    Entry,
    Line,
    RollUp,
    Said,
    Score,
    State,
    Wait,
    Waiting,
)
from bot.domain.rollup_words import Standing, lead_sentence
from bot.domain.speaker import Voice
from bot.domain.words import says_nothing

__all__ = [
    "Addition",
    "Blocked",
    "Counts",
    "Decision",
    "Detail",
    "Entry",
    "Line",
    "RollUp",
    "Said",
    "Score",
    "State",
    "Wait",
    "Waiting",
    "headline",
    "roll_up",
]

SCORES_FOR_A_MEAN = 3
MOST_LINES = 30
"""Lines of a summary; of a larger round the thread has every line."""

_Keys = Mapping[QuestionRole, str]
"""The key of the question that has a role: looked up once, and not for each of thousands who answered."""


def roll_up(
    entries: Sequence[Entry],
    questions: Sequence[Question],
    *,
    voice: Voice,
    names: Mapping[int | str, str],
    pending: bool = False,
    period: str = "this week",
) -> RollUp:
    """Sum a round up.

    `entries`: all who take part, in the order in which they are shown. `questions`: as the round worded them. `names`:
    of teams by id and of people by Slack id, for those waited on. `period`: what a round is about ("today").
    """
    keys = {question.role: question.key for question in reversed(questions)}
    answered = [entry for entry in entries if entry.state is State.ANSWERED]
    decisions = tuple(one for entry in answered for one in _decisions(entry, keys))
    waiting = [(entry, on) for entry in answered if (on := _waits_of(entry, keys, names))]
    waits = _waits(waiting)
    shown = entries if voice is Voice.TEAM else answered
    counts = _counts(entries)
    return RollUp(
        lead_sentence=lead_sentence(
            Standing(
                noun=("team", "teams") if voice is Voice.TEAM else ("person", "people"),
                names=tuple(entry.name for entry in entries) if voice is Voice.TEAM else (),
                silent=tuple(e.name for e in entries if e.state is State.SILENT) if voice is Voice.TEAM else (),
                total=counts.total,
                answered=counts.answered,
                skipped=counts.skipped,
                away=counts.away,
                decisions=sum(one.needed for one in decisions),
                stuck=len(waiting),
                waits={wait.on: len(wait.waiting) for wait in waits},
                asks_waits=QuestionRole.WAITING_ON in keys or QuestionRole.WAITING_FOR in keys,
                asks_decision=QuestionRole.DECISION in keys,
                pending=pending,
                period=period,
            )
        ),
        decisions=decisions,
        waits=waits,
        lines=tuple(_line(entry, questions, keys, voice, period) for entry in shown[:MOST_LINES]),
        more_lines=max(0, len(shown) - MOST_LINES),
        has_details=next(details_of(entries, questions, voice=voice, names=names), None) is not None,
        counts=counts,
        confidence=_confidence(answered, keys, voice),
        quiet=not answered and not any(entry.additions for entry in entries),
        pending=pending,
        circles=tuple(
            islice(circles((entry.name, one.on) for entry, on in waiting for one in on if one.on), MOST_CIRCLES + 1)
        ),
    )


def headline(questions: Sequence[Question], values: Mapping[str, Any]) -> str:
    """Return the one line that an answer has in a summary; "" where it says nothing."""
    keys = {question.role: question.key for question in reversed(questions)}
    return _headline(Entry("", State.ANSWERED, values), questions, keys)


def _value(entry: Entry, keys: _Keys, role: QuestionRole) -> Any:
    """Return what was answered to the question with a role; None without such a question or answer."""
    key = keys.get(role)
    return None if key is None else entry.values.get(key)


def _text(entry: Entry, keys: _Keys, role: QuestionRole) -> str:
    """Return what was written for a role; "" also for words that only say "no"."""
    value = _value(entry, keys, role)
    text = str(value).strip() if value else ""
    return "" if not text or says_nothing(text) else text


def _decisions(entry: Entry, keys: _Keys) -> tuple[Decision, ...]:
    """Return the decisions that an entry asked for; of one from before they were kept, only its words are known."""
    text = _text(entry, keys, QuestionRole.DECISION)
    return entry.decisions or ((Decision(entry.name, text, entry.by),) if text else ())


def _waits(entries: Iterable[tuple[Entry, Sequence[Blocked]]]) -> tuple[Wait, ...]:
    """Group entries, each with what it waits for, by whom they wait on; the one most waited on first."""
    groups: dict[str, list[Waiting]] = {}
    for entry, blockers in entries:
        for one in blockers:
            groups.setdefault(one.on, []).append(Waiting(entry.name, one.needs, one.by, one.status, one.age))
    ordered = sorted(groups.items(), key=lambda group: (group[0] == "", -len(group[1])))
    return tuple(Wait(on, tuple(waiting)) for on, waiting in ordered)


def _waits_of(entry: Entry, keys: _Keys, names: Mapping[int | str, str]) -> list[Blocked]:
    """Return what an entry waits for; on "" where it only says what it needs, from whom it does not.

    Where its blockers are known they tell more than its words do: some are closed, others were passed on.
    """
    if entry.blockers:
        return [one for one in entry.blockers if one.live]
    value = _value(entry, keys, QuestionRole.WAITING_ON)
    needs = _text(entry, keys, QuestionRole.WAITING_FOR)
    on = named(value, names) if value else []
    return [Blocked(name, needs, entry.by) for name in on or ([""] if needs else [])]


def _line(entry: Entry, questions: Sequence[Question], keys: _Keys, voice: Voice, period: str) -> Line:
    words = {State.SKIPPED: f"nothing {period}", State.AWAY: "away", State.SILENT: "no update yet"}
    text = words.get(entry.state) or _headline(entry, questions, keys) or f"nothing {period}"
    score = _value(entry, keys, QuestionRole.CONFIDENCE) if voice is Voice.TEAM else None
    return Line(entry.name, entry.state, text, entry.by, entry.late, score)


def _headline(entry: Entry, questions: Sequence[Question], keys: _Keys) -> str:
    """Return the one line: the headline, else the first of what moved, of what is next, or of any text."""
    roles = (QuestionRole.HEADLINE, QuestionRole.MOVED, QuestionRole.NEXT)
    by_role = (_text(entry, keys, role) for role in roles)
    any_text = (value for question in questions if isinstance(value := entry.values.get(question.key), str))
    return next((first for text in chain(by_role, any_text) for first in items(text)), "")


def _counts(entries: Sequence[Entry]) -> Counts:
    def count(state: State) -> int:
        return sum(entry.state is state for entry in entries)

    return Counts(
        total=len(entries),
        answered=count(State.ANSWERED),
        skipped=count(State.SKIPPED),
        away=count(State.AWAY),
        silent=count(State.SILENT),
        late=sum(entry.late for entry in entries if entry.state is State.ANSWERED),
    )


def _confidence(answered: Sequence[Entry], keys: _Keys, voice: Voice) -> tuple[Score, ...]:
    """Return what may be shown of the scores.

    With everyone as the voice: the mean of each team with three scores or more; where no team has them, the mean of
    all. Never both, since the difference would tell the scores of a few.
    """
    scores: dict[str, list[int]] = {}
    for entry in answered:
        score = _value(entry, keys, QuestionRole.CONFIDENCE)
        if score is not None:
            scores.setdefault(entry.name if voice is Voice.TEAM else entry.team, []).append(score)
    enough = 1 if voice is Voice.TEAM else SCORES_FOR_A_MEAN
    shown = {name: of for name, of in scores.items() if len(of) >= enough}
    everyone = [score for of in scores.values() for score in of]
    if not shown and len(everyone) >= enough:
        shown = {"": everyone}
    return tuple(Score(name, round(sum(of) / len(of), 1), len(of)) for name, of in shown.items())
