"""The record of the simulated re-organisation finds what it looks for: who was told late, twice, or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from bot.services.announcement_message import READER
from tests.sim import change_judged, change_judged_sent
from tests.sim.change_company import BERLIN, SPONSOR, ChangeCompany, founded
from tests.sim.change_judged import Judge
from tests.sim.change_office import BETTER, CORE, LATER, POINTS
from tests.sim.change_read import Posted, Progress, Told
from tests.sim.change_script import ALL, SYNC, Said
from tests.sim.company import Someone

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""Of the Monday on which it may go; people have it on the next morning, and those who lead them before."""

MORNING, BEFORE = NOON + timedelta(hours=21), NOON + timedelta(hours=2)
DAY, LONG = timedelta(days=1), timedelta(days=40)

Made = Callable[..., Judge]


@pytest.fixture
def company() -> ChangeCompany:
    """All of Berlin, of whom nobody is away, comes, leaves, or changes groups."""
    found = founded(Random(7), 28, small=True)
    people = [replace(one, country="DE", zone=BERLIN) for one in found.people if one.joins is None]
    return replace(found, people=tuple(people), leaves=(), leavers={}, moves=())


@pytest.fixture
def made(company: ChangeCompany) -> Made:
    """Return a judge over one announcement that all were told as they should be, but for what a test changes."""

    def judged(told: Sequence[Told] | None = None, *, said: Said | None = None, **changes: Any) -> Judge:
        named = said or kick_off()
        life = {
            "company": company,
            "said": [named],
            "here": [*company.people],
            "came": {},
            "gone": {},
            "outages": (),
            "office": SimpleNamespace(moved=[], limits=[], closed_at=None),
            "world": SimpleNamespace(persona=lambda email: SimpleNamespace(id=email)),
        }
        everybody = good(company, named) if told is None else told
        lived: Any = SimpleNamespace(**(life | changes))
        return Judge(lived, everybody, [], NOON + LONG)

    return judged


def kick_off(**changes: Any) -> Said:
    """An announcement that may go, with a part for each group, to leads some hours before."""
    values = {"parts": ALL, "must": True, "points": True, "channels": (SYNC,), "day": MORNING.date()}
    return Said(1, **({"kind": "Kick-off", "planned": NOON} | values | changes))


def good(company: ChangeCompany, said: Said) -> list[Told]:
    """What everybody should have been told of it."""
    found = []
    for one in company.people:
        if groups := company.begins_in(one) & {*said.groups}:
            leads = said.points and one.email in company.named["Leads"]
            parts = frozenset(ALL.index(group) for group in groups if group in said.parts)
            words = f"{CORE} {POINTS}" if leads else CORE
            found.append(Told(1, one.email, BEFORE if leads else MORNING, parts, (), 0, words))
    return found


def wrong(judge: Judge) -> set[str]:
    """By what is wrong with what people were told."""
    return {name for name, found in change_judged.wrong(judge).items() if found}


def with_one(company: ChangeCompany, email: str, said: Said | None = None, **changes: Any) -> list[Told]:
    """All were told as they should be, somebody otherwise."""
    told = good(company, said or kick_off())
    return [replace(one, **changes) if one.email == email else one for one in told]


def member(company: ChangeCompany) -> Someone:
    """Somebody of sales who leads nobody, and is in no other group."""
    alone = [one for one in company.people if company.begins_in(one) == {"Sales"}]
    return next(one for one in alone if not one.silent)


