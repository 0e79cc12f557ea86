"""The shapes in which Slack tells a bot what people did: events, clicks, forms, commands.

Shapes: docs.slack.dev, "Events API", "Interaction payloads", "Slash commands".
"""

from typing import TYPE_CHECKING, Any

from bot.playground.delivery import new_id
from bot.playground.records import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID, Channel, Json, Message, Person, View

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace

VERIFICATION_TOKEN = "playground-verification"  # noqa: S105 - a fixed word of the local Slack, no secret


def callback(workspace: "Workspace", event: Json) -> Json:
    """Wrap an event as the Events API does."""
    seconds = int(workspace.clock.now().timestamp())
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": new_id("Ev"),
        "event_time": seconds,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": BOT_USER_ID,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": new_id("4-"),
    }


def message_event(channel: Channel, message: Message) -> Json:
    """Return the `message` event of a message as it was written."""
    event = {
        "type": "message",
        "channel": channel.id,
        "channel_type": "im" if channel.kind == "im" else "group" if channel.private else "channel",
        "event_ts": message.ts,
        **message_json(message),
    }
    event.pop("metadata", None)
    return event


FILE_FIELDS = ("id", "name", "title", "mimetype", "size")


def message_json(message: Message) -> Json:
    """Return a message as `conversations.history` and the events show it, its metadata included."""
    shown: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts, "team": TEAM_ID}
    if message.user == BOT_USER_ID:
        shown |= {"bot_id": BOT_ID, "app_id": APP_ID}
    if message.blocks:
        shown["blocks"] = message.blocks
    if message.files:
        shown["subtype"] = "file_share"
        shown["files"] = [{name: one[name] for name in FILE_FIELDS} for one in message.files]
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    if message.edited_ts:
        shown["edited"] = {"user": message.user, "ts": message.edited_ts}
    if message.metadata:
        shown["metadata"] = message.metadata
    return shown


def user_json(person: Person, *, offset: int, with_email: bool) -> Json:
    """Return a member as `users.info`, `users.list` and `user_change` show them; `offset`: seconds east of UTC."""
    profile: Json = {
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": "" if person.is_bot else person.real_name.split()[0],
        "display_name_normalized": "" if person.is_bot else person.real_name.split()[0],
        "title": person.title,
        "status_text": person.status_text,
        "status_emoji": person.status_emoji,
        "status_expiration": person.status_expiration,
        "team": TEAM_ID,
    }
    if with_email and person.email:
        profile["email"] = person.email
    if person.is_bot:
        profile |= {"bot_id": BOT_ID, "api_app_id": APP_ID}
    shown: Json = {
        "id": person.id,
        "team_id": person.team,
        "name": person.name,
        "deleted": person.deleted,
        "profile": profile,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": person.updated,
    }
    if person.deleted:
        return shown
    return shown | {
        "color": person.color,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz.split("/")[-1].replace("_", " ") + " time",
        "tz_offset": offset,
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_primary_owner": person.is_owner,
        "is_restricted": person.is_guest,
        "is_ultra_restricted": False,
        "who_can_share_contact_card": "EVERYONE",
        "is_email_confirmed": True,
    }


def view_json(view: View, values: Json) -> Json:
    """Return a view as the `views.*` methods and the payloads show it; `values` is its typed state."""
    return {
        "id": view.id,
        "team_id": TEAM_ID,
        "type": view.type,
        "blocks": view.blocks,
        "private_metadata": view.private_metadata,
        "callback_id": view.callback_id,
        "state": {"values": values},
        "hash": view.hash,
        "title": view.title,
        "clear_on_close": view.clear_on_close,
        "notify_on_close": view.notify_on_close,
        "close": view.close,
        "submit": view.submit,
        "previous_view_id": view.previous_view_id or None,
        "root_view_id": view.root_view_id or view.id,
        "app_id": APP_ID,
        "external_id": view.external_id,
        "app_installed_team_id": TEAM_ID,
        "bot_id": BOT_ID,
    }


def interaction(workspace: "Workspace", kind: str, person: Person, **fields: Any) -> Json:
    """Return what every interaction carries, and `fields`."""
    return {
        "type": kind,
        "team": {"id": TEAM_ID, "domain": workspace.domain},
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": TEAM_ID},
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "enterprise": None,
        "is_enterprise_install": False,
        **fields,
    }


def command_payload(workspace: "Workspace", person: Person, channel: Channel, command: str, text: str) -> Json:
    """Return a slash command as Slack sends it; trigger and response_url are added by the caller."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.kind == "im" else channel.name,
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
    }
