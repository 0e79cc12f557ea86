"""What a click lends is let go of when nobody can use it any more."""

import pytest

from bot.playground.records import SlackRefusal
from bot.playground.triggers import FORGOTTEN_AFTER, RESPONSE_LIVES, TRIGGER_LIVES, Lent
from tests.playground.conftest import RealTime


def test_a_trigger_that_is_too_old_is_refused_as_such_and_later_unknown() -> None:
    """Slack: expired_trigger_id after three seconds; the workspace does not remember it for ever."""
    real = RealTime(0.0)
    lent = Lent(real)
    name = lent.trigger("U1")
    real.seconds = TRIGGER_LIVES + 1
    with pytest.raises(SlackRefusal, match="expired_trigger_id"):
        lent.exchange(name)
    real.seconds = FORGOTTEN_AFTER + 1
    lent.trigger("U2")
    with pytest.raises(SlackRefusal, match="invalid_trigger_id"):
        lent.exchange(name)


def test_what_can_still_be_used_is_kept_beside_what_is_forgotten() -> None:
    """Only the oldest are let go of."""
    real = RealTime(0.0)
    lent = Lent(real)
    lent.trigger("U1")
    old = lent.response("U1", "D1")
    real.seconds = FORGOTTEN_AFTER + 1 - RESPONSE_LIVES / 2
    url = lent.response("U2", "D2")
    real.seconds = FORGOTTEN_AFTER + 1
    trigger = lent.trigger("U3")
    assert lent.use_response(url).user == "U2"
    assert lent.exchange(trigger).user == "U3"
    with pytest.raises(SlackRefusal, match="expired_url"):
        lent.use_response(old)
