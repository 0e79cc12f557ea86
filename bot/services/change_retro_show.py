"""Showing the cards of a short retro: all at once, in random order, by theme, without what told whose they are."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.change_retro import COLUMNS
from bot.ids import new_id
from bot.services.change_retro_box import Sealed, replace_cards
from bot.services.retro_box import BY_CHANCE
from models import ChangeRetro, ChangeRetroTheme


async def show(session: AsyncSession, retro: ChangeRetro, cards: Sequence[Sealed]) -> None:
    """Write the cards of a retro that the caller holds anew, each in its theme."""
    # Only here: the table of topics and the stemmer are loaded for the first words, not for the start.
    from bot.domain.retro_theme import suggest  # noqa: PLC0415

    drawn = list(cards)
    BY_CHANCE.shuffle(drawn)
    themes: list[ChangeRetroTheme] = []
    rows: list[dict[str, Any]] = []
    for column in COLUMNS:
        mine = [one for one in drawn if one.column == column.key]
        for found in suggest([one.text for one in mine]) if mine else ():
            theme = ChangeRetroTheme(
                id=new_id(),
                workspace_id=retro.workspace_id,
                retro_id=retro.id,
                column_key=column.key,
                place=len(themes),
                name=found.name,
            )
            themes.append(theme)
            rows += [_row(theme, mine[at], place) for place, at in enumerate(found.members)]
    session.add_all(themes)
    await session.flush()
    await replace_cards(session, retro.id, rows)


def _row(theme: ChangeRetroTheme, card: Sealed, place: int) -> dict[str, Any]:
    return {
        "id": secrets.token_hex(16),
        "workspace_id": theme.workspace_id,
        "retro_id": theme.retro_id,
        "column_key": card.column,
        "text": card.text,
        "writer": None,
        "receipt": card.receipt,
        "theme_id": theme.id,
        "place": place,
    }
