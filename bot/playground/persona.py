"""A person of the playground who reads, clicks and types: used by the journeys, by the page and by *others*."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.playground.client import Client
from bot.playground.records import ActRefused, Channel, Json, Message, Person, View
from bot.playground.seen import SeenMessage, find_input, find_pressable, labels, seen, words_of
from bot.playground.view_state import Placed, options_of, plain, rich_text
from bot.slack.shortcuts import SHORTCUTS

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace

HOME, MODAL = "home", "modal"


class Persona:
    """One person. Acts return when the bot has acknowledged, and is idle where it said how to tell (`settles_by`).

    `clicks` counts what the person did: clicks, submitted forms and commands.
    """

    def __init__(self, workspace: "Workspace", person: Person) -> None:
        """Act as `person`."""
        self.workspace = workspace
        self.person = person
        self.id = person.id
        self.clicks = 0
        self.client = Client(workspace, person)

    def messages(self, channel: str = "dm") -> list[SeenMessage]:
        """Return what stands in a channel (name or id) or in the conversation with the bot, oldest first."""
        place = self._channel(channel)
        return [seen(one, place.id) for one in self.workspace.messages.top_level(place, self.id)]

    def thread(self, channel: str, ts: str) -> list[SeenMessage]:
        """Return a message and the replies below it, oldest first."""
        place = self._channel(channel)
        return [seen(one, place.id) for one in self.workspace.messages.thread(place, ts, self.id)]

    def unread(self, channel: str = "dm") -> int:
        """Return how many messages are unread."""
        return len(self.workspace.messages.unread(self._channel(channel), self.id))

    def read(self, channel: str = "dm") -> None:
        """Mark a channel as read."""
        self.workspace.messages.read(self._channel(channel), self.id)

    @property
    def home(self) -> View | None:
        """Return the home tab, if the bot has published one."""
        return self.workspace.views.home(self.id)

    @property
    def modal(self) -> View | None:
        """Return the form on top, if one is open."""
        stack = self.workspace.views.stack(self.id)
        return stack[-1] if stack else None

    async def say(self, text: str, channel: str | None = None, thread: str | None = None) -> SeenMessage:
        """Write a message: to the bot unless a channel is named; below the message `thread` if given."""
        place = self._channel(channel or "dm")
        message = await self.client.say(place, text, thread_ts=thread or "")
        await self.workspace.settled()
        return seen(message, place.id)

    async def command(self, line: str, channel: str = "dm") -> list[SeenMessage]:
        """Run a slash command; returns what appeared in that channel meanwhile."""
        self.clicks += 1
        place = self._channel(channel)
        before = set(place.messages)
        await self.client.command(place, line)
        await self.workspace.settled()
        visible = self.workspace.messages.seen_by(place, self.id)
        return [seen(one, place.id) for one in visible if one.ts not in before]

    async def shortcut(self, name: str, on: SeenMessage | None = None) -> None:
        """Choose a shortcut by its name: in the menu of a message, or without one in Slack's own menu."""
        self.clicks += 1
        callback = next((one.callback_id for one in SHORTCUTS if one.name == name), name)
        where, channel = self._where(on, "", None) if on else (None, None)
        assert not isinstance(where, View)  # noqa: S101 - of a message that was seen
        await self.client.shortcut(callback, channel, where)
        await self.workspace.settled()

    async def click(
        self,
        label: str = "",
        on: SeenMessage | View | str | None = None,
        *,
        action_id: str | None = None,
        value: Any = None,
    ) -> None:
        """Press the one thing that is called `label` (or has `action_id`); dialogs that ask again are confirmed.

        `on`: a message, a view, "home" or "modal"; None: the open form, else the newest message to this person that
        has such a button. `value`: for selects and pickers, as a person thinks of it.
        """
        self.clicks += 1
        where, channel = self._where(on, label, action_id)
        one, choice = find_pressable(where.blocks, label, action_id)
        await self.client.press(where, channel, one, self._raw(one, value) if value is not None else choice)
        await self.workspace.settled()

    async def double_click(self, label: str, on: SeenMessage | View | str | None = None) -> None:
        """Press a button twice before anything could change: two clicks, two triggers."""
        self.clicks += 2
        where, channel = self._where(on, label, None)
        one, choice = find_pressable(where.blocks, label, None)
        await self.client.press(where, channel, one, choice)
        await self.client.press(where, channel, one, choice)
        await self.workspace.settled()

    def fill(self, answers: Mapping[str, Any]) -> None:
        """Type into the open form without sending it: `{label or block_id: value}`."""
        view = self._open_form()
        self.client.fill(view, self._state(view, answers))

    async def submit(self, answers: Mapping[str, Any] | None = None) -> dict[str, str]:
        """Fill the open form and send it; returns the sentences that refuse it, by block_id ({}: accepted)."""
        self.clicks += 1
        view = self._open_form()
        done = await self.client.submit(view, self._state(view, answers or {}))
        await self.workspace.settled()
        return done.errors

    def do_not_disturb(self, minutes: int) -> None:
        """Pause notifications for so many minutes from now on; 0: take them again."""
        now = int(self.workspace.clock.now().timestamp())
        begins, ends = (now, now + 60 * minutes) if minutes else (0, 0)
        self.workspace.members.set_quiet(self.person, begins=begins, ends=ends)

    async def close(self) -> None:
        """Close the form on top without sending it."""
        await self.client.close(self._open_form())
        await self.workspace.settled()

    async def open_home(self) -> View | None:
        """Open the bot's home tab and return it."""
        await self.client.open_home()
        await self.workspace.settled()
        return self.home

    async def invite_bot(self, channel: str) -> None:
        """Invite the bot into a channel."""
        await self.client.command(self._channel(channel), "/invite @drumbeat")
        await self.workspace.settled()

    @staticmethod
    def read_words(view: View) -> str:
        """Return everything that is written on a form or home tab, one line a part."""
        return "\n".join(filter(None, [plain(view.title), words_of(view.blocks)]))

    def _channel(self, name: str) -> Channel:
        return self.workspace.channel(name, user=self.id)

    def _open_form(self) -> View:
        if self.modal is None:
            raise ActRefused("No form is open.")
        return self.modal

    def _where(
        self, on: SeenMessage | View | str | None, label: str, action_id: str | None
    ) -> tuple[Message | View, Channel | None]:
        if isinstance(on, SeenMessage):
            channel = self.workspace.state.channels[on.channel]
            message = channel.messages.get(on.ts)
            if message is None:
                raise ActRefused("That message is no longer there.")
            return message, channel
        if isinstance(on, View):
            return on, None
        if on == HOME:
            if self.home is None:
                raise ActRefused("There is no home tab yet.")
            return self.home, None
        if on == MODAL or (on is None and self.modal):
            return self._open_form(), None
        direct = self.workspace.state.direct(self.id)
        for message in reversed(self.workspace.messages.seen_by(direct, self.id)):
            ids = {element.get("action_id") for element in _elements(message.blocks)}
            if label in labels(message.blocks) or (action_id and action_id in ids):
                return message, direct
        raise ActRefused(f"No message has “{label or action_id}”.")

    def _state(self, view: View, answers: Mapping[str, Any]) -> dict[str, Json]:
        state: dict[str, Json] = {}
        for name, value in answers.items():
            one = find_input(view.blocks, name)
            block_id, action_id = one.key
            state.setdefault(block_id, {})[action_id] = self._raw(one, value)
        return state

    def _raw(self, one: Placed, value: Any) -> Any:
        kind = str(one.element["type"])
        if value is None:
            return None
        if options_of(one.element):
            return _choices(one, value)
        if kind.endswith("users_select"):
            ids = [self.workspace.person(str(who)).id for who in _listed(value)]
            return ids if kind.startswith("multi_") else ids[0]
        if kind.endswith(("channels_select", "conversations_select")):
            ids = [self.workspace.channel(str(name), user=self.id).id for name in _listed(value)]
            return ids if kind.startswith("multi_") else ids[0]
        if kind == "rich_text_input":
            return value if isinstance(value, dict) else rich_text(str(value))
        return str(value)


def _elements(blocks: list[Json]) -> list[Json]:
    return [
        element
        for block in blocks
        for element in [block.get("accessory"), *(block.get("elements") or ())]
        if isinstance(element, dict)
    ]


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | set) else [value]


def _choices(one: Placed, value: Any) -> Any:
    by_words = {plain(option["text"]): option["value"] for option in options_of(one.element)}
    values = set(by_words.values())
    chosen = []
    for wanted in _listed(value):
        found = by_words.get(str(wanted), str(wanted))
        if found not in values:
            raise ActRefused(f"“{wanted}” is not one of {list(by_words)}.")
        chosen.append(found)
    several = one.element["type"] == "checkboxes" or str(one.element["type"]).startswith("multi_")
    return chosen if several else chosen[0]
