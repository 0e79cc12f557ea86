"""A round summed up, in the order in which it is read: decisions, who waits on whom, one line each, details.

Names and texts are passed through as they were given; quoting and escaping is the view's. What is kept back here is
kept back from everybody: with everyone as the voice, who was silent, away or had nothing new is only counted, nobody's
own score is shown, and a mean only from three scores up.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from bot.domain.plan import items
from bot.domain.question import Question, QuestionKind, QuestionRole, value_of, with_role
from bot.domain.rollup_types import (
    Addition,
    Counts,
    Decision,
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
    "roll_up",
]

SCORES_FOR_A_MEAN = 3
TEAM_GONE, PERSON_GONE = "a team that is gone", "somebody who left"
_WAITS = (QuestionRole.WAITING_ON, QuestionRole.WAITING_FOR)


def roll_up(
    entries: Sequence[Entry],
    questions: Sequence[Question],
    *,
    voice: Voice,
    names: Mapping[int | str, str],
    pending: bool = False,
    period: str = "this week",
    in_full: bool = True,
) -> RollUp:
    """Sum a round up.

    `entries`: all who take part, in the order in which they are shown. `questions`: as the round worded them. `names`:
    of teams by id and of people by Slack id, for those waited on. `period`: what a round is about ("today").
    `in_full`: with the details of each, which the first message of a summary does not show.
    """
    answered = [entry for entry in entries if entry.state is State.ANSWERED]
    decisions = tuple(
        Decision(entry.name, text, entry.by)
        for entry in answered
        if (text := _text(entry, questions, QuestionRole.DECISION))
    )
    waiting = [(entry, on) for entry in answered if (on := _waits_of(entry, questions, names))]
    waits = _waits(waiting, questions)
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
                decisions=len(decisions),
                stuck=len(waiting),
                waits={wait.on: len(wait.waiting) for wait in waits},
                asks_waits=any(with_role(questions, role) for role in _WAITS),
                asks_decision=with_role(questions, QuestionRole.DECISION) is not None,
                pending=pending,
                period=period,
            )
        ),
        decisions=decisions,
        waits=waits,
        lines=tuple(_line(entry, questions, voice, period) for entry in shown),
        details=tuple(
            detail
            for detail in (_detail(entry, questions, voice, names) for entry in (entries if in_full else ()))
            if detail.said or detail.additions
        ),
        counts=counts,
        confidence=_confidence(answered, questions, voice),
        quiet=not answered and not any(entry.additions for entry in entries),
        pending=pending,
    )


def _text(entry: Entry, questions: Sequence[Question], role: QuestionRole) -> str:
    """Return what was written for a role; "" also for words that only say "no"."""
    text = str(value_of(role, questions, entry.values) or "").strip()
    return "" if says_nothing(text) else text


def _named(value: Any, names: Mapping[int | str, str]) -> list[str]:
    """Return the names of the teams or people in an answer, each once."""
    known = [names.get(one, TEAM_GONE if isinstance(one, int) else PERSON_GONE) for one in value or ()]
    return list(dict.fromkeys(known))


def _waits(entries: Iterable[tuple[Entry, Sequence[str]]], questions: Sequence[Question]) -> tuple[Wait, ...]:
    """Group entries, each with the names that it waits on, by those names; the one most waited on first."""
    groups: dict[str, list[Waiting]] = {}
    for entry, on in entries:
        needs = _text(entry, questions, QuestionRole.WAITING_FOR)
        for name in on:
            groups.setdefault(name, []).append(Waiting(entry.name, needs, entry.by))
    ordered = sorted(groups.items(), key=lambda group: (group[0] == "", -len(group[1])))
    return tuple(Wait(on, tuple(waiting)) for on, waiting in ordered)


def _waits_of(entry: Entry, questions: Sequence[Question], names: Mapping[int | str, str]) -> list[str]:
    """Return the names that an entry waits on; [""] where it only says what it needs, from whom it does not."""
    on = _named(value_of(QuestionRole.WAITING_ON, questions, entry.values), names)
    return on or ([""] if _text(entry, questions, QuestionRole.WAITING_FOR) else [])


def _line(entry: Entry, questions: Sequence[Question], voice: Voice, period: str) -> Line:
    words = {State.SKIPPED: f"nothing {period}", State.AWAY: "away", State.SILENT: "no update yet"}
    text = words.get(entry.state) or _headline(entry, questions) or f"nothing {period}"
    score = value_of(QuestionRole.CONFIDENCE, questions, entry.values) if voice is Voice.TEAM else None
    return Line(entry.name, entry.state, text, entry.by, entry.late, score)


def _headline(entry: Entry, questions: Sequence[Question]) -> str:
    """Return the one line: the headline, else the first of what moved, of what is next, or of any text."""
    roles = (QuestionRole.HEADLINE, QuestionRole.MOVED, QuestionRole.NEXT)
    by_role = (_text(entry, questions, role) for role in roles)
    any_text = (value for question in questions if isinstance(value := entry.values.get(question.key), str))
    return next((first for text in chain(by_role, any_text) for first in items(text)), "")


def _detail(entry: Entry, questions: Sequence[Question], voice: Voice, names: Mapping[int | str, str]) -> Detail:
    said = []
    for question in questions:
        value = entry.values.get(question.key)
        private = voice is Voice.EVERYONE and question.kind is QuestionKind.SCALE
        if entry.state is State.ANSWERED and not private and question.role is not QuestionRole.HEADLINE:
            one = _said(question, value, names)
            if one.lines or one.left_open:
                said.append(one)
    headline = with_role(questions, QuestionRole.HEADLINE)
    if headline and not said and entry.state is State.ANSWERED and entry.values.get(headline.key):
        # Nothing but the one line, such as "All as planned" without a plan: it says more than a name alone.
        said.append(_said(headline, entry.values[headline.key], names))
    return Detail(entry.name, entry.by, entry.late, tuple(said), entry.additions)


def _said(question: Question, value: Any, names: Mapping[int | str, str]) -> Said:
    left_open: tuple[str, ...] = ()
    if value is None:
        lines: tuple[str, ...] = ()
    elif question.kind is QuestionKind.CHECKLIST:
        lines, left_open = tuple(value["done"]), tuple(value["open"])
    elif question.kind in {QuestionKind.TEAMS, QuestionKind.PEOPLE}:
        lines = tuple(_named(value, names))
    elif question.kind is QuestionKind.SCALE:
        lines = (f"{value} of 5",)
    elif isinstance(value, list):
        lines = tuple(value)
    else:
        lines = tuple(str(value).splitlines())
    return Said(question.text, question.kind, lines, left_open)


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


def _confidence(answered: Sequence[Entry], questions: Sequence[Question], voice: Voice) -> tuple[Score, ...]:
    """Return what may be shown of the scores.

    With everyone as the voice: the mean of each team with three scores or more; where no team has them, the mean of
    all. Never both, since the difference would tell the scores of a few.
    """
    scores: dict[str, list[int]] = {}
    for entry in answered:
        score = value_of(QuestionRole.CONFIDENCE, questions, entry.values)
        if score is not None:
            scores.setdefault(entry.name if voice is Voice.TEAM else entry.team, []).append(score)
    enough = 1 if voice is Voice.TEAM else SCORES_FOR_A_MEAN
    shown = {name: of for name, of in scores.items() if len(of) >= enough}
    everyone = [score for of in scores.values() for score in of]
    if not shown and len(everyone) >= enough:
        shown = {"": everyone}
    return tuple(Score(name, round(sum(of) / len(of), 1), len(of)) for name, of in shown.items())
