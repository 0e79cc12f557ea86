"""Retros as tests need them: set up in Slack, and cards put in by hand."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.retro_format import DEFAULT, columns_of, to_json
from bot.ids import new_id
from models import Person, Retro, RetroCard, RetroPart, RetroRound, RetroTeam, Team
from tests.factories import sync
from tests.factories.people import MONDAY, person
from tests.factories.team import team as make_team

COMPANY = (Path(__file__).parents[2] / "bot" / "playground" / "company.yaml").read_text()


async def staffed(world):
    """People and teams of the company, and no sync that asks them, too."""
    await world.apply(COMPANY.split("\nsyncs:", maxsplit=1)[0])
    return world


async def set_up(person, answers=None):
    """Set a retro up as the form proposes it, but for `answers`; `person` needs the right to."""
    await person.command("/pmo retro new")
    if set(answers or {}) & MORE:
        await person.click("More options")
    assert await person.submit(answers) == {}
    await person.submit()
    await person.close()


MORE = {"Time to write", "Time to sort the cards", "Time to vote", "Votes each", "Time zone", "On a public holiday"}


async def cards(world, *writers, column="worked"):
    """Put a card into the newest round for each of `writers` (anything that tells them apart)."""
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        current = await session.scalar(sa.select(RetroRound).order_by(RetroRound.id.desc()).limit(1))
        for writer in writers:
            session.add(
                RetroCard(
                    id=secrets.token_hex(16),
                    retro_id=current.retro_id,
                    round_id=current.id,
                    column_key=column,
                    text=f"A thought of {writer}",
                    writer=str(writer),
                    receipt=secrets.token_hex(16),
                )
            )


async def stored(world, table):
    """Everything in a table of the workspace, as it was made."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return list(await session.scalars(sa.select(table).order_by(table.id)))


async def newest(world) -> RetroRound:
    """The newest round."""
    return (await stored(world, RetroRound))[-1]


async def retro(session: AsyncSession, teams: Sequence[Team] = (), **fields: Any) -> Retro:
    """A monthly retro without names, owned by Mara."""
    owner = fields.pop("owner", None) or await person(session, "Mara Lindqvist", role="pmo", zone="Europe/Berlin")
    posted = await sync.channel(session, "payments")
    defaults = {
        "id": new_id(),
        "name": "Monthly retro",
        "owner_id": owner.id,
        "rrule": "FREQ=MONTHLY;BYDAY=-1TH",
        "starts_on": date(2026, 1, 1),
        "local_time": time(14),
        "channel_id": posted.slack_id,
        "format": DEFAULT,
        "columns": to_json(columns_of(DEFAULT)),
        "created_at": MONDAY,
    }
    made = Retro(**(defaults | fields))
    session.add(made)
    await session.flush()
    session.add_all(RetroTeam(retro_id=made.id, team_id=team.id) for team in teams)
    await session.flush()
    return made


async def open_and_private(session: AsyncSession) -> tuple[Retro, Retro]:
    """The monthly retro of Payments, where Ana leads, and that of Platform, led by Wei, in a private channel."""
    ana, wei = await person(session, "Ana Sousa"), await person(session, "Wei Tan")
    secret = await sync.channel(session, "platform-leads", is_private=True)
    payments, platform = await make_team(session, "Payments", [ana]), await make_team(session, "Platform", [wei])
    night = {"name": "Night shift", "channel_id": secret.slack_id, "owner": wei}
    return await retro(session, [payments]), await retro(session, [platform], **night)


async def round_of(session: AsyncSession, of: Retro, opens_at: datetime = MONDAY, **fields: Any) -> RetroRound:
    """A round in which cards are written."""
    defaults = {
        "id": new_id(),
        "number": 1,
        "local_date": opens_at.date(),
        "opens_at": opens_at,
        "reveal_at": opens_at + timedelta(days=3),
        "vote_at": opens_at + timedelta(days=4),
        "ends_at": opens_at + timedelta(days=5),
        "columns": of.columns,
        "anonymous": of.anonymous,
        "votes": of.votes,
        "facilitator_id": of.owner_id,
        "created_at": opens_at,
    }
    made = RetroRound(retro_id=of.id, **(defaults | fields))
    session.add(made)
    await session.flush()
    return made


async def part(session: AsyncSession, current: RetroRound, who: Person, **fields: Any) -> RetroPart:
    """Somebody who was asked when the round opened."""
    asked = {"ask_at": current.opens_at, "asked_at": current.opens_at}
    made = RetroPart(
        id=new_id(), workspace_id=current.workspace_id, round_id=current.id, person_id=who.id, **(asked | fields)
    )
    session.add(made)
    await session.flush()
    return made
