"""Cards of a short retro as their authors write them: known again by a mark alone, until they are shown.

Nothing else is written in these transactions, and nothing anywhere else for them.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.change_retro import COLUMNS, ChangeRetroCards, ChangeRetroPrompt, ChangeRetroReceipt
from bot.domain.retro_card import MOST, Written
from bot.errors import NotAllowed, NotFound, UserError
from bot.services.anonymous import Seal, new_code, receipts
from bot.services.change_asked import hears
from bot.services.change_retro_box import Sealed, held, mark_of, seal_anew, sealed_in
from bot.services.role import acting
from models import Change, ChangeRetro, ChangeRetroAsked, Person

GONE = "Drumbeat does not have this retro any more. Nothing was stored."
OVER = "The time for writing is over, so nothing was stored. Whoever runs the change would still be glad to hear it."
TOO_MANY = (
    f"You would have more than {MOST} cards here, as many as one person can have. Nothing was stored; please put some "
    "of them together first."
)
_KEYS = frozenset(one.key for one in COLUMNS)


class ChangeRetroWriting:
    """Shows and stores what one person writes."""

    def __init__(self, database: Database, clock: Clock, seal: Seal) -> None:
        """Know whose card is whose by `seal`."""
        self._database, self._clock, self._seal = database, clock, seal

    async def form(self, workspace_id: str, slack_id: str, asked_id: int) -> ChangeRetroCards:
        """Return the form with one's own cards. Raises UserError once it is over, NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            person, asked = await _asked(session, slack_id, asked_id)
            retro = await session.get_one(ChangeRetro, asked.retro_id)
            self._must_be_open(retro)
            own = await self._own(session, person, retro.id)
            change = await session.get_one(Change, retro.change_id)
            cards = tuple(Written(one.column, one.text) for one in own)
            return ChangeRetroCards(asked.id, change.name, retro.closes_at, cards, self._seen(person, cards))

    async def write(
        self, workspace_id: str, slack_id: str, asked_id: int, seen: str, cards: Sequence[Written]
    ) -> ChangeRetroReceipt:
        """Let these be one's cards, in place of those that the form had (`seen`), under one new code.

        What came from another device meanwhile is kept beside them. Raises UserError, NotFound, NotAllowed.
        """
        async with self._database.transaction(workspace_id) as session:
            person, asked = await _asked(session, slack_id, asked_id)
            # Of two at once the second waits here, and then sees what the first has stored.
            retro = await held(session, asked.retro_id)
            if retro is None:
                raise NotFound(GONE)
            self._must_be_open(retro)
            mark = mark_of(self._seal, person.id, retro.id)
            all_cards = await sealed_in(session, retro.id)
            before = [Written(one.column, one.text) for one in _in_order(all_cards, mark)]
            mine = [one for one in cards if one.column in _KEYS]
            both = self._seen(person, before) != seen and set(before) != set(mine)
            if both:
                mine = list(dict.fromkeys([*before, *mine]))
            if len(mine) > MOST:
                raise UserError(TOO_MANY)
            code = new_code() if mine else ""
            new = [
                Sealed(one.column, one.text, mark, receipt, place)
                for place, (one, receipt) in enumerate(zip(mine, receipts(code, len(mine)), strict=True))
            ]
            await seal_anew(session, retro, [*(one for one in all_cards if one.writer != mark), *new])
            change = await session.get_one(Change, retro.change_id)
            return ChangeRetroReceipt(change.name, len(mine), code, retro.closes_at, both)

    async def prompt(self, session: AsyncSession, asked_id: int) -> ChangeRetroPrompt | None:
        """Return what somebody who is asked sees; None where it is kept no more."""
        asked = await session.get(ChangeRetroAsked, asked_id)
        if asked is None:
            return None
        retro = await session.get_one(ChangeRetro, asked.retro_id)
        change = await session.get_one(Change, retro.change_id)
        asker = await hears(session, retro)
        return ChangeRetroPrompt(
            id=asked.id,
            change=change.name,
            because=asked.because,
            asker=asker.name,
            closes_at=retro.closes_at,
            state=retro.state,
            over=change.ended_at is not None,
            own=asked.person_id == asker.id,
        )

    def _must_be_open(self, retro: ChangeRetro) -> None:
        if retro.state != "open" or retro.closes_at <= self._clock.now():
            raise UserError(OVER)

    async def _own(self, session: AsyncSession, person: Person, retro_id: int) -> list[Sealed]:
        return _in_order(await sealed_in(session, retro_id), mark_of(self._seal, person.id, retro_id))

    def _seen(self, person: Person, cards: Sequence[Written]) -> str:
        """Return what tells whether somebody's cards are still these; it goes into a form, so it does not say which."""
        return self._seal.mark(person.id, "seen", *(part for one in cards for part in (one.column, one.text)))[:16]


def _in_order(cards: Sequence[Sealed], mark: str) -> list[Sealed]:
    return sorted((one for one in cards if one.writer == mark), key=lambda one: one.place)


async def _asked(session: AsyncSession, slack_id: str, asked_id: int) -> tuple[Person, ChangeRetroAsked]:
    person = await acting(session, slack_id)
    row = sa.select(ChangeRetroAsked).where(ChangeRetroAsked.id == asked_id)
    asked: ChangeRetroAsked | None = await session.scalar(row)
    if asked is None:
        raise NotFound(GONE)
    if asked.person_id != person.id:
        raise NotAllowed("This was asked of somebody else. Nothing was stored.")
    return person, asked
