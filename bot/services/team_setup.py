"""The first teams: channels are chosen, their people read from Slack, and teams made of them.

Slack is asked outside every transaction. What it told of a channel is kept in the person's draft while the form is
open, so that each change of the form asks only about what is new in it.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.role import Role
from bot.domain.team import name_problem
from bot.domain.team_setup import (
    Candidate,
    Created,
    SetupFacts,
    Source,
    Wanted,
    likely_channels,
    placed,
    proposals,
    team_kind,
)
from bot.engine.upsert import PAGE
from bot.errors import SlackRefused, SlackUnavailable, Unfit
from bot.ids import new_id
from bot.services.audit import Audit
from bot.services.draft import Drafts
from bot.services.people_rows import write_channels
from bot.services.role import acting, pmo_refusal
from bot.services.sync_lock import lock_all_openings
from bot.slack.gateway import Slack, SlackChannel
from models import Channel, Membership, Person, Ritual, Team

DRAFT = "teams"
"""Kind of the draft: {"people": {channel: [Slack ids], or null where Slack does not show them}}."""

PRIVATE = "a private channel"
"""What a channel is called whose name Slack does not tell either."""

Members = dict[str, list[str] | None]


class TeamSetup:
    """Proposes teams from channels and makes those that somebody ticks."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        slack_for: Callable[[str], Awaitable[Slack]],
        drafts: Drafts,
        audit: Audit,
    ) -> None:
        """Keep what it works with."""
        self._database, self._clock, self._slack_for = database, clock, slack_for
        self._drafts, self._audit = drafts, audit

    async def begin(self, workspace_id: str, slack_id: str) -> SetupFacts:
        """Return the form as it opens: likely channels, whose people are still to be read. Raises NotAllowed."""
        async with self._database.transaction(workspace_id) as session:
            person = await self._pmo(session, slack_id)
            await self._drafts.drop(session, person.id, DRAFT)
            open_ones = sa.select(Channel.slack_id, Channel.name).where(Channel.is_archived.is_(False))
            known = list(await session.execute(open_ones.order_by(Channel.name, Channel.id)))
            used = set(await session.scalars(sa.select(Team.channel_id).where(Team.archived_at.is_(None))))
        free = [(channel, name) for channel, name in known if channel not in used]
        return SetupFacts(likely_channels(free), reading=True)

    async def read(self, workspace_id: str, slack_id: str, channels: Sequence[str]) -> SetupFacts:
        """Ask Slack who is in those of the channels that were not read yet, and return the proposals.

        Raises NotAllowed. Channels that cannot be read are named in the facts.
        """
        async with self._database.reading(workspace_id) as session:
            person = await self._pmo(session, slack_id)
            draft = await self._drafts.find(session, person.id, DRAFT)
            known = set(await session.scalars(sa.select(Channel.slack_id).where(Channel.slack_id.in_(channels))))
        members: Members = dict(draft.values["people"]) if draft else {}
        unanswered: list[str] = []
        fresh: list[SlackChannel] = []
        slack = await self._slack_for(workspace_id)
        for channel in channels:
            # A channel that was not shown may have been joined meanwhile.
            if members.get(channel) is None:
                try:
                    if channel not in known:
                        fresh.append(await slack.channel(channel))
                    members[channel] = await slack.members(channel)
                except SlackRefused:
                    members[channel] = None
                except SlackUnavailable:
                    unanswered.append(channel)
        async with self._database.transaction(workspace_id) as session:
            await write_channels(session, workspace_id, fresh)
            await self._drafts.keep(session, person.id, DRAFT, {"people": members})
            return await self._facts(session, channels, members, unanswered)

    async def create(self, workspace_id: str, slack_id: str, wanted: Sequence[Wanted]) -> Created:
        """Make the teams and return what was made; a channel that has a team meanwhile gets no second one.

        Raises NotAllowed, and Unfit with a sentence for each field: *tick*, *name:<channel>* or *lead:<channel>*.
        """
        async with self._database.transaction(workspace_id) as session:
            await lock_all_openings(session)
            person = await self._pmo(session, slack_id)
            # Of two presses at once the second waits here, and then finds the teams of the first.
            draft = await self._drafts.find(session, person.id, DRAFT, locked=True)
            members: Members = dict(draft.values["people"]) if draft else {}
            used = await _teams_by_channel(session)
            chosen = [one for one in wanted if one.channel_id not in used]
            errors = await self._problems(session, chosen)
            if not wanted:
                errors["tick"] = "Please tick at least one team, or close this form: nothing is saved then."
            if errors:
                raise Unfit(errors)
            made = await self._make(session, person, chosen, members)
            await self._drafts.drop(session, person.id, DRAFT)
            syncs = await session.scalar(sa.select(Ritual.id).where(Ritual.state != "deleted").limit(1))
            names = made or [used[one.channel_id] for one in wanted]
            return Created(tuple(names), syncs is not None)

    async def _pmo(self, session: AsyncSession, slack_id: str) -> Person:
        person = await acting(session, slack_id)
        if not person.acts_as_pmo:
            raise await pmo_refusal(session, "Setting up teams is")
        return person

    async def _facts(
        self, session: AsyncSession, channels: Sequence[str], members: Members, unanswered: Sequence[str]
    ) -> SetupFacts:
        rows = sa.select(Channel.slack_id, Channel.name).where(Channel.slack_id.in_(channels))
        names = {slack_id: name for slack_id, name in await session.execute(rows)}  # noqa: C416 (rows are not pairs)
        used = await _teams_by_channel(session)

        def shown(channel: str) -> str:
            return f"#{names[channel]}" if channel in names else ""

        people = await _people(session, {one for channel in channels for one in members.get(channel) or ()})
        sources = [
            Source(
                channel,
                shown(channel) or PRIVATE,
                None if (told := members.get(channel)) is None else tuple(people[one] for one in told if one in people),
            )
            for channel in channels
            if channel not in used and channel not in unanswered
        ]
        everybody = await session.scalar(sa.select(sa.func.count()).select_from(_present().subquery()))
        proposed = proposals(sources, everybody or 0, set(await session.scalars(sa.select(Team.name))))

        return SetupFacts(
            tuple(channels),
            proposals=proposed,
            ticked=frozenset(one.channel_id for one in proposed if not one.doubt),
            existing=tuple((shown(one) or PRIVATE, used[one]) for one in channels if one in used),
            unseen=tuple(one.channel for one in sources if one.people is None),
            unanswered=tuple(shown(one) or PRIVATE for one in unanswered),
        )

    async def _problems(self, session: AsyncSession, wanted: Sequence[Wanted]) -> dict[str, str]:
        errors: dict[str, str] = {}
        names = {name.casefold() for name in await session.scalars(sa.select(Team.name))}
        leads = await _people(session, {one.lead for one in wanted if one.lead})
        for one in wanted:
            if problem := name_problem(one.name, names):
                errors[f"name:{one.channel_id}"] = problem
            names.add(" ".join(one.name.split()).casefold())
            if one.lead and one.lead not in leads:
                errors[f"lead:{one.channel_id}"] = (
                    "An app, a guest or a deactivated account cannot lead a team. Please choose somebody who works "
                    "here, or nobody."
                )
        return errors

    async def _make(
        self, session: AsyncSession, person: Person, wanted: Sequence[Wanted], members: Mapping[str, list[str] | None]
    ) -> list[str]:
        told = {slack_id for one in wanted for slack_id in [*(members.get(one.channel_id) or ()), one.lead]}
        people = await _ids(session, told)
        teams = {
            one.channel_id: [
                people[slack_id]
                for slack_id in dict.fromkeys([*(members.get(one.channel_id) or ()), one.lead])
                if slack_id in people
            ]
            for one in wanted
        }
        at_home = await session.scalars(sa.select(Membership.person_id).where(Membership.is_home.is_(True)))
        places = placed(teams, set(at_home))
        channels = sa.select(Channel.slack_id, Channel.name).where(Channel.slack_id.in_(teams))
        names = {slack_id: name for slack_id, name in await session.execute(channels)}  # noqa: C416 (rows)
        made = []
        for one in wanted:
            name = " ".join(one.name.split())
            team = Team(
                id=new_id(), name=name, kind=team_kind(names.get(one.channel_id, "")), channel_id=one.channel_id
            )
            session.add(team)
            try:
                await session.flush()
            except IntegrityError:
                raise Unfit({f"name:{one.channel_id}": "Somebody has just made a team with this name."}) from None
            session.add_all(
                Membership(team_id=team.id, person_id=who, is_home=home, is_lead=who == people.get(one.lead))
                for who, home in places[one.channel_id].items()
            )
            people_in = len(teams[one.channel_id])
            self._audit.record(session, person.slack_id, "team_created", f"team:{team.id}", name=name, people=people_in)
            made.append(name)
        await session.flush()
        return made


