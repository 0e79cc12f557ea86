"""The form of an update: what it says, what it asks, what it starts with, and how it is read back."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.plan import PlanItem
from bot.domain.question import DEFAULT_SYNC_QUESTIONS, Question, QuestionKind, QuestionRole
from bot.domain.sync_form import AddFacts, FormFacts, WhyFacts
from bot.playground.view_checks import check_view
from bot.render import Words
from bot.views import sync_form
from bot.views.sync_form import Ticket
from tests.factories.sync import CLOSES, TUESDAY

HOSTILE = "<!channel> <@U1> & 'quotes' \"double\" *bold* 👩‍👩‍👧 مرحبا"

FACTS = FormFacts(
    turn_id=7,
    sync="Weekly sync",
    party="Payments",
    for_team=True,
    channel="#sync",
    questions=DEFAULT_SYNC_QUESTIONS,
    values={"headline": "Next: Refunds"},
    plan=(PlanItem("Card payments"), PlanItem("Refunds", 2)),
    weekly=True,
    teams={2: "Platform", 3: "Growth"},
    closes_at=CLOSES,
    closed=False,
    edits=False,
    zone="Europe/Lisbon",
    now=TUESDAY,
)
ADD = AddFacts(9, "Weekly sync", "Payments", "#sync", "Ana Sousa", False, None, "Europe/Lisbon", TUESDAY)


def draw(facts: FormFacts | AddFacts) -> dict[str, Any]:
    view = sync_form.form(Words(), facts, ticket=Ticket(7, url="https://hooks.slack.com/actions/T1/1/abc"))
    check_view(view, "modal")
    return dict(view)


def block(view: dict[str, Any], block_id: str) -> dict[str, Any]:
    return next(one for one in view["blocks"] if one["block_id"] == block_id)


def submitted(view: dict[str, Any], **values: dict[str, Any]) -> dict[str, Any]:
    return view | {"state": {"values": {f"q:{key}": {"value": state} for key, state in values.items()}}}


def test_the_form_says_who_sees_it_and_until_when() -> None:
    """In the reader's own zone, before anything is asked."""
    view = draw(FACTS)
    assert view["title"]["text"] == "Payments: weekly sync"
    assert view["submit"]["text"] == "Send to #sync"
    assert view["blocks"][0]["elements"][0]["text"].startswith("Goes to #sync with your name. Edit until Tue 22:00.")


def test_a_form_that_asks_on_whom_one_waits_says_that_they_hear_of_it() -> None:
    """And one that does not ask says nothing of it."""
    told = "Whom you wait on hears of it five minutes after you send."
    without = replace(FACTS, questions=FACTS.questions[:1])
    assert [told in draw(one)["blocks"][0]["elements"][0]["text"] for one in (FACTS, without)] == [True, False]


def test_a_late_form_says_so() -> None:
    """After the closing the update is taken late."""
    text = draw(replace(FACTS, closed=True))["blocks"][0]["elements"][0]["text"]
    assert text.startswith("Goes to #sync with your name. The sync closed Tue 22:00; yours is added late.")


@pytest.mark.parametrize(
    ("facts", "title", "submit"),
    [
        (replace(FACTS, party="Customer Onboarding Squad"), "Customer Onboarding Squ…", "Send to #sync"),
        (replace(FACTS, sync="OKR check"), "Payments: OKR check", "Send to #sync"),
        (replace(FACTS, for_team=False, party="Ana"), "Weekly sync", "Send to #sync"),
        (replace(FACTS, channel="#product-leadership-sync"), "Payments: weekly sync", "Send update"),
        (replace(FACTS, channel="its channel"), "Payments: weekly sync", "Send update"),
    ],
)
def test_titles_and_buttons_fit(facts: FormFacts, title: str, submit: str) -> None:
    """Slack takes 24 characters of each."""
    view = draw(facts)
    assert (view["title"]["text"], view["submit"]["text"]) == (title, submit)


