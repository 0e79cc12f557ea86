"""Setting up a sync: what its form begins with, whom it asks, and what follows from saving it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.sync import SyncPlan
from bot.domain.sync_follow import SENTENCES, Told
from bot.domain.sync_preview import PreviewFacts
from bot.domain.sync_setup import SyncChoices, choices_from_json, plan_of
from bot.errors import Unfit
from bot.services import channel_invite, sync_preview
from bot.services.audit import Audit
from bot.services.draft import Drafts
from bot.services.opt_out_read import opted_out
from bot.services.ritual_choices import check_shared, person_named
from bot.services.ritual_kind import SYNC
from bot.services.ritual_setup import RitualSetup
from bot.services.role import Rights, acting
from bot.services.sync_audience import Audience, audience_of, sync_plan
from bot.services.sync_choices import check_audience, default_choices, people_of, stored_choices, write_plan
from bot.services.sync_following import can_follow, offered_groups, told_of, write_participants
from bot.services.sync_lock import lock_sync
from bot.services.sync_moved import post_what_waited
from bot.services.sync_round import SyncRounds
from bot.services.sync_sight import may_see
from bot.slack.gateway import Slack
from models import Person, Ritual


class SyncSetup(RitualSetup[Ritual, SyncChoices, SyncPlan, Audience, PreviewFacts]):
    """Sets up syncs: they ask teams through one voice, or everyone, also who is in a channel or a user group."""

    kind = SYNC
    new_draft = "sync"

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
        super().__init__(database, clock, rounds.ledger, drafts, audit)
        self._rounds, self._slack_for = rounds, slack_for

    async def preview_of(self, workspace_id: str, slack_id: str, ritual_id: int) -> PreviewFacts:
        """Return the next rounds of a sync as it is stored to whoever may see it. Raises NotFound."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            seen = sa.select(Ritual).where(Ritual.id == ritual_id, SYNC.live(), may_see(person))
            ritual = await session.scalar(seen)
            if ritual is None:
                raise self._gone()
            choices = await stored_choices(session, ritual)
            plan = await sync_plan(session, ritual)
            audience = await audience_of(session, plan, ritual.id)
            return await self._preview(session, person, choices, plan, audience, ritual)

    def _read(self, written: Mapping[str, Any]) -> SyncChoices:
        return choices_from_json(written)

    async def _default(
        self, session: AsyncSession, rights: Rights, teams: Mapping[int, tuple[str, int]], channel_id: str
    ) -> SyncChoices:
        return await default_choices(session, rights.person, teams, channel_id)

    async def _stored(self, session: AsyncSession, ritual: Ritual) -> SyncChoices:
        return await stored_choices(session, ritual)

    async def _groups(self, session: AsyncSession) -> Mapping[str, str]:
        return await offered_groups(session)

    async def _ask_slack(self, workspace_id: str, choices: SyncChoices | None) -> Told:
        return await told_of(await self._slack_for(workspace_id), *(choices.follows if choices else ("", "")))

    async def _checked(
        self, session: AsyncSession, rights: Rights, choices: SyncChoices, ritual: Ritual | None, told: Told
    ) -> tuple[SyncPlan, Audience]:
        errors = {told.field: SENTENCES[told.trouble]} if told.trouble else {}
        people = await people_of(session, choices.people)
        followers = tuple(await can_follow(session, told.members))
        owner = await person_named(session, choices.owner)
        plan = audience = None
        try:
            country, today = owner.country if owner else "", self._today(rights.person)
            wanted = plan_of(choices, today, tuple(people.values()), followers, owner_country=country)
            plan = self._counted(wanted, ritual)
        except Unfit as unfit:
            errors |= unfit.errors
        if plan and ritual:
            plan = replace(plan, opted_out=await opted_out(session, ritual.id))
        errors |= await check_shared(session, rights, SYNC, choices, ritual)
        errors |= await check_audience(session, rights, choices, people)
        if plan and not told.trouble:
            audience = await audience_of(session, plan, ritual.id if ritual else None)
            if not any(party.order for party in audience.parties):
                nobody = "Nobody here can be asked. Please choose a team, channel or group with members."
                errors.setdefault("teams", nobody)
        if errors or plan is None or audience is None:
            raise Unfit(errors)
        return plan, audience

    async def _preview(
        self,
        session: AsyncSession,
        reader: Person,
        choices: SyncChoices,
        plan: SyncPlan,
        asked: Audience,
        ritual: Ritual | None,
    ) -> PreviewFacts:
        return await sync_preview.facts(session, self._clock.now(), reader, choices, plan, asked, ritual)

    async def _lock(self, session: AsyncSession, ritual_id: int) -> object:
        return await lock_sync(session, ritual_id)

    def _fill(self, ritual: Ritual, plan: SyncPlan) -> None:
        write_plan(ritual, plan)

    async def _follow_up(self, session: AsyncSession, ritual: Ritual, plan: SyncPlan) -> None:
        now = self._clock.now()
        await write_participants(session, ritual, named=set(plan.person_ids), followed=set(plan.follower_ids))
        await self._rounds.schedule(session, ritual)
        await post_what_waited(session, self._ledger, ritual, now)
        await channel_invite.ask_where_needed(session, self._ledger, ritual, now)
