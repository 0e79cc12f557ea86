"""What a prompt's message says: the facts of one turn, as its reader sees them."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.question import from_json
from bot.domain.recurrence_words import describe, period
from bot.domain.rhythm import rhythm_of
from bot.domain.rollup import Addition
from bot.domain.sync_prompt import PromptFacts
from bot.domain.sync_words import said_lines
from bot.errors import NotFound
from bot.services.blocker_facts import of_prompt
from bot.services.since_last import since_last_of
from bot.services.sync_opening import plan_items
from bot.services.sync_rollup import names_in
from models import Addition as AdditionRow
from models import Answer, Blocker, Channel, Person, Prompt, Ritual, Round, Team, Turn

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

_HAS_ADDITIONS = sa.exists().where(AdditionRow.workspace_id == Prompt.workspace_id, AdditionRow.prompt_id == Prompt.id)
_HAS_BLOCKERS = sa.exists().where(Blocker.workspace_id == Prompt.workspace_id, Blocker.prompt_id == Prompt.id)

# Put together once, and with columns instead of entities: this is read for every message and every click, and putting
# it together, or entities, takes longer than reading.
_TURN = (
    sa.select(
        Turn.id,
        Turn.person_id,
        Turn.first_contact,
        Turn.later_at,
        Prompt.id.label("prompt_id"),
        Prompt.state,
        Prompt.plan,
        Prompt.team_id,
        Prompt.person_id.label("party_id"),
        Round.ritual_id,
        Round.local_date,
        Round.state.label("round_state"),
        Round.closes_at,
        Round.rolled_up_at,
        Round.questions,
        Ritual.name.label("sync"),
        Ritual.state.label("sync_state"),
        Ritual.rrule,
        Ritual.local_time,
        Ritual.zone.label("sync_zone"),
        Person.name.label("reader"),
        Person.zone,
        Person.zone_fixed,
        Person.country,
        Person.working_days,
        Person.works_from,
        Person.works_until,
        Person.reminders,
        Person.rhythm_known,
        _OWNER.name.label("owner"),
        Team.name.label("team"),
        Channel.name.label("channel"),
        Answer.person_id.label("author_id"),
        Answer.late,
        Answer.values.label("answered"),
        _AUTHOR.name.label("author"),
        _ASKED_FIRST.label("after"),
        _HAS_ADDITIONS.label("has_additions"),
        _HAS_BLOCKERS.label("has_blockers"),
    )
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
    """Return the facts of a turn with few reads. Raises NotFound where there is no such turn in the workspace."""
    row = (await session.execute(_TURN, {"turn_id": turn_id})).one_or_none()
    if row is None:
        raise NotFound("This update is not there any more. Nothing was stored.")
    zone = ZoneInfo(row.sync_zone) if row.sync_zone else None
    facts = PromptFacts(
        turn=row.id,
        prompt=row.prompt_id,
        sync=row.sync,
        rhythm=describe(row.rrule, row.local_time, zone),
        period=period(row.rrule),
        channel=f"#{row.channel}" if row.channel is not None else "its channel",
        owner=row.owner,
        reader=row.reader,
        zone=row.zone,
        now=now,
        closes_at=row.closes_at,
        team=row.team or "",
        state=row.state,
        closed=row.round_state != "open" or now >= row.closes_at,
        deleted=row.sync_state == "deleted",
        summed_up=row.rolled_up_at is not None,
        first_contact=row.first_contact,
        later_at=row.later_at,
        working=rhythm_of(row) if row.first_contact and not row.rhythm_known else None,
        after=row.after or "",
        plan=tuple(plan_items(row.plan)),
    )
    if facts.state == "pending" and not facts.closed:
        came_of_it = await since_last_of(
            session,
            ritual_id=row.ritual_id,
            day=row.local_date,
            team_id=row.team_id,
            person_id=row.party_id,
            reader_id=row.person_id,
        )
        return replace(facts, since_last=came_of_it)
    if row.author_id is None:
        return facts
    questions = from_json(row.questions)
    # Most answers have neither: not asking for them halves what a click reads.
    added = await session.execute(_ADDITIONS, {"prompt_id": row.prompt_id}) if row.has_additions else ()
    return replace(
        facts,
        author=row.author,
        mine=row.author_id == row.person_id,
        late=row.late,
        words=said_lines(questions, row.answered, await names_in(session, questions, [row.answered])),
        additions=tuple(Addition(name, text) for name, text in added),
        blockers=tuple(await of_prompt(session, row.prompt_id)) if row.has_blockers else (),
    )
