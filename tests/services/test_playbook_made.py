"""Where it is told which page something became."""

import sqlalchemy as sa

from bot.db import Database
from bot.services import retro_message
from bot.services.playbook_made import shown_where
from models import Delivery
from tests.factories import people, retro
from tests.factories.people import MONDAY
from tests.factories.retro_theme import theme_of
from tests.factories.statements import statements
from tests.factories.team import team

PAST = 30
"""Rounds whose pages by themes stand in the ledger."""


async def test_the_pages_of_a_round_are_found_by_its_board_alone(database: Database) -> None:
    """However many messages there ever were: the board, and every page in its thread that shows themes."""
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        ana = await people.person(session, "Ana Sousa")
        monthly = await retro.retro(session, [await team(session, "Payments", [ana])])
        current = await retro.round_of(session, monthly)
        theme = await theme_of(session, current)
        for round_id in (current.id, *range(PAST)):
            board = retro_message.board_key(round_id)
            for kind, number in ((retro_message.THEMES, 0), (retro_message.THEMES, 1), (retro_message.CARDS, 0)):
                session.add(told(f"{kind}:{round_id}:{number}", kind, board))
        await session.flush()
        with statements(database) as said:
            found = await shown_where(session, f"theme:{theme.id}")
        pages = [f"{retro_message.THEMES}:{current.id}:{number}" for number in (0, 1)]
        assert sorted(found) == sorted([retro_message.board_key(current.id), *pages])
        if database.is_sqlite:
            [statement] = [one for one in said if "FROM delivery" in one]
            plan = await session.execute(sa.text(f"EXPLAIN QUERY PLAN {statement.replace('?', 'NULL')}"))
            assert "ix_delivery_thread (workspace_id=? AND thread_key=?)" in str(plan.all())


def told(key: str, kind: str, thread_key: str) -> Delivery:
    """A message in the thread of a board."""
    return Delivery(key=key, kind=kind, subject={}, target="C1", thread_key=thread_key, created_at=MONDAY)
