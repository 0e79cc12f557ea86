"""Public holidays of countries and regions."""

from datetime import date

import pytest

from bot.domain.holiday import holiday_on, holiday_words

EPIPHANY = date(2026, 1, 6)


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        ("PT", date(2026, 12, 1), "Restoration of Independence Day"),
        ("PT", date(2026, 12, 2), ""),
        ("DE", EPIPHANY, ""),
        ("DE-BY", EPIPHANY, "Epiphany"),
        ("DE-BY", date(2026, 10, 3), "German Unity Day"),
        ("IE", date(2026, 3, 17), "Saint Patrick's Day"),
        ("", EPIPHANY, ""),
    ],
)
def test_a_holiday_has_its_english_name(country: str, day: date, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the machine's language; a region has those of its country, too."""
    monkeypatch.setenv("LANGUAGE", "th")
    assert holiday_on(country, day) == name


def test_a_holiday_is_told_with_its_country() -> None:
    """So that a reader elsewhere knows why somebody is away."""
    assert holiday_words("PT", date(2026, 12, 1)) == "Restoration of Independence Day (Portugal)"
    assert holiday_words("DE-BY", EPIPHANY) == "Epiphany (Germany, Bayern)"
    assert holiday_words("DE", EPIPHANY) == ""


def test_a_stored_country_that_nobody_knows_any_more_stops_nothing() -> None:
    """An unknown country has no holidays; of an unknown region the country's remain."""
    assert holiday_on("XX", EPIPHANY) == ""
    assert holiday_on("DE-XX", date(2026, 12, 25)) == "Christmas Day"
    assert holiday_on("XX-1", EPIPHANY) == ""
