"""What a member of a team sees: forms, the home tab, replies to words, the summary."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.domain.away import AwayRange
from bot.domain.blocker_shown import Blocker
from bot.domain.coming import Coming
from bot.domain.confidence import Look
from bot.domain.home import HomeFacts, Missing, OpenPrompt, Update
from bot.domain.plan import PlanItem
from bot.domain.question import DEFAULT_SYNC_QUESTIONS, Question, QuestionKind, QuestionRole
from bot.domain.question_types import When
from bot.domain.rollup import roll_up
from bot.domain.rollup_details import details_of
from bot.domain.rollup_types import Addition, Entry, State
from bot.domain.search import Found, FoundAction, FoundBlocker, FoundDecision, FoundPerson, FoundSync, FoundTeam
from bot.domain.speaker import Voice
from bot.domain.sync_form import AddFacts, FormFacts, WhyFacts
from bot.domain.sync_rollup import DetailsFacts, RollupFacts
from bot.views import home, sync_form, sync_rollup, words
from bot.views.sync_form import Ticket
from tests.gallery.prompt_scenes import PLAN
from tests.gallery.scene import CLOSES, LISBON, NOW, Scene

KINDS = (
    Question("plan", QuestionKind.CHECKLIST, "Which of these are done?", role=QuestionRole.PLAN),
    Question("line", QuestionKind.SHORT_TEXT, "One line", required=True, placeholder="Refunds are live."),
    Question("one", QuestionKind.CHOICE, "How was it?", options=("Calm", "Busy", "Wild"), required=True),
    Question("maybe", QuestionKind.CHOICE, "Where?", options=("At home", "In the office")),
    Question("some", QuestionKind.CHOICES, "What helped?", options=("Pairing", "Silence", "Tea")),
    Question("score", QuestionKind.SCALE, "How sure are you?", hint="1 is not at all, 5 is certain."),
    Question("who", QuestionKind.PEOPLE, "Who should know?"),
    Question("teams", QuestionKind.TEAMS, "Waiting on anyone?"),
)
DEPENDING = (
    *DEFAULT_SYNC_QUESTIONS[1:3],
    Question("score", QuestionKind.SCALE, "How sure are you?", hint="1 is not at all, 5 is certain."),
    Question(
        "why",
        QuestionKind.LONG_TEXT,
        "What would make you surer?",
        placeholder="A second pair of eyes.",
        when=When("score", ("1", "2")),
    ),
)
FORM = FormFacts(
    turn_id=7,
    sync="Weekly sync",
    party="Payments",
    for_team=True,
    channel="#sync",
    questions=DEFAULT_SYNC_QUESTIONS,
    values={"headline": "Next: refunds in the app; second round of user tests"},
    plan=PLAN,
    weekly=True,
    teams={1: "Growth", 2: "Platform"},
    closes_at=CLOSES,
    closed=False,
    edits=False,
    zone=LISBON,
    now=NOW,
)
FORMS = {
    "first time": replace(FORM, plan=(), values={}, teams={}),
    "with last time's plan": FORM,
    "twelve planned items": replace(FORM, plan=tuple(PlanItem(f"Item {n} of a long list", n) for n in range(12))),
    "every kind of question": replace(
        FORM,
        questions=KINDS,
        values={"line": "Live", "one": "Busy", "some": ["Tea"], "score": 4, "who": ["U0LM000003"], "teams": [2]},
    ),
    "edit": replace(FORM, edits=True, values={"moved": "Refunds are live.", "next": "Spain", "confidence": 4}),
    "a question that depends": replace(FORM, questions=DEPENDING, values={"score": 2}),
    "late, everyone": replace(FORM, for_team=False, party="Ana Sousa", closed=True),
    "words too long for the field": replace(FORM, cut=3400, values={"moved": "Everything."}),
}
DOUBTED = replace(
    FORM,
    plan=(PlanItem("Staging keys", 2), PlanItem("Refunds in the app", 4), PlanItem("User tests")),
    values={"moved": "Cards are live.", "next": "Refunds", "confidence": "5"},
    waiting=(Blocker(9, "Payments", "Platform", "Root keys for staging", NOW - timedelta(days=9), by="Ana Sousa"),),
)
ADDING = AddFacts(3, "Weekly sync", "Payments", "#sync", "Ana Sousa", False, None, LISBON, NOW)
WHY = WhyFacts(
    "Weekly sync", "Mara Lindqvist", False, "Payments", "Every Tuesday at 10:00, in each person's own time", "#sync"
)
TICKET = Ticket(7, url="https://hooks.slack.com/actions/T1/1/abc")

ENTRIES = (
    Entry(
        "Growth",
        State.ANSWERED,
        {
            "moved": "Sign-up is one screen shorter.",
            "next": "Price test",
            "waiting_on": [2, 3],
            "waiting_for": "Keys for the staging environment, by Thursday.",
            "decision": "Do we launch refunds before the audit? Mara, by Friday.",
            "confidence": 2,
            "headline": "Sign-up shorter; price test next.",
        },
        by="Ben Carter",
    ),
    Entry("Mobile", State.SKIPPED),
    Entry(
        "Payments",
        State.ANSWERED,
        {"plan": {"done": ["Refunds"], "open": ["Tests"]}, "moved": "Live.", "next": "Spain", "confidence": 4},
        by="Ana Sousa",
        late=True,
        additions=(Addition("Rui Matos", "The tests also need the new keys."),),
    ),
    Entry("Platform", State.SILENT),
    Entry("Sales", State.AWAY),
)
TEAMS = {2: "Platform", 3: "Payments"}


def summed_up(given: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a roll-up message made from its entries, as the service does."""
    voice, pending = given.get("voice", Voice.TEAM), given.get("pending", False)
    entries = given["entries"]
    totals = roll_up(entries, given["questions"], voice=voice, names=given["teams"], pending=pending)
    about = {key: given[key] for key in ("readers", "closed") if key in given}
    return {
        "facts": RollupFacts(7, given["sync"], NOW.date(), CLOSES, pending, voice, totals, **about),
        "command": "/pmo",
    }


