"""What the people of a simulated company do, hour by hour: answer or not, go on leave, fall ill, come, leave."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from bot.playground.answering import raw_answers
from bot.playground.others import answers_for
from bot.playground.persona import Persona
from bot.playground.records import BOT_USER_ID, Channel, Json, Message
from bot.playground.view_state import placed, plain
from tests.journeys.conftest import World
from tests.sim.company import BEGINS, Company, Leave, Someone, team_row, text_of
from tests.sim.hands import hire, newest, offers, press, send
from tests.sim.leaving import Leaving
from tests.sim.waiting import Waiting

HOUR = timedelta(hours=1)
AT_NINE, AT_FIVE = 9, 17
ANSWER, PLANNED, SKIP, LATER = "Answer", "All as planned", "Skip", "Later: in 2 hours"
CAME = "came"
"""The field in which one ticks what has come."""

OF_ANOTHER = frozenset({"act", "waiting_on", "waiting_for", "people"})
"""What the sets of answers say of another company; all of it is drawn here."""


@dataclass(frozen=True)
class Quiet:
    """A stretch in which somebody does not want to be disturbed."""

    who: Someone
    begins: datetime
    ends: datetime


class Life:
    """Lives through the days of a company."""

    def __init__(self, world: World, company: Company, random: Random) -> None:
        """Act in `world`; what people decide is drawn from `random`."""
        self.world, self.company, self._random = world, company, random
        self.waiting = Waiting(world, company, random)
        self.leaving = Leaving(world, company)
        self._told: set[Leave] = set()
        self._cleared: set[Leave] = set()
        self.here = [one for one in company.people if one.joins is None]
        self.gone: set[str] = set()
        self.answered = self.put_off = 0
        self.quiet: list[Quiet] = []

    async def begin(self) -> None:
        """Fill the guild's channel, let those say so who want no reminders, and let the PMO order a digest."""
        there = [one for one in self.here if one.guild and one.guild[0] < BEGINS]
        self._guild.members[:] = [BOT_USER_ID, *(self.world.persona(one.email).id for one in there)]
        await self.world.apply(text_of(self.company.file()))
        pmo = self.world.persona(self.company.pmo.email)
        await pmo.command("/pmo digest weekly")
        self.waiting.refused += (await pmo.submit({"Which day?": "Friday", "At what time?": "15:00"})).values()
        await pmo.close()
        for one in self.here:
            if one.unreminded:
                persona = self.world.persona(one.email)
                await persona.command("/pmo me")
                persona.fill({"Reminders": "Never remind"})
                self.waiting.refused += (await send(persona, {}, tries=1)).values()

    @property
    def _guild(self) -> Channel:
        return self.world.slack.channel("guild")

    async def hours(self, number: int) -> None:
        """Let so many hours pass; in each of them people do what they do then."""
        for _ in range(number):
            await self.world.advance(HOUR)
            now = self.world.clock.now()
            for one in [*self.here]:
                await self._hour_of(one, now.astimezone(one.zone))
            await self._pmo(now.astimezone(self.company.pmo.zone))
            await self.world.idle()

    async def _hour_of(self, one: Someone, local: datetime) -> None:
        if one.email in self.gone:
            return
        persona = self.world.persona(one.email)
        if self.company.leavers.get(one.email) == local.date() and local.hour == AT_FIVE:
            self.gone.add(one.email)
            await self.world.slack.members.set_deleted(persona.person, deleted=True)
            return
        if local.hour == AT_NINE - 1:
            await self._morning(one, persona, local.date())
        if AT_NINE <= local.hour < AT_FIVE and not self.company.is_away(one, local.date()):
            if local.hour == AT_NINE and self._random.random() < 0.05:
                self._leave_alone(one, persona)
            if not one.silent:
                await self.leaving.ask(one, persona, local.date())
                await self._answer(one, persona)
                if self._random.random() < 0.1:
                    await self.waiting.act(one, persona)

    async def _pmo(self, local: datetime) -> None:
        """Let the PMO do what they do: bring in who is new, name leads, pause everything."""
        pmo = self.world.persona(self.company.pmo.email)
        if local.hour == AT_NINE:
            for one in self.company.people:
                if one.joins == local.date() and one not in self.here:
                    await self._join(one)
            await self._come_and_go(local.date())
            if lead := self.company.leads.get(local.date()):
                await pmo.command(f"/pmo role @{lead.email.partition('@')[0]} lead")
        if local.hour == AT_NINE + 2:
            await self.leaving.decide(pmo, local.date())
        if local.hour == AT_FIVE and local.date() == self.company.pause.on:
            await pmo.command("/pmo pause")
            self.waiting.refused += (await pmo.submit({"until": self.company.pause.until.isoformat()})).values()
            if pmo.modal:
                await pmo.client.close(pmo.modal, clear=True)

    async def _come_and_go(self, today: date) -> None:
        """Let people join the guild's channel, and leave it."""
        for one in self.here:
            if one.guild and one.email not in self.gone:
                who = self.world.persona(one.email).id
                if one.guild[0] == today:
                    await self.world.slack.members.join(self._guild, who)
                if one.guild[1] == today:
                    await self.world.slack.members.leave(self._guild, who)

    async def _join(self, one: Someone) -> None:
        """Let somebody come to Slack, and into their team."""
        await hire(self.world, one)
        self.here.append(one)
        there = [other for other in self.here if other.email not in self.gone]
        await self.world.apply(text_of({"people": [one.row], "teams": [team_row(one.team, there)]}))

    async def _morning(self, one: Someone, persona: Persona, today: date) -> None:
        """Let one's leave be known, before work begins; a status is cleared on the day after."""
        for leave in self.company.leaves:
            if leave.who is not one:
                continue
            if leave.told <= today and leave not in self._told:
                self._told.add(leave)
                await self._tell(leave, persona)
            if leave.by == "status" and leave in self._told and today > leave.last and leave not in self._cleared:
                self._cleared.add(leave)
                still = any(other.by == "status" and other.who is one and other.covers(today) for other in self._told)
                if not still:
                    await self.world.slack.members.set_status(persona.person, "")

    async def _tell(self, leave: Leave, persona: Persona) -> None:
        days = f"{leave.first.isoformat()} to {leave.last.isoformat()}"
        if leave.by == "status":
            await self.world.slack.members.set_status(persona.person, "Out sick", ":face_with_thermometer:")
        elif leave.by == "own":
            await persona.command(f"/pmo away {days}")
        else:
            await self.world.persona(self.company.pmo.email).command(f"/pmo away @{persona.person.name} {days}")

    def _leave_alone(self, one: Someone, persona: Persona) -> None:
        """Let somebody not want to be disturbed for some hours, in which they may be asked something."""
        minutes = self._random.choice((90, 150, 210))
        now = self.world.clock.now()
        persona.do_not_disturb(minutes)
        self.quiet.append(Quiet(one, now, now + timedelta(minutes=minutes)))

    async def _answer(self, one: Someone, persona: Persona) -> None:
        """Do something about one of what is open with an even chance an hour, in one of the ways there are."""
        direct = self.world.slack.state.direct(persona.id)
        waiting = [message for message in newest(direct) if offers(message, ANSWER)]
        if not waiting or self._random.random() < 0.5:
            return
        message = waiting[0]
        choice = self._random.random()
        if choice < 0.1 and offers(message, LATER):
            await press(persona, message, direct, LATER)
            self.put_off += 1
            return
        button = PLANNED if choice < 0.3 else SKIP if choice < 0.4 else ANSWER
        if offers(message, button) and button != ANSWER:
            await press(persona, message, direct, button)
        else:
            await self._fill(one, persona, message)
        self.answered += 1

    async def _fill(self, one: Someone, persona: Persona, message: Message) -> None:
        direct = self.world.slack.state.direct(persona.id)
        await press(persona, message, direct, ANSWER)
        form = persona.modal
        if form is None:
            self.waiting.refused.append(f"no form opened for {one.email}")
            return
        drawn = answers_for(self.world.slack, persona.person)
        answers: Json = {key: said for key, said in drawn.items() if key not in OF_ANOTHER}
        asks = {plain(field.block.get("label")) for field in placed(form.blocks) if field.is_input}
        if self._random.random() < 0.4:
            answers |= self.waiting.words(one, on_people="Waiting on whom?" in asks)
        typed = raw_answers(self.world.slack, persona.person, form, answers)
        if self._random.random() < 0.8:
            typed.pop(CAME, None)
        if CAME in typed:
            self.waiting.note_closed(form)
        self.waiting.refused += (await send(persona, typed)).values()
