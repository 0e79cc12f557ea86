"""The form in which a retro is set up or edited, and reading it back; the rest comes out with *More options*."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import slackblocks as sb

from bot.domain.local_time import SHORT_DAYS
from bot.domain.recurrence_words import DAY_NAMES
from bot.domain.retro_format import FORMAT_KEYS, FORMATS, OWN
from bot.domain.retro_setup import MONTHS, MOST_DAYS, MOST_VOTES, RetroChoices
from bot.domain.ritual_setup import RULE, SetupFacts
from bot.domain.words import plural
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.ritual_setup import (
    SHARED_READERS,
    WEEK_NAMES,
    Reader,
    SetupForm,
    Ticket,
    changes_in,
    chosen,
    text_of,
)
from bot.views.team_menu import several_teams

NEW, EDIT, FORM = "retro_new", "retro_setup_edit", "retro_setup_form"
MORE, ANEW, FIELD = "retro_setup_more", "retro_setup_anew", "retro_setup_field"
"""`FIELD` is the action of every field."""

REDRAWS = "format"
"""The field by which the form itself changes: with columns of one's own there is a field to write them."""

WITHOUT_NAMES = "anonymous"
_REPEATS = {"1": "Every month", "2": "Every other month", "3": "Every quarter", "6": "Twice a year"}
_DAYS = tuple(map(str, range(1, MOST_DAYS + 1)))
_VOTES = tuple(map(str, range(1, MOST_VOTES + 1)))

_FORM = SetupForm("retro", FORM, MORE, ANEW, FIELD)


def form(words: Words, facts: SetupFacts[RetroChoices], ticket: Ticket) -> View:
    """Return the form filled with `facts.choices`."""
    ticket = replace(ticket, ritual_id=facts.ritual_id, revision=facts.revision)
    fields = [*_first_fields(facts), *(_more_fields(facts) if ticket.more else [])]
    intro = words("retro/setup_intro.mrkdwn.j2", facts=facts)
    return _FORM.view(words, facts, ticket, fields, intro=intro, submit="See next dates")


def choices_in(view: Mapping[str, Any], before: RetroChoices) -> RetroChoices:
    """Return `before` with what stands in the form; fields that are not out stay as they were. Raises Unreadable."""
    return replace(before, **changes_in(view, _READERS))


def _first_fields(facts: SetupFacts[RetroChoices]) -> list[sb.Block]:
    choices = facts.choices
    shown = [_FORM.text("name", "Name", choices.name, "Monthly retro")]
    if facts.teams:
        chosen = [team for team in choices.team_ids if team in facts.teams]
        element = several_teams(FIELD, facts.teams, chosen=chosen)
        shown.append(
            blocks.field("teams", "Teams", element, hint="Their members take part.", optional=False, dispatch=True)
        )
    repeats = [blocks.option(label, value) for value, label in _REPEATS.items()]
    if choices.rule:
        repeats.append(blocks.option(f"As it is: {choices.rule}", RULE))
    weeks = [blocks.option(f"{name} of the month", str(week)) for week, name in WEEK_NAMES.items()]
    days = [blocks.option(name, SHORT_DAYS[day]) for day, name in enumerate(DAY_NAMES)]
    formats = [blocks.option(one.label, key) for key, one in FORMATS.items()]
    formats.append(blocks.option("Own columns", OWN))
    shown += [
        _FORM.select("repeats", "Repeats", repeats, choices.repeats),
        _FORM.select("week", "Week", weeks, str(choices.week)),
        _FORM.select("day", "Day", days, SHORT_DAYS[choices.day]),
        _FORM.time(choices, "14:00"),
        _FORM.channel(choices, "The board goes to"),
        _FORM.select("format", "Columns", formats, choices.format),
    ]
    if choices.format == OWN:
        typed = blocks.text_input(
            FIELD, value=choices.columns, multiline=True, placeholder="What surprised us?: The demo that nobody left"
        )
        hint = "One a line; after a colon an example that helps."
        shown.append(blocks.field("columns", "Own columns", typed, hint=hint, optional=False))
    hidden = [blocks.option("Cards without names", WITHOUT_NAMES, "Nothing that is stored tells who wrote a card.")]
    ticked = blocks.checkboxes(FIELD, hidden, chosen=[WITHOUT_NAMES] if choices.anonymous else [])
    shown.append(blocks.field("anonymous", "Names", ticked, dispatch=True))
    return shown


def _more_fields(facts: SetupFacts[RetroChoices]) -> list[sb.Block]:
    choices = facts.choices
    days = [blocks.option(plural(int(number), "working day"), number) for number in _DAYS]
    votes = [blocks.option(plural(int(number), "vote"), number) for number in _VOTES]
    return [
        _FORM.select("write_days", "Time to write", days, str(choices.write_days)),
        _FORM.select("group_days", "Time to sort the cards", days, str(choices.group_days)),
        _FORM.select("vote_days", "Time to vote", days, str(choices.vote_days)),
        _FORM.select("votes", "Votes each", votes, str(choices.votes)),
        _FORM.zone(facts),
        *_FORM.holidays(choices, "Their working days count. Empty: the country of its owner."),
        *_FORM.owner(facts, "Runs it where nobody else of the team does, and hears when something goes wrong."),
    ]


_READERS: Mapping[str, Reader] = {
    **SHARED_READERS,
    "repeats": chosen("repeats", of=(*MONTHS, RULE)),
    "day": chosen("day", SHORT_DAYS.index, of=SHORT_DAYS),
    "format": chosen("format", of=tuple(FORMAT_KEYS)),
    "columns": text_of("columns"),
    "anonymous": lambda filled: {"anonymous": WITHOUT_NAMES in filled.many("anonymous")},
    "write_days": chosen("write_days", int, of=_DAYS),
    "group_days": chosen("group_days", int, of=_DAYS),
    "vote_days": chosen("vote_days", int, of=_DAYS),
    "votes": chosen("votes", int, of=_VOTES),
}
"""What each field changes in the choices; one that is not out changes nothing."""
