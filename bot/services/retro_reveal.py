"""Showing the cards of rounds: all at once, written again in random order, without what told whose they are."""

import secrets
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, pages, rows_of
from bot.delivery.ledger import Intent, Ledger
from bot.domain.retro import FEWEST_WRITERS
from bot.domain.retro_card import KEPT, arranged, page_of
from bot.domain.retro_format import from_json
from bot.engine.upsert import table
from bot.services.anonymous import Seal
from bot.services.retro_box import (
    BY_CHANCE,
    Box,
    SealedCard,
    boxes_of_rounds,
    distinct,
    insert_by_chance,
    write_anew,
    writers,
)
from bot.services.retro_hooks import Rounds, Written
from bot.services.retro_message import page
from models import RetroPart, RetroRound

_part = table(RetroPart)
_PARTS = sa.select(RetroPart.round_id, RetroPart.person_id, RetroPart.consent).where(RetroPart.round_id.in_(IDS))
_WROTE = sa.update(_part).where(_part.c.id.in_(IDS)).values(wrote=True)


class RetroReveal:
    """What becomes of the cards in the steps of rounds, in the transaction of the step, which holds them."""

    def __init__(self, seal: Seal, ledger: Ledger) -> None:
        """Know by `seal` whose cards are whose; what is shown goes through `ledger`."""
        self._seal, self._ledger = seal, ledger

    async def written(self, session: AsyncSession, rounds: Rounds) -> Mapping[int, Written]:
        """Return what there is to show, by round; those who wrote count with what they dropped into the box."""
        found = {}
        for one in await self._opened(session, rounds):
            found[one.current.id] = Written(len(one.shown), len(distinct(one.box.cards, one.known)))
        return found

    async def wrote(
        self, session: AsyncSession, people: Mapping[RetroRound, Collection[int]]
    ) -> Mapping[int, set[int]]:
        """Return who of some people has a card in each round."""
        boxes = await boxes_of_rounds(session, people)
        wrote = {}
        for current, some in people.items():
            box = boxes[current.id]
            found = distinct(box.cards, writers(box, self._seal, some))
            wrote[current.id] = {one for one in some if one in found}
        return wrote

    async def show(self, session: AsyncSession, rounds: Rounds) -> None:
        """Write the cards to be shown anew, note for all at once who wrote, and post them in the threads.

        In a round with names, what was kept without one is shown only where at least three people did so.
        """
        opened = await self._opened(session, rounds)
        rows: list[dict[str, Any]] = []
        intents: dict[str, list[Intent]] = defaultdict(list)
        for one in opened:
            shown = _rows(one.current, one.shown)
            rows += shown
            one.box.cards = [replace(card, round_id=None, column=KEPT) for card in one.left]
            numbers = sorted({page_of(int(row["place"])) for row in shown})
            intents[one.current.workspace_id] += [page(one.box.retro, one.current, number) for number in numbers]
        await self._note(session, opened)
        # All that was sealed goes, with the marks; what is not shown yet lies in the box again.
        await write_anew(session, *(one.box for one in opened))
        await insert_by_chance(session, rows)
        await self._ledger.plan_all(session, intents)

    async def discard(self, session: AsyncSession, rounds: Rounds) -> None:
        """Throw the cards of rounds away; what was kept in the box stays there, for nobody has seen it.

        Where people were asked for their names and nobody agreed, nothing is thrown away: all of it stays in the box.
        """
        boxes = list((await boxes_of_rounds(session, rounds)).values())
        for box, current in zip(boxes, rounds, strict=True):
            kept = [one for one in box.cards if one.round_id is None or current.by_consent]
            box.cards = [replace(one, round_id=None, column=KEPT) for one in kept]
        await write_anew(session, *boxes)

    async def _opened(self, session: AsyncSession, rounds: Rounds) -> list["_Opened"]:
        """Return the boxes of rounds, with what of each is to be shown."""
        boxes = await boxes_of_rounds(session, rounds)
        people: dict[int, list[int]] = defaultdict(list)
        agreed: dict[int, set[int]] = defaultdict(set)
        for round_id, person_id, consent in await rows_of(session, _PARTS, boxes):
            people[round_id].append(person_id)
            if consent == "yes":
                agreed[round_id].add(person_id)
        opened = []
        for current in rounds:
            box = boxes[current.id]
            known = writers(box, self._seal, people[current.id])
            opened.append(_Opened(current, box, known, *_chosen(current, box, known, agreed[current.id])))
        return opened

    async def _note(self, session: AsyncSession, opened: Sequence["_Opened"]) -> None:
        """Note who wrote what is shown, for everybody at once."""
        wrote = {one.current.id: distinct(one.shown, one.known) for one in opened}
        rows = await rows_of(session, _PARTS.add_columns(RetroPart.id), wrote)
        for part_ids in pages([row.id for row in rows if row.person_id in wrote[row.round_id]]):
            await session.execute(_WROTE, {"ids": part_ids})


@dataclass
class _Opened:
    """A round whose sealed cards are to be shown; `known`: whose mark is whose."""

    current: RetroRound
    box: Box
    known: Mapping[str, int]
    shown: Sequence[SealedCard]
    left: Sequence[SealedCard]


def _chosen(
    current: RetroRound, box: Box, known: Mapping[str, int], agreed: Collection[int]
) -> tuple[list[SealedCard], list[SealedCard]]:
    """Return the cards that are shown, and those that stay sealed."""
    if current.by_consent:
        shown = [one for one in box.cards if one.author_id in agreed]
        return shown, [one for one in box.cards if one.author_id not in agreed]
    nameless = [one for one in box.cards if one.author_id is None]
    if current.anonymous or len(distinct(nameless, known)) >= FEWEST_WRITERS:
        return box.cards, []
    return [one for one in box.cards if one.author_id is not None], nameless


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
