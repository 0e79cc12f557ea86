"""The home tab of a member, of a team mate, and of those who run syncs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

import pytest
import sqlalchemy as sa

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.home import Closed, HomeFacts
from bot.engine.inline import InlineEngine
from bot.errors import NotAllowed, NotFound
from bot.render import Words
from bot.services.home import Home
from bot.views.home import home as draw
from models import Channel, Delivery, Membership, Person, Prompt, Ritual, Round, Team, Turn
from tests.factories import people, sync
from tests.factories.team import team as make_team

NOW = sync.TUESDAY + timedelta(minutes=10)


@dataclass
class Scene:
    """Ana and Cleo are of Payments, Ana is asked; Mara runs the weekly sync."""

    database: Database
    clock: ShiftedClock
    home: Home

    async def facts(self, who: str) -> HomeFacts:
        return await self.home.facts("T1", who)

    async def answered(self, said: Mapping[str, object] = MappingProxyType({}), **fields: object) -> None:
        async with self.database.transaction("T1") as session:
            asked = (await session.scalars(sa.select(Prompt))).one()
            ana = (await session.scalars(sa.select(Person).where(Person.slack_id == "UANA"))).one()
            values = {"moved": "Cards are live.\nAnd more", "next": "Refunds", "headline": "Cards live; refunds next"}
            await sync.answer(session, asked, ana, {**values, **said}, **fields)


@pytest.fixture
async def scene(database: Database) -> Scene:
    """The round is open, ten minutes old, and Ana was asked."""
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        ana, cleo = [await people.person(session, name) for name in ("Ana Sousa", "Cleo Dias")]
        await people.person(session, "Dan Ode")
        payments = await make_team(session, "Payments", [ana, cleo])
        current = await sync.round_of(session, await sync.ritual(session, [payments]))
        asked = await sync.prompt(session, current, payments, ["Card payments"])
        await sync.turn(session, asked, ana)
    clock = ShiftedClock(NOW)
    return Scene(database, clock, Home(database, clock, Ledger(InlineEngine(database, clock), clock)))


async def test_what_waits_comes_first(scene: Scene) -> None:
    """Whoever was asked can answer from the home tab; a team mate who was not asked has nothing waiting."""
    facts = await scene.facts("UANA")
    [one] = facts.waiting
    assert (one.sync, one.party, one.channel, one.planned) == ("Weekly sync", "Payments", "#sync", 1)
    assert one.closes_at == sync.CLOSES
    assert (await scene.facts("UCLEO")).waiting == ()


async def test_after_the_closing_nothing_waits(scene: Scene) -> None:
    """Neither does what was answered."""
    scene.clock.move_to(sync.CLOSES)
    assert (await scene.facts("UANA")).waiting == ()


async def test_what_was_skipped_can_still_be_answered(scene: Scene) -> None:
    """It stays on the tab until the round closes."""
    async with scene.database.transaction("T1") as session:
        await session.execute(sa.update(Prompt).values(state="skipped"))
    assert [one.state for one in (await scene.facts("UANA")).waiting] == ["skipped"]


async def test_the_team_sees_the_answer(scene: Scene) -> None:
    """With who gave it, its one line, what moved and what is next; only its author can edit it; others see none."""
    await scene.answered()
    [cleos] = (await scene.facts("UCLEO")).updates
    [anas] = (await scene.facts("UANA")).updates
    assert (cleos.author, cleos.party) == ("Ana Sousa", "Payments")
    assert cleos.lines == ("Cards live; refunds next", "Cards are live.\nAnd more", "Next: Refunds")
    assert (cleos.own, cleos.turn_id) == (False, None)
    assert anas.own
    assert anas.turn_id is not None
    assert (await scene.facts("UDAN")).updates == ()


async def test_the_team_sees_what_it_is_waiting_for(scene: Scene) -> None:
    """A team mate may know more of it, or have what is needed."""
    async with scene.database.transaction("T1") as session:
        platform = await make_team(session, "Platform", [])
    await scene.answered({"waiting_on": [platform.id], "waiting_for": "Staging keys"})
    [cleos] = (await scene.facts("UCLEO")).updates
    assert cleos.lines[-2:] == ("Next: Refunds", "Waiting on Platform: Staging keys")


async def test_an_answer_of_an_older_round_makes_place(scene: Scene) -> None:
    """Only the latest round of each sync is shown, and nothing older than eight days."""
    await scene.answered()
    scene.clock.move_to(NOW + timedelta(days=7))
    assert len((await scene.facts("UCLEO")).updates) == 1
    async with scene.database.transaction("T1") as session:
        ritual = (await session.scalars(sa.select(Ritual))).one()
        team = (await session.scalars(sa.select(Team))).one()
        ana = (await session.scalars(sa.select(Person).where(Person.slack_id == "UANA"))).one()
        current = await sync.round_of(session, ritual, sync.TUESDAY + timedelta(days=7))
        asked = await sync.prompt(session, current, team)
        await sync.answer(session, asked, ana, {"moved": "Refunds work.", "next": "Audit"})
    assert [one.lines for one in (await scene.facts("UCLEO")).updates] == [("Refunds work.", "Next: Audit")]


async def test_coming_syncs_are_in_the_readers_own_time(scene: Scene) -> None:
    """Ten o'clock of one's own zone, or the one instant of a sync that has a zone for all."""
    async with scene.database.transaction("T1") as session:
        await session.execute(sa.update(Person).where(Person.slack_id == "UCLEO").values(zone="Asia/Singapore"))
    [here] = (await scene.facts("UANA")).coming
    [there] = (await scene.facts("UCLEO")).coming
    assert (here.at.isoformat(), here.parties) == ("2026-03-10T10:00:00+00:00", ("Payments",))
    assert there.at.isoformat() == "2026-03-10T02:00:00+00:00"
    async with scene.database.transaction("T1") as session:
        await session.execute(sa.update(Ritual).values(zone="Europe/Berlin"))
    [fixed] = (await scene.facts("UCLEO")).coming
    assert fixed.at.isoformat() == "2026-03-10T09:00:00+00:00"


async def test_later_today_comes_before_next_week(scene: Scene) -> None:
    """In a round that others have begun, one's own hour is still to come."""
    async with scene.database.transaction("T1") as session:
        await session.execute(sa.update(Turn).values(asked_at=None, ask_at=NOW + timedelta(hours=5)))
    assert [one.at for one in (await scene.facts("UANA")).coming] == [NOW + timedelta(hours=5)]


