"""Turns a company file (the same form that `drumbeat apply` reads) into the people and channels of a workspace."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.playground.records import BOT_USER_ID, Channel, Person, UserGroup

LUMEN = Path(__file__).with_name("company.yaml")

# Quiet colours that keep white initials readable (contrast of at least 4.5 to 1).
COLORS = ("b4233c", "1d6fa5", "2f7d32", "8a4fbf", "9a5b00", "00757a", "b03a8c", "4a5fc1", "6b6b00", "a8452c")


def load_company(path: Path = LUMEN) -> dict[str, Any]:
    """Read a company file; the playground's own, Lumen, unless told otherwise."""
    loaded: dict[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return loaded


def people_of(company: Mapping[str, Any]) -> list[Person]:
    """Return the file's people as members of the workspace, the bot's user last."""
    people = []
    for number, row in enumerate(company.get("people") or (), start=1):
        name = str(row["name"])
        people.append(
            Person(
                id=f"U0LM{number:06d}",
                name=str(row["email"]).split("@")[0],
                real_name=name,
                email=str(row["email"]),
                title=str(row.get("title") or ""),
                tz=str(row.get("zone") or "UTC"),
                color=COLORS[number % len(COLORS)],
                is_admin=bool(row.get("admin")),
                is_owner=bool(row.get("owner")),
            )
        )
    people.append(
        Person(id=BOT_USER_ID, name="drumbeat", real_name="Drumbeat", is_bot=True, color="5b3df5", title="App")
    )
    return people


def groups_of(company: Mapping[str, Any], people: Iterable[Person]) -> list[UserGroup]:
    """Return the user groups: @leads, who are leads and the PMO."""
    by_email = {person.email: person.id for person in people}
    leading = [by_email[row["email"]] for row in company.get("people") or () if row.get("role") in {"lead", "pmo"}]
    return [UserGroup(id="S0LM000001", handle="leads", members=leading)]


def channels_of(company: Mapping[str, Any], people: Iterable[Person], *, created: int) -> list[Channel]:
    """Return the channels that the file names, plus #general (everybody) and #leadership (where the bot is not).

    The bot is a member of every channel but #leadership. `created` is in seconds since 1970.
    """
    everyone = [person for person in people if not person.is_bot]
    by_email = {person.email: person.id for person in everyone}
    rows = list(company.get("people") or ())
    leading = [by_email[row["email"]] for row in rows if row.get("admin") or row.get("role") in {"lead", "pmo"}]
    members: dict[str, list[str]] = {"general": [person.id for person in everyone]}
    topics = {"general": "Everyone at " + str(company.get("company") or "the company")}
    for sync in company.get("syncs") or ():
        name = _channel_name(sync.get("channel"))
        members.setdefault(name, [person.id for person in everyone])
        topics.setdefault(name, f"{sync.get('name') or 'Sync'}: what moved, what is next, who waits on whom")
    for team in company.get("teams") or ():
        name = _channel_name(team.get("channel"))
        emails = [*(team.get("members") or ()), *(team.get("embedded") or ()), *filter(None, [team.get("lead")])]
        ids = [by_email[email] for email in dict.fromkeys(emails) if email in by_email]
        members[name] = list(dict.fromkeys([*members.get(name, []), *ids]))
        topics.setdefault(name, f"Team {team['name']}")
    members.pop("", None)
    channels = [
        Channel(id=f"C0LM{number:06d}", name=name, topic=topics[name], members=[*ids, BOT_USER_ID])
        for number, (name, ids) in enumerate(members.items(), start=1)
    ]
    number = len(channels) + 1
    channels.append(Channel(id=f"C0LM{number:06d}", name="leadership", topic="Leads and the PMO", members=leading))
    for channel in channels:
        channel.created = created
        channel.creator = channel.members[0] if channel.members else ""
    for number, person in enumerate(everyone, start=1):
        channels.append(
            Channel(
                id=f"D0LM{number:06d}",
                name="",
                kind="im",
                user=person.id,
                created=created,
                members=[person.id, BOT_USER_ID],
            )
        )
    return channels


def _channel_name(written: object) -> str:
    return str(written or "").strip().lstrip("#")
