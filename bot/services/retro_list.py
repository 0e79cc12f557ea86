"""The retros of a workspace as one reader sees them."""

from collections import defaultdict
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.opt_out import Asks
from bot.domain.recurrence_words import describe
from bot.domain.retro import RUNNING, RetroState
from bot.domain.retro_list import RetroRow
from bot.services.channel_invite import facts_of
from bot.services.opt_out_read import may_decide, to_look_at
from bot.services.retro_phase import phase_end
from bot.services.retro_right import may_change
from bot.services.role import Rights
from models import Channel, Membership, Person, Retro, RetroRound, RetroTeam, Team


def may_see(person: Person) -> sa.ColumnElement[bool]:
    """Return the condition for the retros that `person` may see: all but those of others in private channels.

    A channel that Drumbeat does not know counts as private.
    """
    if person.acts_as_pmo:
        return sa.true()
    public = sa.select(Channel.slack_id).where(Channel.workspace_id == person.workspace_id, ~Channel.is_private)
    mine = sa.select(Membership.team_id).where(Membership.person_id == person.id)
    by_team = sa.select(RetroTeam.retro_id).where(RetroTeam.team_id.in_(mine))
    return sa.or_(Retro.owner_id == person.id, Retro.channel_id.in_(public), Retro.id.in_(by_team))


async def retro_rows(session: AsyncSession, rights: Rights, retro_ids: Sequence[int] | None = None) -> list[RetroRow]:
    """Return the retros that the reader may see, or of them those asked for, by name; a handful of queries for all."""
    rows = sa.select(Retro, Person.name, Channel).join(Person, Person.id == Retro.owner_id)
    here = sa.and_(Channel.workspace_id == Retro.workspace_id, Channel.slack_id == Retro.channel_id)
    rows = rows.outerjoin(Channel, here).where(Retro.state != "deleted", may_see(rights.person))
    if retro_ids is not None:
        rows = rows.where(Retro.id.in_(retro_ids))
    found = (await session.execute(rows)).all()
    ids = [retro.id for retro, _, _ in found]
    teams: dict[int, list[tuple[int, str]]] = defaultdict(list)
    of_retros = sa.select(RetroTeam.retro_id, Team.id, Team.name).join(Team, Team.id == RetroTeam.team_id)
    live = of_retros.where(RetroTeam.retro_id.in_(ids), Team.archived_at.is_(None)).order_by(Team.name)
    for retro_id, team_id, name in await session.execute(live):
        teams[retro_id].append((team_id, name))
    going = sa.select(RetroRound).where(RetroRound.retro_id.in_(ids), RetroRound.state.in_(RUNNING))
    rounds = {one.retro_id: one for one in await session.scalars(going)}
    own = set(await session.scalars(sa.select(Membership.team_id).where(Membership.person_id == rights.person.id)))
    left_out = await to_look_at(session, Asks.RETRO, ids)
    shown = [
        RetroRow(
            retro_id=retro.id,
            name=retro.name,
            state=retro.state,
            rhythm=describe(retro.rrule, retro.local_time, ZoneInfo(retro.zone) if retro.zone else None),
            channel=facts_of(retro.channel_id, channel),
            owner=owner,
            teams=tuple(name for _, name in teams[retro.id]),
            anonymous=retro.anonymous,
            next_on=retro.next_on,
            next_at=retro.next_opens_at,
            mine=may_change(rights, retro, [team for team, _ in teams[retro.id]]),
            phase=RetroState(rounds[retro.id].state) if retro.id in rounds else None,
            until=phase_end(rounds[retro.id]) if retro.id in rounds else None,
            takes_part=any(team in own for team, _ in teams[retro.id]),
            round_id=_writing(rounds.get(retro.id)),
            opt_outs=left_out.get(retro.id, 0) if may_decide(rights.person, retro.owner_id) else 0,
        )
        for retro, owner, channel in found
    ]
    return sorted(shown, key=lambda row: row.name.casefold())


def _writing(current: RetroRound | None) -> int | None:
    return current.id if current is not None and current.state == RetroState.COLLECTING else None
