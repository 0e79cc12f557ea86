"""Finds by words what is over: blockers that are closed, actions that are done or were dropped."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import BY_ID, IDS
from bot.domain.action import Action
from bot.domain.blocker import LIVE
from bot.domain.matching import Candidate, rank
from bot.domain.search import FoundAction, FoundBlocker
from bot.services.action_list import visible as may_see_action
from bot.services.action_read import IS_LIVE
from bot.services.action_read import SHOWN as ACTIONS
from bot.services.action_read import shown as shown_action
from bot.services.blocker_list import visible as may_see_blocker
from bot.services.blocker_read import SHOWN as BLOCKERS
from bot.services.blocker_read import shown_row
from bot.services.search_index import Index
from models import Action as ActionRow
from models import Blocker, Person

_BLOCKERS, _ACTIONS = Index(Blocker), Index(ActionRow)

_CLOSED = (
    BLOCKERS.where(Blocker.id.in_(IDS), Blocker.state.not_in(sorted(LIVE)), Blocker.merged_into_id.is_(None))
    .with_hint(Blocker, BY_ID, "sqlite")
    .order_by(None)
    .order_by(Blocker.closed_at.desc(), Blocker.id.desc())
)
_SETTLED = (
    ACTIONS.where(ActionRow.id.in_(IDS), sa.not_(IS_LIVE))
    .with_hint(ActionRow, BY_ID, "sqlite")
    .order_by(ActionRow.settled_at.desc(), ActionRow.id.desc())
)


async def closed_blockers(
    session: AsyncSession, reader: Person, teams: Mapping[int, bool], words: str
) -> list[FoundBlocker]:
    """Return the closed blockers with these words that somebody of `teams` may see, the best first, then the newest."""
    ids = await _BLOCKERS.of_words(session, words, reader.workspace_id)
    if not ids:
        return []
    rows = await session.execute(_CLOSED.where(may_see_blocker(reader, teams)), {"ids": list(ids)})
    found = {}
    for row in rows:
        one, closed_at = shown_row(row), row.Blocker.closed_at
        day = closed_at.astimezone(ZoneInfo(reader.zone)).date() if closed_at else None
        found[str(one.id)] = FoundBlocker(one.needs or one.party, one.party, one.on, one.status(date.min), True, day)
    candidates = [Candidate(key, one.name, (one.party, one.on, "blocker")) for key, one in found.items()]
    return [found[one.key] for one in rank(words, candidates)]


async def settled_actions(
    session: AsyncSession, reader: Person, teams: Mapping[int, bool], words: str
) -> list[FoundAction]:
    """Return the actions with these words that are done or were dropped, as far as somebody of `teams` may see them.

    The best come first, then the newest.
    """
    ids = await _ACTIONS.of_words(session, words, reader.workspace_id)
    if not ids:
        return []
    rows = await session.execute(_SETTLED.where(may_see_action(reader, teams)), {"ids": list(ids)})
    settled = {str(one.id): one for one in map(shown_action, rows)}
    candidates = [
        Candidate(key, one.text, (one.effect, one.reason, one.owner, one.team, one.theme, one.origin, one.noun))
        for key, one in settled.items()
    ]
    return [_settled(settled[one.key]) for one in rank(words, candidates)]


def _settled(one: Action) -> FoundAction:
    by = one.settler or one.owner
    return FoundAction(one.text, by, one.team, one.settled_on, str(one.state), one.effect or one.reason)
