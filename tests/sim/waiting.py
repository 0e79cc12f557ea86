"""What the people of a simulated company wait for: raised in their updates, taken, passed on, done, or left to age."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from bot.playground.persona import Persona
from bot.playground.records import Channel, Json, Message, View
from bot.playground.seen import labels, words_of
from bot.playground.view_state import options_of, placed, plain
from tests.journeys.conftest import World
from tests.sim.company import TEAMS, Company, Someone
from tests.sim.hands import newest, press, send

TAKE, PASS, DONE = "Take it", "Pass on", "Done"
LEFT_TO_AGE = 5
"""Of so many one is never touched."""

_NUMBER = re.compile(r"Thing no\. (\d+)\.")


@dataclass(frozen=True)
class Raised:
    """What somebody waits for, by its number; `on`: the team or the person (e-mail) that it was raised on."""

    number: int
    by: Someone
    on: str
    at: datetime

    @property
    def words(self) -> str:
        """What the update says of it."""
        return f"Thing no. {self.number}. And soon"


@dataclass(frozen=True)
class Step:
    """What somebody did about one of them."""

    number: int
    what: str
    by: Someone
    at: datetime


class Waiting:
    """Raises what people wait for, and lets those act who can do something about it; keeps its own record of both."""

    def __init__(self, world: World, company: Company, random: Random) -> None:
        """Act in `world`; what people decide is drawn from `random`."""
        self.world, self.company, self._random = world, company, random
        self.raised: list[Raised] = []
        self.steps: list[Step] = []
        self.closed: set[int] = set()
        """Those that whoever waits may have ticked as come."""
        self.refused: list[str] = []

    def words(self, one: Someone, *, on_people: bool) -> Json:
        """Return what somebody writes who waits on a team or a person, and note that they do."""
        if on_people:
            others = [other for other in self.company.people if other is not one and other.joins is None]
            target = self._random.choice(others)
            if self._is_gone(target):
                return {}
            return {"people": [target.email], "waiting_for": self._raise(one, target.email).words}
        team = self._random.choice([team for team in TEAMS if team != one.team])
        return {"waiting_on": [team], "waiting_for": self._raise(one, team).words}

    def _raise(self, one: Someone, on: str) -> Raised:
        raised = Raised(len(self.raised) + 1, one, on, self.world.clock.now())
        self.raised.append(raised)
        return raised

    def note_closed(self, form: View) -> None:
        """Note that somebody ticks what has come in a form that shows it."""
        options = [plain(option["text"]) for one in placed(form.blocks) for option in options_of(one.element)]
        self.closed |= {int(number) for text in options for number in _NUMBER.findall(text)}

    async def act(self, one: Someone, persona: Persona) -> None:
        """Do something about one of those that wait on somebody or on their team."""
        for channel in (self.world.slack.state.direct(persona.id), self.world.slack.channel(one.team.lower())):
            for message, number, blocks in self._live(channel):
                await self._step(one, persona, message, channel, number, blocks)
                return

    def _live(self, channel: Channel) -> Iterator[tuple[Message, int, list[Json]]]:
        """Yield what can be done something about: the message, the number, and the blocks that show it."""
        for message in newest(channel):
            for said, buttons in zip(message.blocks, message.blocks[1:], strict=False):
                found = _NUMBER.search(words_of([said]))
                if found and DONE in labels([buttons]) and int(found[1]) % LEFT_TO_AGE:
                    yield message, int(found[1]), [buttons]

    async def _step(
        self, one: Someone, persona: Persona, message: Message, channel: Channel, number: int, blocks: list[Json]
    ) -> None:
        raised = self.raised[number - 1]
        what = DONE
        if TAKE in labels(blocks):
            what = self._random.choices((TAKE, PASS, DONE), (6, 2, 2))[0]
        await press(persona, message, channel, what, blocks=blocks)
        errors: dict[str, str] = {}
        if what == PASS:
            to = self._random.choice([team for team in TEAMS if team not in {one.team, raised.by.team}])
            persona.fill({"To which team?": to, "Why?": "They have it."})
            errors = await send(persona, {})
        elif what == TAKE:
            errors = await send(persona, {})
        self.refused += [f"{what} no. {number}: {sentence}" for sentence in errors.values()]
        if not errors:
            self.steps.append(Step(number, what, one, self.world.clock.now()))

    def _is_gone(self, one: Someone) -> bool:
        return self.world.persona(one.email).person.deleted
