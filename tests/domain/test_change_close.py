"""What speaks against closing a change."""

from bot.domain.change_close import not_ready
from bot.domain.change_pulse import Result

FINE = Result("", 20, (4.0, 4.0, 4.0, 4.0, 4.0))


def test_without_figures_nobody_knows() -> None:
    """No pulse, or one with too few answers."""
    assert "no pulse with five answers" in not_ready(None, ())[0]


def test_a_group_that_is_not_ready_is_named_with_what_comes_first() -> None:
    """Although the whole is: means hide it."""
    parts = (Result("Sales", 9, (4.0, 4.0, 3.0, 1.0, 4.0)), Result("HR", 9, (4.0,) * 5))
    assert not_ready(FINE, parts) == ["Not all are ready: Sales (“I know how”)."]


def test_all_ready_is_enough() -> None:
    """And a statement without figures is not."""
    assert not_ready(FINE, (Result("Sales", 9, (4.0,) * 5),)) == []
    assert not_ready(Result("", 9, (4.0, 4.0, 4.0, 4.0, None)), ())
