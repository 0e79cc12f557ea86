"""The sealed cards of a retro: what was dropped into its box, and the cards of the round in which people write now.

Whoever changes one writes all of them anew, in random order and in one transaction. A row that was written by itself
would tell when: PostgreSQL numbers transactions (`xmin`) and places of rows (`ctid`), other rows have a time beside
such numbers, and people begin their day one zone after the other. SQLite's log would, too, and is emptied each time.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import keep_no_log
from bot.domain.retro import RetroState
from bot.engine.upsert import insert_rows, table
from bot.services.anonymous import Seal
from models import Retro, RetroCard, RetroRound

CARD = "card"
"""The subject of the marks of cards, with the retro and the round's number."""

LOOK_BACK = 12
"""Rounds from whose time a card may still lie in the box: one that was left out is kept for the next."""

BY_CHANCE = secrets.SystemRandom()

_ANEW = {"populate_existing": True}
_card = table(RetroCard)

# Put together once: whoever writes a card reads these.
_RETRO = sa.select(Retro).where(Retro.id == sa.bindparam("retro_id"))
_WRITING = (
    sa.select(RetroRound)
    .where(RetroRound.retro_id == sa.bindparam("retro_id"))
    .where(RetroRound.state.in_((RetroState.COLLECTING, RetroState.FEW)))
    .order_by(RetroRound.id)
)
_HELD_RETRO, _HELD_WRITING = _RETRO.with_for_update(key_share=True), _WRITING.with_for_update()
_HIGHEST = sa.select(sa.func.max(RetroRound.number)).where(RetroRound.retro_id == sa.bindparam("retro_id"))
_SEALED = sa.and_(
    _card.c.workspace_id == sa.bindparam("in_workspace"),
    _card.c.retro_id == sa.bindparam("of_retro"),
    sa.or_(_card.c.round_id.is_(None), _card.c.round_id == sa.bindparam("of_round")),
)
_FIELDS = (
    _card.c.text,
    _card.c.receipt,
    _card.c.column_key,
    _card.c.round_id,
    _card.c.writer,
    _card.c.author_id,
    _card.c.place,
)
_CARDS = sa.select(*_FIELDS).where(_SEALED)
_SEALED_OF_ALL = sa.and_(
    _card.c.workspace_id.in_(sa.bindparam("workspaces", expanding=True)),
    _card.c.retro_id.in_(sa.bindparam("retros", expanding=True)),
    sa.or_(_card.c.round_id.is_(None), _card.c.round_id.in_(sa.bindparam("rounds", expanding=True))),
)
_CARDS_OF_ALL = sa.select(_card.c.retro_id, *_FIELDS).where(_SEALED_OF_ALL)
_CLEAR = sa.delete(_card).where(_SEALED_OF_ALL)


@dataclass
class SealedCard:
    """A card that nobody may see yet; `round_id` None: in the box.

    `writer` or `author_id` says whose it is, and `place` where it stands among those of the same author.
    """

    text: str
    receipt: str
    column: str = ""
    round_id: int | None = None
    writer: str | None = None
    author_id: int | None = None
    place: int = 0


