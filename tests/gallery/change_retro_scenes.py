"""A short retro of a change: the question, the forms, and what came of it."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.change import ChangeState
from bot.domain.change_page import ChangeHead
from bot.domain.change_retro import (
    TEAM,
    ChangeRetroCards,
    ChangeRetroForm,
    ChangeRetroPage,
    ChangeRetroPrompt,
    ChangeRetroReceipt,
    LookedAt,
)
from bot.domain.retro_card import Written
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import change_page, change_retro, change_retro_card
from tests.gallery.change_scenes import HEAD
from tests.gallery.scene import Scene

AT = datetime(2026, 3, 10, 17, 0, tzinfo=UTC)
NAME = "Product teams"
PROMPT = ChangeRetroPrompt(7, NAME, "Sales", "Mara Lindqvist", AT)
FORM = ChangeRetroForm(7, NAME, ((TEAM, "Those who worked on it", 6), (1, "Sales", 40), (2, "HR", 0)))
CARDS = ChangeRetroCards(7, NAME, AT, seen="0123456789abcdef")
MINE = replace(
    CARDS,
    cards=(Written("worked", "Two days beside a team that had switched."), Written("didnt", "The date moved twice.")),
)
RECEIPT = ChangeRetroReceipt(NAME, 2, "K7QM-3XWD-PA2R-9TZB", AT)
THEMES = (
    LookedAt(
        "worked",
        "Training",
        ("The training sessions with our own customers.", "A training session twice a week.", "Training on Fridays."),
    ),
    LookedAt("worked", "Two days beside a team that had switched.", ("Two days beside a team that had switched.",)),
    LookedAt("didnt", "Late, customers", ("We heard of it late, after our customers.", "Customers knew before, late.")),
    LookedAt("next", "Practise before we switch.", ("Practise before we switch.",)),
    LookedAt("next", "One team first.", ("One team first.",)),
    LookedAt("next", "Say what stays.", ("Say what stays.",)),
    LookedAt("next", "Fewer tools at once.", ("Fewer tools at once.",)),
)
CLOSED = ChangeRetroPage(
    7, runs_it=True, may_ask=True, id=3, state="closed", closes_at=AT, asked=46, cards=10, themes=THEMES
)
OPEN = replace(CLOSED, may_ask=False, state="open", cards=0, themes=())
NONE = ChangeRetroPage(7, runs_it=True, may_ask=True)
MANY = replace(
    CLOSED,
    cards=30,
    themes=(LookedAt("worked", "Training", tuple(f"Training day {number}" for number in range(30))),),
)


def looked_back_on_page(words: Words, head: ChangeHead, facts: ChangeRetroPage) -> Message:
    """Return the page of a change with what its people said of it."""
    return change_page.page(words, head, change_retro.on_page(words, facts))


ENDED = replace(HEAD, state=ChangeState.EMBEDDED, ended_because="Two teams own a journey.")
SCENES = (
    *(
        Scene(change_retro_card.prompt_message, name, {"facts": facts})
        for name, facts in (
            ("asked", PROMPT),
            ("asked of the team, once it has ended", replace(PROMPT, because="", over=True)),
            ("asked by oneself", replace(PROMPT, own=True)),
            ("over", replace(PROMPT, state="closed")),
            ("over, asked by oneself", replace(PROMPT, state="closed", own=True)),
            ("over, too few", replace(PROMPT, state="discarded")),
        )
    ),
    Scene(change_retro_card.cards_form, "empty", {"facts": CARDS}),
    Scene(change_retro_card.cards_form, "with cards", {"facts": MINE}),
    *(
        Scene(change_retro_card.receipt_view, name, {"one": one, "command": "/pmo"})
        for name, one in (
            ("of two cards", RECEIPT),
            ("of one card", replace(RECEIPT, cards=1)),
            ("of cards from two devices", replace(RECEIPT, both=True)),
            ("of nothing", replace(RECEIPT, cards=0, code="")),
        )
    ),
    Scene(change_retro.begin_form, "with groups", {"facts": FORM}),
    Scene(change_retro.begin_form, "without groups", {"facts": replace(FORM, groups=FORM.groups[:1])}),
    *(
        Scene(
            change_retro.told_message, name, {"change": NAME, "facts": facts, "state": facts.state, "command": "/pmo"}
        )
        for name, facts in (
            ("by theme", CLOSED),
            ("left open for longer", replace(OPEN, longer=True)),
            ("too few", replace(OPEN, state="discarded")),
        )
    ),
    *(
        Scene(looked_back_on_page, name, {"head": head, "facts": facts})
        for name, head, facts in (
            ("asked now", HEAD, OPEN),
            ("asked for longer", HEAD, replace(OPEN, longer=True)),
            ("with themes, once it has ended", ENDED, CLOSED),
            ("too few", HEAD, replace(NONE, id=3, state="discarded")),
            ("all were withdrawn", HEAD, replace(CLOSED, cards=0, themes=())),
            ("for a member", replace(HEAD, runs_it=False), replace(CLOSED, runs_it=False, may_ask=False, themes=())),
            ("for a member, asked now", replace(HEAD, runs_it=False), replace(OPEN, runs_it=False)),
        )
    ),
    Scene(change_retro.cards_message, "all cards", {"change": NAME, "facts": CLOSED, "first": 0}),
    Scene(change_retro.cards_message, "the first page", {"change": NAME, "facts": MANY, "first": 0}),
    Scene(change_retro.cards_message, "the last page", {"change": NAME, "facts": MANY, "first": 20}),
)
