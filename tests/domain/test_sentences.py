"""A text is taken apart where its writer ended a sentence, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.sentences import sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Cards are live", ["Cards are live"]),
        ("Cards are live. Refunds next", ["Cards are live. ", "Refunds next"]),
        (
            "cards are live! stuck on keys? refunds…  next",
            ["cards are live! ", "stuck on keys? ", "refunds…  ", "next"],
        ),
        ("He said “done.” Next: audit", ["He said “done.” ", "Next: audit"]),
        ("Cards are live\n\nBlocked on keys\n", ["Cards are live\n\n", "Blocked on keys\n"]),
        ("We use v1.2, e.g. Platform does. 1. Audit", ["We use v1.2, e.g. Platform does. ", "1. Audit"]),
        ("See https://lumen.example/a.b?c=d now", ["See https://lumen.example/a.b?c=d now"]),
        ("Live at 10 p.m. Next: audit", ["Live at 10 p.m. ", "Next: audit"]),
    ],
)
def test_a_sentence_ends_where_its_writer_ended_it(text: str, parts: list[str]) -> None:
    """At a full stop or a line's end; short forms, numbers of a list and addresses end none."""
    assert sentences(text) == parts


def test_what_stands_below_a_colon_belongs_to_it() -> None:
    """Up to an empty line, or to the next line that ends so."""
    text = "Next:\n- refunds. All of them.\n- audit\nBlocked on:\n- keys\n\nCards are live"
    assert sentences(text) == [
        "Next:\n- refunds. All of them.\n- audit\n",
        "Blocked on:\n- keys\n\n",
        "Cards are live",
    ]


@given(st.text(alphabet='ab1.?!… :\n\r\t"”)e.g\u2028', max_size=80))
def test_together_the_sentences_are_the_text(text: str) -> None:
    """Not a sign is lost."""
    assert "".join(sentences(text)) == text
