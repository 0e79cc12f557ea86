"""Which pages a message names."""

import pytest

from bot.domain.playbook_offer import Phrases

PAGES = [
    (1, "Time off", ["public holiday", "leave"]),
    (2, "How we take time off", []),
    (3, "Onboarding", []),
    (4, "São Paulo office", ["office"]),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("How does TIME OFF work?", [1]),
        ("this is how we take time off here", [2, 1]),
        ("two public holidays in May", [1]),
        ("leave, onboarding, office", []),
        ("off time", []),
        ("the sao paulo offices", [4]),
        ("", []),
        ("word " * 1000 + "time off", []),
    ],
)
def test_a_message_names_pages_by_their_whole_phrase(text: str, found: list[int]) -> None:
    """In its order, whatever its endings; the longest first; single words and what stands far down name none."""
    assert Phrases(PAGES).found(text) == found
