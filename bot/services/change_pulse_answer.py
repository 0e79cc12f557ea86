"""What somebody says to the five statements: known again by a mark alone, until the pulse closes.

Whoever answers writes what all of their group said anew, in random order: a row that was written by itself would tell
when, and with that whose it is. Those of small groups answer together, for the same reason.
"""

import random
import secrets

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database, keep_no_log
from bot.domain.answer import text
from bot.domain.change_pulse import LONGEST_WORDS, SCALE, Letter, PulsePrompt
from bot.engine.upsert import insert_rows
from bot.errors import NotAllowed, NotFound, UserError
from bot.services.anonymous import Seal
from bot.services.role import acting
from models import Change, ChangePulse, ChangePulseAnswer, ChangePulseAsked, Person, StakeholderGroup

PULSE = "change_pulse"
"""The subject of the marks, with the pulse."""

GONE = "Drumbeat does not have this pulse any more. Nothing was stored."
OVER = "This pulse is over, so nothing was stored. Thank you for taking the time."
WORDS = "words"
_CHANCE = random.SystemRandom()


class ChangePulseAnswers:
    """Shows and stores what one person says."""

    def __init__(self, database: Database, clock: Clock, seal: Seal) -> None:
        """Know whose answer is whose by `seal`."""
        self._database, self._clock, self._seal = database, clock, seal

    async def facts(self, workspace_id: str, slack_id: str, asked_id: int) -> PulsePrompt:
        """Return the pulse with what somebody said so far. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            person, asked = await _asked(session, slack_id, asked_id)
            return await self.prompt(session, asked, person)

    async def score(self, workspace_id: str, slack_id: str, asked_id: int, letter: Letter, score: int) -> PulsePrompt:
        """Take what somebody says to one statement, and return the whole. Raises UserError, NotFound, NotAllowed."""
        if not 1 <= score <= len(SCALE):
            raise NotFound(GONE)
        return await self._store(workspace_id, slack_id, asked_id, letter=letter, score=score)

    async def say(self, workspace_id: str, slack_id: str, asked_id: int, typed: str) -> PulsePrompt:
        """Take free words, "" takes them back. Raises UserError, NotFound, NotAllowed."""
        try:
            words = text(typed, LONGEST_WORDS) or ""
        except UserError as error:
            raise UserError(error.sentence, field=WORDS) from None
        return await self._store(workspace_id, slack_id, asked_id, words=words)

    async def prompt(self, session: AsyncSession, asked: ChangePulseAsked, person: Person) -> PulsePrompt:
        """Return what somebody who is asked sees."""
        pulse = await session.get_one(ChangePulse, asked.pulse_id)
        change = await session.get_one(Change, pulse.change_id)
        group = await session.get_one(StakeholderGroup, asked.group_id)
        asker = await session.get_one(Person, pulse.asked_by_id)
        mark = self._seal.mark(person.id, PULSE, pulse.id)
        row = sa.select(ChangePulseAnswer.scores, ChangePulseAnswer.words).where(
            ChangePulseAnswer.pulse_id == pulse.id, ChangePulseAnswer.voter == mark
        )
        given = (await session.execute(row)).one_or_none()
        scores, words = given or ([None] * len(Letter), "")
        return PulsePrompt(
            id=asked.id,
            change=change.name,
            why=change.why,
            group=group.name,
            asker=asker.name,
            closes_at=pulse.closes_at,
            scores=tuple(scores),
            words=words,
            open=pulse.state == "open",
        )

    async def _store(
        self,
        workspace_id: str,
        slack_id: str,
        asked_id: int,
        *,
        letter: Letter | None = None,
        score: int = 0,
        words: str | None = None,
    ) -> PulsePrompt:
        async with self._database.transaction(workspace_id) as session:
            person, asked = await _asked(session, slack_id, asked_id)
            # Of two at once the second waits here, and then sees what the first has stored.
            held = sa.select(ChangePulse).where(ChangePulse.id == asked.pulse_id).with_for_update()
            pulse = (await session.scalars(held.execution_options(populate_existing=True))).one()
            if pulse.state != "open" or pulse.closes_at <= self._clock.now():
                raise UserError(OVER, field=WORDS)
            box = asked.box_id or asked.group_id
            of_group = (ChangePulseAnswer.pulse_id == pulse.id, ChangePulseAnswer.group_id == box)
            rows = sa.select(ChangePulseAnswer.voter, ChangePulseAnswer.scores, ChangePulseAnswer.words)
            found = {one.voter: (list(one.scores), one.words) for one in await session.execute(rows.where(*of_group))}
            mark = self._seal.mark(person.id, PULSE, pulse.id)
            scores, said = found.get(mark, ([None] * len(Letter), ""))
            if letter is not None:
                scores[letter] = score
            found[mark] = (scores, said if words is None else words)
            await session.execute(sa.delete(ChangePulseAnswer).where(*of_group))
            written = [
                {
                    "id": secrets.token_hex(16),
                    "workspace_id": workspace_id,
                    "pulse_id": pulse.id,
                    "group_id": box,
                    "voter": voter,
                    "scores": given,
                    "words": typed,
                }
                for voter, (given, typed) in found.items()
                if typed or any(one is not None for one in given)
            ]
            _CHANCE.shuffle(written)
            if written:
                await session.execute(insert_rows(session, ChangePulseAnswer, written))
            keep_no_log(session)
            await session.flush()
            return await self.prompt(session, asked, person)


async def asked_with(session: AsyncSession, asked_id: int) -> tuple[ChangePulseAsked, Person] | None:
    """Return somebody who is asked, and who that is; None where it is kept no more."""
    asked = await session.get(ChangePulseAsked, asked_id)
    return None if asked is None else (asked, await session.get_one(Person, asked.person_id))


async def _asked(session: AsyncSession, slack_id: str, asked_id: int) -> tuple[Person, ChangePulseAsked]:
    person = await acting(session, slack_id)
    asked = await session.get(ChangePulseAsked, asked_id)
    if asked is None:
        raise NotFound(GONE)
    if asked.person_id != person.id:
        raise NotAllowed("This was asked of somebody else. Nothing was stored.")
    return person, asked
