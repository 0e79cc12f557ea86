"""What whoever runs a retro of a simulated year does: sort, begin the vote, say what becomes of too few cards, act."""

from datetime import timedelta
from random import Random

from bot.playground.persona import Persona
from bot.playground.records import Channel, Message
from bot.playground.seen import labels
from bot.playground.view_state import options_of, placed, plain
from tests.journeys.conftest import World
from tests.sim.company import Someone
from tests.sim.hands import press
from tests.sim.retro_company import RetroCompany

SORT, START, CHOOSE, CLOSE, WAIT, ASK, DISCARD, FACILITATE = (
    "Sort cards",
    "Start the vote",
    "Choose actions",
    "Close the retro",
    "Wait a day",
    "Ask for names",
    "Discard",
    "Facilitate",
)
SHOW_MINE, LEAVE_OUT = "Show with my name", "Leave mine out"
DO = ("Write down who decides", "Book an hour with the others", "Try it for two weeks", "Cut the list in half")


class Running:
    """Lets those who run retros do so; keeps its own record."""

    def __init__(self, world: World, company: RetroCompany, random: Random) -> None:
        """Act in `world`; what people decide is drawn from `random`."""
        self.world, self.company, self._random = world, company, random
        self.chosen = 0
        """Actions and experiments, which carry their number."""
        self.sorted = self.taken_over = 0
        self.refused: list[str] = []
        self._done: set[tuple[str, str]] = set()

    async def turn(self, one: Someone, persona: Persona, message: Message, channel: Channel) -> None:
        """Do what waits for whoever runs a retro, or let it go on by its times."""
        here = labels(message.blocks)
        if WAIT in here:
            await press(persona, message, channel, self._random.choice((WAIT, ASK, ASK, DISCARD)))
        elif SORT in here and (message.ts, SORT) not in self._done:
            self._done.add((message.ts, SORT))
            await self._sort(persona, message, channel)
            if self._random.random() < 0.3:
                await press(persona, message, channel, START)
        elif CHOOSE in here and (message.ts, CHOOSE) not in self._done:
            self._done.add((message.ts, CHOOSE))
            drawn = self._random.random()
            if drawn < 0.1:
                await press(persona, message, channel, CLOSE)
            elif drawn < 0.9:
                await self._choose(one, persona, message, channel)

    async def consent(self, persona: Persona, message: Message, channel: Channel) -> None:
        """Say whether one's cards may be shown with one's name."""
        offered = [each for each in (SHOW_MINE, SHOW_MINE, LEAVE_OUT) if each in labels(message.blocks)]
        await press(persona, message, channel, self._random.choice(offered))

    async def take_over(self, persona: Persona, message: Message, channel: Channel) -> None:
        """Run a retro in place of whoever did."""
        await press(persona, message, channel, FACILITATE)
        self.taken_over += 1

    async def _sort(self, persona: Persona, message: Message, channel: Channel) -> None:
        """Open one theme, and rename it or put another one into it."""
        await press(persona, message, channel, SORT)
        rows = [each for each in placed(persona.modal.blocks) if plain(each.element.get("text")) == "Open"]
        if rows:
            await persona.client.press(persona.modal, None, self._random.choice(rows), None)
            await persona.workspace.settled()
            merge = [each for each in placed(persona.modal.blocks) if plain(each.block.get("label")) == "Merge with"]
            answers: dict[str, object] = {}
            if merge and self._random.random() < 0.6:
                others = [plain(option["text"]) for option in options_of(merge[0].element)]
                answers["Merge with"] = self._random.sample(others, 1)
            self.refused += (await persona.submit(answers)).values()
            self.sorted += 1
        await self._close(persona)

    async def _choose(self, one: Someone, persona: Persona, message: Message, channel: Channel) -> None:
        """Choose one to three actions, often with an experiment."""
        await press(persona, message, channel, CHOOSE)
        form = persona.modal
        if form is None:
            self.refused.append(f"{one.email} cannot choose actions")
            return
        fields = {each.key[0]: each for each in placed(form.blocks) if each.is_input}
        team = [each for each in self.company.people if each.team == one.team or each is one]
        there = [each for each in team if self._is_here(each)]
        today = self.world.clock.now().date()
        answers: dict[str, object] = {}
        drawn = [*map(str, range(self._random.choice((1, 2, 2, 3)))), *self._random.choice((["x"], ["x"], []))]
        for place in [each for each in drawn if f"text:{each}" in fields]:
            self.chosen += 1
            answers[f"text:{place}"] = f"{self._random.choice(DO)} (a{self.chosen})"
            answers[f"signal:{place}"] = "Nobody asks any more"
            answers[f"owner:{place}"] = self._random.choice(there).email
            if f"due:{place}" in fields:
                due = today + timedelta(days=self._random.randrange(3, 45))
                answers[f"due:{place}"] = due.isoformat()
            if theme := fields.get(f"theme:{place}"):
                answers[f"theme:{place}"] = self._random.choice(
                    [plain(each["text"]) for each in options_of(theme.element)]
                )
        self.refused += (await persona.submit(answers)).values()
        await self._close(persona)

    def _is_here(self, one: Someone) -> bool:
        came = one.joins is None or one.joins < self.world.clock.now().date()
        return came and not self.world.persona(one.email).person.deleted

    @staticmethod
    async def _close(persona: Persona) -> None:
        if persona.modal is not None:
            await persona.client.close(persona.modal, clear=True)
