"""What the forms and receipts of cards show."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.retro_card import Written
from bot.domain.retro_format import Column


class Why(StrEnum):
    """Why a form is drawn as it is.

    `OWN`: it was opened, and has one's cards; `CHANGED`: they were changed elsewhere while it was open, and it has
    both; `AFTER`: it was opened for cards that are shown already, and has those for the next time; `LATE`: the cards
    were shown while it was open, and it has what was not among them; `NEW`: a thought for the box alone; `LONG`: such
    a thought that is too long for a card.
    """

    OWN = "own"
    CHANGED = "changed"
    AFTER = "after"
    LATE = "late"
    NEW = "new"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Shown:
    """Where and when cards are shown: a retro, its channel as it is called, and the reader who is told.

    `at`: the instant, where the round has begun; `on`: else the date of the next one, None where none is to come.
    `live_with`: who shows them, in a call: when they like.
    """

    retro: str
    channel: str
    anonymous: bool
    at: datetime | None
    on: date | None
    zone: str
    now: datetime
    live_with: str = ""


@dataclass(frozen=True, slots=True)
class CardForm:
    """A form in which cards are written: `round_id` 0 for the box. `seen` tells what it had when it was drawn."""

    retro_id: int
    round_id: int
    columns: tuple[Column, ...]
    cards: tuple[Written, ...]
    shown: Shown
    why: Why = Why.OWN
    seen: str = ""


@dataclass(frozen=True, slots=True)
class SentCards:
    """A form of cards as it was sent; `round_id` and `seen` as they were when it was drawn."""

    retro_id: int
    round_id: int
    seen: str
    cards: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class BoxChoice:
    """A retro whose box one may use."""

    retro_id: int
    name: str
    anonymous: bool = True


@dataclass(frozen=True, slots=True)
class AddForm:
    """A form in which one thought is dropped into the box of one of several retros."""

    choices: tuple[BoxChoice, ...]
    text: str
    shown: Shown
    why: Why = Why.NEW


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an author gets for cards: a code for all `cards` of theirs that are sealed ("": the one that they have).

    `command` is the slash command.
    """

    retro_id: int
    cards: int
    code: str
    shown: Shown
    round_id: int = 0
    command: str = "/pmo"


@dataclass(frozen=True, slots=True)
class CodedCard:
    """A card that a code opens: `number` tells it from the others of the code; `sealed`: nobody has seen it yet."""

    number: int
    text: str
    retro: str
    sealed: bool


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a code opens, and what was just done with it."""

    code: str
    cards: tuple[CodedCard, ...]
    withdrawn: int = 0
