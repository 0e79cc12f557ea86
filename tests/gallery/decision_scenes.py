"""Decisions: in the summary, in the forms around them, and as whoever asked for them hears of them."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.decision import Decision, DecisionState
from bot.domain.decision_form import DecisionForm
from bot.domain.decision_log import LogFacts, LogRow
from bot.domain.home import HomeFacts
from bot.domain.rollup_types import Entry, State
from bot.views import decision, decision_log, decision_review, home, sync_prompt
from tests.gallery.member_scenes import summary
from tests.gallery.prompt_scenes import ASKED
from tests.gallery.scene import LISBON, NOW, Scene

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


LOG = LogFacts(
    (
        LogRow(NEEDED, mine=True),
        LogRow(replace(NEEDED, id=10, due_on=None), mine=False),
        LogRow(replace(DECIDED, before=(("No.", "Ben Carter"),)), mine=True),
        LogRow(replace(DECIDED, id=11, name="", text="", reason="", review_on=None), mine=False),
    ),
    first=0,
    more=True,
    words="",
    can_add=True,
    today=date(2026, 3, 3),
)
EMPTY = LogFacts((), 0, False, "", can_add=True, today=date(2026, 3, 3))
LOGS = {
    "the first page": LOG,
    "for a member, open ones": replace(LOG, words="open", can_add=False, more=False),
    "found, with a note": replace(LOG, words="refunds", note="It still holds."),
    "a full page": replace(LOG, rows=tuple(LogRow(replace(DECIDED, id=n), mine=True) for n in range(8))),
}


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
    *(Scene(decision_log.log, name, {"facts": facts, "command": "/pmo"}) for name, facts in LOGS.items()),
    *(
        Scene(decision_log.log, f"nothing, {words or 'all'}", {"facts": replace(EMPTY, words=words), "command": "/pmo"})
        for words in ("", "open", "refunds")
    ),
    Scene(decision_log.log, "nothing, for a member", {"facts": replace(EMPTY, can_add=False), "command": "/pmo"}),
    *(
        Scene(decision_review.due_message, name, {"one": one, "today": date(2026, 3, 5), "theirs": theirs})
        for name, one, theirs in (
            ("the reminder", NEEDED, True),
            ("handed on", NEEDED, False),
            ("decided meanwhile", DECIDED, True),
            ("dropped meanwhile", DROPPED, True),
        )
    ),
    *(
        Scene(decision_review.review_message, name, {"one": one, "on": date(2026, 5, 12)})
        for name, one in (
            ("does it still hold", DECIDED),
            ("made elsewhere", ELSEWHERE.decision),
            ("it holds", replace(DECIDED, review_on=None)),
            ("looked at later", replace(DECIDED, review_on=date(2026, 8, 12))),
        )
    ),
    Scene(decision_review.later_form, "another day", {"facts": CHANGED}),
    Scene(
        home.home,
        "decisions",
        {
            "facts": HomeFacts(
                "Mara Lindqvist",
                LISBON,
                NOW,
                decisions=tuple(replace(NEEDED, id=n) for n in range(6)),
                runs=True,
                sets_up=True,
                past_due=tuple(replace(NEEDED, id=n, due_on=date(2026, 2, 27)) for n in range(10, 17)),
            )
        },
    ),
    Scene(
        sync_prompt.prompt_message,
        "asking, with what came of the last",
        {"facts": replace(ASKED, since_last=("Mara and 3 others read your last update.", "Mara decided: yes."))},
    ),
    Scene(decision_log.new_form, "new", {"by": "U0LM000001"}),
    Scene(decision_log.added, "added", {"sentence": "It is in the log: /pmo decisions."}),
    Scene(decision.settled_message, "decided", {"one": DECIDED}),
    Scene(decision.settled_message, "decided in a word", {"one": replace(DECIDED, reason="", review_on=None)}),
    Scene(decision.settled_message, "needed no longer", {"one": DROPPED}),
    Scene(decision.settled_message, "needed no longer, with why", {"one": replace(DROPPED, reason="It is done.")}),
)
