"""Decisions: in the summary, in the forms around them, and as whoever asked for them hears of them."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.decision import Decision, DecisionState
from bot.domain.decision_form import DecisionForm
from bot.domain.rollup_types import Entry, State
from bot.views import decision
from tests.gallery.member_scenes import summary
from tests.gallery.scene import Scene

NEEDED = Decision(
    "Payments",
    "Do we launch refunds before the audit",
    by="Ana Sousa",
    id=7,
    owner="Mara Lindqvist",
    due_on=date(2026, 3, 6),
)
DECIDED = replace(
    NEEDED,
    id=8,
    state=DecisionState.DECIDED,
    outcome="Yes, behind a flag, for one in ten customers.",
    reason="The audit looks at what is live, not at flags.",
    settled_by="Mara Lindqvist",
    settled_on=date(2026, 3, 3),
    review_on=date(2026, 5, 12),
)
DROPPED = replace(
    NEEDED,
    id=9,
    text="Which supplier?",
    state=DecisionState.DROPPED,
    settled_by="Ben Carter",
    settled_on=date(2026, 3, 3),
)
FORM = DecisionForm(NEEDED, "#sync", 1, "U0LM000001", date(2026, 3, 6))
CHANGED = replace(FORM, decision=DECIDED)
ELSEWHERE = replace(FORM, channel="", decision=replace(DECIDED, name="", text="", by=""))


def asking(*decisions: Decision) -> Entry:
    """Return what a team said that asks for decisions."""
    said: dict[str, Any] = {"moved": "Refunds work.", "next": "Spain", "decision": decisions[0].text}
    return Entry("Payments", State.ANSWERED, said, by="Ana Sousa", decisions=decisions)


SCENES = (
    summary("decisions needed, made and dropped", (asking(NEEDED, DECIDED, DROPPED),)),
    summary("more decisions than fit", (asking(*(replace(NEEDED, id=n) for n in range(11))),)),
    summary("more decisions made than fit", (asking(*(replace(DECIDED, id=n) for n in range(11))),)),
    *(
        Scene(form, name, {"facts": facts})
        for form in (decision.decide_form, decision.hand_form, decision.date_form, decision.drop_form)
        for name, facts in (("asked for in a sync", FORM), ("made elsewhere", ELSEWHERE))
    ),
    Scene(decision.decide_form, "changed", {"facts": CHANGED}),
    Scene(decision.settled_message, "decided", {"one": DECIDED}),
    Scene(decision.settled_message, "decided in a word", {"one": replace(DECIDED, reason="", review_on=None)}),
    Scene(decision.settled_message, "needed no longer", {"one": DROPPED}),
    Scene(decision.settled_message, "needed no longer, with why", {"one": replace(DROPPED, reason="It is done.")}),
)
