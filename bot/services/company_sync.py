"""The syncs of a company file: created or changed, and their next round set."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.company import CompanySync
from bot.domain.question import to_json
from bot.domain.ritual import rhythm_of
from bot.engine.timers import set_timer
from bot.ids import new_id
from bot.services import opt_out_message
from bot.services.company_known import Known
from bot.services.company_opt_out import bring_opt_outs
from bot.services.company_row import counted
from bot.services.ritual_kind import SYNC
from bot.services.sync_following import participants, write_participants
from bot.services.sync_round import SyncRounds
from bot.services.sync_schedule import FOLLOW_NOW
from models import Ritual


async def apply_syncs(
    session: AsyncSession, rounds: SyncRounds, known: Known, wanted: Sequence[CompanySync], now: datetime
) -> list[str]:
    """Create or change the syncs and set their next rounds; return what changed, a line each."""
    rows = await session.scalars(sa.select(Ritual).where(Ritual.kind == "sync", Ritual.state != "deleted"))
    stored = {ritual.name.casefold(): ritual for ritual in rows}
    changes = []
    for sync in wanted:
        ritual = stored.get(sync.name.casefold())
        if ritual is None:
            ritual = _new(sync, known, now)
            session.add(ritual)
            await session.flush()
            await _bring_audience(session, rounds, ritual, sync, known, now)
            when = rhythm_of(sync.rrule, sync.time, sync.zone)
            changes.append(f"add sync {sync.name}: {when}, summary to #{sync.channel}")
        else:
            before = {ritual.id: ritual.owner_id}
            changed = known.bring(ritual, _fields(sync, known))
            changed += await _bring_audience(session, rounds, ritual, sync, known, now)
            await opt_out_message.pass_on(session, rounds.ledger, ritual.workspace_id, before)
            if not changed:
                continue
            ritual.revision += 1
            changes.append(f"change sync {ritual.name}: {'; '.join(changed)}")
        await session.flush()
        await rounds.schedule(session, ritual)
    return changes


def _new(sync: CompanySync, known: Known, now: datetime) -> Ritual:
    owner = known.owner(sync)
    # Counted from the Monday of this week, so that "every second week" starts with the present one.
    return Ritual(
        id=new_id(),
        kind="sync",
        name=sync.name,
        owner_id=owner.id,
        starts_on=now.date() - timedelta(days=now.weekday()),
        created_at=now,
        revision=1,
        **{name: value for name, value in _fields(sync, known).items() if name != "owner_id"},
    )


def _fields(sync: CompanySync, known: Known) -> dict[str, object]:
    return known.ritual_fields(sync) | {
        "voice": str(sync.voice),
        "answering_minutes": sync.answering_minutes,
        "reminds": sync.reminds,
        "rollup_style": str(sync.rollup_style),
        "rollup_place": str(sync.rollup_place),
        "follows_channel": known.channels[sync.follow_channel].slack_id if sync.follow_channel else "",
        "follows_group": known.groups[sync.follow_group] if sync.follow_group else "",
        "questions": to_json(sync.questions),
    }


async def _bring_audience(
    session: AsyncSession, rounds: SyncRounds, ritual: Ritual, sync: CompanySync, known: Known, now: datetime
) -> list[str]:
    teams = {known.teams[name.casefold()].id for name in sync.teams}
    people = {known.people[email].id for email in sync.people}
    before = await SYNC.write_teams(session, ritual.id, teams)
    named, followed = await participants(session, ritual.id)
    follows = bool(ritual.follows_channel or ritual.follows_group)
    await write_participants(session, ritual, named=people, followed=followed if follows else ())
    if follows:
        # Slack is asked by the Drumbeat that runs.
        await set_timer(session, ritual.workspace_id, FOLLOW_NOW, str(ritual.id), now)
    changed = counted("teams", before, teams) + counted("people", named, people)
    return changed + await bring_opt_outs(session, rounds.ledger, ritual, sync, known, now)
