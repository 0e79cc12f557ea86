"""What the forms of setting up have in common: what they carry, the fields that every ritual has, and reading them."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import slackblocks as sb
from pydantic import TypeAdapter

from bot.domain.local_time import zone_named
from bot.domain.recurrence_words import city
from bot.domain.ritual_dates import Holidays
from bot.domain.ritual_setup import RitualChoices, SetupFacts
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.ticket import Short, StoredId, read_ticket

WEEK_NAMES = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", -1: "Last"}
WEEK_VALUES = frozenset(map(str, WEEK_NAMES))
OWN_TIME = "own"
"""The choice of no zone: each person's own."""

Changes = dict[str, Any]
Reader = Callable[[Filled], Changes]
Facts = SetupFacts[Any]


@dataclass(frozen=True, slots=True)
class Ticket:
    """What the form carries: the ritual (None: new) and the version that is edited, the channel where it was opened.

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


@dataclass(frozen=True, slots=True)
class PreviewTicket:
    """What the preview carries: which draft it shows (`seen` is its digest), for which ritual (None: a new one)."""

    ritual_id: StoredId | None
    revision: StoredId
    seen: Short
    home: bool = False

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET, _PREVIEW_TICKET = TypeAdapter(Ticket), TypeAdapter(PreviewTicket)


def ticket_of(view: Mapping[str, Any]) -> Ticket:
    """Return the ticket of a form that was pressed or submitted."""
    return read_ticket(_TICKET, view)


def preview_ticket_of(view: Mapping[str, Any]) -> PreviewTicket:
    """Return the ticket of a preview."""
    return read_ticket(_PREVIEW_TICKET, view)


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


def changes_in(view: Mapping[str, Any], readers: Mapping[str, Reader]) -> Changes:
    """Return the choices that the fields of a form make, by name; a field that is not out changes nothing.

    Raises Unreadable for what the form does not offer.
    """
    filled = Filled.of(view).renamed(name_of)
    changes: Changes = {}
    for name, read in readers.items():
        if name in filled:
            changes |= read(filled)
    return changes


@dataclass(frozen=True, slots=True)
class SetupForm:
    """The form of one kind of ritual: its word, the actions of its buttons, and that of every field."""

    noun: str
    callback: str
    more: str
    anew: str
    field: str

    def view(
        self,
        words: Words,
        facts: Facts,
        ticket: Ticket,
        fields: Sequence[sb.Block],
        *,
        intro: str,
        submit: str,
        below: Sequence[sb.Element] = (),
    ) -> View:
        """Return the form with these fields; `below` are buttons beside *More options*."""
        shown = [blocks.context("intro", intro)]
        if facts.draft_at:
            note = words("ritual/draft.mrkdwn.j2", facts=facts, noun=self.noun)
            shown.append(blocks.section("draft", note, accessory=blocks.button("Start anew", self.anew)))
        for one in fields:
            # By its id Slack keeps what was typed into a field, and what was said beside it.
            one.block_id = f"{one.block_id}:{ticket.anew}" if ticket.anew else one.block_id
        shown += fields
        more = [] if ticket.more else [blocks.button("More options", self.more)]
        if more or below:
            shown.append(blocks.actions("more", *more, *below))
        title = f"New {self.noun}" if facts.ritual_id is None else f"Edit {self.noun}"
        view = blocks.modal(self.callback, title, shown, submit=submit, close="Close", metadata=ticket.dump())
        return {**view, "notify_on_close": True}

    def text(
        self, block_id: str, label: str, value: str, placeholder: str, *, optional: bool = False, hint: str = ""
    ) -> sb.Block:
        """Return a line to type in."""
        element = blocks.text_input(self.field, value=value, placeholder=placeholder)
        return blocks.field(block_id, label, element, hint=hint, optional=optional)

    def select(
        self, block_id: str, label: str, options: Sequence[sb.Option], chosen: str, *, hint: str = ""
    ) -> sb.Block:
        """Return a menu; what is chosen in it is kept as a draft at once."""
        element = blocks.select(self.field, options, chosen=chosen)
        return blocks.field(block_id, label, element, hint=hint, optional=False, dispatch=True)

    def time(self, choices: RitualChoices, placeholder: str) -> sb.Block:
        """Return the field of the time of day."""
        zone = choices.zone
        when = f"{city(zone_named(zone))} time." if zone else "Their own time, wherever they live."
        return self.text("time", "People are asked at", choices.time, placeholder, hint=when)

    def channel(self, choices: RitualChoices, label: str) -> sb.Block:
        """Return the field of the channel that something goes to."""
        element = blocks.channel(self.field, chosen=choices.channel_id)
        return blocks.field("channel", label, element, optional=False, dispatch=True)

    def zone(self, facts: Facts) -> sb.Block:
        """Return the field of the time zone."""
        zones = [blocks.option("Each person's own time", OWN_TIME)]
        zones += [blocks.option(f"{city(zone_named(zone))} time for all", zone) for zone in facts.zones]
        return self.select("zone", "Time zone", zones, facts.choices.zone or OWN_TIME)

    def holidays(self, choices: RitualChoices, hint: str) -> list[sb.Block]:
        """Return the fields of what becomes of a date that is a holiday, and of which country."""
        options = [
            blocks.option("People who have it are away", Holidays.OWN),
            blocks.option("Leave that date out for all", Holidays.SKIP),
            blocks.option("Move to next working day", Holidays.MOVE),
        ]
        country = choices.home_country
        return [
            self.select("holidays", "On a public holiday", options, choices.holidays),
            self.text("home_country", "Holidays of", country, "PT or DE-BY", optional=True, hint=hint),
        ]

    def owner(self, facts: Facts, hint: str) -> list[sb.Block]:
        """Return the field of the owner, for those who may choose one."""
        if not facts.all_teams:
            return []
        element = blocks.person(self.field, chosen=facts.choices.owner)
        return [blocks.field("owner", "Owner", element, hint=hint, optional=False, dispatch=True)]


def text_of(field: str) -> Reader:
    """Return the reader of what was typed, as it was typed."""
    return lambda filled: {field: filled.text(field)}


def chosen(field: str, read: Callable[[str], Any] = str, *, of: Sequence[str] | None = None, name: str = "") -> Reader:
    """Return the reader of a menu: `read` makes a choice (`name`) of it; one without a choice leaves what was."""

    def reader(filled: Filled) -> Changes:
        value = filled.one(field, of)
        return {name or field: read(value)} if value else {}

    return reader


def _zone(filled: Filled) -> Changes:
    zone = filled.one("zone")
    return {"zone": "" if zone in {"", OWN_TIME} else zone_named(zone).key}


SHARED_READERS: Mapping[str, Reader] = {
    "name": text_of("name"),
    "time": text_of("time"),
    "channel": lambda filled: {"channel_id": filled.one("channel")},
    "teams": lambda filled: {"team_ids": tuple(sorted(filled.numbers("teams")))},
    "week": chosen("week", int, of=tuple(WEEK_VALUES)),
    "zone": _zone,
    "holidays": chosen("holidays", Holidays, of=tuple(Holidays)),
    "home_country": text_of("home_country"),
    "owner": chosen("owner"),
}
"""What each field that every ritual has changes in the choices."""
