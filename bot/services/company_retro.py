"""The retros of a company file: read, created or changed with their next round set, and written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Ledger
from bot.domain.company import CompanyRetro
from bot.domain.opt_out import Asks
from bot.domain.recurrence import monthly, parse
from bot.domain.retro_format import DEFAULT, FORMATS, OWN, Column, columns_of, from_json, own_text, to_json
from bot.domain.retro_setup import LAST, MOST_DAYS, MOST_VOTES, THURSDAY
from bot.domain.ritual import rhythm_of
from bot.domain.ritual_dates import Holidays
from bot.domain.words import short
from bot.errors import UserError
from bot.ids import new_id
from bot.services import opt_out_message, retro_schedule
from bot.services.anonymous import NO_KEY, Seal
from bot.services.company_known import Known
from bot.services.company_opt_out import bring_opt_outs, left_out_for_file
from bot.services.company_row import counted, ritual_of
from bot.services.company_yaml import CompanyFileError, Row
from bot.services.retro_choices import check_apart
from bot.services.retro_plan import retro_plan
from bot.services.ritual_kind import RETRO
from models import Person, Retro, RetroTeam, Team

KEYS = (
    "name", "rule", "time", "zone", "channel", "teams", "format", "columns", "anonymous", "write", "sort", "vote",
    "votes", "left_out", "owner", "paused", "holidays", "home_country",
)  # fmt: skip
MONTHLY = monthly(LAST, THURSDAY)
DAYS = {"write": 3, "sort": 1, "vote": 1}
"""Working days of each phase where nothing is said."""


def retro_of(row: Row) -> CompanyRetro:
    """Return what a row of `retros` says; what is wrong is noted."""
    row.known(*KEYS)
    own = row.texts("columns")
    key = row.one_of("format", (*FORMATS, OWN), OWN if own else DEFAULT)
    if own and key != OWN:
        row.note("format", "columns of your own go with “format: own”. Keep one of the two.")
    if not row.texts("teams"):
        row.note("teams", "nobody takes part in this retro. Please add “teams: [...]”.")
    days = {name: row.read(name, lambda value: _number(value, MOST_DAYS), usual) for name, usual in DAYS.items()}
    return CompanyRetro(
        **ritual_of(row, row.read("rule", lambda value: str(parse(str(value))), MONTHLY), time(14)),
        columns=_columns(row, key, own),
        format=key,
        anonymous=row.flag("anonymous", default=True),
        write_days=days["write"],
        group_days=days["sort"],
        vote_days=days["vote"],
        votes=row.read("votes", lambda value: _number(value, MOST_VOTES), 3),
    )


async def apply_retros(
    session: AsyncSession, ledger: Ledger, known: Known, wanted: Sequence[CompanyRetro], now: datetime, seal: Seal
) -> list[str]:
    """Create or change the retros and set their next rounds; return what changed, a line each.

    Raises CompanyFileError for one without names where `seal` has no key.
    """
    rows = await session.scalars(sa.select(Retro).where(Retro.state != "deleted"))
    stored = {retro.name.casefold(): retro for retro in rows}
    changes = []
    for one in wanted:
        if one.anonymous and not seal.ready:
            raise CompanyFileError([(one.line, f"{NO_KEY} “anonymous: false” makes it a retro with names.")])
        retro = stored.get(one.name.casefold())
        if retro is None:
            # Counted from the first of this month, so that "every third month" starts with the present one.
            owner = known.owner(one)
            begun = {"starts_on": now.date().replace(day=1), "created_at": now, "revision": 1, "owner_id": owner.id}
            fields = {name: value for name, value in _fields(one, known).items() if name != "owner_id"}
            retro = Retro(id=new_id(), name=one.name, **begun, **fields)
            session.add(retro)
            await session.flush()
            await _bring_teams(session, retro, one, known)
            await bring_opt_outs(session, ledger, retro, one, known, now)
            when = rhythm_of(one.rrule, one.time, one.zone)
            changes.append(f"add retro {one.name}: {when}, board in #{one.channel}")
        else:
            before = {retro.id: retro.owner_id}
            changed = known.bring(retro, _fields(one, known)) + await _bring_teams(session, retro, one, known)
            changed += await bring_opt_outs(session, ledger, retro, one, known, now)
            await opt_out_message.pass_on(session, ledger, retro.workspace_id, before, Asks.RETRO)
            if not changed:
                continue
            retro.revision += 1
            changes.append(f"change retro {retro.name}: {'; '.join(changed)}")
        await session.flush()
        if problem := next(iter(check_apart(await retro_plan(session, retro)).values()), ""):
            raise CompanyFileError([(one.line, problem)])
        await retro_schedule.schedule(session, retro, now)
    return changes


async def retros_for_file(
    session: AsyncSession, teams: Mapping[int, Team], people: Mapping[int, Person], channels: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the retros of a workspace as the file says them; what goes without saying is None or ""."""
    of_teams = defaultdict(list)
    for team in await session.scalars(sa.select(RetroTeam).order_by(RetroTeam.id)):
        if team.team_id in teams:
            of_teams[team.retro_id].append(teams[team.team_id].name)
    left_out = await left_out_for_file(session, Asks.RETRO, people)
    retros = await session.scalars(sa.select(Retro).where(Retro.state != "deleted").order_by(Retro.name))
    return [
        {
            "name": retro.name,
            "rule": retro.rrule,
            "time": f"{retro.local_time:%H:%M}",
            "zone": retro.zone or "own",
            "channel": channels.get(retro.channel_id, ""),
            "teams": of_teams[retro.id],
            "format": retro.format,
            "columns": own_text(from_json(retro.columns)).splitlines() if retro.format == OWN else None,
            "anonymous": retro.anonymous,
            "write": retro.write_days,
            "sort": retro.group_days,
            "vote": retro.vote_days,
            "votes": retro.votes,
            "left_out": left_out.get(retro.id),
            "holidays": retro.holidays if retro.holidays != Holidays.OWN else "",
            "home_country": retro.home_country,
            "owner": people[retro.owner_id].email if retro.owner_id in people else "",
            "paused": True if retro.state == "paused" else None,
        }
        for retro in retros
    ]


def _fields(one: CompanyRetro, known: Known) -> dict[str, Any]:
    return known.ritual_fields(one) | {
        "format": one.format,
        "columns": to_json(one.columns),
        "anonymous": one.anonymous,
        "write_days": one.write_days,
        "group_days": one.group_days,
        "vote_days": one.vote_days,
        "votes": one.votes,
    }


async def _bring_teams(session: AsyncSession, retro: Retro, one: CompanyRetro, known: Known) -> list[str]:
    teams = {known.teams[name.casefold()].id for name in one.teams}
    return counted("teams", await RETRO.write_teams(session, retro.id, teams), teams)


def _columns(row: Row, key: str, own: Sequence[str]) -> tuple[Column, ...]:
    try:
        return columns_of(key, "\n".join(own))
    except UserError as error:
        row.note("columns", error.sentence)
        return ()


def _number(value: Any, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise UserError(f"“{short(value)}” is not a number from 1 to {most}.")
    return value
