"""What is over its time of retros goes with all that hangs on it; what goes on, or waits in the box, stays."""

from datetime import timedelta

import sqlalchemy as sa

from bot.clock import ShiftedClock
from bot.db import Database
from bot.domain.retention import Keeping
from bot.services import retro_message
from bot.services.retention import Retention
from models import Delivery, RetroCard, RetroPart, RetroRound, RetroTheme, RetroVote
from tests.factories import people, retro
from tests.factories.people import MONDAY
from tests.factories.team import team

KEEPING = Keeping(answers=400, messages=90, drafts=90, audit=730, work=7)
TABLES = (RetroRound, RetroPart, RetroCard, RetroTheme, RetroVote)


async def counts(database: Database) -> list[int]:
    """How many rows of each table there are."""
    async with database.reading("T1") as session:
        return [await session.scalar(sa.select(sa.func.count()).select_from(one)) or 0 for one in TABLES]


async def a_round(database: Database, number: int, state: str = "closed") -> None:
    """A round with two people, a card in a theme, a merged theme, a vote, and its messages."""
    async with database.transaction("T1") as session:
        who = [await people.person(session, name) for name in ("Ana Sousa", "Ben Carter")]
        found = await session.scalar(sa.select(retro.Retro))
        monthly = found or await retro.retro(session, [await team(session, "Payments", who)])
        opens_at = MONDAY + timedelta(days=number)
        current = await retro.round_of(session, monthly, opens_at, number=number, state=state)
        parts = [await retro.part(session, current, one) for one in who]
        themes = [RetroTheme(id=number * 10 + one, round_id=current.id, name="Keys") for one in range(2)]
        session.add_all(themes)
        await session.flush()
        themes[0].merged_into_id = themes[1].id
        session.add(RetroVote(id=f"{number}", round_id=current.id, theme_id=themes[0].id, voter="m"))
        session.add(
            RetroCard(
                id=f"{number}",
                retro_id=monthly.id,
                round_id=current.id,
                text="Keys",
                receipt="r",
                theme_id=themes[0].id,
            )
        )
        board = retro_message.board_key(current.id)
        messages = [
            (board, retro_message.BOARD, ""),
            (f"cards:{current.id}", "cards", board),
            *((retro_message.prompt_key(one.id), retro_message.PROMPT, "") for one in parts),
            (retro_message.nudge_key(parts[0].id), retro_message.NUDGE, ""),
            (f"{retro_message.TURN}:{current.id}:few:1", retro_message.TURN, ""),
        ]
        session.add_all(
            Delivery(
                key=key, kind=kind, subject={}, target="U1", thread_key=above, state="sent", ts="1", created_at=opens_at
            )
            for key, kind, above in messages
        )


async def test_old_rounds_go_with_all_that_hangs_on_them(database: Database) -> None:
    """Those that go on stay, and so does what waits in the box."""
    async with database.system_session() as session:
        await people.workspace(session)
    for number in range(1, 13):
        await a_round(database, number)
    await a_round(database, 13, state="acting")
    async with database.transaction("T1") as session:
        monthly = (await session.scalars(sa.select(retro.Retro))).one()
        session.add(RetroCard(id="box", retro_id=monthly.id, text="Later", receipt="r"))
    clock = ShiftedClock(MONDAY + timedelta(days=500))
    await Retention(database, clock, KEEPING, batch=3, batches=500).delete_old("T1")
    assert await counts(database) == [1, 2, 2, 2, 1]
    async with database.reading("T1") as session:
        left = list(await session.scalars(sa.select(Delivery.kind)))
    assert len(left) == 6
