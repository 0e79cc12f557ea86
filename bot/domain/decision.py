"""A decision that somebody needs: what is shown of it, and whose it is by the words in which it was asked for."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

OTHER_WORDS = frozenset(
    {
        "April", "Art", "August", "Bill", "Chance", "Chase", "Chip", "Dean", "Drew", "Faith", "Frank", "Grace", "Guy",
        "Hope", "Jack", "Joy", "June", "Mark", "May", "Miles", "Pat", "Penny", "Ray", "Rob", "Rose", "Rusty", "Sue",
        "Summer", "Sunny", "Will",
    }
)  # fmt: skip
"""First names that are words of their own, also with a capital: "Will we launch in May?" names nobody."""

_WORD = re.compile(r"\w+")
_ENDS = re.compile(r"[.!?…:][)\"'”’]*$")


class DecisionState(StrEnum):
    """How a decision stands; dropped is one that is needed no longer."""

    NEEDED = "needed"
    DECIDED = "decided"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that needs a decision, or was decided, as it is shown.

    `name` is the team or person that needs it, "" for one made elsewhere; `text` its words, `by` who wrote them.
    `id` is None for what a sync asked for before decisions were kept: then nothing more is known of it. `owner`
    decides, by `due_on`. `settled_by` decided `outcome` because of `reason` on `settled_on`, or said that it is needed
    no longer. `before`: what had been decided earlier, the newest first, each with who decided.
    """

    name: str
    text: str
    by: str = ""
    id: int | None = None
    state: DecisionState = DecisionState.NEEDED
    owner: str = ""
    due_on: date | None = None
    outcome: str = ""
    reason: str = ""
    settled_by: str = ""
    settled_on: date | None = None
    review_on: date | None = None
    before: tuple[tuple[str, str], ...] = ()

    @property
    def needed(self) -> bool:
        """Whether somebody still has to decide."""
        return self.state is DecisionState.NEEDED

    @property
    def decider(self) -> str:
        """How whoever is to decide is called among colleagues; "" where nobody is known."""
        return first_name(self.owner)

    @property
    def settler(self) -> str:
        """How whoever decided, or said that it is needed no longer, is called."""
        return first_name(self.settled_by)

    @property
    def asked(self) -> str:
        """Its words on one line, with a full stop where they have no end: another sentence follows."""
        flat = " ".join(self.text.split())
        return flat if not flat or _ENDS.search(flat) else f"{flat}."


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom words may name."""

    id: int
    slack_id: str
    name: str


def first_name(name: str) -> str:
    """Return how somebody is called among colleagues: "Mara" of "Mara Lindqvist"."""
    return name.split(maxsplit=1)[0] if name.split() else name


def day_text(of: date) -> str:
    """Return a date as people say it: "Tue 3 Mar"."""
    return f"{of:%a} {of.day} {of:%b}"


def mentioned(words: str) -> frozenset[str]:
    """Return the Slack ids of those who are mentioned in `words` (`<@U…>`; docs.slack.dev, "Formatting text")."""
    return frozenset(re.findall(r"<@([A-Z0-9]+)[|>]", words))


def owner_named(words: str, people: Iterable[Named]) -> int | None:
    """Return the id of the one of `people` whom `words` name, by mention, full or first name; None for none or several.

    Accents do not matter, capitals do.
    """
    by_mention = mentioned(words)
    left = _plain(re.sub(r"<@[^>]*>", " ", words))
    said = set(_WORD.findall(left))
    # Of thousands of people few have a name all of whose words were said, and only for those it is looked closer.
    known = [one for one in people if one.slack_id in by_mention or said.issuperset(_WORD.findall(_first(one)))]
    named = {one.id for one in known if one.slack_id in by_mention}
    # The longest first, and each taken out: "Ana Sousa" does not name Ana Lima, too.
    for one in sorted(known, key=lambda one: -len(one.name)):
        pattern = _whole(_plain(one.name))
        if len(one.name.split()) > 1 and pattern.search(left):
            named.add(one.id)
            left = pattern.sub(" ", left)
    for one in known:
        first = _first(one)
        called = f"@{first}" if first_name(one.name) in OTHER_WORDS else first
        if first and _whole(called).search(left):
            named.add(one.id)
    return named.pop() if len(named) == 1 else None


def same_words(one: str, other: str) -> bool:
    """Tell whether two texts ask for the same, but for case, spaces and punctuation."""
    return _letters(one) == _letters(other)


def _first(one: Named) -> str:
    return _plain(first_name(one.name))


def _letters(text: str) -> list[str]:
    return re.findall(r"\w+", _plain(text).casefold())


def _plain(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + r"\s+".join(re.escape(word) for word in words.split()) + r"(?!\w)")
