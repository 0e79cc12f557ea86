"""How the people of a simulated company read and press: the first of what a message offers, whatever stands below."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.playground.persona import Persona
from bot.playground.records import BOT_USER_ID, Channel, Json, Message
from bot.playground.seen import labels
from bot.playground.view_state import Placed, options_of, placed, plain
from tests.journeys.conftest import World
from tests.sim.company import Someone

NEWEST = 10
"""Messages of a conversation that somebody looks through."""


def newest(channel: Channel, most: int = NEWEST) -> list[Message]:
    """Return the bot's newest messages that offer something, oldest first, of the last `most` ones."""
    last = [*channel.messages.values()][-most:]
    return [one for one in last if one.user == BOT_USER_ID and one.blocks and not (one.deleted or one.ephemeral_to)]


def offers(message: Message, label: str) -> bool:
    """Tell whether a button or a choice of a message says this."""
    return label in labels(message.blocks)


async def hire(world: World, one: Someone) -> None:
    """Let somebody come to Slack, and wait until Drumbeat has heard of it, by an event."""
    await world.slack.members.hire(one.name, one.email, one.zone.key)
    await world.idle()


async def press(
    persona: Persona, message: Message, channel: Channel, label: str, *, blocks: Sequence[Json] = ()
) -> None:
    """Press the first thing that is called `label`, of all that a message has or of some of its blocks."""
    one, choice = _first(blocks or message.blocks, label)
    await persona.client.press(message, channel, one, choice)
    await persona.workspace.settled()


async def send(persona: Persona, typed: Mapping[str, Any], *, tries: int = 2) -> dict[str, str]:
    """Send the form that is open, and again unchanged where it asks whether that is meant; return what refuses it."""
    errors: dict[str, str] = {}
    for _ in range(tries):
        form = persona.modal
        if form is None or errors:
            break
        errors = (await persona.client.submit(form, dict(typed))).errors
        await persona.workspace.settled()
    if persona.modal is not None:
        await persona.client.close(persona.modal, clear=True)
    return errors


def _first(blocks: Sequence[Json], label: str) -> tuple[Placed, Any]:
    for one in placed(blocks):
        if plain(one.element.get("text")) == label:
            return one, None
        for option in options_of(one.element):
            if plain(option["text"]) == label:
                return one, option["value"]
    raise LookupError(label)
