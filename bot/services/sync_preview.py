"""The next rounds of a sync before it is saved: who is asked when, who is away, who would be short of time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.recurrence import parse
from bot.domain.ritual_dates import Occurrence
from bot.domain.round import better_time
from bot.domain.sync import Attendee, Party, RoundPlan, SyncPlan, hands_over, plan_round
from bot.domain.sync_planned import PlannedAsk, PlannedRound, absent_teams, away_of, unreached_of
from bot.domain.sync_preview import PreviewFacts
from bot.domain.sync_setup import SyncChoices
from bot.services import sync_budget
from bot.services.ritual_preview import shared_preview
from bot.services.role import close_to
from bot.services.sync_audience import Audience
from bot.services.sync_following import sources_of
from models import Person, Ritual, Round

LOOK_AHEAD = 10
"""Dates looked at beyond those wanted: some near today may be past, or have had their round."""


async def facts(
    session: AsyncSession,
    now: datetime,
    reader: Person,
    choices: SyncChoices,
    plan: SyncPlan,
    audience: Audience,
    ritual: Ritual | None,
) -> PreviewFacts:
    """Return what the preview shows to its reader; `ritual` is None for a sync that is not stored yet."""
    ritual_id = ritual.id if ritual else None
    shared = await shared_preview(session, now, reader, choices, plan, ritual)
    load = await sync_budget.load(session, plan, audience, now.date(), ritual_id=ritual_id)
    opened = sa.select(sa.func.max(Round.closes_at)).where(Round.ritual_id == ritual_id, Round.state == "open")
    sees_all = reader.acts_as_pmo or shared["own"]
    seen = None if sees_all else await close_to(session, reader)
    return PreviewFacts(
        **shared,
        rounds=await preview(session, plan, audience, now, ritual_id=ritual_id, seen=seen),
        asked=len(audience.parties),
        hands_over=hands_over(plan, audience.parties),
        load=load,
        busy=tuple(audience.people[one].name for one in load.busy),
        follows=await sources_of(session, plan.follows_channel, plan.follows_group),
        followed=len(set(plan.follower_ids) & set(audience.people)),
        opted_out=audience.left_out if sees_all else (),
        running=await session.scalar(opened) if ritual_id else None,
    )


async def preview(
    session: AsyncSession,
    plan: SyncPlan,
    audience: Audience,
    now: datetime,
    *,
    ritual_id: int | None,
    seen: Collection[int] | None = None,
    count: int = 4,
) -> tuple[PlannedRound, ...]:
    """Return the next `count` rounds of `plan` that open after `now`; dates that had their round are left out.

    A squad takes turns from one of them to the next, as it does when everybody answers. `seen`: of whom the reader may
    know why they are away; None: of everybody.
    """
    taken: set[date] = set()
    if ritual_id is not None:
        taken = set(await session.scalars(sa.select(Round.local_date).where(Round.ritual_id == ritual_id)))
    first = now.date() - timedelta(days=2)
    rounds: list[PlannedRound] = []
    parties = audience.parties
    left_out: list[Occurrence] = []
    for one in islice(plan.dates.after(first), LOOK_AHEAD + count * (LOOK_AHEAD + 1)):
        if one.day is None:
            left_out += [one] if one.planned >= now.date() else []
            continue
        planned = plan_round(plan, parties, audience.people, one.day)
        if planned.opens_at > now and not one.is_among(taken):
            shown = _shown(plan, planned, audience.people, parties, seen)
            moved = one if one.holiday else None
            unreached = unreached_of(plan, planned, audience.people, seen)
            rounds.append(replace(shown, moved=moved, left_out=tuple(left_out), unreached=unreached))
            parties, left_out = _after(planned, parties), []
        if len(rounds) == count:
            break
    return tuple(rounds)


def _after(planned: RoundPlan, parties: Sequence[Party]) -> tuple[Party, ...]:
    """Return the parties as the next round finds them: whoever has spoken for a team comes last in it."""
    spoke = {turn.party: turn.person for turn in planned.turns if turn.party.team is not None}
    return tuple(_last(party, spoke[party]) if party in spoke else party for party in parties)


def _last(party: Party, person: int) -> Party:
    return replace(party, order=(*(one for one in party.order if one != person), person))


def _shown(
    plan: SyncPlan,
    planned: RoundPlan,
    people: Mapping[int, Attendee],
    parties: Sequence[Party],
    seen: Collection[int] | None,
) -> PlannedRound:
    asks = tuple(
        PlannedAsk(
            people[turn.person].name,
            turn.party.name if turn.party.team is not None else "",
            people[turn.person].slack_id,
            people[turn.person].working.zone.key,
            turn.ask_at,
        )
        for turn in planned.turns
    )
    short = tuple((people[one.who].name, int(one.has / timedelta(minutes=1))) for one in planned.short)
    return PlannedRound(
        planned.day,
        planned.opens_at,
        planned.closes_at,
        asks,
        away_of(plan, planned, people, seen),
        absent_teams(planned.absent),
        short,
        _better(plan, planned.day, people, parties) if short else "",
        tuple(
            people[turn.person].name
            for turn in planned.turns
            if people[turn.person].working.next_working(turn.ask_at) != turn.ask_at
        ),
    )


def _better(plan: SyncPlan, day: date, people: Mapping[int, Attendee], parties: Sequence[Party]) -> str:
    """Return "At 09:30", or "On Monday at 10:00" where another day helps and the rhythm has only one; else ""."""
    everybody = [people[person].working for party in parties for person in party.order]
    # Who never works on that weekday is not asked then, and would only rule out every hour of it.
    working = [one for one in everybody if day.weekday() in one.days]
    found = better_time(working, day, plan.local_time, plan.one_zone, answering=plan.answering)
    if found is None:
        return ""
    if found.day == day:
        return f"At {found.at:%H:%M}"
    only_day = len(parse(plan.rrule).days) == 1
    return f"On {found.day:%A} at {found.at:%H:%M}" if only_day else ""
