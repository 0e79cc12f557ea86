"""What people see of being left out of a sync or a retro."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.opt_out import Asks, OptOut, OptOutForm, OptOutList, OptOutOf, OptOutState
from bot.views import home, opt_out
from tests.gallery.member_scenes import HOME
from tests.gallery.scene import LISBON, NOW, Scene

FORM = OptOutForm(OptOutOf(Asks.SYNC, 7), "Weekly sync", "Mara Lindqvist", own=False)
ASKED = OptOut(
    9, 3, "Weekly sync", "Rui Matos", "U0LM000009", "Mara Lindqvist", 1, OptOutState.ASKED, "I am elsewhere.\nToo."
)  # fmt: skip
DECIDED = {"decider": "Mara Lindqvist", "decided_at": NOW - timedelta(days=9)}
OUT = replace(ASKED, state=OptOutState.OUT, word="Of course.\nTiago tells me.", **DECIDED)
KEPT = replace(ASKED, state=OptOutState.KEPT, word="You are our only voice on payouts.", **DECIDED)
BACK = replace(ASKED, state=OptOutState.BACK, **DECIDED)
GONE = replace(ASKED, gone="Weekly sync was deleted, so nobody is asked in it any more")
BY_FILE = replace(OUT, name="Ana Sousa", decider="", reason="", word="")
LIST = OptOutList(Asks.SYNC, "Weekly sync", (ASKED, replace(OUT, id=10), replace(BY_FILE, id=11)), LISBON, NOW)
MANY = tuple(replace(OUT, id=number) for number in range(50))

SCENES: tuple[Scene, ...] = (
    Scene(opt_out.ask_form, "of a member", {"facts": FORM, "command": "/pmo"}),
    Scene(opt_out.ask_form, "of the owner", {"facts": replace(FORM, own=True), "command": "/pmo"}),
    Scene(opt_out.asked_view, "the owner is asked", {"one": ASKED}),
    Scene(opt_out.asked_view, "done at once", {"one": OUT}),
    Scene(opt_out.request_message, "waits", {"one": ASKED, "theirs": True}),
    Scene(opt_out.request_message, "without a reason", {"one": replace(ASKED, reason=""), "theirs": True}),
    Scene(opt_out.request_message, "another owner", {"one": ASKED, "theirs": False}),
    Scene(opt_out.request_message, "left out", {"one": OUT, "theirs": True}),
    Scene(opt_out.request_message, "kept", {"one": KEPT, "theirs": True}),
    Scene(opt_out.request_message, "the sync was deleted", {"one": GONE, "theirs": True}),
    Scene(opt_out.decide_form, "to leave out", {"one": ASKED, "state": OptOutState.OUT}),
    Scene(
        opt_out.decide_form,
        "to leave out of a retro",
        {"one": replace(ASKED, of=Asks.RETRO, ritual="Monthly retro"), "state": OptOutState.OUT},
    ),
    Scene(opt_out.decide_form, "to keep asking", {"one": ASKED, "state": OptOutState.KEPT}),
    Scene(opt_out.decided_view, "left out", {"one": OUT}),
    Scene(opt_out.told_message, "left out", {"one": OUT}),
    Scene(opt_out.told_message, "kept", {"one": KEPT}),
    Scene(opt_out.told_message, "brought back", {"one": BACK}),
    Scene(opt_out.list_view, "some", {"facts": LIST}),
    Scene(home.home, "left out", {"facts": replace(HOME, left_out=(OUT, replace(BY_FILE, id=11)))}),
    Scene(opt_out.list_view, "many", {"facts": replace(LIST, rows=MANY)}),
    Scene(opt_out.list_view, "nobody", {"facts": replace(LIST, rows=())}, empty=True),
)
