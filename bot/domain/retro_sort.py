"""Sorting the cards of a retro into themes: what the facilitator sees, and what they decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.playbook_codify import is_quote
from bot.errors import UserError

NAME_LENGTH = 60
"""Characters of a theme's name at most."""

ROWS = 20
"""Themes of one page of the list: each takes a block, of which Slack shows a hundred."""

NEW = "new"
"""Where cards go that become a theme of their own."""

NAME, MERGE, CARDS, TO, NEW_NAME = "name", "merge", "cards", "to", "new_name"
"""The fields of the form, as errors name them."""


@dataclass(frozen=True, slots=True)
class SortCard:
    """A card as the facilitator reads it."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class SortTheme:
    """A theme, with how many cards it has and how the first of them begin; `suggested`: nobody has touched it yet."""

    id: int
    name: str
    suggested: bool
    cards: int
    begins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeList:
    """A page of the themes of a round that begins with the one after `first`.

    `total` themes and `cards` cards there are in all; `voting`: people vote already;
    `live`: in a call, where no phase ends by itself.
    """

    round_id: int
    retro: str
    vote_at: datetime
    themes: tuple[SortTheme, ...]
    first: int
    total: int
    cards: int
    voting: bool
    live: bool = False

    @property
    def suggested(self) -> bool:
        """Whether any of those on the page is as it was suggested."""
        return any(one.suggested for one in self.themes)


@dataclass(frozen=True, slots=True)
class ThemeForm:
    """One theme with all its cards, and the others, for the form that changes it.

    `revision`: how often it had been changed when it was read. `changed`: somebody did so since the form was opened,
    and nothing of what was sent was stored.
    """

    round_id: int
    id: int
    name: str
    suggested: bool
    revision: int
    cards: tuple[SortCard, ...]
    others: tuple[SortTheme, ...]
    voting: bool
    changed: bool = False

    @property
    def quote(self) -> bool:
        """Whether it is called after a card of it, and has no name of its own yet."""
        return is_quote(self.name, [one.text for one in self.cards])


@dataclass(frozen=True, slots=True)
class Sorted:
    """What somebody decided about a theme.

    It is called `name`, the themes in `merge` (ids) become part of it, and `cards` of it go to the theme `to`: an id,
    or `NEW` for one that is called `new_name`.
    """

    name: str
    merge: tuple[int, ...] = ()
    cards: tuple[str, ...] = ()
    to: str = ""
    new_name: str = ""


def checked(wanted: Sorted) -> Sorted:
    """Return a decision with tidy names. Raises UserError, of the field, for one that does not hold together."""
    name, new_name = _tidy(wanted.name), _tidy(wanted.new_name)
    for field, text in ((NAME, name), (NEW_NAME, new_name)):
        if len(text) > NAME_LENGTH:
            raise UserError(
                f"A name has at most {NAME_LENGTH} characters, this one has {len(text)}. Nothing was stored yet.",
                field=field,
            )
    if not name:
        raise UserError("A theme needs a name, so that people know what they vote for.", field=NAME)
    if wanted.cards and not wanted.to:
        raise UserError("Choose where these cards go: another theme, or a new one.", field=TO)
    if wanted.to and not wanted.cards:
        raise UserError("Choose the cards that go there first.", field=CARDS)
    if wanted.to in {str(one) for one in wanted.merge}:
        raise UserError("This theme is to become part of the one you edit, so no card can go there.", field=TO)
    return Sorted(name, wanted.merge, wanted.cards, wanted.to, new_name)


def named_after(texts: Sequence[str]) -> str:
    """Return the name of a theme that got none: how its first card begins."""
    flat = _tidy(texts[0]) if texts else ""
    return flat if len(flat) <= NAME_LENGTH else flat[: NAME_LENGTH - 1].rstrip() + "…"


def _tidy(name: str) -> str:
    return " ".join(name.split())