async def test_who_runs_syncs_sees_how_they_stand(scene: Scene) -> None:
    """Counts only, never names; members see none of it."""
    await scene.answered()
    facts = await scene.facts("UMARA")
    [one] = facts.syncs
    assert (one.name, one.asked, one.answered, one.closes_at) == ("Weekly sync", 1, 1, sync.CLOSES)
    assert facts.runs
    assert (await scene.facts("UANA")).syncs == ()


async def test_a_lead_of_a_team_can_set_up_a_sync(scene: Scene) -> None:
    """Ana leads Payments; Cleo is a member."""
    assert (await scene.facts("UANA")).sets_up
    assert not (await scene.facts("UCLEO")).sets_up


async def test_what_was_not_delivered_can_be_sent_again(scene: Scene) -> None:
    """By who runs syncs; others get a sentence, and so does a message that is not there."""
    async with scene.database.transaction("T1") as session:
        for key, state, thread in (
            ("sync_rollup:1", "unknown", ""),
            ("sync_rollup:1:0", "failed", "sync_rollup:1"),
            ("sync_prompt:2", "failed", ""),
            ("sync_prompt:3", "sent", ""),
        ):
            kind, target = key.partition(":")[0], "CSYNC" if "rollup" in key else "UANA"
            row = {"subject": {}, "target": target, "thread_key": thread, "reason": "Gone.", "created_at": NOW}
            session.add(Delivery(key=key, kind=kind, state=state, **row))
    facts = await scene.facts("UMARA")
    assert [(one.key, one.target, one.unknown) for one in facts.undelivered] == [
        ("sync_prompt:2", "Ana Sousa", False),
        ("sync_rollup:1", "#sync", True),
    ]
    await scene.home.send_again("T1", "UMARA", "sync_rollup:1")
    async with scene.database.reading("T1") as session:
        states = dict((await session.execute(sa.select(Delivery.key, Delivery.state))).all())
    assert states == {
        "sync_rollup:1": "planned",
        "sync_rollup:1:0": "planned",
        "sync_prompt:2": "failed",
        "sync_prompt:3": "sent",
    }
    with pytest.raises(NotAllowed):
        await scene.home.send_again("T1", "UANA", "sync_rollup:1")
    with pytest.raises(NotFound):
        await scene.home.send_again("T1", "UMARA", "sync_rollup:9")


async def test_channels_that_cannot_be_posted_to_are_named(scene: Scene) -> None:
    """The sentence says how to invite, or that the channel is archived."""
    for fields, archived in (({"is_member": False}, False), ({"is_member": True, "is_archived": True}, True)):
        async with scene.database.transaction("T1") as session:
            await session.execute(sa.update(Channel).values(**fields))
        assert (await scene.facts("UMARA")).closed == (Closed(1, "#sync", "Weekly sync", archived),)


async def test_deleted_syncs_leave_the_tab(scene: Scene) -> None:
    """Nothing waits, nothing comes, nothing is listed."""
    await scene.answered()
    async with scene.database.transaction("T1") as session:
        await session.execute(sa.update(Ritual).values(state="deleted"))
    for who in ("UANA", "UMARA"):
        facts = await scene.facts(who)
        assert (facts.waiting, facts.updates, facts.coming, facts.syncs) == ((), (), (), ())


async def test_somebody_unknown_sees_an_empty_tab(scene: Scene) -> None:
    """It says that it fills in a minute."""
    view = draw(Words(), await scene.facts("UNEW"))
    assert "meets new people within a minute" in view["blocks"][0]["text"]["text"]


async def test_people_embedded_elsewhere_see_both_teams(scene: Scene) -> None:
    """Asked once, but informed about each team."""
    await scene.answered()
    async with scene.database.transaction("T1") as session:
        dan = (await session.scalars(sa.select(Person).where(Person.slack_id == "UDAN"))).one()
        team = (await session.scalars(sa.select(Team))).one()
        session.add(Membership(team_id=team.id, person_id=dan.id, is_home=False))
        assert (await session.scalars(sa.select(Round))).one().state == "open"
    assert [one.party for one in (await scene.facts("UDAN")).updates] == ["Payments"]
