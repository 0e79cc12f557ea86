"""What is written in channels and direct messages, by people and by the bot."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.playground import payloads
from bot.playground.records import BOT_USER_ID, Channel, Json, Message, SlackRefusal

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace


class Messages:
    """Posting, editing and reading; knows who sees what and what is unread."""

    def __init__(self, workspace: "Workspace") -> None:
        """Keep the messages in `workspace.state`."""
        self._workspace = workspace

    def post(
        self,
        channel: Channel,
        user: str,
        text: str,
        *,
        blocks: Iterable[Json] = (),
        thread_ts: str = "",
        metadata: Json | None = None,
        ephemeral_to: str = "",
        via: str = "",
        files: Iterable[Json] = (),
    ) -> Message:
        """Write a message; the bot's own words in direct messages come back to it as an event, as in Slack."""
        parent = channel.messages.get(thread_ts) if thread_ts else None
        if parent and not parent.thread_ts and not ephemeral_to:
            parent.thread_ts = parent.ts
        message = Message(
            ts=self._workspace.next_ts(),
            user=user,
            text=text,
            blocks=list(blocks),
            thread_ts=(parent.thread_ts or parent.ts) if parent else thread_ts,
            metadata=metadata,
            ephemeral_to=ephemeral_to,
            via=via,
            files=list(files),
        )
        channel.messages[message.ts] = message
        if user != BOT_USER_ID:
            channel.last_read[user] = message.ts
        elif channel.kind == "im" and not ephemeral_to:
            self._workspace.echo(payloads.message_event(channel, message))
        self._workspace.changed("message", channel=channel.id)
        return message

    def edit(
        self, channel: Channel, message: Message, *, text: str, blocks: Iterable[Json], metadata: Json | None
    ) -> None:
        """Change a message in place. An edit notifies nobody: it leaves read marks as they are."""
        before = payloads.message_json(message)
        message.text, message.blocks = text, list(blocks)
        if metadata is not None:
            message.metadata = metadata or None
        if not message.ephemeral_to:
            message.edited_ts = self._workspace.next_ts()
            if channel.kind == "im":
                self._workspace.echo(
                    {
                        "type": "message",
                        "subtype": "message_changed",
                        "message": payloads.message_json(message),
                        "previous_message": before,
                        "channel": channel.id,
                        "channel_type": "im",
                        "hidden": True,
                        "ts": message.edited_ts,
                        "event_ts": message.edited_ts,
                    }
                )
        self._workspace.changed("message", channel=channel.id)

    def delete(self, channel: Channel, message: Message) -> None:
        """Take a message away; one with replies leaves a stone that says so, as in Slack."""
        if self.replies(channel, message.ts):
            message.deleted, message.text, message.blocks = True, "This message was deleted.", []
        else:
            del channel.messages[message.ts]
        self._workspace.changed("message", channel=channel.id)

    def own(self, channel: Channel, ts: str) -> Message:
        """Return a message that the bot may change; refuses what is not there and what others wrote."""
        message = channel.messages.get(ts)
        if message is None or message.deleted or message.ephemeral_to:
            raise SlackRefusal("message_not_found")
        if message.user != BOT_USER_ID:
            raise SlackRefusal("cant_update_message")
        return message

    def seen_by(self, channel: Channel, user: str) -> list[Message]:
        """Return all messages of a channel that `user` sees, replies included, oldest first."""
        return [one for one in channel.messages.values() if one.ephemeral_to in {"", user}]

    def top_level(self, channel: Channel, user: str) -> list[Message]:
        """Return what `user` sees in the channel itself, oldest first."""
        return [one for one in self.seen_by(channel, user) if not one.is_reply]

    def thread(self, channel: Channel, ts: str, user: str) -> list[Message]:
        """Return a message and the replies below it, oldest first."""
        return [one for one in self.seen_by(channel, user) if ts in {one.ts, one.thread_ts}]

    def replies(self, channel: Channel, ts: str) -> list[Message]:
        """Return the public replies below a message, oldest first."""
        if ts not in channel.messages or not channel.messages[ts].thread_ts:
            return []
        return [one for one in channel.messages.values() if one.thread_ts == ts != one.ts and not one.ephemeral_to]

    def read(self, channel: Channel, user: str) -> None:
        """Mark a channel as read by `user`."""
        newest = max((one.ts for one in self.seen_by(channel, user)), default="")
        if newest > channel.last_read.get(user, ""):
            channel.last_read[user] = newest
            self._workspace.changed("channels")

    def unread(self, channel: Channel, user: str) -> list[Message]:
        """Return what came from others since `user` last read; replies count where the person takes part."""
        since = channel.last_read.get(user, "")
        fresh = [
            one
            for one in channel.messages.values()
            if one.ts > since and one.user != user and not one.ephemeral_to and not one.deleted
        ]
        return [one for one in fresh if not one.is_reply or self._takes_part(channel, one, user)]

    def _takes_part(self, channel: Channel, message: Message, user: str) -> bool:
        if channel.kind == "im" or f"<@{user}>" in message.text:
            return True
        return any(one.user == user for one in self.thread(channel, message.thread_ts, user))
