"""Setting up a ritual: the form with good defaults, the preview, and saving it, new or edited."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.opt_out import Asks
from bot.domain.ritual import RitualPlan, rhythm_of
from bot.domain.ritual_setup import Choices, RitualPreview, SavedFacts, SetupFacts, digest
from bot.domain.sync_follow import Told
from bot.errors import NotFound, Unfit, UserError
from bot.ids import new_id
from bot.services import opt_out_message
from bot.services.audit import Audit, last_actor, last_subject
from bot.services.channel_invite import channel_facts
from bot.services.draft import Drafts, Kept
from bot.services.ritual_choices import changed_fields, choosable_teams, offered_zones, person_named, write_shared
from bot.services.ritual_kind import RitualKind, Row, is_theirs
from bot.services.role import Rights, acting, refusal, rights_of
from models import Person

CHANGED = "Your draft is being changed in another window. Nothing was saved. Please press the button once more."

Plan = TypeVar("Plan", bound=RitualPlan)
Asked = TypeVar("Asked")
Preview = TypeVar("Preview", bound=RitualPreview[Any])


class RitualSetup(ABC, Generic[Row, Choices, Plan, Asked, Preview]):
    """Guides somebody from the form through the preview to a saved ritual; every step keeps a draft.

    What is abstract here is what differs between the kinds of rituals.
    """

    kind: RitualKind[Row]
    new_draft: str
    """Kind of the draft of a new one."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, drafts: Drafts, audit: Audit) -> None:
        """Keep what it works with."""
        self._database, self._clock, self._ledger = database, clock, ledger
        self._drafts, self._audit = drafts, audit

    @abstractmethod
    def _read(self, written: Mapping[str, Any]) -> Choices:
        """Return the choices that a draft has as JSON."""

    @abstractmethod
    async def _default(
        self, session: AsyncSession, rights: Rights, teams: Mapping[int, tuple[str, int]], channel_id: str
    ) -> Choices:
        """Return what a new one starts with, for somebody who is in this channel."""

    @abstractmethod
    async def _stored(self, session: AsyncSession, ritual: Row) -> Choices:
        """Return a stored one as its form shows it."""

    @abstractmethod
    async def _checked(
        self, session: AsyncSession, rights: Rights, choices: Choices, ritual: Row | None, told: Told
    ) -> tuple[Plan, Asked]:
        """Return the plan that was chosen and whom it asks, or raise Unfit with all that needs mending."""

    @abstractmethod
    async def _preview(
        self, session: AsyncSession, reader: Person, choices: Choices, plan: Plan, asked: Asked, ritual: Row | None
    ) -> Preview:
        """Return the next rounds of a plan that was checked."""

    @abstractmethod
    async def _lock(self, session: AsyncSession, ritual_id: int) -> object:
        """Hold a ritual with its timers until the end of the transaction."""

    @abstractmethod
    def _fill(self, ritual: Row, plan: Plan) -> None:
        """Store what only this kind of rituals has."""

    @abstractmethod
    async def _follow_up(self, session: AsyncSession, ritual: Row, plan: Plan) -> None:
        """Let follow what follows from saving: people who take part, the next round, messages that are due now."""

    async def _ask_slack(self, workspace_id: str, choices: Choices | None) -> Told:  # noqa: ARG002 (of those that do)
        """Ask Slack, before any transaction, who is in what is followed."""
        return Told()

    async def _groups(self, session: AsyncSession) -> Mapping[str, str]:  # noqa: ARG002 (of those that do)
        """Return the user groups that can be followed."""
        return {}

    async def form(
        self, workspace_id: str, slack_id: str, *, ritual_id: int | None = None, channel_id: str = ""
    ) -> SetupFacts[Choices]:
        """Return the form for a new ritual, or for an edit of `ritual_id`; a draft that waits is gone on with.

        `channel_id`: where the person is, proposed where no better one is known. Raises NotAllowed, NotFound.
        """
        async with self._database.reading(workspace_id) as session:
            return await self._form(session, await self._rights(session, slack_id), ritual_id, channel_id)

    async def anew(
        self, workspace_id: str, slack_id: str, *, ritual_id: int | None = None, channel_id: str = ""
    ) -> SetupFacts[Choices]:
        """Forget the draft and return the form as it is without one."""
        async with self._database.transaction(workspace_id) as session:
            rights = await self._rights(session, slack_id)
            await self._drafts.drop(session, rights.person.id, self._draft(ritual_id))
            return await self._form(session, rights, ritual_id, channel_id)

    async def keep(
        self, workspace_id: str, slack_id: str, choices: Choices, *, ritual_id: int | None = None, revision: int = 0
    ) -> None:
        """Keep what stands in the form as this person's draft; nothing is checked yet."""
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            values = {"choices": choices.to_json(), "revision": revision}
            await self._drafts.keep(session, person.id, self._draft(ritual_id), values)

    async def preview(
        self, workspace_id: str, slack_id: str, choices: Choices, *, ritual_id: int | None = None, revision: int = 0
    ) -> Preview:
        """Keep the draft, check it, and return its next rounds.

        Raises Unfit with a sentence for each field that needs mending; UserError where somebody changed the ritual.
        """
        await self.keep(workspace_id, slack_id, choices, ritual_id=ritual_id, revision=revision)
        told = await self._ask_slack(workspace_id, choices)
        async with self._database.reading(workspace_id) as session:
            rights = await self._rights(session, slack_id)
            ritual = await self._ritual(session, rights, ritual_id, revision)
            plan, asked = await self._checked(session, rights, choices, ritual, told)
            return await self._preview(session, rights.person, choices, plan, asked, ritual)

    async def save(
        self, workspace_id: str, slack_id: str, *, seen: str, ritual_id: int | None = None, revision: int = 0
    ) -> SavedFacts | Preview:
        """Save the draft that was previewed, whose `digest` is `seen`; pressed twice it is saved once.

        Where the draft has changed since, in another window say, nothing is saved and its new preview is returned.
        Raises Unfit or UserError as `preview` does; then nothing is saved and the draft stays.
        """
        async with self._database.reading(workspace_id) as session:
            waiting = await self._drafts.find(session, (await acting(session, slack_id)).id, self._draft(ritual_id))
        before = self._read(waiting.values["choices"]) if waiting else None
        told = await self._ask_slack(workspace_id, before)
        async with self._database.transaction(workspace_id) as session:
            rights = await self._rights(session, slack_id)
            if ritual_id is not None:
                await self._lock(session, ritual_id)
            # Of two presses at once the second waits here and then finds that the first has saved.
            draft = await self._drafts.find(session, rights.person.id, self._draft(ritual_id), locked=True)
            if draft is None:
                return await self._saved_before(session, rights.person, ritual_id)
            choices = self._read(draft.values["choices"])
            if choices != before:
                raise UserError(CHANGED)
            ritual = await self._ritual(session, rights, ritual_id, revision)
            plan, asked = await self._checked(session, rights, choices, ritual, told)
            if digest(choices) != seen:
                return replace(await self._preview(session, rights.person, choices, plan, asked, ritual), redrawn=True)
            saved = await self._write(session, rights.person, choices, plan, ritual)
            await self._drafts.drop(session, rights.person.id, self._draft(ritual_id))
            return await self._saved(session, rights.person, saved, edited=ritual is not None)

    async def _rights(self, session: AsyncSession, slack_id: str) -> Rights:
        rights = await rights_of(session, await acting(session, slack_id))
        if not rights.any:
            raise await refusal(session, f"Setting up {self.kind.noun}s is")
        return rights

    async def _ritual(
        self, session: AsyncSession, rights: Rights, ritual_id: int | None, revision: int = 0
    ) -> Row | None:
        """Return the ritual that is edited, None for a new one; `revision` 0 takes it as it is now."""
        if ritual_id is None:
            return None
        found = sa.select(self.kind.table).where(self.kind.table.id == ritual_id, self.kind.live())
        ritual: Row | None = await session.scalar(found)
        if ritual is None:
            raise self._gone()
        if not is_theirs(rights, ritual, await self.kind.teams_of(session, ritual.id)):
            raise await refusal(session, f"Changing {ritual.name} is")
        if revision and ritual.revision != revision:
            raise UserError(
                f"{await self._changer(session, ritual)} changed {ritual.name} while you were editing it. Nothing was "
                "saved, and what you typed is kept as your draft. Close this form and choose *Edit* again to go on "
                "from there."
            )
        return ritual

    async def _form(
        self, session: AsyncSession, rights: Rights, ritual_id: int | None, channel_id: str
    ) -> SetupFacts[Choices]:
        ritual = await self._ritual(session, rights, ritual_id)
        draft = await self._drafts.find(session, rights.person.id, self._draft(ritual_id))
        teams = await choosable_teams(session, rights)
        if draft:
            choices = self._read(draft.values["choices"])
        elif ritual:
            choices = await self._stored(session, ritual)
        else:
            choices = await self._default(session, rights, teams, channel_id)
        return SetupFacts(
            choices=choices,
            teams={team: name for team, (name, _) in teams.items()},
            zones=await offered_zones(session, choices.zone),
            zone=rights.person.zone,
            now=self._clock.now(),
            ritual_id=ritual_id,
            revision=ritual.revision if ritual else 0,
            draft_at=draft.updated_at if draft else None,
            changed_by=await self._changed_by(session, ritual, draft),
            all_teams=rights.all_teams,
            groups=await self._groups(session) if rights.all_teams else {},
        )

    async def _changed_by(self, session: AsyncSession, ritual: Row | None, draft: Kept | None) -> str:
        """Return the name of who changed a ritual after a draft of its edit was begun; "" where nobody did."""
        if ritual is None or draft is None or draft.values["revision"] == ritual.revision:
            return ""
        return await self._changer(session, ritual)

    async def _changer(self, session: AsyncSession, ritual: Row) -> str:
        return await last_actor(session, self.kind.subject(ritual.id), f"{self.kind.noun}_changed") or "Somebody"

    async def _write(
        self, session: AsyncSession, person: Person, choices: Choices, plan: Plan, ritual: Row | None
    ) -> Row:
        noun, owner = self.kind.noun, await person_named(session, choices.owner)
        changed = changed_fields(await self._stored(session, ritual), choices) if ritual else []
        owner_before = {ritual.id: ritual.owner_id} if ritual else {}
        written = ritual or self.kind.table()
        if ritual is None:
            written.id, written.created_at, written.revision = new_id(), self._clock.now(), 0
        write_shared(written, plan)
        self._fill(written, plan)
        written.owner_id = owner.id if owner else person.id
        written.revision += 1
        session.add(written)
        try:
            await session.flush()
        except IntegrityError:
            sentence = f"Somebody has just saved a {noun} with this name. Please choose another one."
            raise Unfit({"name": sentence}) from None
        await self.kind.write_teams(session, written.id, plan.team_ids)
        await session.flush()
        await opt_out_message.pass_on(session, self._ledger, written.workspace_id, owner_before, Asks(noun))
        action, subject = f"{noun}_changed" if ritual else f"{noun}_created", self.kind.subject(written.id)
        self._audit.record(session, person.slack_id, action, subject, name=plan.name, fields=changed)
        await self._follow_up(session, written, plan)
        return written

    async def _saved(self, session: AsyncSession, person: Person, ritual: Row, *, edited: bool) -> SavedFacts:
        return SavedFacts(
            ritual_id=ritual.id,
            name=ritual.name,
            rhythm=rhythm_of(ritual.rrule, ritual.local_time, ritual.zone),
            channel=await channel_facts(session, ritual.channel_id),
            opens_at=ritual.next_opens_at,
            zone=person.zone,
            now=self._clock.now(),
            edited=edited,
        )

    async def _saved_before(self, session: AsyncSession, person: Person, ritual_id: int | None) -> SavedFacts:
        """Answer the second press of *Save*: the ritual that the first one saved."""
        table, noun = self.kind.table, self.kind.noun
        # By who set it up: it may have been for another owner.
        made = await last_subject(session, person.slack_id, f"{noun}_created") if ritual_id is None else ""
        saved = int(made.rpartition(":")[2] or 0) if ritual_id is None else ritual_id
        ritual: Row | None = await session.scalar(sa.select(table).where(self.kind.live(), table.id == saved))
        if ritual is None:
            raise NotFound(f"There is no draft to save any more. Nothing was changed. *New {noun}* begins one.")
        return replace(await self._saved(session, person, ritual, edited=ritual_id is not None), again=True)

    def _gone(self) -> NotFound:
        noun = self.kind.noun
        return NotFound(
            f"This {noun} was deleted meanwhile. Nothing was saved. *New {noun}* on the *Home* tab sets up another one."
        )

    def _draft(self, ritual_id: int | None) -> str:
        """Return the kind of the draft."""
        return self.new_draft if ritual_id is None else self.kind.subject(ritual_id)

    def _counted(self, plan: Plan, ritual: Row | None) -> Plan:
        """Let a plan whose rule has not changed count from the date that it always counted from."""
        return replace(plan, starts_on=ritual.starts_on) if ritual and plan.rrule == ritual.rrule else plan

    def _today(self, person: Person) -> date:
        return self._clock.now().astimezone(ZoneInfo(person.zone)).date()
