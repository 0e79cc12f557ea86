"""The cards of a round by their themes, in the thread of its board, from the vote on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.domain.playbook_codify import PageLink
from bot.domain.retro_theme_page import CardsOf, ThemePage, pages_of
from bot.services import retro_message
from bot.services.playbook_made import pages_of_themes
from bot.services.retro_message import THEMES
from bot.services.retro_theme import ReadTheme, read_themes, themes_of_rounds
from models import Retro, RetroRound

_NOTHING: Mapping[int, PageLink] = MappingProxyType({})


class RetroThemePages:
    """Posts the pages when the vote begins, and keeps them true."""

    def __init__(self, ledger: Ledger) -> None:
        """Post through `ledger`."""
        self._ledger = ledger

    async def post(self, session: AsyncSession, rounds: Sequence[RetroRound]) -> None:
        """Plan the pages that there are to be by now; those that stand there already are shown anew."""
        themes = await themes_of_rounds(session, [one.id for one in rounds])
        intents: dict[str, list[Intent]] = defaultdict(list)
        for current in rounds:
            retro = await session.get_one(Retro, current.retro_id)
            pages = len(pages_of(_cards(themes[current.id])))
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
    return retro_message.find_theme_pages({one.workspace_id for one in rounds}, [one.id for one in rounds])


async def page_facts(session: AsyncSession, round_id: int, number: int) -> ThemePage | None:
    """Return a page as it is now; None where there is no such round any more."""
    if await session.get(RetroRound, round_id) is None:
        return None
    themes = await read_themes(session, round_id)
    made = await pages_of_themes(session, [one.row for one in themes if one.row.votes is not None])
    pages = pages_of(_cards(themes, made))
    return ThemePage(number, max(len(pages), 1), pages[number] if number < len(pages) else ())


def _cards(themes: Sequence[ReadTheme], made: Mapping[int, PageLink] = _NOTHING) -> Sequence[CardsOf]:
    """Return what pages show of themes; `made`: the pages of the playbook that they became."""
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
