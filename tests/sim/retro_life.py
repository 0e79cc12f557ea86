"""A year in a company of eight teams with retros, in steps of some hours: who does what, and what is seen meanwhile."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

import sqlalchemy as sa

from bot.domain.action import LIVE
from bot.domain.retro import RetroState
from bot.playground.persona import Persona
from bot.playground.records import BOT_USER_ID, Channel, Message
from bot.playground.seen import labels, words_of
from models import Action, Person, Retro, RetroRound
from tests.journeys.conftest import World
from tests.sim.company import Leave, Someone, text_of
from tests.sim.hands import hire, newest, press, send
from tests.sim.retro_cards import ADD, TOKEN, VOTE, Cards
from tests.sim.retro_company import RetroCompany, team_row
from tests.sim.retro_doing import OFFERED, Doing
from tests.sim.retro_running import CHOOSE, FACILITATE, SHOW_MINE, SORT, WAIT, Running
from tests.sim.syncs import SATURDAY

STEP, WEEKEND_STEP = timedelta(hours=3), timedelta(hours=12)
AT_NINE, AT_FIVE = 9, 17
PLANNED, SKIP, CHANGE = "All as planned", "Skip", "Change channel"
NUMBER = re.compile(r"\(a(\d+)\)")
SEALED = (RetroState.COLLECTING, RetroState.FEW)


@dataclass
class Held:
    """An action as it was seen at each step: whose it was, by when, since when and until when."""

    action: int
    number: int
    owner: str
    state: str
    due_on: date | None
    carried: int
    since: datetime
    until: datetime


@dataclass
class Seen:
    """What was seen at each step: actions, those without an owner, and cards that were shown too early."""

    held: list[Held] = field(default_factory=list)
    without_owner: list[str] = field(default_factory=list)
    early: list[str] = field(default_factory=list)


class RetroLife:
    """Lives through the days of a company with retros."""

    def __init__(self, world: World, company: RetroCompany, random: Random) -> None:
        """Act in `world`; what people decide is drawn from `random`."""
        self.world, self.company, self._random = world, company, random
        self.cards = Cards(world, company, random)
        self.running = Running(world, company, random)
        self.doing = Doing(world, company, random)
        self.here = [one for one in company.people if one.joins is None]
        self.gone: set[str] = set()
        self.seen = Seen()
        self.moved = 0
        self._told: set[Leave] = set()
        self._archived = False
        self._moved: set[str] = set()
        self._now: dict[int, Held] = {}
        self.refused: list[str] = []

    async def begin(self) -> None:
        """Bring the company in."""
        await self.world.apply(text_of(self.company.file()))

    async def live(self) -> None:
        """Let all days pass."""
        ends = datetime.combine(self.company.ends, datetime.min.time(), self.world.clock.now().tzinfo)
        while self.world.clock.now() < ends:
            now = self.world.clock.now()
            down = next((one for one in self.company.downs if one.begins <= now < one.ends), None)
            if down is not None:
                self.world.clock.move_to(down.ends)
            coming = min((one.begins for one in self.company.downs if one.begins > now), default=ends)
            await self.world.advance(
                min(now + (WEEKEND_STEP if now.weekday() >= SATURDAY else STEP), coming)
                if down is None
                else self.world.clock.now()
            )
            await self._step()

    async def _step(self) -> None:
        now = self.world.clock.now()
        pmo = self.company.pmo
        await self._office(now.astimezone(pmo.zone).date())
        for one in [*self.here]:
            local = now.astimezone(one.zone)
            if one.email in self.gone:
                continue
            persona = self.world.persona(one.email)
            if self.company.leavers.get(one.email, date.max) <= local.date():
                self.gone.add(one.email)
                await self.world.slack.members.set_deleted(persona.person, deleted=True)
                continue
            await self._leave_known(one, persona, local)
            at_work = local.weekday() < SATURDAY and AT_NINE <= local.hour < AT_FIVE
            if at_work and not one.silent and not self.company.is_away(one, local.date()):
                await self._day_of(one, persona)
        await self.world.idle()
        await self._look()

    async def _leave_known(self, one: Someone, persona: Persona, local: datetime) -> None:
        for leave in self.company.leaves:
            if leave.who is one and leave not in self._told and leave.told <= local.date():
                self._told.add(leave)
                days = f"{leave.first.isoformat()} to {leave.last.isoformat()}"
                if leave.by == "own":
                    await persona.command(f"/pmo away {days}")
                else:
                    pmo = self.world.persona(self.company.pmo.email)
                    await pmo.command(f"/pmo away @{persona.person.name} {days}")

    async def _day_of(self, one: Someone, persona: Persona) -> None:
        """Do some of what one would do in some hours."""
        drawn = self._random.random()
        if drawn < 0.012 and one.team:
            await self.cards.keep(one, persona)
        elif drawn < 0.016:
            await self.cards.withdraw(one, persona)
        direct = self.world.slack.state.direct(persona.id)
        for message in newest(direct):
            await self._answer(one, persona, message, direct)
        if one.team:
            await self._in_channel(one, persona)

    async def _answer(self, one: Someone, persona: Persona, message: Message, direct: Channel) -> None:
        here = {*labels(message.blocks)}
        forgets = one.email in self.company.forgetful
        acts: tuple[tuple[bool, float, Callable[[], Awaitable[None]]], ...] = (
            (ADD in here, 0.15, lambda: self.cards.answer(one, persona, message, direct)),
            (bool(here & {SORT, CHOOSE, WAIT}), 0.4, lambda: self.running.turn(one, persona, message, direct)),
            (SHOW_MINE in here, 0.3, lambda: self.running.consent(persona, message, direct)),
            (bool(here & OFFERED) and not forgets, 0.12, lambda: self.doing.act(one, persona, message, direct)),
            (PLANNED in here, 0.4, lambda: press(persona, message, direct, PLANNED)),
            (SKIP in here and PLANNED not in here, 0.3, lambda: press(persona, message, direct, SKIP)),
            (
                CHANGE in here and message.ts not in self._moved,
                0.5,
                lambda: self._change_channel(persona, message, direct),
            ),
        )
        for offered, likely, act in acts:
            # An act may have changed the message, or taken it away.
            if offered and self._random.random() < likely:
                await act()
                return

    async def _in_channel(self, one: Someone, persona: Persona) -> None:
        """Vote, or take over, on the boards of one's retros."""
        for retro in self.company.retros:
            if one.team in retro.teams:
                channel = self.world.slack.channel(self.channel_of(retro.name))
                for message in newest(channel):
                    # Boards of several retros may stand in one channel.
                    here = labels(message.blocks) if f"*{retro.name}*" in words_of(message.blocks) else []
                    if VOTE in here and self._random.random() < 0.5:
                        await self.cards.vote(one, persona, message, channel)
                    elif FACILITATE in here and self._random.random() < 0.002:
                        await self.running.take_over(persona, message, channel)

    def channel_of(self, retro: str) -> str:
        """Return the channel in which the board of a retro is by now."""
        of = next(one for one in self.company.retros if one.name == retro)
        archived = self.world.slack.channel(of.channel).archived
        return "sync" if archived else of.channel

    async def _change_channel(self, persona: Persona, message: Message, direct: Channel) -> None:
        self._moved.add(message.ts)
        await press(persona, message, direct, CHANGE)
        if persona.modal is not None:
            persona.fill({"The board goes to": "sync"})
            self.refused += (await send(persona, {})).values()
            self.moved += 1

    async def _office(self, today: date) -> None:
        """Let the PMO bring in who is new, and archive a channel."""
        for one in self.company.people:
            if one.joins is not None and one.joins <= today and one not in self.here:
                await hire(self.world, one)
                self.here.append(one)
                there = [other for other in self.here if other.email not in self.gone]
                await self.world.apply(text_of({"people": [one.row], "teams": [team_row(one.team, there)]}))
        on, retro = self.company.archived
        if on <= today and not self._archived:
            self._archived = True
            pmo = self.world.persona(self.company.pmo.email)
            await self.world.slack.members.archive(self.world.slack.channel(retro.channel), by=pmo.id)

    async def _look(self) -> None:
        """Note how every action stands, and whether a card can be read whose time has not come."""
        now = self.world.clock.now()
        rows = sa.select(Action, Person.email, Person.deactivated).join(Person, Person.id == Action.owner_id)
        sealed = sa.select(Retro.name, RetroRound.opens_at).join(RetroRound, RetroRound.retro_id == Retro.id)
        async with self.world.bot.parts.database.reading(self.world.workspace_id) as session:
            actions = list(await session.execute(rows.where(Action.state.in_(LIVE))))
            open_ones = list(await session.execute(sealed.where(RetroRound.state.in_(SEALED))))
        for action, email, deactivated in actions:
            if deactivated:
                self.seen.without_owner.append(f"{now:%F %H:%M} {action.text} of {email}")
            self._note(action, email, now)
        for name, opened in open_ones:
            self._early(name, opened)

    def _note(self, action: Action, email: str, now: datetime) -> None:
        last = self._now.get(action.id)
        number = int(NUMBER.findall(action.text)[0])
        what = (email, action.state, action.due_on, action.carried)
        if last is None or (last.owner, last.state, last.due_on, last.carried) != what:
            last = Held(action.id, number, *what, since=now, until=now)
            self._now[action.id] = last
            self.seen.held.append(last)
        last.until = now

    def _early(self, name: str, opened: datetime) -> None:
        """Look for cards of a retro in its channel that are still sealed."""
        channel = self.world.slack.channel(self.channel_of(name))
        new = {one.number for one in self.cards.written if one.retro.name == name and one.at >= opened}
        for message in [*channel.messages.values()][-20:]:
            if message.user == BOT_USER_ID and not message.ephemeral_to and float(message.ts) >= opened.timestamp():
                shown = new & {int(one) for one in TOKEN.findall(f"{message.text} {message.blocks}")}
                self.seen.early += [f"card {one} of {name}" for one in sorted(shown)]
