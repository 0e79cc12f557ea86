"""Words find what is over, after what is open, for whoever may see it: closed blockers, settled actions."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import ShiftedClock
from bot.db import Database
from bot.domain.blocker import State
from bot.domain.search import FoundAction, FoundBlocker
from bot.domain.search_term import COMMON
from bot.engine.upsert import insert_rows
from bot.ids import new_id
from bot.services.playbook_search import Titles
from bot.services.search import Search
from models import Action, Blocker, BlockerStep, Person, Team, Workspace
from tests.factories import people, sync
from tests.factories.action import action
from tests.factories.team import team as make_team

WEEK = timedelta(weeks=1)
RAISED = sync.TUESDAY - 3 * WEEK
CLOSED = sync.TUESDAY - WEEK
KEYS = "Staging keys for the größe service"


@pytest.fixture
async def search(database: Database) -> Search:
    """Payments (Ana, in Auckland) waited on Platform (Wei); Dan is of neither, Mara is the PMO."""
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        ana = await people.person(session, "Ana Sousa", zone="Pacific/Auckland")
        wei = await people.person(session, "Wei Tan")
        await people.person(session, "Dan Ode")
        await people.person(session, "Mara Lindqvist", role="pmo")
        payments, platform = await make_team(session, "Payments", [ana]), await make_team(session, "Platform", [wei])
        kept = await waited(session, payments, platform, ana, state=State.DONE, needs=KEYS)
        session.add(BlockerStep(blocker_id=kept.id, kind="done", person_id=wei.id, at=CLOSED))
        await waited(session, payments, platform, ana, state=State.WITHDRAWN, needs="Keys of the vault")
        await waited(session, payments, platform, ana, state=State.WITHDRAWN, needs="Keys unseen", told_at=None)
        await waited(session, payments, platform, ana, state=State.DONE, needs="Keys twice", merged_into_id=kept.id)
        await waited(session, payments, platform, ana, state=State.OPEN, needs="Keys again", closed_at=None)
        over = {"settled_by_id": wei.id, "settled_at": CLOSED, "team_id": platform.id}
        await action(session, ana, text="Rotate keys", state="done", effect="No alarm since", **over)
        await action(session, wei, text="Print keys", state="dropped", reason="Nobody prints", **over)
        await action(session, ana, text="Count keys", state="open")
    return Search(database, ShiftedClock(sync.TUESDAY), Titles())


async def waited(session: AsyncSession, who: Team, on: Team, raiser: Person, **fields: Any) -> Blocker:
    """Let a team wait on another one, since three weeks ago until last week."""
    told = {"since": RAISED, "told_at": RAISED, "closed_at": CLOSED}
    parties = {"party_team_id": who.id, "team_id": on.id, "raiser_id": raiser.id}
    blocker = Blocker(id=new_id(), **(parties | told | fields))
    session.add(blocker)
    await session.flush()
    return blocker


async def needs(search: Search, slack_id: str, words: str, workspace_id: str = "T1") -> list[str]:
    """Return what the blockers that words find are about."""
    return [one.name for one in (await search.find(workspace_id, slack_id, words)).blockers]


async def test_what_is_over_comes_after_what_is_open_and_says_how_it_ended(search: Search) -> None:
    """By whom, and on which day where the reader lives; what was merged is found as what it was merged into."""
    found = await search.find("T1", "UANA", "keys")
    assert [(one.name, one.status, one.over, one.closed_on) for one in found.blockers] == [
        ("Keys again", "not taken yet", False, None),
        ("Keys unseen", "not needed any more", True, date(2026, 2, 24)),
        ("Keys of the vault", "not needed any more", True, date(2026, 2, 24)),
        (KEYS, "done by Wei Tan", True, date(2026, 2, 24)),
    ]
    assert found.actions == (
        FoundAction("Count keys", "Ana Sousa", "", date(2026, 3, 12)),
        FoundAction("Rotate keys", "Wei Tan", "Platform", date(2026, 2, 24), "done", "No alarm since"),
    )


async def test_each_finds_what_they_may_see(search: Search) -> None:
    """Wei's team was waited on, but heard nothing of what was taken back; Dan is of neither team; the PMO sees all."""
    assert await needs(search, "UWEI", "keys") == ["Keys again", "Keys of the vault", KEYS]
    assert await needs(search, "UMARA", "keys") == ["Keys again", "Keys of the vault", KEYS]
    strange = await search.find("T1", "UDAN", "keys")
    assert (strange.blockers, strange.actions) == ((), ())
    assert [one.name for one in (await search.find("T1", "UWEI", "keys")).actions] == ["Print keys", "Rotate keys"]


@pytest.mark.parametrize("words", ["grosse", "what came of the staging keys?", "stag", "KEY services"])
async def test_a_closed_blocker_is_found_by_any_form_of_its_words(search: Search, words: str) -> None:
    """Whole or begun, with other endings, without accents."""
    assert KEYS in await needs(search, "UWEI", words)


@pytest.mark.parametrize("words", ["alarms", "rotated"])
async def test_an_action_is_found_by_its_effect_too(search: Search, words: str) -> None:
    """With other endings than it was written with."""
    assert [one.name for one in (await search.find("T1", "UANA", words)).actions] == ["Rotate keys"]


async def test_what_is_opened_again_or_worded_anew_is_found_so(database: Database, search: Search) -> None:
    """Never as what is over; nor by the words that it had; and what is deleted not at all."""
    async with database.transaction("T1") as session:
        where = Blocker.needs == KEYS
        await session.execute(sa.update(Blocker).where(where).values(state="open", closed_at=None, needs="Tokens"))
        await session.execute(sa.delete(Action))
    found = await search.find("T1", "UWEI", "tokens")
    assert found.blockers == (FoundBlocker("Tokens", "Payments", "Platform", "not taken yet"),)
    assert await needs(search, "UWEI", "staging") == []
    assert (await search.find("T1", "UWEI", "rotate")).actions == ()


async def test_the_rare_word_finds_the_eldest_of_many(database: Database, search: Search) -> None:
    """However many have the common one beside it."""
    async with database.transaction("T1") as session:
        ana, old = await people.person(session, "Ana Sousa"), await session.scalar(sa.select(Blocker).limit(1))
        assert old is not None
        same = {"workspace_id": "T1", "team_id": old.team_id, "raiser_id": ana.id, "since": RAISED, "told_at": RAISED}
        rows = [
            same | {"id": new_id(), "state": "done", "closed_at": CLOSED, "needs": f"Keys {number}"}
            for number in range(COMMON + 1)
        ]
        await session.execute(insert_rows(session, Blocker, rows))
    assert (await needs(search, "UWEI", "staging keys"))[1] == KEYS


async def test_another_workspace_finds_none_of_it(database: Database, search: Search) -> None:
    """Nor of its actions."""
    async with database.system_session() as session:
        session.add(Workspace(id="T2", created_at=sync.TUESDAY))
    async with database.transaction("T2") as session:
        session.add(Person(name="Zoe", slack_id="UZOE", role="pmo"))
    assert not (await search.find("T2", "UZOE", "keys")).anything
