"""Open actions, as far as somebody may see them: their own, what they gave to others, their teams', for the PMO all."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.action import Action as Shown
from bot.domain.action import ActionState
from bot.domain.action_list import DONE, MINE, TEAM, ActionList, ActionRow
from bot.domain.matching import Candidate, rank
from bot.services.action_new import local_date
from bot.services.action_read import IS_LIVE, SHOWN, shown
from bot.services.blocker_list import teams_of
from bot.services.playbook_made import pages_of_actions
from bot.services.role import acting
from models import Action, Person, RetroTeam, Team

ON_A_PAGE = 10
"""Actions of a message: two blocks each, and a heading for each team, of the fifty that Slack takes."""

MOST = 1000
"""Actions that are ranked or counted, those due first."""

ORDER = (Team.name.is_(None), Team.name, Action.due_on.is_(None), Action.due_on, Action.id)
"""By team, those of none last; then the day."""

NEWEST = (Action.settled_at.desc(), Action.id.desc())
"""What was done last first."""


class ActionLists:
    """Lists open actions."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Read `database`."""
        self._database, self._clock = database, clock

    async def facts(self, workspace_id: str, slack_id: str, words: str = "", *, first: int = 0) -> ActionList:
        """Return a page of the actions that `slack_id` may see: all, `MINE`, `TEAM`, `DONE`, or what `words` are about.

        Raises NotFound, NotAllowed.
        """
        async with self._database.reading(workspace_id) as session:
            reader = await acting(session, slack_id)
            teams = await teams_of(session, reader)
            rows = await rows_for(session, reader, teams, words)
            page = rows[first : first + ON_A_PAGE]
            listing = [listed(reader, teams, row) for row in page]
            made = await pages_of_actions(session, reader, [row.Action for row in page])
        today = local_date(reader, self._clock.now())
        return ActionList(
            rows=tuple(replace(one, action=replace(one.action, page=made.get(one.action.id))) for one in listing),
            first=first,
            more=max(len(rows) - first - len(page), 0),
            words=words,
            today=today,
            total=len(rows),
            late=sum(shown(row).is_late(today) for row in rows),
        )


async def rows_for(
    session: AsyncSession, reader: Person, teams: Mapping[int, bool], words: str, *, only_words: bool = False
) -> list[Any]:
    """Return the open actions that somebody may see, as rows of `SHOWN`; `only_words`: `MINE` is a word like others."""
    narrow = "" if only_words else words
    order = NEWEST if narrow.casefold() == DONE else ORDER
    rows = list(await session.execute(statement(reader, teams, narrow).order_by(*order).limit(MOST)))
    return about(words, rows) if only_words or is_sought(words) else rows


def statement(reader: Person, teams: Mapping[int, bool], words: str = "") -> sa.Select[*tuple[Any, ...]]:
    """Return the statement for the open actions that somebody may see, in no order; `MINE` and `TEAM` narrow it.

    For `DONE` it is those that are done.
    """
    if words.casefold() == DONE:
        return SHOWN.where(Action.state == ActionState.DONE, visible(reader, teams))
    rows: sa.Select[*tuple[Any, ...]] = SHOWN.where(IS_LIVE, visible(reader, teams))
    if words.casefold() == MINE:
        return rows.where(Action.owner_id == reader.id)
    return rows.where(Action.team_id.in_(teams)) if words.casefold() == TEAM else rows


def is_sought(words: str) -> bool:
    """Tell whether these are words to look for."""
    return words.casefold() not in {"", MINE, TEAM, DONE}


def about(words: str, rows: Collection[Any]) -> list[Any]:
    """Return the rows that words are about, the best first."""
    by_key = {str(row.Action.id): row for row in rows}
    return [by_key[one.key] for one in rank(words, [_candidate(shown(row)) for row in rows])]


def visible(reader: Person, teams: Collection[int]) -> sa.ColumnElement[bool]:
    """Return the condition that somebody may see an action."""
    if reader.acts_as_pmo:
        return sa.true()
    retros = sa.select(RetroTeam.retro_id).where(RetroTeam.team_id.in_(teams))
    people = (Action.owner_id, Action.raised_by_id, Action.given_by_id, Action.helped_by_id)
    return sa.or_(*(one == reader.id for one in people), Action.team_id.in_(teams), Action.retro_id.in_(retros))


def listed(reader: Person, teams: Mapping[int, bool], row: Any) -> ActionRow:
    """Return a row of `SHOWN` with what its reader may do about it."""
    one: Action = row.Action
    people = {one.owner_id, one.raised_by_id, one.given_by_id}
    acts = reader.acts_as_pmo or reader.id in people or teams.get(one.team_id or 0, False)
    return ActionRow(shown(row), own=one.owner_id == reader.id, acts=acts)


def _candidate(one: Shown) -> Candidate:
    return Candidate(str(one.id), one.text, (one.owner, one.team, one.theme, one.origin, one.noun))
