"""Who is where: joining, leaving, inviting the bot, archiving, deactivating; each with the event that Slack sends."""

from typing import TYPE_CHECKING

from bot.playground.records import BOT_USER_ID, TEAM_ID, ActRefused, Channel, Person

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace


class Members:
    """Changes of people and channels."""

    def __init__(self, workspace: "Workspace") -> None:
        """Change `workspace.state`."""
        self._workspace = workspace

    async def join(self, channel: Channel, user: str, *, inviter: str = "") -> None:
        """Let `user` join; the bot hears of it where it is a member (so also of itself)."""
        self._open(channel)
        if user in channel.members:
            return
        channel.members.append(user)
        self._workspace.changed("channels", channel=channel.id)
        event = {
            "type": "member_joined_channel",
            "user": user,
            "channel": channel.id,
            "channel_type": "G" if channel.private else "C",
            "team": TEAM_ID,
            "event_ts": self._workspace.next_ts(),
        }
        if inviter:
            event["inviter"] = inviter
        if BOT_USER_ID in channel.members:
            await self._workspace.emit(event)

    async def leave(self, channel: Channel, user: str) -> None:
        """Let `user` leave; the bot hears of it where it is a member."""
        if user not in channel.members:
            return
        channel.members.remove(user)
        self._workspace.changed("channels", channel=channel.id)
        if BOT_USER_ID in channel.members or user == BOT_USER_ID:
            await self._workspace.emit(
                {
                    "type": "member_left_channel",
                    "user": user,
                    "channel": channel.id,
                    "channel_type": "G" if channel.private else "C",
                    "team": TEAM_ID,
                    "event_ts": self._workspace.next_ts(),
                }
            )

    async def archive(self, channel: Channel, *, by: str) -> None:
        """Archive a channel: nobody can post there any more."""
        self._open(channel)
        channel.archived = True
        self._workspace.changed("channels", channel=channel.id)
        await self._channel_event("channel_archive", channel, by)

    async def unarchive(self, channel: Channel, *, by: str) -> None:
        """Open an archived channel again."""
        channel.archived = False
        self._workspace.changed("channels", channel=channel.id)
        await self._channel_event("channel_unarchive", channel, by)

    async def rename(self, channel: Channel, name: str) -> None:
        """Give a channel another name."""
        channel.name = name.lstrip("#")
        self._workspace.changed("channels", channel=channel.id)
        if BOT_USER_ID in channel.members:
            await self._workspace.emit(
                {
                    "type": "channel_rename",
                    "channel": {"id": channel.id, "name": channel.name, "created": channel.created},
                    "event_ts": self._workspace.next_ts(),
                }
            )

    async def set_deleted(self, person: Person, deleted: bool) -> None:
        """Deactivate a person, or take them back."""
        person.deleted = deleted
        await self.tell_of(person)

    async def set_status(self, person: Person, text: str, emoji: str = "", *, until: int = 0) -> None:
        """Set the status that Slack shows beside a name; `until`: seconds since 1970, 0 for good."""
        person.status_text, person.status_emoji, person.status_expiration = text, emoji, until
        await self.tell_of(person)

    def set_quiet(self, person: Person, *, begins: int, ends: int) -> None:
        """Let a person not be disturbed between two instants in seconds since 1970; 0 and 0: at any time."""
        person.quiet_from, person.quiet_until = begins, ends
        self._workspace.changed("people", user=person.id)

    async def set_zone(self, person: Person, zone: str) -> None:
        """Let a person travel: `zone` is an IANA name."""
        person.tz = zone
        await self.tell_of(person)

    async def hire(self, name: str, email: str, zone: str = "UTC") -> Person:
        """Let a new person join the workspace and #general."""
        person = Person(
            id=self._workspace.next_id("U"),
            name=email.partition("@")[0],
            real_name=name,
            email=email,
            tz=zone,
        )
        self._workspace.state.people[person.id] = person
        direct = Channel(
            id=self._workspace.next_id("D"), name="", kind="im", user=person.id, members=[person.id, BOT_USER_ID]
        )
        self._workspace.state.add(direct)
        self._workspace.changed("people", user=person.id)
        await self._workspace.emit(
            {"type": "team_join", "user": self._workspace.user_json(person), "event_ts": self._workspace.next_ts()}
        )
        general = self._workspace.state.channel_named("general")
        if general:
            await self.join(general, person.id)
        return person

    async def tell_of(self, person: Person) -> None:
        """Send `user_change` after something about a person changed."""
        person.updated = int(self._workspace.clock.now().timestamp())
        self._workspace.changed("people", user=person.id)
        await self._workspace.emit(
            {"type": "user_change", "user": self._workspace.user_json(person), "event_ts": self._workspace.next_ts()}
        )

    async def _channel_event(self, kind: str, channel: Channel, by: str) -> None:
        if BOT_USER_ID in channel.members:
            await self._workspace.emit(
                {"type": kind, "channel": channel.id, "user": by, "event_ts": self._workspace.next_ts()}
            )

    def _open(self, channel: Channel) -> None:
        if channel.archived:
            raise ActRefused(f"#{channel.name} is archived.")
