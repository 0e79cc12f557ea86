"""Choices of a form, read into a retro and shown again."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.retro_format import OWN
from bot.domain.retro_setup import RetroChoices, choices_from_json, choices_of, plan_of, rule_of
from bot.domain.ritual_dates import Holidays
from bot.domain.ritual_setup import RULE, digest
from bot.errors import Unfit

CHOICES = RetroChoices("Monthly retro", "U1", channel_id="C1", team_ids=(1, 2))
HOME = {"owner_zone": "Europe/Lisbon", "owner_country": "PT"}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, "FREQ=MONTHLY;BYDAY=-1TH"),
        ({"repeats": "3", "week": 1, "day": 0}, "FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO"),
        ({"repeats": RULE, "rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ({"repeats": RULE, "rule": "FREQ=MONTHLY;BYDAY=1TH;BYMONTH=3"}, "FREQ=MONTHLY;BYDAY=1TH;BYMONTH=3"),
    ],
)
def test_a_rule_comes_back_as_it_was_chosen(changes: dict[str, object], rule: str) -> None:
    """Through the plan, and through a draft."""
    choices = replace(CHOICES, **changes)
    assert rule_of(choices) == rule
    plan = plan_of(choices, date(2026, 3, 2), **HOME)
    assert rule_of(choices_of(plan, "U1")) == rule
    assert choices_from_json(choices.to_json()) == choices


def test_everything_that_was_chosen_is_in_the_plan() -> None:
    """And stands in the form again."""
    choices = replace(
        CHOICES,
        format=OWN,
        columns="Keep\nChange: Fewer meetings",
        anonymous=False,
        write_days=5,
        group_days=2,
        vote_days=2,
        votes=5,
        zone="Asia/Singapore",
        holidays=Holidays.MOVE,
        home_country="DE-BY",
    )
    plan = plan_of(choices, date(2026, 3, 2), **HOME)
    assert choices_of(plan, "U1") == choices
    assert (plan.home, plan.board_zone.key) == ("DE-BY", "Asia/Singapore")
    assert digest(choices) != digest(CHOICES)


def test_each_field_that_needs_mending_has_its_sentence() -> None:
    """All at once."""
    wrong = RetroChoices("", "U1", time="noonish", format=OWN, home_country="Atlantis", repeats=RULE, rule="every day")
    with pytest.raises(Unfit) as unfit:
        plan_of(wrong, date(2026, 3, 2), **HOME)
    assert set(unfit.value.errors) == {"name", "repeats", "time", "home_country", "columns", "channel", "teams"}
    with pytest.raises(Unfit) as unfit:
        plan_of(replace(CHOICES, name="x" * 61, zone="Mars/Base"), date(2026, 3, 2), **HOME)
    assert set(unfit.value.errors) == {"name", "zone"}


def test_a_date_that_moves_needs_a_country() -> None:
    """Its owner's is enough."""
    moving = replace(CHOICES, holidays=Holidays.MOVE)
    assert plan_of(moving, date(2026, 3, 2), **HOME).home == "PT"
    with pytest.raises(Unfit, match="Holidays of which country"):
        plan_of(moving, date(2026, 3, 2), owner_zone="UTC", owner_country="")