@dataclass
class Box:
    """The sealed cards of a retro, held until the end of the transaction. `current`: the round that people write for.

    `number` is that of the round, or of the next one to come.
    """

    retro: Retro
    current: RetroRound | None
    number: int
    cards: list[SealedCard] = field(default_factory=list)

    @property
    def anonymous(self) -> bool:
        """Whether what is written now goes without a name."""
        return self.retro.anonymous if self.current is None else self.current.anonymous

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers that the marks in the box may be made over; the last is that of now."""
        return range(max(1, self.number - LOOK_BACK), self.number + 1)


async def open_box(session: AsyncSession, retro_id: int, *, hold: bool = True) -> Box | None:
    """Return the sealed cards of a retro; None where there is no such retro, or it was deleted.

    `hold`: nobody else changes them, nor reveals them, until the end of the transaction.
    """
    which = {"retro_id": retro_id}
    retro: Retro | None = await session.scalar(_HELD_RETRO if hold else _RETRO, which, execution_options=_ANEW)
    if retro is None or retro.state == "deleted":
        return None
    writing = _HELD_WRITING if hold else _WRITING
    current: RetroRound | None = await session.scalar(writing, which, execution_options=_ANEW)
    if current is not None and _asked_for_names(current):
        # What comes now was not asked about: it waits for the next one.
        return Box(retro, None, current.number + 1, await _cards(session, retro, None))
    highest = current.number - 1 if current else max(await session.scalar(_HIGHEST, which) or 0, 0)
    return Box(retro, current, highest + 1, await _cards(session, retro, current))


async def box_of_round(session: AsyncSession, current: RetroRound) -> Box:
    """Return the sealed cards that a round which the caller holds is to show."""
    return (await boxes_of_rounds(session, [current]))[current.id]


async def boxes_of_rounds(session: AsyncSession, rounds: Collection[RetroRound]) -> dict[int, Box]:
    """Return, by round, the sealed cards that rounds are to show which the caller holds with their retros."""
    boxes = {}
    for one in rounds:
        boxes[one.id] = Box(await session.get_one(Retro, one.retro_id), one, one.number)
    of_retros = {box.retro.id: box for box in boxes.values()}
    for retro_id, *card in await session.execute(_CARDS_OF_ALL, _which_of(boxes.values())) if boxes else ():
        of_retros[retro_id].cards.append(SealedCard(*card))
    return boxes


def mine(box: Box, seal: Seal, person_id: int) -> list[SealedCard]:
    """Return the sealed cards of one person."""
    marks = {seal.mark(person_id, CARD, box.retro.id, number) for number in box.numbers} if seal.ready else set()
    return [one for one in box.cards if one.author_id == person_id or one.writer in marks]


def writers(box: Box, seal: Seal, people: Collection[int]) -> dict[str, int]:
    """Return whose mark is whose among some people, for all marks that may lie in the box."""
    found: dict[str, int] = {}
    for number in box.numbers if seal.ready else ():
        found |= seal.marks(people, CARD, box.retro.id, number)
    return found


def distinct(cards: Sequence[SealedCard], known: Mapping[str, int]) -> set[int | str]:
    """Return who wrote some cards: people where they are known, marks of those who are not of the team any more."""
    found: set[int | str] = set()
    for one in cards:
        mark = one.writer or ""
        found.add(known.get(mark, mark) if one.author_id is None else one.author_id)
    return found


async def write_anew(session: AsyncSession, *boxes: Box) -> None:
    """Write all sealed cards of boxes as they are in them now, in random order."""
    if not boxes:
        return
    await session.execute(_CLEAR, _which_of(boxes))
    keep_no_log(session)
    rows = [
        {
            "id": secrets.token_hex(16),
            "workspace_id": box.retro.workspace_id,
            "retro_id": box.retro.id,
            "round_id": one.round_id,
            "column_key": one.column,
            "text": one.text,
            "writer": one.writer,
            "receipt": one.receipt,
            "author_id": one.author_id,
            "place": one.place,
        }
        for box in boxes
        for one in box.cards
    ]
    await insert_by_chance(session, rows)


async def insert_by_chance(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
    """Insert rows of cards in an order that tells nothing."""
    BY_CHANCE.shuffle(rows)
    if rows:
        await session.execute(insert_rows(session, RetroCard, rows))


def _asked_for_names(current: RetroRound) -> bool:
    return current.state == RetroState.FEW and current.by_consent


async def _cards(session: AsyncSession, retro: Retro, current: RetroRound | None) -> list[SealedCard]:
    return [SealedCard(*one) for one in await session.execute(_CARDS, _which(retro, current))]


def _which_of(boxes: Iterable[Box]) -> dict[str, Any]:
    """Return what says which cards are sealed in boxes."""
    boxes = list(boxes)
    return {
        "workspaces": sorted({box.retro.workspace_id for box in boxes}),
        "retros": [box.retro.id for box in boxes],
        "rounds": [box.current.id for box in boxes if box.current is not None],
    }


def _which(retro: Retro, current: RetroRound | None) -> dict[str, Any]:
    """Return what says which cards are sealed: the box, and those of the round that people write for."""
    return {
        "in_workspace": retro.workspace_id,
        "of_retro": retro.id,
        "of_round": current.id if current is not None else None,
    }
