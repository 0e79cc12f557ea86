"""Answers that get shorter or fewer, and figures in which nobody can be found."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.question import DEFAULT_SYNC_QUESTIONS
from bot.domain.speaker import Voice
from bot.domain.sync_trend import (
    FEWEST,
    OTHERS,
    Figures,
    RoundTrend,
    Shown,
    TeamTrend,
    Trend,
    TrendFacts,
    shown_of,
    teams_of,
    words_in,
)


def facts(*rounds: tuple[float | None, float | None]) -> TrendFacts:
    """A sync with so many rounds, each with a share and a length."""
    first = date(2026, 3, 3)
    made = [RoundTrend(first + timedelta(weeks=n), Shown(*shown)) for n, shown in enumerate(rounds)]
    return TrendFacts(1, "Weekly sync", tuple(made))


@pytest.mark.parametrize(
    ("rounds", "trend"),
    [
        ([(1.0, 40.0)] * 3, Trend.EARLY),
        ([(1.0, 40.0)] * 4, Trend.STEADY),
        ([(1.0, 41.0)] * 4 + [(1.0, 18.0)] * 4, Trend.SHORTER),
        ([(1.0, 41.0)] * 4 + [(0.8, 18.0)] * 4, Trend.BOTH),
        ([(0.9, 40.0)] * 3 + [(0.7, 40.0)] * 3, Trend.FEWER),
        ([(0.9, 18.0)] * 3 + [(1.0, 41.0)] * 3, Trend.STEADY),
        ([(1.0, 6.0)] * 2 + [(1.0, 2.0)] * 2, Trend.STEADY),
        ([(0.9, None)] * 2 + [(0.9, 10.0)] * 2, Trend.STEADY),
        ([(None, None)] * 8, Trend.STEADY),
        ([(1.0, 40.0)] * 2 + [(0.0, 0.0)] + [(1.0, 40.0)] * 2, Trend.STEADY),
    ],
    ids=["early", "steady", "shorter", "both", "fewer", "more", "few words", "not known", "hidden", "middle"],
)
def test_what_the_figures_say(rounds: list[tuple[float | None, float | None]], trend: Trend) -> None:
    """Length warns before the share falls; a round in the middle is in neither half."""
    assert facts(*rounds).trend is trend


def test_typed_words_count_in_every_script_and_choices_do_not() -> None:
    """Chinese and Japanese are written without spaces."""
    values = {
        "plan": {"done": ["Cards are live"], "open": []},
        "moved": "Card payments are live.\n- refunds",
        "next": "次の計画 ok",
        "waiting_on": [1, 2],
        "confidence": 4,
        "gone": "a question that the round did not have",
    }
    assert words_in(DEFAULT_SYNC_QUESTIONS, values) == 6 + 5
    assert words_in(DEFAULT_SYNC_QUESTIONS, {}) == 0


def test_with_one_voice_shares_are_of_teams_and_words_of_three_writers() -> None:
    """One team's update is one person's words."""
    assert shown_of(Figures(4, 3, 0, 2, 40), Voice.TEAM) == Shown(0.75, None)
    assert shown_of(Figures(4, 3, 0, 3, 40), Voice.TEAM) == Shown(0.75, 40)
    assert shown_of(Figures(), Voice.TEAM) == Shown()


def test_where_everyone_answers_nothing_is_shown_of_fewer_than_three() -> None:
    """Neither share nor words."""
    assert shown_of(Figures(8, 3, 2, 2, 40), Voice.EVERYONE) == Shown()
    assert shown_of(Figures(12, 9, 3, 2, 40), Voice.EVERYONE) == Shown(0.75, None)


def test_a_small_team_is_put_together_with_the_next_one_so_that_nobody_is_what_is_left() -> None:
    """Two of Legal, three of Sales and nine of Payments: what is left without Payments is five."""
    of = {"Payments": 9, "Sales": 3, "Legal": 2}
    halves = {
        name: (Figures(people * 4, people * 4, people, people, 40), Figures(people * 4, people * 2, people, people, 30))
        for name, people in of.items()
    }
    assert teams_of(halves, Voice.EVERYONE) == (
        TeamTrend("Payments", Shown(1.0, 40), Shown(0.5, 30)),
        TeamTrend(OTHERS, Shown(1.0), Shown(0.5)),
    )
    assert [one.name for one in teams_of(halves, Voice.TEAM)] == ["Payments", "Sales", "Legal"]
    assert teams_of({"Legal": halves["Legal"]}, Voice.EVERYONE) == ()


PEOPLE = st.integers(0, 6)


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.tuples(PEOPLE, PEOPLE).filter(any), max_size=8))
def test_neither_what_is_shown_nor_what_is_left_is_of_fewer_than_three(sizes: dict[str, tuple[int, int]]) -> None:
    """In each half, whatever the teams' sizes are; a team that had nobody in one half says nothing of it."""
    halves = {
        name: (Figures(before, before, before), Figures(after, after, after)) for name, (before, after) in sizes.items()
    }
    shown = [one.name for one in teams_of(halves, Voice.EVERYONE)]
    for half in (0, 1):
        for name in set(shown) - {OTHERS}:
            assert sizes[name][half] == 0 or sizes[name][half] >= FEWEST
        left = sum(those[half] for name, those in sizes.items() if name not in shown)
        assert left == 0 or left >= FEWEST or OTHERS not in shown
        if OTHERS not in shown and set(shown) - {OTHERS}:
            assert left == 0
