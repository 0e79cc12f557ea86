"""Whom a change affects: the list, its forms, and the page's section."""

from dataclasses import replace

from bot.domain.change import Aspect
from bot.domain.change_affected import Affected, MeantFor, TeamPart
from bot.domain.change_form import Theirs
from bot.domain.change_impact import ImpactForm, ImpactWritten
from bot.domain.merging import digests
from bot.domain.person_import import ImportFacts, Problem
from bot.domain.stakeholder import Source, SourceKind
from bot.domain.stakeholder_form import GroupForm, GroupWritten
from bot.domain.stakeholder_list import GroupListFacts, GroupRow, SourceShown, Uncovered
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import (
    change_affected,
    change_impact,
    change_page,
    stakeholder_form,
    stakeholder_import,
    stakeholder_list,
)
from tests.gallery.change_scenes import HEAD
from tests.gallery.scene import Scene

SALES = GroupRow(
    21,
    "Sales",
    (
        SourceShown(SourceKind.AREA, "sales"),
        SourceShown(SourceKind.TEAM, "Partners"),
        SourceShown(SourceKind.CHANNEL, "", "C0LM000004"),
        SourceShown(SourceKind.USER_GROUP, "@sales-leads"),
        SourceShown(SourceKind.PERSON, "Nadia Haddad"),
    ),
    people=14,
    scores={Aspect.PROCESSES: 3, Aspect.JOB_ROLES: 5, Aspect.COMPENSATION: 2, Aspect.TOOLS: 1},
    yesterday="You sell what the roadmap promises.",
    tomorrow="You sell what a product team has shown to work.",
    worries="Does my bonus still count what I sell?",
    contact="Marcus Hill",
)
NOBODY = GroupRow(22, "Legal", (), 0, {})
ROWS = (
    SALES,
    NOBODY,
    replace(SALES, id=23, name="Everyone", sources=(SourceShown(SourceKind.EVERYONE, "everyone"),), scores={}),
    *(replace(NOBODY, id=24 + n, name=f"Of {kind}", trouble=kind) for n, kind in enumerate(("unseen", "archived"))),
    *(replace(NOBODY, id=34 + n, name=f"Of {kind}", trouble=kind) for n, kind in enumerate(("gone", "scope"))),
)
USUAL = {"usual:HR": "HR", "usual:Legal": "Legal", "usual:Leads": "Leads"}
LISTED = GroupListFacts(
    7,
    "Product teams",
    ROWS,
    people=41,
    suggested={31: "HR", 32: "Marketing"},
    keeps="/pmo change stakeholders",
    begins={"product_teams": "The shift to product teams", "change:8": "As in “One chat tool”"},
    uncovered=(Uncovered(SourceKind.AREA, "finance", "finance", 4, 4), Uncovered(SourceKind.TEAM, "9", "Data", 5, 3)),
    note="“Sales” is added.",
)
LISTS = {
    "of a change": LISTED,
    "nobody yet": replace(LISTED, rows=(), suggested={}, uncovered=(), note=""),
    "nobody yet, and no standing list": replace(LISTED, rows=(), suggested={}, usual=USUAL, uncovered=(), note=""),
    "no standing list, and who may keep none": replace(LISTED, suggested={}, usual=USUAL, keeps=""),
    "more than fit": replace(
        LISTED,
        rows=tuple(replace(SALES, id=n, name=f"Group {n}") for n in range(45)),
        first=20,
        suggested={n: f"Suggested {n}" for n in range(9)},
        uncovered=tuple(Uncovered(SourceKind.TEAM, str(n), f"Team {n}", 3, 3) for n in range(120)),
    ),
    "standing": replace(LISTED, change_id=0, change="", suggested={}, uncovered=LISTED.uncovered[:1]),
    "standing, empty": replace(LISTED, change_id=0, change="", rows=(), suggested={}, uncovered=(), note=""),
}
GROUP = GroupWritten(
    "Sales",
    frozenset(
        {
            Source(SourceKind.AREA, "sales"),
            Source(SourceKind.TEAM, "5"),
            Source(SourceKind.CHANNEL, "C0LM000004"),
            Source(SourceKind.USER_GROUP, "S0LM000001"),
            Source(SourceKind.PERSON, "3"),
        }
    ),
)
GROUP_FORM = GroupForm(
    7,
    GROUP,
    digests(GROUP.fields()),
    {5: "Payments", 6: "Growth"},
    ("product", "sales"),
    {"S0LM000001": "@sales-leads"},
    {"3": "U0LM000003"},
    group_id=21,
    change="Product teams",
)
GROUP_FORMS = {
    "a group": GROUP_FORM,
    "a new one": replace(GROUP_FORM, written=GroupWritten(""), base={}, group_id=0),
    "where there is nothing to choose": replace(
        GROUP_FORM,
        written=GroupWritten("All", frozenset({Source(SourceKind.EVERYONE)})),
        teams={},
        areas=(),
        user_groups={},
    ),
    "of the standing list": replace(GROUP_FORM, change_id=0, change=""),
    "edited by two": replace(GROUP_FORM, by="Ben Carter", others=(Theirs("teams", "Growth"),)),
}
IMPACT = ImpactWritten(SALES.scores, SALES.yesterday, SALES.tomorrow, SALES.worries, "U0LM000018")
IMPACT_FORM = ImpactForm(21, "Sales", 14, IMPACT, digests(IMPACT.fields()), {22: "Marketing"})
IMPACT_FORMS = {
    "rated": IMPACT_FORM,
    "nothing yet": replace(IMPACT_FORM, written=ImpactWritten(), copies={}),
    "everything": replace(IMPACT_FORM, written=replace(IMPACT, scores=dict.fromkeys(Aspect, 5))),
    "edited by two": replace(IMPACT_FORM, by="Ben Carter", others=(Theirs("tomorrow", "You sell together."),)),
    "usual questions": replace(IMPACT_FORM, standing=True, copies={}),
}
MINE = MeantFor("Sales", SALES.yesterday, SALES.tomorrow, "Marcus Hill")
AFFECTED = Affected(7, runs_it=True, goes_on=True, rows=ROWS, people=41)
SECTIONS = {
    "for whoever runs it": AFFECTED,
    "for whoever runs it and is affected": replace(AFFECTED, mine=(MINE,)),
    "over": replace(AFFECTED, goes_on=False),
    "nobody yet": replace(AFFECTED, rows=(), people=0),
    "many": replace(AFFECTED, rows=tuple(replace(NOBODY, id=n, name=f"Group {n}") for n in range(60))),
    "for a member": replace(AFFECTED, runs_it=False, rows=(), mine=(MINE,)),
    "for a member of two": replace(
        AFFECTED, runs_it=False, rows=(), mine=(MINE, replace(MINE, group="All", yesterday="", tomorrow="", contact=""))
    ),
    "for nobody": replace(AFFECTED, runs_it=False, rows=()),
    "for a lead": replace(AFFECTED, runs_it=False, rows=(), mine=(MINE,), teams=(TeamPart("Payments", "Sales", 1),)),
}


