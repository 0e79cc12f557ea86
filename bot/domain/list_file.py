"""Lists that can be had as a file: each says its columns once, and how its rows are written."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.change import ASPECT_WORDS
from bot.domain.stored_id import stored_id


class Listing(StrEnum):
    """The lists."""

    BLOCKERS = "blockers"
    DECISIONS = "decisions"
    ACTIONS = "actions"
    SYNCS = "syncs"
    ROUNDS = "rounds"
    TEAMS = "teams"
    PEOPLE = "people"
    AWAY = "away"
    MAP = "map"
    RETROS = "retros"
    RETRO_ACTIONS = "retro_actions"
    GROUPS = "groups"
    """Whom a change affects; it is about the change."""
    READERS = "announcement_readers"
    FIGURES = "announcement_figures"
    """By group; like the readers it is about the announcement."""
    CHANGES = "changes"
    STEPS = "change_plan"
    FAQ = "change_faq"
    IDEAS = "change_ideas"
    """These three are about a change; the last two about nothing in particular for 0."""


AT = " ({zone})"
"""Behind the name of a column whose dates are those of the reader's zone."""

COLUMNS: dict[Listing, tuple[str, ...]] = {
    Listing.BLOCKERS: ("who waits", "on whom", "for what", f"since{AT}", "state", "taken by", "by when"),
    Listing.DECISIONS: (
        "needed by", "asked", "state", "decides", "by when", "decided", "why", "decided by", "decided on",
        "looked at again", "message",
    ),
    Listing.ACTIONS: (
        "team", "action", "kind", "owner", "by when", "state", "what will tell that it worked", "retro", "theme",
    ),
    Listing.SYNCS: ("sync", "rhythm", "teams", "summary goes to", "owner", "state", f"next{AT}"),
    Listing.ROUNDS: (
        "round", f"opened{AT}", f"closed{AT}", "state", "asked", "answered", "nothing new", "away", "no update",
    ),
    Listing.TEAMS: ("team", "kind", "value stream", "channel", "lead", "people"),
    Listing.PEOPLE: ("name", "area", "teams", "time zone"),
    Listing.AWAY: ("name", "away from", "away until"),
    Listing.RETROS: ("retro", "rhythm", "teams", "board in", "owner", "cards with names", "state", f"next{AT}"),
    Listing.RETRO_ACTIONS: (
        "retro", "value stream", "team", "action", "kind", "theme", "owner", "chosen on", "by when", "state",
        "settled on", "worked", "effect or reason", "open at retros",
    ),
    Listing.GROUPS: ("group", "who", *ASPECT_WORDS.values(), "yesterday", "tomorrow", "worries", "contact"),
    Listing.FIGURES: ("group", "people", "reached", "got it", "asked", "not affected", "no reply yet"),
    Listing.CHANGES: (
        "change", "state", "why", "stands for it", "answers for its news", "from", "settled by", "ended on",
        "what it came to",
    ),
    Listing.STEPS: ("group", "what", "step", "who", "by when", "state", "late", "why dropped"),
    Listing.FAQ: ("question", "state", "answer", "next word by"),
    Listing.IDEAS: ("idea", "state", "outcome", "next word by"),
    Listing.READERS: ("name", "group", "reply", "reminded", "told their team"),
    Listing.MAP: ("waits", "on", "raised", "open now", "closed", "half closed within (working days)"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which list, and of what: the id of a team (0: all) or of a sync, for lists that are about one.

    `words`: what was looked for in it; "" for all of it.
    """

    listing: Listing
    about: int = 0
    words: str = ""

    def __str__(self) -> str:
        """Return it as a button carries it."""
        return f"{self.listing}:{self.about} {self.words}".rstrip()


def wanted_in(value: str) -> Wanted | None:
    """Return what a button means; None for anything else."""
    name, _, about = value.partition(":")
    about, _, words = about.partition(" ")
    number = stored_id(about)
    return None if number is None or name not in set(Listing) else Wanted(Listing(name), number, words)


def header(listing: Listing, zone: str) -> tuple[str, ...]:
    """Return the names of the columns for a reader who lives in `zone`."""
    return tuple(name.format(zone=zone) if name.endswith(AT) else name for name in COLUMNS[listing])


def moment(at: datetime | None, zone: str) -> str:
    """Return an instant as the reader's clock has it: "2026-03-03 10:00"; "" for none."""
    return "" if at is None else f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def day(of: date | None) -> str:
    """Return a date: "2026-03-03"; "" for none."""
    return "" if of is None else of.isoformat()
