"""Playbooks: pages to read, to write and to look at, what words found, and questions."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.domain.playbook import Page, PageState, PageView
from bot.domain.playbook_diff import Changes
from bot.domain.playbook_form import PageForm
from bot.domain.playbook_found import History, Hit, Lookup, PageList, VersionRow, VersionView, WaitingQuestion
from bot.domain.playbook_offer import Offer, OfferState
from bot.domain.playbook_question import AskForm, Question
from bot.domain.playbook_search import Bit
from bot.domain.playbook_told import Complaint, Complaints, Given, Told
from bot.domain.search import Found
from bot.views import (
    playbook,
    playbook_form,
    playbook_found,
    playbook_list,
    playbook_offer,
    playbook_question,
    playbook_told,
    words,
)
from tests.gallery.scene import LISBON, NOW, Scene

TODAY = date(2026, 3, 3)
PAGE = Page(
    id=7,
    title="How we prioritise",
    owner="Ana Sousa",
    owner_slack="U0LM000001",
    team="Payments",
    until=date(2026, 5, 31),
    looked_on=date(2026, 3, 2),
    tags=("planning", "decisions"),
    thanks="Ben Carter",
    mine=True,
    helped=3,
    outdated=1,
)
LAPSED = replace(
    PAGE,
    id=8,
    title="How we ship",
    until=date(2026, 2, 1),
    team="",
    tags=(),
    thanks="",
    mine=False,
    helped=0,
    outdated=0,
)
BODY = """# When

