"""Showing the cards of a round: all at once, written again in random order, without what told whose they are."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.retro import FEWEST_WRITERS
from bot.domain.retro_card import KEPT, arranged, page_of
from bot.domain.retro_format import from_json
from bot.engine.upsert import table
from bot.services.anonymous import Seal
from bot.services.retro_box import (
    BY_CHANCE,
    Box,
    SealedCard,
    box_of_round,
    distinct,
    insert_by_chance,
    write_anew,
    writers,
)
from bot.services.retro_message import page
from models import RetroCard, RetroPart, RetroRound

_card = table(RetroCard)


class RetroReveal:
    """What becomes of the cards in the steps of a round, in the transaction of the step, which holds the round."""

    def __init__(self, seal: Seal, ledger: Ledger) -> None:
        """Know by `seal` whose cards are whose; what is shown goes through `ledger`."""
        self._seal, self._ledger = seal, ledger

    async def cards(self, session: AsyncSession, current: RetroRound) -> int:
        """Return how many cards a round has to show."""
        box = await box_of_round(session, current)
        shown, _ = await self._chosen(session, current, box, await self._known(session, box))
        return len(shown)

    async def writers(self, session: AsyncSession, current: RetroRound) -> int:
        """Return how many people wrote the cards of a round, those of the box among them."""
        box = await box_of_round(session, current)
        return len(distinct(box.cards, await self._known(session, box)))

    async def wrote(self, session: AsyncSession, current: RetroRound, people: Collection[int]) -> set[int]:
        """Return who of some people has a card in a round."""
        box = await box_of_round(session, current)
        found = distinct(box.cards, writers(box, self._seal, people))
        return {one for one in people if one in found}

    async def show(self, session: AsyncSession, current: RetroRound) -> None:
        """Write the cards to be shown anew, note for all at once who wrote, and post them in the thread.

        In a round with names, what was kept without one is shown only where at least three people did so.
        """
        box = await box_of_round(session, current)
        known = await self._known(session, box)
        shown, left = await self._chosen(session, current, box, known)
        await self._note(session, current, distinct(shown, known))
        rows = _rows(current, shown)
        box.cards = [replace(one, round_id=None, column=KEPT) for one in left]
        # All that was sealed goes, with the marks; what is not shown yet lies in the box again.
        await write_anew(session, box)
        await insert_by_chance(session, rows)
        pages = sorted({page_of(int(one["place"])) for one in rows})
        await self._ledger.plan(session, current.workspace_id, [page(box.retro, current, number) for number in pages])

    async def discard(self, session: AsyncSession, current: RetroRound) -> None:
        """Throw the cards of a round away; what was kept in the box stays there, for nobody has seen it.

        Where people were asked for their names and nobody agreed, nothing is thrown away: all of it stays in the box.
        """
        box = await box_of_round(session, current)
        kept = [one for one in box.cards if one.round_id is None or current.by_consent]
        box.cards = [replace(one, round_id=None, column=KEPT) for one in kept]
        await write_anew(session, box)

    async def _chosen(
        self, session: AsyncSession, current: RetroRound, box: Box, known: dict[str, int]
    ) -> tuple[list[SealedCard], list[SealedCard]]:
        """Return the cards that are shown, and those that stay sealed."""
        if current.by_consent:
            rows = sa.select(RetroPart.person_id).where(RetroPart.round_id == current.id, RetroPart.consent == "yes")
            agreed = set(await session.scalars(rows))
            shown = [one for one in box.cards if one.author_id in agreed]
            return shown, [one for one in box.cards if one.author_id not in agreed]
        nameless = [one for one in box.cards if one.author_id is None]
        if current.anonymous or len(distinct(nameless, known)) >= FEWEST_WRITERS:
            return box.cards, []
        return [one for one in box.cards if one.author_id is not None], nameless

    async def _note(self, session: AsyncSession, current: RetroRound, wrote: set[int | str]) -> None:
        """Note who wrote, for everybody in one statement."""
        people = [one for one in wrote if isinstance(one, int)]
        await session.execute(
            sa.update(RetroPart)
            .where(RetroPart.round_id == current.id)
            .values(wrote=RetroPart.person_id.in_(people))
            .execution_options(synchronize_session=False)
        )

    async def _known(self, session: AsyncSession, box: Box) -> dict[str, int]:
        if box.current is None:
            return {}
        rows = sa.select(RetroPart.person_id).where(RetroPart.round_id == box.current.id)
        return writers(box, self._seal, list(await session.scalars(rows)))


def _rows(current: RetroRound, shown: Sequence[SealedCard]) -> list[dict[str, Any]]:
    """Return cards as rows of a round, in their places, without what told whose they are."""
    columns = [one.key for one in from_json(current.columns)]
    places = arranged([(one.column, one.text) for one in shown], columns, BY_CHANCE)
    return [
        {
            "id": secrets.token_hex(16),
            "workspace_id": current.workspace_id,
            "retro_id": current.retro_id,
            "round_id": current.id,
            "column_key": one.column,
            "text": one.text,
            "writer": None,
            "receipt": one.receipt,
            "author_id": one.author_id if current.by_consent or not current.anonymous else None,
            "place": place,
        }
        for one, place in zip(shown, places, strict=True)
    ]
