"""The record of the simulated company finds what it looks for: a turn that was skipped, somebody left out, a digest."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from tests.sim import digests
from tests.sim.company import Company, founded, squad_of
from tests.sim.leaving import Out, asked_though_out
from tests.sim.ledger import Asked, Spoken, Update
from tests.sim.speaking import Happened, turns

TUESDAY, WEEK, TEAM = date(2026, 3, 3), timedelta(days=7), "Harbor"
SYNC = "Weekly sync"


@pytest.fixture
def company() -> Company:
    """Sixty people of whom nobody is away, in one sync of one team."""
    found = founded(Random(7), 61)
    [weekly] = [one for one in found.syncs if one.name == SYNC]
    return replace(found, leaves=(), leavers={}, syncs=(replace(weekly, teams=(TEAM,)),))


def at_ten(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


def asked(email: str, day: date) -> Asked:
    return Asked(email, SYNC, 1, day, at_ten(day) + timedelta(hours=5), at_ten(day), day, "1.0")


def happened(company: Company, speakers: list[int], **more: Any) -> Happened:
    """Those of the squad with these places were asked, a week each, and spoke at once."""
    squad = squad_of(TEAM, company.people)
    those = [(squad[place].email, TUESDAY + number * WEEK) for number, place in enumerate(speakers)]
    spoken = [Spoken(email, SYNC, TEAM, day, at_ten(day)) for email, day in those]
    return Happened(company, [asked(*one) for one in those], spoken, more.get("out", ()), ())


@pytest.mark.parametrize(("speakers", "wrong"), [([0, 1, 2], 0), ([0, 0, 1], 1), ([0, 1, 0], 1), ([2, 1, 0], 0)])
def test_who_has_not_spoken_for_longest_is_next(company: Company, speakers: list[int], wrong: int) -> None:
    """In whatever order they begin; nobody twice in a row where others could."""
    found = turns(happened(company, speakers), TUESDAY, TUESDAY + 2 * WEEK)
    assert (found.taken, len(found.wrong)) == (3, wrong)


def test_who_is_left_out_is_passed_over_and_a_team_without_a_question_is_missed(company: Company) -> None:
    """The others could not speak, or nobody was asked although somebody was there."""
    squad = squad_of(TEAM, company.people)
    out = [Out(one.email, SYNC, TUESDAY) for one in squad[1:]]
    assert turns(happened(company, [0, 0], out=out), TUESDAY, TUESDAY + WEEK).wrong == []
    [missed] = turns(happened(company, [0]), TUESDAY, TUESDAY + WEEK).wrong
    assert "nobody was asked" in missed
    outside = [one.email for one in company.people if one.team == TEAM][-1]
    stranger = replace(happened(company, []), asked=[asked(outside, TUESDAY)])
    assert "not of the squad" in turns(stranger, TUESDAY, TUESDAY).wrong[0]


def test_a_question_to_somebody_who_is_left_out_is_found() -> None:
    """Not on the two days themselves, on which it depends on the hour."""
    out = [Out("p1", SYNC, TUESDAY, TUESDAY + 2 * WEEK)]
    questions = [asked("p1", TUESDAY + number * WEEK) for number in range(4)]
    assert asked_though_out(questions, out) == [questions[1]]


def test_a_digest_that_is_missing_late_or_counts_wrongly_is_found() -> None:
    """Of two Fridays, with one answer and one who was silent in each week."""
    friday = datetime(2026, 3, 6, 15, tzinfo=UTC)
    updates = [
        Update(TUESDAY + number * WEEK, at_ten(TUESDAY + number * WEEK), state, when)
        for number in range(2)
        for state, when in (("answered", friday - timedelta(days=3) + number * WEEK), ("missed", None))
    ]
    good = [(friday + number * WEEK, "1 sync: 1 update, 1 with no update yet.") for number in range(2)]
    until = friday + WEEK + timedelta(hours=1)
    assert digests.wrong(good, updates, until) == []
    assert len(digests.wrong(good[:1], updates, until)) == 1
    assert len(digests.wrong([good[0], (good[1][0] + timedelta(minutes=1), good[1][1])], updates, until)) == 1
    assert len(digests.wrong([good[0], (good[1][0], "1 sync: 2 updates.")], updates, until)) == 1
    assert len(digests.wrong([good[0], (good[1][0], "No sync asked anybody.")], updates, until)) == 1
