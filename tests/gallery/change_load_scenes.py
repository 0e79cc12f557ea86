"""Change load: the question to whoever stands for a change, its forms, and what came of it."""

from dataclasses import replace

from bot.domain.change_load_ask import AskState, LoadAsk
from bot.views import change_load
from tests.gallery.scene import Scene

ASK = LoadAsk(
    7,
    "Sales joins the product teams",
    "Sales has 9 things to take in, and 8 is the limit (2 changes, 3 must-reads and 4 syncs or retros in four weeks)",
    "Mara Lindqvist",
    "Ben Carter",
    AskState.ASKED,
)
OWN = replace(ASK, own=True, asker="Ben Carter")
ALLOWED = replace(ASK, state=AskState.ALLOWED, note="Contracts are signed on Friday, and they should hear it from us.")
DECLINED = replace(ASK, state=AskState.DECLINED, note="After the quarter's end.")

SCENES = (
    Scene(change_load.ask_message, "asked", {"facts": ASK}),
    Scene(change_load.ask_message, "of oneself", {"facts": OWN}),
    Scene(change_load.ask_message, "settled elsewhere", {"facts": replace(ASK, over=True)}),
    Scene(change_load.ask_message, "allowed", {"facts": ALLOWED}),
    Scene(change_load.ask_message, "kept for later", {"facts": DECLINED}),
    Scene(change_load.ask_message, "kept for later, of oneself", {"facts": replace(DECLINED, own=True, note="")}),
    Scene(change_load.ask_message, "dropped", {"facts": replace(DECLINED, note="", gone="dropped", over=True)}),
    Scene(
        change_load.ask_message,
        "its change was stopped",
        {"facts": replace(DECLINED, note="", gone="stopped", change="The shift to product teams")},
    ),
    Scene(change_load.gone_message, "deleted", {}, empty=True),
    Scene(change_load.told_message, "allowed", {"facts": ALLOWED}),
    Scene(change_load.told_message, "kept for later", {"facts": DECLINED}),
    Scene(change_load.told_message, "kept for later without a word", {"facts": replace(DECLINED, note="")}),
    Scene(change_load.allow_form, "for another", {"facts": ASK}),
    Scene(change_load.allow_form, "for oneself", {"facts": OWN}),
    Scene(change_load.wait_form, "for another", {"facts": ASK}),
    Scene(change_load.wait_form, "for oneself", {"facts": OWN}),
)
