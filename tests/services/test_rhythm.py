"""Somebody's own rhythm against what is stored: rounds move along, reminders are heeded, others may not touch it."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
import sqlalchemy as sa

from bot.domain.rhythm import Reminders, Rhythm
from bot.errors import NotAllowed, NotFound
from bot.services import sync_message
from bot.services.audit import Audit
from bot.services.rhythm import Rhythms
from models import AuditEntry, Person, Ritual
from tests.factories.rounds import Runs
from tests.factories.sync import TUESDAY

RHYTHM = Rhythm("PT", (0, 1, 2, 3, 4), time(9), time(17), "", Reminders.STANDARD)


def rhythms(runs: Runs) -> Rhythms:
    """The service over a running workspace."""
    return Rhythms(runs.database, runs.clock, runs.rounds, Audit(runs.clock))


async def test_whoever_moves_is_asked_in_their_new_zone_and_follows_slack_again(runs: Runs) -> None:
    """The next round opens an hour earlier in Berlin; an empty zone gives it back to Slack."""
    weekly = await runs.sync([await runs.team("Payments", "Ana Sousa")])
    own = rhythms(runs)
    facts = await own.save("T1", "UANA", replace(RHYTHM, zone="Europe/Berlin"))
    assert (facts.zone, facts.zone_fixed) == ("Europe/Berlin", True)
    assert await runs.next(weekly) == TUESDAY - timedelta(hours=1)
    facts = await own.save("T1", "UANA", RHYTHM)
    assert (facts.zone, facts.zone_fixed) == ("Europe/Berlin", False)


async def test_a_country_is_offered_as_the_zone_has_it_until_one_is_set(runs: Runs) -> None:
    """Lisbon lies in Portugal."""
    await runs.team("Payments", "Ana Sousa")
    own = rhythms(runs)
    assert (await own.facts("T1", "UANA")).guess == "PT"
    await own.save("T1", "UANA", replace(RHYTHM, country="DE-BY"))
    facts = await own.facts("T1", "UANA")
    assert (facts.guess, facts.rhythm.country, facts.place) == ("", "DE-BY", "Germany, Bayern")


async def test_an_open_round_heeds_a_day_that_somebody_does_not_work_any_more(runs: Runs) -> None:
    """Ana leaves Tuesdays out while she sleeps in Los Angeles: Ben is asked in her place."""
    team = await runs.team("Payments", "Ana Sousa", zone="America/Los_Angeles")
    await runs.sync([team, await runs.team("Growth", "Ben Carter")])
    await runs.until(TUESDAY)
    await rhythms(runs).save("T1", "UANA", replace(RHYTHM, days=(0, 2)))
    await runs.until(TUESDAY + timedelta(hours=9))
    assert [who for who, _ in await runs.asked()] == ["UBEN"]
    assert (await runs.parties())["Payments"] == "absent"


@pytest.mark.parametrize(
    ("voice", "reminders", "reminded"),
    [
        ("everyone", Reminders.STANDARD, True),
        ("everyone", Reminders.LIGHT, False),
        ("everyone", Reminders.NONE, False),
        ("team", Reminders.LIGHT, True),
        ("team", Reminders.NONE, False),
    ],
)
async def test_reminders_come_as_was_chosen(runs: Runs, voice: str, reminders: Reminders, reminded: bool) -> None:
    """Of a team of one nobody else can be asked."""
    await runs.sync([await runs.team("Payments", "Ana Sousa")], voice=voice)
    await rhythms(runs).save("T1", "UANA", replace(RHYTHM, reminders=reminders))
    await runs.until(TUESDAY + timedelta(hours=8))
    assert [who for who, _ in await runs.asked(sync_message.NUDGE)] == (["UANA"] if reminded else [])


async def test_the_pmo_sets_it_for_somebody_and_nobody_else_does(runs: Runs) -> None:
    """It is audited with who did it; nothing is changed by others, nor for a deactivated account or nobody."""
    await runs.sync([await runs.team("Payments", "Ana Sousa", "Ben Carter", "Old Hand")])
    await runs.person("Old Hand", deactivated=True)
    own = rhythms(runs)
    facts = await own.save("T1", "UMARA", RHYTHM, of="UANA")
    assert (facts.name, facts.person) == ("Ana Sousa", "UANA")
    assert await own.save("T1", "UMARA", RHYTHM, of="UANA") == facts
    with pytest.raises(NotAllowed, match="Mara Lindqvist can do it for you"):
        await own.save("T1", "UBEN", RHYTHM, of="UANA")
    with pytest.raises(NotAllowed, match="deactivated"):
        await own.facts("T1", "UMARA", of="UOLD")
    with pytest.raises(NotFound, match="does not know this person"):
        await own.facts("T1", "UMARA", of="UNOBODY")
    async with runs.database.reading("T1") as session:
        noted = list(await session.scalars(sa.select(AuditEntry)))
        assert [(one.actor, one.action, one.subject, one.details) for one in noted] == [
            ("UMARA", "rhythm_set", "person:UANA", {"fields": ["country"]})
        ]
        countries = await session.execute(sa.select(Person.slack_id, Person.country).where(Person.country != ""))
        assert [tuple(one) for one in countries] == [("UANA", "PT")]
        assert await session.scalar(sa.select(sa.func.count()).select_from(Ritual)) == 1
