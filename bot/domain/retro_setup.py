"""A retro as its form has it: what somebody chose, read into a plan, and a stored plan shown as choices again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.recurrence import monthly, parse
from bot.domain.recurrence_pattern import Frequency
from bot.domain.retro import RetroPlan
from bot.domain.retro_format import DEFAULT, OWN, Column, columns_of, own_text
from bot.domain.ritual_setup import (
    RULE,
    RitualChoices,
    check_name,
    checked,
    shared_choices,
    shared_from_json,
    shared_plan,
)
from bot.errors import Unfit

MONTHS = ("1", "2", "3", "6")
"""Every month, every other month, quarterly, twice a year."""

THURSDAY, LAST = 3, -1
MOST_DAYS, MOST_VOTES = 15, 10


@dataclass(frozen=True, slots=True)
class RetroChoices(RitualChoices):
    """What stands in the form.

    `repeats` is one of `MONTHS`, or `RULE`; `week` is 1 to 4 or -1; `day` a weekday, Monday 0; `columns` is as it was
    typed for the format `OWN`.
    """

    time: str = "14:00"
    week: int = LAST
    day: int = THURSDAY
    format: str = DEFAULT
    columns: str = ""
    anonymous: bool = True
    write_days: int = 3
    group_days: int = 1
    vote_days: int = 1
    votes: int = 3


def choices_from_json(data: Mapping[str, Any]) -> RetroChoices:
    """Return the choices that `RetroChoices.to_json` wrote."""
    return RetroChoices(**shared_from_json(data))


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
        **shared_choices(plan, owner, repeats),
        week=week,
        day=day,
        format=plan.format,
        columns=own_text(plan.columns) if plan.format == OWN else "",
        anonymous=plan.anonymous,
        write_days=plan.write_days,
        group_days=plan.group_days,
        vote_days=plan.vote_days,
        votes=plan.votes,
    )


def plan_of(choices: RetroChoices, starts_on: date, *, owner_zone: str, owner_country: str) -> RetroPlan:
    """Return what was chosen as a plan that counts from `starts_on`; raises Unfit with a sentence for each field."""
    errors: dict[str, str] = {}
    check_name(choices, errors, "retro", "Monthly retro")
    rrule = checked(errors, "repeats", lambda: rule_of(choices), "")
    shared = shared_plan(choices, errors, rrule, starts_on, owner_country)
    none: tuple[Column, ...] = ()
    columns = checked(errors, "columns", lambda: columns_of(choices.format, choices.columns), none)
    if not choices.channel_id:
        errors["channel"] = "Please choose the channel that the board goes to, for example your team's."
    if not choices.team_ids:
        errors["teams"] = "Please choose at least one team: its members take part."
    if errors:
        raise Unfit(errors)
    return RetroPlan(
        **shared,
        columns=columns,
        format=choices.format,
        anonymous=choices.anonymous,
        write_days=choices.write_days,
        group_days=choices.group_days,
        vote_days=choices.vote_days,
        votes=choices.votes,
        owner_zone=owner_zone,
    )
