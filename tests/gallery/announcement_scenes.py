"""Announcements as they are written, looked at, signed and listed; and ten of them as they are read."""

from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.announcement import Kind, State, Timing
from bot.domain.announcement_begin import BeginFacts
from bot.domain.announcement_compose import PART, CoreText, ForLeads, Theirs, Way
from bot.domain.announcement_desk import (
    ChannelLine,
    CheckFacts,
    DeskFacts,
    DeskGroup,
    Reach,
    SectionForm,
    Signer,
)
from bot.domain.announcement_edit import Differs, EditWaiting
from bot.domain.announcement_list import AnnouncementList, AnnouncementRow
from bot.domain.announcement_message import GroupPart, LeadFacts
from bot.domain.announcement_plain import PlainAudience, PlainForm
from bot.domain.change import ChangeState
from bot.domain.change_load import Load
from bot.render import Words
from bot.views import (
    announcement_check,
    announcement_desk,
    announcement_field,
    announcement_form,
    announcement_list,
    announcement_message,
    announcement_plain,
    announcement_way_form,
    change_page,
)
from tests.gallery.announcement_ten import TEN
from tests.gallery.change_scenes import HEAD
from tests.gallery.scene import NOW, Scene

TODAY = NOW.date()
REORGANISATION = TEN["a reorganisation"]
BEGIN = BeginFacts(3, "The shift to product teams", "Customers wait for five teams.", date(2026, 5, 4), TODAY, 2)
CORE = CoreText(REORGANISATION.title, REORGANISATION.text, REORGANISATION.not_known, REORGANISATION.next_word_on)
LEADS = ForLeads("Nobody's pay changes.", "Who reviews me? Your manager, at least until June.", 4)
MORNING = Way(Timing.MORNING, date(2026, 3, 9))
LOADS = (
    Load(11, "Sales", 8, changes=2, must_reads=4, rituals=3, pulses=1),
    Load(12, "Berlin office", 8, changes=1, must_reads=1),
    Load(13, "Nobody yet", 8),
)
ALIKE = tuple(Load(number, f"Team {number}", 8, changes=1, rituals=number // 9) for number in range(1, 10))
GROUPS = (
    DeskGroup(11, "Sales", 42, REORGANISATION.parts[0].text),
    DeskGroup(12, "Berlin office", 1, ""),
)
SIGNERS = (
    Signer("U1", "Sofia Almeida", "signed", current=True),
    Signer("U2", "Hugo Pires", "declined", "Name whom to ask in HR.", current=True),
    Signer("U3", "Wei Tan", "asked"),
    Signer("U4", "Marta Costa", "asked", left=True),
    Signer("U5", "Kai Vogel", "signed"),
    Signer("U6", "Ana Sousa", "declined", "Berlin begins in June."),
)
DESK = DeskFacts(
    id=7,
    revision=3,
    kind=Kind.KICKOFF,
    state=State.DRAFT,
    core=CORE,
    author="Helena Brandt",
    today=TODAY,
    way=MORNING,
    leads=LEADS,
    change_id=3,
    change="The shift to product teams",
    groups=GROUPS,
    channels=(ChannelLine("#general"),),
    signers=SIGNERS,
    reach=Reach(43, 3, 4, 2),
)
BESIDES = Reach(43, 3, 4, 2, author=True)
BARE = replace(
    DESK,
    core=CoreText("Sales joins", "*What stays:* …"),
    way=Way(Timing.NOW),
    leads=ForLeads(),
    groups=(),
    channels=(),
    signers=(),
    reach=Reach(),
)
TROUBLED = replace(
    DESK,
    core=replace(CORE, text="*What stays:* …\n…", next_word_on=date(2026, 2, 1)),
    way=replace(MORNING, day=date(2026, 3, 2)),
    groups=(DeskGroup(11, "Sales", 0, ""),),
    channels=(ChannelLine("#old", "archived"), ChannelLine("", "out")),
    reach=Reach(),
)
EDIT = EditWaiting(
    "Helena Brandt",
    (
        Differs("the text", "From 4 May you work in product teams.", "From *11 May* you work in product teams."),
        Differs("what we don't know yet", "", "Whether review criteria change."),
        Differs("what it means for Sales", "Your forecast stays with you.", ""),
    ),
)
EDITED = replace(DESK, state=State.SENT, edit=EDIT)
MANY_PARTS = tuple(GroupPart(f"Team {number}", "You get *a second screen*. " * 60) for number in range(60))
READERS = (("11", "Somebody in Sales"), ("lead:11", "A lead in Sales"), ("all", "A channel"), ("whole", "All of it"))
CHECK = CheckFacts(DESK, replace(REORGANISATION, reader_id=None), "11", READERS)
ROWS = tuple(
    AnnouncementRow(20 + number, REORGANISATION.title, Kind.UPDATE, state, "Helena Brandt", "Product teams", on)
    for number, (state, on) in enumerate(((State.DRAFT, None), (State.PLANNED, date(2026, 3, 9)), (State.SENT, TODAY)))
)
PLAIN = PlainForm(None, 0, CoreText(), PlainAudience(), Way(Timing.NOW), {1: "Payments", 2: "Growth"}, is_pmo=True)


def _section(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of a form made of what people wrote in its parts."""
    core, leads, way = facts["core"], facts["leads"], facts["way"]
    values = {**core.fields(), **leads.fields(), **way.fields(), PART: facts["text"], "groups": "11", "channels": ""}
    others = tuple(Theirs("the text", core.text) for _ in range(facts["both"]))
    by = "Mara" if others else ""
    form = SectionForm(7, Kind.UPDATE, values, {}, facts["how_far"], 3, 11, facts["group"], 42, by, others, signers=1)
    form = replace(form, waits=facts.get("waits", False))
    extra = {"groups": {11: (facts["group"], 42)} if facts["both"] else {}} if facts["with_groups"] else {}
    return {"facts": form, **extra}


WRITTEN = {
    "core": CORE,
    "leads": LEADS,
    "way": MORNING,
    "text": REORGANISATION.parts[0].text,
    "group": "Sales",
    "how_far": State.DRAFT,
    "both": 0,
    "with_groups": False,
}


def _on_page(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the page of a change with what is announced of it."""
    shown = announcement_list.on_change(Words(), 3, facts["rows"], TODAY, HEAD.state)
    return {"head": HEAD, "sections": shown}


SCENES = (
    *(Scene(announcement_message.announcement_message, name, {"facts": facts}) for name, facts in TEN.items()),
    Scene(announcement_form.kind_form, "of a change", {"facts": BEGIN}),
    Scene(
        announcement_form.begun_form,
        "of one that was stopped",
        {"facts": replace(BEGIN, state=ChangeState.STOPPED, ended_because="The contract."), "kind": Kind.DECISION},
    ),
    Scene(announcement_form.kind_form, "without groups", {"facts": replace(BEGIN, groups=0)}, empty=True),
    *(
        Scene(announcement_form.begun_form, str(kind), {"facts": BEGIN, "kind": kind})
        for kind in (Kind.KICKOFF, Kind.UPDATE, Kind.NO_NEWS, Kind.DECISION, Kind.THANKS)
    ),
    Scene(
        announcement_form.begun_form,
        "nothing known",
        {"facts": replace(BEGIN, why="", starts_on=None), "kind": Kind.KICKOFF},
        empty=True,
    ),
    Scene(announcement_form.core_form, "draft", WRITTEN, _section),
    Scene(announcement_form.core_form, "two at once", WRITTEN | {"both": 2}, _section),
    Scene(announcement_form.core_form, "out", WRITTEN | {"how_far": State.SENT}, _section),
    Scene(announcement_form.core_form, "an edit waits", WRITTEN | {"how_far": State.SENT, "waits": True}, _section),
    Scene(announcement_form.part_form, "an edit waits", WRITTEN | {"how_far": State.SENT, "waits": True}, _section),
    Scene(announcement_form.part_form, "draft", WRITTEN, _section),
    Scene(announcement_form.part_form, "out", WRITTEN | {"how_far": State.SENT}, _section),
    Scene(announcement_form.leads_form, "draft", WRITTEN, _section),
    Scene(announcement_form.leads_form, "at once", WRITTEN | {"way": Way(Timing.NOW)}, _section),
    Scene(announcement_form.leads_form, "out", WRITTEN | {"how_far": State.SENT}, _section),
    Scene(announcement_way_form.way_form, "draft", WRITTEN, _section),
    Scene(announcement_way_form.who_form, "with groups", WRITTEN | {"both": 1, "with_groups": True}, _section),
    Scene(announcement_way_form.who_form, "without groups", WRITTEN | {"with_groups": True}, _section),
    Scene(announcement_way_form.signers_form, "some", {"facts": DESK}),
    Scene(announcement_way_form.signers_form, "of an edit", {"facts": EDITED}),
    *(
        Scene(announcement_desk.desk, name, {"facts": facts}, empty=facts is BARE)
        for name, facts in (
            ("draft", DESK),
            ("nothing yet", BARE),
            ("a lot for one group", replace(DESK, loads=LOADS)),
            ("its author is in a group", replace(DESK, reach=BESIDES, mine=True)),
            ("somebody else's who is in a group", replace(DESK, reach=BESIDES)),
            ("nobody but its author", replace(DESK, reach=Reach(author=True), channels=(), mine=True)),
            ("very many groups", replace(DESK, groups=tuple(replace(GROUPS[0], id=one) for one in range(1, 56)))),
            ("alike for all", replace(DESK, loads=ALIKE)),
            ("a lot, and allowed", replace(DESK, loads=LOADS, leave="Sofia Ruiz")),
            ("cannot go", TROUBLED),
            ("waits for signatures", replace(DESK, state=State.SIGNING, note="Saved.")),
            ("planned", replace(DESK, state=State.PLANNED)),
            ("out", replace(DESK, state=State.SENT)),
            ("an edit waits", EDITED),
            ("all of it is edited", replace(EDITED, edit=EditWaiting("Mara", EDIT.differs * 3))),
            ("many groups", replace(DESK, groups=tuple(DeskGroup(n, f"Team {n}", n, "Yes.") for n in range(60)))),
        )
    ),
    *(
        Scene(announcement_check.check_view, name, {"facts": facts})
        for name, facts in (
            ("before it is signed", CHECK),
            ("before it goes", replace(CHECK, desk=replace(DESK, signers=(), way=Way(Timing.NOW, must_read=True)))),
            ("in a morning", replace(CHECK, desk=replace(DESK, signers=()))),
            ("its author is in a group", replace(CHECK, desk=replace(DESK, signers=(), reach=BESIDES, mine=True))),
            ("as a lead", replace(CHECK, message=replace(REORGANISATION, lead=LeadFacts(6, NOW, "Say it.", "Why?")))),
            ("in channels alone", replace(CHECK, desk=replace(DESK, signers=(), reach=Reach(), way=Way(Timing.NOW)))),
            ("cannot go", replace(CHECK, desk=replace(TROUBLED, loads=LOADS))),
            ("out", replace(CHECK, desk=replace(DESK, state=State.SENT))),
            ("an edit", replace(CHECK, desk=EDITED)),
            ("an edit for a co-signer", replace(CHECK, desk=EDITED, signer=True)),
            ("for a co-signer", replace(CHECK, desk=replace(DESK, state=State.SIGNING), signer=True)),
            (
                "all of very many parts",
                replace(CHECK, message=replace(REORGANISATION, parts=MANY_PARTS), shown="whole"),
            ),
            ("of 10,000 characters", replace(CHECK, message=replace(REORGANISATION, text="Word " * 2000))),
        )
    ),
    Scene(announcement_check.check_view, "changed meanwhile", {"facts": CHECK, "note": "It was changed."}),
    Scene(announcement_check.released_view, "asked", {"desk": DESK, "asked": True}),
    Scene(announcement_check.released_view, "planned", {"desk": DESK, "asked": False}),
    Scene(announcement_check.released_view, "now", {"desk": replace(DESK, way=Way(Timing.NOW)), "asked": False}),
    Scene(
        announcement_list.announcement_list,
        "some",
        {"facts": AnnouncementList(ROWS, TODAY, more=True), "command": "/pmo"},
    ),
    Scene(
        announcement_list.announcement_list,
        "none",
        {"facts": AnnouncementList((), TODAY), "command": "/pmo"},
        empty=True,
    ),
    Scene(
        announcement_list.announcement_list,
        "none, to a member",
        {"facts": AnnouncementList((), TODAY, writes=False), "command": "/pmo"},
        empty=True,
    ),
    Scene(announcement_plain.plain_form, "new", {"facts": replace(PLAIN, drafts=2)}),
    Scene(
        announcement_plain.plain_form,
        "a lead's, again",
        {"facts": replace(PLAIN, is_pmo=False, core=CORE, audience=PlainAudience(teams=(1,)), announcement_id=7)},
    ),
    Scene(announcement_field.said, "dropped", {"title_": "Dropped", "sentence": "“Sales joins” is dropped."}),
    Scene(change_page.page, "with what is being written", {"rows": ROWS[:2]}, _on_page),
    Scene(change_page.page, "nothing written yet", {"rows": ()}, _on_page, empty=True),
)
