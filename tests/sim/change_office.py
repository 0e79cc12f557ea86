"""What those do who run the re-organisation of a simulated quarter: announce, sign, edit, stop, ask, close."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.playground.persona import Persona
from bot.playground.records import Channel, Message
from bot.playground.seen import SeenMessage, labels, words_of
from bot.playground.view_state import options_of, placed, plain
from models import Announcement, AnnouncementCorrection, AnnouncementReader, Person
from tests.journeys.conftest import World
from tests.sim.change_company import OWNER, PMO, SPONSOR, ChangeCompany
from tests.sim.change_desk import Desk
from tests.sim.change_script import NAME, Act, Said, acts
from tests.sim.hands import newest, press

SIGN, CORRECT, DECLINE, STOP, GO_ON = "Read and sign", "Correct it", "It does affect them", "Stop sending", "Go on"
ALLOW = "Let it go"
CORE = "All of this is so (core). Nothing else changes, and your pay stays as it is."
LATER, BETTER = "It begins a week later.", "Who has questions asks them."
"""What an edit adds: with another meaning, and in better words alone."""

POINTS = "Nobody's pay changes."
"""What leads read besides."""

UNSIGNED = "to sign it"
KEPT = "whether it may go all the same"
SESSION = {"What is it about?": "Your new role", "At what time?": "13:00", "Where?": "Room Tejo", "Its time": "9:00"}


class Office(Desk):
    """Runs the change by its script, and keeps its own record. `moved`: who came into a group, or left it, and when."""

    def __init__(
        self, world: World, company: ChangeCompany, said: list[Said], replies: list[tuple[int, str]], *, short: bool
    ) -> None:
        """Act in `world`; `replies`: what readers said, in its order, of which some are asked for anew."""
        super().__init__(world)
        self.company, self.said = company, {one.number: one for one in said}
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
        await self.submit(pmo, typed | owned)
        await self.close(pmo)
        [page] = await pmo.command(f"/pmo change {NAME}")
        await pmo.click("Edit groups" if "Edit groups" in page.buttons else "Choose groups", on=page)
        await pmo.click("Paste rows", on=pmo.modal)
        rows = "\n".join(f"{one.name}\t{one.made_of}\t{one.changes}" for one in self.company.groups)
        await self.submit(pmo, {"Rows": rows})
        shown = pmo.read_words(pmo.modal) if pmo.modal else ""
        if f"All {len(self.company.groups)} rows can be used." not in shown:
            self.refused.append(shown)
        await self.submit(pmo, {})
        await self.close(pmo)

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
            for message in newest(direct):
                # What asks for the same word is settled by it, too.
                if SIGN not in labels(message.blocks):
                    continue
                said = next(one for one in self.said.values() if one.title in words_of(message.blocks))
                await press(persona, message, direct, SIGN)
                await self.submit(persona, {})
                await self.close(persona)
                self._has_signed(said)
        await self._allow()
        owner = self.world.persona(OWNER.email)
        direct = self.world.slack.state.direct(owner.id)
        for message in [one for one in newest(direct, most=60) if CORRECT in labels(one.blocks)]:
            await self._settle(owner, message, direct)

    def _has_signed(self, said: Said) -> None:
        """Note that somebody has signed an announcement, or an edit of it: its readers have it from now on."""
        now = self.world.clock.now()
        if said.edit_waits:
            said.edited, said.edit_waits, said.replies_before = now, False, len(self._replies)
        else:
            said.signed.append(now)
            said.planned = now

    async def _allow(self) -> None:
        """Let the sponsor say why something goes although it is a lot."""
        sponsor = self.world.persona(SPONSOR.email)
        direct = self.world.slack.state.direct(sponsor.id)
        for message in [one for one in newest(direct) if ALLOW in labels(one.blocks)]:
            said = next(one for one in self.said.values() if one.title in words_of(message.blocks))
            await press(sponsor, message, direct, ALLOW)
            await self.submit(sponsor, {"Why can it not wait?": "Contracts are signed on Friday."})
            await self.close(sponsor)
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
            await self.submit(owner, {"Why does it affect them?": "You get two calls more."})
            await self.close(owner)
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
        await self.submit(owner, {"What do you have to say?": said.kind})
        await self.submit(owner, {"Title": said.title, "What everybody reads": CORE})
        if len(said.groups) < len(self.company.groups) or said.channels:
            await owner.click("Choose who")
            menu = next(one for one in placed(owner.modal.blocks) if plain(one.block.get("label")) == "Who gets it?")
            names = [plain(option["text"]) for option in options_of(menu.element)]
            chosen = [name for name in names if name.partition(" · ")[0] in said.groups]
            await self.submit(owner, {"Who gets it?": chosen, "Post it in": [*said.channels]})
        for group in said.parts:
            await self.press_in(owner, group, ("Write part", "Edit part"))
            await self.submit(owner, {f"What this means for {group}": said.part(group)})
        await owner.click("Change when")
        said.day = None if said.at_once else (now + timedelta(days=1)).date()
        boxes = ["Ask for Got it", *(["Must-read"] if said.must else [])]
        when = (
            {"When does it come?": "At once"}
            if said.at_once
            else {"When does it come?": "In each person's own morning"}
        )
        await self.submit(owner, {**when, "And": boxes, **({"Day": said.day.isoformat()} if said.day else {})})
        if said.points:
            await owner.click("Edit for leads")
            points = {
                "What they can tell their team": POINTS,
                "They get it": "4 hours before their people",
            }
            await self.submit(owner, points)
        if said.signers:
            await owner.click("Choose co-signers")
            await self.submit(owner, {"Who signs before it goes?": [*said.signers]})
        await self.submit(owner, {})
        await self.submit(owner, {})
        kept = owner.modal is not None and KEPT in owner.read_words(owner.modal)
        await self.close(owner)
        said.overloaded = now if kept else None
        said.planned = None if said.signers or kept else now

    async def _edit(self, said: Said, *, meaning: bool) -> None:
        """Say something else, whose meaning is another one or not."""
        owner = self.world.persona(OWNER.email)
        await self.open(owner, said)
        await owner.click("Edit text")
        new = {"What everybody reads": f"{CORE} {LATER if meaning else BETTER}"}
        asks = {"Is it more than better words?": ["The meaning changed"]} if meaning else {}
        await self.submit(owner, new | asks)
        said.edit_waits = owner.modal is not None and UNSIGNED in owner.read_words(owner.modal)
        await self.close(owner)
        if said.edit_waits:
            return
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
            if not await self.press_of(owner, said, shown, STOP if act.what == "stop" else GO_ON):
                self.refused.append(f"nothing to {act.what} of {said.title}")
            said.stopped, said.gone_on = (now, None) if act.what == "stop" else (said.stopped, now)
        elif said is not None:
            await self._remind(pmo, said, page)
        elif act.what == "pulse":
            await owner.click("Ask how ready", on=page)
            await self.submit(owner, {})
            await self.close(owner)
            self.pulses.append(now)
        elif act.what == "session":
            await self._session(owner)
        else:
            await owner.click("Close change", on=page)
            why = {"What did it come to, and what was learnt?": "Eight teams own a journey."}
            asks = "Why close it all the same?" in owner.read_words(owner.modal) if owner.modal else False
            await self.submit(owner, why | ({"Why close it all the same?": "The quarter is over."} if asks else {}))
            await self.close(owner)
            self.closed_at = now

    async def _remind(self, pmo: Persona, said: Said, page: SeenMessage) -> None:
        shown = await self.figures(pmo, said, self.world.slack.state.direct(pmo.id).messages[page.ts])
        if shown is not None and "Send reminder" in labels(shown.blocks):
            await press(pmo, shown, self.world.slack.state.direct(pmo.id), "Send reminder")
            said.wishes.append(self.world.clock.now())

    async def figures(self, persona: Persona, said: Said, where: Message) -> Message | None:
        """Show what came of an announcement, from a message of somebody that leads there."""
        direct = self.world.slack.state.direct(persona.id)
        return [*direct.messages.values()][-1] if await self.press_of(persona, said, where, "See replies") else None

    async def _session(self, owner: Persona) -> None:
        [plan] = await owner.command(f"/pmo change {NAME} plan")
        message = self.world.slack.state.direct(owner.id).messages[plan.ts]
        added = [one for one in placed(message.blocks) if plain(one.element.get("text")) == "Add a step"]
        one = next(each for each in added if "Sales" in words_of([each.block]))
        await owner.client.press(message, self.world.slack.state.direct(owner.id), one, None)
        await self.world.slack.settled()
        form = owner.read_words(owner.modal) if owner.modal else ""
        label = "What do they need?" if "What do they need?" in form else "Or something else"
        await self.submit(owner, {label: "Session"})
        today = self.world.clock.now().date()
        days = {"On which day?": today + timedelta(days=9), "Second date": today + timedelta(days=11)}
        await self.submit(owner, SESSION | {name: day.isoformat() for name, day in days.items()})
        await self.close(owner)
        [plan] = await owner.command(f"/pmo change {NAME} plan")
        await owner.click("Ask the group", on=plan)
