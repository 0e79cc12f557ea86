"""Replies to plain words: offers, findings and help; short, escaped, and right in their plurals."""

from dataclasses import replace

import pytest

from bot.domain.home import OpenPrompt
from bot.domain.search import Found, FoundPerson, FoundSync, FoundTeam
from bot.playground.blocks_check import check_blocks
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import words
from tests.factories.sync import CLOSES, TUESDAY

HOSTILE = "<!channel> <@U1> & *all* " * 60
PROMPT = OpenPrompt(7, "Weekly sync", "Payments", True, "#sync", CLOSES)
FOUND = Found(
    "pay",
    "Europe/Lisbon",
    TUESDAY,
    people=(FoundPerson("U1", "Inês", "design", ("Payments",), "Asia/Singapore"),),
    teams=(FoundTeam("Payments", "product", "Acquisition", "Ana", 1, "#payments"),),
    syncs=(FoundSync("Weekly sync", "Every Tuesday at 10:00", "active", CLOSES, ("Payments", "Growth"), "#sync"),),
    more=2,
)


def text_of(message: Message) -> str:
    check_blocks([dict(block) for block in message.blocks], "message")
    assert message.text
    return str(message.blocks)


def test_one_open_prompt_is_offered_with_a_button() -> None:
    """The words are quoted; nothing is sent before a form was."""
    shown = words.offer(Words(), "blocked on the staging keys", "1.2", [PROMPT])
    assert "Use this as your update for Payments?" in text_of(shown)
    assert "> blocked on the staging keys" in text_of(shown)
    [use, search] = shown.blocks[1]["elements"]
    assert (use["text"]["text"], use["value"]) == ("Use as update", "7:1.2")
    assert (search["text"]["text"], search["value"]) == ("Search instead", "1.2")


def test_of_several_open_prompts_one_is_chosen() -> None:
    """By team and sync."""
    prompts = [PROMPT, replace(PROMPT, turn_id=8, sync="Daily", party="Ana", for_team=False)]
    shown = words.offer(Words(), "done", "1.2", prompts)
    assert "2 syncs are open; choose which one." in text_of(shown)
    options = shown.blocks[1]["elements"][0]["options"]
    assert [(one["text"]["text"], one["value"]) for one in options] == [
        ("Weekly sync for Payments", "7:1.2"),
        ("Daily", "8:1.2"),
    ]


def test_hostile_and_overlong_words_stay_words() -> None:
    """Quoted in part, escaped whole."""
    hostile = replace(
        FOUND,
        words=HOSTILE,
        people=(FoundPerson("U1", HOSTILE[:80], HOSTILE[:80], (HOSTILE[:80],) * 20, "UTC"),) * 4,
        teams=(FoundTeam(HOSTILE[:80], "product", HOSTILE[:80], HOSTILE[:80], 12, "#x"),) * 4,
    )
    for shown in (
        words.offer(Words(), HOSTILE, "1.2", [replace(PROMPT, sync=HOSTILE[:80], party=HOSTILE[:80])]),
        words.results(Words(), hostile, "/pmo"),
        words.results(Words(), replace(hostile, people=(), teams=(), syncs=()), "/pmo"),
    ):
        assert "<!channel>" not in text_of(shown)


def test_findings_are_one_line_each() -> None:
    """With what one looks for: where they are, who leads, when it is next; in the reader's time."""
    text = text_of(words.results(Words(), FOUND, "/pmo"))
    for part in (
        "• Inês · design · Payments · 18:00 there now",
        "• Payments · Acquisition · 1 person, led by Ana · #payments",
        "• Weekly sync · every Tuesday at 10:00 · next Tue 22:00 · Payments and Growth · summary in #sync",
        "And 2 more.",
    ):
        assert part in text


def test_nothing_found_says_what_can_be_asked() -> None:
    """The help stands below the sentence."""
    text = text_of(words.results(Words(), Found("zzz", "UTC", TUESDAY), "/pmo"))
    assert "Nothing here is called “zzz”." in text
    assert "Type a name to find" in text


@pytest.mark.parametrize(
    "shown", [words.short_help(Words(), "/ask"), words.used(Words()), words.only(Words(), "Because <!here>.")]
)
def test_short_replies_have_a_text_for_notifications(shown: Message) -> None:
    """And ping nobody."""
    assert "<!here>" not in text_of(shown)


@pytest.mark.parametrize(
    ("typed", "first"), [("Inês", "people"), ("ines", "people"), ("pay", "teams"), ("weekly s", "syncs")]
)
def test_what_is_called_as_was_typed_comes_first(typed: str, first: str) -> None:
    """The team Payments before the people of Payments."""
    shown = words.results(Words(), replace(FOUND, words=typed), "/pmo")
    assert shown.blocks[0]["block_id"] == f"{first}:0"
