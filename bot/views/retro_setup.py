"""The form in which a retro is set up or edited, and reading it back; the rest comes out with *More options*."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import slackblocks as sb
from pydantic import TypeAdapter

from bot.domain.local_time import SHORT_DAYS, zone_named
from bot.domain.recurrence_words import DAY_NAMES, city
from bot.domain.retro_format import FORMAT_KEYS, FORMATS, OWN
from bot.domain.retro_setup import MONTHS, MOST_DAYS, MOST_VOTES, RetroChoices
from bot.domain.ritual_dates import Holidays
from bot.domain.ritual_setup import RULE, SetupFacts
from bot.domain.words import plural
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.sync_setup import name_of
from bot.views.sync_setup_read import OWN_TIME, WEEK_NAMES, WEEK_VALUES
from bot.views.team_menu import several_teams
from bot.views.ticket import Short, StoredId, read_ticket

NEW, EDIT, FORM = "retro_new", "retro_setup_edit", "retro_setup_form"
MORE, ANEW, FIELD = "retro_setup_more", "retro_setup_anew", "retro_setup_field"
"""`FIELD` is the action of every field."""

WITHOUT_NAMES = "anonymous"
_REPEATS = {"1": "Every month", "2": "Every other month", "3": "Every quarter", "6": "Twice a year"}
_DAYS = frozenset(map(str, range(1, MOST_DAYS + 1)))
_VOTES = frozenset(map(str, range(1, MOST_VOTES + 1)))


@dataclass(frozen=True, slots=True)
class RetroTicket:
    """What the form carries: the retro (None: new) and the version that is edited, the channel where it was opened.

    `more`: all fields are out; `anew`: how often it was started anew; `home`: it was opened on the home tab.
    """

    retro_id: StoredId | None = None
    revision: StoredId = 0
    channel: Short = ""
    more: bool = False
    anew: StoredId = 0
    home: bool = False

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(RetroTicket)


def ticket_of(view: Mapping[str, Any]) -> RetroTicket:
    """Return the ticket of a form that was pressed or submitted."""
    return read_ticket(_TICKET, view)


def form(words: Words, facts: SetupFacts[RetroChoices], ticket: RetroTicket) -> View:
    """Return the form filled with `facts.choices`."""
    ticket = replace(ticket, retro_id=facts.ritual_id, revision=facts.revision)
    shown = [blocks.context("intro", words("retro/setup_intro.mrkdwn.j2", facts=facts))]
    if facts.draft_at:
        note = words("retro/setup_draft.mrkdwn.j2", facts=facts)
        shown.append(blocks.section("draft", note, accessory=blocks.button("Start anew", ANEW)))
    fields = [*_first_fields(facts), *(_more_fields(facts) if ticket.more else [])]
    for field in fields:
        # By its id Slack keeps what was typed into a field, and what was said beside it.
        field.block_id = f"{field.block_id}:{ticket.anew}" if ticket.anew else field.block_id
    shown += fields
    if not ticket.more:
        shown.append(blocks.actions("more", blocks.button("More options", MORE)))
    title = "New retro" if facts.ritual_id is None else "Edit retro"
    view = blocks.modal(FORM, title, shown, submit="See next dates", close="Close", metadata=ticket.dump())
    return {**view, "notify_on_close": True}


def choices_in(view: Mapping[str, Any], before: RetroChoices) -> RetroChoices:
    """Return `before` with what stands in the form; fields that are not out stay as they were. Raises Unreadable."""
    filled = Filled.of(view).renamed(name_of)
    changes: dict[str, Any] = {}
    for name, read in _READERS.items():
        if name in filled:
            changes |= read(filled)
    return replace(before, **changes)


def _first_fields(facts: SetupFacts[RetroChoices]) -> list[sb.Block]:
    choices = facts.choices
    shown = [_text("name", "Name", choices.name, "Monthly retro", optional=False)]
    if facts.teams:
        chosen = [team for team in choices.team_ids if team in facts.teams]
        element = several_teams(FIELD, facts.teams, chosen=chosen)
        shown.append(blocks.field("teams", "Teams", element, hint="Their members take part.", optional=False))
    repeats = [blocks.option(label, value) for value, label in _REPEATS.items()]
    if choices.rule:
        repeats.append(blocks.option(f"As it is: {choices.rule}", RULE))
    weeks = [blocks.option(f"{name} of the month", str(week)) for week, name in WEEK_NAMES.items()]
    days = [blocks.option(name, SHORT_DAYS[day]) for day, name in enumerate(DAY_NAMES)]
    formats = [blocks.option(one.label, key) for key, one in FORMATS.items()]
    formats.append(blocks.option("Own columns", OWN))
    when = "Their own time, wherever they live." if not choices.zone else f"{city(zone_named(choices.zone))} time."
    shown += [
        _select("repeats", "Repeats", repeats, choices.repeats),
        _select("week", "Week", weeks, str(choices.week)),
        _select("day", "Day", days, SHORT_DAYS[choices.day]),
        _text("time", "People are asked at", choices.time, "14:00", optional=False, hint=when),
        blocks.field("channel", "The board goes to", blocks.channel(FIELD, chosen=choices.channel_id), optional=False),
        _select("format", "Columns", formats, choices.format, dispatch=True),
    ]
    if choices.format == OWN:
        typed = blocks.text_input(
            FIELD, value=choices.columns, multiline=True, placeholder="What surprised us?: The demo that nobody left"
        )
        hint = "One a line; after a colon an example that helps."
        shown.append(blocks.field("columns", "Own columns", typed, hint=hint, optional=False))
    hidden = [blocks.option("Cards without names", WITHOUT_NAMES, "Nothing that is stored tells who wrote a card.")]
    ticked = blocks.checkboxes(FIELD, hidden, chosen=[WITHOUT_NAMES] if choices.anonymous else [])
    shown.append(blocks.field("anonymous", "Names", ticked))
    return shown


def _more_fields(facts: SetupFacts[RetroChoices]) -> list[sb.Block]:
    choices = facts.choices
    zones = [blocks.option("Each person's own time", OWN_TIME)]
    zones += [blocks.option(f"{city(zone_named(zone))} time for all", zone) for zone in facts.zones]
    days = [blocks.option(plural(number, "working day"), str(number)) for number in range(1, MOST_DAYS + 1)]
    votes = [blocks.option(plural(number, "vote"), str(number)) for number in range(1, MOST_VOTES + 1)]
    holidays = [
        blocks.option("People who have it are away", Holidays.OWN),
        blocks.option("Leave that date out for all", Holidays.SKIP),
        blocks.option("Move to next working day", Holidays.MOVE),
    ]
    shown = [
        _select("write_days", "Time to write", days, str(choices.write_days)),
        _select("group_days", "Time to sort the cards", days, str(choices.group_days)),
        _select("vote_days", "Time to vote", days, str(choices.vote_days)),
        _select("votes", "Votes each", votes, str(choices.votes)),
        _select("zone", "Time zone", zones, choices.zone or OWN_TIME),
        _select("holidays", "On a public holiday", holidays, choices.holidays),
        _text(
            "home_country",
            "Holidays of",
            choices.home_country,
            "PT or DE-BY",
            hint="Their working days count. Empty: the country of its owner.",
        ),
    ]
    if facts.all_teams:
        owner = blocks.person(FIELD, chosen=choices.owner)
        hint = "Runs it where nobody else of the team does, and hears when something goes wrong."
        shown.append(blocks.field("owner", "Owner", owner, hint=hint, optional=False))
    return shown


def _text(
    block_id: str, label: str, value: str, placeholder: str, *, optional: bool = True, hint: str = ""
) -> sb.Block:
    element = blocks.text_input(FIELD, value=value, placeholder=placeholder)
    return blocks.field(block_id, label, element, hint=hint, optional=optional)


def _select(
    block_id: str, label: str, options: Sequence[sb.Option], chosen: str, *, dispatch: bool = False
) -> sb.Block:
    element = blocks.select(FIELD, options, chosen=chosen)
    return blocks.field(block_id, label, element, optional=False, dispatch=dispatch)


def _number(name: str, offered: frozenset[str]) -> Callable[[Filled], dict[str, Any]]:
    def read(filled: Filled) -> dict[str, Any]:
        chosen = filled.one(name, offered)
        return {name: int(chosen)} if chosen else {}

    return read


def _chosen(name: str, offered: frozenset[str] | None = None) -> Callable[[Filled], dict[str, Any]]:
    def read(filled: Filled) -> dict[str, Any]:
        chosen = filled.one(name, offered)
        return {name: chosen} if chosen else {}

    return read


def _day(filled: Filled) -> dict[str, Any]:
    chosen = filled.one("day", SHORT_DAYS)
    return {"day": SHORT_DAYS.index(chosen)} if chosen else {}


def _zone(filled: Filled) -> dict[str, Any]:
    zone = filled.one("zone")
    return {"zone": "" if zone in {"", OWN_TIME} else zone_named(zone).key}


def _holidays(filled: Filled) -> dict[str, Any]:
    chosen = filled.one("holidays", set(Holidays))
    return {"holidays": Holidays(chosen)} if chosen else {}


_READERS: Mapping[str, Callable[[Filled], dict[str, Any]]] = {
    "name": lambda filled: {"name": filled.text("name")},
    "teams": lambda filled: {"team_ids": tuple(sorted(filled.numbers("teams")))},
    "repeats": _chosen("repeats", frozenset({*MONTHS, RULE})),
    "week": _number("week", WEEK_VALUES),
    "day": _day,
    "time": lambda filled: {"time": filled.text("time")},
    "channel": lambda filled: {"channel_id": filled.one("channel")},
    "format": _chosen("format", FORMAT_KEYS),
    "columns": lambda filled: {"columns": filled.text("columns")},
    "anonymous": lambda filled: {"anonymous": WITHOUT_NAMES in filled.many("anonymous")},
    "write_days": _number("write_days", _DAYS),
    "group_days": _number("group_days", _DAYS),
    "vote_days": _number("vote_days", _DAYS),
    "votes": _number("votes", _VOTES),
    "zone": _zone,
    "holidays": _holidays,
    "home_country": lambda filled: {"home_country": filled.text("home_country")},
    "owner": _chosen("owner"),
}
"""What each field changes in the choices; one that is not out changes nothing."""
