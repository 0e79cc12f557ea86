"""Decisions as they are kept: one winner of two, seen by those they are for, passed on, and gone in their time."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.decision_form import Made
from bot.domain.retention import Keeping
from bot.errors import UserError
from bot.services.audit import Audit
from bot.services.decision import Decisions
from bot.services.decision_log import DecisionLogs
from bot.services.decision_owner import pass_decisions_on
from bot.services.decision_timer import REMINDS, subject_of
from bot.services.forget_words import WordEraser
from bot.services.retention import Retention
from models import Decision, Person, Timer
from tests.factories import people, sync
from tests.factories.decision import decision
from tests.factories.people import MONDAY
from tests.factories.rounds import Runs
from tests.factories.team import team

OLD = MONDAY - timedelta(days=500)


@pytest.fixture
async def runs(runs: Runs) -> Runs:
    """Payments with Ana and Ben in a weekly sync of Mara's, whose channel is private; Cleo leads Growth, Dan nobody."""
    payments = await runs.team("Payments", "Ana Sousa", "Ben Carter")
    await runs.team("Growth", "Cleo Dahl")
    await runs.sync([payments])
    async with runs.database.transaction("T1") as session:
        await people.person(session, "Dan Engel")
        (await sync.channel(session)).is_private = True
    return runs


async def test_of_two_who_decide_at_once_one_wins(runs: Runs) -> None:
    """The other one reads what was decided; sent twice it is decided once."""
    async with runs.database.transaction("T1") as session:
        ana = await people.person(session, "Ana Sousa")
        weekly = (await session.scalars(sa.select(sync.Ritual))).one()
        one = (await decision(session, ana, ritual_id=weekly.id)).id
    service = Decisions(runs.database, runs.clock, runs.rounds.ledger, Audit(runs.clock))
    done = await asyncio.gather(
        service.decide("T1", "UANA", one, 1, Made("Yes.")),
        service.decide("T1", "UMARA", one, 1, Made("No.")),
        return_exceptions=True,
    )
    [refused] = [found for found in done if found is not None]
    assert isinstance(refused, UserError)
    async with runs.database.reading("T1") as session:
        made = await session.get_one(Decision, one)
        by = (await session.get_one(Person, made.settled_by_id)).slack_id
    assert made.outcome in refused.sentence
    await service.decide("T1", by, one, 1, Made(made.outcome))
    async with runs.database.reading("T1") as session:
        assert (await session.get_one(Decision, one)).revision == 2


@pytest.mark.parametrize(
    ("who", "private", "sees"),
    [
        ("UANA", True, True),
        ("UMARA", True, True),
        ("UCLEO", True, False),
        ("UDAN", True, False),
        ("UCLEO", False, True),
        ("UDAN", False, False),
    ],
)
async def test_the_log_shows_whom_a_sync_is_for_and_leads_what_is_public(
    runs: Runs, who: str, private: bool, sees: bool
) -> None:
    """The PMO sees all; what was decided elsewhere everybody sees."""
    async with runs.database.transaction("T1") as session:
        (await sync.channel(session)).is_private = private
        ana = await people.person(session, "Ana Sousa")
        weekly = (await session.scalars(sa.select(sync.Ritual))).one()
        await decision(session, ana, ritual_id=weekly.id)
        settled = {"state": "decided", "settled_by_id": ana.id, "settled_at": MONDAY, "outcome": "Tariffs stay."}
        await decision(session, ana, question="", **settled)
    logs = DecisionLogs(runs.database, runs.clock, Audit(runs.clock))
    seen = [row.decision.text for row in (await logs.facts("T1", who)).rows]
    assert seen == (["Refunds or not?", ""] if sees else [""])


async def test_what_somebody_who_left_should_decide_passes_on(runs: Runs) -> None:
    """To the owner of the sync; what was decided stays theirs."""
    async with runs.database.transaction("T1") as session:
        ana = await people.person(session, "Ana Sousa")
        mara = await people.person(session, "Mara Lindqvist")
        weekly = (await session.scalars(sa.select(sync.Ritual))).one()
        open_one = await decision(session, ana, ritual_id=weekly.id, due_on=(MONDAY + timedelta(days=3)).date())
        settled = {"state": "decided", "settled_by_id": ana.id, "settled_at": MONDAY, "outcome": "Yes."}
        made = await decision(session, ana, ritual_id=weekly.id, **settled)
        ana.deactivated = True
        await session.flush()
        await pass_decisions_on(session, runs.rounds.ledger, "T1", runs.clock.now())
        assert (open_one.owner_id, made.owner_id) == (mara.id, ana.id)
        due = sa.select(Timer.due_at).where(Timer.kind == REMINDS, Timer.subject == subject_of(open_one))
        assert await session.scalar(due) is not None, "Mara is reminded in her own working time"


async def test_the_words_of_whoever_is_forgotten_go_and_what_was_decided_stays(runs: Runs) -> None:
    """In every decision that they asked for."""
    async with runs.database.transaction("T1") as session:
        ana = await people.person(session, "Ana Sousa")
        mara = await people.person(session, "Mara Lindqvist")
        settled = {"state": "decided", "settled_by_id": mara.id, "settled_at": MONDAY, "outcome": "Yes."}
        one = (await decision(session, ana, **settled)).id
    await WordEraser(runs.database, runs.rounds.ledger, "T1", ana.id).erase()
    async with runs.database.reading("T1") as session:
        kept = await session.get_one(Decision, one)
    assert (kept.question, kept.outcome) == ("erased on request", "Yes.")


async def test_decisions_go_by_their_age_once_no_summary_shows_them(runs: Runs) -> None:
    """Not those that nobody has decided, nor those that are to be looked at again."""
    async with runs.database.transaction("T1") as session:
        ana = await people.person(session, "Ana Sousa")
        weekly = (await session.scalars(sa.select(sync.Ritual))).one()
        current = await sync.round_of(session, weekly)
        asked = await sync.prompt(session, current, await team(session, "Payments"))
        old = {"state": "decided", "settled_by_id": ana.id, "settled_at": OLD}
        kept = {
            (await decision(session, ana, raised_at=OLD)).id,
            (await decision(session, ana, asked, **old)).id,
            (await decision(session, ana, review_on=MONDAY.date(), **old)).id,
            (await decision(session, ana, **(old | {"settled_at": MONDAY}))).id,
        }
        await decision(session, ana, **old)
        await decision(session, ana, review_on=OLD.date(), **old)
    await Retention(runs.database, runs.clock, Keeping(400, 90, 90, 730, 7)).delete_old("T1")
    async with runs.database.reading("T1") as session:
        assert set(await session.scalars(sa.select(Decision.id))) == kept
