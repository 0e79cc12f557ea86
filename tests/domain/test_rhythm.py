"""What people choose of their own rhythm, read and put into words."""

from dataclasses import replace
from datetime import time

import pytest

from bot.domain.rhythm import Reminders, Rhythm, Typed, days_in_words, read_rhythm
from bot.errors import Unfit

TYPED = Typed("Portugal", (3, 0, 1, 2), "9 - 16:30", " Europe/Lisbon ", Reminders.LIGHT)


def test_what_is_typed_is_read_as_it_was_meant() -> None:
    """A country by name, hours with or without minutes, days in any order."""
    meant = Rhythm("PT", (0, 1, 2, 3), time(9), time(16, 30), "Europe/Lisbon", Reminders.LIGHT)
    assert read_rhythm(TYPED) == meant
    assert read_rhythm(replace(TYPED, country=" ", zone="")) == replace(meant, country="", zone="")


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"country": "Portugall"}, {"country": "Did you mean Portugal?"}),
        ({"zone": "Europe/Lisbn"}, {"zone": "Did you mean Europe/Lisbon?"}),
        ({"hours": "9"}, {"hours": "like 9:00-17:00"}),
        ({"hours": "18-2"}, {"hours": "do not end on the day they begin"}),
        ({"days": ()}, {"days": "at least one working day"}),
        ({"days": (), "hours": "x", "zone": "y", "country": "z"}, dict.fromkeys(("country", "zone", "hours", "days"))),
    ],
)
def test_all_that_needs_mending_is_said_at_its_field(typed: dict[str, object], errors: dict[str, str | None]) -> None:
    """A sentence for each field, all at once."""
    with pytest.raises(Unfit) as caught:
        read_rhythm(replace(TYPED, **typed))
    assert set(caught.value.errors) == set(errors)
    assert all((part or "") in caught.value.errors[field] for field, part in errors.items())


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((0, 1, 2, 3, 4), "Monday to Friday"),
        ((3, 1, 2), "Tuesday to Thursday"),
        ((0, 1), "Monday and Tuesday"),
        ((0, 2, 4), "Monday, Wednesday and Friday"),
        ((6,), "Sunday"),
    ],
)
def test_days_are_said_as_people_say_them(days: tuple[int, ...], words: str) -> None:
    """Three or more in a row from the first to the last."""
    assert days_in_words(days) == words


def test_a_reminder_is_wanted_as_was_chosen() -> None:
    """Lightly: only for a team."""
    wanted = {one: (one.wants(for_team=True), one.wants(for_team=False)) for one in Reminders}
    assert wanted == {
        Reminders.NONE: (False, False),
        Reminders.LIGHT: (True, False),
        Reminders.STANDARD: (True, True),
    }
