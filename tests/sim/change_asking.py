"""What people of a simulated quarter ask about the change and suggest, what is answered, and their own record of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

import sqlalchemy as sa

from bot.domain.change_question import State
from bot.playground.persona import Persona
from bot.playground.records import BOT_USER_ID, Channel, Message
from bot.playground.seen import labels, words_of
from bot.playground.view_state import plain
from models import ChangeQuestion
from tests.journeys.conftest import World
from tests.sim.change_company import OWNER, PMO, ChangeCompany
from tests.sim.change_script import NAME
from tests.sim.company import Someone
from tests.sim.hands import newest, press

NOTHING_NEW = "Still no news"
ANSWER, UNKNOWN, DECIDE = "Answer", "We don't know yet", "Say what comes of it"
TOKEN = re.compile(r"\(q(\d+)\)")
CODE = re.compile(r"(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}")
ASKS = (
    "Who writes my review in June?",
    "Where will my desk stand?",
    "Does the forecast stay on Fridays?",
    "May I stay with my customers?",
    "What becomes of the travel budget?",
    "Whom do I call when the site is down?",
)
IDEAS = ("Let two teams try it for a month.", "Show us a week of such a team.", "Keep the old board until June.")
MOST_SEEN = 80


@dataclass
class Asked:
    """A question or idea, by the number that stands in it; `code`: of one without a name."""

    number: int
    by: Someone
    idea: bool
    at: datetime
    code: str = ""
    said: list[tuple[datetime, str]] = field(default_factory=list)
    """What came of it when, in the words of the state."""
    promises: list[tuple[datetime, date]] = field(default_factory=list)
    """By which day there is word again, and when that was said: by whoever answers, or by Drumbeat as a day passed."""


class Asking:
    """Lets people ask and suggest, and those who answer do so, or forget it."""

    def __init__(self, world: World, company: ChangeCompany, random: Random) -> None:
        """Act in `world`; what people decide is drawn from `random`."""
        self.world, self._company, self._random = world, company, random
        self.asked: list[Asked] = []
        self.refused: list[str] = []
        self.lapsed: list[tuple[str, str]] = []
        """Promised days that passed without a word."""

    async def by_command(self, one: Someone, persona: Persona) -> None:
        """Ask or suggest something by the command."""
        idea = self._random.random() < 0.3
        await persona.command(f"/pmo {'suggest' if idea else 'ask'} {self._words(idea=idea)}")
        await self.fill(one, persona, {"What is it about?": NAME}, idea=idea)

    async def below(self, one: Someone, persona: Persona, *, idea: bool) -> bool:
        """Ask or suggest in the form that is open below an announcement; tell whether it has their name."""
        label = "What do you suggest?" if idea else "What would you like to know?"
        return await self.fill(one, persona, {label: self._words(idea=idea)}, idea=idea)

    async def fill(self, one: Someone, persona: Persona, typed: Mapping[str, str], *, idea: bool) -> bool:
        """Fill in the open form and send it, also where something alike is offered; tell whether it has their name."""
        named = self._random.random() < 0.6
        how = {"How do you send it?": "With my name" if named else "Without my name"}
        if persona.modal is None:
            self.refused.append(f"no form to ask in for {one.email}")
            return False
        self.refused += (await persona.submit({**typed, **how})).values()
        if persona.modal is not None and persona.modal.submit and "anyway" in plain(persona.modal.submit):
            self.refused += (await persona.submit({})).values()
        said = persona.read_words(persona.modal) if persona.modal else ""
        code = CODE.search(said)
        if code is None and not named:
            self.refused.append(f"no code for {one.email}: {said}")
        asked = Asked(len(self.asked) + 1, one, idea, self.world.clock.now(), code[0] if code else "")
        self.asked.append(asked)
        if persona.modal is not None:
            await persona.client.close(persona.modal, clear=True)
        return named

    async def answer(self) -> None:
        """Let whoever answers say something to a part of what waits for them, and the PMO to what is late."""
        for email, likely in ((OWNER.email, 0.15), (PMO.email, 0.3)):
            persona = self.world.persona(email)
            direct = self.world.slack.state.direct(persona.id)
            for message in newest(direct, most=MOST_SEEN):
                here = {*labels(message.blocks)} & {ANSWER, UNKNOWN, DECIDE}
                number = TOKEN.search(words_of(message.blocks)) if here else None
                if number and self._waits(int(number[1])) and self._random.random() < likely:
                    await self._settle(persona, message, direct, here)

    def _waits(self, number: int) -> bool:
        """Tell whether somebody waits for a word on it: nobody says again what was said."""
        said = self.asked[number - 1].said
        return not said or said[-1][1] == State.UNKNOWN

    async def _settle(self, persona: Persona, message: Message, direct: Channel, here: set[str]) -> None:
        now = self.world.clock.now()
        waits = self._random.random() < 0.4
        later = (now + timedelta(days=self._random.randrange(2, 9))).date()
        await press(persona, message, direct, DECIDE if DECIDE in here else UNKNOWN if waits else ANSWER)
        form = persona.modal
        number = TOKEN.search(persona.read_words(form) if form else "")
        if form is None or number is None:
            # Somebody else has settled it meanwhile.
            if form is not None:
                await persona.client.close(form, clear=True)
            return
        asked = self.asked[int(number[1]) - 1]
        text = f"This is so (a{asked.number})."
        outcome = State.UNKNOWN if waits else State.WILL_DO if asked.idea else State.ANSWERED
        if asked.idea:
            day = {"If you are looking at it: word again by?": later.isoformat()} if waits else {"Because": text}
            typed = {"What comes of it?": "We are looking at it" if waits else "We will do it", **day}
        else:
            typed = {"By when is there word again?": later.isoformat()} if waits else {"What is the answer?": text}
        errors = await persona.submit(typed)
        self.refused += errors.values()
        if not errors:
            asked.said.append((now, outcome))
            if waits:
                asked.promises.append((now, later))
        if persona.modal is not None:
            await persona.client.close(persona.modal, clear=True)

    async def look(self) -> None:
        """Note whose promised word has not come by the end of its day, where they who promised it are.

        Neither stands a day in what is stored that has passed, nor has anybody who asked with their name worked for a
        day after it without reading at least that there is no news.
        """
        now = self.world.clock.now()
        rows = sa.select(ChangeQuestion.text, ChangeQuestion.next_word_on).where(ChangeQuestion.state == State.UNKNOWN)
        async with self.world.bot.parts.database.reading(self.world.workspace_id) as session:
            stored = {text: promised for text, promised in await session.execute(rows)}  # noqa: C416 (rows)
        for text, promised in stored.items():
            if promised is not None and promised < (now - timedelta(hours=8)).astimezone(OWNER.zone).date():
                self.lapsed.append((text, f"promised by {promised}, looked at {now:%F %H:%M}"))
        days = {int(number[1]): day for text, day in stored.items() if day and (number := TOKEN.search(text))}
        for one in self.asked:
            waits = bool(one.said) and one.said[-1][1] == State.UNKNOWN and not one.code
            if waits and self._is_over(one, now):
                heard = self._heard_nothing_new(one)
                if heard is not None and one.number in days:
                    one.promises.append((heard, days[one.number]))
                elif not self.world.persona(one.by.email).person.deleted:
                    self.lapsed.append((f"q{one.number}", f"{one.promises[-1]}, unheard {now:%F %H:%M}"))

    def _is_over(self, one: Asked, now: datetime) -> bool:
        """Tell whether the day by which word was promised is over, and one after it on which they work who wait."""
        first = one.promises[-1][1]
        coming = (first + timedelta(days=number) for number in range(1, 60))
        return now.astimezone(one.by.zone).date() > next(day for day in coming if self._company.works(one.by, day))

    def _heard_nothing_new(self, one: Asked) -> datetime | None:
        """Return when somebody last read that there is no news yet, since they were last promised any."""
        direct = self.world.slack.state.direct(self.world.persona(one.by.email).id)
        since = one.promises[-1][0].timestamp()
        found = [
            float(message.ts)
            for message in direct.messages.values()
            if float(message.ts) > since and message.user == BOT_USER_ID and not message.deleted
            if NOTHING_NEW in (words := words_of(message.blocks)) and f"(q{one.number})" in words
        ]
        return datetime.fromtimestamp(found[-1], UTC) if found else None

    def _words(self, *, idea: bool) -> str:
        return f"{self._random.choice(IDEAS if idea else ASKS)} (q{len(self.asked) + 1})"
