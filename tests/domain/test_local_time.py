"""Times, days and zones as people write them."""

from datetime import time

import pytest

from bot.domain.local_time import parse_days, parse_hours, parse_time, zone_named
from bot.errors import UserError


@pytest.mark.parametrize(
    ("text", "expected"), [("10:00", time(10)), ("9", time(9)), (" 09:30 ", time(9, 30)), ("16.45", time(16, 45))]
)
def test_a_time_is_read_as_it_is_commonly_written(text: str, expected: time) -> None:
    """With or without minutes and leading zero."""
    assert parse_time(text) == expected


@pytest.mark.parametrize("text", ["", "24:00", "10:60", "10:5", "noon", "10:00 pm", "-1", "١٠:٠٠"])
def test_what_is_no_time_is_refused_with_an_example(text: str) -> None:
    """The sentence repeats what was written."""
    with pytest.raises(UserError, match="like 10:00 or 16:30"):
        parse_time(text)


@pytest.mark.parametrize("text", ["9:00-17:30", "9 – 17:30", "09:00 to 17:30"])
def test_working_hours_are_read(text: str) -> None:
    """With any dash, or "to"."""
    assert parse_hours(text) == (time(9), time(17, 30))


@pytest.mark.parametrize("text", ["9:00", "", "9-12-17", "all day"])
def test_what_are_no_working_hours_is_refused(text: str) -> None:
    """A beginning and an end are needed."""
    with pytest.raises(UserError, match="like 9:00-17:00"):
        parse_hours(text)


def test_days_are_read_short_and_long() -> None:
    """In any case; Monday is 0."""
    assert parse_days(["mon", "Tuesday", " WED ", "Thurs", "sun."]) == {0, 1, 2, 3, 6}


@pytest.mark.parametrize("name", ["", "mo", "tueday", "monkey", "1"])
def test_a_word_that_is_no_day_is_refused(name: str) -> None:
    """The sentence lists the days."""
    with pytest.raises(UserError, match="mon, tue, wed, thu, fri, sat and sun"):
        parse_days([name])


def test_a_zone_is_found_by_its_name() -> None:
    """Spaces around it do not matter."""
    assert zone_named(" Europe/Lisbon ").key == "Europe/Lisbon"


def test_a_zone_of_an_old_name_has_that_of_today() -> None:
    """The same hours; what is a place of its own keeps its name, whatever the database links it to."""
    assert zone_named("US/Pacific").key == "America/Los_Angeles"
    assert zone_named("Europe/Kiev").key == "Europe/Kyiv"
    assert [zone_named(name).key for name in ("Europe/Oslo", "UTC", "Etc/GMT+3")] == ["Europe/Oslo", "UTC", "Etc/GMT+3"]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Europe/Lisbn", "Did you mean Europe/Lisbon?"),
        ("Lisbon time", "like Europe/Lisbon"),
        ("", "like Europe/Lisbon"),
        ("../etc/passwd", "There is no time zone"),
        ("Europe", "There is no time zone"),
    ],
)
def test_an_unknown_zone_is_refused_with_a_guess(name: str, part: str) -> None:
    """A near name is proposed; a path is not read."""
    with pytest.raises(UserError) as caught:
        zone_named(name)
    assert part in caught.value.sentence


@pytest.mark.parametrize("text", ["9:00-9:01", "9-9:59", "23:30 to 23:59"])
def test_working_hours_last_an_hour_at_least(text: str) -> None:
    """In less nobody can be asked and answer."""
    with pytest.raises(UserError, match="an hour at least"):
        parse_hours(text)
    assert parse_hours("9:00-10:00") == (time(9), time(10))
