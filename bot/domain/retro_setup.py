"""A retro as its form has it: what somebody chose, read into a plan, and a stored plan shown as choices again."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, time
from hashlib import blake2s
from json import dumps
from typing import Any

from bot.domain.country import country_named
from bot.domain.local_time import parse_time, zone_named
from bot.domain.name import bad_name, tidied
from bot.domain.recurrence import monthly, parse
from bot.domain.recurrence_pattern import Frequency
from bot.domain.retro import RetroPlan
from bot.domain.retro_format import DEFAULT, OWN, columns_of, own_text
from bot.domain.ritual_dates import Holidays
from bot.errors import Unfit, UserError

RULE = "rule"
MONTHS = ("1", "2", "3", "6")
"""Every month, every other month, quarterly, twice a year; `RULE` keeps a rule that the form has no fields for."""

THURSDAY, LAST = 3, -1
MOST_DAYS, MOST_VOTES = 15, 10


@dataclass(frozen=True, slots=True)
class RetroChoices:
    """What stands in the form.

    `repeats` is one of `MONTHS`, or `RULE` (then `rule` counts); `week` is 1 to 4 or -1; `day` a weekday, Monday 0;
    `time` and `home_country` are as they were typed, and so is `columns` for the format `OWN`; `zone` "" is each
    person's own; `owner` is a Slack id.
    """

    name: str
    owner: str
    repeats: str = "1"
    week: int = LAST
    day: int = THURSDAY
    time: str = "14:00"
    rule: str = ""
    zone: str = ""
    channel_id: str = ""
    team_ids: tuple[int, ...] = ()
    format: str = DEFAULT
    columns: str = ""
    anonymous: bool = True
    write_days: int = 3
    group_days: int = 1
    vote_days: int = 1
    votes: int = 3
    holidays: Holidays = Holidays.OWN
    home_country: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the choices as JSON values, for a draft."""
        return asdict(self) | {"team_ids": list(self.team_ids), "holidays": str(self.holidays)}


def choices_from_json(data: Mapping[str, Any]) -> RetroChoices:
    """Return the choices that `RetroChoices.to_json` wrote."""
    return RetroChoices(**{**data, "team_ids": tuple(data["team_ids"]), "holidays": Holidays(data["holidays"])})


def digest(choices: RetroChoices) -> str:
    """Return a short fingerprint, by which a preview knows whether the draft is still what it showed."""
    return blake2s(dumps(choices.to_json(), sort_keys=True).encode(), digest_size=8).hexdigest()


def rule_of(choices: RetroChoices) -> str:
    """Return the rule that was chosen."""
    if choices.repeats == RULE:
        return str(parse(choices.rule))
    return monthly(choices.week, choices.day, interval=int(choices.repeats))


def choices_of(plan: RetroPlan, owner: str) -> RetroChoices:
    """Return a stored retro as its form shows it; `owner` is a Slack id."""
    pattern = parse(plan.rrule)
    repeats, week, day = RULE, LAST, THURSDAY
    plain = pattern.frequency is Frequency.MONTHLY and len(pattern.days) == 1 and not pattern.positions
    if plain and not pattern.months and pattern.days[0][0] and str(pattern.interval) in MONTHS:
        repeats, (week, day) = str(pattern.interval), pattern.days[0]
    return RetroChoices(
        name=plan.name,
        owner=owner,
        repeats=repeats,
        week=week,
        day=day,
        time=f"{plan.local_time:%H:%M}",
        rule=plan.rrule if repeats == RULE else "",
        zone=plan.zone,
        channel_id=plan.channel_id,
        team_ids=tuple(sorted(plan.team_ids)),
        format=plan.format,
        columns=own_text(plan.columns) if plan.format == OWN else "",
        anonymous=plan.anonymous,
        write_days=plan.write_days,
        group_days=plan.group_days,
        vote_days=plan.vote_days,
        votes=plan.votes,
        holidays=plan.holidays,
        home_country=plan.home_country,
    )


def plan_of(choices: RetroChoices, starts_on: date, *, owner_zone: str, owner_country: str) -> RetroPlan:
    """Return what was chosen as a plan that counts from `starts_on`; raises Unfit with a sentence for each field."""
    errors: dict[str, str] = {}
    if problem := bad_name(choices.name, "retro", "Monthly retro"):
        errors["name"] = problem
    rrule = _checked(errors, "repeats", lambda: rule_of(choices), "")
    local_time = _checked(errors, "time", lambda: parse_time(choices.time), time())
    if choices.zone:
        _checked(errors, "zone", lambda: zone_named(choices.zone), None)
    country = choices.home_country.strip()
    home = _checked(errors, "home_country", lambda: country_named(country) if country else "", "")
    if choices.holidays is not Holidays.OWN and not (home or owner_country or "home_country" in errors):
        errors["home_country"] = "Holidays of which country? Its owner has none set. Please write it like PT or DE-BY."
    columns = _checked(errors, "columns", lambda: columns_of(choices.format, choices.columns), ())
    if not choices.channel_id:
        errors["channel"] = "Please choose the channel that the board goes to, for example your team's."
    if not choices.team_ids:
        errors["teams"] = "Please choose at least one team: its members take part."
    if errors:
        raise Unfit(errors)
    return RetroPlan(
        name=tidied(choices.name),
        rrule=rrule,
        starts_on=starts_on,
        local_time=local_time,
        channel_id=choices.channel_id,
        columns=columns,
        format=choices.format,
        zone=choices.zone,
        anonymous=choices.anonymous,
        write_days=choices.write_days,
        group_days=choices.group_days,
        vote_days=choices.vote_days,
        votes=choices.votes,
        team_ids=choices.team_ids,
        holidays=choices.holidays,
        home_country=home,
        owner_zone=owner_zone,
        owner_country=owner_country,
    )


def _checked(errors: dict[str, str], field: str, read: Any, otherwise: Any) -> Any:
    try:
        return read()
    except UserError as error:
        errors[field] = error.sentence
        return otherwise
