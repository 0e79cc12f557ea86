"""Showing the cards of a round with names, by consent, where fewer than three people wrote.

Nobody knows who did: all who take part are asked alike, and what is shown is what belongs to those who said yes.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.retro import RetroState
from bot.domain.retro_names import NamesFacts
from bot.errors import NotAllowed, NotFound
from bot.services import retro_message
from bot.services.anonymous import Seal
from bot.services.audit import Audit
from bot.services.channel_invite import channel_facts
from bot.services.retro_box import box_of_round, mine, write_anew
from bot.services.retro_lock import lock_round
from bot.services.retro_phase import RetroPhases
from bot.services.retro_right import must_facilitate
from bot.services.retro_round import must_be
from bot.services.role import acting
from models import Person, Retro, RetroPart, RetroRound

GONE = "This retro is not there any more. Nothing was changed."


class RetroNames:
    """Asks, and takes what people say."""

    def __init__(self, database: Database, clock: Clock, phases: RetroPhases, seal: Seal, audit: Audit) -> None:
        """Work on `database`; `seal` knows whose cards are whose."""
        self._database, self._clock, self._phases, self._seal, self._audit = database, clock, phases, seal, audit

    async def ask(self, workspace_id: str, slack_id: str, round_id: int) -> str:
        """Ask everybody who takes part; return the sentence that says so. Raises NotFound, NotAllowed."""
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            found = await lock_round(session, round_id)
            if found is None or found[0].state == "deleted":
                raise NotFound(GONE)
            retro, current = found
            must_be(current, RetroState.FEW)
            await must_facilitate(session, person, retro, current)
            if current.by_consent:
                return "Everybody is asked already. What people agree to is shown when their time is over."
            await self._phases.ask_for_names(session, retro, current, self._clock.now())
            self._audit.record(session, slack_id, "retro_names_asked", f"retro_round:{round_id}")
            rows = (
                sa.select(RetroPart.id, Person.slack_id)
                .join(Person, Person.id == RetroPart.person_id)
                .where(RetroPart.round_id == round_id, RetroPart.state != "absent", Person.deactivated.is_(False))
                .order_by(RetroPart.id)
            )
            asked = [retro_message.names(one.id, one.slack_id) for one in await session.execute(rows)]
            await self._phases.ledger.plan(session, workspace_id, asked)
        return (
            "Everybody who takes part is asked, whether they wrote or not. In a working day what people agree to is "
            "shown with their names; the rest stays sealed for the next retro."
        )

    async def say(self, workspace_id: str, slack_id: str, part_id: int, *, yes: bool) -> None:
        """Let somebody's cards be shown with their name, or left out. Raises NotFound, NotAllowed."""
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            round_id = await session.scalar(sa.select(RetroPart.round_id).where(RetroPart.id == part_id))
            found = await lock_round(session, round_id or 0)
            if found is None:
                raise NotFound(GONE)
            current = found[1]
            part = await session.get_one(RetroPart, part_id, populate_existing=True)
            if part.person_id != person.id:
                raise NotAllowed("This question was for somebody else. Nothing was changed.")
            must_be(current, RetroState.FEW)
            part.consent = "yes" if yes else "no"
            box = await box_of_round(session, current)
            for one in mine(box, self._seal, person.id):
                one.author_id = person.id if yes else None
            await write_anew(session, box)
            await self._phases.ledger.refresh(session, workspace_id, [retro_message.names_key(part_id)])


async def names_facts(session: AsyncSession, part_id: int, now: datetime) -> NamesFacts | None:
    """Return what somebody is asked; None where there is no such round any more."""
    rows = (
        sa.select(RetroPart, RetroRound, Retro, Person)
        .join(RetroRound, RetroRound.id == RetroPart.round_id)
        .join(Retro, Retro.id == RetroRound.retro_id)
        .join(Person, Person.id == RetroPart.person_id)
        .where(RetroPart.id == part_id)
    )
    found = (await session.execute(rows)).one_or_none()
    if found is None:
        return None
    part, current, retro, reader = found
    facilitator = await session.get_one(Person, current.facilitator_id)
    channel = await channel_facts(session, retro.channel_id)
    return NamesFacts(
        part_id=part.id,
        retro=retro.name,
        channel=channel.label or "its channel",
        facilitator=facilitator.name,
        consent=part.consent,
        until=current.reveal_at,
        zone=reader.zone,
        now=now,
        over=current.state != RetroState.FEW or retro.state == "deleted",
    )
