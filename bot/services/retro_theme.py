"""The themes of a round: suggested when its cards are shown, and read by everything that shows them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.retro_sort import SortCard
from bot.domain.retro_vote import ThemeResult
from bot.engine.upsert import insert_rows
from bot.ids import new_id
from bot.services.playbook_made import pages_of_themes
from models import RetroCard, RetroRound, RetroTheme


@dataclass(frozen=True, slots=True)
class ReadTheme:
    """A theme that was not merged into another, with its cards that everybody may see."""

    row: RetroTheme
    cards: list[SortCard] = field(default_factory=list)


async def suggest_themes(session: AsyncSession, current: RetroRound) -> None:
    """Give every card of a round a theme: those that are about one thing have one in common.

    Whoever shows the cards calls this in the same transaction. The grouping goes on in a thread, since a large retro
    takes half a second of it.
    """
    rows = sa.select(RetroCard.id, RetroCard.text).where(RetroCard.round_id == current.id)
    cards = list(await session.execute(rows.order_by(RetroCard.place, RetroCard.id)))
    if not cards:
        return
    found = await asyncio.to_thread(_suggested, [one.text for one in cards])
    ids = [new_id() for _ in found]
    themes = [
        {"id": theme_id, "workspace_id": current.workspace_id, "round_id": current.id, "name": name, "place": place}
        for place, (theme_id, (name, _)) in enumerate(zip(ids, found, strict=True))
    ]
    await session.execute(insert_rows(session, RetroTheme, themes))
    for theme_id, (_, members) in zip(ids, found, strict=True):
        await move_cards(session, [cards[one].id for one in members], theme_id)


async def move_cards(session: AsyncSession, card_ids: Sequence[str], theme_id: int) -> None:
    """Let cards belong to a theme."""
    await session.execute(
        sa.update(RetroCard)
        .where(RetroCard.id.in_(card_ids))
        .values(theme_id=theme_id)
        .execution_options(synchronize_session=False)
    )


async def read_themes(session: AsyncSession, round_id: int) -> list[ReadTheme]:
    """Return the themes of a round in their order, without those that were merged or have no card to be seen."""
    rows = sa.select(RetroTheme).where(RetroTheme.round_id == round_id, RetroTheme.merged_into_id.is_(None))
    themes = {one.id: ReadTheme(one) for one in await session.scalars(rows.order_by(RetroTheme.place, RetroTheme.id))}
    cards = (
        sa.select(RetroCard.id, RetroCard.text, RetroCard.theme_id)
        .where(RetroCard.round_id == round_id, RetroCard.hidden.is_(False))
        .order_by(RetroCard.place, RetroCard.id)
    )
    for card_id, text, theme_id in await session.execute(cards):
        if theme_id in themes:
            themes[theme_id].cards.append(SortCard(card_id, text))
    return [one for one in themes.values() if one.cards]


async def theme_results(session: AsyncSession, round_id: int) -> tuple[ThemeResult, ...]:
    """Return the themes of a round as its board shows them."""
    themes = await read_themes(session, round_id)
    made = await pages_of_themes(session, [one.row for one in themes if one.row.votes is not None])
    return tuple(
        ThemeResult(
            one.row.name, len(one.cards), suggested=one.row.suggested, votes=one.row.votes, page=made.get(one.row.id)
        )
        for one in themes
    )


def _suggested(texts: list[str]) -> list[tuple[str, tuple[int, ...]]]:
    # Only here: the table of topics and the stemmer are loaded for the first retro, not for the start.
    from bot.domain.retro_theme import suggest  # noqa: PLC0415

    return [(one.name, one.members) for one in suggest(texts)]
