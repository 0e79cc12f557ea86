"""The first sentence of a summary."""

import pytest

from bot.domain.question import DEFAULT_SYNC_QUESTIONS
from bot.domain.rollup import State, roll_up
from bot.domain.speaker import Voice
from tests.factories.rollup import CARDS, NAMES, of_people, of_teams, team


class TestLeadSentence:
    def test_when_all_is_well_it_says_so(self) -> None:
        """Only about what was asked."""
        assert of_teams(team("Payments", **CARDS), team("Growth", **CARDS)).lead_sentence == (
            "Both teams sent an update; nobody is stuck and nothing needs a decision."
        )
        questions = [question for question in DEFAULT_SYNC_QUESTIONS if question.key == "moved"]
        summary = roll_up([team("Payments", **CARDS)], questions, voice=Voice.TEAM, names=NAMES)
        assert summary.lead_sentence == "Payments sent an update."

    def test_while_the_round_is_open_it_says_so_far(self) -> None:
        """As long as somebody has not answered."""
        entries = [team("Payments", **CARDS), team("Growth", State.SILENT)]
        assert of_teams(*entries, pending=True).lead_sentence == (
            "1 of 2 teams sent an update so far: not stuck, nothing to decide."
        )
        assert "so far" not in of_teams(*entries).lead_sentence

    def test_of_those_who_said_nothing_nothing_is_claimed(self) -> None:
        """That nobody is stuck is true of those alone who sent an update."""
        said, silent = [team("Payments", **CARDS), team("Mobile", **CARDS)], team("Growth", State.SILENT)
        assert of_teams(*said, silent).lead_sentence == (
            "2 of 3 teams sent an update: nobody stuck, nothing to decide."
        )
        assert "so far" not in of_teams(said[0], pending=True).lead_sentence

    @pytest.mark.parametrize(
        ("states", "pending", "sentence"),
        [
            ([State.SKIPPED] * 3, False, "All 3 teams have nothing new this week."),
            ([State.SKIPPED], False, "T0 has nothing new this week."),
            ([State.SKIPPED, State.AWAY], False, "1 of 2 teams has nothing new this week; 1 is away."),
            (
                [State.SKIPPED, State.SKIPPED, State.SILENT, State.SILENT],
                False,
                "2 of 4 teams have nothing new this week; no update yet from T2 and T3.",
            ),
            ([State.SILENT] * 3, False, "No updates this week."),
            ([State.SILENT] * 3, True, "No updates yet."),
            ([State.SILENT, State.AWAY], False, "No updates this week; 1 is away; no update yet from T0."),
            ([State.AWAY] * 2, False, "Both teams are away this week."),
            ([State.AWAY], False, "T0 is away this week."),
            ([], False, "Nobody takes part this week, so nobody was asked."),
        ],
    )
    def test_a_round_with_nothing_to_say_is_one_line(self, states: list[State], pending: bool, sentence: str) -> None:
        """A team without an update is still named."""
        summary = of_teams(*(team(f"T{n}", state) for n, state in enumerate(states)), pending=pending)
        assert summary.quiet
        assert summary.lead_sentence == sentence

    def test_people_are_counted_as_people(self) -> None:
        """Even a single one is not named."""
        assert of_people(team("Ana", State.SKIPPED)).lead_sentence == "1 of 1 person has nothing new this week."
        assert of_people(team("Ana", **CARDS), team("Ben", State.SILENT)).lead_sentence.startswith("1 of 2 people sent")