def test_the_plan_is_a_check_list_with_how_long_items_are_open() -> None:
    """An item in its third week says so, a new one says nothing."""
    options = block(draw(FACTS), "q:plan")["element"]["options"]
    assert [one["text"]["text"] for one in options] == ["Card payments", "Refunds"]
    assert [one.get("description", {}).get("text") for one in options] == [None, "Third week"]


def test_without_a_plan_there_is_no_check_list() -> None:
    """Nor a question about other teams where there is none."""
    ids = [one["block_id"] for one in draw(replace(FACTS, plan=(), teams={}))["blocks"]]
    assert "q:plan" not in ids
    assert "q:waiting_on" not in ids
    assert "q:moved" in ids


def test_more_than_ten_items_are_a_menu() -> None:
    """Slack shows ten check boxes at most."""
    plan = tuple(PlanItem(f"Item {number}") for number in range(12))
    element = block(draw(replace(FACTS, plan=plan)), "q:plan")["element"]
    assert element["type"] == "multi_static_select"
    assert len(element["options"]) == 12


def test_long_items_can_be_read_in_full() -> None:
    """A choice shows 75 characters; the whole item stands below the list, however long."""
    long = "Move every customer of the old price list to the new one, " * 60
    view = draw(replace(FACTS, plan=(PlanItem(long.strip()), PlanItem("Refunds"))))
    shown = "".join(one["text"]["text"] for one in view["blocks"] if one["block_id"].startswith("whole:"))
    assert shown.count("Move every customer") == 60


def test_every_kind_of_question_is_asked_and_read_back() -> None:
    """What is chosen comes back in the shape that the questions' rules read."""
    kinds = [
        Question("words", QuestionKind.LONG_TEXT, "Words", required=True),
        Question("line", QuestionKind.SHORT_TEXT, "Line"),
        Question("one", QuestionKind.CHOICE, "One", options=("Red", "Green"), required=True),
        Question("maybe", QuestionKind.CHOICE, "Maybe", options=("Red", "Green")),
        Question("some", QuestionKind.CHOICES, "Some", options=("Red", "Green")),
        Question("score", QuestionKind.SCALE, "Score"),
        Question("plan", QuestionKind.CHECKLIST, "Plan", role=QuestionRole.PLAN),
        Question("who", QuestionKind.PEOPLE, "Who"),
        Question("teams", QuestionKind.TEAMS, "Teams"),
    ]
    values = {
        "words": "Said", "line": "Short", "one": "Green", "some": ["Red"], "score": 4,
        "plan": {"done": ["Refunds"], "open": ["Card payments"]}, "who": ["UBEN"], "teams": [3],
    }  # fmt: skip
    view = draw(replace(FACTS, questions=tuple(kinds), values=values, edits=True))
    elements = {one["block_id"][2:]: one["element"] for one in view["blocks"] if one["type"] == "input"}
    assert {key: element["type"] for key, element in elements.items()} == {
        "words": "plain_text_input",
        "line": "plain_text_input",
        "one": "radio_buttons",
        "maybe": "static_select",
        "some": "checkboxes",
        "score": "static_select",
        "plan": "checkboxes",
        "who": "multi_users_select",
        "teams": "multi_static_select",
    }
    state = {
        key: {
            "type": element["type"],
            "value": element.get("initial_value"),
            "selected_option": element.get("initial_option"),
            "selected_options": element.get("initial_options", []),
            "selected_users": element.get("initial_users", []),
        }
        for key, element in elements.items()
    }
    assert sync_form.answers_in(submitted(view, **state)) == {
        "words": "Said", "line": "Short", "one": "Green", "maybe": None, "some": ["Red"], "score": "4",
        "plan": ["Refunds"], "who": ["UBEN"], "teams": ["3"],
    }  # fmt: skip


