"""Changes: their list, and the page of one."""

from dataclasses import replace
from datetime import date

from bot.domain.change import ChangeState
from bot.domain.change_list import ChangeListFacts, ChangeRow
from bot.domain.change_page import ChangeHead
from bot.views import change_list, change_page
from tests.gallery.scene import Scene

WHY = (
    "Customers wait for five teams to hand work on. One team that owns a journey from end to end answers them in days."
)
ROW = ChangeRow(
    7,
    "Product teams",
    ChangeState.IN_PROGRESS,
    "Mara Lindqvist",
    date(2026, 3, 16),
    date(2026, 6, 30),
    groups=6,
)
ROWS = (
    ROW,
    ChangeRow(8, "One chat tool", ChangeState.ANNOUNCED, "Ana Sousa", date(2026, 4, 1), None, groups=1),
    ChangeRow(9, "New reviews", ChangeState.DRAFT, "Ben Carter", None, None, groups=0),
    replace(ROW, id=10, name="Old office", state=ChangeState.STOPPED),
    replace(ROW, id=11, name="Guilds", state=ChangeState.EMBEDDED),
)
LISTED = ChangeListFacts(ROWS, today=date(2026, 3, 3), is_pmo=True)
HEAD = ChangeHead(
    7,
    "Product teams",
    WHY,
    ChangeState.IN_PROGRESS,
    "Ana Sousa",
    "Mara Lindqvist",
    date(2026, 3, 16),
    date(2026, 6, 30),
    today=date(2026, 3, 3),
    runs_it=True,
)

SCENES = (
    *(
        Scene(change_list.change_list, name, {"facts": facts, "command": "/pmo"})
        for name, facts in (
            ("for the PMO", LISTED),
            ("for a member, the first page", replace(LISTED, is_pmo=False, more=True)),
            ("with a note", replace(LISTED, note="“Old office” was deleted.")),
        )
    ),
    *(
        Scene(
            change_list.change_list,
            f"nothing yet, {name}",
            {"facts": replace(LISTED, rows=(), is_pmo=is_pmo), "command": "/pmo"},
        )
        for name, is_pmo in (("for the PMO", True), ("for a member", False))
    ),
    Scene(change_page.page, "in progress", {"head": HEAD, "sections": ()}),
    Scene(
        change_page.page,
        "a draft of little",
        {
            "head": replace(HEAD, why="", owner=HEAD.sponsor, starts_on=None, ends_on=None, state=ChangeState.DRAFT),
            "sections": (),
        },
    ),
)
