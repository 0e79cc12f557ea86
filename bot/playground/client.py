"""What a person's Slack client does on their behalf: it sends words, clicks, forms and commands, and shows answers.

Values are raw here, as a client holds them (see view_state.py); persona.py finds things by what a person reads.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.playground import payloads
from bot.playground.answer import accept_answer
from bot.playground.form import problems
from bot.playground.records import (
    BOT_USER_ID,
    ActRefused,
    Channel,
    Envelope,
    Json,
    Message,
    Person,
    SlackRefusal,
    Submitted,
    View,
)
from bot.playground.text import mentions_bot, typed_command, typed_message
from bot.playground.view_checks import check_view
from bot.playground.view_state import Placed, placed, state_values, value_of
from bot.slack.shortcuts import SHORTCUTS

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace

_BROKEN = "Drumbeat's answer could not be shown: Slack refuses it ({0}). What you typed is still here."


class Client:
    """The client of one person. Each act returns when the bot has acknowledged it; ActRefused says why it could not."""

    def __init__(self, workspace: "Workspace", person: Person) -> None:
        """Act for `person`."""
        self.workspace = workspace
        self.person = person

    async def say(self, channel: Channel, text: str, *, thread_ts: str = "") -> Message:
        """Write a message; the bot hears direct messages, and where it is a member mentions and all else."""
        self._may_write(channel)
        if thread_ts and thread_ts not in channel.messages:
            raise ActRefused("That message is no longer there.")
        marked, blocks = typed_message(self.workspace, text)
        message = self.workspace.messages.post(channel, self.person.id, marked, blocks=blocks, thread_ts=thread_ts)
        event = payloads.message_event(channel, message) | {"client_msg_id": self.workspace.next_id("m")}
        parent = channel.messages.get(message.thread_ts)
        if parent and message.is_reply:
            event["parent_user_id"] = parent.user
        if channel.kind == "im":
            await self.workspace.emit(event)
            return message
        if BOT_USER_ID not in channel.members:
            return message
        await self.workspace.emit(event)
        if mentions_bot(marked):
            await self.workspace.emit({k: v for k, v in event.items() if k != "channel_type"} | {"type": "app_mention"})
        return message

    async def command(self, channel: Channel, line: str) -> None:
        """Run a line that begins with a slash: one of the bot's commands, /invite or /remove."""
        self._active()
        word, _, text = line.strip().partition(" ")
        if word in {"/invite", "/remove", "/kick"}:
            await self._invite(channel, word, text)
            return
        if word not in self.workspace.commands:
            raise ActRefused(f"{word} is not a command here. Try {self.workspace.commands[0]}.")
        token = self.workspace.lent.response(self.person.id, channel.id)
        payload = payloads.command_payload(
            self.workspace, self.person, channel, word, typed_command(self.workspace, text.strip())
        )
        payload["response_url"] = self.workspace.respond_base + token
        payload["trigger_id"] = self.workspace.lent.trigger(self.person.id)
        ack = await self.workspace.delivery.ask(Envelope("slash_commands", payload))
        if ack.payload:
            try:
                accept_answer(self.workspace, self.workspace.lent.use_response(token), ack.payload)
            except SlackRefusal as refusal:
                raise ActRefused(f"{word} failed: Slack refuses its answer ({refusal}).") from refusal

    async def shortcut(self, callback_id: str, channel: Channel | None = None, message: Message | None = None) -> None:
        """Choose a shortcut in the menu of `message`, or without one in Slack's own menu."""
        self._active()
        kind = "global" if message is None else "message"
        if not any(one.callback_id == callback_id and one.type == kind for one in SHORTCUTS):
            raise ActRefused("The app has no such shortcut.")
        fields: Json = {"callback_id": callback_id, "action_ts": self.workspace.next_ts()}
        fields["trigger_id"] = self.workspace.lent.trigger(self.person.id)
        if message is not None and channel is not None:
            token = self.workspace.lent.response(self.person.id, channel.id, thread_ts=message.thread_ts)
            fields |= {
                "message_ts": message.ts,
                "message": payloads.message_json(message),
                "channel": {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name},
                "response_url": self.workspace.respond_base + token,
            }
        kind = "shortcut" if message is None else "message_action"
        payload = payloads.interaction(self.workspace, kind, self.person, **fields)
        await self.workspace.delivery.ask(Envelope("interactive", payload))

    async def click(
        self,
        where: Message | View,
        channel: Channel | None,
        key: tuple[str, str],
        value: Any,
        *,
        state: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """Press or choose the element named by (block_id, action_id).

        `channel` is that of a message, `state` what is typed and chosen around the element.
        """
        one = next((found for found in placed(where.blocks) if found.key == key), None)
        if one is None:
            raise ActRefused("That button is no longer there: the message has changed.")
        await self.press(where, channel, one, value, state=state)

    async def press(
        self,
        where: Message | View,
        channel: Channel | None,
        one: Placed,
        value: Any,
        *,
        state: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """Press an element as it stood in front of the person, even if it has changed since."""
        self._active()
        if isinstance(where, View) and where not in self._views():
            raise ActRefused("That form is no longer open.")
        block_id, action_id = one.key
        around = {name: dict(values) for name, values in (state or {}).items()}
        action: Json = {"action_id": action_id, "block_id": block_id, "action_ts": self.workspace.next_ts()}
        if one.element["type"] == "button":
            action |= {k: one.element[k] for k in ("text", "value", "style") if k in one.element} | {"type": "button"}
        else:
            action |= value_of(one.element, value)
            around.setdefault(block_id, {})[action_id] = value
        fields: Json = {"actions": [action]}
        if isinstance(where, View):
            self.fill(where, around)
            fields |= {"container": {"type": "view", "view_id": where.id}, "view": self.workspace.views.shown(where)}
            fields["trigger_id"] = self.workspace.lent.trigger(self.person.id, where.id)
        elif channel:
            fields |= self._message_fields(where, channel, around)
        payload = payloads.interaction(self.workspace, "block_actions", self.person, **fields)
        await self.workspace.delivery.ask(Envelope("interactive", payload))

    def fill(self, view: View, state: Mapping[str, Mapping[str, Any]]) -> None:
        """Type into a form without sending it: `{block_id: {action_id: raw}}`."""
        for block_id, actions in state.items():
            view.typed.setdefault(block_id, {}).update(actions)

    async def submit(self, view: View, state: Mapping[str, Mapping[str, Any]]) -> Submitted:
        """Send a form. What Slack's client refuses (required, too long) never reaches the bot."""
        self._active()
        if view not in self.workspace.views.stack(self.person.id):
            raise ActRefused("That form is no longer open.")
        self.fill(view, state)
        found = problems(view.blocks, view.typed)
        if found:
            return Submitted(found)
        payload = payloads.interaction(
            self.workspace,
            "view_submission",
            self.person,
            trigger_id=self.workspace.lent.trigger(self.person.id, view.id),
            view=self.workspace.views.shown(view),
            response_urls=[],
        )
        ack = await self.workspace.delivery.ask(Envelope("interactive", payload))
        try:
            return self._answered(view, ack.payload or {})
        except SlackRefusal as refusal:
            raise ActRefused(_BROKEN.format(refusal)) from refusal

    async def close(self, view: View, *, clear: bool = False) -> None:
        """Close a form without sending it; the bot hears of it where it asked to (`notify_on_close`)."""
        if view not in self.workspace.views.stack(self.person.id):
            raise ActRefused("That form is no longer open.")
        for gone in self.workspace.views.close(self.person.id, view, clear=clear):
            if gone.notify_on_close:
                payload = payloads.interaction(
                    self.workspace,
                    "view_closed",
                    self.person,
                    view=self.workspace.views.shown(gone),
                    is_cleared=clear or gone.clear_on_close,
                )
                await self.workspace.delivery.ask(Envelope("interactive", payload))

    async def open_home(self) -> None:
        """Open the bot's home tab."""
        self._active()
        event: Json = {
            "type": "app_home_opened",
            "user": self.person.id,
            "channel": self.workspace.state.direct(self.person.id).id,
            "tab": "home",
            "event_ts": self.workspace.next_ts(),
        }
        home = self.workspace.views.home(self.person.id)
        if home:
            event["view"] = self.workspace.views.shown(home)
        await self.workspace.emit(event)

    def _views(self) -> list[View]:
        home = self.workspace.views.home(self.person.id)
        return [*self.workspace.views.stack(self.person.id), *([home] if home else [])]

    def _answered(self, view: View, answer: Json) -> Submitted:
        views, user = self.workspace.views, self.person.id
        action = answer.get("response_action")
        if not action:
            if answer:
                raise SlackRefusal("invalid_arguments", f"an answer without response_action: {sorted(answer)}")
            if view in views.stack(user):
                views.close(user, view, clear=False)
            return Submitted(closed=True)
        if action == "errors":
            inputs = {one.key[0] for one in placed(view.blocks) if one.is_input}
            errors = {str(block): str(sentence) for block, sentence in (answer.get("errors") or {}).items()}
            if not errors or not set(errors) <= inputs:
                raise SlackRefusal("invalid_arguments", f"errors for {sorted(set(errors) - inputs)}, not inputs")
            return Submitted(errors)
        if action == "clear":
            views.close(user, view, clear=True)
            return Submitted(closed=True)
        if action in {"update", "push"}:
            given = check_view(answer.get("view"), "modal")
            if action == "push":
                views.push(user, given)
            else:
                views.update(view, given)
            return Submitted()
        raise SlackRefusal("invalid_arguments", f"response_action {action!r}")

    def _message_fields(self, message: Message, channel: Channel, typed: Mapping[str, Mapping[str, Any]]) -> Json:
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": bool(message.ephemeral_to),
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        token = self.workspace.lent.response(
            self.person.id, channel.id, message_ts=message.ts, thread_ts=message.thread_ts
        )
        fields: Json = {
            "container": container,
            "channel": {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name},
            "trigger_id": self.workspace.lent.trigger(self.person.id),
            "response_url": self.workspace.respond_base + token,
            "state": {"values": state_values(message.blocks, typed)},
        }
        if not message.ephemeral_to:
            fields["message"] = payloads.message_json(message)
        return fields

    def _active(self) -> None:
        if self.person.deleted:
            raise ActRefused(f"{self.person.real_name} is deactivated.")

    def _may_write(self, channel: Channel) -> None:
        self._active()
        if channel.archived:
            raise ActRefused(f"#{channel.name} is archived.")
        if self.person.id not in channel.members:
            raise ActRefused(f"Join #{channel.name} first.")

    async def _invite(self, channel: Channel, word: str, text: str) -> None:
        try:
            invited = self.workspace.person(text.strip().lstrip("@"))
        except LookupError as problem:
            raise ActRefused(f"Nobody here is called {text.strip() or '…'}.") from problem
        if channel.kind == "im":
            raise ActRefused("Direct messages stay between two. Write this in a channel.")
        if word == "/invite":
            await self.workspace.members.join(channel, invited.id, inviter=self.person.id)
        else:
            await self.workspace.members.leave(channel, invited.id)
