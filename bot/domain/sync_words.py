"""An answer to a sync as lines to read back to its author and their team."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.question import Question, QuestionRole, with_role
from bot.domain.rollup import Entry, State, roll_up
from bot.domain.rollup_details import details_of
from bot.domain.speaker import Voice
from bot.domain.words import listing


def waiting_line(questions: Sequence[Question], values: Mapping[str, Any], names: Mapping[int | str, str]) -> str:
    """Return "Waiting on Platform: staging keys", "Stuck: …" where nobody is named; "" for who waits for nothing."""
    waits = roll_up([Entry("", State.ANSWERED, values)], questions, voice=Voice.TEAM, names=names).waits
    if not waits:
        return ""
    on = listing(wait.on for wait in waits if wait.on)
    start = f"Waiting on {on}" if on else "Stuck"
    needs = waits[0].waiting[0].needs
    return f"{start}: {needs}" if needs else start


def said_lines(
    questions: Sequence[Question], values: Mapping[str, Any], names: Mapping[int | str, str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return (question, lines) for every question that was answered, in the questions' own wording.

    The one line for the summary comes last: the summary shows it beside the details, its author reads it here.
    `names` are those of teams by id and of people by Slack id. Items of a check list say whether they are done.
    """
    entry = Entry("", State.ANSWERED, values)
    said = []
    for one in (one for detail in details_of([entry], questions, voice=Voice.TEAM, names=names) for one in detail.said):
        lines = [f"Done: {line}" for line in one.lines] if one.left_open else list(one.lines)
        said.append((one.question, (*lines, *(f"Still open: {line}" for line in one.left_open))))
    headline = with_role(questions, QuestionRole.HEADLINE)
    if headline and values.get(headline.key) and headline.text not in {asked for asked, _ in said}:
        said.append((headline.text, (str(values[headline.key]),)))
    return tuple(said)
