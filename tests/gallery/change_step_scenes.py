"""The plan of a change: its list, its forms, what owners are asked, and what those read who take part."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.change_step import Answer, Step, StepKind, StepState, Taking
from bot.domain.change_step_form import StepForm
from bot.domain.change_step_offer import OFFERS, TELL
from bot.domain.change_step_part import Attendance, Attendant, Part
from bot.domain.change_step_plan import HomeSteps, Plan, PlanGroup, PlanSummary
from bot.domain.home import HomeFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import change_page, change_step, change_step_form, change_step_part, change_step_plan, home
from tests.gallery.change_scenes import HEAD
from tests.gallery.scene import LISBON, NOW, Scene

TODAY, DUE = date(2026, 3, 3), date(2026, 3, 12)
FIRST, AGAIN = NOW + timedelta(days=7, hours=4, minutes=55), NOW + timedelta(days=9)

ADAPT = Step(
    id=7,
    kind=StepKind.ADAPT,
    text="HR: job descriptions follow the new roles",
    change_id=3,
    change="The shift to product teams",
    group_id=5,
    group="Sales",
    owner="Tiago Ferreira",
    owner_slack="U0LM000005",
    giver="Mara Lindqvist",
    due_on=DUE,
    state=StepState.OPEN,
)
ASKED = replace(ADAPT, state=StepState.PROPOSED)
LATE = replace(ADAPT, id=8, due_on=date(2026, 3, 2))
TOLD = replace(ADAPT, id=9, kind=StepKind.INFORM, text="Say what stays", through="Sales joins the product teams")
DONE = replace(TOLD, id=10, state=StepState.DONE, settler="Ana Sousa")
DROPPED = replace(ADAPT, id=11, state=StepState.DROPPED, settler="Ana Sousa", reason="HR has them already.")
SESSION = replace(
    ADAPT,
    id=12,
    kind=StepKind.SESSION,
    text="Your new role: what you do, whom you ask",
    starts_at=FIRST,
    second_at=AGAIN,
    place="Room Tejo, or the call in the invitation",
    seats=25,
    material="https://example.com/slides",
)
INVITED = replace(SESSION, invited=True, taking=Taking(asked=40, first=12, second=5, cant=3))
HELD = replace(INVITED, starts_at=NOW - timedelta(days=2), second_at=NOW - timedelta(hours=2))
BARE = replace(SESSION, id=13, starts_at=None, second_at=None, place="", seats=0, material="")
PAGE = replace(ADAPT, id=14, kind=StepKind.PAGE, text="How a forecast is made from now on", page="Forecasts", page_id=4)
PRACTICE = replace(
    ADAPT, id=15, kind=StepKind.PRACTICE, text="Enter one real deal", invited=True, taking=Taking(asked=40, did=9)
)
GONE = replace(LATE, owner_left=True)

PART = Part(21, INVITED, Answer.NONE, did=False, now=NOW, zone=LISBON)
COMES = replace(PART, part_id=22, answer=Answer.FIRST)
CANT = replace(PART, part_id=23, answer=Answer.CANT)
FULL = replace(PART, part_id=24, full=frozenset({Answer.FIRST}))
MISSED = replace(PART, part_id=25, step=HELD)
THERE = replace(MISSED, part_id=26, did=True)
TO_READ = replace(PART, part_id=27, step=replace(PAGE, invited=True))
TO_TRY = replace(PART, part_id=28, step=PRACTICE)
READ = replace(TO_READ, part_id=29, did=True)
OVER = replace(COMES, part_id=30, over=True)
OFF = replace(COMES, part_id=31, step=replace(INVITED, state=StepState.DROPPED, reason="HR does it in April."))
CLOSED = replace(PART, part_id=32, step=replace(INVITED, state=StepState.DONE))
OPEN_DATE = replace(PART, part_id=33, step=replace(BARE, invited=True))
BEGUN = replace(COMES, part_id=34, step=replace(INVITED, starts_at=NOW - timedelta(minutes=5), second_at=None))
PARTS = {
    "asked": PART,
    "comes": COMES,
    "can't": CANT,
    "the first date is full": FULL,
    "held without them": MISSED,
    "was there": THERE,
    "a page": TO_READ,
    "a page that was read": READ,
    "practice": TO_TRY,
    "its change has ended": OVER,
    "called off": OFF,
    "closed": CLOSED,
    "begun": BEGUN,
}

OF_PAGE = replace(MISSED, step=replace(HELD, page="Roles"))
REMINDED = {"comes": COMES, "can't": CANT, "called off": OFF, "was there": THERE, "begun": BEGUN}

SALES = PlanGroup(5, "Sales", (LATE, SESSION, INVITED, HELD, TOLD), (TELL,))
SALES = replace(SALES, steps=tuple(replace(one, id=50 + place) for place, one in enumerate(SALES.steps)))
HR = PlanGroup(6, "HR", (ASKED, DONE, DROPPED, replace(PRACTICE, owner_slack="U0LM000001"), BARE))
NONE_YET = PlanGroup(7, "Marketing", (), (TELL, *next(iter(OFFERS.values()))))
ON_THE_NEXT = PlanGroup(8, "Finance", further=4)
PLAN = Plan(
    change_id=3,
    change="The shift to product teams",
    groups=(SALES, HR, NONE_YET, ON_THE_NEXT),
    today=TODAY,
    now=NOW,
    zone=LISBON,
    reader_slack="U0LM000001",
    runs_it=True,
    total=14,
    done=3,
    late=1,
    more=4,
)
PLANS = {
    "for who runs it": replace(PLAN, parts=(PART, TO_READ)),
    "the second page": replace(PLAN, first=10, more=0, groups=(SALES,)),
    "nothing planned": replace(PLAN, groups=(NONE_YET,), total=0, done=0, late=0, more=0),
    "nobody affected": replace(PLAN, groups=(), total=0, done=0, late=0, more=0),
    "of an owner": replace(PLAN, groups=(replace(HR, steps=(ADAPT,)),), runs_it=False, reader_slack="U0LM000005"),
    "nothing for a member": replace(PLAN, groups=(), total=0, done=0, late=0, more=0, runs_it=False),
    "a member's session": replace(PLAN, groups=(), total=0, done=0, late=0, more=0, runs_it=False, parts=(PART,)),
    "many groups": replace(PLAN, groups=tuple(replace(NONE_YET, id=70 + one) for one in range(20)), more=0),
    "with a note": replace(PLAN, note="Added."),
}
SUMMARY = PlanSummary(
    3, total=9, done=3, dropped=1, unaccepted=1, late=(LATE,), late_total=1, coming=(SESSION, TOLD), runs_it=True
)
SUMMARIES = {
    "for who runs it": replace(SUMMARY, groups_without=("Marketing", "Legal"), parts=(PART,)),
    "nothing late": replace(SUMMARY, late=(), late_total=0, unaccepted=0, coming=(INVITED,)),
    "nothing yet": PlanSummary(3, groups_without=("Sales",), runs_it=True),
    "of an owner": PlanSummary(3, own=1),
    "of an owner of two": PlanSummary(3, own=2, parts=(COMES,)),
}
FORM = StepForm(
    StepKind.SESSION, 3, "The shift to product teams", 5, "Sales", 40, "U0LM000001", DUE, TODAY, LISBON, draft=False
)
FORMS = {
    "a session": FORM,
    "a session, edited": replace(FORM, step=replace(SESSION, minutes=50)),
    "telling": replace(FORM, kind=StepKind.INFORM, choices={4: "Kick-off"}, begins="Say what stays"),
    "a page, edited": replace(FORM, kind=StepKind.PAGE, step=PAGE, choices={4: "Forecasts"}, chosen=4),
    "practice for nobody yet": replace(FORM, kind=StepKind.PRACTICE, people=0),
    "a process, in a draft": replace(FORM, kind=StepKind.ADAPT, draft=True),
}
PEOPLE = tuple(
    Attendant(40 + place, name, answer, did, sent)
    for place, (name, answer, did, sent) in enumerate(
        (
            ("Ana Sousa", Answer.FIRST, True, False),
            ("Ben Carter", Answer.SECOND, False, False),
            ("Inês Duarte", Answer.NONE, False, True),
            ("Tiago Ferreira", Answer.CANT, False, True),
        )
    )
)
ATTENDANCE = Attendance(HELD, PEOPLE, total=4, first=0, now=NOW, today=TODAY, missed=1)
MANY = tuple(Attendant(100 + number, f"Person {number}", Answer.FIRST, did=False) for number in range(90))
ATTENDED = {
    "after both dates": ATTENDANCE,
    "without material": replace(ATTENDANCE, step=replace(HELD, material="")),
    "practice": replace(ATTENDANCE, step=PRACTICE, missed=0),
    "nobody asked": replace(ATTENDANCE, rows=(), total=0, missed=0),
    "hundreds": replace(ATTENDANCE, rows=MANY, total=240, missed=0),
}
HOME = HomeFacts(
    "Mara",
    LISBON,
    NOW,
    steps=HomeSteps(
        mine=(replace(ASKED, id=61), replace(HELD, id=62), replace(PAGE, id=63), replace(BARE, id=64)),
        parts=(PART, COMES, MISSED, TO_READ, TO_TRY),
        late=(LATE, replace(GONE, id=65)),
    ),
)


def on_a_page(words: Words, facts: PlanSummary) -> Message:
    """Return the page of a change with what it says of its plan."""
    return change_page.page(words, HEAD, change_step_plan.section(words, facts, TODAY))


SCENES = (
    *(Scene(on_a_page, name, {"facts": facts}) for name, facts in SUMMARIES.items()),
    *(Scene(change_step_plan.plan, name, {"facts": facts, "command": "/pmo"}) for name, facts in PLANS.items()),
    Scene(change_step_form.add_form, "with proposals", {"change_id": 3, "change": PLAN.change, "group": NONE_YET}),
    Scene(
        change_step_form.add_form,
        "without proposals",
        {"change_id": 3, "change": PLAN.change, "group": replace(NONE_YET, offers=()), "note": "Added, and yours."},
    ),
    *(Scene(change_step_form.step_form, name, {"form": form}) for name, form in FORMS.items()),
    *(
        Scene(form, name, {"one": one, "today": TODAY})
        for form in (change_step_form.hand_form, change_step_form.move_form, change_step_form.drop_form)
        for name, one in (("open", ADAPT), ("late", LATE), ("a session", INVITED))
    ),
    Scene(change_step_form.said, "added", {"sentence": "The plan has it."}),
    *(
        Scene(change_step.asked_message, name, {"one": one, "today": TODAY, "theirs": theirs})
        for name, one, theirs in (
            ("asked", ASKED, True),
            ("accepted", ADAPT, True),
            ("a session, accepted", SESSION, True),
            ("somebody else's", ADAPT, False),
            ("asked of somebody else", ASKED, False),
            ("done", DONE, True),
            ("dropped", DROPPED, True),
        )
    ),
    *(
        Scene(
            change_step.due_message,
            name,
            {"one": one, "today": TODAY, "now": NOW, "theirs": theirs, "asks": asks},
        )
        for name, one, theirs, asks in (
            ("on the day", replace(ADAPT, due_on=TODAY), True, True),
            ("after it", LATE, True, True),
            ("a session that was held", HELD, True, True),
            ("another date", ADAPT, True, False),
            ("somebody else's", ADAPT, False, True),
            ("done", DONE, True, True),
            ("dropped", DROPPED, True, True),
        )
    ),
    *(
        Scene(change_step.late_message, name, {"one": one, "today": TODAY, "asks": asks, "after": after})
        for name, one, asks, after in (
            ("asked", LATE, True, ""),
            ("to the PMO", LATE, True, "Ana Sousa"),
            ("not accepted", replace(ASKED, due_on=LATE.due_on), True, ""),
            ("its owner has left", GONE, True, ""),
            ("another date", ADAPT, False, ""),
            ("done", DONE, False, ""),
            ("dropped", DROPPED, False, ""),
        )
    ),
    *(
        Scene(change_step.news_message, what, {"one": one, "today": TODAY, "what": what, "by": "Ana Sousa"})
        for what, one in (("done", DONE), ("dropped", DROPPED), ("given", ASKED))
    ),
    Scene(
        change_step.news_message,
        "dropped, and taken up again",
        {"one": ADAPT, "today": TODAY, "what": "dropped", "by": "Ana Sousa"},
    ),
    *(Scene(change_step_part.invite_message, name, {"part": part}) for name, part in PARTS.items()),
    *(
        Scene(
            change_step_part.before_message,
            f"{name}, {'soon' if soon else 'a day before'}",
            {"part": part, "soon": soon},
        )
        for name, part in (
            ("comes", COMES),
            ("can't", CANT),
            ("called off", OFF),
            ("was there", THERE),
            ("begun", BEGUN),
        )
        for soon in (False, True)
    ),
    Scene(change_step_part.before_message, "closed", {"part": CLOSED, "soon": False}),
    *(
        Scene(change_step_part.moved_message, name, {"part": part})
        for name, part in (
            ("another time", PART),
            ("they come", COMES),
            ("called off", OFF),
            ("its change has ended", OVER),
            ("no date", OPEN_DATE),
        )
    ),
    *(
        Scene(change_step_part.material_message, name, {"part": part})
        for name, part in (
            ("to see", MISSED),
            ("seen", THERE),
            ("a page", replace(MISSED, step=replace(HELD, page="Roles"))),
        )
    ),
    *(Scene(change_step_part.attend_form, name, {"facts_": facts}) for name, facts in ATTENDED.items()),
    Scene(change_step_part.attend_form, "saved", {"facts_": ATTENDANCE, "note": "Saved."}),
    Scene(home.home, "with steps of changes", {"facts": HOME}),
)
