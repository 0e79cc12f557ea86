"""Files that the bot uploads: offered an address, received there, and shared in a conversation."""

import base64
import mimetypes
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.records import BOT_USER_ID, Channel, Json, Message, SlackRefusal

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace


@dataclass
class Offered:
    """A file that an address was given out for; `content` is None until it has arrived there."""

    id: str
    filename: str
    length: int
    content: bytes | None = None


class Files:
    """Keeps what is on its way; what is shared stands in its message, content included."""

    def __init__(self, workspace: "Workspace") -> None:
        """Keep files for `workspace`."""
        self._workspace = workspace
        self._offered: dict[str, Offered] = {}

    def offer(self, filename: str, length: int) -> tuple[Offered, str]:
        """Give out an address for a file, by its token."""
        token = secrets.token_hex(12)
        self._offered[token] = Offered(self._workspace.next_id("F"), filename, length)
        return self._offered[token], token

    def receive(self, token: str, content: bytes) -> None:
        """Take what arrives at an address: once, and as long as it was announced."""
        one = self._offered.get(token)
        if one is None or one.content is not None or len(content) != one.length:
            raise SlackRefusal("invalid_upload")
        one.content = content

    def share(self, channel: Channel, named: Sequence[tuple[str, str]]) -> Message:
        """Post files (id, title) in a conversation; one that never arrived is refused."""
        arrived = {one.id: (token, one) for token, one in self._offered.items() if one.content is not None}
        if not named or not all(file_id in arrived for file_id, _ in named):
            raise SlackRefusal("file_not_found")
        shown = [_shown(arrived[file_id][1], title) for file_id, title in named]
        for file_id, _ in named:
            del self._offered[arrived[file_id][0]]
        return self._workspace.messages.post(channel, BOT_USER_ID, "", files=shown)

    def found(self, file_id: str, user: str) -> tuple[str, str, bytes] | None:
        """Return name, kind and content of a file in a conversation that `user` is in."""
        for channel in self._workspace.state.channels.values():
            if user in channel.members or channel.user == user:
                for message in channel.messages.values():
                    for one in message.files:
                        if one["id"] == file_id:
                            return one["name"], one["mimetype"], base64.b64decode(one["content"])
        return None


def _shown(one: Offered, title: str) -> Json:
    return {
        "id": one.id,
        "name": one.filename,
        "title": title or one.filename,
        "mimetype": mimetypes.guess_type(one.filename)[0] or "application/octet-stream",
        "size": one.length,
        "content": base64.b64encode(one.content or b"").decode(),
    }
