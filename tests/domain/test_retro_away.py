"""Since when a retro waits for whoever runs it, and when that is looked at."""

from datetime import timedelta

import pytest

from bot.domain.retro import RetroState
from bot.domain.retro_away import next_look, waits_since
from tests.factories.people import MONDAY

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("state", "since"),
    [
        (RetroState.COLLECTING, None),
        (RetroState.FEW, MONDAY),
        (RetroState.GROUPING, MONDAY),
        (RetroState.VOTING, None),
        (RetroState.ACTING, MONDAY + DAY),
        (RetroState.CLOSED, None),
    ],
)
def test_it_waits_since_its_phase_began(state: RetroState, since: object) -> None:
    """While people write or vote it waits for nobody."""
    assert waits_since(state, MONDAY, MONDAY + DAY, by_consent=False) == since


def test_it_does_not_wait_while_people_are_asked_for_their_names() -> None:
    """It goes on by itself then."""
    assert waits_since(RetroState.FEW, MONDAY, MONDAY + DAY, by_consent=True) is None


@pytest.mark.parametrize(
    ("waited", "after"),
    [(None, DAY), (HOUR, 23 * HOUR), (DAY, DAY), (3 * DAY, DAY), (-HOUR, DAY)],
)
def test_it_is_looked_at_daily_and_once_it_has_waited_for_a_day(waited: timedelta | None, after: timedelta) -> None:
    """The next look is always ahead, and never more than a day."""
    since = None if waited is None else MONDAY - waited
    assert next_look(since, MONDAY) == MONDAY + after
