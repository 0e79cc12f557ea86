"""The home tab as it is drawn: it always fits, pings nobody, and an empty one teaches."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.away import AwayRange
from bot.domain.blocker_list import HomeBlockers, Listed
from bot.domain.blocker_shown import Blocker
from bot.domain.coming import Coming
from bot.domain.decision import Decision
from bot.domain.home import Closed, HomeFacts, Missing, OpenPrompt, RunningSync, Undelivered, Update
from bot.domain.participation import TeamShare
from bot.domain.pause import Pause
from bot.domain.rollup_types import Addition
from bot.playground.view_checks import check_view
from bot.render import Words
from bot.slack.gateway import Message
from bot.views.home import home as draw
from tests.factories import sync

NOW = sync.TUESDAY + timedelta(minutes=10)

HOSTILE = "<!channel> <@U1> & 'so' " * 6

IDS = (range(1, 41), range(41, 81), range(81, 121))


def waits(number: int) -> Blocker:
    """Return a blocker with hostile words."""
    return Blocker(number, HOSTILE, HOSTILE, HOSTILE * 30, NOW, HOSTILE, due_on=NOW.date(), same=3)


def decides(number: int) -> Decision:
    """Return a decision that is needed, with hostile words."""
    return Decision(HOSTILE, HOSTILE * 30, HOSTILE, number, owner=HOSTILE, due_on=NOW.date())


FULL = HomeFacts(
    name="Mara",
    zone="Europe/Berlin",
    now=NOW,
    sets_up=True,
    runs=True,
    waiting=tuple(
        OpenPrompt(number, HOSTILE, HOSTILE, True, "#sync", sync.CLOSES, 3, "skipped" if number % 2 else "pending")
        for number in range(1, 41)
    ),
    updates=tuple(
        Update(
            number,
            HOSTILE,
            NOW.date(),
            HOSTILE,
            True,
            HOSTILE,
            number % 2 == 0,
            (HOSTILE * 30,) * 3,
            True,
            (Addition(HOSTILE, HOSTILE * 30),) * number,
            number % 2 or None,
        )
        for number in range(1, 41)
    ),
    coming=tuple(Coming(f"Sync {number}", sync.CLOSES, (HOSTILE,) * 12) for number in range(1, 41)),
    syncs=tuple(
        RunningSync(number, HOSTILE, "paused" if number % 2 else "active", None, 8, 3) for number in range(1, 41)
    ),
    undelivered=tuple(
        Undelivered(f"sync_rollup:{number}", "sync_rollup", "#sync", HOSTILE, number % 2 == 0)
        for number in range(1, 41)
    ),
    closed=tuple(Closed(number, "#sync", f"{HOSTILE}{number}", number % 2 == 0) for number in range(1, 41)),
    away=(AwayRange(1, NOW.date(), NOW.date()),) * 40,
    blockers=HomeBlockers(*(tuple(Listed(waits(number), acts=True, merges=True) for number in ids) for ids in IDS)),
    decisions=tuple(decides(number) for number in range(1, 41)),
    past_due=tuple(decides(number) for number in range(41, 81)),
)

EVEN_MORE = {
    "missing": (Missing(HOSTILE, sync.CLOSES, (HOSTILE,) * 8, 40),) * 40,
    "paused": Pause("Mara", NOW),
    "begins": True,
    "participation": tuple(TeamShare(f"Team {number}", 0.9, 0.2) for number in range(40)),
    "held": (Message("Rui takes over.", [{"type": "section", "text": {"type": "mrkdwn", "text": "Rui"}}]),) * 40,
}


@pytest.mark.parametrize(("more", "left_out"), [({}, "And 34 more."), (EVEN_MORE, "And 35 more.")])
def test_the_fullest_home_tab_fits_and_pings_nobody(more: dict[str, Any], left_out: str) -> None:
    """Forty of everything that there can be stay below a hundred blocks, with what is left out counted."""
    updates = tuple(replace(one, closes_at=sync.CLOSES) for one in FULL.updates)
    facts = replace(FULL, updates=updates, **{name: value for name, value in more.items() if name != "held"})
    view = draw(Words(), facts, more.get("held", ()))
    check_view(view, "home")
    assert len(view["blocks"]) <= 100
    text = str(view["blocks"])
    assert "<!channel>" not in text
    assert left_out in text


@pytest.mark.parametrize(
    ("may", "words", "buttons"),
    [
        ({}, "once you take part in one", []),
        ({"sets_up": True}, "*New sync* asks your teams once a week", ["New sync", "New retro"]),
        (
            {"sets_up": True, "runs": True},
            "*New sync* asks your teams",
            ["New sync", "New retro", "Choose channels", "Import people"],
        ),
        ({"sets_up": True, "runs": True, "begins": True}, "Choose the channels", ["Choose channels", "Import people"]),
    ],
)
def test_an_empty_tab_teaches_in_one_sentence(may: dict[str, bool], words: str, buttons: list[str]) -> None:
    """What will stand here, or how to begin, by what the reader may do."""
    view = draw(Words(), HomeFacts("Ana", "UTC", NOW, **may))
    check_view(view, "home")
    assert words in view["blocks"][0]["text"]["text"]
    labels = [one["text"]["text"] for block in view["blocks"] for one in block.get("elements", [])]
    assert labels == [*buttons, "Raise a blocker", "Ask a question", "Show changes", "Away dates", "My settings"]
