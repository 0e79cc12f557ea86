"""The form in which a sync is set up or edited, and reading it back; the rest comes out with *More options*."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import slackblocks as sb

from bot.domain.local_time import SHORT_DAYS
from bot.domain.recurrence_words import DAY_NAMES
from bot.domain.ritual_setup import RULE, SetupFacts
from bot.domain.rollup_style import Place, Style
from bot.domain.speaker import Voice
from bot.domain.sync_setup import MONTHLY, WEEKS, SyncChoices
from bot.domain.words import ordinal_word, plural
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks, sync_setup_who
from bot.views.filled import Filled
from bot.views.ritual_setup import (
    SHARED_READERS,
    WEEK_NAMES,
    Changes,
    Reader,
    SetupForm,
    Ticket,
    changes_in,
    chosen,
)

NEW, EDIT, FORM = "sync_new", "sync_setup_edit", "sync_setup_form"
MORE, ANEW, QUESTIONS, FIELD = "sync_setup_more", "sync_setup_anew", "sync_setup_questions", "sync_setup_field"
"""`FIELD` is the action of every field."""

VOICE = "voice"
REDRAWS = VOICE
"""The field by which the form itself changes: whether teams are needed, and what is said on top."""

REMINDS = "reminds"
ANSWERING = (60, 120, 240, 480, 960)
HOUR = 60

_FORM = SetupForm("sync", FORM, MORE, ANEW, FIELD)


def form(words: Words, facts: SetupFacts[SyncChoices], ticket: Ticket) -> View:
    """Return the form filled with `facts.choices`."""
    ticket = replace(ticket, ritual_id=facts.ritual_id, revision=facts.revision)
    fields = [*_first_fields(facts), *(_more_fields(facts) if ticket.more else [])]
    return _FORM.view(
        words,
        facts,
        ticket,
        fields,
        intro=words("sync_setup/intro.mrkdwn.j2", facts=facts),
        submit="See next rounds",
        below=[blocks.button("Change questions", QUESTIONS)],
    )


def choices_in(view: Mapping[str, Any], before: SyncChoices) -> SyncChoices:
    """Return `before` with what stands in the form; fields that are not out stay as they were. Raises Unreadable."""
    return replace(before, **changes_in(view, _READERS))


def _first_fields(facts: SetupFacts[SyncChoices]) -> list[sb.Block]:
    choices = facts.choices
    days = [blocks.option(name, SHORT_DAYS[day]) for day, name in enumerate(DAY_NAMES)]
    chosen_days = [SHORT_DAYS[day] for day in choices.days]
    menu = blocks.multi_select(FIELD, days, chosen=chosen_days, placeholder="Choose days")
    return [
        _FORM.text("name", "Name", choices.name, "Weekly sync"),
        blocks.field("days", "Days", menu, optional=False, dispatch=True),
        _FORM.time(choices, "10:00"),
        _FORM.channel(choices, "The summary goes to"),
        *sync_setup_who.teams(FIELD, facts),
    ]


def _more_fields(facts: SetupFacts[SyncChoices]) -> list[sb.Block]:
    choices = facts.choices
    voices = [
        blocks.option("One voice per team", Voice.TEAM, "A team's squad takes turns; one answer a team."),
        blocks.option("Everyone answers", Voice.EVERYONE, "Everybody is asked, and answers for themselves."),
    ]
    reminder = [blocks.option("Remind once, half way through", REMINDS)]
    shown = [
        _FORM.select("repeats", "Repeats", _repeats(choices), choices.repeats),
        _FORM.select("week", "Week of the month", _weeks(), str(choices.week), hint="Only for “Once a month”."),
        _FORM.zone(facts),
        blocks.field(
            VOICE,
            "Who answers",
            blocks.radio(FIELD, voices, chosen=choices.voice),
            hint="With everyone you can also choose members of a channel or a user group, and people by name.",
            optional=False,
            dispatch=True,
        ),
        *(sync_setup_who.others(FIELD, facts) if choices.voice is Voice.EVERYONE else []),
        _FORM.select(
            "answering",
            "Time to answer",
            _answering(choices.answering_minutes),
            str(choices.answering_minutes),
            hint="Working time that everybody has at least; the sync closes for all at one instant.",
        ),
        blocks.field(
            "reminder",
            "Reminder",
            blocks.checkboxes(FIELD, reminder, chosen=[REMINDS] if choices.reminds else []),
            dispatch=True,
        ),
    ]
    away = "For a date that is left out or moves. Empty: the country of its owner."
    hears = "Hears when something goes wrong, and is named to those who are asked."
    return [*shown, *_summary(choices), *_FORM.holidays(choices, away), *_FORM.owner(facts, hears)]


def _summary(choices: SyncChoices) -> list[sb.Block]:
    styles = [
        blocks.option("Decisions first", Style.DECISIONS, "Then who waits on whom, then one line each."),
        blocks.option("Team by team", Style.TEAM, "All of a team together: its line, its waits, its decisions."),
        blocks.option("Question by question", Style.QUESTION, "Below each question what everybody answered."),
    ]
    places = [
        blocks.option("By itself in the channel", Place.CHANNEL),
        blocks.option("Below one message a week", Place.WEEK),
    ]
    return [
        _FORM.select("rollup_style", "How the summary is told", styles, choices.rollup_style),
        _FORM.select(
            "rollup_place",
            "Where it stands",
            places,
            choices.rollup_place,
            hint="A message a week names all syncs that post there so; their summaries stand in its thread.",
        ),
    ]


def _repeats(choices: SyncChoices) -> list[sb.Option]:
    options = [blocks.option("Every week", "1"), blocks.option("Every other week", "2")]
    options += [blocks.option(f"Every {ordinal_word(number)} week", str(number)) for number in (3, 4)]
    options.append(blocks.option("Once a month", MONTHLY))
    if choices.rule:
        options.append(blocks.option(f"As it is: {choices.rule}", RULE))
    return options


def _weeks() -> list[sb.Option]:
    return [blocks.option(name, str(week)) for week, name in WEEK_NAMES.items()]


def _answering(chosen: int) -> list[sb.Option]:
    return [blocks.option(duration(minutes), str(minutes)) for minutes in sorted({*ANSWERING, chosen})]


def duration(minutes: int) -> str:
    """Return "4 hours", "1 hour 30 minutes" or "45 minutes"."""
    hours, rest = divmod(minutes, HOUR)
    parts = [plural(hours, "hour")] if hours else []
    return " ".join(parts + ([plural(rest, "minute")] if rest or not hours else []))


def _days(filled: Filled) -> Changes:
    return {"days": tuple(sorted(SHORT_DAYS.index(day) for day in filled.many("days", SHORT_DAYS)))}


def _answering_time(filled: Filled) -> Changes:
    minutes = filled.number("answering")
    return {"answering_minutes": minutes} if minutes else {}


def _first_of(field: str) -> Reader:
    return lambda filled: {field: next(iter(filled.many(field)), "")}


_READERS: Mapping[str, Reader] = {
    **SHARED_READERS,
    "days": _days,
    "repeats": chosen("repeats", of=(*WEEKS, MONTHLY, RULE)),
    VOICE: chosen(VOICE, Voice, of=tuple(Voice)),
    "people": lambda filled: {"people": tuple(sorted(filled.many("people")))},
    "follows_channel": _first_of("follows_channel"),
    "follows_group": _first_of("follows_group"),
    "answering": _answering_time,
    "reminder": lambda filled: {"reminds": REMINDS in filled.many("reminder")},
    "rollup_style": chosen("rollup_style", Style, of=tuple(Style)),
    "rollup_place": chosen("rollup_place", Place, of=tuple(Place)),
}
"""What each field changes in the choices; one that is not out changes nothing."""
