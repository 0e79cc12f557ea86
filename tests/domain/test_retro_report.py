"""The report on retros: quarters, counts, and votes by month."""

from collections.abc import Sequence
from datetime import date

import pytest

from bot.domain.retro_report import Quarter, ReportedAction, ThemeLine, lines, quarter_in, quarter_of, report
from bot.domain.retro_systemic import SeenTheme, alike
from bot.errors import UserError

TODAY = date(2026, 5, 12)
Q2 = Quarter(2026, 2)


def test_a_quarter_is_named_in_several_ways() -> None:
    """Nothing means this one, and the year may be left out."""
    assert quarter_in("", TODAY) == Q2
    assert quarter_in("last", TODAY) == quarter_in("Q1", TODAY) == quarter_in("2026-q1", TODAY) == Quarter(2026, 1)
    assert quarter_in("q4 2025", TODAY) == Quarter(2025, 4) == Quarter(2026, 1).before
    assert (Q2.first, Q2.after) == (date(2026, 4, 1), date(2026, 7, 1))
    assert Quarter(2025, 4).following == quarter_of(date(2026, 1, 1))
    assert Q2.months(date(2026, 8, 1)) == tuple(date(2026, month, 1) for month in range(1, 7))
    assert Q2.months(TODAY) == (date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 6)))
    assert Quarter(2025, 4).months(date(2025, 12, 31))[-1] == date(2025, 12, 1)


@pytest.mark.parametrize("words", ["Q3", "2027-Q1", "spring", "Q5", "1999-Q1"])
def test_what_is_no_quarter_or_has_not_begun_is_refused(words: str) -> None:
    """With what to write instead."""
    with pytest.raises(UserError, match="last"):
        quarter_in(words, TODAY)


def made(created: date, settled: date | None = None, state: str = "open", **fields: object) -> ReportedAction:
    """An action of the stream Acquisition."""
    known = {"text": "Write it", "stream": "Acquisition", "experiment": False} | fields
    return ReportedAction(state=state, created_on=created, settled_on=settled, **known)  # type: ignore[arg-type]


def test_actions_are_counted_where_they_were_made_and_ended() -> None:
    """Those of before are open at its end, those of later do not count; half of the days in the middle."""
    actions = [
        made(date(2026, 4, 1), date(2026, 4, 11), "done"),
        made(date(2026, 3, 1), date(2026, 4, 2), "done", carried=1, stream="Retention"),
        made(date(2026, 4, 3), date(2026, 4, 4), "dropped", reason="Needless"),
        made(date(2026, 4, 3), date(2026, 7, 1), "done"),
        made(date(2026, 7, 1)),
        made(date(2026, 3, 1), carried=2),
        made(date(2026, 4, 3), date(2026, 5, 1), "done", experiment=True, worked=True),
    ]
    found = report(Q2, 2, actions)
    assert (found.all.created, found.all.done, found.all.dropped, found.all.open) == (3, 2, 1, 2)
    assert found.median_days == 28
    assert found.carried == 2
    assert [one.reason for one in found.dropped] == ["Needless"]
    assert (found.experiments.created, len(found.worked)) == (1, 1)
    assert [name for name, _ in found.streams] == ["Acquisition", "Retention"]


def seen(number: int, day: date, votes: int, name: str = "QA queue", **fields: object) -> SeenTheme:
    """A theme of some retro."""
    known = {"parties": (("Payments",),), "cards": ()} | fields
    return SeenTheme(number, name, day=day, votes=votes, **known)  # type: ignore[arg-type]


def nothing(_cards: Sequence[str]) -> str:
    """What cards have in common, where that is nothing."""
    return ""


JUNE = Q2.months(date(2026, 6, 30))


def test_votes_are_drawn_by_month() -> None:
    """Of what is alike together; what nobody voted for is left out."""
    themes = [
        seen(1, date(2026, 4, 2), 2),
        seen(2, date(2026, 5, 2), 4, "The queue of QA"),
        seen(3, date(2026, 5, 2), 0, "Lunch"),
    ]
    assert lines(alike(themes, [0, 0, 1]), JUNE, nothing) == (ThemeLine("The queue of QA", (0, 0, 0, 2, 4, 0)),)


def test_a_name_that_somebody_gave_goes_before_a_suggested_one() -> None:
    """Whatever got more votes; a suggestion is marked as one, and a long name is short."""
    suggested = seen(2, date(2026, 5, 2), 4, "Review, PR, merge", suggested=True)
    named = seen(1, date(2026, 4, 2), 2, "Reviews come too late to be of use to anybody at all")
    assert lines([[suggested]], JUNE, nothing)[0] == ThemeLine("Review, PR, merge", (0, 0, 0, 0, 4, 0), suggested=True)
    [line] = lines([[suggested, named]], JUNE, nothing)
    assert (line.name, line.suggested) == ("Reviews come too late to be of use to…", False)


def test_what_a_card_says_names_no_line() -> None:
    """Its readers were not there: what the cards have in common does, else whose they are, and those add up."""
    card = "Rui never answers my reviews"
    alone = seen(1, date(2026, 4, 2), 2, card, cards=(card,), suggested=True)
    other = seen(2, date(2026, 5, 2), 1, "No review", cards=("No review",), parties=(("Growth", "Payments"),))
    third = seen(3, date(2026, 5, 2), 1, "Cake", cards=("Cake",))
    wide = seen(4, date(2026, 5, 2), 9, "Cake", cards=("Cake",), parties=(("Growth",), ("Mobile", "Payments")))
    assert lines([[alone, other]], JUNE, lambda cards: f"Reviews {len(cards)}")[0].name == "Reviews 2"
    assert lines([[alone, other]], JUNE, nothing)[0].name == "Not named, Growth and Payments"
    assert lines([[alone], [third]], JUNE, nothing) == (ThemeLine("Not named, Payments", (0, 0, 0, 2, 1, 0)),)
    assert lines([[wide]], JUNE, nothing)[0].name == "Not named, 3 teams"
