"""Fifty acts a second by people of a local Slack, and how long each acknowledgement took.

A third each are slash commands, clicks on a prompt, and forms that the clicks before have opened. They are sent over
Socket Mode evenly, whether or not the ones before have been acknowledged, and timed in the local Slack's own process,
whose own slowness is measured too.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.clock import monotonic
from bot.playground.delivery import ACKNOWLEDGE_WITHIN
from bot.playground.persona import Persona
from bot.playground.records import ActRefused, Json, Message, View
from bot.playground.view_state import placed
from bot.playground.workspace import Workspace
from bot.views.sync_field import FIELD, VALUE
from bot.views.sync_form import ANSWER_FORM
from bot.views.sync_prompt import ANSWER, EDIT

A_SECOND = 50
KINDS = ("command", "click", "form")

LATER = 2 * A_SECOND // len(KINDS)
"""So many people begin between the command and the click of one, and between the click and the form: two seconds."""

LOOK = 0.02
"""Seconds between looks at how late the local Slack's own event loop is."""

_STAND_IN: Json = {
    "type": "modal",
    "callback_id": ANSWER_FORM,
    "title": {"type": "plain_text", "text": "Update"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": FIELD + key,
            "label": {"type": "plain_text", "text": key},
            "element": {"type": "plain_text_input", "action_id": VALUE},
        }
        for key in ("moved", "next")
    ],
}
"""The form in front of people whose app only acknowledges, and so opens none."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """An act: when it was sent, and the seconds until it was acknowledged; `lost`: not within Slack's three seconds.

    A form that was not open two seconds after its click is lost, too.
    """

    kind: str
    at: float
    seconds: float
    lost: bool = False


@dataclass(slots=True)
class Load:
    """What was acknowledged, and the seconds by which the local Slack's event loop was late at each look."""

    acts: list[Acknowledged] = field(default_factory=list)
    late: list[tuple[float, float]] = field(default_factory=list)

    def between(self, begin: float, end: float) -> "Load":
        """Return what was sent from one instant until another."""
        return Load(
            [one for one in self.acts if begin <= one.at < end], [one for one in self.late if begin <= one[0] < end]
        )


def prompt_blocks(turn: int) -> list[Json]:
    """Return the message that is clicked: a sentence and the button that answers."""
    button = {"type": "button", "action_id": ANSWER, "value": str(turn), "text": {"type": "plain_text", "text": "Go"}}
    return [
        {"type": "section", "block_id": "prompt", "text": {"type": "mrkdwn", "text": "Ready for this week's sync?"}},
        {"type": "actions", "block_id": "prompt_actions", "elements": [button]},
    ]


@asynccontextmanager
async def loaded(slack: Workspace, prompts: Sequence[tuple[str, str]], *, opens: bool) -> AsyncIterator[Load]:
    """Let people act while the block lasts; yield what comes of it.

    `prompts`: persons' ids, and the `ts` of the message to them that is clicked. `opens`: the app opens the form.
    """
    crowd = _Crowd([_Answering(slack.persona(who), ts, opens=opens) for who, ts in prompts])
    going = [asyncio.create_task(crowd.go_on()), asyncio.create_task(crowd.look())]
    try:
        yield crowd.load
    finally:
        for one in going:
            one.cancel()
        await asyncio.gather(*going, return_exceptions=True)
        await asyncio.gather(*crowd.acting)


@dataclass(slots=True)
class _Crowd:
    """Everybody who acts, and what comes of it."""

    people: list["_Answering"]
    load: Load = field(default_factory=Load)
    acting: set[asyncio.Task[None]] = field(default_factory=set)

    async def go_on(self) -> None:
        """Begin an act every fiftieth of a second."""
        began = monotonic()
        for number in itertools.count():
            await asyncio.sleep(max(0.0, began + number / A_SECOND - monotonic()))
            first, part = divmod(number, len(KINDS))
            if first < part * LATER:
                continue
            one = self.people[(first - part * LATER) % len(self.people)]
            task = asyncio.create_task(self._act(KINDS[part], (one.command, one.click, one.submit)[part]))
            self.acting.add(task)
            task.add_done_callback(self._ended)

    async def look(self) -> None:
        """Note again and again how late this event loop is."""
        while True:
            due = monotonic() + LOOK
            await asyncio.sleep(LOOK)
            self.load.late.append((due, monotonic() - due))

    async def _act(self, kind: str, does: Callable[[], Awaitable[object]]) -> None:
        began = monotonic()
        lost = False
        try:
            await does()
        except ActRefused:
            lost = True
        seconds = ACKNOWLEDGE_WITHIN if lost else monotonic() - began
        self.load.acts.append(Acknowledged(kind, began, seconds, lost))

    def _ended(self, task: asyncio.Task[None]) -> None:
        # What failed in an unforeseen way stays, and is raised when the load ends.
        if task.exception() is None:
            self.acting.discard(task)


@dataclass(slots=True)
class _Answering:
    """One person before their prompt."""

    persona: Persona
    ts: str
    opens: bool
    times: int = 0

    async def command(self) -> None:
        await self.persona.client.command(self.persona.workspace.state.direct(self.persona.id), "/pmo")

    async def click(self) -> None:
        place = self.persona.workspace.state.direct(self.persona.id)
        message: Message = place.messages[self.ts]
        button = next(one for one in placed(message.blocks) if one.element.get("action_id") in {ANSWER, EDIT})
        await self.persona.client.press(message, place, button, None)
        if not self.opens:
            self.persona.workspace.views.open(self.persona.id, _STAND_IN)

    async def submit(self) -> None:
        form: View | None = self.persona.modal
        if form is None:
            raise ActRefused("no form was opened")
        self.times += 1
        said = {"moved": f"Moved a thing a good deal further, {self.times}.", "next": "The next thing."}
        answer = await self.persona.client.submit(form, {FIELD + key: {VALUE: words} for key, words in said.items()})
        if answer.errors:
            raise RuntimeError(f"the form was refused: {answer.errors}")
