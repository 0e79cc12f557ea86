"""Those of a simulated company who ask to be left out of a sync: what they and the PMO do, and from when it counts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.playground.persona import Persona
from bot.playground.seen import labels, words_of
from tests.journeys.conftest import World
from tests.sim.company import Company, Someone, Wish, sync_row, text_of
from tests.sim.hands import newest, offers, press, send
from tests.sim.ledger import Asked

ASK, LEAVE_OUT = "Leave me out", "Leave out"


@dataclass(frozen=True)
class Out:
    """Somebody (e-mail) is left out of a sync: decided on a day, and taken back on another."""

    email: str
    sync: str
    decided: date
    back: date = date.max

    def covers(self, day: date) -> bool:
        """Tell whether no round of a date may ask; on the two days themselves it depends on the hour."""
        return self.decided < day < self.back

    def touches(self, day: date) -> bool:
        """Tell whether it covers a date, or may."""
        return self.decided <= day <= self.back


class Leaving:
    """Lets people ask to be left out, the PMO decide, and take it back; keeps its own record of it."""

    def __init__(self, world: World, company: Company) -> None:
        """Act in `world`."""
        self.world, self.company = world, company
        self._asked: set[Wish] = set()
        self._waiting: list[Wish] = []
        self.out: list[Out] = []
        self.refused: list[str] = []

    async def ask(self, one: Someone, persona: Persona, today: date) -> None:
        """Ask by the menu of a question, where somebody wants to and the sync has asked them."""
        for wish in self.company.wishes:
            if wish.who is not one or wish in self._asked or today < wish.on:
                continue
            direct = self.world.slack.state.direct(persona.id)
            for message in newest(direct):
                about = words_of(message.blocks)
                if f"{wish.sync}" in about and labels(message.blocks).count(ASK) == 1:
                    self._asked.add(wish)
                    await press(persona, message, direct, ASK)
                    self.refused += (await send(persona, {}, tries=1)).values()
                    self._waiting.append(wish)
                    return

    async def decide(self, pmo: Persona, today: date) -> None:
        """Let the PMO leave out whoever asked for it, and take back those whose day has come."""
        direct = self.world.slack.state.direct(pmo.id)
        for message in newest(direct):
            if offers(message, LEAVE_OUT):
                [wish] = [one for one in self._waiting if _asks(one, words_of(message.blocks))]
                await press(pmo, message, direct, LEAVE_OUT)
                self.refused += (await send(pmo, {}, tries=1)).values()
                self._waiting.remove(wish)
                self.out.append(Out(wish.who.email, wish.sync, today))
        for place, one in enumerate(self.out):
            wish = next(wish for wish in self.company.wishes if (wish.who.email, wish.sync) == (one.email, one.sync))
            if wish.back is not None and one.back == date.max and today >= wish.back and today > one.decided:
                self.out[place] = replace(one, back=today)
                await self._take_back(one.sync)

    async def _take_back(self, name: str) -> None:
        """Bring in the company file with those who are still left out of a sync."""
        [sync] = [sync for sync in self.company.syncs if sync.name == name]
        still = [one.email for one in self.out if one.sync == name and one.back == date.max]
        row = sync_row(sync, self.company.pmo) | {"left_out": still}
        await self.world.apply(text_of({"syncs": [row]}))


def _asks(wish: Wish, words: str) -> bool:
    return wish.who.name in words and f"left out of *{wish.sync}*" in words


def asked_though_out(asked: Sequence[Asked], out: Sequence[Out]) -> list[Asked]:
    """Return the questions to people who were left out of the sync when its round was due."""
    return [
        one
        for one in asked
        if any((left.email, left.sync) == (one.email, one.sync) and left.covers(one.round_day) for left in out)
    ]
