"""An answer to a sync as lines to read back to its author."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.question import Question, QuestionRole, with_role
from bot.domain.rollup import Entry, State, roll_up
from bot.domain.speaker import Voice


def said_lines(
    questions: Sequence[Question], values: Mapping[str, Any], names: Mapping[int | str, str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return (question, lines) for every question that was answered, in the questions' own wording.

    The one line for the summary comes last: the summary shows it beside the details, its author reads it here.
    `names` are those of teams by id and of people by Slack id. Items of a check list say whether they are done.
    """
    entry = Entry("", State.ANSWERED, values)
    details = roll_up([entry], questions, voice=Voice.TEAM, names=names).details
    said = []
    for one in details[0].said if details else ():
        lines = [f"Done: {line}" for line in one.lines] if one.left_open else list(one.lines)
        said.append((one.question, (*lines, *(f"Still open: {line}" for line in one.left_open))))
    headline = with_role(questions, QuestionRole.HEADLINE)
    if headline and values.get(headline.key) and headline.text not in {asked for asked, _ in said}:
        said.append((headline.text, (str(values[headline.key]),)))
    return tuple(said)
