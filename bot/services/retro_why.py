"""*Why am I asked?* in the question for cards."""

from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.db import Database
from bot.domain.opt_out import Asks, OptOutOf
from bot.domain.recurrence_words import describe
from bot.domain.retro_why import RetroWhyFacts
from bot.services.channel_invite import channel_facts
from bot.services.opt_out_read import opt_out_of
from bot.services.opt_out_side import retro_asked
from bot.services.ritual_kind import RETRO
from models import Membership, RetroPart, RetroRound, Team


class RetroWhy:
    """Tells it."""

    def __init__(self, database: Database) -> None:
        """Read `database`."""
        self._database = database

    async def facts(self, workspace_id: str, slack_id: str, part_id: int) -> RetroWhyFacts:
        """Return why somebody was asked by this part of a round. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            asked = await retro_asked(session, slack_id, part_id)
            retro, person = asked.ritual, asked.person
            teams = await RETRO.teams_of(session, retro.id)
            mine = (
                sa.select(Team.name)
                .join(Membership, Membership.team_id == Team.id)
                .where(Team.id.in_(teams), Membership.person_id == person.id)
            )
            names = tuple(await session.scalars(mine.distinct().order_by(Team.name)))
            shown = sa.select(RetroRound.anonymous).join(RetroPart, RetroPart.round_id == RetroRound.id)
            channel = await channel_facts(session, retro.channel_id)
            return RetroWhyFacts(
                part_id=part_id,
                retro=retro.name,
                owner=asked.owner,
                own=asked.own,
                rhythm=describe(retro.rrule, retro.local_time, ZoneInfo(retro.zone) if retro.zone else None),
                channel=channel.label or "the retro's channel",
                anonymous=bool(await session.scalar(shown.where(RetroPart.id == part_id))),
                teams=names,
                others=len(teams) - len(names),
                opt_out=await opt_out_of(session, OptOutOf(Asks.RETRO, retro.id), person.id),
            )
