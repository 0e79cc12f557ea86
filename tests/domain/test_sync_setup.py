"""What was chosen in the form becomes a plan, and a stored plan shows as the same choices again."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.name import free_name
from bot.domain.recurrence import weekly
from bot.domain.ritual_dates import Holidays
from bot.domain.ritual_setup import RULE
from bot.domain.rollup_style import Place, Style
from bot.domain.speaker import Voice
from bot.domain.sync_setup import MONTHLY, SyncChoices, choices_from_json, choices_of, plan_of, rhythm_of, rule_of
from bot.errors import Unfit

START = date(2026, 3, 2)
CHOICES = SyncChoices("Weekly sync", "UMARA", channel_id="C1", team_ids=(1, 2))

choices = st.builds(
    SyncChoices,
    name=st.text(min_size=1, max_size=60).filter(lambda text: text.split() and " ".join(text.split()) == text),
    owner=st.just("UMARA"),
    repeats=st.sampled_from(["1", "2", "3", "4", MONTHLY]),
    days=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    week=st.sampled_from([1, 2, 3, 4, -1]),
    time=st.times().map(lambda at: f"{at:%H:%M}"),
    zone=st.sampled_from(["", "Europe/Lisbon"]),
    voice=st.just(Voice.EVERYONE),
    channel_id=st.just("C1"),
    team_ids=st.just((1, 2)),
    people=st.just(("U1",)),
    answering_minutes=st.integers(15, 2880),
    reminds=st.booleans(),
    holidays=st.sampled_from(list(Holidays)),
    rollup_style=st.sampled_from(list(Style)),
    rollup_place=st.sampled_from(list(Place)),
    home_country=st.sampled_from(["", "PT", "DE-BY"]),
)


@given(choices)
def test_a_saved_sync_shows_what_was_chosen(chosen: SyncChoices):
    """Form → plan → form is the same; so is form → draft → form."""
    plan = plan_of(chosen, START, (7,), owner_country="PT")
    shown = choices_of(plan, "UMARA", ("U1",))
    week = chosen.week if chosen.repeats == MONTHLY else 1
    assert shown == replace(chosen, week=week)
    assert choices_from_json(chosen.to_json()) == chosen


@pytest.mark.parametrize(
    ("rrule", "shown"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", ("2", (0, 3), 1)),
        ("FREQ=WEEKLY", ("1", (0,), 1)),
        ("FREQ=DAILY", ("1", (0, 1, 2, 3, 4, 5, 6), 1)),
        ("FREQ=MONTHLY;BYDAY=1TU", (MONTHLY, (1,), 1)),
        ("FREQ=MONTHLY;BYMONTHDAY=15", (RULE, (0,), 1)),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=1TU", (RULE, (1,), 1)),
        ("FREQ=WEEKLY;INTERVAL=6;BYDAY=TU", (RULE, (1,), 1)),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", (RULE, (0, 0), 1)),
    ],
)
def test_a_rule_shows_in_the_fields_that_fit_it(rrule: str, shown: tuple[str, tuple[int, ...], int]):
    """What the form has no fields for is kept as the rule that it is."""
    assert rhythm_of(rrule, START) == shown


def test_a_rule_without_fields_is_kept():
    """Editing the name of such a sync does not change its rhythm."""
    assert rule_of(replace(CHOICES, repeats=RULE, rule="FREQ=MONTHLY;BYMONTHDAY=15")) == "FREQ=MONTHLY;BYMONTHDAY=15"


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"name": "  "}, "name", "Please give the sync a name"),
        ({"name": "x" * 61}, "name", "A name has at most 60 characters, this one has 61"),
        ({"days": ()}, "days", "Please choose at least one day"),
        ({"days": (), "repeats": MONTHLY}, "days", "Please choose at least one day"),
        ({"repeats": RULE, "rule": "FREQ=HOURLY"}, "days", "not hourly"),
        ({"time": "25:00"}, "time", "“25:00” is not a time"),
        ({"zone": "Europe/Lisbn"}, "zone", "Did you mean Europe/Lisbon?"),
        ({"channel_id": ""}, "channel", "Please choose the channel"),
        ({"team_ids": ()}, "teams", "Please choose at least one team"),
        ({"team_ids": (), "voice": Voice.EVERYONE}, "teams", "Nobody would be asked"),
        ({"answering_minutes": 5}, "answering", "between a quarter of an hour and 48 hours"),
        ({"questions": ()}, "questions", "at least one question"),
    ],
)
def test_every_field_that_needs_mending_has_its_sentence(change: dict[str, object], field: str, sentence: str):
    """The sentence stands at the field, and says what to do."""
    with pytest.raises(Unfit) as unfit:
        plan_of(replace(CHOICES, **change), START, ())
    assert sentence in unfit.value.errors[field]


def test_all_mistakes_are_said_at_once():
    """Nobody mends one field to be told of the next."""
    with pytest.raises(Unfit) as unfit:
        plan_of(replace(CHOICES, name="", time="", days=()), START, ())
    assert set(unfit.value.errors) == {"name", "time", "days"}


def test_people_by_name_go_with_everyone_as_the_voice():
    """With one voice a team only teams are asked: people and what is followed wait for the other voice."""
    chosen = replace(CHOICES, follows_channel="C1", follows_group="S1")
    alone = plan_of(chosen, START, (7,), (8,))
    assert (alone.person_ids, alone.follower_ids, alone.follows_channel, alone.follows_group) == ((), (), "", "")
    both = plan_of(replace(chosen, voice=Voice.EVERYONE), START, (7,), (8,))
    assert (both.person_ids, both.follower_ids, both.follows_channel, both.follows_group) == ((7,), (8,), "C1", "S1")


def test_whom_a_sync_follows_is_audience_enough():
    """Neither a team nor a person by name is needed then, be there nobody at the moment."""
    assert plan_of(replace(CHOICES, voice=Voice.EVERYONE, team_ids=(), follows_channel="C1"), START, ()).team_ids == ()
    with pytest.raises(Unfit):
        plan_of(replace(CHOICES, voice=Voice.EVERYONE, team_ids=()), START, ())


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        (set(), "Weekly sync"),
        ({"weekly SYNC"}, "Weekly sync 2"),
        ({"Weekly sync", "Weekly sync 2", "Weekly sync 3"}, "Weekly sync 4"),
        ({"Weekly sync", "Weekly sync 3"}, "Weekly sync 2"),
    ],
)
def test_a_name_that_is_taken_gets_a_number(taken: set[str], free: str):
    """The first number that is free; case does not make a name another one."""
    assert free_name("Weekly sync", taken) == free


def test_days_of_a_rhythm_are_kept_in_order():
    """However they were picked."""
    assert rule_of(replace(CHOICES, days=(4, 0, 2))) == weekly([0, 2, 4])
