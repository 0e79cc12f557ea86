"""The form in which a sync is set up or edited, and reading it back; the rest comes out with *More options*."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import slackblocks as sb
from pydantic import TypeAdapter

from bot.domain.local_time import SHORT_DAYS, zone_named
from bot.domain.recurrence_words import DAY_NAMES, city
from bot.domain.ritual_dates import Holidays
from bot.domain.ritual_setup import RULE, SetupFacts
from bot.domain.rollup_style import Place, Style
from bot.domain.speaker import Voice
from bot.domain.sync_setup import MONTHLY, SyncChoices
from bot.domain.words import ordinal_word, plural
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks, sync_setup_who
from bot.views.filled import Filled
from bot.views.sync_setup_read import OWN_TIME, REMINDS, VOICE, WEEK_NAMES, changes_in
from bot.views.ticket import Short, StoredId, read_ticket

NEW, EDIT, FORM = "sync_new", "sync_setup_edit", "sync_setup_form"
MORE, ANEW, QUESTIONS, FIELD = "sync_setup_more", "sync_setup_anew", "sync_setup_questions", "sync_setup_field"
"""`FIELD` is the action of every field."""

ANSWERING = (60, 120, 240, 480, 960)
HOUR = 60


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the form carries: the sync (None: new) and the version that is edited, the channel where it was opened.

    `more`: all fields are out; `anew`: how often it was started anew; `home`: it was opened on the home tab.
    """

    ritual_id: StoredId | None = None
    revision: StoredId = 0
    channel: Short = ""
    more: bool = False
    anew: StoredId = 0
    home: bool = False

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(Ticket)


def ticket_of(view: Mapping[str, Any]) -> Ticket:
    """Return the ticket of a form that was pressed or submitted."""
    return read_ticket(_TICKET, view)


def form(words: Words, facts: SetupFacts[SyncChoices], ticket: Ticket) -> View:
    """Return the form filled with `facts.choices`."""
    ticket = replace(ticket, ritual_id=facts.ritual_id, revision=facts.revision)
    shown = [blocks.context("intro", words("sync_setup/intro.mrkdwn.j2", facts=facts))]
    if facts.draft_at:
        note = words("sync_setup/draft.mrkdwn.j2", facts=facts)
        shown.append(blocks.section("draft", note, accessory=blocks.button("Start anew", ANEW)))
    fields = _first_fields(facts)
    if ticket.more:
        fields += _more_fields(facts)
    shown += _anew(fields, ticket.anew)
    pressed = [] if ticket.more else [blocks.button("More options", MORE)]
    shown.append(blocks.actions("more", *pressed, blocks.button("Change questions", QUESTIONS)))
    title = "New sync" if facts.ritual_id is None else "Edit sync"
    view = blocks.modal(FORM, title, shown, submit="See next rounds", close="Close", metadata=ticket.dump())
    return {**view, "notify_on_close": True}


def choices_in(view: Mapping[str, Any], before: SyncChoices) -> SyncChoices:
    """Return `before` with what stands in the form; fields that are not out stay as they were. Raises Unreadable."""
    return replace(before, **changes_in(Filled.of(view).renamed(name_of)))


def errors_for(view: Mapping[str, Any], errors: Mapping[str, str]) -> dict[str, str]:
    """Return the sentences by block; those of a field that is not out stand under the first one."""
    ids = [str(block["block_id"]) for block in view["blocks"] if block["type"] == "input"]
    fields = {name_of(block_id): block_id for block_id in ids}
    found: dict[str, str] = {}
    for name, sentence in errors.items():
        block_id = fields.get(name, ids[0])
        found[block_id] = f"{found[block_id]} {sentence}" if block_id in found else sentence
    return found


def name_of(block_id: str) -> str:
    """Return the name of the field whose block this is."""
    return block_id.partition(":")[0]


def _anew(fields: list[sb.Block], times: int) -> list[sb.Block]:
    """Give the fields ids of their own each time the form is started anew.

    By its id Slack keeps what was typed into a field, and what was said beside it.
    """
    for field in fields:
        field.block_id = f"{field.block_id}:{times}" if times else field.block_id
    return fields


