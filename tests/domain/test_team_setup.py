"""Teams proposed from channels: likely ones, their names and kinds, the lead, and where everybody is at home."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.team_setup import (
    MOST_CHANNELS,
    Candidate,
    Source,
    likely_channels,
    placed,
    proposals,
    team_kind,
    team_name,
)


def people(count: int, *, leads: int = 0) -> tuple[Candidate, ...]:
    """So many people, the first of whom are leads."""
    return tuple(Candidate(f"U{n}", f"Person {n}", leads=n < leads) for n in range(count))


@pytest.mark.parametrize(
    ("channel", "name", "kind"),
    [
        ("team-payments", "Payments", "product"),
        ("#squad_data-platform", "Data platform", "platform"),
        ("hr-emea", "HR emea", "function"),
        ("growth-team", "Growth", "product"),
        ("team", "Team", "product"),
        ("devops", "Devops", "platform"),
        ("проект", "Проект", "product"),
    ],
)
def test_a_channel_gives_its_team_a_name_and_a_kind(channel: str, name: str, kind: str) -> None:
    """Without the words that only say that it is a team, and with the capitals that people write."""
    assert (team_name(channel), team_kind(channel)) == (name, kind)


def test_channels_that_call_themselves_a_team_come_before_all_others() -> None:
    """Where none does, all but those for everybody are likely; too many of them are no guess."""
    named = [("C1", "general"), ("C2", "team-payments"), ("C3", "coffee"), ("C4", "announcements")]
    assert likely_channels(named) == ("C2",)
    assert likely_channels(named[2:]) == ("C3",)
    many = [(f"C{n}", f"project-{n}") for n in range(MOST_CHANNELS + 1)]
    assert likely_channels(many) == ()
    assert len(likely_channels([(one, f"team-{name}") for one, name in many])) == MOST_CHANNELS


def test_big_empty_and_everybodys_channels_are_proposed_with_their_doubt() -> None:
    """One that Slack does not show is not proposed at all; names are never given twice."""
    sources = (
        Source("C1", "#team-payments", people(5)),
        Source("C2", "#payments", people(31)),
        Source("C3", "#empty", ()),
        Source("C4", "#nearly-all", people(25)),
        Source("C5", "#secret", None),
        Source("C6", "#leads", people(4)),
    )
    found = proposals(sources, everybody=30, taken={"Empty"})
    assert [one.name for one in found] == ["Payments", "Payments 2", "Empty 2", "Nearly all", "Leads"]
    assert [bool(one.doubt) for one in found] == [False, True, True, True, True]
    assert found[1].doubt == "31 people: rather large for one team."


def test_in_a_small_company_one_team_may_be_everybody() -> None:
    """Six people in one channel are a team."""
    [found] = proposals([Source("C1", "#build", people(6))], everybody=6, taken=())
    assert found.doubt == ""


@pytest.mark.parametrize(("leads", "lead"), [(0, ""), (1, "U0"), (2, "")])
def test_the_lead_is_whoever_is_obviously_it(leads: int, lead: str) -> None:
    """The one person with the role; of two it is for somebody to say."""
    [found] = proposals([Source("C1", "#build", people(5, leads=leads))], everybody=50, taken=())
    assert found.lead == lead


@given(
    st.dictionaries(st.sampled_from("ABCDE"), st.lists(st.integers(0, 8), unique=True)),
    st.frozensets(st.integers(0, 8)),
)
def test_everybody_is_at_home_once_and_in_the_smallest_team(
    teams: dict[str, list[int]], at_home: frozenset[int]
) -> None:
    """Whoever has a home already keeps it; nobody is lost or added."""
    found = placed(teams, at_home)
    assert {team: list(people) for team, people in found.items()} == teams
    for person in {one for people in teams.values() for one in people}:
        homes = [team for team, people in found.items() if people.get(person)]
        assert len(homes) == (0 if person in at_home else 1)
        if homes:
            assert len(teams[homes[0]]) == min(len(people) for people in teams.values() if person in people)
