"""Free words go into the fields that they answer, sentence by sentence, and none gets lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.question import DEFAULT_SYNC_QUESTIONS, Question, QuestionKind
from bot.domain.sync_prefill import places_for

SAID = (
    "Card payments are live.",
    "Blocked on the staging keys from Platform.",
    "Next: refunds.",
    "Shall we launch before the audit?",
    "No complaints so far.",
)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "Card payments are live. We are blocked on the staging keys.",
            {"moved": "Card payments are live.", "waiting_for": "We are blocked on the staging keys."},
        ),
        (
            "cards are live\nnext: refunds\nwaiting for Platform's review. stuck on legal",
            {
                "moved": "cards are live",
                "next": "next: refunds",
                "waiting_for": "waiting for Platform's review. stuck on legal",
            },
        ),
        (
            " ".join(SAID),
            {
                "moved": "Card payments are live.\nNo complaints so far.",
                "waiting_for": "Blocked on the staging keys from Platform.",
                "next": "Next: refunds.",
                "decision": "Shall we launch before the audit?",
            },
        ),
        ("Cards are live.  Then we'll do refunds.", {"moved": "Cards are live.", "next": "Then we'll do refunds."}),
        ("Cards work. We're going to audit them.", {"moved": "Cards work.", "next": "We're going to audit them."}),
        ("Cards are live. No longer blocked on keys.", {"moved": "Cards are live. No longer blocked on keys."}),
        ("We are not waiting for anybody", {"moved": "We are not waiting for anybody"}),
        ("Cards are live but we are stuck on keys", {"waiting_for": "Cards are live but we are stuck on keys"}),
        ("One.  Two.\n\nThree.", {"moved": "One.  Two.\n\nThree."}),
    ],
)
def test_each_sentence_goes_where_it_belongs(text: str, places: dict[str, str]) -> None:
    """What cannot be taken apart stays whole; what goes into one field stays as it was written."""
    assert places_for(text, DEFAULT_SYNC_QUESTIONS) == places


def test_without_the_field_of_a_sentence_another_one_takes_it() -> None:
    """A sync of one's own may ask but one thing; one that asks for no text takes none."""
    line = Question("line", QuestionKind.SHORT_TEXT, "How was it?")
    assert places_for(" ".join(SAID), (line,)) == {"line": " ".join(SAID)}
    assert places_for("Live. Next: audit", (Question("score", QuestionKind.SCALE, "How sure?"),)) == {}


@given(st.lists(st.sampled_from([*SAID, "e.g.", "1.", "\n", "Blocked:\n", "- keys"]), max_size=12))
def test_no_word_is_lost(pieces: list[str]) -> None:
    """Whatever is written in whichever order."""
    text = " ".join(pieces)
    placed = places_for(text, DEFAULT_SYNC_QUESTIONS)
    assert sorted(" ".join(placed.values()).split()) == sorted(text.split())
