"""Raising a blocker by itself, wherever it hurts: from a message, by the command, on the home tab."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain import answer as reading
from bot.domain.blocker import LIVE, TELL_AFTER, On, State, Step, same_words
from bot.domain.blocker_form import NewBlocker, NewFacts
from bot.domain.blocker_shown import RaisedFacts
from bot.domain.question import QuestionRole, from_json, with_role
from bot.domain.sync_form import Outside
from bot.domain.words import dated
from bot.errors import NotAllowed, NotFound, UserError
from bot.ids import new_id
from bot.services import blocker_message
from bot.services.blocker_facts import raised_facts
from bot.services.blocker_merge import part_from_same
from bot.services.blocker_outside import outside_of
from bot.services.blocker_place import name_of
from bot.services.blocker_raise import begin, step_of, waited_people, waited_teams
from bot.services.blocker_read import IS_LIVE
from bot.services.channel_invite import is_public
from bot.services.role import acting
from models import Blocker, Membership, Person, Ritual, RitualPerson, RitualTeam, Team

NEEDS, PARTY, TEAM, PERSON = "needs", "party", "team", "person"
"""The fields of the form, to which sentences belong; beside them those of blocker_outside.py."""

GONE = "This is not stored any more: it was closed long ago, and deleted after its time. Nothing was changed."


class BlockerRaising:
    """Shows the form in which a blocker is raised, stores it, and takes it back while nobody has heard of it."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger) -> None:
        """Work on `database`; whoever is concerned hears of it through `ledger`."""
        self._database, self._clock, self._ledger = database, clock, ledger

    async def form(
        self, workspace_id: str, slack_id: str, text: str = "", *, link: str = "", channel: str = ""
    ) -> NewFacts:
        """Return the form; `text`: of the message at `link` in a `channel`, or what was typed, perhaps a team's name.

        Raises NotAllowed for whoever may not act.
        """
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            parties = await _parties(session, person)
            teams = dict(await _named(session))
            asked = [(party, await _sync_of(session, person, party or None)) for party in parties or {0: ""}]
            meant = " ".join(text.split()).casefold()
            chosen = tuple(one for one, name in teams.items() if not link and name.casefold() == meant)
            return NewFacts(
                text="" if chosen else text[: reading.LONG_TEXT],
                cut=len(text) > reading.LONG_TEXT,
                link=link,
                public=bool(link) and await is_public(session, channel),
                parties=parties,
                teams=teams,
                syncs={party: sync.name for party, sync in asked if sync is not None},
                chosen=chosen,
            )

    async def raise_each(self, workspace_id: str, slack_id: str, new: NewBlocker) -> list[RaisedFacts]:
        """Store a blocker for each whom it waits on; they are told after `TELL_AFTER`. Sent twice it is raised once.

        Raises UserError for the field that needs mending, NotAllowed.
        """
        now = self._clock.now()
        needs = _needs(new.needs)
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            # Of a form that is sent twice at once the second waits here, and then finds what the first has stored.
            held = sa.select(Person.id).where(Person.id == person.id)
            await session.execute(held.with_for_update(key_share=True))
            if new.party is not None and new.party not in await _parties(session, person):
                raise UserError("You are not with this team any more. Please open the form once more.", field=PARTY)
            waited = await _on(session, person, new)
            known = [await _known(session, person, new.party, on, needs) for on in waited]
            for on, one in zip(waited, known, strict=True):
                if one is not None and now - one.since >= TELL_AFTER:
                    raise UserError(
                        f"You wait on {on.outside or await name_of(session, on)} for this already, since "
                        f"{dated(one.since.date(), now.date())}, and it is open. Other words make it another one.",
                        field=NEEDS,
                    )
            sync = await _sync_of(session, person, new.party)
            public = bool(new.link) and await is_public(session, new.channel)
            fresh = [
                Blocker(
                    id=new_id(),
                    workspace_id=workspace_id,
                    ritual_id=sync.id if sync else None,
                    raiser_id=person.id,
                    party_team_id=new.party,
                    team_id=on.team,
                    person_id=None if on.outside else on.person,
                    outside=on.outside,
                    owner_id=on.person if on.outside else None,
                    needs=needs,
                    link=new.link,
                    link_public=public,
                    state=str(State.OPEN),
                    since=now,
                )
                for on, one in zip(waited, known, strict=True)
                if one is None
            ]
            session.add_all(fresh)
            await begin(session, fresh, person, now)
            kept = [blocker_message.raised(one, person.slack_id) for one in fresh]
            await self._ledger.plan(session, workspace_id, kept)
            stored = [*(one for one in known if one is not None), *fresh]
            return [await raised_facts(session, one.id, now) for one in stored]

    async def take_back(self, workspace_id: str, slack_id: str, blocker_id: int) -> None:
        """Take a blocker back that nobody has heard of yet.

        Raises UserError where they have, NotFound, NotAllowed for whoever did not raise it.
        """
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            one = await session.scalar(sa.select(Blocker).where(Blocker.id == blocker_id).with_for_update())
            if one is None:
                raise NotFound(GONE)
            if one.raiser_id != person.id:
                raise NotAllowed("Somebody else raised this, so that taking it back is theirs. Nothing was changed.")
            if one.state == State.WITHDRAWN:
                return
            if one.told_at is not None or one.state not in LIVE:
                raise UserError(
                    "Whom you wait on has heard of this, so it cannot be taken back any more. *Done* closes it, and "
                    "they see that."
                )
            # Its timer stays: the tick may hold it and wait for the blocker, and finds that nothing is to be told.
            changed = [one, *await part_from_same(session, self._ledger, [one], now)]
            one.state, one.closed_at, one.merged_into_id = str(State.WITHDRAWN), now, None
            session.add(step_of(one, Step.WITHDRAWN, person, now))
            await session.flush()
            await blocker_message.refresh(session, self._ledger, changed)


