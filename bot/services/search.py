"""Finds people, teams, syncs, retros, decisions, blockers, actions and pages; what is private only for its people."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.action import Action
from bot.domain.blocker_shown import Blocker
from bot.domain.decision import Decision
from bot.domain.matching import Candidate, rank
from bot.domain.recurrence_words import describe
from bot.domain.search import Found, FoundAction, FoundBlocker, FoundDecision, FoundPerson, FoundSync, FoundTeam
from bot.services.action_list import rows_for as open_actions
from bot.services.action_read import shown as shown_action
from bot.services.blocker_list import open_blockers, teams_of
from bot.services.decision_found import found_by
from bot.services.decision_read import shown
from bot.services.guest_sight import is_narrow
from bot.services.playbook_look import hits_for
from bot.services.playbook_read import today_of
from bot.services.playbook_search import Titles
from bot.services.role import acting
from bot.services.search_change import changes_for
from bot.services.search_over import closed_blockers, settled_actions
from bot.services.search_retro import retros_for, themes_for
from bot.services.sync_open import next_here
from bot.services.sync_sight import may_see
from models import Channel, Membership, Person, Ritual, RitualTeam, Team

MOST = 4
"""How many of each kind are listed."""

# Columns alone, since there may be thousands: rows as objects of the model take three times as long.
_PRESENT = (
    sa.select(Person.id, Person.slack_id, Person.name, Person.email, Person.area, Person.zone)
    .where(Person.deactivated.is_(False), Person.is_bot.is_(False))
    .order_by(Person.name)
)
_MEMBERS = sa.select(Membership.team_id, Membership.person_id, Membership.is_lead).order_by(Membership.id)

_Somebody = sa.Row[int, str, str, str, str, str]
_Member = sa.Row[int, int, bool]


class Search:
    """Looks things up for somebody."""

    def __init__(self, database: Database, clock: Clock, titles: Titles) -> None:
        """Read `database`; `titles` keeps the words of all pages' titles."""
        self._database, self._clock, self._titles = database, clock, titles

    async def find(self, workspace_id: str, slack_id: str, words: str) -> Found:
        """Return what `words` are about, as far as `slack_id` may see it. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            reader = await acting(session, slack_id)
            company = await _Company.read(session, reader)
            people = company.people(words)
            teams = company.teams(words)
            syncs = await company.syncs(session, words)
            decisions = await found_by(session, reader, words)
            own = await teams_of(session, reader)
            blockers = _about(words, await open_blockers(session, reader))
            closed = await closed_blockers(session, reader, own, words)
            actions = await open_actions(session, reader, own, words, only_words=True)
            settled = await settled_actions(session, reader, own, words)
            changes = await changes_for(session, reader, words)
            retros, themes = await retros_for(session, reader, words), await themes_for(session, reader, words)
            today = today_of(reader, self._clock.now())
            pages = await hits_for(session, reader, words, self._titles, today, most=MOST)
        kinds = (people, teams, syncs, retros, changes, decisions, blockers, closed, actions, settled, themes)
        more = sum(max(len(found) - MOST, 0) for found in kinds)
        return Found(
            words=words,
            zone=reader.zone,
            now=self._clock.now(),
            people=tuple(company.person(one) for one in people[:MOST]),
            teams=tuple(teams[:MOST]),
            syncs=tuple(syncs[:MOST]),
            retros=tuple(retros[:MOST]),
            themes=tuple(themes[:MOST]),
            changes=tuple(changes[:MOST]),
            decisions=tuple(_decision(shown(row)) for row in decisions[:MOST]),
            pages=tuple(pages),
            today=today,
            guest=is_narrow(reader),
            blockers=(*(_blocker(one, self._clock.now().date()) for one in blockers[:MOST]), *closed[:MOST]),
            actions=(*(_action(shown_action(row)) for row in actions[:MOST]), *settled[:MOST]),
            more=more,
        )


def _decision(one: Decision) -> FoundDecision:
    if one.needed:
        return FoundDecision(one.asked, one.name, True, one.owner, one.due_on)
    return FoundDecision(one.outcome, one.name, False, one.settled_by, one.settled_on)


def _action(one: Action) -> FoundAction:
    return FoundAction(one.text, one.owner, one.team, one.due_on)


def _about(words: str, blockers: Sequence[Blocker]) -> list[Blocker]:
    """Return the blockers that words are about, by what is needed, who waits and on whom."""
    known = {str(one.id): one for one in blockers}
    candidates = [Candidate(key, one.needs, (one.party, one.on, "blocker")) for key, one in known.items()]
    return [known[one.key] for one in rank(words, candidates)]


def _blocker(one: Blocker, today: date) -> FoundBlocker:
    return FoundBlocker(one.needs or one.party, one.party, one.on, one.status(today))


class _Company:
    """Everybody and every team of the workspace, as one reader may see them."""

    def __init__(
        self,
        reader: Person,
        everybody: Sequence[_Somebody],
        teams: Sequence[Team],
        members: Sequence[_Member],
        channels: Sequence[Channel],
    ) -> None:
        self.reader = reader
        self.everybody = {one.id: one for one in everybody}
        self.all_teams = {one.id: one for one in teams}
        self.channels = {one.slack_id: one for one in channels}
        self.own_teams = {one.team_id for one in members if one.person_id == reader.id}
        self.teams_seen = {one for one in self.all_teams if one in self.own_teams or not is_narrow(reader)}
        self.members: dict[int, list[_Member]] = defaultdict(list)
        self.team_names: dict[int, list[str]] = defaultdict(list)
        for one in members:
            if one.person_id in self.everybody:
                self.members[one.team_id].append(one)
                if one.team_id in self.teams_seen:
                    self.team_names[one.person_id].append(self.all_teams[one.team_id].name)
        mates = {one.person_id for team in self.teams_seen for one in self.members[team]}
        self.people_seen = {*mates, reader.id} if is_narrow(reader) else {*self.everybody}

    @classmethod
    async def read(cls, session: AsyncSession, reader: Person) -> "_Company":
        """Read it with four queries."""
        return cls(
            reader,
            list(await session.execute(_PRESENT)),
            list(await session.scalars(sa.select(Team).where(Team.archived_at.is_(None)).order_by(Team.name))),
            list(await session.execute(_MEMBERS)),
            list(await session.scalars(sa.select(Channel))),
        )

    def people(self, words: str) -> list[_Somebody]:
        """Return the people that `words` are about."""
        candidates = [
            Candidate(str(one.id), one.name, (one.area, one.email.split("@")[0], *self.team_names[one.id]))
            for one in self.everybody.values()
            if one.id in self.people_seen
        ]
        return [self.everybody[int(one.key)] for one in rank(words, candidates)]

    def person(self, one: _Somebody) -> FoundPerson:
        """Return somebody as they are shown."""
        return FoundPerson(one.slack_id, one.name, one.area, tuple(self.team_names[one.id]), one.zone)

    def teams(self, words: str) -> list[FoundTeam]:
        """Return the teams that `words` are about."""
        teams = [one for one in self.all_teams.values() if one.id in self.teams_seen]
        candidates = [Candidate(str(one.id), one.name, (one.kind, one.value_stream)) for one in teams]
        return [self._team(self.all_teams[int(one.key)]) for one in rank(words, candidates)]

    async def syncs(self, session: AsyncSession, words: str) -> list[FoundSync]:
        """Return the syncs that `words` are about, of those that the reader may see at all."""
        rows = sa.select(Ritual).where(Ritual.state != "deleted", may_see(self.reader)).order_by(Ritual.name)
        rituals = {one.id: one for one in await session.scalars(rows)}
        teams: dict[int, list[int]] = defaultdict(list)
        for team in await session.scalars(sa.select(RitualTeam).where(RitualTeam.ritual_id.in_(rituals))):
            teams[team.ritual_id].append(team.team_id)
        parties = {one: tuple(sorted(self.all_teams[team].name for team in teams[one])) for one in rituals}
        candidates = [Candidate(str(one.id), one.name, ("sync", *parties[one.id])) for one in rituals.values()]
        found = [rituals[int(one.key)] for one in rank(words, candidates)]
        return [self._sync(one, parties[one.id]) for one in found]

    def _team(self, team: Team) -> FoundTeam:
        members = self.members[team.id]
        lead = next((self.everybody[one.person_id].name for one in members if one.is_lead), "")
        channel = self._channel(team.channel_id, named=team.id in self.own_teams)
        return FoundTeam(team.name, team.kind, team.value_stream, lead, len(members), channel)

    def _sync(self, ritual: Ritual, parties: tuple[str, ...]) -> FoundSync:
        return FoundSync(
            name=ritual.name,
            rhythm=describe(ritual.rrule, ritual.local_time, ZoneInfo(ritual.zone) if ritual.zone else None),
            state=ritual.state,
            next_at=next_here(ritual, self.reader),
            parties=parties,
            # Whoever may see the sync may know where its summary goes.
            channel=self._channel(ritual.channel_id, named=True),
        )

    def _channel(self, slack_id: str, *, named: bool) -> str:
        channel = self.channels.get(slack_id)
        return f"#{channel.name}" if channel and (named or not channel.is_private) else ""
