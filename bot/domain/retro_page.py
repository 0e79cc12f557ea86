"""What the thread of a retro shows of its cards."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageCard:
    """A card that is shown, or `hidden` by the facilitator; `author` is "" where it has no name."""

    id: str
    column: str
    text: str
    author: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class RetroPage:
    """A message in the thread: cards of one column, called `title` ("": kept during the month and sorted into none)."""

    round_id: int
    page: int
    pages: int
    title: str
    cards: tuple[PageCard, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class HideForm:
    """The cards of a page for its facilitator, hidden ones too."""

    round_id: int
    page: int
    retro: str
    cards: tuple[PageCard, ...]
