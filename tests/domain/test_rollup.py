"""A round summed up."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.question import DEFAULT_SYNC_QUESTIONS, Question, QuestionKind, QuestionRole
from bot.domain.rollup import Addition, Decision, Entry, Score, State, Wait, Waiting, roll_up
from bot.domain.rollup_details import details_of
from bot.domain.speaker import Voice
from tests.factories.rollup import CARDS, NAMES, of_people, of_teams, team, told


class TestDecisions:
    def test_what_needs_a_decision_comes_with_its_team_and_author(self) -> None:
        """In the order of the teams."""
        summary = of_teams(team("Payments", **CARDS, decision="Launch before the audit?"), team("Growth", **CARDS))
        assert summary.decisions == (Decision("Payments", "Launch before the audit?", "Ana Sousa"),)
        assert summary.lead_sentence == "1 decision is needed."

    @pytest.mark.parametrize("words", ["No", "none.", "-", "  ", "n/a"])
    def test_a_word_for_nothing_is_no_decision(self, words: str) -> None:
        """People answer the question even when there is none."""
        assert of_teams(team("Payments", **CARDS, decision=words)).decisions == ()

    def test_decisions_come_before_waits_in_the_sentence(self) -> None:
        """Two plural, one singular."""
        summary = of_teams(
            team("Payments", decision="A?"), team("Growth", decision="B?", waiting_on=[3]), team("Mobile")
        )
        assert summary.lead_sentence == "2 decisions are needed; 1 of 3 teams is stuck, on Platform."
        both = of_teams(team("Payments", decision="A?", waiting_on=[3]), team("Growth", waiting_on=[3]))
        assert both.lead_sentence == "1 decision is needed; both teams are stuck, both on Platform."


class TestWaits:
    def test_those_who_wait_are_grouped_by_whom_they_wait_on(self) -> None:
        """The one most waited on first."""
        summary = of_teams(
            team("Payments", waiting_on=[2], waiting_for="Copy"),
            team("Mobile", waiting_on=[3], waiting_for="Staging keys"),
            team("Growth", waiting_on=[3, 1]),
        )
        assert summary.waits == (
            Wait("Platform", (Waiting("Mobile", "Staging keys", "Ana Sousa"), Waiting("Growth", "", "Ana Sousa"))),
            Wait("Growth", (Waiting("Payments", "Copy", "Ana Sousa"),)),
            Wait("Payments", (Waiting("Growth", "", "Ana Sousa"),)),
        )

    def test_a_need_without_a_name_is_a_wait_on_nobody_named(self) -> None:
        """It comes last, and is counted."""
        summary = of_teams(team("Payments", waiting_for="A legal opinion"), team("Growth", waiting_on=[3]))
        assert [wait.on for wait in summary.waits] == ["Platform", ""]
        assert summary.lead_sentence == "Both teams are stuck, one of them on Platform."

    def test_people_are_waited_on_by_name_and_who_left_is_said_to_have_left(self) -> None:
        """An id is never shown."""
        questions = [Question("waiting_on", QuestionKind.PEOPLE, "On whom?", role=QuestionRole.WAITING_ON)]
        entries = [team("Payments", waiting_on=["U1", "U9"])]
        summary = roll_up(entries, questions, voice=Voice.TEAM, names=NAMES)
        assert [wait.on for wait in summary.waits] == ["Mara Lindqvist", "somebody who left"]
        assert [wait.on for wait in of_teams(team("Payments", waiting_on=[77])).waits] == ["a team that is gone"]

    @pytest.mark.parametrize(
        ("waits", "sentence"),
        [
            ([[3]], "1 of 8 teams is stuck, on Platform."),
            ([[3, 2]], "1 of 8 teams is stuck, on Platform and Growth."),
            ([[3], [3]], "2 of 8 teams are stuck, both on Platform."),
            ([[3], [3], [3]], "3 of 8 teams are stuck, all on Platform."),
            ([[3], [3], [2]], "3 of 8 teams are stuck: 2 on Platform and 1 on Growth."),
            ([[3], [2], [1], [3, 4]], "4 of 8 teams are stuck: 2 on Platform, 1 on Growth, 1 on Payments and others."),
            ([[3], [2]], "2 of 8 teams are stuck, on Platform and Growth."),
            ([[3], [2], [1], [4]], "4 of 8 teams are stuck, on Platform, Growth, Payments and others."),
            ([[3]] * 8, "All 8 teams are stuck, all on Platform."),
        ],
    )
    def test_the_sentence_says_how_many_are_stuck_and_on_whom(self, waits: list[list[int]], sentence: str) -> None:
        """With the plurals right."""
        stuck = [team(f"T{n}", waiting_on=on) for n, on in enumerate(waits)]
        assert of_teams(*stuck, *(team(f"F{n}", **CARDS) for n in range(8 - len(stuck)))).lead_sentence == sentence

    @pytest.mark.parametrize(
        ("waits", "sentence"),
        [
            ([[]], "1 of 8 teams is stuck."),
            ([[], []], "2 of 8 teams are stuck."),
            ([[3], [], []], "3 of 8 teams are stuck, one of them on Platform."),
            ([[3], [3], []], "3 of 8 teams are stuck, 2 of them on Platform."),
            ([[3], [2], []], "3 of 8 teams are stuck, among them 1 on Platform and 1 on Growth."),
            ([[3], [3], [2], [], []], "5 of 8 teams are stuck, among them 2 on Platform and 1 on Growth."),
            (
                [[3], [3], [2], [1], [4], []],
                "6 of 8 teams are stuck, among them 2 on Platform, 1 on Growth, 1 on Payments and others.",
            ),
        ],
    )
    def test_who_names_nobody_is_counted_and_not_put_beside_the_names(
        self, waits: list[list[int]], sentence: str
    ) -> None:
        """Nobody says that a team is stuck "on somebody not named"."""
        stuck = [team(f"T{n}", waiting_on=on, waiting_for="A contract") for n, on in enumerate(waits)]
        assert of_teams(*stuck, *(team(f"F{n}", **CARDS) for n in range(8 - len(stuck)))).lead_sentence == sentence

    def test_a_single_team_is_called_by_its_name(self) -> None:
        """Nobody says "1 of 1 teams"."""
        assert of_teams(team("Payments", waiting_on=[3])).lead_sentence == "Payments is stuck, on Platform."

    def test_two_people_of_the_same_name_are_two(self) -> None:
        """Counting goes by entries, not by names."""
        summary = of_people(team("Ana", waiting_on=[3]), team("Ana", waiting_on=[3]), team("Ben", **CARDS))
        assert summary.lead_sentence == "2 of 3 people are stuck, both on Platform."


class TestLines:
    def test_a_team_has_one_line_its_headline(self) -> None:
        """With its author, and its score with one voice."""
        (line,) = of_teams(team("Payments", **CARDS, confidence=4)).lines
        assert (line.name, line.text, line.by, line.score) == ("Payments", CARDS["headline"], "Ana Sousa", 4)

    @pytest.mark.parametrize(
        ("values", "text"),
        [
            ({"moved": "- Cards are live\n- Audit passed", "next": "Refunds"}, "Cards are live"),
            ({"moved": "nothing", "next": "1. Refunds", "headline": "-"}, "Refunds"),
            ({"waiting_for": "Keys"}, "Keys"),
            ({"confidence": 3}, "nothing this week"),
        ],
    )
    def test_without_a_headline_the_first_words_stand_for_it(self, values: dict[str, Any], text: str) -> None:
        """Of what moved, else of what is next, else of any text."""
        assert of_teams(team("Payments", **values)).lines[0].text == text

    def test_every_team_has_its_line_in_the_order_given(self) -> None:
        """A team without an update is named; late ones are marked."""
        summary = of_teams(
            team("Growth", State.SKIPPED),
            replace(team("Payments", **CARDS), late=True),
            team("Sales", State.AWAY),
            team("Mobile", State.SILENT),
        )
        assert [(line.name, line.text, line.late) for line in summary.lines] == [
            ("Growth", "nothing this week", False),
            ("Payments", CARDS["headline"], True),
            ("Sales", "away", False),
            ("Mobile", "no update yet", False),
        ]

    def test_a_daily_has_nothing_today(self) -> None:
        """The words follow the rhythm."""
        assert of_teams(team("Growth", State.SKIPPED), period="today").lines[0].text == "nothing today"

    def test_with_everyone_only_those_who_answered_have_a_line(self) -> None:
        """Silent, away and skipping persons are counted, never named: nowhere in the whole summary."""
        summary = of_people(
            team("Ana", **CARDS),
            team("Silent Sam", State.SILENT),
            team("Away Ada", State.AWAY),
            team("Skipping Sue", State.SKIPPED),
        )
        assert [line.name for line in summary.lines] == ["Ana"]
        assert not any(name in repr(summary) for name in ("Sam", "Ada", "Sue"))
        assert (summary.counts.silent, summary.counts.away, summary.counts.skipped) == (1, 1, 1)


class TestDetails:
    def test_each_answer_stands_under_its_rounds_own_question(self) -> None:
        """Lines, names, scores and check lists; blank ones and the headline, which stands above, are left out."""
        values = CARDS | {"plan": {"done": ["Keys"], "open": ["Docs"]}, "waiting_on": [3], "confidence": 4}
        (detail,) = told(replace(team("Payments", **values), late=True))
        said = {one.question: (one.lines, one.left_open) for one in detail.said}
        assert said == {
            "Which of these are done?": (("Keys",), ("Docs",)),
            "What moved?": (("- Cards are live", "- Audit passed"), ()),
            "What's next?": (("Refunds",), ()),
            "Waiting on anyone?": (("Platform",), ()),
            "How confident are you in this plan?": (("4 of 5",), ()),
        }
        assert (detail.name, detail.by, detail.late) == ("Payments", "Ana Sousa", True)

    def test_several_choices_are_several_lines(self) -> None:
        """As their texts."""
        questions = [Question("mood", QuestionKind.CHOICES, "How was it?", options=("Good", "Hard"))]
        (detail,) = details_of([team("Payments", mood=["Good", "Hard"])], questions, voice=Voice.TEAM, names=NAMES)
        assert detail.said[0].lines == ("Good", "Hard")

    def test_what_others_of_the_team_added_is_kept_under_their_names(self) -> None:
        """Also where the team itself had nothing new, which is then no longer quiet."""
        added = (Addition("Ben Carter", "The audit is on Monday"),)
        entry = replace(team("Payments", State.SKIPPED), additions=added)
        (detail,) = told(entry)
        assert (detail.additions, detail.said) == (added, ())
        assert not of_teams(entry).quiet

    def test_with_everyone_nobodys_score_is_in_the_details(self) -> None:
        """It is theirs; only means are shown."""
        entry = team("Ana", **CARDS, confidence=1)
        (detail,) = told(entry, voice=Voice.EVERYONE)
        assert "How confident are you in this plan?" not in [one.question for one in detail.said]
        assert of_people(entry).lines[0].score is None


class TestConfidence:
    def test_with_one_voice_each_team_has_its_score(self) -> None:
        """Teams without one are left out."""
        summary = of_teams(team("Payments", confidence=4), team("Growth", confidence=2), team("Mobile", **CARDS))
        assert summary.confidence == (Score("Payments", 4.0, 1), Score("Growth", 2.0, 1))

    @pytest.mark.parametrize(("scores", "shown"), [([], ()), ([1, 5], ()), ([1, 5, 5], (Score("", 3.7, 3),))])
    def test_with_everyone_a_mean_needs_three_scores(self, scores: list[int], shown: tuple[Score, ...]) -> None:
        """Two would tell each of them the other's."""
        assert of_people(*(team(f"P{n}", confidence=score) for n, score in enumerate(scores))).confidence == shown

    def test_means_are_by_team_and_never_beside_a_mean_of_all(self) -> None:
        """Five of all and three of Payments would tell the two of Growth."""
        people = [replace(team(f"P{n}", confidence=n + 1), team="Payments" if n < 3 else "Growth") for n in range(5)]
        assert of_people(*people).confidence == (Score("Payments", 2.0, 3),)

    def test_where_no_team_has_three_the_mean_is_of_all(self) -> None:
        """Three people of three teams."""
        people = [replace(team(f"P{n}", confidence=4), team=f"T{n}") for n in range(3)]
        assert of_people(*people).confidence == (Score("", 4.0, 3),)


@given(st.lists(st.tuples(st.sampled_from(list(State)), st.booleans(), st.booleans()), max_size=12))
def test_counts_add_up_whoever_takes_part(rows: list[tuple[State, bool, bool]]) -> None:
    """Each is counted once; every sentence ends once and starts with a capital letter or a number."""
    entries = [
        Entry(f"T{n}", state, CARDS | ({"waiting_on": [3]} if waits else {}), late=late)
        for n, (state, late, waits) in enumerate(rows)
    ]
    for voice in Voice:
        summary = roll_up(entries, DEFAULT_SYNC_QUESTIONS, voice=voice, names=NAMES)
        counts = summary.counts
        assert counts.answered + counts.skipped + counts.away + counts.silent == counts.total == len(entries)
        assert counts.late <= counts.answered == len(told(*entries, voice=voice))
        assert summary.has_details == (counts.answered > 0)
        assert summary.lead_sentence.endswith(".")
        assert summary.lead_sentence[0].isupper() or summary.lead_sentence[0].isdigit()
        assert summary.quiet == (counts.answered == 0)
