"""The cards of a round by their themes, in the thread of its board, from the vote on."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.domain.retro_theme_page import CardsOf, ThemePage, pages_of
from bot.services import retro_message
from bot.services.playbook_made import pages_of_themes
from bot.services.retro_message import THEMES
from bot.services.retro_theme import themes_of_rounds
from models import Delivery, Retro, RetroRound
from models.delivery import THREADED


class RetroThemePages:
    """Posts the pages when the vote begins, and keeps them true."""

    def __init__(self, ledger: Ledger) -> None:
        """Post through `ledger`."""
        self._ledger = ledger

    async def post(self, session: AsyncSession, rounds: Sequence[RetroRound]) -> None:
        """Plan the pages that there are to be by now; those that stand there already are shown anew."""
        cards = await _cards(session, [one.id for one in rounds])
        intents: dict[str, list[Intent]] = defaultdict(list)
        for current in rounds:
            retro = await session.get_one(Retro, current.retro_id)
            pages = len(pages_of(cards[current.id]))
            intents[current.workspace_id] += [_page(retro, current, number) for number in range(pages)]
        await self._ledger.plan_all(session, intents)
        keys: dict[str, list[str]] = defaultdict(list)
        for workspace_id, key in await session.execute(_keys(rounds)):
            keys[workspace_id].append(key)
        for workspace_id, those in keys.items():
            await self._ledger.refresh(session, workspace_id, those)


async def theme_page_keys(session: AsyncSession, round_id: int) -> list[str]:
    """Return the keys of the pages that were planned for a round."""
    current = await session.get(RetroRound, round_id)
    return [key for _, key in await session.execute(_keys([current]))] if current else []


def _keys(rounds: Sequence[RetroRound]) -> sa.Select[str, str]:
    """Return what finds the pages of rounds, with their workspaces, by the boards in whose threads they stand."""
    return sa.select(Delivery.workspace_id, Delivery.key).where(
        Delivery.workspace_id.in_({one.workspace_id for one in rounds}),
        Delivery.thread_key.in_([retro_message.board_key(one.id) for one in rounds]),
        sa.text(f"delivery.{THREADED}"),
        Delivery.kind == THEMES,
    )


async def page_facts(session: AsyncSession, round_id: int, number: int) -> ThemePage | None:
    """Return a page as it is now; None where there is no such round any more."""
    if await session.get(RetroRound, round_id) is None:
        return None
    pages = pages_of((await _cards(session, [round_id]))[round_id])
    return ThemePage(number, max(len(pages), 1), pages[number] if number < len(pages) else ())


async def _cards(session: AsyncSession, round_ids: Collection[int]) -> Mapping[int, Sequence[CardsOf]]:
    themes = await themes_of_rounds(session, round_ids)
    counted = [one.row for found in themes.values() for one in found if one.row.votes is not None]
    made = await pages_of_themes(session, counted)
    cards: dict[int, list[CardsOf]] = {round_id: [] for round_id in round_ids}
    for round_id, found in themes.items():
        for one in found:
            texts = tuple(card.text for card in one.cards)
            page = made.get(one.row.id)
            cards[round_id].append(CardsOf(one.row.name, texts, votes=one.row.votes, id=one.row.id, page=page))
    return cards


def _page(retro: Retro, current: RetroRound, number: int) -> Intent:
    return Intent(
        f"{THEMES}:{current.id}:{number}",
        THEMES,
        {"retro_round": current.id, "page": number},
        retro.channel_id,
        thread_key=retro_message.board_key(current.id),
        priority=retro_message.AT_ONCE,
    )
