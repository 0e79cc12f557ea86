"""Words typed to the bot while an update is open: kept until they are used, so that no button need carry them."""

from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa

from bot.clock import Clock
from bot.db import Database
from bot.domain.home import OpenPrompt
from bot.domain.spoken import named_in, spoken
from bot.errors import NotFound
from bot.services.draft import Drafts
from bot.services.role import acting
from bot.services.sync_open import open_prompts, other_prompts
from models import Draft, Person

KEPT_FOR = timedelta(days=7)
_KIND = "words:"


class TypedWords:
    """Keeps what somebody typed, by the `ts` of their message."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Work on `database`."""
        self._database, self._clock, self._drafts = database, clock, Drafts(clock)

    async def understood(self, workspace_id: str, text: str) -> str:
        """Return a message of Slack as the person who typed it saw it, with the names of people in place of ids."""
        if not named_in(text):
            return spoken(text, {})
        async with self._database.reading(workspace_id) as session:
            rows = sa.select(Person.slack_id, Person.name).where(Person.slack_id.in_(named_in(text)))
            names: Mapping[str, str] = {slack_id: name for slack_id, name in await session.execute(rows)}  # noqa: C416
        return spoken(text, names)

    async def open_prompts(self, workspace_id: str, slack_id: str) -> list[OpenPrompt]:
        """Return what this person can answer now. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            return await open_prompts(session, await acting(session, slack_id), self._clock.now())

    async def other_prompts(self, workspace_id: str, slack_id: str) -> list[OpenPrompt]:
        """Return what this person can still answer late, or add to their own answer of. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            return await other_prompts(session, await acting(session, slack_id), self._clock.now())

    async def keep(self, workspace_id: str, slack_id: str, ts: str, text: str) -> None:
        """Keep `text` for this person, and forget what they never used."""
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            await session.execute(
                sa.delete(Draft).where(
                    Draft.person_id == person.id,
                    Draft.kind.startswith(_KIND),
                    Draft.updated_at < self._clock.now() - KEPT_FOR,
                )
            )
            await self._drafts.keep(session, person.id, _KIND + ts, {"text": text})

    async def read(self, workspace_id: str, slack_id: str, ts: str) -> str:
        """Return what was kept. Raises NotFound where it was used already or is too old."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            kept = await self._drafts.find(session, person.id, _KIND + ts)
        if kept is None:
            raise NotFound("These words were used already. They are still in your message above.")
        return str(kept.values["text"])

    async def forget(self, workspace_id: str, slack_id: str, ts: str) -> None:
        """Forget what was kept: it became an update."""
        async with self._database.transaction(workspace_id) as session:
            await self._drafts.drop(session, (await acting(session, slack_id)).id, _KIND + ts)
