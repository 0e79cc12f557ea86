"""The styles of a roll-up: the same round, told in another order, with nothing lost."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.question import DEFAULT_SYNC_QUESTIONS
from bot.domain.rollup import Entry, State
from bot.domain.rollup_style import MOST_LINES, Topic, by_question, by_team
from bot.domain.speaker import Voice
from tests.factories.rollup import CARDS, NAMES, of_people, of_teams, team

WAITS = {"moved": "The trial is live", "waiting_on": [3], "waiting_for": "Staging keys"}
LAUNCH = {"moved": "Ready", "decision": "Do we launch?"}


def questioned(*entries: Entry, voice: Voice = Voice.TEAM) -> dict[str, tuple[tuple[str, str], ...]]:
    """What stands below each question that has lines."""
    parts = by_question(entries, DEFAULT_SYNC_QUESTIONS, voice=voice, names=NAMES)
    return {part.question: part.lines for part in parts if part.topic is Topic.LINES}


def test_everything_of_a_team_stands_together() -> None:
    """Its line, whom it waits on and what it needs decided."""
    summary = of_teams(team("Growth", **WAITS), team("Payments", **CARDS), team("Mobile", **LAUNCH))
    growth, payments, mobile = by_team(summary)
    assert [(on, one.needs) for on, one in growth.waits] == [("Platform", "Staging keys")]
    assert (payments.name, payments.waits, payments.decisions) == ("Payments", (), ())
    assert [one.text for one in mobile.decisions] == ["Do we launch?"]


def test_who_has_no_line_in_the_summary_keeps_what_is_to_be_done() -> None:
    """A summary has thirty lines; a decision of the fortieth team is told all the same."""
    entries = [team(f"Team {number}", moved="Live") for number in range(MOST_LINES)]
    *_, last = by_team(of_teams(*entries, team("Zeta", **LAUNCH)))
    assert (last.name, last.line, [one.text for one in last.decisions]) == ("Zeta", None, ["Do we launch?"])


def test_of_two_people_with_one_name_nothing_is_told_twice() -> None:
    """What one of them waits for stands once."""
    parts = by_team(of_people(team("Ana Sousa", **WAITS), team("Ana Sousa", **CARDS)))
    assert [len(part.waits) for part in parts] == [1, 0]


def test_answers_stand_below_their_question() -> None:
    """In the order in which it was asked; who waits on whom is one part."""
    parts = by_question(
        [team("Growth", **WAITS), team("Payments", **CARDS)], DEFAULT_SYNC_QUESTIONS, voice=Voice.TEAM, names=NAMES
    )
    lines = {part.question: part.lines for part in parts}
    assert lines["What moved?"] == (("Growth", "The trial is live"), ("Payments", "- Cards are live\n- Audit passed"))
    assert [part.topic for part in parts].count(Topic.WAITS) == 1


def test_nobodys_own_score_is_shown_where_everyone_answers() -> None:
    """Question by question as in every other style."""
    alone = questioned(team("Ana Sousa", moved="Live", confidence=2), voice=Voice.EVERYONE)
    asked = questioned(team("Payments", moved="Live", confidence=2))
    [score] = set(asked) - set(alone)
    assert asked[score] == (("Payments", "2 of 5"),)


@given(
    st.lists(
        st.builds(
            Entry,
            name=st.sampled_from(["Growth", "Payments", "Mobile"]),
            state=st.sampled_from(list(State)),
            values=st.fixed_dictionaries(
                {}, optional={"moved": st.text(max_size=9), "waiting_on": st.just([3]), "decision": st.text(max_size=9)}
            ),
        ),
        max_size=40,
    )
)
def test_team_by_team_loses_nothing_of_a_summary(entries: list[Entry]) -> None:
    """Each line, each wait and each decision stands in exactly one part."""
    summary = of_teams(*entries)
    parts = by_team(summary)
    assert [part.line for part in parts if part.line] == list(summary.lines)
    waits = [one for wait in summary.waits for one in wait.waiting]
    assert sorted(map(repr, waits)) == sorted(repr(one) for part in parts for _, one in part.waits)
    assert sorted(map(repr, summary.decisions)) == sorted(repr(one) for part in parts for one in part.decisions)
