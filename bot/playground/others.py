"""Lets everybody else answer: opens each waiting prompt as a person would and types a believable answer.

It knows nothing of the bot but what a person sees: buttons, questions, the kinds of their inputs.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

from bot.playground.answering import raw_answers
from bot.playground.persona import Persona
from bot.playground.records import BOT_USER_ID, ActRefused, Channel, Json, Person, View
from bot.playground.seen import SeenMessage, find_pressable, labels, seen
from bot.playground.triggers import TRIGGER_LIVES

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace

ANSWERS = Path(__file__).with_name("answers.yaml")
ANSWER = "Answer"
"""Not “Answer late” nor “Answer after all”, which belong to prompts that ask for nothing any more."""
# A set whose `act` this is presses that button instead of opening the form.
BUTTONS = {"skip": re.compile(r"^Skip\b"), "planned": re.compile(r"^All as planned\b")}
SHARED = {"general", "sync", "leadership"}


@dataclass(frozen=True)
class OthersResult:
    """How many prompts were answered and skipped; `problems`: a sentence for each that could not be."""

    answered: int = 0
    skipped: int = 0
    problems: tuple[str, ...] = ()


def pending_prompts(workspace: "Workspace", *, but: str = "") -> list[tuple[Person, SeenMessage]]:
    """Return every message that still asks somebody (except `but`, an id) for an answer, oldest first."""
    found = []
    for person in workspace.state.humans():
        if person.id == but or person.deleted:
            continue
        direct = workspace.state.direct(person.id)
        for message in direct.messages.values():
            from_bot = message.user == BOT_USER_ID and not message.deleted and not message.ephemeral_to
            if from_bot and message.blocks and asks(shown := seen(message, direct.id)):
                found.append((person, shown))
    return found


async def let_others_answer(workspace: "Workspace", but: str, *, within: float = TRIGGER_LIVES) -> OthersResult:
    """Let everybody with an open prompt, except `but` (an id, or ""), answer it as a person would.

    A form has `within` real seconds to open after the click: a bot may acknowledge first and open it then.
    """
    answered, skipped, problems = 0, 0, []
    # One message may ask for several syncs.
    pending = [one for one in pending_prompts(workspace, but=but) for _ in range(labels(one[1].blocks).count(ANSWER))]
    for person, asked in pending:
        message = _as_it_stands(workspace, person, asked)
        if message is None:
            continue
        persona = Persona(workspace, person)
        answers = answers_for(workspace, person)
        try:
            if await _answer(persona, message, answers, within):
                answered += 1
            else:
                skipped += 1
        except ActRefused as refusal:
            problems.append(f"{person.real_name}: {refusal.sentence}")
            await _put_away(persona)
    return OthersResult(answered, skipped, tuple(problems))


def asks(message: SeenMessage) -> bool:
    """Tell whether a message still asks for an answer."""
    return ANSWER in labels(message.blocks)


async def answer_now(persona: Persona, message: SeenMessage, *, within: float = TRIGGER_LIVES) -> bool:
    """Answer a message as `persona` would today; tells whether there was something to say. Raises ActRefused."""
    return await _answer(persona, message, answers_for(persona.workspace, persona.person), within)


def answers_for(workspace: "Workspace", person: Person) -> Json:
    """Return the set of answers of `person` for today: another one for each member of a team, and for each week."""
    today = workspace.clock.now().astimezone(ZoneInfo(person.tz)).date()
    sets = all_answers()
    place = _team_channel(workspace, person)
    own = [row for row in sets if place and row["team"].lower() == place.name.lower()]
    if place and own:
        # Teams begin at different places, so that their leads do not all have a quiet week at once.
        begins = 2 * list(dict.fromkeys(row["team"] for row in sets)).index(own[0]["team"])
        position = begins + place.members.index(person.id)
        return own[(today.toordinal() // 7 + position) % len(own)]
    position = workspace.state.humans().index(person)
    return sets[(today.toordinal() // 7 + position * 7) % len(sets)]


@cache
def all_answers() -> tuple[Json, ...]:
    """Return every set of answers there is."""
    rows: list[Json] = YAML(typ="safe").load(ANSWERS.read_text(encoding="utf-8"))
    return tuple(rows)


async def _answer(persona: Persona, message: SeenMessage, answers: Json, within: float) -> bool:
    """Press a button or fill the form in; tells whether there was something to say.

    Of several questions in one message it is the first that is still open.
    """
    offered = labels([_first_open(message.blocks)])
    wanted = BUTTONS.get(str(answers.get("act", "")))
    button = next((label for label in offered if wanted and wanted.search(label)), None)
    if button:
        await _press(persona, message, button)
        return bool(answers["act"] != "skip")
    before = persona.modal
    await _press(persona, message, ANSWER)
    form = await _opened(persona, before, within)
    result = await persona.client.submit(form, raw_answers(persona.workspace, persona.person, form, answers))
    await persona.workspace.settled()
    if result.errors:
        raise ActRefused("the form was refused: " + "; ".join(result.errors.values()))
    return True


async def _press(persona: Persona, asked: SeenMessage, label: str) -> None:
    channel = persona.workspace.state.channels[asked.channel]
    message = channel.messages[asked.ts]
    one, choice = find_pressable([_first_open(message.blocks)], label, None)
    await persona.client.press(message, channel, one, choice)
    await persona.workspace.settled()


def _first_open(blocks: Sequence[Json]) -> Json:
    """Return the block with the buttons of the first question that a message still asks."""
    return next(block for block in blocks if ANSWER in labels([block]))


async def _opened(persona: Persona, before: View | None, within: float) -> View:
    changed = asyncio.Event()
    stop = persona.workspace.subscribe(lambda _change: changed.set())
    try:
        async with asyncio.timeout(within):
            while (form := persona.modal) is None or form is before:
                changed.clear()
                await changed.wait()
    except TimeoutError as problem:
        raise ActRefused("no form opened after “Answer”") from problem
    finally:
        stop()
    return form


def _as_it_stands(workspace: "Workspace", person: Person, asked: SeenMessage) -> SeenMessage | None:
    """Return the message as it is now, or None where it asks no more: a team mate may have answered meanwhile."""
    direct = workspace.state.direct(person.id)
    message = direct.messages.get(asked.ts)
    return shown if message and asks(shown := seen(message, direct.id)) else None


async def _put_away(persona: Persona) -> None:
    """Close a form that was left open; whoever is asked next begins with none."""
    while persona.modal:
        try:
            await persona.close()
        except ActRefused:
            return


def _team_channel(workspace: "Workspace", person: Person) -> Channel | None:
    teams = {str(row["team"]).lower() for row in all_answers()}
    mine = [
        channel
        for channel in workspace.state.channels.values()
        if channel.kind == "channel" and channel.name not in SHARED and person.id in channel.members
    ]
    return next((channel for channel in mine if channel.name in teams), None)
