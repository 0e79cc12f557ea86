"""Erasing the cards of a person: those that are sealed, which the key still knows, and those with their name.

What was shown without a name is nobody's any more; the code of its receipt alone withdraws it.
"""

import sqlalchemy as sa

from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.retro_card import page_of
from bot.services.anonymous import Seal
from bot.services.retro_box import mine, open_box, write_anew
from bot.services.retro_message import board_key, page_key
from bot.services.retro_theme_page import theme_page_keys
from models import Retro, RetroCard


async def erase_cards(database: Database, ledger: Ledger, seal: Seal, workspace_id: str, person_id: int) -> int:
    """Erase the cards of a person; return how many messages change. One short transaction a retro."""
    async with database.reading(workspace_id) as session:
        with_cards = sa.select(RetroCard.retro_id).distinct()
        retros = list(await session.scalars(sa.select(Retro.id).where(Retro.id.in_(with_cards)).order_by(Retro.id)))
    refreshed = 0
    for retro_id in retros:
        async with database.transaction(workspace_id) as session:
            box = await open_box(session, retro_id)
            own = mine(box, seal, person_id) if box is not None else []
            if box is not None and own:
                box.cards = [one for one in box.cards if not any(one is other for other in own)]
                await write_anew(session, box)
            named = (RetroCard.retro_id == retro_id, RetroCard.author_id == person_id)
            shown = list(await session.execute(sa.select(RetroCard.round_id, RetroCard.place).where(*named)))
            await session.execute(sa.delete(RetroCard).where(*named))
            keys = {page_key(one.round_id, page_of(one.place)) for one in shown}
            keys |= {board_key(one.round_id) for one in shown}
            for round_id in sorted({one.round_id for one in shown if one.round_id is not None}):
                keys.update(await theme_page_keys(session, round_id))
            refreshed += await ledger.refresh(session, workspace_id, sorted(keys))
    return refreshed
