"""A quarter in a company that is re-organised, in steps of some hours: who reads, answers, asks, comes and leaves."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random

from bot.playground.persona import Persona
from bot.playground.records import BOT_USER_ID, Channel, Message
from bot.playground.seen import labels
from bot.playground.view_state import Placed, placed, plain
from tests.journeys.conftest import World
from tests.sim.change_asking import Asking
from tests.sim.change_company import CHANNEL, OFFICE, OWNER, ChangeCompany, row, team_row
from tests.sim.change_office import Office
from tests.sim.change_script import announcements, outages
from tests.sim.company import Leave, Someone, text_of
from tests.sim.hands import hire, newest, press
from tests.sim.syncs import SATURDAY

STEP, WEEKEND_STEP = timedelta(hours=3), timedelta(hours=12)
AT_NINE, AT_FIVE = 9, 17
GOT, QUESTION, NOT_ME, SUGGEST, HELP = "Got it", "I have a question", "Doesn't affect me", "Suggest", "I'd like to help"
TOLD_TEAM, PLANNED, SKIP = "Told my team", "All as planned", "Skip"
COME, SECOND, CANT = "I'll come", "Second date", "Can't"
FEEL = "Not yet"
"""The first choice of each statement of a pulse."""


class ChangeLife:
    """Lives through the days of the company; `replies`: readers (ids) and what they said, in its order."""

    def __init__(self, world: World, company: ChangeCompany, random: Random, *, short: bool) -> None:
        """Act in `world`; what people decide is drawn from `random`."""
        self.world, self.company, self._random = world, company, random
        hr_partner = next(one for one in company.people if one.team == "Grove")
        self.said = announcements(hr_partner.email, OFFICE[2].email)
        self.replies: list[tuple[int, str]] = []
        self.office = Office(world, company, self.said, self.replies, short=short)
        self.asking = Asking(world, company, random)
        self.here = [one for one in company.people if one.joins is None]
        self.came: dict[str, datetime] = {}
        self.gone: dict[str, datetime] = {}
        self.sessions: dict[str, str] = {}
        """What each said to the invitation, by e-mail."""
        self.pulsed: dict[tuple[str, str], dict[int, int]] = {}
        """The scores that somebody gave, by statement; by e-mail and by the message."""
        self._told: set[Leave] = set()
        self._moves = sorted(company.moves, key=lambda one: one.on)
        self.outages = outages(short=short)

    async def begin(self) -> None:
        """Bring the company in, fill the channel, and register the change."""
        crew = self.company.named["Launch crew"]
        ids = [self.world.persona(one.email).id for one in self.here if one.email in crew]
        self.world.slack.channel(CHANNEL).members[:] = [BOT_USER_ID, *ids]
        await self.world.apply(text_of(self.company.file()))
        await self.office.register()

    async def live(self) -> None:
        """Let all days pass; while Slack takes nothing nobody can do anything."""
        ends = datetime.combine(self.company.ends, datetime.min.time(), self.world.clock.now().tzinfo)
        faults = self.world.slack.faults
        while (now := self.world.clock.now()) < ends:
            coming = min((at for one in self.outages for at in one if at > now), default=ends)
            await self.world.advance(min(now + (WEEKEND_STEP if now.weekday() >= SATURDAY else STEP), coming))
            now = self.world.clock.now()
            down = any(begins <= now < until for begins, until in self.outages)
            if down != faults.on("server_error"):
                faults.switch("server_error", on=down)
                await self.world.idle()
            if not down:
                await self._step(now)

    async def _step(self, now: datetime) -> None:
        await self._come_and_leave(now.date())
        if now.astimezone(OWNER.zone).weekday() < SATURDAY and AT_NINE <= now.astimezone(OWNER.zone).hour < AT_FIVE:
            await self.office.act()
            await self.office.sign_and_correct()
            await self.asking.answer()
        for one in [*self.here]:
            local = now.astimezone(one.zone)
            if one.email in self.gone:
                continue
            persona = self.world.persona(one.email)
            if self.company.leavers.get(one.email, date.max) <= local.date():
                self.gone[one.email] = now
                await self.world.slack.members.set_deleted(persona.person, deleted=True)
                continue
            await self._leave_known(one, persona, local)
            if not one.silent and AT_NINE <= local.hour < AT_FIVE and self.company.works(one, local.date()):
                await self._day_of(one, persona)
        await self.world.idle()
        await self.asking.look()

    async def _come_and_leave(self, today: date) -> None:
        for one in self.company.people:
            if one.joins is not None and one.joins <= today and one not in self.here:
                await hire(self.world, one)
                self.here.append(one)
                self.came[one.email] = self.world.clock.now()
                there = [other for other in self.here if other.email not in self.gone]
                await self.world.apply(text_of({"people": [row(one)], "teams": [team_row(one.team, there)]}))
        channel = self.world.slack.channel(CHANNEL)
        while self._moves and self._moves[0].on <= today:
            move = self._moves.pop(0)
            if move.who.email not in self.gone:
                act = self.world.slack.members.join if move.comes else self.world.slack.members.leave
                await act(channel, self.world.persona(move.who.email).id)
                self.office.moved.append((self.world.clock.now(), move.who.email, "Launch crew", move.comes))

    async def _leave_known(self, one: Someone, persona: Persona, local: datetime) -> None:
        for leave in self.company.leaves:
            if leave.who is one and leave not in self._told and leave.told <= local.date():
                self._told.add(leave)
                days = f"{leave.first.isoformat()} to {leave.last.isoformat()}"
                if leave.by == "own":
                    await persona.command(f"/pmo away {days}")
                else:
                    await self.world.persona(OFFICE[0].email).command(f"/pmo away @{persona.person.name} {days}")

    async def _day_of(self, one: Someone, persona: Persona) -> None:
        """Do some of what one would do in some hours."""
        if self._random.random() < 0.002 and self.office.closed_at is None:
            await self.asking.by_command(one, persona)
        if self._random.random() < 0.5:
            return
        direct = self.world.slack.state.direct(persona.id)
        for message in newest(direct):
            here = {*labels(message.blocks)}
            drawn = self._random.random()
            if PLANNED in here or SKIP in here:
                if drawn < 0.5:
                    await press(persona, message, direct, PLANNED if PLANNED in here else SKIP)
            elif (GOT in here or TOLD_TEAM in here) and self.office.closed_at is None:
                await self._reply(one, persona, message, direct, here)
            elif COME in here and not self.sessions.get(one.email):
                label = self._random.choice([each for each in (COME, COME, SECOND, CANT) if each in here])
                before = len(direct.messages)
                await press(persona, message, direct, label)
                # A session that has begun, or is full by now, is refused with a sentence: that is no answer.
                if not any(said.ephemeral_to for said in [*direct.messages.values()][before:]):
                    self.sessions[one.email] = {COME: "first", SECOND: "second", CANT: "cant"}[label]
            elif drawn < 0.3 and (one.email, message.ts) not in self.pulsed:
                await self._pulse(one, persona, message, direct)

    async def _reply(self, one: Someone, persona: Persona, message: Message, direct: Channel, here: set[str]) -> None:
        drawn = self._random.random()
        if TOLD_TEAM in here and drawn < 0.3:
            await press(persona, message, direct, TOLD_TEAM)
        elif GOT in here and drawn < 0.75:
            label = GOT if drawn < 0.6 else QUESTION if drawn < 0.66 else NOT_ME if drawn < 0.69 else SUGGEST
            label = HELP if drawn > 0.72 else label
            if label not in here:
                return
            pressed = next(each for each in placed(message.blocks) if plain(each.element.get("text")) == label)
            reader = int(pressed.element["value"])
            if (reader, "asked") in self.replies and self._random.random() < 0.8:
                # Most wait for the answer.
                return
            await press(persona, message, direct, label)
            if label == GOT:
                self.replies.append((reader, "got"))
            elif label == NOT_ME and persona.modal is None:
                self.office.refused.append(f"{one.email} is not asked whom {reader} affects")
            elif label == NOT_ME:
                self.replies.append((reader, "not_affected"))
                await persona.close()
            elif label == QUESTION and await self.asking.below(one, persona, idea=False):
                self.replies.append((reader, "asked"))
            elif label == SUGGEST:
                await self.asking.below(one, persona, idea=True)

    async def _pulse(self, one: Someone, persona: Persona, message: Message, direct: Channel) -> None:
        """Say something to some of the statements."""
        given: dict[int, int] = {}
        for letter, scores in enumerate(_statements(message)):
            if self._random.random() < 0.8:
                given[letter] = score = self._random.randrange(1, 6)
                await persona.client.press(message, direct, scores[score - 1], None)
                await self.world.slack.settled()
        if given:
            self.pulsed[one.email, message.ts] = given


def _statements(message: Message) -> Iterator[Sequence[Placed]]:
    """Yield the buttons of each statement, from 1 to 5, as they stand now."""
    pressed = [*placed(message.blocks)]
    for at, one in enumerate(pressed):
        if plain(one.element.get("text")) == FEEL:
            yield pressed[at : at + 5]
