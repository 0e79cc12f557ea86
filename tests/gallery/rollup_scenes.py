"""Scenes of summaries in their other styles, and of the message of a week."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.decision import Decision
from bot.domain.question import DEFAULT_SYNC_QUESTIONS
from bot.domain.rollup import roll_up
from bot.domain.rollup_style import Style, by_question
from bot.domain.rollup_types import Entry, State
from bot.domain.speaker import Voice
from bot.domain.sync_rollup import RollupFacts, WeekFacts
from bot.views import sync_rollup
from tests.gallery.member_scenes import CLOSES, ENTRIES, NOW, TEAMS
from tests.gallery.scene import Scene

LAUNCH = Decision("Sales", "Do we launch in Spain?", by="Eva Costa", id=5, owner="Mara Lindqvist", due_on=NOW.date())
DECIDING = Entry(
    "Sales",
    State.ANSWERED,
    {"moved": "Offers are out.", "decision": "Do we launch in Spain?", "confidence": 3},
    by="Eva Costa",
    decisions=(LAUNCH,),
)


def styled(given: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a summary in a style, made from its entries as the service does."""
    about = {"voice": Voice.TEAM, "names": given["teams"]}
    entries = given["entries"]
    totals = roll_up(entries, DEFAULT_SYNC_QUESTIONS, **about)
    parts = by_question(entries, DEFAULT_SYNC_QUESTIONS, **about)
    facts = RollupFacts(7, given["sync"], NOW.date(), CLOSES, False, Voice.TEAM, totals)
    return {"facts": replace(facts, style=given["style"], questions=parts), "command": "/pmo"}


def summary(name: str, style: Style, *entries: Entry) -> Scene:
    """Return a scene of a summary in a style."""
    facts = {"entries": entries, "teams": TEAMS, "sync": "Weekly sync", "style": style}
    return Scene(sync_rollup.rollup_message, name, facts, styled)


MANY = tuple(Entry(f"Team {n}", State.ANSWERED, {"moved": f"Thing {n} is done."}) for n in range(40))
AMPLE = tuple(
    Entry(
        f"Team {n}", State.ANSWERED, {"moved": "R&D & more " * 30, "next": "R&D & more " * 30, "waiting_for": "&" * 300}
    )
    for n in range(40)
)
LEAD = "1 decision is needed; 2 of 8 teams are stuck, both on Platform."
WEEK = WeekFacts(date(2026, 3, 2), (("Weekly sync", date(2026, 3, 3), LEAD), ("Design stand-up", date(2026, 3, 5), "")))

SCENES = (
    summary("team by team", Style.TEAM, *ENTRIES[:-1], DECIDING),
    summary("question by question", Style.QUESTION, *ENTRIES[:-1], DECIDING),
    summary("forty teams, team by team", Style.TEAM, *MANY),
    summary("forty teams, question by question", Style.QUESTION, *MANY),
    summary("more than fits", Style.QUESTION, *AMPLE),
    Scene(sync_rollup.week_message, "two syncs", {"facts": WEEK}),
    Scene(sync_rollup.week_message, "a busy week", {"facts": replace(WEEK, syncs=WEEK.syncs * 40)}),
)