def test_the_ends_of_a_scale_have_words() -> None:
    """One knows what one and five mean; and whose score it is."""
    confidence = block(draw(FACTS), "q:confidence")
    labels = [one["text"]["text"] for one in confidence["element"]["options"]]
    assert (labels[0], labels[-1]) == ("1 – not at all", "5 – certain")
    assert "This is your team's score, shown in #sync." in confidence["hint"]["text"]
    own = block(draw(replace(FACTS, for_team=False)), "q:confidence")["hint"]["text"]
    assert "the mean of three or more" in own


def test_over_a_hundred_teams_come_in_groups() -> None:
    """One list of Slack has a hundred; one that was chosen before is chosen still."""
    teams = {number: f"Team {number}" for number in range(1, 131)}
    field = block(draw(replace(FACTS, teams=teams, values={"waiting_on": [130]})), "q:waiting_on")
    assert [len(one["options"]) for one in field["element"]["option_groups"]] == [100, 30]
    assert [one["value"] for one in field["element"]["initial_options"]] == ["130"]


def test_errors_stand_under_their_fields() -> None:
    """A sentence about no field of the form stands under the first one, so that what was typed stays."""
    view = draw(FACTS)
    assert sync_form.errors_for(view, {"moved": "Too long.", "gone": "Lost.", "": "Also."}) == {
        "q:moved": "Too long.",
        "q:plan": "Lost. Also.",
    }


def test_hostile_words_fill_the_form_and_stay_words() -> None:
    """Nothing that a person or a team is called pings anybody."""
    hostile = replace(
        FACTS,
        sync=HOSTILE,
        party=HOSTILE,
        plan=(PlanItem(HOSTILE * 3, 3),),
        values={"moved": HOSTILE * 40, "headline": HOSTILE},
        teams={2: HOSTILE},
        cut=3500,
    )
    view = draw(hostile)
    formatted = [
        element["text"]
        for one in view["blocks"]
        for element in [one.get("text") or {}, *one.get("elements", [])]
        if element.get("type") == "mrkdwn"
    ]
    assert not any("<!channel>" in text or "<@U1>" in text for text in formatted)
    assert any("3,500 characters" in text for text in formatted)
    assert block(view, "q:moved")["element"]["initial_value"] == HOSTILE * 40


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (ADD, "Ana Sousa answered for Payments."),
        (replace(ADD, own=True, closed_at=CLOSES), "Weekly sync closed Tue 22:00, so your update stays as it is."),
        (replace(ADD, own=True), "What you add goes below your update in #sync"),
    ],
)
def test_the_form_of_an_addition_says_where_it_goes(facts: AddFacts, words: str) -> None:
    """Below whose answer, and why it is not an edit."""
    view = draw(facts)
    assert words in view["blocks"][0]["text"]["text"]
    assert sync_form.ticket_of(view).subject == 9


def test_why_names_who_set_it_up_and_whom_to_ask() -> None:
    """Everybody can learn why they are asked and how to be left out; the owner is told where to change it."""
    rhythm = "Every Tuesday at 10:00, in each person's own time"
    facts = WhyFacts("Weekly sync", "Mara", False, "Payments", rhythm, "#sync")
    text = sync_form.why(Words(), facts, "/pmo")["blocks"][0]["text"]["text"]
    assert "Mara set up *Weekly sync*: every Tuesday at 10:00" in text
    assert "Tell Mara" in text
    own = sync_form.why(Words(), replace(facts, own=True, team=""), "/pmo")["blocks"][0]["text"]["text"]
    assert "You set up" in own
    assert "`/pmo sync` has *Edit*" in own


def test_a_form_carries_little() -> None:
    """The metadata stays far below Slack's 3,000 characters, and comes back as it was."""
    ticket = Ticket(7, "words", "https://hooks.slack.com/actions/" + "x" * 300, "1772445600.000100")
    view = sync_form.form(Words(), FACTS, ticket=ticket)
    assert len(view["private_metadata"]) < 500
    assert sync_form.ticket_of(view) == ticket
