"""The shapes in which Slack says what people did: clicks, forms, shortcuts and commands (events: event_shapes.py).

What is not named here never reaches a listener, so that whatever a listener reads is of the type that it has here: name
a field before you read it. Fields: docs.slack.dev, "Interaction payloads", "Slash commands" and "Events API"; what
Slack leaves out or sends as null in some of its surfaces is optional.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.slack.fields import Address, Id, Label, OrAbsent, Trigger, Ts, Typed, as_map


class Shape(BaseModel):
    """Something that Slack sends; nothing is taken for what it is not, such as a number for a text."""

    model_config = ConfigDict(strict=True, extra="ignore")


class Team(Shape):
    """The workspace of an interaction."""

    id: Id
    domain: OrAbsent[Label] = None


class User(Shape):
    """Who clicked or sent a form."""

    id: Id
    team_id: Id | None = None


class Place(Shape):
    """The channel of a click."""

    id: Id


class Option(Shape):
    """An option of a menu."""

    value: Label


class Action(Shape):
    """What was pressed or chosen."""

    type: Label
    action_id: Label
    block_id: Label
    value: str | None = None
    selected_option: Option | None = None


class Block(Shape):
    """A block of a message or a view that comes back as we made it."""

    type: Label
    block_id: Label | None = None
    elements: list[dict[str, Any]] | None = None
    accessory: dict[str, Any] | None = None


class Message(Shape):
    """The message that was clicked on."""

    ts: Ts | None = None
    blocks: list[Block] | None = None


class Element(Shape):
    """What stands in one field of a form."""

    type: Label
    value: Typed | None = None
    selected_option: Option | None = None
    selected_options: list[Option] | None = None
    selected_date: Label | None = None
    selected_user: Id | None = None
    selected_users: list[Id] | None = None
    selected_conversation: Id | None = None
    selected_conversations: list[Id] | None = None


class State(Shape):
    """What stands in all fields: by block, then by action."""

    values: Annotated[dict[Label, dict[Label, Element]], BeforeValidator(as_map)]
    """Slack writes an empty map as `[]`: github.com/slack-go/slack/issues/943."""


class View(Shape):
    """A form or the home tab."""

    id: Id
    type: Label
    hash: Label | None = None
    callback_id: Label
    private_metadata: str
    blocks: list[Block]
    state: State | None = None
    previous_view_id: Id | None = None
    root_view_id: Id | None = None
    team_id: Id | None = None
    app_installed_team_id: Id | None = None


class Interaction(Shape):
    """What a person did with blocks, forms or shortcuts."""

    type: Label
    team: Team | None = None
    user: User
    response_url: OrAbsent[Address] = None


class Click(Interaction):
    """A `block_actions`: on a message, in a form or on the home tab."""

    trigger_id: Trigger
    actions: Annotated[list[Action], Field(min_length=1)]
    channel: Place | None = None
    message: Message | None = None
    view: View | None = None


class Spoken(Shape):
    """The message whose menu a shortcut was chosen in: anybody's, of an app too."""

    ts: Ts
    user: Id | None = None
    text: Typed | None = None
    thread_ts: Ts | None = None


class MessageShortcut(Interaction):
    """A `message_action`: a shortcut in the menu of a message."""

    trigger_id: Trigger
    callback_id: Label
    channel: Place
    message: Spoken


class Shortcut(Interaction):
    """A `shortcut`: one that stands in no message."""

    trigger_id: Trigger
    callback_id: Label


class OtherInteraction(Interaction):
    """Whatever else Slack may think of: nothing listens to it."""

    trigger_id: Trigger | None = None
    callback_id: Label | None = None
    action_id: Label | None = None


class FormSent(Interaction):
    """A form that was sent or closed (`view_submission`, `view_closed`)."""

    trigger_id: Trigger | None = None
    view: View


class Command(Shape):
    """A slash command."""

    command: Label
    text: str | None = None
    team_id: Id
    user_id: Id
    channel_id: Id | None = None
    trigger_id: Trigger
    response_url: OrAbsent[Address] = None


INTERACTIONS: Mapping[str, type[Shape]] = {
    "block_actions": Click,
    "view_submission": FormSent,
    "view_closed": FormSent,
    "message_action": MessageShortcut,
    "shortcut": Shortcut,
}
