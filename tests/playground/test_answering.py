"""A set of answers is typed into whatever form is open."""

import pytest

from bot.playground.answering import about, raw_answers
from bot.playground.records import View
from bot.playground.view_state import placed, rich_text
from bot.playground.workspace import Workspace
from tests.playground.test_others import options, question

ANSWERS = {
    "team": "Payments",
    "moved": "Refunds work\nin staging.",
    "next": "Roll out",
    "waiting_on": ["Growth"],
    "waiting_for": "A date",
    "confidence": 4,
    "people": ["ben", "nobody"],
}


def typed(workspace: Workspace, element: dict, label: str = "What moved?", *, optional: bool = True):
    """Return what Ana types into a form of one question."""
    form = View(id="V1", user="U1", type="modal", blocks=[question("q", label, element, optional=optional)], hash="")
    return raw_answers(workspace, workspace.person("ana"), form, ANSWERS).get("q", {}).get("v")


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Which of these are done?", "plan"),
        ("What moved?", "moved"),
        ("What happened since Tuesday?", "moved"),
        ("What's next?", "next"),
        ("Waiting on anyone?", "waiting_on"),
        ("Are you blocked?", "waiting_on"),
        ("What do you need from them?", "waiting_for"),
        ("Does anything need a decision?", "decision"),
        ("How confident are you in this plan?", "confidence"),
        ("One line for the summary", "headline"),
        ("Favourite colour?", ""),
    ],
)
def test_a_question_is_understood_by_its_words(label: str, key: str) -> None:
    """The label decides; hint and placeholder help where it says nothing."""
    (one,) = placed([question("q", label, {"type": "static_select", "options": options("a")})])
    assert about(one) == key


def test_a_hint_helps_where_the_label_says_nothing() -> None:
    """Placeholders are believable examples: they tell what is asked."""
    element = {"type": "plain_text_input", "placeholder": {"type": "plain_text", "text": "Still waiting for keys"}}
    (one,) = placed([question("q", "Hm?", element)])
    assert about(one) == "waiting_for"


def test_words_are_typed_as_the_field_takes_them(workspace: Workspace) -> None:
    """Several lines where there is room, one line elsewhere, cut where the field is short."""
    assert typed(workspace, {"type": "plain_text_input", "multiline": True}) == "Refunds work\nin staging."
    assert typed(workspace, {"type": "plain_text_input"}) == "Refunds work in staging."
    assert typed(workspace, {"type": "plain_text_input", "max_length": 7}) == "Refunds"
    assert typed(workspace, {"type": "rich_text_input"}) == rich_text("Refunds work\nin staging.")


def test_choices_are_made_by_name(workspace: Workspace) -> None:
    """Teams by name, a scale by its number, and something where an answer is required."""
    teams = options("Growth", "Payments", "Sales")
    assert typed(workspace, {"type": "multi_static_select", "options": teams}, "Waiting on anyone?") == ["id-Growth"]
    assert typed(workspace, {"type": "static_select", "options": teams}, "Waiting on anyone?") == "id-Growth"
    scale = options("1", "2", "3", "4", "5")
    assert typed(workspace, {"type": "radio_buttons", "options": scale}, "How confident?") == "id-4"
    assert typed(workspace, {"type": "radio_buttons", "options": scale}, "Colour?") is None
    assert typed(workspace, {"type": "radio_buttons", "options": scale}, "Colour?", optional=False) == "id-4"
    chosen = {"type": "radio_buttons", "options": scale, "initial_option": scale[0]}
    assert typed(workspace, chosen, "Colour?", optional=False) is None


def test_nobody_waits_on_themselves(workspace: Workspace) -> None:
    """A team that the person belongs to is not chosen."""
    teams = options("Payments", "Sales")
    form = View(
        id="V1", user="U1", type="modal", hash="",
        blocks=[question("q", "Waiting on?", {"type": "multi_static_select", "options": teams})],
    )  # fmt: skip
    answers = {"waiting_on": ["Payments", "Sales"]}
    assert raw_answers(workspace, workspace.person("ana"), form, answers) == {"q": {"v": ["id-Sales"]}}


def test_people_and_numbers_are_chosen_too(workspace: Workspace) -> None:
    """Whoever the set names and the workspace knows; somebody where an answer is required."""
    ben, ana = workspace.person("ben").id, workspace.person("ana").id
    assert typed(workspace, {"type": "multi_users_select"}, "Who?") == [ben]
    assert typed(workspace, {"type": "users_select"}, "Who?") == ben
    without = {name: value for name, value in ANSWERS.items() if name != "people"}
    form = View(
        id="V1", user="U1", type="modal", hash="",
        blocks=[question("q", "Who?", {"type": "users_select"}, optional=False)],
    )  # fmt: skip
    assert raw_answers(workspace, workspace.person("mara"), form, without) == {"q": {"v": ana}}
    assert typed(workspace, {"type": "number_input"}, "How many?") == "4"
    assert typed(workspace, {"type": "datepicker"}, "When?") is None


def test_what_is_required_is_never_left_blank(workspace: Workspace) -> None:
    """A question that the set knows nothing of gets words, unless it is optional or begins with some."""
    field = {"type": "plain_text_input", "multiline": True}
    assert typed(workspace, field, "Favourite colour?") is None
    assert typed(workspace, field, "Favourite colour?", optional=False) == "Refunds work\nin staging."
    assert typed(workspace, field | {"initial_value": "Blue"}, "Favourite colour?", optional=False) is None
