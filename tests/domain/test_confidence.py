"""What speaks against a high score, and what does not."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.blocker import State
from bot.domain.blocker_shown import Blocker
from bot.domain.confidence import MOST, Doubt, doubts_of, score_of
from bot.domain.plan import PlanItem

TODAY = date(2026, 3, 10)
KEYS = PlanItem("Staging keys", 2)
AGED = Blocker(7, "Payments", "Platform", "Root keys", datetime(2026, 3, 3, 10, tzinfo=UTC))


def texts(found: tuple[Doubt, ...]) -> list[str]:
    """What is shown."""
    return [one.text for one in found]


@pytest.mark.parametrize("weeks", range(5))
def test_an_item_speaks_up_from_its_third_plan_in_a_row(weeks: int) -> None:
    """New and carried over once is how plans are."""
    assert texts(doubts_of([PlanItem("Keys", weeks)], [], TODAY)) == (["Keys"] if weeks >= 2 else [])


def test_what_is_done_stuck_or_shown_before_is_left_out() -> None:
    """The same words in other case are the same item, so that nothing is asked twice."""
    [first] = doubts_of([KEYS], [], TODAY)
    assert first.nth == "third"
    assert doubts_of([KEYS], [], TODAY, settled=["Staging keys"]) == ()
    assert doubts_of([PlanItem("staging  KEYS", 3)], [], TODAY, asked=[first.key]) == ()
    assert "Staging" not in first.key


def test_a_blocker_speaks_up_while_it_is_open_and_past_its_time() -> None:
    """One that somebody took by a day to come is looked after."""
    fresh = Blocker(8, "Payments", "Platform", "", datetime(2026, 3, 9, 10, tzinfo=UTC))
    taken = Blocker(9, "P", "Q", "", AGED.since, state=State.TAKEN, due_on=date(2026, 3, 12))
    done = Blocker(10, "P", "Q", "", AGED.since, state=State.DONE)
    assert texts(doubts_of([], [AGED, fresh, taken, done], TODAY)) == ["Root keys"]


def test_a_few_are_enough() -> None:
    """A second look is no report."""
    plan = [PlanItem(f"Item {n}", 4) for n in range(30)]
    assert len(doubts_of(plan, [AGED], TODAY)) == MOST


@pytest.mark.parametrize(("value", "score"), [(5, 5), ("4", 4), (None, None), ("", None), (True, None), ("12", None)])
def test_a_score_is_read_as_it_is_stored_and_as_a_form_has_it(value: object, score: int | None) -> None:
    """Whatever else stands there is none."""
    assert score_of(value) == score
