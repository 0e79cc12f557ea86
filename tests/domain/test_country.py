"""Countries and regions as people write them, and the one that a zone lies in."""

from importlib.resources import files

import pytest

from bot.domain.country import country_name, country_named, country_of_zone
from bot.errors import UserError


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("PT", "PT"),
        (" pt ", "PT"),
        ("Portugal", "PT"),
        ("Türkiye", "TR"),
        ("UK", "GB"),
        ("Guinea-Bissau", "GW"),
        ("de-by", "DE-BY"),
        ("Germany - Bayern", "DE-BY"),
        ("US-CA", "US-CA"),
        ("South Korea", "KR"),
        ("Holland", "NL"),
        ("Côte d'Ivoire", "CI"),
        ("Österreich", "AT"),
        ("Deutschland-Bayern", "DE-BY"),
    ],
)
def test_a_country_is_known_by_its_code_or_name_and_a_region_too(typed: str, code: str) -> None:
    """Case, accents and spaces do not matter."""
    assert country_named(typed) == code


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("Portugall", "Did you mean Portugal?"),
        ("XX", "like PT or Portugal"),
        ("", "There is no country “”"),
        ("DE-Bayren", "Did you mean Bayern?"),
        ("DE-XX", "like DE-BB"),
        ("-BY", "There is no country"),
        ("SG-01", "No regions are known for Singapore. Please write SG alone."),
        ("P\x00T", "There is no country"),
    ],
)
def test_what_is_no_country_is_refused_with_a_guess(typed: str, part: str) -> None:
    """The sentence says what to write."""
    with pytest.raises(UserError) as caught:
        country_named(typed)
    assert part in caught.value.sentence
    assert caught.value.field == "country"


@pytest.mark.parametrize(
    ("code", "name"),
    [("PT", "Portugal"), ("DE-BY", "Germany, Bayern"), ("GB", "Britain, UK"), ("XX", "XX"), ("XX-1", "XX, 1")],
)
def test_a_country_is_shown_by_its_name(code: str, name: str) -> None:
    """A region stands after it, and a code that nobody knows as it is."""
    assert country_name(code) == name


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Lisbon", "PT"),
        ("America/Los_Angeles", "US"),
        ("Asia/Singapore", "SG"),
        ("UTC", ""),
        ("No/Where", ""),
        ("US/Pacific", "US"),
        ("Asia/Calcutta", "IN"),
        ("Europe/Kiev", "UA"),
        ("Singapore", "SG"),
    ],
)
def test_a_zone_lies_in_a_country(zone: str, country: str) -> None:
    """By its old names too; UTC lies in none."""
    assert country_of_zone(zone) == country


def test_every_country_of_the_zones_can_be_chosen() -> None:
    """The guess that a zone gives is never refused."""
    lines = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8").splitlines()
    codes = {line[:2] for line in lines if line and line[0] != "#"}
    assert {country_named(code) for code in codes} == codes
