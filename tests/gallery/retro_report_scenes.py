"""The report on what retros brought in a quarter."""

from dataclasses import replace
from datetime import date

from bot.domain.retro_report import Counts, Quarter, ReportedAction, RetroReport, Systemic
from bot.views import retro_report
from tests.gallery.scene import Scene

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
    lines={"The QA queue is long": (0, 0, 3, 4, 5, 7), "Prices take weeks": (2, 0, 0, 4, 1, 0)},
    systemic=(
        Systemic(
            7, "The QA queue is long", ("Growth", "Mobile", "Payments"), 9, ("QA takes four days", "Too few testers")
        ),
    ),
)

SCENES = (
    *(
        Scene(retro_report.report_message, name, {"facts": facts})
        for name, facts in (
            ("a quarter", FULL),
            ("a quarter without retros", NOTHING),
            (
                "one retro, one day",
                replace(FULL, retros=1, median_days=1.0, carried=1, streams=(), lines={}, systemic=()),
            ),
        )
    ),
)
