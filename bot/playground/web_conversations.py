"""conversations.*: channels, who is in them, and what was written there."""

from collections.abc import Sequence

from bot.playground.call import Call, Method, next_cursor
from bot.playground.payloads import message_json
from bot.playground.records import BOT_USER_ID, TEAM_ID, Channel, Json, Message, SlackRefusal

_SCOPE_OF_TYPE = {"public_channel": "channels:read", "private_channel": "groups:read", "im": "im:read"}


async def list_(call: Call) -> Json:
    """conversations.list: public channels, and private ones where the bot is a member, in pages."""
    types = (call.text("types") or "public_channel").replace(" ", "").split(",")
    for one in types:
        if one not in {*_SCOPE_OF_TYPE, "mpim"}:
            raise SlackRefusal("invalid_types")
        call.need(_SCOPE_OF_TYPE.get(one, "mpim:read"))
    wanted = [channel for channel in call.workspace.state.channels.values() if _type(channel) in types]
    seen = [channel for channel in wanted if not channel.private or BOT_USER_ID in channel.members]
    if call.flag("exclude_archived"):
        seen = [channel for channel in seen if not channel.archived]
    rows, cursor = call.page(seen, otherwise=100)
    return {"channels": [channel_json(call, channel) for channel in rows], **next_cursor(cursor)}


async def info(call: Call) -> Json:
    """conversations.info: one channel."""
    channel = call.visible_channel()
    call.need(_SCOPE_OF_TYPE[_type(channel)])
    shown = channel_json(call, channel)
    if call.flag("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


async def members(call: Call) -> Json:
    """conversations.members: who is in a channel, in pages."""
    channel = call.visible_channel()
    call.need(_SCOPE_OF_TYPE[_type(channel)])
    rows, cursor = call.page(channel.members, otherwise=100)
    return {"members": list(rows), **next_cursor(cursor)}


async def history(call: Call) -> Json:
    """conversations.history: what stands in a channel itself, newest first, in pages."""
    channel = _readable(call)
    rows = [one for one in channel.messages.values() if not one.is_reply and not one.ephemeral_to]
    newest_first = _between(call, rows)[::-1]
    page, cursor = call.page(newest_first, otherwise=100, most=999)
    messages = [_shown(call, channel, one) for one in page]
    answer: Json = {"messages": messages, "has_more": bool(cursor), "pin_count": 0}
    return answer | (next_cursor(cursor) if cursor else {})


async def replies(call: Call) -> Json:
    """conversations.replies: a message and what stands below it, oldest first, in pages."""
    channel = _readable(call)
    ts = call.text("ts", required=True)
    parent = channel.messages.get(ts)
    if parent is None or parent.ephemeral_to:
        raise SlackRefusal("thread_not_found")
    root = channel.messages.get(parent.thread_ts, parent)
    below = _between(call, call.workspace.messages.replies(channel, root.ts))
    page, cursor = call.page([root, *below], otherwise=1000)
    messages = [_shown(call, channel, one) for one in page]
    return {"messages": messages, "has_more": bool(cursor)} | (next_cursor(cursor) if cursor else {})


async def open_(call: Call) -> Json:
    """conversations.open: the direct messages between the bot and one person."""
    person = call.person(call.text("users"))
    if person.is_bot:
        raise SlackRefusal("cannot_dm_bot")
    return {"channel": {"id": call.workspace.state.direct(person.id).id}, "no_op": True, "already_open": True}


METHODS: dict[str, Method] = {
    "conversations.list": list_,
    "conversations.info": info,
    "conversations.members": members,
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.open": open_,
}


def channel_json(call: Call, channel: Channel) -> Json:
    """Return a channel as Slack shows it."""
    if channel.kind == "im":
        return {
            "id": channel.id,
            "created": channel.created,
            "is_archived": False,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": TEAM_ID,
            "user": channel.user,
            "is_user_deleted": call.workspace.state.people[channel.user].deleted,
        }
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.private,
        "is_group": channel.private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.private,
        "is_archived": channel.archived,
        "is_general": channel.name == "general",
        "is_member": BOT_USER_ID in channel.members,
        "is_shared": False,
        "is_ext_shared": False,
        "created": channel.created,
        "creator": channel.creator,
        "context_team_id": TEAM_ID,
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": channel.created},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


def _type(channel: Channel) -> str:
    if channel.kind == "im":
        return "im"
    return "private_channel" if channel.private else "public_channel"


def _readable(call: Call) -> Channel:
    channel = call.visible_channel()
    scopes = {"im": "im:history", "private_channel": "groups:history", "public_channel": "channels:history"}
    call.need(scopes[_type(channel)])
    if BOT_USER_ID not in channel.members:
        raise SlackRefusal("not_in_channel")
    return channel


def _between(call: Call, rows: Sequence[Message]) -> list[Message]:
    oldest, latest = call.text("oldest") or "0", call.text("latest") or "99999999999"
    inclusive = call.flag("inclusive")
    try:
        low, high = float(oldest), float(latest)
    except ValueError as problem:
        raise SlackRefusal("invalid_ts_oldest" if not oldest[:1].isdigit() else "invalid_ts_latest") from problem
    return [one for one in rows if low < float(one.ts) < high or (inclusive and float(one.ts) in {low, high})]


def _shown(call: Call, channel: Channel, message: Message) -> Json:
    shown = message_json(message)
    if not call.flag("include_all_metadata"):
        shown.pop("metadata", None)
    if message.thread_ts == message.ts:
        below = call.workspace.messages.replies(channel, message.ts)
        if below:
            shown |= {
                "reply_count": len(below),
                "reply_users": list(dict.fromkeys(one.user for one in below)),
                "reply_users_count": len({one.user for one in below}),
                "latest_reply": below[-1].ts,
            }
    return shown
