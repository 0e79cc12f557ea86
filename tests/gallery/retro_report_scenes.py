"""The report on what retros brought in a quarter."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.domain.home import HomeFacts
from bot.domain.retro_report import Counts, Quarter, ReportedAction, RetroReport, ThemeLine
from bot.domain.retro_systemic import Became, Systemic
from bot.views import home, retro_report, retro_systemic
from tests.gallery.playbook_scenes import FOUND, PAGE
from tests.gallery.scene import Scene

NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
DROPPED = ReportedAction(
    text="Write two pages on who decides prices",
    stream="Acquisition",
    experiment=False,
    state="dropped",
    created_on=date(2026, 4, 2),
    settled_on=date(2026, 5, 4),
    reason="The new tariff made it needless",
)
WORKED = replace(
    DROPPED, text="No meetings on Wednesdays", experiment=True, state="done", reason="", effect="Two hours"
)
NOTHING = RetroReport(Quarter(2026, 1), 0, Counts(), 0, None, (), (), Counts(), ())
QA = Systemic(
    7, "The QA queue is long", ("Growth", "Mobile", "Payments"), 9, ("QA takes four days", "Too few testers", "A week")
)
SHARED = (
    QA,
    *(replace(QA, theme_id=number, became=one) for number, one in enumerate(Became, 8) if one),
    replace(QA, theme_id=20, name="Prices take weeks", teams=("Data or Search", "Growth", "Sales"), cards=3),
    replace(QA, theme_id=21, pages=("How staging stays up",)),
    replace(QA, theme_id=22, pages=tuple(f"How we test {number}" for number in range(5))),
)
FULL = RetroReport(
    quarter=Quarter(2026, 2),
    retros=9,
    all=Counts(14, 9, 2, 5),
    carried=4,
    median_days=12.5,
    dropped=(DROPPED, replace(DROPPED, reason="")),
    worked=(WORKED, replace(WORKED, effect="")),
    experiments=Counts(3, 2, 0, 1),
    streams=(("Acquisition", Counts(8, 6, 1, 2)), ("Retention", Counts(6, 3, 1, 3))),
    months=Quarter(2026, 2).months(date(2026, 6, 30)),
    lines=(
        ThemeLine("The QA queue is long", (0, 0, 3, 4, 5, 7)),
        ThemeLine("Review, PR, merge", (2, 0, 0, 4, 1, 0), suggested=True),
        ThemeLine("Not named, Growth and Payments", (0, 0, 1, 0, 0, 2)),
    ),
    systemic=SHARED,
)

SCENES = (
    *(
        Scene(retro_report.report_message, name, {"facts": facts})
        for name, facts in (
            ("a quarter", FULL),
            ("a quarter without retros", NOTHING),
            (
                "one retro, one day",
                replace(FULL, retros=1, median_days=1.0, carried=1, streams=(), lines=(), systemic=()),
            ),
        )
    ),
    Scene(
        retro_systemic.choose_view,
        "which page is meant",
        {
            "one": QA,
            "hits": (*FOUND.hits, replace(FOUND.hits[0], page=replace(PAGE, id=9), sentence=())),
            "today": date(2026, 3, 3),
        },
    ),
    Scene(retro_systemic.aside_message, "set aside", {"name": QA.name}),
    Scene(
        home.home,
        "what several teams share",
        {"facts": HomeFacts("Mara Lindqvist", "Europe/Berlin", NOW, runs=True, systemic=(SHARED[0], *SHARED[-3:]))},
    ),
)
