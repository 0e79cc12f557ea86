"""What the people of a simulated company do, hour by hour: answer or not, go on leave, fall ill, leave."""

from datetime import date, datetime, timedelta
from random import Random

from bot.playground.others import answer_now, asks
from bot.playground.persona import Persona
from bot.playground.records import BOT_USER_ID
from bot.playground.seen import SeenMessage, seen
from tests.journeys.conftest import World
from tests.sim.company import Company, Leave, Someone

HOUR = timedelta(hours=1)
NEWEST = 4
"""Messages of somebody in which an open question is looked for."""
AT_NINE, AT_FIVE = 9, 17


class Life:
    """Lives through the days of a company."""

    def __init__(self, world: World, company: Company, random: Random) -> None:
        """Act in `world`; what people decide is drawn from `random`."""
        self.world, self.company, self._random = world, company, random
        self._told: set[Leave] = set()
        self._cleared: set[Leave] = set()
        self.gone: set[str] = set()
        self.answered = 0

    async def hours(self, number: int) -> None:
        """Let so many hours pass; in each of them people do what they do then."""
        for _ in range(number):
            await self.world.advance(HOUR)
            now = self.world.clock.now()
            for one in self.company.people:
                await self._hour_of(one, now.astimezone(one.zone))
            await self.world.idle()

    async def _hour_of(self, one: Someone, local: datetime) -> None:
        persona = self.world.persona(one.email)
        if one.email in self.gone:
            return
        if self.company.leavers.get(one.email) == local.date() and local.hour == AT_FIVE:
            self.gone.add(one.email)
            await self.world.slack.members.set_deleted(persona.person, deleted=True)
            return
        if local.hour == AT_NINE - 1:
            await self._morning(one, persona, local.date())
        if AT_NINE <= local.hour < AT_FIVE and not self.is_away(one, local.date()) and not one.silent:
            await self._answer(persona)

    async def _morning(self, one: Someone, persona: Persona, today: date) -> None:
        """Let one's leave be known, before work begins; a status is cleared on the day after."""
        for leave in self.company.leaves:
            if leave.who is not one:
                continue
            if leave.told <= today and leave not in self._told:
                self._told.add(leave)
                if leave.by_status:
                    await self.world.slack.members.set_status(persona.person, "Out sick", ":face_with_thermometer:")
                else:
                    await persona.command(f"/pmo away {leave.first.isoformat()} to {leave.last.isoformat()}")
            if leave.by_status and leave in self._told and today > leave.last and leave not in self._cleared:
                self._cleared.add(leave)
                still = any(other.by_status and other.who is one and other.covers(today) for other in self._told)
                if not still:
                    await self.world.slack.members.set_status(persona.person, "")

    async def _answer(self, persona: Persona) -> None:
        """Answer one of what is open with an even chance an hour, in one of the ways there are."""
        waiting = self._open(persona)
        if waiting and self._random.random() < 0.5:
            await answer_now(persona, waiting[0])
            self.answered += 1

    def _open(self, persona: Persona) -> list[SeenMessage]:
        direct = self.world.slack.state.direct(persona.id)
        newest = [*direct.messages.values()][-NEWEST:]
        mine = [one for one in newest if one.user == BOT_USER_ID and not one.deleted and not one.ephemeral_to]
        return [shown for one in mine if asks(shown := seen(one, direct.id))]

    def is_away(self, one: Someone, day: date) -> bool:
        """Tell whether somebody is away on a local date, as they themselves know it."""
        return any(leave.who is one and leave.covers(day) for leave in self.company.leaves)
