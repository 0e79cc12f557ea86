"""The record of the simulated year finds what it looks for: a lost retro, a wrong hour, an owner who did not hear."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from bot.services import action_message
from tests.sim import retro_judged
from tests.sim.company import BEGINS
from tests.sim.retro_cards import Written
from tests.sim.retro_company import Down, RetroCompany, founded
from tests.sim.retro_life import Held as HeldAction
from tests.sim.retro_life import Seen
from tests.sim.retro_read import Held, Question, Said

DAY = timedelta(days=1)


@pytest.fixture
def company() -> RetroCompany:
    """Eight teams of which nobody is away, with Drumbeat always there."""
    found = founded(Random(7), 60)
    people = tuple(one for one in found.people if one.joins is None)
    return replace(found, people=people, leaves=(), leavers={}, downs=(), retros=found.retros[2:3])


def rounds(company: RetroCompany, **changes: Any) -> list[Held]:
    """The retros of a company as they should take place in its first six weeks."""
    [retro] = company.retros
    days = retro.dates(BEGINS, BEGINS + 45 * DAY)
    at = [datetime(day.year, day.month, day.day, 6, tzinfo=UTC) for day in days]
    found = [Held(n, retro.name, day, "closed", at[n], at[n] + 5 * DAY, Counter(), 0) for n, day in enumerate(days)]
    return [replace(found[0], **changes), *found[1:]]


def test_a_retro_that_is_lost_doubled_or_missed_is_found(company: RetroCompany) -> None:
    """Unless Drumbeat did not run for so long that nobody could have written."""
    last = BEGINS + 45 * DAY
    good = rounds(company)
    assert retro_judged.wrong_rounds(company, good, BEGINS, last) == []
    assert len(retro_judged.wrong_rounds(company, good[1:], BEGINS, last)) == 1
    assert len(retro_judged.wrong_rounds(company, [good[0], *good], BEGINS, last)) == 1
    missed = rounds(company, state="missed")
    assert len(retro_judged.wrong_rounds(company, missed, BEGINS, last)) == 1
    down = Down(missed[0].opens_at - DAY, missed[0].reveal_at)
    assert retro_judged.wrong_rounds(replace(company, downs=(down,)), missed, BEGINS, last) == []


def test_a_question_at_a_wrong_hour_twice_or_to_nobody_is_found(company: RetroCompany) -> None:
    """Everybody of the team is asked once, at their own time."""
    [held, *_] = rounds(company)
    team = company.of(company.retros[0])

    def asked(hour: int = 14, prompts: int = 1) -> list[Question]:
        own = [datetime(held.day.year, held.day.month, held.day.day, hour, tzinfo=one.zone) for one in team]
        return [
            Question(one.email, held.id, at.astimezone(UTC), at, prompts) for one, at in zip(team, own, strict=True)
        ]

    def wrong(questions: list[Question]) -> dict[str, int]:
        found = retro_judged.wrong_questions(company, [held], questions)
        return {name: len(one) for name, one in found.items() if one}

    assert wrong(asked()) == {}
    assert wrong(asked(hour=15)) == {"at a wrong hour": len(team)}
    assert wrong(asked(prompts=2)) == {"twice": len(team)}
    assert wrong(asked()[1:]) == {"not asked": 1}


def life_of(company: RetroCompany, **facts: Any) -> Any:
    """A life of which nothing but these facts is known."""
    return SimpleNamespace(company=company, **facts)


def test_an_owner_who_did_not_hear_is_found(company: RetroCompany) -> None:
    """Of the question to a new owner, of the one after the day, and of the one after the third time."""
    since = datetime(2026, 3, 2, tzinfo=UTC)
    held = HeldAction(5, 1, "p02@eight.example", "proposed", date(2026, 3, 10), 3, since, since + 40 * DAY)
    life = life_of(company, seen=Seen([held]))
    ids = {held.owner: 9}
    keys = {action_message.ASKED: "5:9:1", action_message.LATE: "5:9:2026-03-10", action_message.CARRIED: "5:9:3"}
    heard = [Said(held.owner, kind, key, "sent") for kind, key in keys.items()]
    assert retro_judged.unheard(life, heard, ids) == []
    for one in heard:
        assert len(retro_judged.unheard(life, [other for other in heard if other is not one], ids)) == 1
        assert len(retro_judged.unheard(life, [replace(one, state="held"), *(set(heard) - {one})], ids)) == 1


def test_a_guesser_who_knows_something_is_found(company: RetroCompany) -> None:
    """Who names nearly all authors does so by no chance; who names a third of three people does."""
    [retro] = company.retros
    team = company.of(retro)[:3]
    now = datetime(2026, 3, 2, tzinfo=UTC)
    written = [Written(number + 1, team[number % 3], retro, now) for number in range(120)]
    life = life_of(company, cards=SimpleNamespace(written=written))
    in_order = {n: ([3 * n + 1, 3 * n + 2, 3 * n + 3], [one.email for one in team]) for n in range(40)}
    assert retro_judged.guessed(life, in_order, {*in_order}) == (120, 120, False)
    shuffled = {n: (Random(n).sample(cards, 3), people) for n, (cards, people) in in_order.items()}
    assert retro_judged.guessed(life, shuffled, {*shuffled})[2]
    assert retro_judged.guessed(life, in_order, set()) == (0, 0, True)


def test_votes_and_cards_that_are_lost_are_found(company: RetroCompany) -> None:
    """A card that was withdrawn must be gone, every other one must be there."""
    [held, *_] = rounds(company, votes=Counter({"QA": 2}))
    [retro] = company.retros
    now = datetime(2026, 3, 2, tzinfo=UTC)
    cards = [Written(1, company.of(retro)[0], retro, now), Written(2, company.of(retro)[1], retro, now, withdrawn=True)]
    life = life_of(company, cards=SimpleNamespace(written=cards, votes={held.id: Counter({"QA": 2})}))
    assert retro_judged.wrong_votes(life, [held]) == []
    assert len(retro_judged.wrong_votes(life, [replace(held, votes=Counter({"QA": 1}))])) == 1
    assert retro_judged.lost_cards(life, [held], {1: None}) == []
    assert len(retro_judged.lost_cards(life, [held], {})) == 1
    assert len(retro_judged.lost_cards(life, [held], {1: 1, 2: None})) == 1