def written_out(given: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a message of the thread, as the service does."""
    details = details_of(given["entries"], given["questions"], voice=Voice.TEAM, names=given["teams"])
    return {"facts": DetailsFacts(given["sync"], tuple(details))}


def summary(name: str, entries: tuple[Entry, ...], **given: Any) -> Scene:
    """Return a scene of a roll-up."""
    facts = {"entries": entries, "questions": DEFAULT_SYNC_QUESTIONS, "teams": TEAMS, "sync": "Weekly sync"} | given
    return Scene(sync_rollup.rollup_message, name, facts, summed_up)


UNNAMED = tuple(
    Entry(name, State.ANSWERED, {"moved": "Live.", "waiting_for": "A legal opinion."}, by="Cleo Winter")
    for name in ("Mobile", "Sales")
)
SILENT = tuple(replace(entry, state=State.SILENT, values={}, additions=(), by="", late=False) for entry in ENTRIES)
PEOPLE = tuple(
    Entry(f"Person {n}", State.ANSWERED, {"moved": f"Thing {n} is done.", "confidence": 1 + n % 5}, team="Payments")
    for n in range(40)
)

WAITING = OpenPrompt(7, "Weekly sync", "Payments", True, "#sync", CLOSES, planned=3)
UPDATE = Update(
    3,
    "Weekly sync",
    NOW.date(),
    "Payments",
    True,
    "Ana Sousa",
    False,
    (
        "Cards live, refunds next",
        "Card payments are live.",
        "Next: refunds in the app; audit",
        "Waiting on Platform: keys",
    ),
    additions=(Addition("Rui Matos", "The tests also need the new keys."),) * 5,
)
HOME = HomeFacts(
    "Ana Sousa",
    LISBON,
    NOW,
    waiting=(WAITING, replace(WAITING, turn_id=8, for_team=False, party="Ana Sousa", state="skipped", planned=0)),
    updates=(UPDATE, replace(UPDATE, prompt_id=4, own=True, turn_id=9, closes_at=CLOSES, late=True)),
    coming=(
        Coming("Weekly sync", CLOSES + timedelta(days=6), ("Payments",)),
        Coming("Review", CLOSES + timedelta(days=7), ("Payments",), away=True),
    ),
    away=(AwayRange(1, date(2026, 8, 3), date(2026, 8, 14)), AwayRange(2, date(2026, 12, 28), date(2027, 1, 1))),
    missing=(Missing("Weekly sync", CLOSES, ("Growth", "Sales"), 2),),
)
CROWDED = replace(
    HOME,
    waiting=tuple(replace(WAITING, turn_id=n) for n in range(30)),
    updates=tuple(replace(UPDATE, prompt_id=n) for n in range(30)),
    coming=tuple(replace(HOME.coming[0], sync=f"Sync {n}") for n in range(30)),
)
FOUND = Found(
    "payments",
    LISBON,
    NOW,
    people=(FoundPerson("U0LM000001", "Ana Sousa", "product", ("Payments",), LISBON),),
    teams=(FoundTeam("Payments", "product", "Acquisition", "Ana Sousa", 5, "#payments"),),
    syncs=(FoundSync("Weekly sync", "Every Tuesday at 10:00", "active", CLOSES, ("Payments", "Growth"), "#sync"),),
    decisions=(
        FoundDecision("Payments first, then tariffs.", "Payments", False, "Mara Lindqvist", NOW.date()),
        FoundDecision("Do we launch payments?", "Payments", True, "Mara Lindqvist", CLOSES.date()),
        FoundDecision("Payments wait for the audit?", "", True, "Mara Lindqvist", None),
    ),
    actions=(
        FoundAction("Write one page on who decides prices", "Tiago Ferreira", "Payments", date(2026, 3, 12)),
        FoundAction("Ask payments", "Ana Sousa", "Payments", date(2026, 1, 9), "done", "Nobody asks."),
        FoundAction("Move payments", "Ana Sousa", "", date(2025, 12, 9), "dropped", "It costs too much"),
    ),
    blockers=(
        FoundBlocker("Keys for payments on staging", "Payments", "Platform", "not taken yet"),
        FoundBlocker("Payments in test", "Growth", "Platform", "done by Wei Tan", True, date(2026, 1, 9)),
    ),
    more=4,
)

SCENES = (
    *(Scene(sync_form.form, name, {"facts": facts, "ticket": TICKET}) for name, facts in FORMS.items()),
    *(
        Scene(sync_form.form, f"a second look: {step}", {"facts": DOUBTED, "ticket": replace(TICKET, step=step)})
        for step in (Look.KEEP, Look.CHANGE, Look.MARK)
    ),
    Scene(
        sync_form.form,
        "a second look, of a person every day",
        {
            "facts": replace(DOUBTED, for_team=False, party="Ana Sousa", weekly=False),
            "ticket": replace(TICKET, step=Look.KEEP),
        },
    ),
    Scene(
        sync_form.form,
        "edit, with what is stuck",
        {"facts": replace(DOUBTED, edits=True, stuck=("Staging keys",)), "ticket": TICKET},
    ),
    Scene(sync_form.add_form, "to a mate's answer", {"facts": ADDING, "ticket": TICKET}),
    Scene(
        sync_form.add_form, "late, to one's own", {"facts": replace(ADDING, own=True, closed_at=NOW), "ticket": TICKET}
    ),
    Scene(sync_form.why, "for a team", {"facts": WHY, "command": "/pmo"}),
    Scene(sync_form.why, "one's own sync, everyone", {"facts": replace(WHY, own=True, team=""), "command": "/pmo"}),
    Scene(sync_form.told, "taken", {"title_": "Update taken", "sentence": "Your update is in #sync."}),
    summary("closed", ENTRIES, readers=4),
    summary("nobody named", UNNAMED),
    summary("some named", (*UNNAMED, ENTRIES[0])),
    summary("all answered, still open", ENTRIES[:3], pending=True),
    summary("nothing new", (ENTRIES[1], replace(ENTRIES[1], name="Sales"))),
    summary("nobody answered", SILENT),
    summary("forty people, everyone", PEOPLE, voice=Voice.EVERYONE),
    Scene(
        sync_rollup.details_message,
        "the thread",
        {"entries": ENTRIES, "questions": DEFAULT_SYNC_QUESTIONS, "teams": TEAMS, "sync": "Weekly sync"},
        written_out,
    ),
    Scene(sync_rollup.emptied_message, "the thread, after an edit took all out", {}),
    Scene(home.home, "a member's week", {"facts": HOME}),
    Scene(home.home, "more than fits", {"facts": CROWDED}),
    Scene(home.home, "nothing yet", {"facts": HomeFacts("Ana Sousa", LISBON, NOW)}, empty=True),
    Scene(words.offer, "one sync open", {"text": "blocked on the staging keys", "draft": "d1", "prompts": (WAITING,)}),
    Scene(
        words.offer,
        "several open",
        {"text": "blocked", "draft": "d1", "prompts": (WAITING, replace(WAITING, turn_id=8, party="Growth"))},
    ),
    Scene(
        words.offer,
        "closed, nothing found",
        {"text": "refunds work now", "draft": "d1", "prompts": (replace(WAITING, closed=True),)},
    ),
    Scene(words.used, "taken"),
    Scene(words.used, "taken late", {"late": True}),
    Scene(words.used, "something else", {"sentence": "The sync was deleted meanwhile."}),
    Scene(words.only, "a sentence", {"sentence": "Nothing was changed."}),
    Scene(words.results, "found", {"found": FOUND, "command": "/pmo"}),
    Scene(
        words.results,
        "found after the closing",
        {
            "found": FOUND,
            "command": "/pmo",
            "others": tuple(replace(WAITING, closed=True, turn_id=n) for n in (7, 8)),
            "draft": "d1",
        },
    ),
    Scene(
        words.results,
        "found with an answer given",
        {"found": FOUND, "command": "/pmo", "others": (replace(WAITING, state="answered"),), "draft": "d1"},
    ),
    Scene(words.results, "nothing found", {"found": Found("payroll", LISBON, NOW), "command": "/pmo"}),
    Scene(words.short_help, "help", {"command": "/pmo"}, empty=True),
)
