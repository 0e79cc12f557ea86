"""The shapes in which the page sees the workspace."""

from dataclasses import asdict
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.playground.others import pending_prompts
from bot.playground.payloads import FILE_FIELDS
from bot.playground.records import APP_ID, BOT_USER_ID, TEAM_ID, Channel, Json, Message, Person, View
from bot.slack.shortcuts import SHORTCUTS

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace


def state(workspace: "Workspace", me: Person) -> Json:
    """Return everything around the messages: people, channels with what is unread, the bot.

    `asked` counts the open questions to `me`; `others` are the other people who have one.
    """
    channels = [
        channel(workspace, one, me)
        for one in workspace.state.channels.values()
        if (one.kind == "channel" and (not one.private or me.id in one.members)) or one.user == me.id
    ]
    prompts = pending_prompts(workspace)
    pending = [(who, message) for who, message in prompts if who.id != me.id]
    waiting = {who.id for who, _ in pending}
    return {
        "now": workspace.clock.now().isoformat(),
        "team": {"id": TEAM_ID, "name": workspace.state.team_name},
        "bot": {
            "user_id": BOT_USER_ID,
            "app_id": APP_ID,
            "name": workspace.state.people[BOT_USER_ID].real_name,
            "commands": list(workspace.commands),
            "shortcuts": [{"callback_id": one.callback_id, "name": one.name, "type": one.type} for one in SHORTCUTS],
            "connected": workspace.delivery.connected,
        },
        "me": person(workspace, me),
        "people": [person(workspace, one) for one in workspace.state.people.values()],
        "channels": channels,
        "asked": len(prompts) - len(pending),
        "others": {"pending": len(waiting), "people": sorted(waiting)},
    }


def person(workspace: "Workspace", one: Person) -> Json:
    """Return a member for the page.

    `tz_label` is the zone's present name and offset, `quiet_until` when their do-not-disturb ends, if it is on now.
    """
    local = workspace.clock.now().astimezone(ZoneInfo(one.tz))
    minutes = int((local.utcoffset() or local - local).total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    city = one.tz.split("/")[-1].replace("_", " ")
    return {
        "id": one.id,
        "name": one.name,
        "real_name": one.real_name,
        "title": one.title,
        "tz": one.tz,
        "tz_label": f"{city}, UTC{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}",
        "deleted": one.deleted,
        "is_bot": one.is_bot,
        "is_admin": one.is_admin,
        "color": one.color,
        "status_text": one.status_text,
        "status_emoji": one.status_emoji,
        "quiet_until": one.quiet_until if one.quiet_from <= workspace.clock.now().timestamp() < one.quiet_until else 0,
    }


def channel(workspace: "Workspace", one: Channel, me: Person) -> Json:
    """Return a channel, or (kind "app") the conversation with the bot, as `me` sees it."""
    fresh = workspace.messages.unread(one, me.id) if me.id in one.members else []
    return {
        "id": one.id,
        "name": one.name or workspace.state.people[BOT_USER_ID].real_name,
        "kind": "app" if one.kind == "im" else "channel",
        "private": one.private,
        "archived": one.archived,
        "topic": one.topic,
        "members": list(one.members),
        "is_member": me.id in one.members,
        "unread": len(fresh),
        "mention": bool(fresh) and (one.kind == "im" or any(f"<@{me.id}>" in message.text for message in fresh)),
    }


def messages(workspace: "Workspace", me: Person, one: Channel, thread: str) -> list[Json]:
    """Return the messages of a channel, or of one thread in it, as `me` sees them."""
    book = workspace.messages
    rows = book.thread(one, thread, me.id) if thread else book.top_level(one, me.id)
    return [message(workspace, one, row) for row in rows]


def message(workspace: "Workspace", place: Channel, one: Message) -> Json:
    """Return one message."""
    below = workspace.messages.replies(place, one.ts)
    writer = workspace.state.people[one.user]
    return {
        "ts": one.ts,
        "user": one.user,
        "username": writer.real_name,
        "is_bot": writer.is_bot,
        "text": one.text,
        "blocks": one.blocks,
        "edited": bool(one.edited_ts),
        "thread_ts": one.thread_ts or None,
        "reply_count": len(below),
        "last_reply": below[-1].ts if below else None,
        "ephemeral": bool(one.ephemeral_to),
        "deleted": one.deleted,
        "via": one.via,
        "files": [{name: file[name] for name in FILE_FIELDS} for file in one.files],
    }


def view(workspace: "Workspace", one: View) -> Json:
    """Return a form or home tab; `state` is Slack's state of its inputs, `typed` the raw values so far."""
    shown = workspace.views.shown(one)
    names = [
        "id",
        "hash",
        "type",
        "title",
        "blocks",
        "submit",
        "close",
        "callback_id",
        "notify_on_close",
        "previous_view_id",
        "root_view_id",
        "state",
    ]
    return {name: shown[name] for name in names} | {"state_errors": {}, "typed": one.typed}


def faults(workspace: "Workspace") -> list[Json]:
    """Return the fault switches."""
    return [asdict(fault) for fault in workspace.faults.listed()]
