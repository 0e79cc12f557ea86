"""The plan that goes from one round to the next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.plan import ALL_AS_PLANNED, PlanItem, all_as_planned, carried_over, headline_from, items
from bot.domain.question import DEFAULT_SYNC_QUESTIONS, validate

QUESTIONS = DEFAULT_SYNC_QUESTIONS


class TestItems:
    def test_bullets_numbers_and_boxes_are_taken_off(self) -> None:
        """However people make lists."""
        text = "- one\n* two\n• three\n•four\n1. five\n2) six\n(3) seven\n– eight\n- [ ] nine\n+ ten\n> eleven"
        assert items(text) == [
            *("one", "two", "three", "four", "five", "six"),
            *("seven", "eight", "nine", "ten", "eleven"),
        ]

    @pytest.mark.parametrize("line", ["-5 % churn", "1.5 release", "3 new customers", "*urgent* keys", "(again) tests"])
    def test_what_only_looks_like_a_bullet_stays(self, line: str) -> None:
        """Numbers, signs and emphasis belong to the words."""
        assert items(line) == [line]

    def test_empty_lines_and_words_for_nothing_are_dropped(self) -> None:
        """A dash alone, "none" and blank lines are no items."""
        assert items("\n - \nnone\n\nkeys\nN/A.\n") == ["keys"]

    def test_the_same_words_are_one_item(self) -> None:
        """In whatever case and spacing; the first spelling is kept."""
        assert items("Staging keys\n- staging  KEYS") == ["Staging keys"]

    def test_a_long_item_is_kept_whole(self) -> None:
        """Shortening is for the place that shows it."""
        assert items("x" * 200) == ["x" * 200]


class TestCarriedOver:
    def test_the_next_lines_come_first_then_what_was_left_open(self) -> None:
        """New items count 0 weeks, those left open once 1."""
        values = {"next": "- refunds\n- user tests", "plan": {"done": ["cards"], "open": ["keys"]}}
        assert carried_over(values, QUESTIONS) == [PlanItem("refunds"), PlanItem("user tests"), PlanItem("keys", 1)]

    def test_the_count_goes_up_each_time(self) -> None:
        """An item left open twice before is in its third week."""
        values = {"next": "", "plan": {"done": [], "open": ["keys"]}}
        assert carried_over(values, QUESTIONS, [PlanItem("keys", 2)]) == [PlanItem("keys", 3)]

    def test_rounds_without_an_answer_count(self) -> None:
        """What was planned three weeks ago is not "open for 1 week" because two rounds were missed since."""
        values = {"next": "refunds", "plan": {"done": [], "open": ["keys"]}}
        assert carried_over(values, QUESTIONS, [PlanItem("keys", 1)], 2) == [
            PlanItem("refunds", 2),
            PlanItem("keys", 4),
        ]

    def test_an_item_written_again_keeps_its_count(self) -> None:
        """Retyping what is open does not make it new, and it is there once."""
        values = {"next": "refunds\nKEYS", "plan": {"done": [], "open": ["keys"]}}
        assert carried_over(values, QUESTIONS, [PlanItem("keys", 1)]) == [PlanItem("refunds"), PlanItem("KEYS", 2)]

    def test_an_item_done_and_written_again_is_new(self) -> None:
        """The next round of user tests is another one."""
        values = {"next": "user tests", "plan": {"done": ["user tests"], "open": []}}
        assert carried_over(values, QUESTIONS, [PlanItem("user tests", 3)]) == [PlanItem("user tests")]

    def test_without_an_answer_to_the_check_list_the_plan_is_still_open(self) -> None:
        """A skipped round loses nothing."""
        assert carried_over({}, QUESTIONS, [PlanItem("keys", 1)]) == [PlanItem("keys", 2)]

    def test_questions_without_roles_carry_nothing(self) -> None:
        """A sync of one's own questions has no plan unless it asks for one."""
        assert carried_over({"next": "refunds"}, ()) == []

    @given(st.lists(st.text(max_size=20), max_size=6), st.lists(st.text(min_size=1, max_size=20), max_size=6))
    def test_no_item_comes_twice_and_none_is_lost(self, lines: list[str], left: list[str]) -> None:
        """Every line and every open item is in the plan exactly once, however it is spelt."""
        text = "\n".join(lines)
        plan = carried_over({"next": text, "plan": {"done": [], "open": left}}, QUESTIONS)
        folded = [" ".join(item.text.casefold().split()) for item in plan]
        assert len(folded) == len(set(folded))
        assert set(folded) == {" ".join(t.casefold().split()) for t in [*items(text), *left]} - {""}


class TestHeadline:
    def test_a_short_plan_is_told_whole(self) -> None:
        """In its order."""
        assert headline_from([PlanItem("refunds"), PlanItem("user tests")]) == "Next: refunds; user tests"

    def test_what_does_not_fit_is_counted(self) -> None:
        """As many items as fit, then how many more."""
        plan = [PlanItem(f"item {n} " + "x" * 40) for n in range(5)]
        headline = headline_from(plan)
        assert headline.endswith(" and 3 more")
        assert len(headline) <= 150

    def test_one_item_too_long_is_cut_at_a_word(self) -> None:
        """It ends in "…", and the whole is in the plan."""
        headline = headline_from([PlanItem("long " * 60), PlanItem("short")])
        assert headline.endswith("long… and 1 more")
        assert len(headline) <= 150

    def test_no_plan_gives_no_headline(self) -> None:
        """The field is left to its placeholder."""
        assert headline_from([]) == ""

    @given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=400), max_size=8))
    def test_a_proposal_can_always_be_sent_as_it_is(self, texts: list[str]) -> None:
        """It never exceeds the field it is put into."""
        headline = headline_from([PlanItem(text) for text in texts])
        validate(next(q for q in QUESTIONS if q.key == "headline"), headline)


def test_all_as_planned_keeps_the_plan_open_and_says_so() -> None:
    """One tap stands for an answer: the next round's check list is this one's, carried once more."""
    plan = [PlanItem("refunds"), PlanItem("keys", 1)]
    values = all_as_planned(plan, QUESTIONS)
    assert values["headline"] == ALL_AS_PLANNED
    assert carried_over(values, QUESTIONS, plan) == [PlanItem("refunds", 1), PlanItem("keys", 2)]


def test_all_as_planned_without_a_plan_says_so_all_the_same() -> None:
    """There is no check list to answer then."""
    assert all_as_planned([], QUESTIONS) == {"headline": ALL_AS_PLANNED}
