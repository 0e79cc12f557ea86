"""A sync as its form has it: what somebody chose, read into a plan, and a stored plan shown as choices again."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.country import country_named
from bot.domain.local_time import parse_time, zone_named
from bot.domain.name import bad_name, tidied
from bot.domain.question import DEFAULT_SYNC_QUESTIONS, Question, check_questions, from_json, to_json
from bot.domain.question_days import check_every_date
from bot.domain.recurrence import describe, parse, weekly
from bot.domain.recurrence_pattern import Frequency, Pattern
from bot.domain.ritual_dates import Holidays
from bot.domain.rollup_style import Place, Style
from bot.domain.speaker import Voice
from bot.domain.sync import SyncPlan
from bot.errors import Unfit, UserError

LEAST_ANSWERING, MOST_ANSWERING = 15, 2880
MONTHLY, RULE = "month", "rule"
WEEKS = ("1", "2", "3", "4")
"""Every week to every fourth week; `MONTHLY` is once a month, `RULE` keeps a rule that the form has no fields for."""


@dataclass(frozen=True, slots=True)
class SyncChoices:
    """What stands in the form.

    `repeats` is one of `WEEKS`, `MONTHLY` or `RULE` (then `rule` counts); `days` are weekdays, Monday 0; `week` is 1 to
    4 or -1, for `MONTHLY`; `time` and `home_country` are as they were typed; `zone` "" is each person's own; `people`
    and `owner` are Slack ids, as are the channel and the user group whose members take part ("": none).
    """

    name: str
    owner: str
    repeats: str = "1"
    days: tuple[int, ...] = (1,)
    week: int = 1
    time: str = "10:00"
    rule: str = ""
    zone: str = ""
    voice: Voice = Voice.TEAM
    channel_id: str = ""
    team_ids: tuple[int, ...] = ()
    people: tuple[str, ...] = ()
    follows_channel: str = ""
    follows_group: str = ""
    answering_minutes: int = 240
    reminds: bool = True
    holidays: Holidays = Holidays.OWN
    home_country: str = ""
    rollup_style: Style = Style.DECISIONS
    rollup_place: Place = Place.CHANNEL
    questions: tuple[Question, ...] = DEFAULT_SYNC_QUESTIONS

    @property
    def follows(self) -> tuple[str, str]:
        """The channel and the user group whose members take part: none with one voice per team."""
        return (self.follows_channel, self.follows_group) if self.voice is Voice.EVERYONE else ("", "")

    def with_questions(self, questions: tuple[Question, ...]) -> "SyncChoices":
        """Return the same with other questions."""
        return replace(self, questions=questions)

    def to_json(self) -> dict[str, Any]:
        """Return the choices as JSON values, for a draft."""
        lists = {"days": list(self.days), "team_ids": list(self.team_ids), "people": list(self.people)}
        words = {"voice": str(self.voice), "holidays": str(self.holidays)}
        words |= {"rollup_style": str(self.rollup_style), "rollup_place": str(self.rollup_place)}
        return asdict(self) | lists | words | {"questions": to_json(self.questions)}


def choices_from_json(data: Mapping[str, Any]) -> SyncChoices:
    """Return the choices that `SyncChoices.to_json` wrote."""
    tuples = {name: tuple(data[name]) for name in ("days", "team_ids", "people")}
    # Drafts of earlier versions say nothing of holidays, nor of how the summary is told.
    words = {
        "voice": Voice(data["voice"]),
        "holidays": Holidays(data.get("holidays", Holidays.OWN)),
        "rollup_style": Style(data.get("rollup_style", Style.DECISIONS)),
        "rollup_place": Place(data.get("rollup_place", Place.CHANNEL)),
    }
    return SyncChoices(**{**data, **tuples, **words, "questions": from_json(data["questions"])})


def rule_of(choices: SyncChoices) -> str:
    """Return the rule that was chosen. Raises UserError for the field that is wrong."""
    if choices.repeats == RULE:
        return str(parse(choices.rule))
    if choices.repeats == MONTHLY:
        if not choices.days:
            weekly(())
        return str(Pattern(Frequency.MONTHLY, days=tuple((choices.week, day) for day in sorted(set(choices.days)))))
    return weekly(choices.days, interval=int(choices.repeats))


def rhythm_of(rrule: str, starts_on: date) -> tuple[str, tuple[int, ...], int]:
    """Return (`repeats`, `days`, `week`) as the form shows a rule; `RULE` where it has no fields for it."""
    pattern = parse(rrule)
    days = tuple(day for _, day in pattern.days)
    weeks = {week for week, _ in pattern.days}
    if pattern.frequency is Frequency.WEEKLY and str(pattern.interval) in WEEKS:
        return str(pattern.interval), days or (starts_on.weekday(),), 1
    if pattern.frequency is Frequency.DAILY and pattern.interval == 1:
        return "1", days or tuple(range(7)), 1
    plain = pattern.interval == 1 and not pattern.months and not pattern.positions and not pattern.month_days
    if pattern.frequency is Frequency.MONTHLY and plain and len(weeks) == 1 and weeks != {0}:
        return MONTHLY, days, weeks.pop()
    return RULE, days or (starts_on.weekday(),), 1


def choices_of(plan: SyncPlan, owner: str, people: tuple[str, ...]) -> SyncChoices:
    """Return a stored plan as the form shows it; `people` are the Slack ids of those added by name."""
    repeats, days, week = rhythm_of(plan.rrule, plan.starts_on)
    return SyncChoices(
        name=plan.name,
        owner=owner,
        repeats=repeats,
        days=days,
        week=week,
        time=f"{plan.local_time:%H:%M}",
        rule=plan.rrule if repeats == RULE else "",
        zone=plan.zone,
        voice=plan.voice,
        channel_id=plan.channel_id,
        team_ids=tuple(sorted(plan.team_ids)),
        people=tuple(sorted(people)),
        follows_channel=plan.follows_channel,
        follows_group=plan.follows_group,
        answering_minutes=plan.answering_minutes,
        reminds=plan.reminds,
        holidays=plan.holidays,
        home_country=plan.home_country,
        rollup_style=plan.rollup_style,
        rollup_place=plan.rollup_place,
        questions=plan.questions,
    )


def plan_of(
    choices: SyncChoices, starts_on: date, person_ids: tuple[int, ...], follower_ids: tuple[int, ...] = ()
) -> SyncPlan:
    """Return what was chosen as a plan that counts from `starts_on`; raises Unfit with a sentence for each field.

    With one voice per team only teams are asked: people and what is followed stay in the choices, and count again with
    the other voice.
    """
    everyone = choices.voice is Voice.EVERYONE
    errors: dict[str, str] = {}
    if problem := bad_name(choices.name, "sync", "Weekly sync"):
        errors["name"] = problem
    rrule = _checked(errors, "days", lambda: rule_of(choices), "")
    local_time = _checked(errors, "time", lambda: parse_time(choices.time), time())
    if choices.zone:
        _checked(errors, "zone", lambda: zone_named(choices.zone), ZoneInfo("UTC"))
    home = _checked(errors, "home_country", lambda: _home(choices), "")
    if not choices.channel_id:
        errors["channel"] = "Please choose the channel that the summary goes to, for example #sync."
    if choices.voice is Voice.TEAM and not choices.team_ids:
        errors["teams"] = "Please choose at least one team: with one voice per team, teams are asked."
    elif not choices.team_ids and not person_ids and not any(choices.follows):
        errors["teams"] = "Nobody would be asked. Please choose a team, or people under “More options”."
    if not LEAST_ANSWERING <= choices.answering_minutes <= MOST_ANSWERING:
        errors["answering"] = "The time to answer lies between a quarter of an hour and 48 hours."
    _checked(errors, "questions", lambda: _check_asked(choices.questions, rrule), None)
    if errors:
        raise Unfit(errors)
    return SyncPlan(
        name=tidied(choices.name),
        rrule=rrule,
        starts_on=starts_on,
        local_time=local_time,
        channel_id=choices.channel_id,
        questions=choices.questions,
        zone=choices.zone,
        voice=choices.voice,
        answering_minutes=choices.answering_minutes,
        reminds=choices.reminds,
        team_ids=choices.team_ids,
        person_ids=person_ids if everyone else (),
        follows_channel=choices.follows[0],
        follows_group=choices.follows[1],
        follower_ids=follower_ids if everyone else (),
        holidays=choices.holidays,
        home_country=home,
        rollup_style=choices.rollup_style,
        rollup_place=choices.rollup_place,
    )


def _check_asked(questions: tuple[Question, ...], rrule: str) -> None:
    check_questions(questions)
    if rrule:
        check_every_date(questions, rrule)


def rhythm_words(plan: SyncPlan) -> str:
    """Return "Every Tuesday at 10:00, in each person's own time"."""
    return describe(plan.rrule, plan.local_time, plan.one_zone)


def _home(choices: SyncChoices) -> str:
    return country_named(choices.home_country) if choices.home_country.strip() else ""


def _checked(errors: dict[str, str], field: str, read: Any, otherwise: Any) -> Any:
    try:
        return read()
    except UserError as error:
        errors[field] = error.sentence
        return otherwise
