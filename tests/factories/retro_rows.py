"""A retro with a round in which cards are written, valid by default."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.retro_format import FORMATS, to_json
from bot.ids import new_id
from bot.services.anonymous import Seal
from models import Person, Retro, RetroPart, RetroRound, RetroTeam, Team
from tests.factories import sync
from tests.factories.people import MONDAY, person

SECRET = SecretStr("a secret of at least thirty-two characters")
SEAL = Seal(SECRET)
REVEALED_AT = MONDAY + timedelta(days=3, hours=5)
"""Thursday 14:00 in Lisbon."""


async def retro(session: AsyncSession, teams: Sequence[Team] = (), **fields: Any) -> Retro:
    """A monthly retro of some teams, without names, owned by Mara."""
    owner = fields.pop("owner", None) or await person(session, "Mara Lindqvist", role="pmo", zone="Europe/Berlin")
    posted = await sync.channel(session, "payments")
    defaults = {
        "id": new_id(),
        "name": "Payments retro",
        "owner_id": owner.id,
        "rrule": "FREQ=MONTHLY;BYDAY=-1TH",
        "starts_on": date(2026, 1, 1),
        "local_time": time(14),
        "channel_id": posted.slack_id,
        "format": "worked",
        "columns": to_json(FORMATS["worked"].columns),
        "next_on": date(2026, 3, 26),
        "next_opens_at": MONDAY + timedelta(days=24),
        "created_at": MONDAY,
    }
    made = Retro(**(defaults | fields))
    session.add(made)
    await session.flush()
    session.add_all(RetroTeam(retro_id=made.id, team_id=one.id) for one in teams)
    await session.flush()
    return made


async def round_of(
    session: AsyncSession, of: Retro, people: Sequence[Person] = (), opens_at: datetime = MONDAY, **fields: Any
) -> RetroRound:
    """A round in which people write, until Thursday."""
    defaults = {
        "id": new_id(),
        "number": 1,
        "local_date": opens_at.date(),
        "opens_at": opens_at,
        "reveal_at": REVEALED_AT,
        "vote_at": REVEALED_AT + timedelta(days=1),
        "ends_at": REVEALED_AT + timedelta(days=4),
        "columns": of.columns,
        "anonymous": of.anonymous,
        "votes": of.votes,
        "facilitator_id": of.owner_id,
        "created_at": opens_at,
    }
    made = RetroRound(retro_id=of.id, **(defaults | fields))
    session.add(made)
    await session.flush()
    session.add_all(
        RetroPart(id=new_id(), workspace_id=of.workspace_id, round_id=made.id, person_id=one.id, ask_at=opens_at)
        for one in people
    )
    await session.flush()
    return made
