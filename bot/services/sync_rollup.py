"""The facts of a round's roll-up, read in bulk: the cost does not grow by a query a person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.question import Question, QuestionKind, from_json
from bot.domain.recurrence_words import period
from bot.domain.rollup import Addition, Entry, State, roll_up
from bot.domain.speaker import Voice
from bot.domain.sync_rollup import RollupFacts
from bot.errors import NotFound
from bot.services.sync_message import Part, details_groups, parts_of
from models import Addition as AdditionRow
from models import Answer, Membership, Person, Prompt, Ritual, Round, Team

STATES = {
    "answered": State.ANSWERED,
    "skipped": State.SKIPPED,
    "absent": State.AWAY,
    "missed": State.SILENT,
    "pending": State.SILENT,
}
# Columns, not rows of the ORM, and put together once: a round may have thousands of answers.
_ANSWERS = (
    sa.select(Answer.prompt_id, Answer.late, Answer.values.label("values_"), Person.name.label("author"))
    .join(Person, Person.id == Answer.person_id)
    .join(Prompt, Prompt.id == Answer.prompt_id)
)
_ADDITIONS = (
    sa.select(AdditionRow.prompt_id, Person.name, AdditionRow.text)
    .join(Person, Person.id == AdditionRow.person_id)
    .join(Prompt, Prompt.id == AdditionRow.prompt_id)
    .order_by(AdditionRow.id)
)
_HOMES = (
    sa.select(Membership.person_id, Team.name)
    .join(Team, Team.id == Membership.team_id)
    .join(Prompt, Prompt.person_id == Membership.person_id)
    .where(Membership.is_home)
)


async def rollup_facts(session: AsyncSession, round_id: int, *, group: int | None = None) -> RollupFacts:
    """Return the summary of a round, or in full what one `group` of its parties said, for a message of the thread.

    Raises NotFound where the round is not in the workspace.
    """
    current = await session.get(Round, round_id)
    if current is None:
        raise NotFound("This round is not there any more.")
    ritual = await session.get_one(Ritual, current.ritual_id)
    prompts = await parts_of(session, round_id)
    groups = details_groups(prompts)
    shown = prompts if group is None else list(groups[group])
    questions = from_json(current.questions)
    mine = Prompt.id.in_([one.id for one in shown]) if group is not None else Prompt.round_id == round_id
    entries = await _entries(session, shown, mine)
    # As it was asked: the sync may have another voice by now.
    voice = Voice.TEAM if any(prompt.team_id is not None for prompt in prompts) else Voice.EVERYONE
    summary = roll_up(
        entries,
        questions,
        voice=voice,
        names=await names_in(session, questions, [entry.values for entry in entries]),
        pending=current.state == "open",
        period=period(ritual.rrule),
        in_full=group is not None,
    )
    return RollupFacts(
        sync=ritual.name,
        day=current.local_date,
        closes_at=current.closes_at,
        open=current.state == "open",
        voice=voice,
        summary=summary,
        groups=tuple(tuple(prompt.name for prompt in one) for one in groups),
    )


async def names_in(
    session: AsyncSession, questions: Sequence[Question], answers: Iterable[Mapping[str, Any]]
) -> dict[int | str, str]:
    """Return the names of teams (by id) and people (by Slack id) that `answers` point to."""
    teams: set[int] = set()
    people: set[str] = set()
    for values in answers:
        for question in questions:
            if question.kind is QuestionKind.TEAMS:
                teams.update(values.get(question.key) or ())
            elif question.kind is QuestionKind.PEOPLE:
                people.update(values.get(question.key) or ())
    names: dict[int | str, str] = {}
    if teams:
        found = await session.execute(sa.select(Team.id, Team.name).where(Team.id.in_(teams)))
        names |= {team_id: name for team_id, name in found}  # noqa: C416 (rows are not pairs to mypy)
    if people:
        known = await session.execute(sa.select(Person.slack_id, Person.name).where(Person.slack_id.in_(people)))
        names |= {slack_id: name for slack_id, name in known}  # noqa: C416
    return names


async def _entries(session: AsyncSession, parts: Sequence[Part], mine: sa.ColumnElement[bool]) -> list[Entry]:
    """Read what was written for `parts`, of which `mine` holds."""
    answers = {row.prompt_id: row for row in await session.execute(_ANSWERS.where(mine))}
    additions: dict[int, list[Addition]] = defaultdict(list)
    for prompt_id, name, text in await session.execute(_ADDITIONS.where(mine)):
        additions[prompt_id].append(Addition(name, text))
    homes = await _home_teams(session, mine) if any(part.person_id is not None for part in parts) else {}
    return [_entry(part, answers.get(part.id), additions.get(part.id, ()), homes) for part in parts]


def _entry(part: Part, answered: sa.Row[Any] | None, additions: Sequence[Addition], homes: Mapping[int, str]) -> Entry:
    return Entry(
        name=part.name,
        state=STATES[part.state],
        values=answered.values_ if answered and part.state == "answered" else {},
        by=answered.author if answered and part.team_id is not None else "",
        team=homes.get(part.person_id or 0, ""),
        late=answered.late if answered else False,
        additions=tuple(additions),
    )


async def _home_teams(session: AsyncSession, mine: sa.ColumnElement[bool]) -> dict[int, str]:
    rows = await session.execute(_HOMES.where(mine))
    return {person_id: name for person_id, name in rows}  # noqa: C416 (rows are not pairs to mypy)
