"""A change passes on."""

from dataclasses import replace
from datetime import date

from bot.domain.change_hand import ChangeRole, HandedRole, HandFacts, OpenOfChange
from bot.views import change_hand
from tests.gallery.scene import NOW, Scene

NAME, MARA, ANA, BEN = "Product teams", "Mara Lindqvist", "Ana Sousa", "Ben Carter"
OWNER = HandedRole(ChangeRole.OWNER, BEN, ANA, mine=True)
SPONSOR = HandedRole(ChangeRole.SPONSOR, BEN, ANA, mine=True)
OPEN = OpenOfChange(questions=2, late=1, drafts=1, news_on=date(2026, 3, 6))
GIVEN = HandFacts(7, NAME, (OWNER,), by=MARA, open=OPEN, today=NOW.date())
KNOWN = replace(GIVEN, roles=(replace(OWNER, mine=False),))

SCENES = (
    Scene(change_hand.given_message, "you answer for it", {"facts": GIVEN}),
    Scene(change_hand.given_message, "nothing is open", {"facts": replace(GIVEN, open=OpenOfChange())}),
    Scene(change_hand.given_message, "you stand for it", {"facts": replace(GIVEN, roles=(SPONSOR,))}),
    Scene(
        change_hand.given_message,
        "named for both",
        {"facts": replace(GIVEN, roles=(replace(OWNER, before=""), replace(SPONSOR, before="")))},
    ),
    Scene(change_hand.given_message, "somebody left", {"facts": replace(GIVEN, by="")}),
    Scene(change_hand.given_message, "given back", {"facts": replace(GIVEN, by=BEN, refused=True)}),
    Scene(change_hand.given_message, "somebody else's by now", {"facts": KNOWN}),
    Scene(change_hand.known_message, "somebody else answers for it", {"facts": replace(KNOWN, asked=("We move",))}),
    Scene(
        change_hand.known_message,
        "in your place",
        {"facts": replace(KNOWN, roles=(replace(OWNER, mine=False, was_mine=True),), own_steps=2)},
    ),
    Scene(
        change_hand.known_message,
        "in your place, as sponsor",
        {"facts": replace(KNOWN, roles=(replace(SPONSOR, mine=False, was_mine=True),))},
    ),
    Scene(
        change_hand.known_message,
        "yours again by now",
        {"facts": replace(KNOWN, roles=(replace(OWNER, heir=ANA, mine=True, was_mine=True),))},
    ),
    Scene(change_hand.gone_message, "deleted", {}, empty=True),
    Scene(change_hand.known_message, "not theirs", {"facts": replace(KNOWN, by=ANA, refused=True)}),
)
