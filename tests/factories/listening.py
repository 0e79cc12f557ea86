"""What Drumbeat listens to, found by asking its handlers, and payloads of any shape for all of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.playground.records import TEAM_ID, Json
from bot.registered import HANDLERS
from tests.journeys.conftest import World

Listener = Callable[..., Any]


@dataclass
class Listening:
    """The action ids, callback ids and events that the handlers ask a Bolt app for."""

    actions: list[str] = field(default_factory=list)
    views: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    shortcuts: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, world: World) -> "Listening":
        """Ask every handler."""
        listening = cls()
        for one in HANDLERS:
            one.register(listening, world.bot.parts)  # type: ignore[arg-type]
        return listening

    def action(self, name: str) -> Listener:
        """Hear of an action."""
        self.actions.append(name)
        return _unused

    def view(self, name: str) -> Listener:
        """Hear of a form."""
        self.views.append(name)
        return _unused

    def view_closed(self, name: str) -> Listener:
        """Hear of a form that is closed."""
        self.closed.append(name)
        return _unused

    def event(self, name: str) -> Listener:
        """Hear of an event."""
        self.events.append(name)
        return _unused

    def command(self, name: str) -> Listener:
        """Hear of a slash command."""
        self.commands.append(name)
        return _unused

    def shortcut(self, name: str) -> Listener:
        """Hear of a shortcut."""
        self.shortcuts.append(name)
        return _unused


def _unused(listener: Listener) -> Listener:
    return listener


@dataclass
class Sending:
    """Payloads as somebody's client would send them, if it could be made to send anything."""

    world: World
    who: str = "ana"

    @property
    def _common(self) -> Json:
        person = self.world.persona(self.who)
        return {
            "team": {"id": TEAM_ID, "domain": "lumen"},
            "user": {"id": person.id, "team_id": TEAM_ID},
            # In a form a trigger belongs to it, and lets another one be put on top.
            "trigger_id": self.world.slack.lent.trigger(person.id, person.modal.id if person.modal else ""),
        }

    def on_message(self, action_id: str, value: Any = None, **more: Any) -> Json:
        """A press on a message: a button's value and a menu's choice at once, whatever the listener reads."""
        channel = self.world.slack.state.direct(self.world.persona(self.who).id).id
        token = self.world.slack.lent.response(self.world.persona(self.who).id, channel, message_ts="", thread_ts="")
        return self._common | {
            "type": "block_actions",
            "actions": [_action(action_id, value)],
            "channel": {"id": channel},
            "response_url": self.world.slack.respond_base + token,
            **more,
        }

    def on_view(self, action_id: str, value: Any = None, **view: Any) -> Json:
        """A press on the home tab (`type="home"`), or in a form with `private_metadata`."""
        return self._common | {
            "type": "block_actions",
            "actions": [_action(action_id, value)],
            "view": _view(**view),
        }

    def form(self, callback_id: str, metadata: str = "", *, kind: str = "view_submission", **view: Any) -> Json:
        """A form that is sent."""
        return self._common | {
            "type": kind,
            "view": _view(callback_id=callback_id, private_metadata=metadata, **view),
        }


def _action(action_id: str, value: Any) -> Json:
    action: Json = {"type": "button", "action_id": action_id, "block_id": "some"}
    return action if value is None else action | {"value": value, "selected_option": {"value": value}}


def _view(**fields: Any) -> Json:
    return {
        "id": "V0",
        "type": "modal",
        "callback_id": "",
        "private_metadata": "",
        "blocks": [],
        "state": {"values": {}},
        "previous_view_id": None,
        "root_view_id": "V0",
        **fields,
    }
