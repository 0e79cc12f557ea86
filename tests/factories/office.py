"""A PMO's office: the services and the people around somebody who sets up syncs."""

from dataclasses import dataclass, replace

import pytest

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.ritual_setup import SavedFacts, digest
from bot.domain.sync_setup import SyncChoices
from bot.engine.inline import InlineEngine
from bot.errors import Unfit
from bot.services.audit import Audit
from bot.services.draft import Drafts
from bot.services.sync_manage import SyncManage
from bot.services.sync_round import SyncRounds
from bot.services.sync_setup import SyncSetup
from tests.factories import sync
from tests.factories.followed_slack import FollowedSlack
from tests.factories.people import MONDAY, person, workspace
from tests.factories.team import team


@dataclass
class Office:
    """The services and the people around a PMO who sets up syncs."""

    database: Database
    setup: SyncSetup
    manage: SyncManage
    payments: int
    growth: int

    @property
    def choices(self) -> SyncChoices:
        """What Mara would save."""
        return SyncChoices("Weekly sync", "UMARA", channel_id="CSYNC", team_ids=(self.payments,))

    def changed(self, **changes: object) -> SyncChoices:
        """What Mara would save, with other choices."""
        return replace(self.choices, **changes)

    async def save(self, choices: SyncChoices, who: str = "UMARA", **edit: int) -> SavedFacts:
        """Preview and save."""
        seen = await self.setup.preview("T1", who, choices, **edit)
        done = await self.setup.save("T1", who, seen=digest(seen.choices), **edit)
        assert isinstance(done, SavedFacts)
        return done

    async def errors(self, who: str = "UMARA", **changes: object) -> dict[str, str]:
        """The sentences that refuse a choice."""
        with pytest.raises(Unfit) as unfit:
            await self.setup.preview("T1", who, replace(self.choices, **changes))
        return unfit.value.errors


async def office(database: Database) -> Office:
    """Mara is PMO, Ana leads Payments, Ben leads Growth; #sync has Drumbeat, #old is archived."""
    clock = ShiftedClock(MONDAY)
    async with database.transaction("T1") as session:
        await workspace(session)
        await person(session, "Mara Lindqvist", role="pmo", zone="Europe/Berlin")
        ana, ben = await person(session), await person(session, "Ben Carter")
        await person(session, "Gus Guest", is_guest=True)
        await person(session, "Lea Left", deactivated=True)
        payments, growth = await team(session, "Payments", [ana]), await team(session, "Growth", [ben])
        await team(session, "Empty")
        await sync.channel(session)
        await sync.channel(session, "old", is_archived=True)
    rounds = SyncRounds(database, clock, Ledger(InlineEngine(database, clock), clock))
    drafts, audit = Drafts(clock), Audit(clock)
    return Office(
        database,
        SyncSetup(database, clock, rounds, drafts, audit, FollowedSlack().of),
        SyncManage(database, clock, rounds, drafts, audit),
        payments.id,
        growth.id,
    )
