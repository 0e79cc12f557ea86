"""Who takes part in a sync that follows a channel or a group: what Slack tells, and what it does not."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.sync_follow import Told, Trouble
from bot.engine.inline import InlineEngine
from bot.errors import SlackRefused, SlackUnavailable
from bot.services.sync_follow import TROUBLE, SyncFollows
from bot.services.sync_following import all_sources, told_of
from bot.services.sync_schedule import FOLLOW_NOW
from bot.slack.gateway import SlackChannel
from models import Delivery, Person, Ritual, RitualPerson, Timer, UserGroup
from tests.factories import sync
from tests.factories.followed_slack import FollowedSlack
from tests.factories.people import MONDAY, person, workspace
from tests.factories.statements import statements

HERE = SlackChannel("C1", "growth", is_member=True)


@dataclass
class Follows:
    """A sync that follows #growth and asks Mara by name; Ana, Ben and Gus, a guest, are there to be followed."""

    database: Database
    service: SyncFollows
    slack: FollowedSlack
    ritual: int

    async def asked(self) -> set[str]:
        async with self.database.reading("T1") as session:
            rows = sa.select(Person.slack_id).join(RitualPerson, RitualPerson.person_id == Person.id)
            return set(await session.scalars(rows))

    async def all(self, model: Any) -> list[Any]:
        async with self.database.reading("T1") as session:
            return list(await session.scalars(sa.select(model)))


@pytest.fixture
async def follows(database: Database) -> Follows:
    """Nobody was compared yet."""
    clock = ShiftedClock(MONDAY)
    slack = FollowedSlack(members_of={"C1": ["UANA", "UBEN", "UGUS", "UMARA"]}, channels={"C1": HERE})
    async with database.transaction("T1") as session:
        await workspace(session)
        mara = await person(session, "Mara Lindqvist", role="pmo")
        for name in ("Ana Sousa", "Ben Carter"):
            await person(session, name)
        await person(session, "Gus Guest", is_guest=True)
        await sync.channel(session)
        ritual = await sync.ritual(session, [], [mara], owner=mara, voice="everyone", follows_channel="C1")
        ritual.next_opens_at, ritual.next_on = MONDAY + timedelta(days=1), (MONDAY + timedelta(days=1)).date()
        number = ritual.id
    ledger = Ledger(InlineEngine(database, clock), clock)
    return Follows(database, SyncFollows(database, clock, slack.of, None, ledger), slack, number)


async def test_members_take_part_beside_who_was_added_by_name(follows: Follows) -> None:
    """Guests only by name; who leaves leaves, and who was named stays although they left the channel, too."""
    await follows.service.compare("T1", follows.ritual)
    assert await follows.asked() == {"UMARA", "UANA", "UBEN"}
    await follows.service.went("T1", "C1", "UBEN")
    await follows.service.went("T1", "C1", "UMARA")
    assert await follows.asked() == {"UMARA", "UANA"}
    await follows.service.came("T1", "C1", "UBEN")
    await follows.service.came("T1", "C1", "UGUS")
    assert await follows.asked() == {"UMARA", "UANA", "UBEN"}


@pytest.mark.parametrize(
    ("channel", "trouble"),
    [
        (SlackChannel("C1", "growth", is_member=False), Trouble.UNSEEN),
        (SlackChannel("C1", "growth", is_member=True, is_archived=True), Trouble.ARCHIVED),
        (None, Trouble.UNSEEN),
    ],
)
async def test_a_trouble_is_told_once_and_keeps_who_was_known(follows: Follows, channel: Any, trouble: Trouble) -> None:
    """Until it has passed: then the members are those that are there."""
    await follows.service.compare("T1", follows.ritual)
    follows.slack.channels = {"C1": channel} if channel else {}
    for _ in range(3):
        await follows.service.compare("T1", follows.ritual)
    [told] = [one for one in await follows.all(Delivery) if one.kind == TROUBLE]
    assert (told.target, told.subject["trouble"]) == ("UMARA", trouble)
    assert await follows.asked() == {"UMARA", "UANA", "UBEN"}
    follows.slack.channels, follows.slack.members_of = {"C1": HERE}, {"C1": ["UANA"]}
    await follows.service.compare("T1", follows.ritual)
    assert await follows.asked() == {"UMARA", "UANA"}
    assert [one.follow_trouble for one in await follows.all(Ritual)] == [""]


