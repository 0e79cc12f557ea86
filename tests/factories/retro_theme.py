"""Rounds of retros whose cards are shown and sorted, as tests of themes and votes need them."""

import secrets
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ids import new_id
from models import RetroCard, RetroRound, RetroTheme
from tests.factories.retro import newest, set_up, stored
from tests.journeys.conftest import World

OPENS = "2026-03-26 06:00"
"""Payments' retro opens, in Singapore; in Lisbon it is 14:00."""

SAID = (
    "staging was down on Tuesday",
    "My PR had no review for four days",
    "our sandbox env does not answer",
    "reviewers, please look at a merge request in the morning",
    "the cake",
)
"""What three people wrote: two themes of two cards, and a card by itself."""


async def shown(team: World, texts: Sequence[str] = SAID, **changes: object) -> World:
    """Let Payments' retro, run by Ana, show these cards of three people."""
    ana = team.persona("ana")
    await set_up(ana, changes.get("answers"))
    await team.at(OPENS)
    await put(team, texts)
    await ana.click("Reveal now", on=board(team, "ana"))
    await team.idle()
    return team


async def put(team: World, texts: Sequence[str]) -> None:
    """Put cards of three people into the newest round."""
    current = await newest(team)
    async with team.bot.parts.database.transaction(team.workspace_id) as session:
        session.add_all(
            RetroCard(
                id=secrets.token_hex(16),
                retro_id=current.retro_id,
                round_id=current.id,
                column_key="worked",
                text=text,
                writer=f"writer {number % 3}",
                receipt=secrets.token_hex(16),
                place=number,
            )
            for number, text in enumerate(texts)
        )


async def theme_of(session: AsyncSession, current: RetroRound, *texts: str, name: str = "staging") -> RetroTheme:
    """A theme that was suggested, with these cards."""
    made = RetroTheme(id=new_id(), workspace_id=current.workspace_id, round_id=current.id, name=name)
    session.add(made)
    await session.flush()
    session.add_all(
        RetroCard(
            id=secrets.token_hex(16),
            workspace_id=current.workspace_id,
            retro_id=current.retro_id,
            round_id=current.id,
            theme_id=made.id,
            text=text,
            receipt=secrets.token_hex(16),
        )
        for text in texts
    )
    await session.flush()
    return made


def board(team: World, who: str):
    """The board as somebody sees it."""
    return next(one for one in team.persona(who).messages("payments") if "Payments retro*" in one.words)


def in_thread(team: World) -> list[str]:
    """What stands in the thread of the board."""
    return [one.words for one in team.persona("rui").thread("payments", board(team, "rui").ts)[1:]]


async def theme(team: World, name: str) -> RetroTheme:
    """The theme that is called so."""
    return next(one for one in await stored(team, RetroTheme) if one.name == name)
