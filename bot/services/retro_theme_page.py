"""The cards of a round by their themes, in the thread of its board, from the vote on."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.domain.retro_theme_page import CardsOf, ThemePage, pages_of
from bot.services import retro_message
from bot.services.playbook_made import pages_of_themes
from bot.services.retro_message import THEMES
from bot.services.retro_theme import read_themes
from models import Delivery, Retro, RetroRound


class RetroThemePages:
    """Posts the pages when the vote begins, and keeps them true."""

    def __init__(self, ledger: Ledger) -> None:
        """Post through `ledger`."""
        self._ledger = ledger

    async def post(self, session: AsyncSession, current: RetroRound) -> None:
        """Plan the pages that there are to be by now; those that stand there already are shown anew."""
        retro = await session.get_one(Retro, current.retro_id)
        pages = len(pages_of(await _cards(session, current.id)))
        await self._ledger.plan(session, retro.workspace_id, [_page(retro, current, number) for number in range(pages)])
        await self._ledger.refresh(session, retro.workspace_id, await theme_page_keys(session, current.id))


async def theme_page_keys(session: AsyncSession, round_id: int) -> list[str]:
    """Return the keys of the pages that were planned for a round."""
    rows = sa.select(Delivery.key).where(Delivery.kind == THEMES, Delivery.key.startswith(f"{THEMES}:{round_id}:"))
    return list(await session.scalars(rows))


async def page_facts(session: AsyncSession, round_id: int, number: int) -> ThemePage | None:
    """Return a page as it is now; None where there is no such round any more."""
    if await session.get(RetroRound, round_id) is None:
        return None
    pages = pages_of(await _cards(session, round_id))
    return ThemePage(number, max(len(pages), 1), pages[number] if number < len(pages) else ())


async def _cards(session: AsyncSession, round_id: int) -> Sequence[CardsOf]:
    themes = await read_themes(session, round_id)
    made = await pages_of_themes(session, [one.row for one in themes if one.row.votes is not None])
    return [
        CardsOf(
            one.row.name,
            tuple(card.text for card in one.cards),
            votes=one.row.votes,
            id=one.row.id,
            page=made.get(one.row.id),
        )
        for one in themes
    ]


def _page(retro: Retro, current: RetroRound, number: int) -> Intent:
    return Intent(
        f"{THEMES}:{current.id}:{number}",
        THEMES,
        {"retro_round": current.id, "page": number},
        retro.channel_id,
        thread_key=retro_message.board_key(current.id),
        priority=retro_message.AT_ONCE,
    )
