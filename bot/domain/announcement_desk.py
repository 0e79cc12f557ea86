"""The desk of an announcement: all that it is made of, who gets it, and what still keeps it from going."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.announcement import Kind, State, Timing
from bot.domain.announcement_compose import TIMING, CoreText, ForLeads, Theirs, Way, gaps
from bot.domain.announcement_edit import EditWaiting
from bot.domain.announcement_message import AnnouncementFacts
from bot.domain.change_load import Load

STATE_WORDS: Mapping[State, str] = {
    State.DRAFT: "draft",
    State.SIGNING: "waits for signatures",
    State.SIGNED: "signed, not sent",
    State.PLANNED: "planned",
    State.SENDING: "being sent",
    State.SENT: "sent",
    State.STOPPED: "stopped",
    State.DROPPED: "dropped",
}
"""How far it is, in words."""


@dataclass(frozen=True, slots=True)
class DeskGroup:
    """A group that it goes to: how many people are in it, and what it means for them."""

    id: int
    name: str
    people: int
    text: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who has to approve it. `current`: what they said is of what it says now."""

    slack_id: str
    name: str
    state: str
    note: str = ""
    current: bool = False
    left: bool = False

    @property
    def signed(self) -> bool:
        """Whether they approve what it says now."""
        return self.current and self.state == "signed"


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A channel in which it is posted; `trouble` is what keeps Drumbeat from it, "" for nothing."""

    name: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """Who gets it: people, told once each, in how many zones, and how many are away on the day that it comes.

    `author`: whether its groups have its author among them, who is not told and not counted.
    """

    people: int = 0
    zones: int = 0
    away: int = 0
    leads: int = 0
    author: bool = False


@dataclass(frozen=True, slots=True)
class DeskFacts:
    """An announcement as those who write it see it.

    `loads`: what its groups have to take in, with it; `leave` names who said that it may go all the same. `edit`: what
    of it waits for signatures, although it is out; `revision` and `signers` are then those of the edit.
    """

    id: int
    revision: int
    kind: Kind
    state: State
    core: CoreText
    author: str
    today: date
    way: Way = Way()  # noqa: RUF009 (it is frozen)
    leads: ForLeads = ForLeads()  # noqa: RUF009 (it is frozen)
    change_id: int | None = None
    change: str = ""
    groups: tuple[DeskGroup, ...] = ()
    channels: tuple[ChannelLine, ...] = ()
    signers: tuple[Signer, ...] = ()
    reach: Reach = Reach()
    loads: tuple[Load, ...] = ()
    leave: str = ""
    edit: EditWaiting | None = None
    note: str = ""
    mine: bool = False
    """Whether its reader is its author."""

    @property
    def gaps(self) -> tuple[str, ...]:
        """Name the parts of its text that are still to be written."""
        return gaps(self.core.text)

    @property
    def past(self) -> bool:
        """Whether the day on which it was to come has passed."""
        return self.way.timing is Timing.MORNING and (self.way.day is None or self.way.day < self.today)

    @property
    def lead_hours(self) -> int:
        """How many hours before their people leads get it: what comes at once comes to all of them together."""
        return self.leads.hours if self.way.timing is Timing.MORNING else 0

    @property
    def besides(self) -> str:
        """Name the author, where its groups have them: they are the one more that a group counts; "" where not."""
        return ("you" if self.mine else self.author) if self.reach.author else ""

    @property
    def nobody(self) -> bool:
        """Whether nobody would get it."""
        return not self.reach.people and not self.channels

    @property
    def closed(self) -> tuple[ChannelLine, ...]:
        """Channels in which it cannot be posted."""
        return tuple(one for one in self.channels if one.trouble)

    @property
    def empty(self) -> tuple[str, ...]:
        """Name groups with nobody in them."""
        return tuple(one.name for one in self.groups if not one.people)

    @property
    def late_word(self) -> bool:
        """Whether the day of the next word has passed before it was sent."""
        return self.core.next_word_on is not None and self.core.next_word_on < self.today

    @property
    def left(self) -> tuple[str, ...]:
        """Name those who have left, and have not approved what it says now: nobody could ask them."""
        return tuple(one.name for one in self.unsigned if one.left)

    @property
    def blocked(self) -> bool:
        """Whether something keeps it from going, that has to be mended first."""
        return bool(self.gaps or self.past or self.nobody or self.closed or self.late_word or self.left)

    @property
    def unsigned(self) -> tuple[Signer, ...]:
        """Those who have yet to approve what it says now."""
        return tuple(one for one in self.signers if not one.signed)


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """The last look before it goes, or before it is signed: what a reader gets, and the others that one may look as.

    `shown`: which reader it is, by the value of its choice in `readers`.
    """

    desk: DeskFacts
    message: AnnouncementFacts
    shown: str = ""
    readers: tuple[tuple[str, str], ...] = ()
    signer: bool = False


@dataclass(frozen=True, slots=True)
class SectionForm:
    """One form of an announcement: what stands in it, the digests that it began with, and what others changed.

    `out`: it was sent already. `group` names the group that a part is for.
    """

    announcement_id: int | None
    kind: Kind
    values: Mapping[str, str]
    base: Mapping[str, str] = field(default_factory=dict)
    state: State = State.DRAFT
    change_id: int | None = None
    group_id: int = 0
    group: str = ""
    people: int = 0
    by: str = ""
    others: tuple[Theirs, ...] = ()
    signers: int = 0
    waits: bool = False
    """Whether it shows an edit that waits for signatures."""
    is_pmo: bool = True

    @property
    def out(self) -> bool:
        """Whether somebody may have read it."""
        return self.state.out

    @property
    def at_once(self) -> bool:
        """Whether it comes to everybody as soon as it is sent, so that leads cannot have it before."""
        return self.values.get(TIMING) == Timing.NOW
