"""Somebody's own rhythm: shown and changed; the rounds that are to come move along at once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.country import country_of_zone
from bot.domain.rhythm import Rhythm, RhythmFacts, rhythm_of
from bot.services.audit import Audit
from bot.services.opt_out_read import left_out_of
from bot.services.role import acting, subject_of
from bot.services.sync_away import heed, hold_open
from bot.services.sync_lock import lock_all_openings
from bot.services.sync_round import SyncRounds
from bot.services.sync_shown import asked_with
from models import Person, Turn

CHANGING = "Changing somebody else's settings is"


class Rhythms:
    """Shows and changes when people work, and how they are reminded."""

    def __init__(self, database: Database, clock: Clock, rounds: SyncRounds, audit: Audit) -> None:
        """Work on `database`; `rounds` heed each change at once."""
        self._database, self._clock, self._rounds, self._audit = database, clock, rounds, audit

    async def facts(self, workspace_id: str, slack_id: str, *, of: str = "") -> RhythmFacts:
        """Return the rhythm of `slack_id`, or with `of` that of another person. Raises NotFound, NotAllowed.

        One's own comes with the syncs that one is left out of.
        """
        async with self._database.reading(workspace_id) as session:
            reader = await acting(session, slack_id)
            person = await subject_of(session, reader, of, CHANGING)
            facts = _facts(person, reader)
            return facts if facts.person else replace(facts, left_out=await left_out_of(session, person))

    async def save(self, workspace_id: str, slack_id: str, rhythm: Rhythm, *, of: str = "") -> RhythmFacts:
        """Store a rhythm, for `of` as the PMO; return it as it is now. Raises NotFound, NotAllowed.

        The next rounds are worked out anew, and open ones heed it. An empty zone follows Slack again; the one that is
        known stays until Slack tells another.
        """
        async with self._database.transaction(workspace_id) as session:
            await lock_all_openings(session)
            reader = await acting(session, slack_id)
            person = await subject_of(session, reader, of, CHANGING)
            wanted = {
                "country": rhythm.country,
                "working_days": list(rhythm.days),
                "works_from": rhythm.starts,
                "works_until": rhythm.ends,
                "zone": rhythm.zone or person.zone,
                "zone_fixed": bool(rhythm.zone),
                "reminders": str(rhythm.reminders),
            }
            await self._change(session, reader, person, wanted)
            return _facts(person, reader)

    async def confirm(self, workspace_id: str, slack_id: str, turn_id: int) -> bool:
        """Take it that what is known of the working time of `slack_id` is right; their zone's country is theirs.

        Tell whether the turn whose message asked is theirs.
        """
        async with self._database.transaction(workspace_id) as session:
            await lock_all_openings(session)
            person = await acting(session, slack_id)
            await self._change(session, person, person, {"country": person.country or country_of_zone(person.zone)})
            theirs = sa.select(Turn.id).where(Turn.id == turn_id, Turn.person_id == person.id)
            return await session.scalar(theirs) is not None

    async def _change(self, session: AsyncSession, reader: Person, person: Person, wanted: Mapping[str, Any]) -> None:
        changed = [name for name, value in wanted.items() if getattr(person, name) != value]
        if changed:
            await hold_open(session, {person.id})
            for name in changed:
                setattr(person, name, wanted[name])
            self._audit.record(session, reader.slack_id, "rhythm_set", f"person:{person.slack_id}", fields=changed)
            await session.flush()
            await self._rounds.move_all(session)
            await heed(session, self._rounds, {person.id}, self._clock.now())
        if person.id == reader.id and not person.rhythm_known:
            person.rhythm_known = True
            await session.flush()
            asked = await asked_with(session, Turn.person_id == person.id, Turn.first_contact.is_(True))
            await self._rounds.ledger.refresh(session, person.workspace_id, asked)


def _facts(person: Person, reader: Person) -> RhythmFacts:
    own = rhythm_of(person)
    return own if person.id == reader.id else replace(own, name=person.name, person=person.slack_id)