def test_who_is_told_twice_late_or_not_at_all_is_found(made: Made, company: ChangeCompany) -> None:
    """Nothing is wrong with the record as it should be."""
    one = member(company)
    assert wrong(made()) == set()
    told = good(company, kick_off())
    assert wrong(made([*told, *[each for each in told if each.email == one.email]])) == {"told twice"}
    assert wrong(made([each for each in told if each.email != one.email])) == {"not told"}
    at_night = MORNING.replace(hour=2)
    assert wrong(made(with_one(company, one.email, at=at_night))) == {"told outside their working time"}
    assert wrong(made(with_one(company, one.email, parts=frozenset({1})))) == {"parts that are not theirs"}
    assert wrong(made(with_one(company, one.email, again=1))) == {"asked to look again"}
    gone = {one.email: MORNING - timedelta(hours=1)}
    assert wrong(made(gone=gone)) == {"told after they left"}
    early = kick_off(signers=(SPONSOR.email,), signed=[MORNING + DAY])
    assert wrong(made(said=early)) == {"told before it was signed"}
    assert wrong(made(said=kick_off(stopped=NOON))) == {"told while it was stopped"}


def test_who_is_told_for_a_group_that_they_have_left_is_found(made: Made, company: ChangeCompany) -> None:
    """Long ago, not on the day before."""
    one = member(company)
    for days, found in ((1, set()), (6, {"told though they had left its groups"})):
        office = SimpleNamespace(moved=[(NOON + DAY, one.email, "Sales", False)], limits=[], closed_at=None)
        late = with_one(company, one.email, at=MORNING + DAY * days, parts=frozenset())
        assert wrong(made(late, office=office)) == found


def test_who_comes_gets_what_is_open_and_nothing_that_is_over(made: Made, company: ChangeCompany) -> None:
    """The kick-off in time; nothing once the change is over; and no thanks for what they have not lived through."""
    one = member(company)
    came = {one.email: NOON + 7 * DAY}
    late = with_one(company, one.email, at=MORNING + 7 * DAY)
    rest = [each for each in late if each.email != one.email]
    assert wrong(made(late, came=came)) == set()
    assert wrong(made(rest, came=came)) == {"not told"}
    assert "told though not theirs" in wrong(made(late, came=came, said=kick_off(kind="Thank-you", must=False)))
    over = SimpleNamespace(moved=[], limits=[], closed_at=NOON + 4 * DAY)
    judge = made(late, came=came, office=over)
    assert "told though not theirs" in wrong(judge)
    assert sent(judge, company)["told after the end"] == 1
    assert sent(made(office=over), company)["told after the end"] == 0


def reminders(judge: Judge, *at: datetime) -> list[str]:
    """What is wrong with these reminders of the only one who has said nothing."""
    one = member(judge.company)
    judge.told = [replace(each, reminded=at) if each.email == one.email else each for each in judge.told]
    replies = {(1, each.email): ["got"] for each in judge.told if each.email != one.email}
    return [what for what, _ in change_judged.wrong_reminders(judge, replies)]


def test_reminders_too_many_too_early_at_night_and_none_are_found(made: Made) -> None:
    """One comes by itself, some days later."""
    assert reminders(made(), MORNING + 3 * DAY) == []
    assert reminders(made()) == ["not at all"]
    assert reminders(made(), MORNING + timedelta(hours=3)) == ["too early"]
    assert reminders(made(), (MORNING + 3 * DAY).replace(hour=3)) == ["at an hour that is not theirs"]
    assert reminders(made(), MORNING + 2 * DAY, MORNING + 3 * DAY) == ["too often"]


def sent(judge: Judge, company: ChangeCompany, **changes: Any) -> dict[str, int]:
    """How much is wrong with how it went out, by what; `changes` of the record."""
    groups = {one.email: max(company.begins_in(one), default="") for one in company.people}
    stored: Any = SimpleNamespace(
        readers={n: (one.email, groups[one.email], 1) for n, one in enumerate(judge.told)},
        lapsed=changes.pop("lapsed", 2),
        wanted=changes.pop("wanted", ()),
    )
    people = len({one.email for one in judge.told})
    record: Any = {
        "posted": [Posted(1, SYNC, MORNING, CORE)],
        "progress": {1: Progress(people, people)},
        "asked": [],
    } | changes
    return {name: len(found) for name, found in change_judged_sent.wrong(judge, stored, **record).items()}


