"""What a prompt's message says: the facts of one turn, as its reader sees them."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.question import from_json
from bot.domain.recurrence_words import describe, period
from bot.domain.rollup import Addition
from bot.domain.sync_prompt import PromptFacts
from bot.domain.sync_words import said_lines
from bot.errors import NotFound
from bot.services.sync_opening import plan_items
from bot.services.sync_rollup import names_in
from models import Addition as AdditionRow
from models import Answer, Channel, Person, Prompt, Ritual, Round, Team, Turn

_OWNER, _AUTHOR = aliased(Person), aliased(Person)
_EARLIER, _BEFORE = aliased(Turn), aliased(Person)
_ASKED_FIRST = (
    sa.select(_BEFORE.name)
    .join(_EARLIER, _EARLIER.person_id == _BEFORE.id)
    .where(_EARLIER.prompt_id == Turn.prompt_id, _EARLIER.id < Turn.id)
    .order_by(_EARLIER.id)
    .limit(1)
    .scalar_subquery()
)

# Put together once: this is read for every message, and putting it together takes longer than reading.
_TURN = (
    sa.select(Turn, Prompt, Round, Ritual, Person, _OWNER, Team, Channel, Answer, _AUTHOR, _ASKED_FIRST)
    .join(Prompt, Prompt.id == Turn.prompt_id)
    .join(Round, Round.id == Turn.round_id)
    .join(Ritual, Ritual.id == Round.ritual_id)
    .join(Person, Person.id == Turn.person_id)
    .join(_OWNER, _OWNER.id == Ritual.owner_id)
    .outerjoin(Team, Team.id == Prompt.team_id)
    .outerjoin(Channel, sa.and_(Channel.workspace_id == Turn.workspace_id, Channel.slack_id == Ritual.channel_id))
    .outerjoin(Answer, Answer.prompt_id == Prompt.id)
    .outerjoin(_AUTHOR, _AUTHOR.id == Answer.person_id)
    .where(Turn.id == sa.bindparam("turn_id"))
)
_ADDITIONS = (
    sa.select(Person.name, AdditionRow.text)
    .join(Person, Person.id == AdditionRow.person_id)
    .where(AdditionRow.prompt_id == sa.bindparam("prompt_id"))
    .order_by(AdditionRow.id)
)


async def prompt_facts(session: AsyncSession, turn_id: int, now: datetime) -> PromptFacts:
    """Return the facts of a turn with two short reads. Raises NotFound where there is no such turn in the workspace."""
    row = (await session.execute(_TURN, {"turn_id": turn_id})).one_or_none()
    if row is None:
        raise NotFound("This update is not there any more. Nothing was stored.")
    turn, prompt, current, ritual, reader, owned_by, team, channel, answer, answered_by, before = row
    zone = ZoneInfo(ritual.zone) if ritual.zone else None
    facts = PromptFacts(
        turn=turn.id,
        prompt=prompt.id,
        sync=ritual.name,
        rhythm=describe(ritual.rrule, ritual.local_time, zone),
        period=period(ritual.rrule),
        channel=f"#{channel.name}" if channel else "its channel",
        owner=owned_by.name,
        reader=reader.name,
        zone=reader.zone,
        now=now,
        closes_at=current.closes_at,
        team=team.name if team else "",
        state=prompt.state,
        closed=current.state != "open" or now >= current.closes_at,
        deleted=ritual.state == "deleted",
        first_contact=turn.first_contact,
        after=before or "",
        plan=tuple(plan_items(prompt)),
    )
    if answer is None:
        return facts
    questions = from_json(current.questions)
    added = await session.execute(_ADDITIONS, {"prompt_id": prompt.id})
    return replace(
        facts,
        author=answered_by.name,
        mine=answer.person_id == turn.person_id,
        late=answer.late,
        words=said_lines(questions, answer.values, await names_in(session, questions, [answer.values])),
        additions=tuple(Addition(name, text) for name, text in added),
    )
