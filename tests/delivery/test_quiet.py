"""Do-not-disturb in the delivery: asked in bulk, held, sent after all, and never a reason to hold everything up."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.db import Database
from bot.engine.advance import advance
from bot.errors import SlackRefused
from tests.delivery.conftest import Office, intent

HOUR = timedelta(hours=1)


@pytest.fixture
def heeding(office: Office) -> Office:
    """The post office, in which notes wait for the end of their reader's do-not-disturb, at most two hours."""
    latest = office.clock.now() + 2 * HOUR

    async def until(
        _database: Database, _workspace: str, _subject: Mapping[str, Any], now: datetime, ends_at: datetime
    ) -> datetime | None:
        return min(ends_at, latest) if now < latest else None

    office.sender.heed_quiet("note", until)
    return office


def asked(office: Office) -> list[str]:
    """The calls that asked who is not to be disturbed."""
    return [call for call in office.slack.calls if call.startswith("quiet")]


async def test_who_is_not_to_be_disturbed_is_told_when_that_has_ended(heeding: Office) -> None:
    """The others at once; one call tells of all."""
    heeding.slack.quiet["U2"] = heeding.clock.now() + HOUR
    await heeding.send(*(intent(f"to {who}", who) for who in ("U1", "U2", "U3")), intent("summary", "C1"))
    assert [said.target for said in heeding.slack.said] == ["U1", "U3", "C1"]
    assert asked(heeding) == ["quiet U1,U2,U3"]
    assert (await heeding.row("to U2")).state == "held"
    await advance(heeding.engine, heeding.database, heeding.clock, heeding.clock.now() + HOUR)
    assert heeding.slack.texts("U2") == ["about to U2"]


async def test_it_is_told_after_all_when_it_cannot_wait_any_longer(heeding: Office) -> None:
    """Do-not-disturb until tomorrow."""
    heeding.slack.quiet["U1"] = heeding.clock.now() + 24 * HOUR
    await heeding.send(intent("a", "U1"))
    await advance(heeding.engine, heeding.database, heeding.clock, heeding.clock.now() + 2 * HOUR)
    assert heeding.slack.texts("U1") == ["about a"]


async def test_what_slack_said_is_kept_for_some_minutes(heeding: Office) -> None:
    """Whoever gets three messages in a minute is asked about once."""
    await heeding.send(intent("a", "U1"))
    await heeding.send(intent("b", "U1"))
    await heeding.later(6)
    await heeding.send(intent("c", "U1"))
    assert len(asked(heeding)) == 2


async def test_without_an_answer_nothing_is_held_back(heeding: Office) -> None:
    """For want of the scope, say; Slack is not asked again for an hour."""
    heeding.slack.quiet["U1"] = heeding.clock.now() + HOUR
    heeding.slack.faults.append(SlackRefused("dnd.teamInfo", "missing_scope"))
    await heeding.send(intent("a", "U1"))
    await heeding.send(intent("b", "U2"))
    assert heeding.slack.texts("U1") == ["about a"]
    assert len(asked(heeding)) == 1


async def test_what_shares_a_message_waits_no_longer_than_the_first_of_it_to_close(ritual: Office) -> None:
    """Two questions in one message, of which the second can wait an hour and the first four."""
    began = ritual.clock.now()
    latest = {"a": began + 4 * HOUR, "b": began + HOUR}

    async def until(
        _database: Database, _workspace: str, subject: Mapping[str, Any], now: datetime, ends_at: datetime
    ) -> datetime | None:
        return min(ends_at, latest[subject["name"]]) if now < latest[subject["name"]] else None

    ritual.sender.heed_quiet("note", until)
    ritual.slack.quiet["U1"] = began + 24 * HOUR
    await ritual.send(intent("a", "U1"), intent("b", "U1"))
    assert ritual.slack.texts("U1") == []
    await advance(ritual.engine, ritual.database, ritual.clock, began + HOUR)
    assert ritual.slack.texts("U1") == ["about a · about b"]
