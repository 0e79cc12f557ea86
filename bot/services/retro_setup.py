"""Setting up a retro: the form with good defaults, the preview, and saving it, new or edited."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.opt_out import Asks
from bot.domain.retro import RetroPlan
from bot.domain.retro_preview import RetroPreviewFacts
from bot.domain.retro_setup import RetroChoices, choices_from_json, plan_of
from bot.domain.ritual_setup import SavedFacts, SetupFacts, digest
from bot.errors import NotFound, Unfit, UserError
from bot.ids import new_id
from bot.services import opt_out_message, retro_message, retro_schedule
from bot.services.anonymous import NO_KEY, Seal
from bot.services.audit import Audit, last_actor
from bot.services.channel_invite import channel_facts
from bot.services.draft import Drafts
from bot.services.retro_choices import (
    changed_by,
    changed_fields,
    check_apart,
    check_stored,
    default_choices,
    stored_choices,
    write_plan,
    write_teams,
)
from bot.services.retro_lock import lock_retro
from bot.services.retro_moved import post_board_anew
from bot.services.retro_plan import people_in, retro_plan
from bot.services.retro_preview import preview_facts
from bot.services.retro_right import may_change, teams_of
from bot.services.retro_round import RetroRounds
from bot.services.role import Rights, acting, refusal, rights_of
from bot.services.sync_choices import choosable_teams, offered_zones
from models import Person, Retro

SETTING_UP = "Setting up retros is"
GONE = "This retro was deleted meanwhile. Nothing was saved. *New retro* sets up another one."
CHANGED = "Your draft is being changed in another window. Nothing was saved. Please press the button once more."


class RetroSetup:
    """Guides somebody from the form through the preview to a saved retro; every step keeps a draft."""

    def __init__(
        self, database: Database, clock: Clock, rounds: RetroRounds, drafts: Drafts, audit: Audit, seal: Seal
    ) -> None:
        """Keep what it works with; without a key in `seal` no retro without names can be set up."""
        self._database, self._clock, self._rounds = database, clock, rounds
        self._drafts, self._audit, self._seal = drafts, audit, seal

    async def form(
        self, workspace_id: str, slack_id: str, *, retro_id: int | None = None, channel_id: str = ""
    ) -> SetupFacts[RetroChoices]:
        """Return the form for a new retro, or for an edit of `retro_id`; a draft that waits is gone on with.

        `channel_id`: where the person is. Raises NotAllowed, NotFound.
        """
        async with self._database.reading(workspace_id) as session:
            return await self._form(session, await self._rights(session, slack_id), retro_id, channel_id)

    async def anew(
        self, workspace_id: str, slack_id: str, *, retro_id: int | None = None, channel_id: str = ""
    ) -> SetupFacts[RetroChoices]:
        """Forget the draft and return the form as it is without one."""
        async with self._database.transaction(workspace_id) as session:
            rights = await self._rights(session, slack_id)
            await self._drafts.drop(session, rights.person.id, _kind(retro_id))
            return await self._form(session, rights, retro_id, channel_id)

    async def keep(
        self, workspace_id: str, slack_id: str, choices: RetroChoices, *, retro_id: int | None = None, revision: int = 0
    ) -> None:
        """Keep what stands in the form as this person's draft; nothing is checked yet."""
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            values = {"choices": choices.to_json(), "revision": revision}
            await self._drafts.keep(session, person.id, _kind(retro_id), values)

    async def preview(
        self, workspace_id: str, slack_id: str, choices: RetroChoices, *, retro_id: int | None = None, revision: int = 0
    ) -> RetroPreviewFacts:
        """Keep the draft, check it, and return its next dates.

        Raises Unfit with a sentence for each field that needs mending; UserError where somebody changed the retro.
        """
        await self.keep(workspace_id, slack_id, choices, retro_id=retro_id, revision=revision)
        async with self._database.reading(workspace_id) as session:
            rights = await self._rights(session, slack_id)
            retro = await self._retro(session, rights, retro_id, revision)
            plan = await self._checked(session, rights, choices, retro)
            return await preview_facts(session, self._clock.now(), rights.person, choices, plan, retro)

    async def save(
        self, workspace_id: str, slack_id: str, *, seen: str, retro_id: int | None = None, revision: int = 0
    ) -> SavedFacts | RetroPreviewFacts:
        """Save the draft that was previewed, whose `digest` is `seen`; pressed twice it is saved once.

        Where the draft has changed since, nothing is saved and its new preview is returned. Raises Unfit or UserError
        as `preview` does; then nothing is saved and the draft stays.
        """
        async with self._database.transaction(workspace_id) as session:
            rights = await self._rights(session, slack_id)
            if retro_id is not None:
                await lock_retro(session, retro_id)
            # Of two presses at once the second waits here and then finds that the first has saved.
            draft = await self._drafts.find(session, rights.person.id, _kind(retro_id), locked=True)
            if draft is None:
                return await self._saved_before(session, rights.person, retro_id)
            choices = choices_from_json(draft.values["choices"])
            retro = await self._retro(session, rights, retro_id, revision)
            plan = await self._checked(session, rights, choices, retro)
            if digest(choices) != seen:
                facts = await preview_facts(session, self._clock.now(), rights.person, choices, plan, retro)
                return replace(facts, redrawn=True)
            saved = await self._write(session, rights.person, choices, plan, retro)
            await self._drafts.drop(session, rights.person.id, _kind(retro_id))
            return await self._saved(session, rights.person, saved, edited=retro is not None)

    async def _rights(self, session: AsyncSession, slack_id: str) -> Rights:
        rights = await rights_of(session, await acting(session, slack_id))
        if not rights.any:
            raise await refusal(session, SETTING_UP)
        return rights

    async def _retro(
        self, session: AsyncSession, rights: Rights, retro_id: int | None, revision: int = 0
    ) -> Retro | None:
        """Return the retro that is edited, None for a new one; `revision` 0 takes it as it is now."""
        if retro_id is None:
            return None
        retro = await session.scalar(sa.select(Retro).where(Retro.id == retro_id, Retro.state != "deleted"))
        if retro is None:
            raise NotFound(GONE)
        if not may_change(rights, retro, await teams_of(session, retro.id)):
            raise await refusal(session, f"Changing {retro.name} is")
        if revision and retro.revision != revision:
            by = await last_actor(session, f"retro:{retro.id}", "retro_changed") or "Somebody"
            raise UserError(
                f"{by} changed {retro.name} while you were editing it. Nothing was saved, and what you typed is kept "
                "as your draft. Close this form and choose *Edit* again to go on from there."
            )
        return retro

    async def _form(
        self, session: AsyncSession, rights: Rights, retro_id: int | None, channel_id: str
    ) -> SetupFacts[RetroChoices]:
        retro = await self._retro(session, rights, retro_id)
        draft = await self._drafts.find(session, rights.person.id, _kind(retro_id))
        teams = await choosable_teams(session, rights)
        if draft:
            choices = choices_from_json(draft.values["choices"])
        elif retro:
            choices = await stored_choices(session, retro)
        else:
            choices = await default_choices(session, rights, teams, channel_id)
        return SetupFacts(
            choices=choices,
            teams={team: name for team, (name, _) in teams.items()},
            zones=await offered_zones(session, choices.zone),
            zone=rights.person.zone,
            now=self._clock.now(),
            ritual_id=retro_id,
            revision=retro.revision if retro else 0,
            draft_at=draft.updated_at if draft else None,
            changed_by=await changed_by(session, retro, draft),
            all_teams=rights.all_teams,
        )

    async def _checked(
        self, session: AsyncSession, rights: Rights, choices: RetroChoices, retro: Retro | None
    ) -> RetroPlan:
        """Return the plan, or raise Unfit with all that needs mending."""
        errors: dict[str, str] = {}
        owner = await session.scalar(sa.select(Person).where(Person.slack_id == choices.owner)) or rights.person
        today = self._clock.now().astimezone(ZoneInfo(rights.person.zone)).date()
        plan = None
        try:
            plan = plan_of(choices, today, owner_zone=owner.zone, owner_country=owner.country)
        except Unfit as unfit:
            errors |= unfit.errors
        if retro and plan and plan.rrule == retro.rrule:
            plan = replace(plan, starts_on=retro.starts_on)
        errors |= await check_stored(session, rights, choices, retro)
        if choices.anonymous and not self._seal.ready:
            errors["anonymous"] = NO_KEY
        if plan and not errors:
            errors |= check_apart(plan)
            if not await people_in(session, plan.team_ids, retro):
                errors["teams"] = "Nobody here can be asked. Please choose a team with members."
        if errors or plan is None:
            raise Unfit(errors)
        return plan

    async def _write(
        self, session: AsyncSession, person: Person, choices: RetroChoices, plan: RetroPlan, retro: Retro | None
    ) -> Retro:
        now = self._clock.now()
        owner = await session.scalar(sa.select(Person).where(Person.slack_id == choices.owner))
        changed = await changed_fields(session, retro, choices) if retro else []
        before = {retro.id: retro.owner_id} if retro else {}
        written = retro or Retro(id=new_id(), created_at=now, revision=0)
        write_plan(written, plan)
        written.owner_id = owner.id if owner else person.id
        written.revision += 1
        session.add(written)
        try:
            await session.flush()
        except IntegrityError:
            raise Unfit({"name": "Somebody has just saved a retro with this name. Please choose another."}) from None
        await write_teams(session, written, plan.team_ids)
        await session.flush()
        await opt_out_message.pass_on(session, self._rounds.ledger, written.workspace_id, before, Asks.RETRO)
        action = "retro_changed" if retro else "retro_created"
        self._audit.record(session, person.slack_id, action, f"retro:{written.id}", name=plan.name, fields=changed)
        await retro_schedule.schedule(session, written, now)
        await post_board_anew(session, self._rounds.ledger, written)
        if owner and not (await channel_facts(session, written.channel_id)).can_post:
            today = now.astimezone(ZoneInfo(owner.zone)).date()
            told = retro_message.channel(written, owner.slack_id, today)
            await self._rounds.ledger.plan(session, written.workspace_id, [told])
        return written

    async def _saved(self, session: AsyncSession, person: Person, retro: Retro, *, edited: bool) -> SavedFacts:
        plan = await retro_plan(session, retro)
        return SavedFacts(
            ritual_id=retro.id,
            name=retro.name,
            rhythm=plan.rhythm,
            channel=await channel_facts(session, retro.channel_id),
            opens_at=retro.next_opens_at,
            zone=person.zone,
            now=self._clock.now(),
            edited=edited,
        )

    async def _saved_before(self, session: AsyncSession, person: Person, retro_id: int | None) -> SavedFacts:
        """Answer the second press of *Save*: the retro that the first one saved."""
        rows = sa.select(Retro).where(Retro.state != "deleted")
        mine = Retro.owner_id == person.id if retro_id is None else Retro.id == retro_id
        retro = await session.scalar(rows.where(mine).order_by(Retro.id.desc()).limit(1))
        if retro is None:
            raise NotFound("There is nothing to save any more. *New retro* starts anew.")
        return replace(await self._saved(session, person, retro, edited=retro_id is not None), again=True)


def _kind(retro_id: int | None) -> str:
    """Return the kind of the draft."""
    return "retro_setup" if retro_id is None else f"retro:{retro_id}"
