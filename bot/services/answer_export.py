"""Reads the answers of a workspace page by page, each with the questions as its own round worded them."""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.domain.answer_export import ExportedAddition, ExportedAnswer, Wanted
from bot.domain.matching import did_you_mean
from bot.domain.question import from_json
from bot.domain.rollup_details import said_to
from bot.domain.speaker import Voice
from bot.domain.words import short
from bot.errors import NotFound
from bot.services.sync_rollup import names_in
from models import Addition, Answer, Membership, Person, Prompt, Ritual, Round

PAGE = 200
"""Answers read at a time: however many there are, no more are in memory."""

_ROWS = (
    sa.select(Ritual.name, Ritual.voice, Round, Prompt.id, Prompt.name, Person.name, Answer)
    .select_from(Answer)
    .join(Prompt, Prompt.id == Answer.prompt_id)
    .join(Round, Round.id == Prompt.round_id)
    .join(Ritual, Ritual.id == Round.ritual_id)
    .join(Person, Person.id == Answer.person_id)
    .order_by(Round.local_date, Round.id, Answer.id)
    .limit(PAGE)
)
_ADDITIONS = (
    sa.select(Addition.prompt_id, Person.name, Addition.text)
    .join(Person, Person.id == Addition.person_id)
    .order_by(Addition.id)
)


@dataclass(frozen=True, slots=True)
class Page:
    """Where the last page ended: the date and id of its last round, and the id of its last answer."""

    day: date
    round_id: int
    answer_id: int


async def exported(
    database: Database, workspace_id: str, wanted: Wanted, *, teams: Collection[int] | None = None
) -> AsyncIterator[ExportedAnswer]:
    """Yield answers in the order of their rounds; with `teams` only of these, and of the people at home in them.

    A score that is asked of everyone is its author's own, and left out. Raises NotFound for a sync that is not there.
    """
    async with database.reading(workspace_id) as session:
        chosen = await _conditions(session, wanted, teams)
    last: Page | None = None
    while True:
        async with database.reading(workspace_id) as session:
            rows = (await session.execute(_ROWS.where(*chosen, *_after(last)))).all()
            found = await _answers(session, rows)
        for one in found:
            yield one
        if len(rows) < PAGE:
            return
        *_, current, _, _, _, answer = rows[-1]
        last = Page(current.local_date, current.id, answer.id)


async def _conditions(
    session: AsyncSession, wanted: Wanted, teams: Collection[int] | None
) -> list[sa.ColumnElement[bool]]:
    chosen: list[sa.ColumnElement[bool]] = []
    if wanted.since:
        chosen.append(Round.local_date >= wanted.since)
    if wanted.until:
        chosen.append(Round.local_date <= wanted.until)
    if wanted.sync:
        chosen.append(Round.ritual_id.in_(await _named(session, wanted.sync)))
    if wanted.ritual_id is not None:
        chosen.append(Round.ritual_id == wanted.ritual_id)
    if wanted.person_id is not None:
        chosen.append(Answer.person_id == wanted.person_id)
    if teams is not None:
        home = sa.select(Membership.person_id).where(Membership.team_id.in_(teams), Membership.is_home.is_(True))
        chosen.append(sa.or_(Prompt.team_id.in_(teams), Prompt.person_id.in_(home)))
    return chosen


async def _named(session: AsyncSession, name: str) -> list[int]:
    """Return the ids of the syncs with this name: one that runs, and those that were deleted before it."""
    known = (await session.execute(sa.select(Ritual.id, Ritual.name).where(Ritual.kind == "sync"))).all()
    found = [ritual_id for ritual_id, one in known if one.casefold() == name.strip().casefold()]
    if not found:
        guess = did_you_mean(name, sorted({one for _, one in known}))
        hint = f" Did you mean “{guess}”?" if guess else " `drumbeat export` lists what there is."
        raise NotFound(f"There is no sync “{short(name)}”.{hint}")
    return found


def _after(last: Page | None) -> list[sa.ColumnElement[bool]]:
    if last is None:
        return []
    place = sa.tuple_(Round.local_date, Round.id, Answer.id)
    return [place > sa.tuple_(sa.literal(last.day), sa.literal(last.round_id), sa.literal(last.answer_id))]


async def _answers(session: AsyncSession, rows: Sequence[Any]) -> list[ExportedAnswer]:
    additions: dict[int, list[ExportedAddition]] = defaultdict(list)
    of_page = _ADDITIONS.where(Addition.prompt_id.in_([row[3] for row in rows]))
    for prompt_id, who, text in await session.execute(of_page):
        additions[prompt_id].append(ExportedAddition(who, text))
    asked = {current.id: from_json(current.questions) for _, _, current, *_ in rows}
    questions = [question for of_round in asked.values() for question in of_round]
    names = await names_in(session, questions, [row[-1].values for row in rows])
    return [
        ExportedAnswer(
            sync=sync,
            day=current.local_date,
            party=party,
            who=who,
            late=answer.late,
            said=said_to(asked[current.id], answer.values, voice=Voice(voice), names=names),
            additions=tuple(additions[prompt_id]),
        )
        for sync, voice, current, prompt_id, party, who, answer in rows
    ]
