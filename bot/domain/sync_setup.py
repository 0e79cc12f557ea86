"""A sync as its form has it: what somebody chose, read into a plan, and a stored plan shown as choices again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.question import DEFAULT_SYNC_QUESTIONS, Question, check_questions, from_json, to_json
from bot.domain.question_days import check_every_date
from bot.domain.recurrence import parse, weekly
from bot.domain.recurrence_pattern import Frequency, Pattern
from bot.domain.ritual_setup import (
    RULE,
    RitualChoices,
    check_name,
    checked,
    shared_choices,
    shared_from_json,
    shared_plan,
)
from bot.domain.rollup_style import Place, Style
from bot.domain.speaker import Voice
from bot.domain.sync import SyncPlan
from bot.errors import Unfit

LEAST_ANSWERING, MOST_ANSWERING = 15, 2880
MONTHLY = "month"
WEEKS = ("1", "2", "3", "4")
"""Every week to every fourth week; `MONTHLY` is once a month."""


@dataclass(frozen=True, slots=True)
class SyncChoices(RitualChoices):
    """What stands in the form.

    `repeats` is one of `WEEKS`, `MONTHLY` or `RULE`; `days` are weekdays, Monday 0; `week` is 1 to 4 or -1, for
    `MONTHLY`; `people` are Slack ids, as are the channel and the user group whose members take part ("": none).
    """

    time: str = "10:00"
    days: tuple[int, ...] = (1,)
    week: int = 1
    voice: Voice = Voice.TEAM
    people: tuple[str, ...] = ()
    follows_channel: str = ""
    follows_group: str = ""
    answering_minutes: int = 240
    reminds: bool = True
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
        lists = {"days": list(self.days), "people": list(self.people), "questions": to_json(self.questions)}
        words = {name: str(getattr(self, name)) for name in ("voice", "rollup_style", "rollup_place")}
        return RitualChoices.to_json(self) | lists | words


def choices_from_json(data: Mapping[str, Any]) -> SyncChoices:
    """Return the choices that `SyncChoices.to_json` wrote."""
    lists = {"days": tuple(data["days"]), "people": tuple(data["people"]), "questions": from_json(data["questions"])}
    # Drafts of earlier versions say nothing of how the summary is told.
    words = {
        "voice": Voice(data["voice"]),
        "rollup_style": Style(data.get("rollup_style", Style.DECISIONS)),
        "rollup_place": Place(data.get("rollup_place", Place.CHANNEL)),
    }
    return SyncChoices(**shared_from_json(data) | lists | words)


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
        **shared_choices(plan, owner, repeats),
        days=days,
        week=week,
        voice=plan.voice,
        people=tuple(sorted(people)),
        follows_channel=plan.follows_channel,
        follows_group=plan.follows_group,
        answering_minutes=plan.answering_minutes,
        reminds=plan.reminds,
        rollup_style=plan.rollup_style,
        rollup_place=plan.rollup_place,
        questions=plan.questions,
    )


def plan_of(
    choices: SyncChoices,
    starts_on: date,
    person_ids: tuple[int, ...],
    follower_ids: tuple[int, ...] = (),
    *,
    owner_country: str = "",
) -> SyncPlan:
    """Return what was chosen as a plan that counts from `starts_on`; raises Unfit with a sentence for each field.

    With one voice per team only teams are asked: people and what is followed stay in the choices, and count again with
    the other voice.
    """
    everyone = choices.voice is Voice.EVERYONE
    errors: dict[str, str] = {}
    check_name(choices, errors, "sync", "Weekly sync")
    rrule = checked(errors, "days", lambda: rule_of(choices), "")
    shared = shared_plan(choices, errors, rrule, starts_on, owner_country)
    if not choices.channel_id:
        errors["channel"] = "Please choose the channel that the summary goes to, for example #sync."
    if choices.voice is Voice.TEAM and not choices.team_ids:
        errors["teams"] = "Please choose at least one team: with one voice per team, teams are asked."
    elif not choices.team_ids and not person_ids and not any(choices.follows):
        errors["teams"] = "Nobody would be asked. Please choose a team, or people under “More options”."
    if not LEAST_ANSWERING <= choices.answering_minutes <= MOST_ANSWERING:
        errors["answering"] = "The time to answer lies between a quarter of an hour and 48 hours."
    checked(errors, "questions", lambda: _check_asked(choices.questions, rrule), None)
    if errors:
        raise Unfit(errors)
    return SyncPlan(
        **shared,
        questions=choices.questions,
        voice=choices.voice,
        answering_minutes=choices.answering_minutes,
        reminds=choices.reminds,
        person_ids=person_ids if everyone else (),
        follows_channel=choices.follows[0],
        follows_group=choices.follows[1],
        follower_ids=follower_ids if everyone else (),
        rollup_style=choices.rollup_style,
        rollup_place=choices.rollup_place,
    )


def _check_asked(questions: tuple[Question, ...], rrule: str) -> None:
    check_questions(questions)
    if rrule:
        check_every_date(questions, rrule)
