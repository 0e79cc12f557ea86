"""Changes: their list, and the page of one."""

from dataclasses import replace
from datetime import date

from bot.domain.change import ChangeState
from bot.domain.change_form import ChangeForm, ChangeWritten, Theirs
from bot.domain.change_list import ChangeListFacts, ChangeRow
from bot.domain.change_page import ChangeHead
from bot.domain.merging import digests
from bot.views import change_form, change_list, change_page
from tests.gallery.scene import Scene

WHY_SO = (
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
    WHY_SO,
    ChangeState.IN_PROGRESS,
    "Ana Sousa",
    "Mara Lindqvist",
    date(2026, 3, 16),
    date(2026, 6, 30),
    today=date(2026, 3, 3),
    runs_it=True,
)

WRITTEN = ChangeWritten(
    "Product teams",
    WHY_SO,
    "U0LM000002",
    "U0LM000001",
    date(2026, 3, 16),
    date(2026, 6, 30),
    ChangeState.ANNOUNCED,
)
FORM = ChangeForm(WRITTEN, digests(WRITTEN.fields()), 7)
FORMS = {
    "new": ChangeForm(ChangeWritten("", sponsor="U0LM000001", owner="U0LM000001"), {}),
    "new, with templates": ChangeForm(
        ChangeWritten("", sponsor="U0LM000001", owner="U0LM000001"),
        {},
        begins={"product": "The shift to product teams"},
    ),
    "edited": FORM,
    "edited by two": replace(
        FORM, by="Ben Carter", others=(Theirs("why", "Because it is late."), Theirs("how far it is", "in progress"))
    ),
}

SCENES = (
    *(Scene(change_form.change_form, name, {"facts": facts}) for name, facts in FORMS.items()),
    Scene(
        change_form.stop_form,
        "with what is planned",
        {"change_id": 7, "name": "Product teams", "says": ("2 announcements that are planned are not sent.",)},
    ),
    Scene(change_form.said, "saved", {"title_": "Change saved", "sentence": "“Product teams” is saved."}),
    Scene(
        change_page.page,
        "stopped",
        {"head": replace(HEAD, state=ChangeState.STOPPED, ended_because="The pilot failed."), "sections": ()},
    ),
    Scene(
        change_page.page,
        "part of how we work",
        {"head": replace(HEAD, state=ChangeState.EMBEDDED, ended_because="Two teams own a journey."), "sections": ()},
    ),
    Scene(change_page.page, "for a member", {"head": replace(HEAD, runs_it=False), "sections": ()}),
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
        "a draft with announcements that are planned",
        {"head": replace(HEAD, state=ChangeState.DRAFT, planned=2), "sections": ()},
    ),
    Scene(
        change_page.page,
        "a draft of little",
        {
            "head": replace(HEAD, why="", owner=HEAD.sponsor, starts_on=None, ends_on=None, state=ChangeState.DRAFT),
            "sections": (),
        },
    ),
)
