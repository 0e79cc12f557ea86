"""People and channels are what Slack says, and what people set themselves stays, on both databases."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.engine.inline import InlineEngine
from bot.errors import NotFound, SlackRefused, SlackUnavailable
from bot.services.people import RECONCILE, PeopleService, next_night
from bot.services.people_rows import write_people
from bot.slack.gateway import Identity, SlackChannel, SlackGroup, SlackPerson
from bot.tenancy import WORKSPACE
from models import Channel, Person, Timer, Workspace
from tests.factories.people import MONDAY

ANA = SlackPerson("U1", "Ana Sousa", "ana@lumen.example", "Europe/Lisbon", is_admin=True)
BEN = SlackPerson("U2", "Ben Carter", "ben@lumen.example", "America/Los_Angeles")
BOT = SlackPerson("U0", "Drumbeat", is_bot=True)
SYNC = SlackChannel("C1", "sync", is_member=True)
SECRET = SlackChannel("C2", "leadership", is_private=True, is_member=True)


@dataclass
class Listing:
    """A Slack that lists people and channels."""

    everybody: list[SlackPerson] = field(default_factory=lambda: [ANA, BEN, BOT])
    rooms: list[SlackChannel] | Exception = field(default_factory=lambda: [SYNC, SECRET])
    within: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def people(self) -> AsyncIterator[SlackPerson]:
        for one in self.everybody:
            yield one

    async def channels(self) -> AsyncIterator[SlackChannel]:
        if isinstance(self.rooms, Exception):
            raise self.rooms
        for one in self.rooms:
            yield one

    async def groups(self) -> list[SlackGroup]:
        raise SlackRefused("usergroups.list", "missing_scope")

    async def person(self, slack_id: str) -> SlackPerson:
        self.asked.append(slack_id)
        for one in self.everybody:
            if one.slack_id == slack_id:
                return one
        raise SlackRefused("users.info", "user_not_found")

    async def members(self, _channel: str) -> list[str]:
        return self.within


@dataclass
class MovedRounds:
    """Counts how often the next rounds were worked out anew."""

    times: int = 0

    async def move_all(self, session: AsyncSession) -> None:
        assert session.info[WORKSPACE] == "T1"
        self.times += 1


@dataclass
class Heard:
    """Keeps of whose statuses it was told."""

    people: list[str] = field(default_factory=list)

    async def told(self, _workspace_id: str, people: Sequence[SlackPerson]) -> None:
        self.people += [one.slack_id for one in people]


@dataclass
class House:
    """The service, and what stands around it."""

    people: PeopleService
    slack: Listing
    database: Database
    rounds: MovedRounds
    heard: Heard

    async def all(self, model: Any) -> dict[str, Any]:
        async with self.database.reading("T1") as session:
            return {row.slack_id: row for row in await session.scalars(sa.select(model))}


@pytest.fixture
async def house(database: Database) -> House:
    """A workspace that was just installed."""
    slack = Listing()

    async def slack_for(_workspace_id: str) -> Any:
        return slack

    rounds = MovedRounds()
    clock = ShiftedClock(MONDAY)
    ledger = Ledger(InlineEngine(database, clock), clock)
    people = PeopleService(database, clock, slack_for, rounds, ledger, heard := Heard())
    await people.install(Identity("T1", "Lumen", "U0", "A1"))
    return House(people, slack, database, rounds, heard)


async def test_everybody_and_every_channel_is_taken_over(house: House) -> None:
    """After the first comparison the workspace is known, and the next one has its time."""
    done = await house.people.reconcile("T1")
    assert (done.people, done.channels) == (3, 2)
    assert house.heard.people == ["U1", "U2", "U0"]
    people, channels = await house.all(Person), await house.all(Channel)
    assert (people["U1"].name, people["U1"].zone, people["U1"].is_admin) == ("Ana Sousa", "Europe/Lisbon", True)
    assert (people["U0"].is_bot, people["U0"].zone) == (True, "UTC")
    assert (channels["C1"].name, channels["C1"].is_member, channels["C2"].is_private) == ("sync", True, True)
    async with house.database.reading("T1") as session:
        found = await session.get_one(Workspace, "T1")
        timer = await session.scalar(sa.select(Timer).where(Timer.kind == RECONCILE))
    assert (found.name, found.bot_user_id, found.people_synced_at) == ("Lumen", "U0", MONDAY)
    assert timer is not None
    assert MONDAY < timer.due_at <= MONDAY + timedelta(days=1)


async def test_who_writes_the_same_people_at_once_waits_and_never_deadlocks(house: House, database: Database) -> None:
    """Two lists in opposite orders, of people known and new, beside planning that holds people by id."""
    many = [SlackPerson(f"U{number:03}", f"Person {number}", zone="UTC") for number in range(100, 200)]
    # The ids of rows go against the order of Slack's ids.
    for one in reversed(many[:50]):
        await house.people.changed("T1", one)

    async def write(people: list[SlackPerson]) -> None:
        async with database.transaction("T1") as session:
            await write_people(session, "T1", people)

    async def plan() -> None:
        async with database.transaction("T1") as session:
            for one in await session.scalars(sa.select(Person.id).where(Person.slack_id < "W").order_by(Person.id)):
                await session.execute(sa.update(Person).where(Person.id == one).values(welcomed_at=MONDAY))

    strangers = [SlackPerson(f"W{number}", f"Person {number}", zone="UTC") for number in range(1000, 2000)]
    await asyncio.gather(write(strangers), write(strangers[::-1]))
    for turn in range(5):
        told = [replace(one, name=f"{one.name}, turn {turn}") for one in many[: 60 + 10 * turn]]
        await asyncio.gather(write(told), write(told[::-1]), plan())
    assert {one.name for one in (await house.all(Person)).values()} == {one.name for one in [*told, *strangers]}
    if not database.is_sqlite:
        async with database.reading("T1") as session:
            counted = sa.text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            assert await session.scalar(counted) == 0


async def test_a_start_sees_to_it_that_a_comparison_comes(house: House) -> None:
    """Now where there was none, be it that somebody died in it; else at night, and what waits already stays."""
    due = sa.select(Timer.due_at).where(Timer.kind == RECONCILE, Timer.state == "pending")
    seen = []
    for step in ("first", "again", "compared", "lost"):
        if step == "compared":
            await house.people.reconcile("T1")
        if step == "lost":
            async with house.database.transaction("T1") as session:
                await session.execute(sa.delete(Timer))
        await house.people.begin("T1")
        async with house.database.reading("T1") as session:
            seen.append(await session.scalar(due))
    night = next_night("T1", MONDAY)
    assert seen == [MONDAY, MONDAY, night, night]


async def test_rounds_move_with_people_who_move_or_leave_and_with_nobody_else(house: House) -> None:
    """A new status or name changes nothing about who is asked when; every night looks again."""
    await house.people.reconcile("T1")
    assert house.rounds.times == 1
    await house.people.changed("T1", replace(ANA, name="Ana Sousa Lima"))
    await house.people.changed("T1", SlackPerson("U7", "New Here", zone="Asia/Tokyo"))
    assert house.rounds.times == 1
    await house.people.changed("T1", replace(ANA, zone="Asia/Singapore"))
    assert house.rounds.times == 2
    await house.people.changed("T1", replace(ANA, zone="Asia/Singapore", deactivated=True))
    assert house.rounds.times == 3


async def test_what_people_set_themselves_is_not_touched(house: House) -> None:
    """Role, country and a fixed zone stay; name and zone follow Slack otherwise."""
    await house.people.reconcile("T1")
    async with house.database.transaction("T1") as session:
        await session.execute(
            sa.update(Person).where(Person.slack_id == "U1").values(zone="Asia/Singapore", zone_fixed=True, role="pmo")
        )
    moved = "Europe/Berlin"
    house.slack.everybody = [replace(ANA, name="Ana Lima", zone=moved), replace(BEN, zone=moved)]
    await house.people.reconcile("T1")
    people = await house.all(Person)
    assert (people["U1"].name, people["U1"].zone, people["U1"].role) == ("Ana Lima", "Asia/Singapore", "pmo")
    assert people["U2"].zone == moved


async def test_deactivated_people_keep_what_slack_no_longer_tells(house: House) -> None:
    """Their zone and, without the scope, their e-mail stay as they were."""
    await house.people.reconcile("T1")
    await house.people.changed("T1", SlackPerson("U2", "Ben Carter", deactivated=True))
    ben = (await house.all(Person))["U2"]
    assert (ben.deactivated, ben.zone, ben.email) == (True, "America/Los_Angeles", "ben@lumen.example")
    await house.people.changed("T1", BEN)
    assert not (await house.all(Person))["U2"].deactivated


async def test_who_left_before_is_not_stored(house: House) -> None:
    """Slack lists people for ever: neither by the list nor by an event nor when asked do they come (back)."""
    gone = replace(BEN, deactivated=True)
    house.slack.everybody = [ANA, gone]
    await house.people.reconcile("T1")
    await house.people.changed("T1", gone)
    with pytest.raises(NotFound):
        await house.people.ensure_person("T1", "U2")
    assert set(await house.all(Person)) == {"U1"}
    await house.people.changed("T1", BEN)
    assert set(await house.all(Person)) == {"U1", "U2"}


async def test_a_comparison_costs_the_same_few_statements_for_many_people(house: House) -> None:
    """No query a person: two thousand of them need as many statements as three."""
    counted: list[str] = []
    sa.event.listen(
        house.database.engine.sync_engine, "before_cursor_execute", lambda *args: counted.append(str(args[2]))
    )
    await house.people.reconcile("T1")
    few = len(counted)
    house.slack.everybody = [replace(ANA, slack_id=f"U{number}", email="") for number in range(2000)]
    counted.clear()
    await house.people.reconcile("T1")
    assert len(counted) <= few + 2
    assert len(await house.all(Person)) == 2000


async def test_channels_that_are_no_longer_listed_are_left(house: House) -> None:
    """A private channel from which Drumbeat was removed is not shown by Slack any more."""
    await house.people.reconcile("T1")
    house.slack.rooms = [replace(SYNC, name="weekly-sync", is_archived=True)]
    await house.people.reconcile("T1")
    channels = await house.all(Channel)
    assert (channels["C1"].name, channels["C1"].is_archived) == ("weekly-sync", True)
    assert (channels["C2"].is_member, channels["C2"].name) == (False, "leadership")


async def test_channels_that_may_not_be_read_do_not_block_people(house: House) -> None:
    """A method that Slack refuses costs its own part only."""
    house.slack.rooms = SlackRefused("conversations.list", "unknown_method")
    assert (await house.people.reconcile("T1")).channels is None
    assert len(await house.all(Person)) == 3


async def test_a_slack_that_is_away_changes_nothing(house: House) -> None:
    """The comparison fails as a whole, to be done later."""
    house.slack.rooms = SlackUnavailable("down")
    with pytest.raises(SlackUnavailable):
        await house.people.reconcile("T1")
    assert await house.all(Person) == {}


async def test_somebody_unknown_who_acts_is_asked_of_slack_once(house: House) -> None:
    """From then on they are known."""
    assert (await house.people.ensure_person("T1", "U1")).name == "Ana Sousa"
    assert (await house.people.ensure_person("T1", "U1")).slack_id == "U1"
    assert house.slack.asked == ["U1"]
    with pytest.raises(NotFound, match="Nothing was changed"):
        await house.people.ensure_person("T1", "U9")


async def test_members_of_a_channel_are_people(house: House) -> None:
    """By name, without bots and without those who are deactivated."""
    house.slack.everybody.append(SlackPerson("U3", "Aaron Gone", deactivated=True))
    house.slack.within = ["U0", "U2", "U3", "U1", "U7"]
    await house.people.reconcile("T1")
    assert [one.slack_id for one in await house.people.members_of("T1", "C1")] == ["U1", "U2"]


def test_the_night_comes_every_day_at_a_minute_of_its_own() -> None:
    """Not all workspaces ask Slack at the same minute."""
    first = next_night("T1", MONDAY)
    assert first > MONDAY
    assert next_night("T1", first) == first + timedelta(days=1)
    assert len({next_night(f"T{number}", MONDAY).minute for number in range(50)}) > 10
    assert next_night("T1", datetime(2026, 3, 2, 0, 0, tzinfo=UTC)).day == 2
