"""What was said in a round in full, for the thread below its summary."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.domain.question import Question, QuestionKind, QuestionRole, with_role
from bot.domain.rollup_types import Detail, Entry, Said, State
from bot.domain.speaker import Voice

TEAM_GONE, PERSON_GONE = "a team that is gone", "somebody who left"


def details_of(
    entries: Iterable[Entry], questions: Sequence[Question], *, voice: Voice, names: Mapping[int | str, str]
) -> Iterator[Detail]:
    """Yield in full what each of `entries` said, in their order; who said nothing is left out.

    `questions` and `names` are those of `roll_up`.
    """
    for entry in entries:
        detail = _detail(entry, questions, voice, names)
        if detail.said or detail.additions:
            yield detail


def said_to(
    questions: Sequence[Question], values: Mapping[str, Any], *, voice: Voice, names: Mapping[int | str, str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return (question, lines) for each question that was answered, in their order; items say whether they are done.

    Where everyone answers, a score is its author's own: it is left out.
    """
    found = []
    for question in questions:
        if voice is Voice.EVERYONE and question.kind is QuestionKind.SCALE:
            continue
        one = _said(question, values.get(question.key), names)
        done = tuple(f"Done: {line}" for line in one.lines) if question.kind is QuestionKind.CHECKLIST else one.lines
        lines = (*done, *(f"Still open: {line}" for line in one.left_open))
        if lines:
            found.append((question.text, lines))
    return tuple(found)


def named(value: Any, names: Mapping[int | str, str]) -> list[str]:
    """Return the names of the teams (by id) or people (by Slack id) in an answer, each once."""
    known = [names.get(one, TEAM_GONE if isinstance(one, int) else PERSON_GONE) for one in value or ()]
    return list(dict.fromkeys(known))


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
        stuck = value.get("stuck", ())
        lines = tuple(value["done"])
        left_open = tuple(f"{text} (stuck)" if text in stuck else text for text in value["open"])
    elif question.kind in {QuestionKind.TEAMS, QuestionKind.PEOPLE}:
        lines = tuple(named(value, names))
    elif question.kind is QuestionKind.SCALE:
        lines = (f"{value} of 5",)
    elif isinstance(value, list):
        lines = tuple(value)
    else:
        lines = tuple(str(value).splitlines())
    return Said(question.text, question.kind, lines, left_open)
