"""The data of a workspace, without behaviour beyond looking things up."""

from dataclasses import dataclass, field

from bot.playground.records import Channel, Person, UserGroup, View


@dataclass
class State:
    """People and channels by id, open forms (top last) and home tabs by person; counters for ids and timestamps."""

    team_name: str
    people: dict[str, Person]
    channels: dict[str, Channel]
    modals: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)
    groups: dict[str, UserGroup] = field(default_factory=dict)
    counter: int = 0
    last_micros: int = 0

    def __post_init__(self) -> None:
        """Index the direct messages by person: there is one conversation with the bot a person."""
        self._direct = {channel.user: channel for channel in self.channels.values() if channel.kind == "im"}

    def direct(self, user: str) -> Channel:
        """Return the direct messages between the bot and `user`; KeyError when there is no such person."""
        return self._direct[user]

    def add(self, channel: Channel) -> None:
        """Add a channel or a conversation."""
        self.channels[channel.id] = channel
        if channel.kind == "im":
            self._direct[channel.user] = channel

    def channel_named(self, name: str) -> Channel | None:
        """Return the channel called `name` (with or without #), or None."""
        wanted = name.lstrip("#")
        return next((one for one in self.channels.values() if one.kind == "channel" and one.name == wanted), None)

    def humans(self) -> list[Person]:
        """Return everybody but bots, in the order of the company file."""
        return [person for person in self.people.values() if not person.is_bot]
