"""Themes that several teams have in common: how many teams are counted, and what is seen anew."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.retro_systemic import Became, SeenTheme, counted, source_of, systemic, theme_in

TODAY, MAY = date(2026, 5, 12), date(2026, 5, 1)
TEAMS = "ABCDE"


def seen(number: int, *parties: tuple[str, ...], day: date = MAY, votes: int = 1, **more: Became) -> SeenTheme:
    """A theme of a retro, which these teams had."""
    return SeenTheme(number, "QA queue", parties, day, votes, (f"Card {number}",), **more)


THREE = [seen(1, ("Payments",)), seen(2, ("Growth",), votes=3), seen(3, ("Mobile",))]


def test_a_theme_of_three_teams_within_sixty_days_is_systemic() -> None:
    """Called as where it got most votes, known by its newest; not of two teams, nor of long ago."""
    [found] = systemic([THREE], TODAY)
    assert (found.theme_id, found.name, found.cards) == (3, "QA queue", 3)
    assert found.teams == ("Growth", "Mobile", "Payments")
    assert found.evidence == ("Card 1", "Card 2", "Card 3")
    assert found.members == (1, 2, 3)
    assert systemic([THREE[:2]], TODAY) == []
    assert systemic([[*THREE[:2], seen(3, ("Mobile",), day=date(2026, 3, 1))]], TODAY) == []
    assert systemic([THREE], MAY + timedelta(days=60)) != []
    assert systemic([THREE], MAY + timedelta(days=61)) == []


def test_a_card_by_itself_does_not_name_what_is_made_of_it() -> None:
    """Of several names the one that is no card's; where there is none, what is made of it begins with nothing."""
    quotes = [replace(one, name=one.cards[0], votes=9) for one in THREE]
    [found] = systemic([[*quotes[:2], THREE[2]]], TODAY)
    assert (found.name, found.told) == ("QA queue", "QA queue")
    [found] = systemic([quotes], TODAY)
    assert (found.name, found.told) == ("Card 3", "")


@pytest.mark.parametrize(
    ("parties", "count"),
    [
        ([("A", "B", "C")], 1),
        ([("A",), ("B",), ("C",)], 3),
        ([("A",), ("A",), ("A",)], 1),
        ([("A",), ("A", "B", "C")], 1),
        ([("A",), ("B",), ("C", "D")], 3),
        ([("A", "B"), ("C", "D"), ("E",)], 3),
        ([("A", "B"), ("B", "C")], 1),
        ([], 0),
        ([()], 0),
    ],
)
def test_a_retro_of_several_teams_counts_as_no_more_than_is_known(parties: list[tuple[str, ...]], count: int) -> None:
    """Without names a card is of one of its teams, nobody may know of which, and perhaps of one that is counted."""
    assert len(counted(parties)) == count


@given(st.lists(st.sets(st.sampled_from(TEAMS), min_size=1).map(lambda one: tuple(sorted(one))), max_size=4))
def test_never_more_teams_are_counted_than_had_it(parties: list[tuple[str, ...]]) -> None:
    """Whoever of each party it was: so many teams at least wrote a card."""
    fewest = min((len(set(those)) for those in product(*parties)), default=0)
    assert len(counted(parties)) <= fewest


def test_of_a_retro_without_names_it_is_said_that_one_of_its_teams_has_it() -> None:
    """Not which: nobody knows."""
    [found] = systemic([[*THREE[:2], seen(4, ("Data", "Search"))]], TODAY)
    assert found.teams == ("Data or Search", "Growth", "Payments")


def test_what_was_set_aside_comes_back_once_it_is_seen_anew() -> None:
    """A theme of a later retro asks again, also of a team that had it before; until then nothing does."""
    aside = [seen(one.id, *one.parties, became=Became.ASIDE) for one in THREE]
    [found] = systemic([aside], TODAY)
    assert found.became is Became.ASIDE
    [found] = systemic([[*aside, seen(9, ("Growth",), day=MAY + timedelta(days=3))]], TODAY)
    assert (found.became, found.theme_id) == (Became.NOTHING, 9)


@pytest.mark.parametrize(("source", "theme"), [(source_of(12), 12), ("theme:12", 12), ("systemic:x", 0), ("", 0)])
def test_a_page_says_for_which_it_was_written(source: str, theme: int) -> None:
    """Or for none."""
    assert theme_in(source) == theme
