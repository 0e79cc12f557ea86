"""What a workspace has that a company file can name, and how a row is brought to what the file says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from bot.domain.company import CompanyChange, CompanyRitual
from bot.domain.local_time import SHORT_DAYS
from bot.domain.ritual_dates import Holidays
from bot.domain.words import listing, plural, short
from bot.domain.zone import present_zone
from bot.services.company_yaml import CompanyFileError
from models import Channel, Person, Team

LABELS = {
    "value_stream": "value stream",
    "channel_id": "channel",
    "owner_id": "owner",
    "follows_channel": "followed channel",
    "follows_group": "followed group",
    "rrule": "rule",
    "local_time": "time",
    "answering_minutes": "answering time",
    "reminds": "reminder",
    "home_country": "home country",
    "write_days": "days to write",
    "group_days": "days to sort",
    "vote_days": "days to vote",
    "sponsor_id": "sponsor",
    "starts_on": "from",
    "ends_on": "until",
    "heartbeat_weeks": "weeks to the next news",
    "working_days": "working days",
    "works_from": "works from",
    "works_until": "works until",
}
"""What a column is called in the list of changes, where not by its own name."""


@dataclass(frozen=True, slots=True)
class Known:
    """Who and what the workspace has: people by e-mail, teams by name in lower case, channels by name.

    `used`: Slack ids of the channels that teams and syncs have already; `archived`: names of teams that are, in lower
    case; `groups`: Slack ids of user groups by handle.
    """

    people: Mapping[str, Person]
    teams: dict[str, Team]
    channels: Mapping[str, Channel]
    used: frozenset[str] = frozenset()
    archived: frozenset[str] = frozenset()
    groups: Mapping[str, str] = field(default_factory=dict)

    def owner(self, of: CompanyRitual | CompanyChange) -> Person:
        """Return the owner that a sync, retro or change names, else the first PMO, else the first admin."""
        if of.owner:
            return self.people[of.owner]
        candidates = sorted(self.people.values(), key=lambda one: (one.role != "pmo", not one.is_admin, one.id))
        if not candidates or not candidates[0].acts_as_pmo:
            raise CompanyFileError([(of.line, f"{of.name} needs an owner. Please add “owner: somebody@…”.")])
        return candidates[0]

    def ritual_fields(self, of: CompanyRitual) -> dict[str, Any]:
        """Return the columns that every ritual has, but for its name; an owner who is not named is left as it is."""
        if of.holidays is not Holidays.OWN and not of.home_country and not self.owner(of).country:
            sentence = f"holidays of which country? The owner of {of.name} has none."
            raise CompanyFileError([(of.line, f"{sentence} Please add “home_country: PT”, say.")])
        return {
            "rrule": of.rrule,
            "local_time": of.time,
            "zone": of.zone,
            "channel_id": self.channels[of.channel].slack_id,
            "holidays": str(of.holidays),
            "home_country": of.home_country,
            "state": "paused" if of.paused else "active",
            "owner_id": self.owner(of).id if of.owner else None,
        }

    def bring(self, row: Any, wanted: Mapping[str, Any]) -> list[str]:
        """Set the columns of `row` that are to change (None: leave) and return them as "role member → lead"."""
        changed = []
        for name, value in wanted.items():
            before = getattr(row, name)
            # An old name of the same zone stays: an exported file is applied again without effect.
            same = before == value or (name == "zone" and present_zone(before) == value)
            if value is not None and not same:
                setattr(row, name, value)
                changed.append(f"{LABELS.get(name, name)} {self._shown(name, before)} → {self._shown(name, value)}")
        return changed

    def _shown(self, name: str, value: Any) -> str:
        if name in {"channel_id", "follows_channel"}:
            return next((f"#{one.name}" for one in self.channels.values() if one.slack_id == value), "–")
        if name == "follows_group":
            return next((f"@{handle}" for handle, group in self.groups.items() if group == value), "–")
        if name in {"owner_id", "sponsor_id"}:
            return next((one.name for one in self.people.values() if one.id == value), "somebody who left")
        if isinstance(value, time):
            return f"{value:%H:%M}"
        return _WORDS.get(name, lambda one: str(one) or "–")(value)


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "working_days": lambda days: listing(SHORT_DAYS[day] for day in days) or "–",
    "columns": lambda columns: plural(len(columns), "column"),
    "why": short,
    "anonymous": lambda anonymous: "yes" if anonymous else "no",
    "questions": lambda questions: plural(len(questions), "question"),
    "answering_minutes": lambda minutes: f"{minutes / 60:g}h",
    "reminds": lambda reminds: "on" if reminds else "off",
}
