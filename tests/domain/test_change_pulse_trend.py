"""How readiness moved: no pulse is left out because one statement of it has no figure."""

from datetime import UTC, datetime

from bot.domain.change_pulse import Letter, Means, PulseShown, Result
from bot.domain.change_pulse_trend import trend_of

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
FULL: Means = (4.0, 3.6, 2.8, 2.5, 2.0)
NOT_ABLE: Means = (3.4, 2.0, 1.4, None, 1.0)
NOTHING: Means = (None, None, None, None, None)


def pulse(day: str, means: Means | None) -> PulseShown:
    """Return a closed pulse."""
    return PulseShown(AT, day, Result("", 9, means) if means else None)


def test_a_pulse_without_a_figure_for_one_statement_stands_with_the_others() -> None:
    """The statement has no line, and its figures of other days are kept."""
    trend = trend_of([pulse("13 Jan", NOT_ABLE), pulse("10 Feb", FULL), pulse("10 Mar", FULL)])
    assert trend is not None
    assert trend.days == ("13 Jan", "10 Feb", "10 Mar")
    assert trend.drawn[Letter.AWARENESS] == (3.4, 4.0, 4.0)
    assert trend.undrawn == (Letter.ABILITY,)
    assert trend.of(Letter.ABILITY) == (None, 2.5, 2.5)


def test_where_every_statement_has_its_figures_each_has_a_line() -> None:
    """Nothing is missing, and nothing is said to be."""
    trend = trend_of([pulse("10 Feb", FULL), pulse("10 Mar", FULL)])
    assert trend is not None
    assert list(trend.drawn) == list(Letter)
    assert (trend.undrawn, trend.silent) == ((), ())


def test_a_pulse_without_any_figure_is_named_where_it_lies_between_others() -> None:
    """It has no point in a chart; before the first and after the last one there is nothing to leave out."""
    few = [pulse("13 Jan", None), pulse("27 Jan", FULL), pulse("10 Feb", NOTHING), pulse("10 Mar", FULL)]
    trend = trend_of([*few, pulse("7 Apr", None)])
    assert trend is not None
    assert trend.days == ("27 Jan", "10 Mar")
    assert trend.silent == ("10 Feb",)


def test_nothing_moves_before_there_are_two_pulses_with_figures() -> None:
    """One pulse is no trend, however many had too few answers."""
    assert trend_of([]) is None
    assert trend_of([pulse("10 Feb", None), pulse("10 Mar", FULL)]) is None


def test_pulses_that_share_no_statement_draw_no_line() -> None:
    """What each of them has is kept all the same."""
    trend = trend_of([pulse("10 Feb", (4.0, 3.0, None, None, None)), pulse("10 Mar", (None, None, 3.0, 2.0, 2.0))])
    assert trend is not None
    assert trend.drawn == {}
    assert trend.of(Letter.AWARENESS) == (4.0, None)
