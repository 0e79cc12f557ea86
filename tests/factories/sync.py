"""A sync with an open round and its prompts, valid by default."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.question import DEFAULT_SYNC_QUESTIONS, Question, to_json
from bot.services.sync_speaker import note_speaker
from models import Answer, Channel, Person, Prompt, Ritual, RitualPerson, RitualTeam, Round, Team, Turn
from tests.factories.people import MONDAY, person

TUESDAY = MONDAY + timedelta(days=1, hours=1)
"""10:00 in Lisbon, when the prompts go out."""
CLOSES = TUESDAY + timedelta(hours=12)
"""22:00 in Lisbon."""


async def channel(session: AsyncSession, name: str = "sync", **fields: Any) -> Channel:
    """A public channel that Drumbeat is in, found again by name."""
    found = await session.scalar(sa.select(Channel).where(Channel.name == name))
    if found is None:
        found = Channel(**({"slack_id": "C" + name.upper(), "name": name, "is_member": True} | fields))
        session.add(found)
        await session.flush()
    return found


async def ritual(
    session: AsyncSession, teams: Sequence[Team] = (), people: Sequence[Person] = (), **fields: Any
) -> Ritual:
    """A weekly sync on Tuesdays at ten, each in their own time, owned by Mara."""
    owner = fields.pop("owner", None) or await person(session, "Mara Lindqvist", role="pmo", zone="Europe/Berlin")
    posted = await channel(session)
    defaults = {
        "name": "Weekly sync",
        "owner_id": owner.id,
        "rrule": "FREQ=WEEKLY;BYDAY=TU",
        "starts_on": date(2026, 1, 1),
        "local_time": time(10),
        "channel_id": posted.slack_id,
        "questions": to_json(DEFAULT_SYNC_QUESTIONS),
        "next_on": date(2026, 3, 10),
        "next_opens_at": TUESDAY + timedelta(days=7),
        "created_at": MONDAY,
    }
    made = Ritual(**(defaults | fields))
    session.add(made)
    await session.flush()
    session.add_all(RitualTeam(ritual_id=made.id, team_id=team.id) for team in teams)
    session.add_all(RitualPerson(ritual_id=made.id, person_id=one.id) for one in people)
    await session.flush()
    return made


async def round_of(
    session: AsyncSession,
    sync: Ritual,
    opens_at: datetime = TUESDAY,
    *,
    questions: Sequence[Question] = (),
    **fields: Any,
) -> Round:
    """An open round."""
    defaults = {
        "local_date": opens_at.date(),
        "opens_at": opens_at,
        "closes_at": opens_at + (CLOSES - TUESDAY),
        "questions": to_json(questions) if questions else sync.questions,
        "created_at": opens_at,
    }
    made = Round(ritual_id=sync.id, **(defaults | fields))
    session.add(made)
    await session.flush()
    return made


async def prompt(
    session: AsyncSession, current: Round, party: Team | Person, plan: Sequence[Any] = (), **fields: Any
) -> Prompt:
    """A pending prompt of a team or a person; `plan` has texts, or (text, weeks)."""
    items = [{"text": one, "weeks": 0} if isinstance(one, str) else {"text": one[0], "weeks": one[1]} for one in plan]
    whose = {"team_id": party.id} if isinstance(party, Team) else {"person_id": party.id}
    made = Prompt(round_id=current.id, name=party.name, plan=items, **whose, **fields)
    session.add(made)
    await session.flush()
    return made


async def turn(session: AsyncSession, asked: Prompt, who: Person, **fields: Any) -> Turn:
    """A turn whose prompt was sent."""
    current = await session.get_one(Round, asked.round_id)
    defaults = {"ask_at": current.opens_at, "asked_at": current.opens_at}
    made = Turn(round_id=current.id, prompt_id=asked.id, person_id=who.id, **(defaults | fields))
    session.add(made)
    await session.flush()
    return made


async def answer(session: AsyncSession, asked: Prompt, who: Person, values: dict[str, Any], **fields: Any) -> Answer:
    """An answer given on time."""
    made = Answer(
        prompt_id=asked.id, person_id=who.id, submitted_at=TUESDAY + timedelta(minutes=5), values=values, **fields
    )
    session.add(made)
    asked.state = "answered"
    await session.flush()
    await note_speaker(session, await session.get_one(Round, asked.round_id), asked, who.id)
    return made
