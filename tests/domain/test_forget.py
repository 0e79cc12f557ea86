"""What leaves a text and what stays, and how far the words of a plan go."""

import unicodedata
from typing import Any, Literal

import pytest

from bot.domain.forget import WORDS, Chain, Eraser, Traces, no_heir
from bot.domain.plan import PlanItem, headline_from
from bot.domain.question import DEFAULT_SYNC_QUESTIONS, Question, QuestionKind, QuestionRole

ANA = {"person_id": 7, "slack": "U0ANA", "name": "Ana Sousa", "email": "ana@lumen.example"}


@pytest.mark.parametrize(
    ("stored", "left"),
    [
        ("ANA  SOUSA and ana@Lumen.example, <@U0ANA>", "Erased person 7 and Erased person 7, <@Erased person 7>"),
        ("mariana@lumen.example, Ana Sousas, Ana, U0ANAS", "mariana@lumen.example, Ana Sousas, Ana, U0ANAS"),
        (["U0BEN", "U0ANA"], ["U0BEN"]),
        ({"owner": "U0ANA", "on": [1, None]}, {"owner": "", "on": [1, None]}),
        ({"Ana Sousa": "person:U0ANA"}, {"Erased person 7": "person:Erased person 7"}),
        (None, None),
    ],
)  # fmt: skip
def test_name_address_and_slack_id_are_found_wherever_they_stand(stored: Any, left: Any) -> None:
    """In any case and spacing, as a whole; a longer word is another one."""
    assert Eraser(**ANA).clean(stored) == left


@pytest.mark.parametrize(
    ("stored", "left"),
    [
        ("Kudos:\n-Ana Sousa, _Ana Sousa_, (Ana Sousa)!", "Kudos:\n-*, _*_, (*)!"),
        ("x-U0ANA _U0ANA_ U0ANA1", "x-* _*_ U0ANA1"),
        ("-ana@lumen.example, _ana@lumen.example_.", "-*, _*_."),
        ("jo-ana@lumen.example jo.ana@lumen.example", "jo-ana@lumen.example jo.ana@lumen.example"),
        ("ana@lumen.example.com ana@lumen.example-two.org", "ana@lumen.example.com ana@lumen.example-two.org"),
    ],
)
def test_signs_around_a_name_hide_nothing(stored: str, left: str) -> None:
    """A dash before it, italics, brackets; a longer address is another one."""
    assert Eraser(**ANA).clean(stored) == left.replace("*", "Erased person 7")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_accent_is_one_however_it_is_written(form: Literal["NFC", "NFD"]) -> None:
    """Slack and a keyboard may write it differently; a text without the name stays as it was written."""
    eraser = Eraser(**(ANA | {"name": unicodedata.normalize(form, "José Núñez")}))
    for written in ("NFC", "NFD"):
        assert eraser.clean(unicodedata.normalize(written, "JOSÉ Núñez did")) == "Erased person 7 did"
        assert eraser.clean(other := unicodedata.normalize(written, "Zoë did")) == other


def test_a_longer_name_of_somebody_else_stays() -> None:
    """In any case, before or behind; her own goes beside it."""
    eraser = Eraser(**ANA, others=["Ana Sousa Lima", "Eva Ana Sousa", "Ana Sousa Lima Reis", "Ben Ode"])
    text = "ana sousa  LIMA, Ana Sousa Lima Reis, Eva Ana Sousa and *, Ben Ode"
    assert eraser.clean(text.replace("*", "Ana Sousa")) == text.replace("*", "Erased person 7")


@pytest.mark.parametrize("who", [{"name": "Will"}, {"others": ["Ben Ode", "ana  Sousa"]}])
def test_a_name_that_may_mean_something_else_stays_in_texts(who: dict[str, Any]) -> None:
    """One word, or the name of two people; address and id go all the same."""
    text = "Will Ana Sousa do it? U0ANA"
    assert Eraser(**(ANA | who)).clean(text) == "Will Ana Sousa do it? Erased person 7"


def test_somebody_without_an_address_is_not_found_everywhere() -> None:
    """Slack may tell no e-mail."""
    assert Eraser(**(ANA | {"email": ""})).clean("Nobody at all.") == "Nobody at all."


def test_a_plan_goes_as_far_as_it_was_carried() -> None:
    """Her items leave later plans, ticks and headlines; those of her team mates stay, ticked as she did."""
    chain, before = Chain(), [PlanItem("Staging keys"), PlanItem("Invoices", 1)]
    hers = {
        "plan": {"done": ["Staging keys"], "open": ["Invoices"]},
        "moved": "A secret.",
        "next": "- Refunds\ninvoices",
    }
    assert chain.erase(hers, DEFAULT_SYNC_QUESTIONS, before) == {
        "plan": {"done": ["Staging keys"], "open": ["Invoices"]},
        "headline": WORDS,
    }
    carried = [PlanItem("Refunds"), PlanItem("Invoices", 2)]
    assert chain.plan(carried) == [PlanItem("Invoices", 2)]
    his = {
        "plan": {"done": ["Refunds"], "open": ["Invoices"]},
        "moved": "Refunds are live.",
        "headline": headline_from(carried),
    }
    assert chain.follow(his, DEFAULT_SYNC_QUESTIONS, carried) == {
        "plan": {"done": [], "open": ["Invoices"]},
        "moved": "Refunds are live.",
        "headline": "Next: Invoices",
    }
    assert chain.text("Which are done?\n- refunds\nAll of them.") == "Which are done?\nAll of them."


def test_a_headline_of_nothing_but_erased_words_is_left_out() -> None:
    """Then the summary takes the first line of what moved."""
    chain, carried = Chain(), [PlanItem("Refunds")]
    chain.erase({"next": "Refunds"}, DEFAULT_SYNC_QUESTIONS, [])
    assert chain.follow({"headline": "Next: Refunds"}, DEFAULT_SYNC_QUESTIONS, carried) == {}


def test_the_sentence_never_becomes_a_plan() -> None:
    """A sync may ask for nothing but what is next."""
    only_next = [Question("next", QuestionKind.LONG_TEXT, "What's next?", role=QuestionRole.NEXT)]
    assert Chain().erase({"next": "Refunds"}, only_next, []) == {}


def test_what_is_erased_is_told_in_lines() -> None:
    """With who gets the syncs, and where nobody is left."""
    traces = Traces(
        person_id=7, slack="U0ANA", name="Ana Sousa", email="", gone=True, role="pmo", answers=1, additions=2,
        memberships=1, away=0, drafts=3, messages=9, audit=1, syncs=("Weekly sync", "Daily"), heir="Mara Lindqvist",
        silent=("Weekly sync for Payments",),
    )  # fmt: skip
    told = "\n".join(traces.lines())
    assert "1 answer and 2 additions" in told
    assert "Weekly sync and Daily pass to Mara Lindqvist" in told
    assert "nobody will be left to ask in Weekly sync for Payments" in told
    assert "1 entry of the audit" in told


def test_who_cannot_be_erased_yet_is_spoken_to_or_of() -> None:
    """Whoever reads it of themselves is "you", and is called the PMO only if they are."""
    assert no_heir("Mara Lindqvist", ["Retro"], pmo=True).startswith("Mara Lindqvist owns Retro, and nobody else acts")
    assert no_heir("", ["Retro"], pmo=True).startswith("You are the only PMO, and you own Retro: there is nobody who")
    assert no_heir("", ["Retro"], pmo=False).startswith("You own Retro, and nobody acts as PMO who could take over.")