async def test_where_slack_does_not_answer_it_is_asked_again(follows: Follows) -> None:
    """In five minutes, and not after the round has opened; nobody is lost meanwhile."""

    async def down(_channel: str) -> SlackChannel:
        raise SlackUnavailable("down")

    await follows.service.compare("T1", follows.ritual)
    follows.slack.channel = down  # type: ignore[method-assign]
    await follows.service.compare_or_later("T1", follows.ritual)
    [again] = [one for one in await follows.all(Timer) if one.kind == FOLLOW_NOW]
    assert again.due_at == MONDAY + timedelta(minutes=5)
    assert await follows.asked() == {"UMARA", "UANA", "UBEN"}


@pytest.mark.parametrize(
    ("code", "trouble"), [("missing_scope", Trouble.SCOPE), ("no_such_subteam", Trouble.GONE), ("invalid_auth", None)]
)
async def test_what_a_group_refuses_is_understood(code: str, trouble: Trouble | None) -> None:
    """A token that Slack refuses says nothing of the group, and takes nobody out."""
    slack = FollowedSlack(refuses={"S1": code})
    if trouble is None:
        with pytest.raises(SlackRefused):
            await told_of(slack, "", "S1")
    else:
        assert await told_of(slack, "", "S1") == Told(trouble=trouble, field="follows_group")


async def test_who_comes_or_goes_says_nothing_of_why_the_others_are_not_known(follows: Follows) -> None:
    """Told late of somebody who left before the channel was archived, the owner still hears that it is."""
    await follows.service.compare("T1", follows.ritual)
    follows.slack.channels["C1"] = replace(HERE, is_archived=True)
    await follows.service.compare("T1", follows.ritual)
    await follows.service.went("T1", "C1", "UBEN")
    assert "UBEN" not in await follows.asked()
    [ritual] = await follows.all(Ritual)
    assert ritual.follow_trouble == Trouble.ARCHIVED


async def test_what_many_syncs_follow_is_read_by_one_statement(database: Database) -> None:
    """However many stand in a list; a group that Drumbeat has not heard of has no handle."""
    async with database.transaction("T1") as session:
        await workspace(session)
        session.add(UserGroup(slack_id="S1", handle="leads"))
        await session.flush()
        with statements(database) as said:
            found = await all_sources(session, [("C1", ""), ("", "S1"), ("C1", "S2"), ("", "")])
    assert [[(one.slack_id, one.label) for one in those] for those in found] == [
        [("C1", "")],
        [("S1", "@leads")],
        [("C1", ""), ("S2", "a user group")],
        [],
    ]
    assert len(said) == 1


async def test_who_join_at_once_are_written_together(follows: Follows) -> None:
    """Sixty in some few turns; who left again in the same minute is not among them, and who left is out."""
    many = [f"UX{number}" for number in range(60)]
    async with follows.database.transaction("T1") as session:
        session.add_all([Person(workspace_id="T1", slack_id=one, name=one, zone="UTC") for one in many])
    await follows.service.compare("T1", follows.ritual)
    with statements(follows.database) as said:
        await asyncio.gather(
            *(follows.service.came("T1", "C1", one) for one in many),
            follows.service.went("T1", "C1", "UBEN"),
        )
        await asyncio.gather(follows.service.went("T1", "C1", "UX0"), follows.service.went("T1", "C1", "UX1"))
    assert await follows.asked() == {"UMARA", "UANA", *many[2:]}
    assert len([one for one in said if one.startswith("INSERT INTO ritual_person")]) <= 10


async def test_what_could_not_be_written_is_with_the_next(follows: Follows) -> None:
    """The database is away when Ana joins; Ben's joining brings both."""
    locking = follows.database.transaction
    follows.database.transaction = away  # type: ignore[method-assign]
    with pytest.raises(sa.exc.OperationalError):
        await follows.service.came("T1", "C1", "UANA")
    follows.database.transaction = locking  # type: ignore[method-assign]
    await follows.service.came("T1", "C1", "UBEN")
    assert await follows.asked() == {"UMARA", "UANA", "UBEN"}


def away(_workspace_id: str) -> Any:
    """No database answers."""
    raise sa.exc.OperationalError("BEGIN", {}, ConnectionError("away"))
