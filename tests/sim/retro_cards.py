"""What people of a simulated year write into their retros, withdraw and vote for; and their own record of it."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

import sqlalchemy as sa
from ruamel.yaml import YAML

from bot.playground.persona import Persona
from bot.playground.records import Channel, Message
from bot.playground.seen import labels
from bot.playground.view_state import options_of, placed, plain, raw_initial
from models import Retro, RetroCard, RetroRound
from tests.journeys.conftest import World
from tests.sim.company import Someone
from tests.sim.hands import press
from tests.sim.retro_company import RetroCompany, RetroOf

ADD, NOTHING, VOTE, NO_VOTE = "Add a card", "Nothing this time", "Vote", "No vote"
POOL = Path(__file__).parents[1] / "bench" / "retro_cards"
TOKEN = re.compile(r"\(c(\d+)\)")
CODE = re.compile(r"`((?:[A-Z2-9]{4}-){3}[A-Z2-9]{4})`")
_SIZE = re.compile(r" \([\d,]+ cards?\)$")


@dataclass
class Written:
    """A card, by the number that stands in it."""

    number: int
    by: Someone
    retro: RetroOf
    at: datetime
    withdrawn: bool = False


def pool() -> list[str]:
    """Return what people write: the cards of the twelve retros on which the grouping is measured."""
    yaml = YAML(typ="safe")
    retros = [retro for path in sorted(POOL.glob("*.yaml")) for retro in yaml.load(path)]
    return [" ".join(card["text"].split()) for retro in retros for card in retro["cards"]]


class Cards:
    """Lets people write, withdraw and vote; keeps its own record."""

    def __init__(self, world: World, company: RetroCompany, random: Random) -> None:
        """Act in `world`; what people decide is drawn from `random`."""
        self.world, self.company, self._random, self._pool = world, company, random, pool()
        self.written: list[Written] = []
        self.votes: dict[int, Counter[str]] = defaultdict(Counter)
        """By round, and by what the theme is called there."""
        self._voted: set[tuple[int, str]] = set()
        self._codes: dict[tuple[str, str], str] = {}
        """The newest code of each person and retro: it replaces earlier ones."""
        self.nothing = 0
        self.refused: list[str] = []

    async def keep(self, one: Someone, persona: Persona) -> None:
        """Drop a thought into the box of one's retro."""
        retro = next(each for each in self.company.retros if one.team in each.teams)
        card = self._draw(one, retro)
        shown = await persona.command(f"/pmo retro add {self._text(card)}")
        if persona.modal is not None:
            # Of several retros one is chosen.
            field = next(each for each in placed(persona.modal.blocks) if each.is_input and options_of(each.element))
            chosen = next(
                words for option in options_of(field.element) if (words := plain(option["text"])).startswith(retro.name)
            )
            self.refused += (await persona.submit({"retro": chosen})).values()
            said = persona.read_words(persona.modal) if persona.modal else ""
            await self._close(persona)
        else:
            said = "\n".join(each.words for each in shown)
        self._note_code(one, retro, said)

    async def withdraw(self, one: Someone, persona: Persona) -> None:
        """Withdraw a card by one's newest code; of several, one of those that it opens. Nothing else may change."""
        codes = [(key, code) for key, code in self._codes.items() if key[0] == one.email]
        if not codes:
            return
        key, code = self._random.choice(codes)
        del self._codes[key]
        before = await stored(self.world)
        await persona.command(f"/pmo retro withdraw {code}")
        if persona.modal is not None:
            field = next(each for each in placed(persona.modal.blocks) if each.element["type"] == "checkboxes")
            chosen = self._random.choice([plain(option["text"]) for option in options_of(field.element)])
            self.refused += (await persona.submit({field.key[0]: [chosen]})).values()
            await self._close(persona)
        after = await stored(self.world)
        gone = [self.written[number - 1] for number in before.keys() - after.keys()]
        for card in gone:
            card.withdrawn = True
        if len(gone) > 1 or any(card.by is not one for card in gone) or after.keys() - before.keys():
            self.refused.append(f"{one.email} withdrew {[card.number for card in gone]} by one code")

    async def answer(self, one: Someone, persona: Persona, message: Message, channel: Channel) -> None:
        """Write one to three cards where a retro asks for them, or say that there is nothing."""
        if self._random.random() < 0.15 and NOTHING in labels(message.blocks):
            await press(persona, message, channel, NOTHING)
            self.nothing += 1
            return
        # Several retros may ask in one message: the button says which of them the cards go to.
        round_id = next(int(each.element["value"]) for each in placed(message.blocks) if _says(each.element, ADD))
        retro = await self._retro_of(round_id)
        await press(persona, message, channel, ADD)
        form = persona.modal
        if form is None:
            self.refused.append(f"no form of cards opened for {one.email}")
            return
        fields = [each for each in placed(form.blocks) if each.is_input]
        answers: dict[str, str] = {}
        for _ in range(self._random.choice((1, 1, 2, 3))):
            field = self._random.choice(fields)
            name = field.key[0]
            before = answers.get(name, raw_initial(field.element) or "")
            answers[name] = f"{before}\n\n{self._text(self._draw(one, retro))}".strip()
        self.refused += (await persona.submit(answers)).values()
        self._note_code(one, retro, persona.read_words(persona.modal) if persona.modal else "")
        await self._close(persona)

    async def vote(self, one: Someone, persona: Persona, message: Message, channel: Channel) -> None:
        """Give some or all of one's votes, once a round."""
        round_id = next(int(each.element["value"]) for each in placed(message.blocks) if _says(each.element, VOTE))
        if (round_id, one.email) in self._voted:
            return
        self._voted.add((round_id, one.email))
        await press(persona, message, channel, VOTE)
        form = persona.modal
        if form is None:
            said = [each.words for each in persona.messages(channel.id) if each.ephemeral][-1:]
            self.refused.append(f"no vote opened for {one.email} in #{channel.name}: {said}")
            return
        chosen: dict[str, str] = {}
        for field in placed(form.blocks):
            if field.is_input and self._random.random() < 0.9:
                chosen[field.key[0]] = self._random.choice([plain(each["text"]) for each in options_of(field.element)])
        errors = await persona.submit(chosen)
        self.refused += errors.values()
        if not errors:
            self.votes[round_id].update(_SIZE.sub("", name) for name in chosen.values() if name != NO_VOTE)
        await self._close(persona)

    async def _retro_of(self, round_id: int) -> RetroOf:
        rows = sa.select(Retro.name).join(RetroRound, RetroRound.retro_id == Retro.id)
        async with self.world.bot.parts.database.reading(self.world.workspace_id) as session:
            name = await session.scalar(rows.where(RetroRound.id == round_id))
        return next(one for one in self.company.retros if one.name == name)

    def _note_code(self, one: Someone, retro: RetroOf, said: str) -> None:
        if found := CODE.search(said):
            self._codes[one.email, retro.name] = found[1]
        else:
            self.refused.append(f"{one.email} got no receipt: {said}")

    def _draw(self, one: Someone, retro: RetroOf) -> Written:
        card = Written(len(self.written) + 1, one, retro, self.world.clock.now())
        self.written.append(card)
        return card

    def _text(self, card: Written) -> str:
        return f"(c{card.number}) {self._random.choice(self._pool)}"

    @staticmethod
    async def _close(persona: Persona) -> None:
        if persona.modal is not None:
            await persona.client.close(persona.modal, clear=True)


async def stored(world: World) -> dict[int, RetroCard]:
    """Return all cards that are kept, by the number that stands in them."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return {int(TOKEN.findall(one.text)[0]): one for one in await session.scalars(sa.select(RetroCard))}


def _says(element: dict[str, object], label: str) -> bool:
    return element["type"] == "button" and plain(element["text"]) == label
