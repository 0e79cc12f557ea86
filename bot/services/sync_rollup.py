"""The facts of a round's roll-up, read in bulk: the cost does not grow by a query a person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.blocker import State as Waits
from bot.domain.decision import Decision
from bot.domain.question import Question, QuestionKind, from_json
from bot.domain.recurrence_words import period
from bot.domain.rollup import Addition, Blocked, Entry, State, roll_up
from bot.domain.rollup_details import details_of
from bot.domain.rollup_style import Style, by_question
from bot.domain.speaker import Voice
from bot.domain.sync_rollup import DetailsFacts, RollupFacts
from bot.errors import NotFound
from bot.services.blocker_read import SHOWN, shown_row
from bot.services.decision_read import told_in
from bot.services.home_team import home_team
from bot.services.reading import readers_of
from bot.services.sync_map import closed_since_last
from bot.services.sync_message import Part, details_groups, parts_of
from models import Addition as AdditionRow
from models import Answer, Blocker, Membership, Person, Prompt, Ritual, Round, Team

STATES = {
    "answered": State.ANSWERED,
    "skipped": State.SKIPPED,
    "absent": State.AWAY,
    "missed": State.SILENT,
    "pending": State.SILENT,
}
# Columns, not rows of the ORM, and put together once: a round may have thousands of answers.
_ANSWERS = (
    sa.select(Answer.prompt_id, Answer.late, Answer.values, Person.name)
    .join(Person, Person.id == Answer.person_id)
    .join(Prompt, Prompt.id == Answer.prompt_id)
)
_ADDITIONS = (
    sa.select(AdditionRow.prompt_id, Person.name, AdditionRow.text)
    .join(Person, Person.id == AdditionRow.person_id)
    .join(Prompt, Prompt.id == AdditionRow.prompt_id)
    .order_by(AdditionRow.id)
)
_BLOCKERS = SHOWN.join(
    Prompt, sa.and_(Prompt.workspace_id == Blocker.workspace_id, Prompt.id == Blocker.prompt_id)
).where(Prompt.round_id == sa.bindparam("round_id"))
_HOMES = (
    sa.select(Membership.person_id, Team.name)
    .join(Team, Team.id == Membership.team_id)
    .join(Prompt, Prompt.person_id == Membership.person_id)
    .where(Team.id == home_team(Membership.workspace_id, Membership.person_id))
)


async def rollup_facts(session: AsyncSession, round_id: int, today: date) -> RollupFacts:
    """Return the summary of a round, as it is `today`. Raises NotFound where the round is not in the workspace."""
    asked = await _asked(session, round_id)
    blocked = await _blocked(session, round_id, today)
    entries = await _entries(session, asked.parts, Prompt.round_id == round_id, blocked)
    names = await names_in(session, asked.questions, [entry.values for entry in entries])
    style = Style(asked.ritual.rollup_style)
    return RollupFacts(
        round=round_id,
        sync=asked.ritual.name,
        day=asked.round.local_date,
        closes_at=asked.round.closes_at,
        open=asked.round.state == "open",
        voice=asked.voice,
        summary=roll_up(
            entries,
            asked.questions,
            voice=asked.voice,
            names=names,
            pending=asked.round.state == "open",
            period=period(asked.ritual.rrule),
        ),
        readers=await readers_of(session, round_id),
        style=style,
        questions=by_question(entries, asked.questions, voice=asked.voice, names=names)
        if style is Style.QUESTION
        else (),
        closed=await closed_since_last(session, asked.round),
    )


async def details_facts(session: AsyncSession, round_id: int, group: int) -> DetailsFacts:
    """Return what one `group` of a round's parties said in full. Raises NotFound where the round is not there."""
    asked = await _asked(session, round_id)
    parts = details_groups(asked.parts)[group]
    entries = await _entries(session, parts, Prompt.id.in_([one.id for one in parts]))
    names = await names_in(session, asked.questions, [entry.values for entry in entries])
    details = details_of(entries, asked.questions, voice=asked.voice, names=names)
    return DetailsFacts(asked.ritual.name, tuple(details))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A round, and who was asked what in it."""

    ritual: Ritual
    round: Round
    parts: Sequence[Part]

    @property
    def voice(self) -> Voice:
        """As it was asked: the sync may have another voice by now."""
        return Voice.TEAM if any(part.team_id is not None for part in self.parts) else Voice.EVERYONE

    @property
    def questions(self) -> tuple[Question, ...]:
        return from_json(self.round.questions)


async def _asked(session: AsyncSession, round_id: int) -> _Asked:
    current = await session.get(Round, round_id)
    if current is None:
        raise NotFound("This round is not there any more.")
    ritual = await session.get_one(Ritual, current.ritual_id)
    return _Asked(ritual, current, await parts_of(session, round_id))


async def names_in(
    session: AsyncSession, questions: Sequence[Question], answers: Iterable[Mapping[str, Any]]
) -> dict[int | str, str]:
    """Return the names of teams (by id) and people (by Slack id) that `answers` point to."""
    teams: set[int] = set()
    people: set[str] = set()
    # Which questions point to somebody is asked once: there may be thousands of answers.
    of_teams = [question.key for question in questions if question.kind is QuestionKind.TEAMS]
    of_people = [question.key for question in questions if question.kind is QuestionKind.PEOPLE]
    for values in answers:
        for key in of_teams:
            teams.update(values.get(key) or ())
        for key in of_people:
            people.update(values.get(key) or ())
    names: dict[int | str, str] = {}
    if teams:
        found = await session.execute(sa.select(Team.id, Team.name).where(Team.id.in_(teams)))
        names |= {team_id: name for team_id, name in found}  # noqa: C416 (rows are not pairs to mypy)
    if people:
        known = await session.execute(sa.select(Person.slack_id, Person.name).where(Person.slack_id.in_(people)))
        names |= {slack_id: name for slack_id, name in known}  # noqa: C416
    return names


async def _entries(
    session: AsyncSession,
    parts: Sequence[Part],
    mine: sa.ColumnElement[bool],
    blocked: Mapping[int, Sequence[Blocked]] = MappingProxyType({}),
) -> list[Entry]:
    """Read what was written for `parts`, of which `mine` holds; `blocked`: what it waits for, by prompt."""
    answers = {prompt_id: answer for prompt_id, *answer in await session.execute(_ANSWERS.where(mine))}
    additions: dict[int, list[Addition]] = defaultdict(list)
    for prompt_id, name, text in await session.execute(_ADDITIONS.where(mine)):
        additions[prompt_id].append(Addition(name, text))
    told = await told_in(session, mine)
    homes = await _home_teams(session, mine) if any(part.person_id is not None for part in parts) else {}
    entries = [
        _entry(part, answers.get(part.id), additions.get(part.id, ()), told.get(part.id, ()), homes) for part in parts
    ]
    return (
        [replace(entry, blockers=tuple(blocked.get(part.id, ()))) for entry, part in zip(entries, parts, strict=True)]
        if blocked
        else entries
    )


async def _blocked(session: AsyncSession, round_id: int, today: date) -> Mapping[int, Sequence[Blocked]]:
    """Return what the answers of a round wait for, by prompt."""
    found: dict[int, list[Blocked]] = defaultdict(list)
    for row in await session.execute(_BLOCKERS, {"round_id": round_id}):
        one = shown_row(row)
        if one.state is not Waits.WITHDRAWN:
            status = "" if one.state is Waits.OPEN else one.status(today)
            blocked = Blocked(one.on, one.needs, one.by, status, one.age(today), live=one.live)
            found[row.Blocker.prompt_id].append(blocked)
    return found


def _entry(
    part: Part,
    answer: Sequence[Any] | None,
    additions: Sequence[Addition],
    decisions: Sequence[Decision],
    homes: Mapping[int, str],
) -> Entry:
    late, values, author = answer or (False, {}, "")
    return Entry(
        name=part.name,
        state=STATES[part.state],
        values=values if part.state == "answered" else {},
        by=author if part.team_id is not None else "",
        team=homes.get(part.person_id or 0, ""),
        late=late,
        additions=tuple(additions),
        # Under the name that the round has for its parties.
        decisions=tuple(replace(one, name=part.name) for one in decisions),
    )


async def _home_teams(session: AsyncSession, mine: sa.ColumnElement[bool]) -> dict[int, str]:
    rows = await session.execute(_HOMES.where(mine))
    return {person_id: name for person_id, name in rows}  # noqa: C416 (rows are not pairs to mypy)
