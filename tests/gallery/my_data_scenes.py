"""What people see of what is stored about them."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.forget import Traces
from bot.domain.my_data import MyDataFacts, OwnWords, WordsPage
from bot.views import my_data
from tests.gallery.scene import LISBON, NOW, Scene

TRACES = Traces(
    7, "U0LM000001", "Ana Sousa", "ana@lumen.example", False, "lead", 41, 3, 2, 4, 1, 120, 9, 5, ("Weekly sync",),
    "Mara Lindqvist", ("Weekly sync for Payments",),
)  # fmt: skip
NOTHING = Traces(8, "U0LM000009", "Rui Matos", "", False, "member", 0, 0, 0, 0, 0, 0, 0)
RAISED = ("blocker that you raised or own", "blockers that you raised or own")
FACTS = MyDataFacts(TRACES, ((RAISED, 6), (("step of a blocker", "steps of blockers"), 1)), LISBON, NOW)
WORDS = tuple(
    OwnWords(
        NOW.date() - timedelta(days=7 * week),
        "Weekly sync",
        ("What moved? Refunds went live", "What's next? Payouts · Chargebacks"),
    )
    for week in range(6)
)
PAGE = WordsPage(WORDS, 6, 41, LISBON, NOW)

SCENES: tuple[Scene, ...] = (
    Scene(my_data.summary, "of a lead", {"facts": FACTS}),
    Scene(my_data.summary, "of somebody new", {"facts": replace(FACTS, traces=NOTHING, rows=())}, empty=True),
    Scene(my_data.words_page, "in the middle", {"page": PAGE}),
    Scene(my_data.words_page, "the last", {"page": replace(PAGE, words=WORDS[:1], first=40)}),
    Scene(my_data.words_page, "nothing yet", {"page": replace(PAGE, words=(), first=0, of=0)}, empty=True),
    Scene(my_data.erase_form, "of a lead who owns a sync", {"traces": TRACES}),
    Scene(my_data.erase_form, "of somebody new", {"traces": NOTHING}, empty=True),
    Scene(my_data.erasing, "sent", empty=True),
)
