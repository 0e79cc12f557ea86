"""The sealed cards of a short retro: whoever changes one writes all of them anew, in random order.

A row that was written by itself would tell when, and with that whose it is (bot/services/retro_box.py says how).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import keep_no_log
from bot.engine.upsert import insert_rows
from bot.services.anonymous import Seal
from bot.services.retro_box import BY_CHANCE
from models import ChangeRetro, ChangeRetroCard

CARD = "change_retro"
"""The subject of the marks, with the retro."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A card that nobody may see yet; `place`: where it stands among those of the same author."""

    column: str
    text: str
    writer: str
    receipt: str
    place: int = 0


async def held(session: AsyncSession, retro_id: int) -> ChangeRetro | None:
    """Return a retro that nobody else writes in, or closes, until the end of the transaction."""
    row = sa.select(ChangeRetro).where(ChangeRetro.id == retro_id).with_for_update()
    found: ChangeRetro | None = await session.scalar(row.execution_options(populate_existing=True))
    return found


async def sealed_in(session: AsyncSession, retro_id: int) -> list[Sealed]:
    """Return the cards of a retro that is open."""
    fields = (ChangeRetroCard.column_key, ChangeRetroCard.text, ChangeRetroCard.writer, ChangeRetroCard.receipt)
    rows = sa.select(*fields, ChangeRetroCard.place).where(ChangeRetroCard.retro_id == retro_id)
    return [
        Sealed(column, text, writer or "", receipt, place)
        for column, text, writer, receipt, place in await session.execute(rows)
    ]


def mark_of(seal: Seal, person_id: int, retro_id: int) -> str:
    """Return the mark of somebody in a retro."""
    return seal.mark(person_id, CARD, retro_id)


async def seal_anew(session: AsyncSession, retro: ChangeRetro, cards: Sequence[Sealed]) -> None:
    """Let these be the sealed cards of a retro that the caller holds."""
    rows = [
        {
            "id": secrets.token_hex(16),
            "workspace_id": retro.workspace_id,
            "retro_id": retro.id,
            "column_key": one.column,
            "text": one.text,
            "writer": one.writer,
            "receipt": one.receipt,
            "theme_id": None,
            "place": one.place,
        }
        for one in cards
    ]
    await replace_cards(session, retro.id, rows)


async def replace_cards(session: AsyncSession, retro_id: int, rows: list[dict[str, Any]]) -> None:
    """Write rows in place of all cards of a retro, in an order that tells nothing."""
    await session.execute(sa.delete(ChangeRetroCard).where(ChangeRetroCard.retro_id == retro_id))
    keep_no_log(session)
    BY_CHANCE.shuffle(rows)
    if rows:
        await session.execute(insert_rows(session, ChangeRetroCard, rows))
