"""What somebody typed, and a sentence refuses, is quoted shortly: everywhere, by one helper."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.domain import day_words
from bot.domain.answer import option, scale
from bot.domain.country import country_named
from bot.domain.local_time import parse_days, parse_hours, parse_time, zone_named
from bot.domain.person_import import read_rows
from bot.domain.question import from_json
from bot.domain.recurrence import parse
from bot.domain.role import role_named
from bot.errors import UserError

ECHOES: dict[str, Callable[[str], object]] = {
    "a time": parse_time,
    "hours": parse_hours,
    "a day": lambda typed: parse_days([typed]),
    "a zone": zone_named,
    "a country": country_named,
    "a region": lambda typed: country_named(f"DE-{typed}"),
    "a role": role_named,
    "a rule": parse,
    "days": lambda typed: day_words.parse_days(typed, date(2026, 3, 2)),
    "a choice": lambda typed: option(typed, ["Yes"]),
    "a score": scale,
    "a question": lambda typed: from_json([{"key": "a", "kind": typed, "text": "What?"}]),
    "a part of a question": lambda typed: from_json([{typed: "a"}]),
    "rows": lambda typed: read_rows([f"name,{typed}\nAna,x"]),
}
"""What is typed into the fields of forms, commands and files, and refused in a sentence."""


@pytest.mark.parametrize("what", ECHOES)
def test_a_refusal_does_not_repeat_three_thousand_characters(what: str) -> None:
    """The sentence can still be read, and says what to do."""
    with pytest.raises(UserError) as caught:
        ECHOES[what]("Zz" * 1500)
    assert len(caught.value.sentence) < 400
