"""Approving an announcement: who is asked, what they said, and what its author hears of it."""

from dataclasses import dataclass
from datetime import date

from bot.domain.announcement import Kind
from bot.domain.announcement_desk import Reach
from bot.domain.announcement_edit import EditWaiting
from bot.domain.announcement_message import AnnouncementFacts


@dataclass(frozen=True, slots=True)
class SignFacts:
    """What somebody is asked to approve. `state`: asked, signed or declined; `newer`: it says something else by now.

    `over`: it is out, dropped or its co-signer was taken off, so that nothing is asked any more. `edits`: what is asked
    about is an edit of what is out, as `edit` says as long as it waits; `over` and signed, it is what readers have.
    `why` it is over: it was "dropped", or its change "stopped"; "" where neither was. `again`: asked in a reply below
    what they were asked before, which has it in full. `waits`: it can still be signed by whoever wanted it otherwise;
    `goes`: all have signed, and it is on its way.
    """

    announcement_id: int
    kind: Kind
    message: AnnouncementFacts
    author: str
    groups: tuple[str, ...]
    channels: tuple[str, ...]
    reach: Reach
    when: date | None
    today: date
    state: str = "asked"
    note: str = ""
    newer: bool = False
    over: bool = False
    edits: bool = False
    edit: EditWaiting | None = None
    why: str = ""
    again: bool = False
    waits: bool = False
    goes: bool = False


@dataclass(frozen=True, slots=True)
class SignNews:
    """What the author of an announcement hears.

    `kind`: all have "signed" and it goes, `who` has "declined" and wants it otherwise (`note`), or has "left"; "stuck":
    all have signed, but it cannot go. Whoever signed it hears that `who` has "edited" it since. Whoever has edited what
    is out so that it means something else hears "edit_signed", "edit_declined" and "edit_left".
    `asked`: who is asked whether it may go although it is a lot for some, "" for nobody; `asks_you`: its reader.
    """

    announcement_id: int
    title: str
    kind: str
    who: str = ""
    note: str = ""
    asked: str = ""
    asks_you: bool = False
