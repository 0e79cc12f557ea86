"""A high score looked at once more, before an update is sent: what speaks against it is shown to its author alone."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.blocker import LIMIT, State
from bot.domain.blocker_shown import Blocker as Shown
from bot.domain.confidence import HIGH, doubts_of, score_of
from bot.domain.plan import item_key
from bot.domain.question import QuestionRole, value_of
from bot.domain.sync_form import Beside
from bot.errors import UserError
from bot.services.blocker_limit import BLOCKER_LIMIT
from bot.services.sync_opening import plan_items
from bot.services.sync_standing import Standing
from models import Blocker


class SecondLook(UserError):
    """Something speaks against the score that was chosen, and its author has not seen it in this round."""


async def looked_at(
    session: AsyncSession,
    standing: Standing,
    values: Mapping[str, Any],
    waiting: Iterable[Blocker],
    beside: Beside,
    today: date,
) -> list[str]:
    """Return the keys of all that its author has been shown against their scores in this round, this time included.

    `waiting` are the party's blockers. Decided by what was read for the answer anyway. Raises SecondLook where there is
    something new to show first.
    """
    before = list(standing.answer.asked_about) if standing.answer is not None else []
    if not beside.kept and score_of(value_of(QuestionRole.CONFIDENCE, standing.questions, values)) not in HIGH:
        return before
    ticks = value_of(QuestionRole.PLAN, standing.questions, values) or {}
    # Whoever has looked at it has seen it, whatever they made of it: another score, or a mark.
    settled = ticks.get("done", []) if beside.kept else [*ticks.get("done", ()), *ticks.get("stuck", ())]
    earlier = [one for one in waiting if one.round_id != standing.round.id and one.id not in beside.came]
    limit = await BLOCKER_LIMIT.of(session, standing.prompt.workspace_id) if earlier else LIMIT
    found = doubts_of(
        plan_items(standing.prompt.plan),
        [_shown(one, limit) for one in earlier],
        today,
        settled=[item_key(text) for text in settled],
        asked=before,
    )
    if found and not beside.kept:
        raise SecondLook("Something speaks against this score; please have a second look.")
    return before + [one.key for one in found]


def _shown(one: Blocker, limit: int) -> Shown:
    return Shown(one.id, "", "", one.needs, one.since, state=State(one.state), due_on=one.due_on, limit=limit)
