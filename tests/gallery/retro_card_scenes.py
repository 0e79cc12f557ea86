"""Cards of a retro: their forms, receipts, withdrawal, and the thread."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.retro_card import KEPT, Written
from bot.domain.retro_card_form import (
    AddForm,
    BoxChoice,
    CardForm,
    CodedCard,
    Receipt,
    Shown,
    Why,
    Withdrawal,
)
from bot.domain.retro_format import FORMATS
from bot.domain.retro_names import NamesFacts
from bot.domain.retro_page import HideForm, PageCard, RetroPage
from bot.views import retro_card, retro_names, retro_thread, retro_withdraw
from tests.gallery.scene import LISBON, NOW, Scene

COLUMNS = FORMATS["worked"].columns
OPEN = Shown(
    "Payments retro",
    "#payments",
    anonymous=True,
    at=NOW + timedelta(days=3),
    on=date(2026, 4, 30),
    zone=LISBON,
    now=NOW,
)
BOX = replace(OPEN, at=None)
CARDS = (
    Written("worked", "Testing with two real customers before we built it"),
    Written("worked", "Support sat with us for a week"),
    Written("didnt", "We waited nine days for staging keys"),
    Written(KEPT, "The QA queue was four days long again"),
)
FORM = CardForm(7, 9, COLUMNS, CARDS, OPEN, seen="ab12cd34ef56ab78")
THOUGHT = "The QA queue was four days long again"
ADDED = AddForm((BoxChoice(7, "Payments retro"),), THOUGHT, BOX)
SEVERAL = (BoxChoice(7, "Payments retro"), BoxChoice(8, "Way we work", anonymous=False))
KEPT_NOW = Receipt(7, 1, "K7QM-3XWD-PA2R-9TZB", BOX)
CODED = Withdrawal(
    "K7QM-3XWD-PA2R-9TZB",
    (
        CodedCard(0, "Testing with two real customers before we built it", "Payments retro", sealed=True),
        CodedCard(1, "We waited nine days for staging keys", "Payments retro", sealed=False),
    ),
)
SHOWN = (
    PageCard("a1", "didnt", "We waited nine days for staging keys"),
    PageCard("b2", "didnt", "Two releases in one afternoon\nand nobody knew which one broke it"),
    PageCard("c3", "didnt", "Nobody came to the demo"),
)
PAGE = RetroPage(9, 1, 3, "What didn't?", SHOWN, hidden=0)
HIDE = HideForm(9, 1, "Payments retro", (*SHOWN, PageCard("d4", "didnt", "It is all Ben's fault", hidden=True)))

ASKED = NamesFacts(5, "Payments retro", "#payments", "Ana Sousa", "", NOW + timedelta(days=1), LISBON, NOW, over=False)

SCENES: tuple[Scene, ...] = (
    Scene(retro_names.names_message, "asked", {"facts": ASKED}),
    Scene(retro_names.names_message, "agreed", {"facts": replace(ASKED, consent="yes")}),
    Scene(retro_names.names_message, "left out", {"facts": replace(ASKED, consent="no")}),
    Scene(retro_names.names_message, "over, nothing said", {"facts": replace(ASKED, over=True)}),
    Scene(retro_names.names_message, "over, agreed", {"facts": replace(ASKED, consent="yes", over=True)}),
    Scene(retro_names.names_message, "over, left out", {"facts": replace(ASKED, consent="no", over=True)}),
    Scene(retro_card.form, "with one's own cards", {"facts": FORM}),
    Scene(retro_card.form, "in a call", {"facts": replace(FORM, shown=replace(OPEN, live_with="Mara Lindqvist"))}),
    Scene(retro_card.form, "nothing yet", {"facts": replace(FORM, cards=())}),
    Scene(retro_card.form, "with names", {"facts": replace(FORM, shown=replace(OPEN, anonymous=False))}),
    Scene(retro_card.form, "changed on another device", {"facts": replace(FORM, why=Why.CHANGED)}),
    Scene(
        retro_card.form,
        "sent after the cards were shown",
        {"facts": replace(FORM, round_id=0, columns=(), cards=CARDS[-1:], shown=BOX, why=Why.LATE)},
    ),
    Scene(
        retro_card.form,
        "sent after, and all were shown",
        {"facts": replace(FORM, round_id=0, columns=(), cards=(), shown=BOX, why=Why.LATE)},
    ),
    Scene(
        retro_card.form,
        "an old button",
        {"facts": replace(FORM, round_id=0, columns=(), cards=(), shown=BOX, why=Why.AFTER)},
    ),
    Scene(
        retro_card.form,
        "the box, no next date",
        {"facts": replace(FORM, round_id=0, columns=(), cards=CARDS[-1:], shown=replace(BOX, on=None))},
    ),
    Scene(retro_card.add_form, "from a message", {"facts": ADDED}),
    Scene(retro_card.add_form, "too long", {"facts": replace(ADDED, text=THOUGHT * 30, why=Why.LONG)}),
    Scene(retro_card.add_form, "of several", {"facts": replace(ADDED, choices=SEVERAL)}),
    Scene(
        retro_card.add_form,
        "of several without names",
        {"facts": replace(ADDED, choices=(SEVERAL[0], BoxChoice(9, "Sales retro")))},
    ),
    Scene(
        retro_card.add_form,
        "of several with names",
        {
            "facts": replace(
                ADDED,
                choices=(SEVERAL[1], BoxChoice(9, "Sales retro", anonymous=False)),
                shown=replace(BOX, anonymous=False),
            )
        },
    ),
    Scene(retro_card.receipt, "of a thought", {"one": KEPT_NOW}),
    Scene(
        retro_card.receipt,
        "of several with names",
        {"one": replace(KEPT_NOW, cards=3, shown=replace(OPEN, anonymous=False))},
    ),
    Scene(retro_card.receipt_view, "of a form", {"one": replace(KEPT_NOW, cards=4, round_id=9, shown=OPEN)}),
    Scene(retro_card.receipt_view, "sent twice", {"one": replace(KEPT_NOW, cards=4, code="", shown=OPEN)}),
    Scene(retro_card.receipt_view, "all taken back", {"one": replace(KEPT_NOW, cards=0, code="", shown=OPEN)}),
    Scene(
        retro_card.typed_back,
        "too long for any field",
        {
            "text": THOUGHT * 100,
            "sentence": "A card has at most 1,000 characters, this one has 3,700. Nothing was stored.",
        },
    ),
    Scene(retro_withdraw.form, "for a code", empty=True),
    Scene(retro_withdraw.form, "which cards", {"code": CODED.code, "found": CODED}),
    Scene(retro_withdraw.withdrawn, "all", {"found": replace(CODED, cards=(), withdrawn=2)}),
    Scene(retro_withdraw.withdrawn_view, "one of two", {"found": replace(CODED, cards=CODED.cards[1:], withdrawn=1)}),
    Scene(retro_withdraw.withdrawn_view, "none was ticked", {"found": CODED}),
    Scene(retro_thread.page, "a column", {"one": PAGE}),
    Scene(retro_thread.page, "one is hidden", {"one": replace(PAGE, cards=SHOWN[1:], hidden=1)}),
    Scene(
        retro_thread.page,
        "with names",
        {"one": replace(PAGE, cards=tuple(replace(one, author="Rui Matos") for one in SHOWN))},
    ),
    Scene(retro_thread.page, "kept, the only one", {"one": replace(PAGE, page=0, pages=1, title="", cards=SHOWN[:1])}),
    Scene(retro_thread.page, "all withdrawn", {"one": replace(PAGE, cards=())}, empty=True),
    Scene(retro_thread.hide_form, "a page", {"facts": HIDE}),
)