Before each **quarter**, and *every second week*. See [the board](https://example.com/board) or `board`.

1. Who has the problem
2. What gets better
   - by which signal

> Disagree and commit.

| what | who |
|---|---|
| wish | anybody |

---

```
cost = days * people
```
"""
VIEW = PageView(PAGE, BODY, 0, 1, TODAY)
SENTENCE = (Bit("We "), Bit("halved", hit=True), Bit(" the time for "), Bit("QA", hit=True), Bit("."))
FOUND = Lookup("halve QA time", TODAY, (Hit(PAGE, SENTENCE), Hit(LAPSED, SENTENCE)), channel="sync")
NONE = Lookup("bank test account", TODAY, (), "Mara Lindqvist", "U0LM000002", "sync")
ROW = VersionRow(2, "Mara Lindqvist", "edited", NOW)
ROWS = (
    ROW,
    replace(ROW, number=1, by="", how="imported"),
    *(replace(ROW, number=10 + n, how=how) for n, how in enumerate(("written", "starter", "restored", "imported"))),
)
CHANGES = Changes(((False, "On Tuesdays"), (True, "On Wednesdays"), (True, "- Tell support")), 0)
VERSION = VersionView(PAGE, ROW, CHANGES, first=False, newest=False, zone=LISBON, now=NOW)
LIST = PageList(
    TODAY,
    questions=(WaitingQuestion(3, "Who has the keys of the bank?", "Ben Carter", date(2026, 3, 6)),),
    review=(replace(PAGE, id=1, until=date(2026, 3, 6)), replace(LAPSED, id=2, mine=True)),
    mine=(PAGE,),
    newest=(LAPSED,),
)
EMPTY = PageList(TODAY, any=False, starters=("How we announce a change", "How we prioritise", "How we run a retro"))
FORM = PageForm(
    page_id=7,
    revision=2,
    title="How we prioritise",
    fields=("# When\n\nBefore each quarter.", "And then."),
    joins="b",
    tags="planning",
    thanks_slack="U0LM000003",
    team_id=1,
    teams=((1, "Payments"), (2, "Growth")),
)
NEW = replace(FORM, page_id=None, revision=0, title="", fields=("",), joins="", owner_slack="U0LM000001")
QUESTION = Question(
    id=5,
    text="How do we get a test account at the bank?",
    asker="Ben Carter",
    owner="Ana Sousa",
    channel="",
    due_on=date(2026, 3, 6),
)
ANSWERED = replace(
    QUESTION,
    answer="Ask **Mara** for the form; it takes two days.",
    answered_by="Ana Sousa",
    answerer_slack="U0LM000001",
)
IN_CHANNEL = replace(QUESTION, channel="#sync")
DROPPED = replace(QUESTION, dropped=True)
STATES = (
    ("asked", QUESTION, True),
    ("asked in a channel", IN_CHANNEL, True),
    ("passed on", QUESTION, False),
    ("answered", ANSWERED, True),
    ("taken back", DROPPED, True),
)
TOLD = Told((PAGE, replace(PAGE, id=8, title="How we plan")), TODAY, (replace(PAGE, id=9, title="How we hire"),))
NOTES = Complaints(
    (
        Complaint(PAGE, "Ben Carter", "The form is gone.\nOne asks in #security now."),
        Complaint(PAGE, "Wei Tan", ""),
        Complaint(LAPSED, "Wei Tan", "Nobody does that."),
    ),
    1,
    TODAY,
)

SCENES = (
    Scene(playbook.page_view, "mine", {"facts": VIEW}),
    Scene(playbook.page_view, "of others, one of several parts", {"facts": PageView(LAPSED, BODY, 1, 3, TODAY)}),
    Scene(playbook.page_view, "the first part, with a note", {"facts": replace(VIEW, pieces=2, note="Thank you.")}),
    Scene(
        playbook.page_view,
        "archived",
        {"facts": replace(VIEW, page=replace(PAGE, state=PageState.ARCHIVED, outdated=2))},
    ),
    Scene(playbook.shared_message, "shared", {"facts": VIEW, "by": "Ben Carter"}),
    Scene(playbook.history_view, "history", {"facts": History(PAGE, ROWS, 3, LISBON, NOW)}),
    Scene(playbook.version_view, "changed", {"facts": VERSION}),
    Scene(playbook.version_view, "much changed", {"facts": replace(VERSION, changes=Changes(CHANGES.lines, 12))}),
    Scene(playbook.version_view, "the first", {"facts": replace(VERSION, first=True, newest=True)}),
    Scene(playbook.version_view, "spaces alone", {"facts": replace(VERSION, changes=Changes())}),
    Scene(playbook_found.found, "two pages", {"facts": FOUND}),
    Scene(
        playbook_found.found,
        "one's own, not verified",
        {"facts": replace(FOUND, hits=(Hit(replace(PAGE, own=True, until=None), SENTENCE),))},
    ),
    Scene(
        playbook_found.found,
        "one page, in a direct message",
        {"facts": replace(FOUND, hits=FOUND.hits[:1], channel="")},
    ),
    Scene(playbook_found.found, "nothing", {"facts": NONE}),
    Scene(
        playbook_found.found, "nothing, and nobody", {"facts": replace(NONE, nearest="", nearest_slack="", channel="")}
    ),
    Scene(playbook_offer.offer_message, "offered", {"facts": Offer(LAPSED, "sync"), "today": TODAY}),
    *(
        Scene(playbook_offer.state_message, name, {"facts": OfferState("sync", on), "command": "/pmo"})
        for name, on in (("on", True), ("off", False))
    ),
    Scene(playbook_list.page_list, "all kinds", {"facts": LIST, "command": "/pmo"}),
    Scene(playbook_list.page_list, "no page yet", {"facts": EMPTY, "command": "/pmo"}),
    Scene(
        playbook_list.page_list,
        "starters are there",
        {"facts": replace(LIST, added=EMPTY.starters), "command": "/pmo"},
    ),
    Scene(playbook_list.page_list, "one starter", {"facts": replace(LIST, added=("How we ship",)), "command": "/pmo"}),
    Scene(
        playbook_list.page_list,
        "one starter is left",
        {"facts": replace(LIST, starters=("How we ship",)), "command": "/pmo"},
    ),
    Scene(
        playbook_list.page_list,
        "no page yet, for a member",
        {"facts": replace(EMPTY, starters_from="Mara Lindqvist"), "command": "/pmo"},
    ),
    *(
        Scene(
            playbook_list.page_list,
            f"nothing {which or 'to see'}",
            {"facts": PageList(TODAY, which=which), "command": "/pmo"},
            empty=True,
        )
        for which in ("", "mine", "review", "archived")
    ),
    *(
        Scene(
            playbook_list.page_list,
            f"{which}, the next ones",
            {"facts": PageList(TODAY, newest=(LAPSED,) * 1, which=which, first=8, more=1), "command": "/pmo"},
        )
        for which in ("newest", "mine", "review", "archived")
    ),
    Scene(playbook_form.page_form, "new", {"facts": NEW}),
    Scene(playbook_form.page_form, "of a theme", {"facts": replace(NEW, source="theme:7", team_id=1)}),
    Scene(
        playbook_form.page_form,
        "of an action in private",
        {"facts": replace(NEW, source="action:7", team_id=1, private=True)},
    ),
    Scene(playbook_form.page_form, "of a theme in private", {"facts": replace(NEW, source="theme:7", private=True)}),
    Scene(playbook_form.page_form, "edit", {"facts": FORM}),
    Scene(playbook_form.page_form, "changed by another", {"facts": replace(FORM, by="Ben Carter", others=CHANGES)}),
    Scene(
        playbook_form.page_form,
        "much changed by another",
        {"facts": replace(FORM, by="Ben Carter", others=Changes(CHANGES.lines, 3))},
    ),
    Scene(playbook_form.page_form, "another team", {"facts": replace(FORM, by="Ben Carter")}),
    Scene(playbook_form.page_form, "too long", {"facts": replace(FORM, fields=(), joins="")}),
    Scene(playbook_form.hand_form, "hand over", {"page": PAGE}),
    Scene(playbook_form.outdated_form, "out of date", {"page": LAPSED}),
    Scene(playbook_form.said, "said", {"title_": "Page saved", "sentence": "“How we ship” is saved."}),
    Scene(playbook_question.ask_form, "to one", {"facts": AskForm("Who has the keys?", "U0LM000001")}),
    Scene(
        playbook_question.ask_form,
        "to a channel",
        {"facts": AskForm("Who has the keys?", channel="#sync", channel_id="C0LM000001")},
    ),
    Scene(playbook_question.answer_form, "to one", {"one": QUESTION}),
    Scene(playbook_question.answer_form, "in a channel", {"one": IN_CHANNEL}),
    Scene(playbook_question.pass_form, "pass on", {"one": QUESTION}),
    *(
        Scene(message, name, {"one": one, "theirs": theirs})
        for message in (playbook_question.asked_message, playbook_question.due_message, playbook_question.late_message)
        for name, one, theirs in STATES
    ),
    *(Scene(playbook_question.channel_message, name, {"one": one}) for name, one, _ in STATES),
    Scene(playbook_question.answered_message, "answered", {"one": ANSWERED}),
    Scene(
        playbook_question.answered_message, "a page by now", {"one": replace(ANSWERED, page="Test accounts", page_id=7)}
    ),
    *(
        Scene(message, name, {"facts": facts})
        for message in (playbook_told.review_message, playbook_told.unused_message)
        for name, facts in (
            ("two pages", TOLD),
            ("one page", replace(TOLD, pages=(PAGE,), settled=())),
            ("after its mark", replace(TOLD, pages=(LAPSED,), settled=())),
            ("eight pages", replace(TOLD, pages=tuple(replace(PAGE, id=n) for n in range(8)))),
            ("all looked at", replace(TOLD, pages=())),
        )
    ),
    Scene(playbook_told.outdated_message, "three notes", {"facts": NOTES}),
    Scene(playbook_told.outdated_message, "many", {"facts": replace(NOTES, notes=NOTES.notes * 6)}),
    Scene(playbook_told.outdated_message, "all looked at", {"facts": replace(NOTES, notes=())}, empty=True),
    *(
        Scene(playbook_told.given_message, name, {"facts": facts})
        for name, facts in (
            ("handed over", Given((PAGE,), "Ben Carter", TODAY)),
            ("of somebody who left", Given((PAGE, LAPSED), "", TODAY, left=("Ben Carter",))),
            ("of two who left, asked about", Given((PAGE,), "", TODAY, left=("Ben Carter", "Wei"), asked=(LAPSED,))),
            ("of those who left before", Given((PAGE, LAPSED), "", TODAY)),
            ("many", Given(tuple(replace(PAGE, id=n) for n in range(15)), "", TODAY)),
            ("somebody else's by now", Given((), "", TODAY)),
        )
    ),
    *(
        Scene(playbook_told.added_message, name, {"facts": facts})
        for name, facts in (
            ("starter pages", Given((PAGE, LAPSED), "Ben Carter", TODAY)),
            ("one starter page, of somebody who left", Given((PAGE,), "", TODAY)),
            ("archived starter pages", Given((), "Ben Carter", TODAY)),
        )
    ),
    Scene(
        words.results,
        "pages",
        {
            "found": Found("qa", LISBON, datetime(2026, 3, 3, 10, tzinfo=UTC), pages=FOUND.hits, today=TODAY, more=1),
            "command": "/pmo",
        },
    ),
)
