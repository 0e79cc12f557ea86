"""How many answer by team over all syncs."""

from bot.domain.participation import TeamShare, shares_of
from bot.domain.sync_trend import OTHERS, Figures


def test_who_fell_most_stands_first_and_both_kinds_of_syncs_add_up() -> None:
    """Payments was asked as a team four times, and its people forty times."""
    teams = {"Payments": (Figures(4, 4), Figures(4, 2)), "Growth": (Figures(4, 2), Figures(4, 4))}
    people = {"Payments": (Figures(36, 36, 9), Figures(36, 16, 9))}
    assert shares_of(teams, people) == (TeamShare("Payments", 1.0, 0.45), TeamShare("Growth", 0.5, 1.0))
    assert [one.fell for one in shares_of(teams, people)] == [True, False]


def test_small_teams_are_put_together_and_too_few_people_are_not_shown() -> None:
    """Two of Legal and one of Sales are three; one alone is nobody."""
    people = {
        "Legal": (Figures(8, 8, 2), Figures(8, 4, 2)),
        "Sales": (Figures(4, 4, 1), Figures(4, 2, 1)),
        "Payments": (Figures(36, 36, 9), Figures(36, 36, 9)),
    }
    assert shares_of({}, people) == (TeamShare(OTHERS, 1.0, 0.5), TeamShare("Payments", 1.0, 1.0))
    assert shares_of({}, {"Sales": people["Sales"]}) == ()


def test_a_team_that_was_not_asked_before_has_no_share_before() -> None:
    """It neither fell nor rose; of equals the lowest share stands first."""
    teams = {"New": (Figures(), Figures(4, 1)), "Old": (Figures(4, 4), Figures(4, 4)), "Gone": (Figures(), Figures())}
    assert shares_of(teams, {}) == (TeamShare("New", None, 0.25), TeamShare("Old", 1.0, 1.0))
