"""The form of a change: what stands in it, and what is wrong with that."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.answer import LONG_TEXT, text
from bot.domain.change import HEARTBEATS, STATE_WORDS, ChangeState
from bot.domain.change_word import reserved_name
from bot.domain.name import bad_name, is_taken, tidied
from bot.errors import Unfit, UserError

NAME, WHY, SPONSOR, OWNER = "name", "why", "sponsor", "owner"
STARTS, ENDS, STATE, HEARTBEAT, BEGIN = "starts", "ends", "state", "heartbeat", "begin"
LABELS: Mapping[str, str] = {
    NAME: "its name",
    WHY: "why",
    SPONSOR: "who stands for it",
    OWNER: "who answers for its news",
    STARTS: "when it begins",
    ENDS: "when it is settled",
    STATE: "how far it is",
    HEARTBEAT: "how often there is news",
}
"""What a field is called in a sentence about it."""

OFFERED = (ChangeState.DRAFT, ChangeState.ANNOUNCED, ChangeState.IN_PROGRESS)
"""States that are chosen in the form; a change ends by *Stop change* or by being closed."""


@dataclass(frozen=True, slots=True)
class ChangeWritten:
    """A change as somebody wrote it; people by their Slack ids."""

    name: str
    why: str = ""
    sponsor: str = ""
    owner: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    state: ChangeState = ChangeState.DRAFT
    heartbeat: int = 2

    def fields(self) -> dict[str, str]:
        """Return it field by field, as it is compared."""
        return {
            NAME: self.name,
            WHY: self.why,
            SPONSOR: self.sponsor,
            OWNER: self.owner,
            STARTS: self.starts_on.isoformat() if self.starts_on else "",
            ENDS: self.ends_on.isoformat() if self.ends_on else "",
            STATE: str(self.state),
            HEARTBEAT: str(self.heartbeat),
        }

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "ChangeWritten":
        """Return it again."""
        return cls(
            name=fields[NAME],
            why=fields[WHY],
            sponsor=fields[SPONSOR],
            owner=fields[OWNER],
            starts_on=date.fromisoformat(fields[STARTS]) if fields[STARTS] else None,
            ends_on=date.fromisoformat(fields[ENDS]) if fields[ENDS] else None,
            state=ChangeState(fields[STATE]),
            heartbeat=int(fields[HEARTBEAT]),
        )


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else wrote meanwhile: of what, and as people read it."""

    what: str
    value: str


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """What the form shows; `change_id` is None for a new one.

    `base`: the digests of what is stored; `by` and `others`: who changed it meanwhile, and what they wrote where both
    did, by the field. `begins`: what its groups can begin with, names by key.
    """

    written: ChangeWritten
    base: Mapping[str, str]
    change_id: int | None = None
    states: tuple[ChangeState, ...] = OFFERED
    by: str = ""
    others: tuple[Theirs, ...] = ()
    begins: Mapping[str, str] | None = None


def shown_as(name: str, value: str, people: Mapping[str, str]) -> Theirs:
    """Return what stands in a field as people read it; `people` are names by Slack id."""
    if name == STATE:
        value = STATE_WORDS[ChangeState(value)]
    elif name == HEARTBEAT:
        value = weeks(int(value))
    return Theirs(LABELS[name], people.get(value, value) or "nothing")


def weeks(number: int) -> str:
    """Return how often there is news, in words."""
    if number == 0:
        return "when there is some"
    return "every week" if number == 1 else f"every {number} weeks"


def checked(written: ChangeWritten, taken: Collection[str]) -> ChangeWritten:
    """Return what can be stored of it; `taken` are the names of other changes. Raises Unfit."""
    errors: dict[str, str] = {}
    name = tidied(written.name)
    if wrong := bad_name(name, "change", "Product teams") or reserved_name(name):
        errors[NAME] = wrong
    elif is_taken(name, taken):
        errors[NAME] = f"There is a change called “{name}” already. Please choose another name."
    why = ""
    try:
        why = text(written.why, LONG_TEXT) or ""
    except UserError as error:
        errors[WHY] = error.sentence
    if wrong := wrong_days(written.starts_on, written.ends_on):
        errors[ENDS] = wrong
    if written.heartbeat not in HEARTBEATS:
        errors[HEARTBEAT] = "Please choose between every week and every 12 weeks."
    if errors:
        raise Unfit(errors)
    return replace(written, name=name, why=why)


def wrong_days(starts_on: date | None, ends_on: date | None) -> str:
    """Return what is wrong with the days of a change; "" where nothing is."""
    if starts_on and ends_on and ends_on < starts_on:
        return "It would be settled before it begins. Please choose a later day, or an earlier one to begin."
    return ""
