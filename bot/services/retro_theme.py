"""The themes of a round: suggested when its cards are shown, and read by everything that shows them."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, rows_of
from bot.domain.retro_sort import SortCard
from bot.domain.retro_vote import ThemeResult
from bot.engine.upsert import insert_rows, table
from bot.ids import new_id
from bot.services.playbook_made import pages_of_themes
from models import RetroCard, RetroRound, RetroTheme

# Put together once: whatever shows a theme reads these.
_CARDS = (
    sa.select(RetroCard.round_id, RetroCard.id, RetroCard.text)
    .where(RetroCard.round_id.in_(IDS))
    .order_by(RetroCard.place, RetroCard.id)
)
_SEEN = _CARDS.add_columns(RetroCard.theme_id).where(RetroCard.hidden.is_(False))
_THEMES = (
    sa.select(RetroTheme)
    .where(RetroTheme.round_id.in_(IDS), RetroTheme.merged_into_id.is_(None))
    .order_by(RetroTheme.place, RetroTheme.id)
)
_card = table(RetroCard)
_MOVE = sa.update(_card).where(_card.c.id == sa.bindparam("card")).values(theme_id=sa.bindparam("theme"))


@dataclass(frozen=True, slots=True)
class ReadTheme:
    """A theme that was not merged into another, with its cards that everybody may see."""

    row: RetroTheme
    cards: list[SortCard] = field(default_factory=list)


async def suggest_themes(session: AsyncSession, rounds: Sequence[RetroRound]) -> None:
    """Give every card of rounds a theme: those that are about one thing have one in common.

    Whoever shows the cards calls this in the same transaction. The grouping goes on in a thread, in which 600 cards
    take 0.15 s; not before the transaction, since cards are written and withdrawn until it begins, nor after it, when
    people would see and sort cards that have no theme.
    """
    cards: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for round_id, card_id, text in await rows_of(session, _CARDS, [one.id for one in rounds]):
        cards[round_id].append((card_id, text))
    found = await asyncio.to_thread(_suggested, {one: [text for _, text in those] for one, those in cards.items()})
    themes, moved = [], []
    for current in rounds:
        for place, (name, members) in enumerate(found.get(current.id, ())):
            theme_id, common = new_id(), {"workspace_id": current.workspace_id, "round_id": current.id}
            themes.append({"id": theme_id, **common, "name": name, "place": place})
            moved += [{"card": cards[current.id][one][0], "theme": theme_id} for one in members]
    if themes:
        await session.execute(insert_rows(session, RetroTheme, themes))
        await session.execute(_MOVE, moved)


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
    return (await themes_of_rounds(session, [round_id]))[round_id]


async def themes_of_rounds(session: AsyncSession, round_ids: Collection[int]) -> Mapping[int, list[ReadTheme]]:
    """Return the themes of rounds, by round, as `read_themes` does."""
    rows = [theme for (theme,) in await rows_of(session, _THEMES, round_ids)]
    themes = {one.id: ReadTheme(one) for one in rows}
    for _, card_id, text, theme_id in await rows_of(session, _SEEN, round_ids):
        if theme_id in themes:
            themes[theme_id].cards.append(SortCard(card_id, text))
    found: dict[int, list[ReadTheme]] = defaultdict(list)
    for one in themes.values():
        if one.cards:
            found[one.row.round_id].append(one)
    return found


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


def _suggested(texts: Mapping[int, list[str]]) -> dict[int, list[tuple[str, tuple[int, ...]]]]:
    # Only here: the table of topics and the stemmer are loaded for the first retro, not for the start.
    from bot.domain.retro_theme import suggest  # noqa: PLC0415

    return {of: [(one.name, one.members) for one in suggest(those)] for of, those in texts.items()}
