"""files.*: uploading a file in three steps. Errors: docs.slack.dev, the pages of the two methods."""

import json
from typing import Any

from bot.playground.call import Call, Method
from bot.playground.records import BOT_USER_ID, Json, SlackRefusal

MOST = 1024 * 1024
"""Bytes of a file: far more than Drumbeat ever sends, and what the workspace's file on disk bears."""


async def get_upload_url(call: Call) -> Json:
    """files.getUploadURLExternal: an address for a file of this name and length, for one upload."""
    filename = call.text("filename", required=True)
    length = call.number("length", 0, most=MOST + 1)
    if not length:
        raise SlackRefusal("invalid_arguments", "[ERROR] missing required field: length")
    if length > MOST:
        raise SlackRefusal("file_upload_size_restricted")
    offered, token = call.workspace.files.offer(filename, length)
    base = call.workspace.respond_base.removesuffix("respond/")
    return {"upload_url": f"{base}upload/{token}", "file_id": offered.id}


async def complete_upload(call: Call) -> Json:
    """files.completeUploadExternal: share what was uploaded in a conversation, by its id; people's ids are none."""
    named = _named(call.args.get("files"))
    channel = call.workspace.state.channels.get(call.text("channel_id", required=True))
    if channel is None:
        raise SlackRefusal("channel_not_found")
    if BOT_USER_ID not in channel.members:
        raise SlackRefusal("not_in_channel")
    if channel.archived:
        raise SlackRefusal("is_archived")
    message = call.workspace.files.share(channel, named)
    return {"files": [{"id": one["id"], "title": one["title"]} for one in message.files]}


METHODS: dict[str, Method] = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
}


def _named(given: Any) -> list[tuple[str, str]]:
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            given = None
    if not isinstance(given, list) or not all(isinstance(one, dict) and one.get("id") for one in given):
        raise SlackRefusal("invalid_arguments", "[ERROR] files must be an array of objects with an id")
    return [(str(one["id"]), str(one.get("title") or "")) for one in given]