def _present() -> sa.Select[Person]:
    return sa.select(Person).where(Person.is_bot.is_(False), Person.is_guest.is_(False), Person.deactivated.is_(False))


async def _present_among(session: AsyncSession, slack_ids: set[str]) -> list[Person]:
    """Return those who can be in a team, in the order of their names."""
    found: list[Person] = []
    ordered = sorted(slack_ids)
    for first in range(0, len(ordered), PAGE):
        found += await session.scalars(_present().where(Person.slack_id.in_(ordered[first : first + PAGE])))
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


async def _people(session: AsyncSession, slack_ids: set[str]) -> dict[str, Candidate]:
    found = await _present_among(session, slack_ids)
    return {one.slack_id: Candidate(one.slack_id, one.name, one.role == Role.LEAD) for one in found}


async def _ids(session: AsyncSession, slack_ids: set[str]) -> dict[str, int]:
    return {one.slack_id: one.id for one in await _present_among(session, slack_ids)}


_CHANNELS = (
    sa.select(Team.channel_id, Team.name).where(Team.channel_id != "", Team.archived_at.is_(None)).order_by(Team.id)
)


async def _teams_by_channel(session: AsyncSession) -> dict[str, str]:
    rows = await session.execute(_CHANNELS)
    return {channel: name for channel, name in rows}  # noqa: C416 (rows are not pairs)
