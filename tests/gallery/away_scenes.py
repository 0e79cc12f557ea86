"""Away dates as people see them."""

from dataclasses import replace
from datetime import date

from bot.domain.away import AwayFacts, AwayMate, AwayNoted, AwayRange, Source
from bot.domain.away_back import BackFacts, Moved, Said
from bot.domain.working_time import Away
from bot.views import away
from tests.gallery.scene import NOW, Scene

TODAY = NOW.date()
LEAVE = AwayRange(1, date(2026, 8, 3), date(2026, 8, 14))
OWN = AwayFacts(
    today=TODAY,
    ranges=(
        AwayRange(2, TODAY, None, Source.STATUS),
        LEAVE,
        AwayRange(3, date(2026, 12, 28), date(2027, 1, 1), Source.PMO),
    ),
    mates=(AwayMate("Tiago Ferreira", TODAY, date(2026, 3, 6)), AwayMate("Rui Matos", TODAY, None)),
)
ADDED = replace(OWN, ranges=(LEAVE,), note="You are away Mon 3 to Fri 14 Aug. You are asked nothing then.", undo=1)
PMO = replace(OWN, who="Ana Sousa", person="U0LM000001", mates=(), for_others=True)
MANY = replace(OWN, ranges=tuple(replace(LEAVE, away_id=n) for n in range(30)), more=4, for_others=True)
MOVED = Moved(
    "Weekly sync",
    "#sync",
    2,
    date(2026, 8, 11),
    "1 decision is needed; 2 of 8 teams are stuck, both on Platform.",
    ("Payments: Do we launch refunds before the audit?",),
    (Said("Payments", date(2026, 8, 4), "Tiago Ferreira", "Card payments are live for one in ten customers."),),
)
BACK = BackFacts("Ana Sousa", Away(date(2026, 8, 3), date(2026, 8, 14)), (MOVED, replace(MOVED, rounds=1)), more=1)
NOTED = AwayNoted("Mara Lindqvist", date(2026, 8, 3), date(2026, 8, 14), 1)

SCENES: tuple[Scene, ...] = (
    Scene(away.away_list, "own", {"facts": OWN, "command": "/pmo"}),
    Scene(away.away_list, "just added", {"facts": ADDED, "command": "/pmo"}),
    Scene(away.away_list, "none", {"facts": AwayFacts(TODAY, ()), "command": "/pmo"}, empty=True),
    Scene(away.away_list, "another's", {"facts": PMO, "command": "/pmo"}),
    Scene(away.away_list, "another's, none", {"facts": replace(PMO, ranges=()), "command": "/pmo"}),
    Scene(away.form, "own", {"facts": OWN, "command": "/pmo"}),
    Scene(away.form, "more than fits, of the PMO", {"facts": MANY, "command": "/pmo"}),
    Scene(away.done, "added", {"facts": ADDED, "command": "/pmo"}),
    Scene(away.shown_anew, "removed", {"facts": ADDED, "command": "/pmo", "view": {"callback_id": away.DONE}}),
    Scene(away.noted, "noted", {"facts": NOTED}),
    Scene(away.noted, "taken back", {"facts": replace(NOTED, away_id=None)}),
    Scene(away.back, "two syncs", {"facts": BACK}),
)
