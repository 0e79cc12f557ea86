"""What those do who run the re-organisation of a simulated quarter: announce, sign, edit, stop, ask, close."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.playground.persona import Persona
from bot.playground.records import Channel, Message
from bot.playground.seen import SeenMessage, labels, words_of
from bot.playground.view_state import Placed, options_of, placed, plain
from models import Announcement, AnnouncementCorrection, AnnouncementReader, Person
from tests.journeys.conftest import World
from tests.sim.change_company import OWNER, PMO, SPONSOR, ChangeCompany
from tests.sim.change_script import NAME, Act, Said, acts
from tests.sim.hands import newest, press

SIGN, CORRECT, DECLINE, STOP, GO_ON = "Read and sign", "Correct it", "It does affect them", "Stop sending", "Go on"
ALLOW = "Let it go"
CORE = "All of this is so (core). Nothing else changes, and your pay stays as it is."
LATER, BETTER = "It begins a week later.", "Who has questions asks them."
"""What an edit adds: with another meaning, and in better words alone."""

POINTS = "Nobody's pay changes."
"""What leads read besides."""

KEPT = "whether it may go all the same"
SESSION = {"What is it about?": "Your new role", "At what time?": "13:00", "Where?": "Room Tejo", "Its time": "9:00"}


class Office:
    """Runs the change by its script, and keeps its own record. `moved`: who came into a group, or left it, and when."""

    def __init__(
        self, world: World, company: ChangeCompany, said: list[Said], replies: list[tuple[int, str]], *, short: bool
    ) -> None:
        """Act in `world`; `replies`: what readers said, in its order, of which some are asked for anew."""
        self.world, self.company, self.said = world, company, {one.number: one for one in said}
        self.refused: list[str] = []
        self.moved: list[tuple[Any, str, str, bool]] = []
        """When, who (e-mail), which group, and whether they came."""
        self._replies = replies
        self.pulses: list[Any] = []
        self.limits: list[tuple[Any, int]] = []
        """How much a group could take in from when on, by the word of the PMO."""
        self.corrected = self.declined = 0
        self.closed_at: Any = None
        self._left = acts(short=short)

    async def register(self) -> None:
        """Register the change and its groups, pasted from a spreadsheet."""
        pmo = self.world.persona(PMO.email)
        await pmo.command("/pmo change new")
        typed = {"What changes?": NAME, "Why?": "Customers wait for five teams.", "Who stands for it?": SPONSOR.email}
        owned = {"Who answers for its news?": OWNER.email, "How far is it?": "In progress"}
        await self._submit(pmo, typed | owned)
        await self._close(pmo)
        [page] = await pmo.command(f"/pmo change {NAME}")
        await pmo.click("Edit groups" if "Edit groups" in page.buttons else "Choose groups", on=page)
        await pmo.click("Paste rows", on=pmo.modal)
        rows = "\n".join(f"{one.name}\t{one.made_of}\t{one.changes}" for one in self.company.groups)
        await self._submit(pmo, {"Rows": rows})
        shown = pmo.read_words(pmo.modal) if pmo.modal else ""
        if f"All {len(self.company.groups)} rows can be used." not in shown:
            self.refused.append(shown)
        await self._submit(pmo, {})
        await self._close(pmo)

    async def act(self) -> None:
        """Do what is due by now."""
        while self._left and self._left[0][0] <= self.world.clock.now():
            _, act = self._left.pop(0)
            if act.what == "announce":
                await self._announce(self.said[act.number])
            elif act.what in {"edit", "reword"}:
                await self._edit(self.said[act.number], meaning=act.what == "edit")
            elif act.what == "limit":
                await self.world.persona(PMO.email).command(f"/pmo change limit {act.number}")
                self.limits.append((self.world.clock.now(), act.number))
            else:
                await self._do(act)
            await self.world.idle()

    async def sign_and_correct(self) -> None:
        """Sign what is to be signed, and settle whom it does not affect."""
        signers = {email for one in self.said.values() for email in one.signers}
        for email in sorted(signers):
            persona = self.world.persona(email)
            direct = self.world.slack.state.direct(persona.id)
            for message in [one for one in newest(direct) if SIGN in labels(one.blocks)]:
                said = next(one for one in self.said.values() if one.title in words_of(message.blocks))
                await press(persona, message, direct, SIGN)
                await self._submit(persona, {})
                await self._close(persona)
                said.signed.append(self.world.clock.now())
                said.planned = self.world.clock.now()
        await self._allow()
        owner = self.world.persona(OWNER.email)
        direct = self.world.slack.state.direct(owner.id)
        for message in [one for one in newest(direct, most=60) if CORRECT in labels(one.blocks)]:
            await self._settle(owner, message, direct)

    async def _allow(self) -> None:
        """Let the sponsor say why something goes although it is a lot."""
        sponsor = self.world.persona(SPONSOR.email)
        direct = self.world.slack.state.direct(sponsor.id)
        for message in [one for one in newest(direct) if ALLOW in labels(one.blocks)]:
            said = next(one for one in self.said.values() if one.title in words_of(message.blocks))
            await press(sponsor, message, direct, ALLOW)
            await self._submit(sponsor, {"Why can it not wait?": "Contracts are signed on Friday."})
            await self._close(sponsor)
            said.allowed = said.planned = self.world.clock.now()

    async def _settle(self, owner: Persona, message: Message, direct: Channel) -> None:
        one = next(each for each in placed(message.blocks) if plain(each.element.get("text")) == CORRECT)
        rows = (
            sa.select(AnnouncementReader.id, Person.email, Announcement.title)
            .join(AnnouncementCorrection, AnnouncementCorrection.reader_id == AnnouncementReader.id)
            .join(Person, Person.id == AnnouncementReader.person_id)
            .join(Announcement, Announcement.id == AnnouncementReader.announcement_id)
            .where(AnnouncementCorrection.id == int(one.element["value"]))
        )
        async with self.world.bot.parts.database.reading(self.world.workspace_id) as session:
            reader, email, title = (await session.execute(rows)).one()
        if (self.corrected + self.declined) % 3 == 1:
            await press(owner, message, direct, DECLINE)
            await self._submit(owner, {"Why does it affect them?": "You get two calls more."})
            await self._close(owner)
            self.declined += 1
            self._replies.append((reader, ""))
            return
        await press(owner, message, direct, CORRECT)
        said = next(each for each in self.said.values() if each.title == title)
        self.moved += [(self.world.clock.now(), email, group, False) for group in said.groups]
        self.corrected += 1

    async def _announce(self, said: Said) -> None:
        owner = self.world.persona(OWNER.email)
        now = self.world.clock.now()
        await owner.command(f"/pmo announce {NAME}")
        await self._submit(owner, {"What do you have to say?": said.kind})
        await self._submit(owner, {"Title": said.title, "What everybody reads": CORE})
        if len(said.groups) < len(self.company.groups) or said.channels:
            await owner.click("Choose who")
            menu = next(one for one in placed(owner.modal.blocks) if plain(one.block.get("label")) == "Who gets it?")
            names = [plain(option["text"]) for option in options_of(menu.element)]
            chosen = [name for name in names if name.partition(" · ")[0] in said.groups]
            await self._submit(owner, {"Who gets it?": chosen, "Post it in": [*said.channels]})
        for group in said.parts:
            await self._press_in(owner, group, ("Write part", "Edit part"))
            await self._submit(owner, {f"What this means for {group}": said.part(group)})
        await owner.click("Change when")
        said.day = None if said.at_once else (now + timedelta(days=1)).date()
        boxes = ["Ask for Got it", *(["Must-read"] if said.must else [])]
        when = (
            {"When does it come?": "At once"}
            if said.at_once
            else {"When does it come?": "In each person's own morning"}
        )
        await self._submit(owner, {**when, "And": boxes, **({"Day": said.day.isoformat()} if said.day else {})})
        if said.lead_hours:
            await owner.click("Edit for leads")
            points = {
                "What they can tell their team": POINTS,
                "They get it": "4 hours before their people",
            }
            await self._submit(owner, points)
        if said.signers:
            await owner.click("Choose co-signers")
            await self._submit(owner, {"Who signs before it goes?": [*said.signers]})
        await self._submit(owner, {})
        await self._submit(owner, {})
        kept = owner.modal is not None and KEPT in owner.read_words(owner.modal)
        await self._close(owner)
        said.overloaded = now if kept else None
        said.planned = None if said.signers or kept else now

    async def _edit(self, said: Said, *, meaning: bool) -> None:
        """Say something else, whose meaning is another one or not."""
        owner = self.world.persona(OWNER.email)
        await self._open(owner, said)
        await owner.click("Edit text")
        new = {"What everybody reads": f"{CORE} {LATER if meaning else BETTER}"}
        asks = {"Is it more than better words?": ["The meaning changed"]} if meaning else {}
        await self._submit(owner, new | asks)
        await self._close(owner)
        if meaning:
            said.edited, said.replies_before = self.world.clock.now(), len(self._replies)
        else:
            said.reworded = self.world.clock.now()

    async def _do(self, act: Act) -> None:
        owner, pmo, now = self.world.persona(OWNER.email), self.world.persona(PMO.email), self.world.clock.now()
        said = self.said.get(act.number)
        [page] = await (pmo if act.what == "remind" else owner).command(f"/pmo change {NAME}")
        if said is not None and act.what in {"stop", "go_on"}:
            shown = self.world.slack.state.direct(owner.id).messages[page.ts]
            if not await self._press_of(owner, said, shown, STOP if act.what == "stop" else GO_ON):
                self.refused.append(f"nothing to {act.what} of {said.title}")
            said.stopped, said.gone_on = (now, None) if act.what == "stop" else (said.stopped, now)
        elif said is not None:
            await self._remind(pmo, said, page)
        elif act.what == "pulse":
            await owner.click("Ask how ready", on=page)
            await self._submit(owner, {})
            await self._close(owner)
            self.pulses.append(now)
        elif act.what == "session":
            await self._session(owner)
        else:
            await owner.click("Close change", on=page)
            why = {"What did it come to, and what was learnt?": "Eight teams own a journey."}
            asks = "Why close it all the same?" in owner.read_words(owner.modal) if owner.modal else False
            await self._submit(owner, why | ({"Why close it all the same?": "The quarter is over."} if asks else {}))
            await self._close(owner)
            self.closed_at = now

    async def _remind(self, pmo: Persona, said: Said, page: SeenMessage) -> None:
        shown = await self.figures(pmo, said, self.world.slack.state.direct(pmo.id).messages[page.ts])
        if shown is not None and "Send reminder" in labels(shown.blocks):
            await press(pmo, shown, self.world.slack.state.direct(pmo.id), "Send reminder")
            said.wishes.append(self.world.clock.now())

    async def figures(self, persona: Persona, said: Said, where: Message) -> Message | None:
        """Show what came of an announcement, from a message of somebody that leads there."""
        direct = self.world.slack.state.direct(persona.id)
        return [*direct.messages.values()][-1] if await self._press_of(persona, said, where, "See replies") else None

    async def _press_of(self, persona: Persona, said: Said, where: Message, label: str) -> bool:
        """Press what is called so and is about an announcement, in a message of somebody; tell whether it is there."""
        async with self.world.bot.parts.database.reading(self.world.workspace_id) as session:
            number = await session.scalar(sa.select(Announcement.id).where(Announcement.title == said.title))
        for one in placed(where.blocks):
            if plain(one.element.get("text")) == label and one.element.get("value") == str(number):
                await persona.client.press(where, self.world.slack.state.direct(persona.id), one, None)
                await self.world.slack.settled()
                return True
        return False

    async def _session(self, owner: Persona) -> None:
        [plan] = await owner.command(f"/pmo change {NAME} plan")
        message = self.world.slack.state.direct(owner.id).messages[plan.ts]
        added = [one for one in placed(message.blocks) if plain(one.element.get("text")) == "Add a step"]
        one = next(each for each in added if "Sales" in words_of([each.block]))
        await owner.client.press(message, self.world.slack.state.direct(owner.id), one, None)
        await self.world.slack.settled()
        form = owner.read_words(owner.modal) if owner.modal else ""
        label = "What do they need?" if "What do they need?" in form else "Or something else"
        await self._submit(owner, {label: "Session"})
        today = self.world.clock.now().date()
        days = {"On which day?": today + timedelta(days=9), "Second date": today + timedelta(days=11)}
        await self._submit(owner, SESSION | {name: day.isoformat() for name, day in days.items()})
        await self._close(owner)
        [plan] = await owner.command(f"/pmo change {NAME} plan")
        await owner.click("Ask the group", on=plan)

    async def _open(self, owner: Persona, said: Said) -> None:
        [page] = await owner.command("/pmo announce list")
        message = self.world.slack.state.direct(owner.id).messages[page.ts]
        for block, one in ((each.block, each) for each in placed(message.blocks)):
            if said.title in words_of([block]) and plain(one.element.get("text")) == "Open it":
                await owner.client.press(message, self.world.slack.state.direct(owner.id), one, None)
                await self.world.slack.settled()
                return
        self.refused.append(f"{said.title} is not in the list")

    async def _press_in(self, persona: Persona, words: str, called: tuple[str, ...]) -> None:
        """Press what is called so in the part of the open form that has these words."""
        form = persona.modal
        found: list[Placed] = []
        if form is not None:
            found = [one for one in placed(form.blocks) if plain(one.element.get("text")) in called]
        one = next((each for each in found if words in words_of([each.block])), None)
        if form is None or one is None:
            self.refused.append(f"nothing to press for {words}")
            return
        await persona.client.press(form, None, one, None)
        await self.world.slack.settled()

    async def _submit(self, persona: Persona, typed: Mapping[str, Any]) -> None:
        if persona.modal is None:
            self.refused.append(f"no form is open for {dict(typed)}")
            return
        self.refused += (await persona.submit(typed)).values()

    @staticmethod
    async def _close(persona: Persona) -> None:
        if persona.modal is not None:
            await persona.client.close(persona.modal, clear=True)