IMPORTED = ("add Sales, made of 2 sources: job roles (everything)", "change HR: tools (a lot)")


def page(words: Words, facts: Affected) -> Message:
    """Return the page of a change with this section."""
    return change_page.page(words, HEAD, change_affected.affected(words, facts))


SCENES = (
    *(Scene(stakeholder_list.group_list, name, {"facts": facts}) for name, facts in LISTS.items()),
    *(Scene(stakeholder_form.group_form, name, {"facts": facts}) for name, facts in GROUP_FORMS.items()),
    *(
        Scene(stakeholder_form.remove_form, name, {"change_id": change, "group_id": 21, "name": "Sales"})
        for name, change in (("of a change", 7), ("of the standing list", 0))
    ),
    Scene(stakeholder_import.form, "empty", {"change_id": 7, "texts": ()}, empty=True),
    Scene(stakeholder_import.form, "gone on with", {"change_id": 7, "texts": ("Sales\tsales", "HR\thr", "Legal")}),
    *(
        Scene(stakeholder_import.preview, name, {"change_id": 7, "facts": facts})
        for name, facts in (
            ("all good", ImportFacts(2, 2, (), IMPORTED, "0" * 16)),
            ("some need you", ImportFacts(3, 2, (Problem(3, "“seles” is no team."),), IMPORTED, "0" * 16)),
            ("none can be used", ImportFacts(1, 0, (Problem(1, "“seles” is no team."),), (), "0" * 16)),
        )
    ),
    Scene(stakeholder_import.imported, "done", {"changes": IMPORTED}),
    *(Scene(change_impact.impact_form, name, {"facts": facts}) for name, facts in IMPACT_FORMS.items()),
    *(Scene(page, name, {"facts": facts}) for name, facts in SECTIONS.items()),
)
