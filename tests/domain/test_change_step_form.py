"""The day that a new step begins with, and the dates that a session can have."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.change_step import StepKind
from bot.domain.change_step_form import StepWritten, checked, first_due
from bot.errors import Unfit

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts_on", "today", "due"),
    [
        (date(2026, 4, 1), date(2026, 3, 3), date(2026, 3, 25)),
        (date(2026, 4, 5), date(2026, 3, 3), date(2026, 3, 27)),
        (None, date(2026, 3, 3), date(2026, 3, 31)),
        (date(2026, 3, 5), date(2026, 3, 3), date(2026, 3, 3)),
        (date(2026, 3, 9), date(2026, 3, 8), date(2026, 3, 8)),
    ],
)
def test_a_step_is_due_a_week_before_its_change_and_on_no_weekend(
    starts_on: date | None, today: date, due: date
) -> None:
    """A Sunday becomes the Friday before it, unless that is past."""
    assert first_due(starts_on, today) == due


def test_a_session_is_not_held_before_the_change_is_announced() -> None:
    """It is said beside the day on which people hear of it; on that day itself it can be held."""
    written = StepWritten(StepKind.SESSION, "Your new role", day=date(2026, 3, 10), time="15:00")
    with pytest.raises(Unfit) as refused:
        checked(written, NOW, "Europe/Lisbon", announced_on=date(2026, 3, 12))
    assert "hear of the change on Thu 12 Mar only" in refused.value.errors["day"]
    fit = checked(written, NOW, "Europe/Lisbon", announced_on=date(2026, 3, 10))
    assert fit.starts_at == datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
    assert fit.due_on == date(2026, 3, 10)
