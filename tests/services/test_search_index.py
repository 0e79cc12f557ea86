"""Words find the same on both databases: pages and decisions, whatever the endings, accents and alphabets."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.domain.playbook import searched
from bot.services.decision_found import found_by
from bot.services.playbook_look import hits_for
from bot.services.playbook_search import Titles
from bot.services.search_index import merge_words
from models import Decision, Playbook, Workspace
from tests.factories import people
from tests.factories.decision import decision

TODAY = date(2026, 3, 3)

PAGES = {
    "How we prioritise": "Wishes first need a reason.",
    "What we are": "How you and we work with them.",
    "Retros": "Run one a month. Running it takes an hour.",
    "Relational data": "Generally it is agreed upon before the sign-up of a customer.",
    "Strøm og Łódź": "Größe, Œuvre, Þórr, façade.",
    "Цель и сила": "Мой релиз.",
    "서울 지사": "ガイド",
    "Release 2.0/beta_3": "See ops@example.com, C++ and <html> in v2; costs 1,000 or 3e5.",
}

FOUND = {
    "how we": ["What we are", "How we prioritise"],
    "how": ["How we prioritise", "What we are"],
    "with them": ["What we are"],
    "prioritising": ["How we prioritise"],
    "prioritsie": ["How we prioritise"],
    "retro": ["Retros"],
    "ran running runs": ["Retros"],
    "relation": ["Relational data"],
    "general agreement": ["Relational data"],
    "sign up": ["Relational data"],
    "strom lodz": ["Strøm og Łódź"],
    "STRØM": ["Strøm og Łódź"],
    "grosse": ["Strøm og Łódź"],
    "oeuvre": ["Strøm og Łódź"],
    "THÓRR facade": ["Strøm og Łódź"],
    "МОЙ": ["Цель и сила"],
    "релиз": ["Цель и сила"],
    "서울": ["서울 지사"],
    "ガイド": ["서울 지사"],
    "beta 3": ["Release 2.0/beta_3"],
    "ops": ["Release 2.0/beta_3"],
    "html 1000": ["Release 2.0/beta_3"],
    "3e5": ["Release 2.0/beta_3"],
    "zebra": [],
}
"""What words find, on SQLite and on PostgreSQL alike, in this order."""


async def test_both_databases_find_the_same_pages(database: Database) -> None:
    """None leaves out a word, and both cut the same endings; what has a slip in it is mended."""
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        mara = await people.person(session, "Mara Lindqvist", role="pmo")
        for number, (title, body) in enumerate(PAGES.items(), 1):
            keywords, plain = searched(title, body, ())
            words = {"title": title, "body": body, "keywords": keywords, "plain": plain}
            at = {"looked_at": people.MONDAY, "created_at": people.MONDAY, "updated_at": people.MONDAY}
            session.add(Playbook(id=number, owner_id=mara.id, **words, **at))
    async with database.reading("T1") as session:
        found = {
            words: [hit.page.title for hit in await hits_for(session, mara, words, Titles(), TODAY)] for words in FOUND
        }
    assert found == FOUND


async def test_what_is_written_anew_or_deleted_is_not_found_by_its_old_words(database: Database) -> None:
    """Decisions are found by the words that they have now, by their beginnings too, and not in another workspace."""
    async with database.system_session() as session:
        for workspace_id in ("T1", "T2"):
            session.add(Workspace(id=workspace_id, created_at=people.MONDAY))
    for workspace_id in ("T1", "T2"):
        async with database.transaction(workspace_id) as session:
            ana = await people.person(session, "Ana Sousa", role="pmo")
            await decision(session, ana, question=f"Staging keys of {workspace_id}?")
            await decision(session, ana, question="Which prices?")
    async with database.transaction("T1") as session:
        await session.execute(
            sa.update(Decision).where(Decision.question.startswith("Which")).values(question="Costs?")
        )
    assert await asked(database, "stag") == ["Staging keys of T1?"]
    assert await asked(database, "cost") == ["Costs?"]
    assert await asked(database, "prices") == []
    async with database.transaction("T1") as session:
        await session.execute(sa.delete(Decision).where(Decision.question == "Costs?"))
    assert await asked(database, "cost") == []


async def test_what_was_deleted_leaves_the_index_of_sqlite(database: Database) -> None:
    """FTS5 would keep the words until it has written a few hundred others."""
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        ana = await people.person(session, "Ana Sousa", role="pmo")
        await decision(session, ana, question="Numbat?")
    async with database.transaction("T1") as session:
        await session.execute(sa.delete(Decision))
        if database.is_sqlite:
            assert "numbat" in await kept(session)
        await merge_words(session)
        if database.is_sqlite:
            assert "numbat" not in await kept(session)


async def kept(session: AsyncSession) -> str:
    """Return what the index of decisions keeps, as it lies in the file."""
    blocks = await session.scalars(sa.text("SELECT block FROM decision_search_data"))
    return b"".join(blocks).decode("latin-1")


async def asked(database: Database, words: str) -> list[str]:
    """Return what the decisions that words find in the first workspace ask."""
    async with database.reading("T1") as session:
        ana = await people.person(session, "Ana Sousa")
        return [row.question for row in await found_by(session, ana, words)]
