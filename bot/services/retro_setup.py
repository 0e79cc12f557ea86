"""Setting up a retro: what its form begins with, what would not go, and what follows from saving it."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.retro import RetroPlan
from bot.domain.retro_preview import RetroPreviewFacts
from bot.domain.retro_setup import RetroChoices, choices_from_json, plan_of
from bot.domain.sync import Attendee
from bot.domain.sync_follow import Told
from bot.errors import Unfit
from bot.services import retro_message, retro_schedule
from bot.services.anonymous import NO_KEY, Seal
from bot.services.audit import Audit
from bot.services.channel_invite import channel_facts
from bot.services.draft import Drafts
from bot.services.retro_choices import check_apart, default_choices, stored_choices, write_plan
from bot.services.retro_lock import lock_retro
from bot.services.retro_moved import post_board_anew
from bot.services.retro_plan import people_in
from bot.services.retro_preview import preview_facts
from bot.services.retro_round import RetroRounds
from bot.services.ritual_choices import check_shared, person_named
from bot.services.ritual_kind import RETRO
from bot.services.ritual_setup import RitualSetup
from bot.services.role import Rights
from models import Person, Retro


class RetroSetup(RitualSetup[Retro, RetroChoices, RetroPlan, Mapping[int, Attendee], RetroPreviewFacts]):
    """Sets up retros: the members of teams look back, with names or without."""

    kind = RETRO
    new_draft = "retro_setup"

    def __init__(
        self, database: Database, clock: Clock, rounds: RetroRounds, drafts: Drafts, audit: Audit, seal: Seal
    ) -> None:
        """Keep what it works with; without a key in `seal` no retro without names can be set up."""
        super().__init__(database, clock, rounds.ledger, drafts, audit)
        self._seal = seal

    def _read(self, written: Mapping[str, Any]) -> RetroChoices:
        return choices_from_json(written)

    async def _default(
        self, session: AsyncSession, rights: Rights, teams: Mapping[int, tuple[str, int]], channel_id: str
    ) -> RetroChoices:
        return await default_choices(session, rights, teams, channel_id)

    async def _stored(self, session: AsyncSession, ritual: Retro) -> RetroChoices:
        return await stored_choices(session, ritual)

    async def _checked(
        self,
        session: AsyncSession,
        rights: Rights,
        choices: RetroChoices,
        ritual: Retro | None,
        told: Told,  # noqa: ARG002 (a retro follows nothing)
    ) -> tuple[RetroPlan, Mapping[int, Attendee]]:
        errors: dict[str, str] = {}
        owner = await person_named(session, choices.owner) or rights.person
        home, plan = {"owner_zone": owner.zone, "owner_country": owner.country}, None
        asked: Mapping[int, Attendee] = {}
        try:
            plan = self._counted(plan_of(choices, self._today(rights.person), **home), ritual)
        except Unfit as unfit:
            errors |= unfit.errors
        errors |= await check_shared(session, rights, RETRO, choices, ritual)
        if choices.anonymous and not self._seal.ready:
            errors["anonymous"] = NO_KEY
        if plan and not errors:
            errors |= check_apart(plan)
            asked = await people_in(session, plan.team_ids, ritual)
            if not asked:
                errors["teams"] = "Nobody here can be asked. Please choose a team with members."
        if errors or plan is None:
            raise Unfit(errors)
        return plan, asked

    async def _preview(
        self,
        session: AsyncSession,
        reader: Person,
        choices: RetroChoices,
        plan: RetroPlan,
        asked: Mapping[int, Attendee],
        ritual: Retro | None,
    ) -> RetroPreviewFacts:
        return await preview_facts(session, self._clock.now(), reader, choices, plan, asked, ritual)

    async def _lock(self, session: AsyncSession, ritual_id: int) -> object:
        return await lock_retro(session, ritual_id)

    def _fill(self, ritual: Retro, plan: RetroPlan) -> None:
        write_plan(ritual, plan)

    async def _follow_up(
        self,
        session: AsyncSession,
        ritual: Retro,
        plan: RetroPlan,  # noqa: ARG002 (its teams are all who take part)
    ) -> None:
        now = self._clock.now()
        await retro_schedule.schedule(session, ritual, now)
        await post_board_anew(session, self._ledger, ritual)
        if not (await channel_facts(session, ritual.channel_id)).can_post:
            owner = await session.get_one(Person, ritual.owner_id)
            today = now.astimezone(ZoneInfo(owner.zone)).date()
            told = retro_message.channel(ritual, owner.slack_id, today)
            await self._ledger.plan(session, ritual.workspace_id, [told])