def found_in(judge: Judge, company: ChangeCompany, **changes: Any) -> set[str]:
    """By what is wrong with how it went out, its one long silence left out."""
    return {name for name, many in sent(judge, company, **{"lapsed": 1} | changes).items() if many}


def test_leads_who_have_it_after_their_people_or_without_their_points_are_found(
    made: Made, company: ChangeCompany
) -> None:
    """Where there was time for it; and whoever leads nobody reads nothing of it."""
    lead = min(company.named["Leads"])
    assert found_in(made(), company) == set()
    assert found_in(made(with_one(company, lead, at=MORNING)), company) == {"leads after their people"}
    late = kick_off(planned=NOON + timedelta(hours=6))
    assert found_in(made(with_one(company, lead, late, at=MORNING), said=late), company) == set()
    assert found_in(made(with_one(company, lead, words=CORE)), company) == {"points for leads"}
    words = f"{CORE} {POINTS}"
    assert found_in(made(with_one(company, member(company).email, words=words)), company) == {"points for leads"}


def test_a_channel_that_has_it_twice_not_at_all_or_too_early_is_found(made: Made, company: ChangeCompany) -> None:
    """So is one in which it has nothing to look for."""
    once = Posted(1, SYNC, MORNING, CORE)
    for posted in ([once, once], [], [once, replace(once, channel="launch")], [replace(once, at=NOON - DAY)]):
        assert found_in(made(), company, posted=posted) == {"channels"}


def test_edits_that_did_not_follow_everywhere_are_found(made: Made, company: ChangeCompany) -> None:
    """With the mark, in what people have and in channels."""
    for said, new in ((kick_off(reworded=MORNING), BETTER), (kick_off(edited=MORNING + DAY), LATER)):
        told = [replace(one, words=f"{one.words} {new} · edited") for one in good(company, said)]
        posted = [Posted(1, SYNC, MORNING, f"{CORE} {new} · edited")]
        assert found_in(made(told, said=said), company, posted=posted) == set()
        old = [*told[:-1], replace(told[-1], words=CORE)]
        assert found_in(made(old, said=said), company, posted=posted) == {"edits that did not follow"}
        bare = [Posted(1, SYNC, MORNING, f"{CORE} {new}")]
        assert found_in(made(told, said=said), company, posted=bare) == {"edits that did not follow"}


def test_figures_of_its_author_that_are_wrong_and_messages_for_who_left_are_found(
    made: Made, company: ChangeCompany
) -> None:
    """Nobody has it of whom they read that they do."""
    people = len(made().told)
    for shown in (Progress(people - 1, people), Progress(people, people + 1)):
        assert found_in(made(), company, progress={1: shown}) == {"progress"}
    email = member(company).email
    judge = made(gone={email: MORNING + DAY})
    for hours, found in ((-1, set()), (1, {"meant for who has left"})):
        wanted = ((email, READER, MORNING + DAY + timedelta(hours=hours)),)
        assert found_in(judge, company, wanted=wanted) == found


def test_what_goes_above_the_limit_without_a_reason_is_found(made: Made, company: ChangeCompany) -> None:
    """And what is kept although it is little; a must-read is two things to take in, with the change."""
    low = SimpleNamespace(moved=[], limits=[(NOON - DAY, 0)], closed_at=None)
    assert found_in(made(office=low), company) == {"load"}
    allowed = kick_off(overloaded=NOON, allowed=NOON + timedelta(hours=1), planned=NOON + timedelta(hours=1))
    assert found_in(made(said=allowed, office=low), company) == set()
    assert found_in(made(said=allowed), company) == {"load"}
    too_late = replace(allowed, allowed=MORNING + DAY)
    assert found_in(made(said=too_late, office=low), company) == {"load"}


def test_a_silence_of_which_the_pmo_does_not_hear_is_found(made: Made, company: ChangeCompany) -> None:
    """Of one longer than was promised, once."""
    assert found_in(made(), company, lapsed=0) == {"silence"}
    assert found_in(made(), company, lapsed=2) == {"silence"}
