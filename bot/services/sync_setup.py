"""Setting up a sync: the form with good defaults, the preview, and saving it, new or edited."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.ritual_setup import SavedFacts, SetupFacts, digest
from bot.domain.sync import SyncPlan
from bot.domain.sync_follow import SENTENCES, Told
from bot.domain.sync_preview import PreviewFacts
from bot.domain.sync_setup import SyncChoices, choices_from_json, plan_of
from bot.errors import NotFound, Unfit, UserError
from bot.ids import new_id
from bot.services import channel_invite, opt_out_message, sync_preview
from bot.services.audit import Audit, last_actor
from bot.services.draft import Drafts
from bot.services.opt_out_read import opted_out
from bot.services.role import Rights, acting, refusal, rights_of
from bot.services.sync_audience import Audience, audience_of, sync_plan
from bot.services.sync_choices import (
    changed_by,
    changed_fields,
    check_audience,
    check_name,
    choosable_teams,
    country_of,
    default_choices,
    offered_zones,
    people_of,
    stored_choices,
    write_audience,
    write_plan,
)
from bot.services.sync_following import can_follow, offered_groups, told_of
from bot.services.sync_list import is_theirs
from bot.services.sync_lock import lock_sync
from bot.services.sync_moved import post_what_waited
from bot.services.sync_round import SyncRounds
from bot.services.sync_sight import may_see
from bot.slack.gateway import Slack
from models import Person, Ritual

SETTING_UP = "Setting up syncs is"
CHANGED = "Your draft is being changed in another window. Nothing was saved. Please press the button once more."
GONE = "This sync was deleted meanwhile. Nothing was saved. *New sync* on the *Home* tab sets up another one."


class SyncSetup:
    """Guides somebody from the form through the preview to a saved sync; every step keeps a draft."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        rounds: SyncRounds,
        drafts: Drafts,
        audit: Audit,
        slack_for: Callable[[str], Awaitable[Slack]],
    ) -> None:
        """Keep what it works with; `slack_for` gives the Slack that tells whom a sync follows."""
        self._database, self._clock, self._rounds = database, clock, rounds
        self._drafts, self._audit, self._slack_for = drafts, audit, slack_for

    async def form(
        self, workspace_id: str, slack_id: str, *, ritual_id: int | None = None, channel_id: str = ""
    ) -> SetupFacts[SyncChoices]:
        """Return the form for a new sync, or for an edit of `ritual_id`; a draft that waits is gone on with.

        `channel_id`: where the person is, proposed where no channel is called sync. Raises NotAllowed, NotFound.
        """
        async with self._database.reading(workspace_id) as session:
            rights = await self._rights(session, slack_id)
            return await self._form(session, rights, ritual_id, channel_id)

    async def anew(
        self, workspace_id: str, slack_id: str, *, ritual_id: int | None = None, channel_id: str = ""
    ) -> SetupFacts[SyncChoices]:
        """Forget the draft and return the form as it is without one."""
        async with self._database.transaction(workspace_id) as session:
            rights = await self._rights(session, slack_id)
            await self._drafts.drop(session, rights.person.id, _kind(ritual_id))
            return await self._form(session, rights, ritual_id, channel_id)

    async def keep(
        self, workspace_id: str, slack_id: str, choices: SyncChoices, *, ritual_id: int | None = None, revision: int = 0
    ) -> None:
        """Keep what stands in the form as this person's draft; nothing is checked yet."""
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            values = {"choices": choices.to_json(), "revision": revision}
            await self._drafts.keep(session, person.id, _kind(ritual_id), values)

    async def preview(
        self, workspace_id: str, slack_id: str, choices: SyncChoices, *, ritual_id: int | None = None, revision: int = 0
    ) -> PreviewFacts:
        """Keep the draft, check it, and return its next rounds.

        Raises Unfit with a sentence for each field that needs mending; UserError where somebody changed the sync.
        """
        await self.keep(workspace_id, slack_id, choices, ritual_id=ritual_id, revision=revision)
        told = await told_of(await self._slack_for(workspace_id), *choices.follows)
        async with self._database.reading(workspace_id) as session:
            rights = await self._rights(session, slack_id)
            ritual = await self._ritual(session, rights, ritual_id, revision)
            plan, audience = await self._checked(session, rights, choices, ritual, told)
            return await sync_preview.facts(session, self._clock.now(), rights.person, choices, plan, audience, ritual)

    async def preview_of(self, workspace_id: str, slack_id: str, ritual_id: int) -> PreviewFacts:
        """Return the next rounds of a sync as it is stored to whoever may see it. Raises NotFound."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            seen = sa.select(Ritual).where(Ritual.id == ritual_id, Ritual.state != "deleted", may_see(person))
            ritual = await session.scalar(seen)
            if ritual is None:
                raise NotFound(GONE)
            plan = await sync_plan(session, ritual)
            audience = await audience_of(session, plan, ritual.id)
            choices = await stored_choices(session, ritual)
            return await sync_preview.facts(session, self._clock.now(), person, choices, plan, audience, ritual)

    async def save(
        self, workspace_id: str, slack_id: str, *, seen: str, ritual_id: int | None = None, revision: int = 0
    ) -> SavedFacts | PreviewFacts:
        """Save the draft that was previewed, whose `digest` is `seen`; pressed twice it is saved once.

        Where the draft has changed since, in another window say, nothing is saved and its new preview is returned.
        Raises Unfit or UserError as `preview` does; then nothing is saved and the draft stays.
        """
        async with self._database.reading(workspace_id) as session:
            waiting = await self._drafts.find(session, (await acting(session, slack_id)).id, _kind(ritual_id))
        before = choices_from_json(waiting.values["choices"]) if waiting else None
        told = await told_of(await self._slack_for(workspace_id), *(before.follows if before else ("", "")))
        async with self._database.transaction(workspace_id) as session:
            rights = await self._rights(session, slack_id)
            if ritual_id is not None:
                await lock_sync(session, ritual_id)
            # Of two presses at once the second waits here and then finds that the first has saved.
            draft = await self._drafts.find(session, rights.person.id, _kind(ritual_id), locked=True)
            if draft is None:
                return await self._saved_before(session, rights.person, ritual_id)
            choices = choices_from_json(draft.values["choices"])
            if choices != before:
                raise UserError(CHANGED)
            ritual = await self._ritual(session, rights, ritual_id, revision)
            plan, audience = await self._checked(session, rights, choices, ritual, told)
            if digest(choices) != seen:
                facts = await sync_preview.facts(
                    session, self._clock.now(), rights.person, choices, plan, audience, ritual
                )
                return replace(facts, redrawn=True)
            saved = await self._write(session, rights.person, choices, plan, ritual)
            await self._drafts.drop(session, rights.person.id, _kind(ritual_id))
            return await self._saved(session, rights.person, saved, plan, edited=ritual is not None)

    async def _rights(self, session: AsyncSession, slack_id: str) -> Rights:
        rights = await rights_of(session, await acting(session, slack_id))
        if not rights.any:
            raise await refusal(session, SETTING_UP)
        return rights

    async def _ritual(
        self, session: AsyncSession, rights: Rights, ritual_id: int | None, revision: int = 0
    ) -> Ritual | None:
        """Return the sync that is edited, None for a new one; `revision` 0 takes it as it is now."""
        if ritual_id is None:
            return None
        ritual = await session.scalar(sa.select(Ritual).where(Ritual.id == ritual_id, Ritual.state != "deleted"))
        if ritual is None:
            raise NotFound(GONE)
        plan = await sync_plan(session, ritual)
        if not is_theirs(rights, ritual, plan.team_ids):
            raise await refusal(session, f"Changing {ritual.name} is")
        if revision and ritual.revision != revision:
            by = await last_actor(session, f"sync:{ritual.id}", "sync_changed") or "Somebody"
            raise UserError(
                f"{by} changed {ritual.name} while you were editing it. Nothing was saved, and what you typed is kept "
                "as your draft. Close this form and choose *Edit* again to go on from there."
            )
        return ritual

    async def _form(
        self, session: AsyncSession, rights: Rights, ritual_id: int | None, channel_id: str
    ) -> SetupFacts[SyncChoices]:
        person = rights.person
        ritual = await self._ritual(session, rights, ritual_id)
        draft = await self._drafts.find(session, person.id, _kind(ritual_id))
        teams = await choosable_teams(session, rights)
        if draft:
            choices = choices_from_json(draft.values["choices"])
        elif ritual:
            choices = await stored_choices(session, ritual)
        else:
            choices = await default_choices(session, person, teams, channel_id)
        return SetupFacts(
            choices=choices,
            teams={team: name for team, (name, _) in teams.items()},
            zones=await offered_zones(session, choices.zone),
            zone=person.zone,
            now=self._clock.now(),
            ritual_id=ritual_id,
            revision=ritual.revision if ritual else 0,
            draft_at=draft.updated_at if draft else None,
            all_teams=rights.all_teams,
            groups=await offered_groups(session) if rights.all_teams else {},
            changed_by=await changed_by(session, ritual, draft),
        )

    async def _checked(
        self, session: AsyncSession, rights: Rights, choices: SyncChoices, ritual: Ritual | None, told: Told
    ) -> tuple[SyncPlan, Audience]:
        """Return the plan and its audience, or raise Unfit with all that needs mending."""
        errors = {told.field: SENTENCES[told.trouble]} if told.trouble else {}
        people = await people_of(session, choices.people)
        plan = None
        try:
            followers = tuple(await can_follow(session, told.members))
            country = await country_of(session, choices.owner)
            today = self._today(rights.person)
            plan = plan_of(choices, today, tuple(people.values()), followers, owner_country=country)
        except Unfit as unfit:
            errors |= unfit.errors
        if ritual and plan and plan.rrule == ritual.rrule:
            plan = replace(plan, starts_on=ritual.starts_on)
        if plan:
            out = await opted_out(session, ritual.id) if ritual else ()
            plan = replace(plan, opted_out=out)
        errors |= await check_name(session, choices.name, ritual)
        errors |= await check_audience(session, rights, choices, people)
        audience = await audience_of(session, plan, ritual.id if ritual else None) if plan else None
        if audience and not told.trouble and not any(party.order for party in audience.parties):
            errors.setdefault("teams", "Nobody here can be asked. Please choose a team, channel or group with members.")
        if errors or plan is None or audience is None:
            raise Unfit(errors)
        return plan, audience

    async def _write(
        self, session: AsyncSession, person: Person, choices: SyncChoices, plan: SyncPlan, ritual: Ritual | None
    ) -> Ritual:
        owner = await session.scalar(sa.select(Person).where(Person.slack_id == choices.owner))
        changed = await changed_fields(session, ritual, choices) if ritual else []
        before = {ritual.id: ritual.owner_id} if ritual else {}
        written = ritual or Ritual(id=new_id(), kind="sync", created_at=self._clock.now(), revision=0)
        write_plan(written, plan)
        written.owner_id = owner.id if owner else person.id
        written.revision += 1
        session.add(written)
        try:
            await session.flush()
        except IntegrityError:
            raise Unfit({"name": "Somebody has just saved a sync with this name. Please choose another one."}) from None
        await write_audience(session, written, plan)
        await opt_out_message.pass_on(session, self._rounds.ledger, written.workspace_id, before)
        action, subject = "sync_changed" if ritual else "sync_created", f"sync:{written.id}"
        self._audit.record(session, person.slack_id, action, subject, name=plan.name, fields=changed)
        await self._rounds.schedule(session, written)
        await post_what_waited(session, self._rounds.ledger, written, self._clock.now())
        await channel_invite.ask_where_needed(session, self._rounds.ledger, written, self._today(person))
        return written

    async def _saved(
        self, session: AsyncSession, person: Person, ritual: Ritual, plan: SyncPlan, *, edited: bool
    ) -> SavedFacts:
        return SavedFacts(
            ritual_id=ritual.id,
            name=ritual.name,
            rhythm=plan.rhythm,
            channel=await channel_invite.channel_facts(session, ritual.channel_id),
            opens_at=ritual.next_opens_at,
            zone=person.zone,
            now=self._clock.now(),
            edited=edited,
        )

    async def _saved_before(self, session: AsyncSession, person: Person, ritual_id: int | None) -> SavedFacts:
        """Answer the second press of *Save*: the sync that the first one saved."""
        statement = sa.select(Ritual).where(Ritual.state != "deleted", Ritual.owner_id == person.id)
        if ritual_id is not None:
            statement = sa.select(Ritual).where(Ritual.state != "deleted", Ritual.id == ritual_id)
        ritual = await session.scalar(statement.order_by(Ritual.id.desc()).limit(1))
        if ritual is None:
            raise NotFound("There is no draft to save any more. Nothing was changed. *New sync* begins one.")
        plan = await sync_plan(session, ritual)
        return replace(await self._saved(session, person, ritual, plan, edited=ritual_id is not None), again=True)

    def _today(self, person: Person) -> date:
        return self._clock.now().astimezone(ZoneInfo(person.zone)).date()


def _kind(ritual_id: int | None) -> str:
    return "sync" if ritual_id is None else f"sync:{ritual_id}"
