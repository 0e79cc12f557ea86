"""What setting up has in common for every ritual: the choices of its form, read into a plan and shown again."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from hashlib import blake2s
from json import dumps
from typing import Any, Generic, TypeVar

from bot.domain.channel import ChannelFacts
from bot.domain.country import country_named
from bot.domain.local_time import parse_time, zone_named
from bot.domain.name import bad_name, tidied
from bot.domain.pause import Pause
from bot.domain.ritual import RitualPlan
from bot.domain.ritual_dates import Holidays
from bot.errors import UserError

RULE = "rule"
"""How often it `repeats` where the rule is one that the form has no fields for: it is kept as it is."""


@dataclass(frozen=True, slots=True)
class RitualChoices:
    """What stands in the form of any ritual.

    `repeats` is what the form offers, or `RULE` (then `rule` counts); `time` and `home_country` are as they were typed;
    `zone` "" is each person's own; `owner` is a Slack id.
    """

    name: str
    owner: str
    repeats: str = "1"
    time: str = ""
    rule: str = ""
    zone: str = ""
    channel_id: str = ""
    team_ids: tuple[int, ...] = ()
    holidays: Holidays = Holidays.OWN
    home_country: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the choices as JSON values, for a draft."""
        return asdict(self) | {"team_ids": list(self.team_ids), "holidays": str(self.holidays)}


Choices = TypeVar("Choices", bound=RitualChoices)
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class SetupFacts(Generic[Choices]):
    """The form of a ritual.

    `ritual_id` is None for a new one, `revision` the version that is edited. `teams` are those that this person may
    choose, by id; `zones` those offered for everybody. `draft_at` says since when a draft waits, None without one;
    `changed_by` who changed the ritual after the draft was begun. `all_teams`: may also choose an owner. `groups` are
    the user groups that it may follow: @handle by Slack id.
    """

    choices: Choices
    teams: Mapping[int, str]
    zones: tuple[str, ...]
    zone: str
    now: datetime
    ritual_id: int | None = None
    revision: int = 0
    draft_at: datetime | None = None
    changed_by: str = ""
    all_teams: bool = True
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RitualPreview(Generic[Choices]):
    """What the preview of any ritual shows to its reader, in their `zone`.

    `rhythm` is the rule in words; `own`: the reader is its owner; `redrawn`: the draft was changed in another window.
    """

    choices: Choices
    rhythm: str
    channel: ChannelFacts
    owner: str
    own: bool
    zone: str
    now: datetime
    ritual_id: int | None = None
    revision: int = 0
    redrawn: bool = False
    paused: Pause | None = None


@dataclass(frozen=True, slots=True)
class SavedFacts:
    """What was saved; `opens_at` is the first instant of its next round, None where none comes (paused)."""

    ritual_id: int
    name: str
    rhythm: str
    channel: ChannelFacts
    opens_at: datetime | None
    zone: str
    now: datetime
    edited: bool = False
    again: bool = False


def shared_from_json(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what `RitualChoices.to_json` wrote as the fields of choices; those that only some rituals have stay."""
    # Drafts of earlier versions say nothing of holidays.
    holidays = Holidays(data.get("holidays", Holidays.OWN))
    return {**data, "team_ids": tuple(data["team_ids"]), "holidays": holidays}


def digest(choices: RitualChoices) -> str:
    """Return a short fingerprint, by which a preview knows whether the draft is still what it showed."""
    return blake2s(dumps(choices.to_json(), sort_keys=True).encode(), digest_size=8).hexdigest()


def shared_choices(plan: RitualPlan, owner: str, repeats: str) -> dict[str, Any]:
    """Return what the form shows of any stored plan; `owner` is a Slack id."""
    return {
        "name": plan.name,
        "owner": owner,
        "repeats": repeats,
        "time": f"{plan.local_time:%H:%M}",
        "rule": plan.rrule if repeats == RULE else "",
        "zone": plan.zone,
        "channel_id": plan.channel_id,
        "team_ids": tuple(sorted(plan.team_ids)),
        "holidays": plan.holidays,
        "home_country": plan.home_country,
    }


def shared_plan(
    choices: RitualChoices, errors: dict[str, str], rrule: str, starts_on: date, owner_country: str
) -> dict[str, Any]:
    """Return the fields of a plan that every ritual has; a sentence for each that needs mending goes to `errors`."""
    local_time = checked(errors, "time", lambda: parse_time(choices.time), time())
    if choices.zone:
        checked(errors, "zone", lambda: zone_named(choices.zone), None)
    country = choices.home_country.strip()
    home = checked(errors, "home_country", lambda: country_named(country) if country else "", "")
    if choices.holidays is not Holidays.OWN and not (home or owner_country or "home_country" in errors):
        errors["home_country"] = "Holidays of which country? Its owner has none set. Please write it like PT or DE-BY."
    return {
        "name": tidied(choices.name),
        "rrule": rrule,
        "starts_on": starts_on,
        "local_time": local_time,
        "channel_id": choices.channel_id,
        "zone": choices.zone,
        "team_ids": choices.team_ids,
        "holidays": choices.holidays,
        "home_country": home,
        "owner_country": owner_country,
    }


def check_name(choices: RitualChoices, errors: dict[str, str], noun: str, example: str) -> None:
    """Note the sentence for a name that nothing can have."""
    if problem := bad_name(choices.name, noun, example):
        errors["name"] = problem


def checked(errors: dict[str, str], field: str, read: Callable[[], Read], otherwise: Read) -> Read:
    """Return what `read` returns; else `otherwise`, and its sentence goes to `errors` under the name of the field."""
    try:
        return read()
    except UserError as error:
        errors[field] = error.sentence
        return otherwise
