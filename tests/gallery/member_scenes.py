"""What a member of a team sees: prompts, forms, the home tab, replies to words, the summary."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from bot.domain.away import AwayRange
from bot.domain.home import Coming, HomeFacts, OpenPrompt, Update
from bot.domain.plan import PlanItem
from bot.domain.question import DEFAULT_SYNC_QUESTIONS, Question, QuestionKind, QuestionRole
from bot.domain.question_types import When
from bot.domain.rhythm import Reminders, Rhythm, RhythmFacts
from bot.domain.rollup import roll_up
from bot.domain.rollup_details import details_of
from bot.domain.rollup_types import Addition, Entry, State
from bot.domain.search import Found, FoundDecision, FoundPerson, FoundSync, FoundTeam
from bot.domain.speaker import Voice
from bot.domain.sync_form import AddFacts, FormFacts, WhyFacts
from bot.domain.sync_rollup import DetailsFacts, RollupFacts
from bot.views import home, sync_form, sync_prompt, sync_rollup, words
from bot.views.sync_form import Ticket
from tests.factories.prompt import asked
from tests.gallery.scene import CLOSES, LISBON, NOW, Scene

PLAN = (PlanItem("Refunds in the app", 2), PlanItem("Second round of user tests"))
SAID = (
    ("Which of these are done?", ("Done: Refunds in the app", "Still open: Second round of user tests")),
    ("What moved?", ("Card payments are live for one in ten customers.", "No complaints so far.")),
    ("Waiting on anyone?", ("Platform",)),
)
ASKED = asked(now=NOW, closes_at=CLOSES, plan=PLAN)
ANSWERED = replace(
    ASKED, state="answered", author="Ana Sousa", mine=True, words=SAID, additions=(Addition("Rui Matos", "And tests."),)
)
ALONE = replace(ASKED, team="", plan=())
WORKING = RhythmFacts(
    Rhythm("", (0, 1, 2, 3, 4), time(9), time(17), "", Reminders.STANDARD), LISBON, zone_fixed=False, guess="PT"
)
PROMPTS = {
    "the very first": replace(ASKED, first_contact=True, plan=(), working=WORKING),
    "asking": ASKED,
    "asking the next of a squad": replace(ASKED, after="Tiago Ferreira"),
    "the very first, the next of a squad": replace(ASKED, first_contact=True, after="Tiago Ferreira"),
    "asking one of everyone": ALONE,
    "the very first, everyone": replace(ALONE, first_contact=True),
    "answered": ANSWERED,
    "answered, closed, late": replace(ANSWERED, closed=True, late=True),
    "answered, longer than a message": replace(
        ANSWERED,
        additions=tuple(
            Addition("Rui Matos", "\n".join([" ".join(["And tests, once more."] * 34)] * 4)) for _ in range(60)
        ),
    ),
    "answered by a mate": replace(ANSWERED, mine=False, author="Tiago Ferreira"),
    "skipped": replace(ASKED, state="skipped"),
    "put off": replace(ASKED, later_at=NOW + timedelta(hours=2)),
    "away": replace(ASKED, state="absent"),
    "away, closed": replace(ASKED, state="absent", closed=True),
    "skipped, closed": replace(ASKED, state="skipped", closed=True),
    "no update yet": replace(ASKED, state="missed", closed=True),
    "a try": replace(ASKED, trial=True),
    "deleted sync": replace(ASKED, deleted=True),
    "deleted sync, answered": replace(ANSWERED, deleted=True),
}

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
    return {
        "facts": RollupFacts(7, given["sync"], NOW.date(), CLOSES, pending, voice, totals, given.get("readers", 0)),
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
    more=4,
)

SCENES = (
    *(Scene(sync_prompt.prompt_message, name, {"facts": facts}) for name, facts in PROMPTS.items()),
    Scene(sync_prompt.nudge_message, "the one reminder", {"facts": ASKED}),
    Scene(sync_prompt.nudge_message, "everyone", {"facts": ALONE}),
    Scene(sync_prompt.nudge_message, "later, as they wished", {"facts": ASKED, "again": True}),
    Scene(sync_prompt.nudge_message, "away meanwhile", {"facts": replace(ASKED, state="absent")}),
    Scene(sync_prompt.nudge_message, "answered meanwhile", {"facts": ANSWERED}),
    *(Scene(sync_form.form, name, {"facts": facts, "ticket": TICKET}) for name, facts in FORMS.items()),
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