def _first_fields(facts: SetupFacts[SyncChoices]) -> list[sb.Block]:
    choices = facts.choices
    days = [blocks.option(name, SHORT_DAYS[day]) for day, name in enumerate(DAY_NAMES)]
    chosen_days = [SHORT_DAYS[day] for day in choices.days]
    when = "Their own time, wherever they live." if not choices.zone else f"{city(zone_named(choices.zone))} time."
    return [
        blocks.field(
            "name", "Name", blocks.text_input(FIELD, value=choices.name, placeholder="Weekly sync"), optional=False
        ),
        blocks.field(
            "days",
            "Days",
            blocks.multi_select(FIELD, days, chosen=chosen_days, placeholder="Choose days"),
            optional=False,
            dispatch=True,
        ),
        blocks.field(
            "time",
            "People are asked at",
            blocks.text_input(FIELD, value=choices.time, placeholder="10:00"),
            hint=when,
            optional=False,
        ),
        blocks.field(
            "channel",
            "The summary goes to",
            blocks.channel(FIELD, chosen=choices.channel_id),
            optional=False,
            dispatch=True,
        ),
        *sync_setup_who.teams(FIELD, facts),
    ]


def _more_fields(facts: SetupFacts[SyncChoices]) -> list[sb.Block]:
    choices = facts.choices
    voices = [
        blocks.option("One voice per team", Voice.TEAM, "A team's squad takes turns; one answer a team."),
        blocks.option("Everyone answers", Voice.EVERYONE, "Everybody is asked, and answers for themselves."),
    ]
    zones = [blocks.option("Each person's own time", OWN_TIME)]
    zones += [blocks.option(f"{city(zone_named(zone))} time for all", zone) for zone in facts.zones]
    reminder = [blocks.option("Remind once, half way through", REMINDS)]
    shown = [
        _select("repeats", "Repeats", _repeats(choices), choices.repeats),
        _select("week", "Week of the month", _weeks(), str(choices.week), hint="Only for “Once a month”."),
        _select("zone", "Time zone", zones, choices.zone or OWN_TIME),
        blocks.field(
            VOICE,
            "Who answers",
            blocks.radio(FIELD, voices, chosen=choices.voice),
            hint="With everyone you can also choose members of a channel or a user group, and people by name.",
            optional=False,
            dispatch=True,
        ),
        *(sync_setup_who.others(FIELD, facts) if choices.voice is Voice.EVERYONE else []),
        _select(
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
    shown += [*_summary(choices), *_holidays(choices)]
    if facts.all_teams:
        owner = sb.UserSelectMenu(FIELD, initial_user=choices.owner, placeholder=blocks.plain("Choose one"))
        hint = "Hears when something goes wrong, and is named to those who are asked."
        shown.append(blocks.field("owner", "Owner", owner, hint=hint, optional=False, dispatch=True))
    return shown


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
        _select("rollup_style", "How the summary is told", styles, choices.rollup_style),
        _select(
            "rollup_place",
            "Where it stands",
            places,
            choices.rollup_place,
            hint="A message a week names all syncs that post there so; their summaries stand in its thread.",
        ),
    ]


def _holidays(choices: SyncChoices) -> list[sb.Block]:
    options = [
        blocks.option("People who have it are away", Holidays.OWN),
        blocks.option("Leave that date out for all", Holidays.SKIP),
        blocks.option("Move to next working day", Holidays.MOVE),
    ]
    country = blocks.text_input(FIELD, value=choices.home_country, placeholder="PT or DE-BY")
    return [
        _select("holidays", "On a public holiday", options, choices.holidays),
        blocks.field(
            "home_country",
            "Holidays of",
            country,
            hint="For a date that is left out or moves. Empty: the country of its owner.",
        ),
    ]


def _select(block_id: str, label: str, options: Sequence[sb.Option], chosen: str, *, hint: str = "") -> sb.Block:
    element = blocks.select(FIELD, options, chosen=chosen)
    return blocks.field(block_id, label, element, hint=hint, optional=False, dispatch=True)


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
