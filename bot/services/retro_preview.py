"""The next dates of a retro, saved or not, as its reader may see them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import islice

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.retro import RetroPlan, RetroRoundPlan
from bot.domain.retro_preview import PlannedAsk, PlannedRetro, RetroPreviewFacts
from bot.domain.retro_setup import RetroChoices
from bot.domain.ritual_dates import Occurrence
from bot.domain.sync import Attendee
from bot.services.retro_plan import RetroOutlook
from bot.services.retro_round import running_round
from bot.services.retro_schedule import dates_taken
from bot.services.ritual_preview import shared_preview
from bot.services.role import close_to
from models import Person, Retro

SHOWN = 4
_DAY = timedelta(days=1)


async def preview_facts(
    session: AsyncSession,
    now: datetime,
    reader: Person,
    choices: RetroChoices,
    plan: RetroPlan,
    asked: Mapping[int, Attendee],
    retro: Retro | None,
) -> RetroPreviewFacts:
    """Return the next dates of a plan that was checked; `asked` is who would be, by id."""
    seen = RetroOutlook(plan, asked)
    near = None if reader.acts_as_pmo else await close_to(session, reader)
    taken = (await dates_taken(session, [retro.id], now.date()))[retro.id] if retro else ()
    dates = (one for one in plan.dates.taking_place(now.date() - 2 * _DAY) if one.day and not one.is_among(taken))
    coming = (one for one in dates if one.day and seen.opening_of(one.day).at > now)
    return RetroPreviewFacts(
        **await shared_preview(session, now, reader, choices, plan, retro),
        columns=plan.columns,
        rounds=tuple(_planned(seen, one, one.day, near) for one in islice(coming, SHOWN) if one.day),
        people=len(seen.people),
        running=retro is not None and await running_round(session, retro.id) is not None,
    )


def _planned(seen: RetroOutlook, occurrence: Occurrence, day: date, near: frozenset[int] | None) -> PlannedRetro:
    planned: RetroRoundPlan = seen.round_of(day)
    one_zone = seen.plan.zone
    asks = []
    for one in planned.asked:
        person = seen.people[one.person]
        asks.append(PlannedAsk(one.at, one_zone or person.working.zone.key, person.name))
    away = []
    for person_id in planned.absent:
        person = seen.people[person_id]
        known = near is None or person_id in near
        away.append((person.name if known else "", person.working.why_away(day) if known else ""))
    return PlannedRetro(
        day=day,
        asks=tuple(sorted(asks, key=lambda ask: (ask.at, ask.zone, ask.name.casefold()))),
        away=tuple(sorted(away)),
        opens_at=planned.opens_at,
        reveal_at=planned.reveal_at,
        vote_at=planned.vote_at,
        ends_at=planned.ends_at,
        holiday=occurrence.holiday if occurrence.day != occurrence.planned else "",
    )