def _needs(typed: str) -> str:
    try:
        needs = reading.text(typed, reading.LONG_TEXT)
    except UserError as error:
        raise UserError(error.sentence, field=NEEDS) from None
    if needs is None:
        raise UserError("Please write what you wait for; a few words are enough.", field=NEEDS)
    return needs


async def _parties(session: AsyncSession, person: Person) -> dict[int, str]:
    """Return the teams that somebody belongs to, their home first."""
    rows = (
        sa.select(Team.id, Team.name)
        .join(Membership, Membership.team_id == Team.id)
        .where(Membership.person_id == person.id, Team.archived_at.is_(None))
        .order_by(Membership.is_home.desc(), Team.name)
    )
    return {team: name for team, name in await session.execute(rows)}  # noqa: C416 (rows are not pairs to mypy)


async def _named(session: AsyncSession) -> Mapping[int, str]:
    """Return all teams that can be waited on, by name."""
    rows = sa.select(Team.id, Team.name).where(Team.archived_at.is_(None)).order_by(Team.name)
    return {team: name for team, name in await session.execute(rows)}  # noqa: C416


async def _sync_of(session: AsyncSession, person: Person, party: int | None) -> Ritual | None:
    """Return the sync that a blocker goes on with; None where who waits is in none that asks whom they wait on.

    That is the widest of those that ask the team with one voice, else of those that ask its people one by one.
    """
    width = (
        sa.select(sa.func.count())
        .where(RitualTeam.workspace_id == Ritual.workspace_id, RitualTeam.ritual_id == Ritual.id)
        .scalar_subquery()
    )
    by_name = Ritual.id.in_(sa.select(RitualPerson.ritual_id).where(RitualPerson.person_id == person.id))
    by_team = Ritual.id.in_(sa.select(RitualTeam.ritual_id).where(RitualTeam.team_id == party))
    for_one = sa.or_(by_name, sa.and_(by_team, Ritual.voice == "everyone"))
    as_team = sa.and_(by_team, Ritual.voice == "team")
    rows = (
        sa.select(Ritual)
        .where(Ritual.state == "active", sa.or_(as_team, for_one))
        .order_by(sa.case((as_team, 0), else_=1), width.desc(), Ritual.id)
    )
    found = await session.scalars(rows)
    return next((one for one in found if with_role(from_json(one.questions), QuestionRole.WAITING_ON)), None)


async def _on(session: AsyncSession, person: Person, new: NewBlocker) -> list[On]:
    """Return whom it waits on: teams, people, and somebody outside. Raises UserError for the field to mend."""
    outside, errors = await outside_of(session, Outside(new.outside, new.owner))
    for field, sentence in errors.items():
        raise UserError(sentence, field=field)
    teams, sentence = await waited_teams(session, {new.party}, new.teams)
    if sentence:
        raise UserError(sentence, field=TEAM)
    people, sentence = await waited_people(session, person, new.people)
    if sentence:
        raise UserError(sentence, field=PERSON)
    found = list(dict.fromkeys([*teams, *people, *outside]))
    if not found:
        raise UserError("Please choose whom you wait on: a team, a person, or somebody outside.", field=PERSON)
    if len(found) > reading.MOST_NAMED:
        raise UserError(f"That is more than {reading.MOST_NAMED}. Please choose those you need first.", field=PERSON)
    return found


async def _known(session: AsyncSession, person: Person, party: int | None, on: On, needs: str) -> Blocker | None:
    """Return the open blocker that says the same, raised by the same person."""
    rows = sa.select(Blocker).where(
        IS_LIVE,
        Blocker.raiser_id == person.id,
        Blocker.party_team_id.is_not_distinct_from(party),
        Blocker.team_id.is_not_distinct_from(on.team),
        Blocker.person_id.is_not_distinct_from(None if on.outside else on.person),
        Blocker.outside == on.outside,
        Blocker.round_id.is_(None),
    )
    found = await session.scalars(rows.order_by(Blocker.id.desc()))
    return next((one for one in found if same_words(one.needs, needs)), None)
