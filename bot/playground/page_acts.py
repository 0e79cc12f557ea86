"""What a person does on the page: one function a kind of act."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from bot.playground.client import Client
from bot.playground.records import BOT_USER_ID, ActRefused, Channel, Json, Message, Person, View

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace


MOST_HOURS = 7 * 24
"""For how long somebody may not want to be disturbed."""


async def act(workspace: "Workspace", body: Json) -> Json:
    """Do what `body` says (`as`, `type` and what the type needs); ActRefused has the sentence for the page."""
    client = Client(workspace, _person(workspace, body.get("as")))
    doing = _ACTS.get(str(body.get("type")))
    if doing is None:
        raise ActRefused(f"The playground does not know the act “{body.get('type')}”.")
    return await doing(client, body)


async def _message(client: Client, body: Json) -> Json:
    channel, text = _channel(client, body), str(body.get("text") or "").strip()
    if not text:
        raise ActRefused("There is nothing to send.")
    if text.startswith("/"):
        await client.command(channel, text)
        return {"command": True}
    message = await client.say(channel, text, thread_ts=str(body.get("thread_ts") or ""))
    return {"ts": message.ts}


async def _click(client: Client, body: Json) -> Json:
    where, channel = _where(client, body.get("where") or {})
    key = (str(body.get("block_id") or ""), str(body.get("action_id") or ""))
    state = body.get("state")
    await client.click(where, channel, key, body.get("value"), state=state if isinstance(state, dict) else None)
    return {}


async def _shortcut(client: Client, body: Json) -> Json:
    callback = str(body.get("callback_id") or "")
    if not body.get("ts"):
        await client.shortcut(callback)
        return {}
    message, channel = _where(client, body)
    if not isinstance(message, Message) or message.ephemeral_to:
        raise ActRefused("That message has no shortcuts.")
    await client.shortcut(callback, channel, message)
    return {}


async def _submit(client: Client, body: Json) -> Json:
    done = await client.submit(_view(client, body), body.get("state") or {})
    return {"errors": done.errors or None, "closed": done.closed}


async def _close(client: Client, body: Json) -> Json:
    await client.close(_view(client, body), clear=bool(body.get("clear")))
    return {}


async def _open_home(client: Client, _body: Json) -> Json:
    await client.open_home()
    return {}


async def _join_bot(client: Client, body: Json) -> Json:
    channel = _channel(client, body)
    await client.workspace.members.join(channel, BOT_USER_ID, inviter=client.person.id)
    return {}


async def _remove_bot(client: Client, body: Json) -> Json:
    await client.workspace.members.leave(_channel(client, body), BOT_USER_ID)
    return {}


async def _join(client: Client, body: Json) -> Json:
    await client.workspace.members.join(_channel(client, body), client.person.id)
    return {}


async def _leave(client: Client, body: Json) -> Json:
    await client.workspace.members.leave(_channel(client, body), client.person.id)
    return {}


async def _deactivate(client: Client, body: Json) -> Json:
    await client.workspace.members.set_deleted(_person(client.workspace, body.get("user")), deleted=True)
    return {}


async def _reactivate(client: Client, body: Json) -> Json:
    await client.workspace.members.set_deleted(_person(client.workspace, body.get("user")), deleted=False)
    return {}


async def _quiet(client: Client, body: Json) -> Json:
    """Let somebody not be disturbed from now on for some hours; 0 ends it."""
    hours = body.get("hours")
    if not isinstance(hours, int) or not 0 <= hours <= MOST_HOURS:
        raise ActRefused("For how many hours?")
    now = int(client.workspace.clock.now().timestamp())
    begins, ends = (now, now + hours * 3600) if hours else (0, 0)
    client.workspace.members.set_quiet(_person(client.workspace, body.get("user")), begins=begins, ends=ends)
    return {}


async def _status(client: Client, body: Json) -> Json:
    person = _person(client.workspace, body.get("user"))
    await client.workspace.members.set_status(person, str(body.get("text") or ""), str(body.get("emoji") or ""))
    return {}


async def _archive(client: Client, body: Json) -> Json:
    await client.workspace.members.archive(_channel(client, body), by=client.person.id)
    return {}


async def _unarchive(client: Client, body: Json) -> Json:
    await client.workspace.members.unarchive(_channel(client, body), by=client.person.id)
    return {}


_ACTS: dict[str, Callable[[Client, Json], Awaitable[Json]]] = {
    "message": _message,
    "click": _click,
    "shortcut": _shortcut,
    "submit": _submit,
    "close": _close,
    "open_home": _open_home,
    "join_bot": _join_bot,
    "remove_bot": _remove_bot,
    "join": _join,
    "leave": _leave,
    "deactivate": _deactivate,
    "reactivate": _reactivate,
    "quiet": _quiet,
    "status": _status,
    "archive": _archive,
    "unarchive": _unarchive,
}


def _person(workspace: "Workspace", user: Any) -> Person:
    person = workspace.state.people.get(str(user))
    if person is None or person.is_bot:
        raise ActRefused("There is no such person here.")
    return person


def _channel(client: Client, body: Json) -> Channel:
    channel = client.workspace.state.channels.get(str(body.get("channel")))
    if channel is None or (channel.kind == "im" and channel.user != client.person.id):
        raise ActRefused("There is no such channel here.")
    return channel


def _view(client: Client, body: Json) -> View:
    for view in client.workspace.views.stack(client.person.id):
        if view.id == body.get("view_id"):
            return view
    raise ActRefused("That form is no longer open.")


def _where(client: Client, where: Json) -> tuple[Message | View, Channel | None]:
    if where.get("home"):
        home = client.workspace.views.home(client.person.id)
        if home is None:
            raise ActRefused("There is no home tab yet.")
        return home, None
    if where.get("view_id"):
        return _view(client, where), None
    channel = _channel(client, where)
    message = channel.messages.get(str(where.get("ts")))
    if message is None or message.ephemeral_to not in {"", client.person.id}:
        raise ActRefused("That message is no longer there.")
    return message, channel
