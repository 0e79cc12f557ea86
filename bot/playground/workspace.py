"""The local Slack: a strict double of a workspace, in one process, on one machine."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.clock import Clock, monotonic
from bot.playground import payloads, storage
from bot.playground.company import channels_of, groups_of, people_of
from bot.playground.delivery import RETRY_AFTER, Deliver, Delivery
from bot.playground.faults import Faults
from bot.playground.files import Files
from bot.playground.members import Members
from bot.playground.messages import Messages
from bot.playground.records import Ack, Channel, Envelope, Json, Person
from bot.playground.state import State
from bot.playground.traffic import Traffic
from bot.playground.triggers import Lent
from bot.playground.user_groups import UserGroups
from bot.playground.view_state import VALUE_FIELD
from bot.playground.views import Views
from bot.slack.scopes import BOT_SCOPES, EVENTS, OPTIONAL_SCOPES

if TYPE_CHECKING:
    from bot.playground.persona import Persona

__all__ = ["Ack", "Envelope", "Workspace"]

Listener = Callable[[Json], None]

# The scope without which Slack does not send an event (docs.slack.dev, the pages of the events).
EVENT_SCOPES = {
    "app_mention": {"app_mentions:read"},
    "channel_archive": {"channels:read"},
    "channel_rename": {"channels:read"},
    "channel_unarchive": {"channels:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
    "message.channels": {"channels:history"},
    "message.im": {"im:history"},
    "subteam_created": {"usergroups:read"},
    "subteam_members_changed": {"usergroups:read"},
    "subteam_updated": {"usergroups:read"},
    "team_join": {"users:read"},
    "user_change": {"users:read"},
}
SAVE_AFTER = 0.1


class Workspace:
    """People, channels, messages, forms and home tabs, and the bot that is installed in it.

    `company` is a company file as a mapping; `path` the JSON file that the workspace is saved to and resumed from
    (None: memory only). `scopes` are those granted to the bot. `echoes`: the bot's own direct messages, and edits of
    them, come back to it as events, as in Slack. `real` tells real seconds, for what Slack limits in real time.
    """

    domain = "playground"
    commands = ("/pmo", "/drumbeat")

    def __init__(
        self,
        company: Mapping[str, Any],
        *,
        clock: Clock,
        path: Path | None = None,
        scopes: Collection[str] = (*BOT_SCOPES, *OPTIONAL_SCOPES),
        echoes: bool = True,
        real: Callable[[], float] = monotonic,
        retry_after: Sequence[float] = RETRY_AFTER,
    ) -> None:
        """Resume the workspace at `path`, or build it from `company`."""
        self.clock = clock
        self.path = path
        self.scopes = set(scopes)
        self.echoes = echoes
        self.real = real
        self.respond_base = "http://127.0.0.1:0/respond/"
        self._listeners: list[Listener] = []
        self._idle: list[Callable[[], Awaitable[None]]] = []
        self._saving: asyncio.TimerHandle | None = None
        self.state = (storage.load(path) if path else None) or self._founded(company)
        self.faults = Faults(lambda: self.changed("faults"))
        self.traffic = Traffic(lambda: self.clock.now().isoformat(), lambda: self.changed("traffic"))
        self.delivery = Delivery(
            self.traffic, self.faults, noticed=lambda: self.changed("people"), retry_after=retry_after
        )
        self.lent = Lent(real)
        self.messages = Messages(self)
        self.files = Files(self)
        self.views = Views(self)
        self.members = Members(self)
        self.groups = UserGroups(self)

    def connect(self, deliver: Deliver) -> Callable[[], None]:
        """Let a bot listen: `deliver` takes an envelope and returns the acknowledgement; the result ends it."""
        return self.delivery.connect(deliver)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener({"kind": …})` after each change; the result ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def persona(self, who: str) -> "Persona":
        """Return the person called `who` (first name in lower case, e-mail or id), ready to click and type."""
        from bot.playground.persona import Persona  # noqa: PLC0415 - persona acts on a workspace

        return Persona(self, self.person(who))

    def person(self, who: str) -> Person:
        """Return the one person meant by first name, full name, e-mail, handle or id; LookupError names the problem."""
        if who in self.state.people:
            return self.state.people[who]
        wanted = who.lower().lstrip("@")
        exact = [one for one in self.state.people.values() if wanted in _names(one)]
        found = exact or [one for one in self.state.people.values() if one.real_name.lower().split()[0] == wanted]
        if len(found) != 1:
            raise LookupError(f"{who!r} means {[one.real_name for one in found] or 'nobody'} here")
        return found[0]

    def channel(self, name: str, *, user: str = "") -> Channel:
        """Return a channel by id or name; "dm" (or "") is the conversation of `user` with the bot."""
        if name in {"", "dm"}:
            return self.state.direct(user)
        found = self.state.channels.get(name) or self.state.channel_named(name)
        if found is None:
            raise LookupError(f"there is no channel {name!r}")
        return found

    async def settled(self) -> None:
        """Wait until what was registered by `settles_by` says that the bot is idle, and events have been delivered."""
        await self.delivery.quiet()
        for wait in self._idle:
            await wait()

    def settles_by(self, wait: Callable[[], Awaitable[None]]) -> None:
        """Register how to wait for the bot: acts of personas then return only when it is idle."""
        self._idle.append(wait)

    async def emit(self, event: Json) -> None:
        """Send an event to the bot, if its manifest asks for it and its scopes allow it."""
        kind = str(event["type"])
        if kind == "message":
            kind = {"im": "message.im", "channel": "message.channels"}.get(str(event.get("channel_type")), kind)
        if kind not in EVENTS or not (EVENT_SCOPES.get(kind, self.scopes) & self.scopes):
            return
        await self.delivery.tell(Envelope("events_api", payloads.callback(self, deepcopy(event))))

    def echo(self, event: Json) -> None:
        """Send the bot what it did itself, in the background."""
        if self.echoes and self.delivery.connected:
            self.delivery.later(self.emit(deepcopy(event)))

    def user_json(self, person: Person) -> Json:
        """Return a member as Slack shows them to the bot."""
        offset = self.clock.now().astimezone(ZoneInfo(person.tz)).utcoffset()
        seconds = int(offset.total_seconds()) if offset else 0
        return payloads.user_json(person, offset=seconds, with_email="users:read.email" in self.scopes)

    def next_ts(self) -> str:
        """Return a new timestamp of the workspace's clock: unique and always increasing."""
        micros = int(self.clock.now().timestamp() * 1_000_000)
        self.state.last_micros = max(micros, self.state.last_micros + 100)
        return f"{self.state.last_micros // 1_000_000}.{self.state.last_micros % 1_000_000:06d}"

    def next_id(self, prefix: str) -> str:
        """Return a new id that begins with `prefix`."""
        self.state.counter += 1
        return f"{prefix}0LM{self.state.counter:06d}"

    def named(self, blocks: Iterable[Json]) -> list[Json]:
        """Return a copy of `blocks` in which every block has a block_id and every element an action_id, as in Slack."""
        copied = deepcopy(list(blocks))
        for block in copied:
            if not block.get("block_id"):
                block["block_id"] = self.next_id("b")
            for element in [block.get("accessory"), block.get("element"), *(block.get("elements") or ())]:
                if isinstance(element, dict) and element.get("type") in _INTERACTIVE:
                    element.setdefault("action_id", self.next_id("a"))
        return copied

    def changed(self, kind: str, **what: str) -> None:
        """Tell the listeners that something of this kind changed, and have it saved soon."""
        for listener in list(self._listeners):
            listener({"kind": kind, **what})
        if self.path and self._saving is None and kind not in {"traffic", "faults"}:
            try:
                loop = asyncio.get_running_loop()
            except RuntimeError:
                return
            self._saving = loop.call_later(SAVE_AFTER, self.save)

    def save(self) -> None:
        """Write the workspace to its file now."""
        if self._saving:
            self._saving.cancel()
            self._saving = None
        if self.path:
            storage.save(self.state, self.path, now=self.clock.now())

    async def close(self) -> None:
        """Stop what is under way and save."""
        await self.delivery.close()
        self.save()

    def _founded(self, company: Mapping[str, Any]) -> State:
        people = people_of(company)
        channels = channels_of(company, people, created=int(self.clock.now().timestamp()))
        return State(
            team_name=str(company.get("company") or "Playground"),
            people={person.id: person for person in people},
            channels={channel.id: channel for channel in channels},
            groups={group.id: group for group in groups_of(company, people)},
            # Beyond every number that the founding people and channels have in their ids.
            counter=len(people) + len(channels),
        )


_INTERACTIVE = {"button", "overflow", *VALUE_FIELD}


def _names(person: Person) -> set[str]:
    return {person.name.lower(), person.real_name.lower(), person.email.lower()} - {""}
