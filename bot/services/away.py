"""Away dates: shown, added, taken back; whoever is away is not asked, from that moment on."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Intent, Ledger
from bot.domain.away import AwayFacts, AwayMate, AwayNoted, AwayRange, Source, check_range
from bot.domain.day_words import parse_days, span
from bot.domain.working_time import Away as Stretch
from bot.errors import UserError
from bot.ids import new_id
from bot.services.audit import Audit
from bot.services.away_back import forget_returns, note_returns
from bot.services.away_status import mark_of
from bot.services.role import acting, pmo_refusal, subject_of
from bot.services.sync_away import heed
from bot.services.sync_lock import lock_all_openings
from bot.services.sync_round import SyncRounds
from bot.slack.gateway import Slack
from models import Away, Membership, Person

NOTED = "away_noted"
"""Kind in the ledger of the message to somebody for whom the PMO noted or took back away dates."""

NOTING = "Noting somebody else's away dates is"
SOON = timedelta(days=14)
MOST_MATES = 10


class Aways:
    """Shows and changes away dates."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        slack_for: Callable[[str], Awaitable[Slack]],
        rounds: SyncRounds,
        ledger: Ledger,
        audit: Audit,
    ) -> None:
        """Work on `database`; `rounds` heed each change at once, whom it concerns hears of it through `ledger`."""
        self._database, self._clock, self._slack_for, self._rounds = database, clock, slack_for, rounds
        self._ledger, self._audit = ledger, audit

    async def facts(
        self, workspace_id: str, slack_id: str, *, of: str = "", note: str = "", undo: int | None = None
    ) -> AwayFacts:
        """Return the away dates of `slack_id`, or with `of` those of another person, as `slack_id` sees them.

        Raises NotFound, NotAllowed.
        """
        async with self._database.reading(workspace_id) as session:
            reader = await acting(session, slack_id)
            person = await subject_of(session, reader, of, NOTING)
            today = self._today(person)
            mates = await self._mates(session, reader) if person is reader else []
            return AwayFacts(
                today=today,
                ranges=tuple(await ranges_of(session, person, self._clock.now())),
                who="" if person is reader else person.name,
                person="" if person is reader else person.slack_id,
                mates=tuple(mates[:MOST_MATES]),
                more=max(len(mates) - MOST_MATES, 0),
                note=note,
                undo=undo,
                for_others=reader.acts_as_pmo,
            )

    async def typed(self, workspace_id: str, slack_id: str, words: str, *, of: str = "") -> tuple[int, str]:
        """Add the dates that `words` name ("3-14 Aug"), as `add` does."""
        async with self._database.reading(workspace_id) as session:
            person = await subject_of(session, await acting(session, slack_id), of, NOTING)
        first, last = parse_days(words, self._today(person))
        return await self.add(workspace_id, slack_id, first, last, of=of)

    async def add(self, workspace_id: str, slack_id: str, first: date, last: date, *, of: str = "") -> tuple[int, str]:
        """Note that somebody is away from `first` to `last`, both included; return the row's id and the sentence.

        Open rounds heed it at once: the next of the squad is asked, or the party counts as away. Raises UserError for
        dates that cannot be taken, NotAllowed for whoever may not note them for `of`.
        """
        async with self._database.transaction(workspace_id) as session:
            # Before what is there is read: of the same dates sent twice at once the second finds the first.
            await lock_all_openings(session)
            reader = await acting(session, slack_id)
            person = await subject_of(session, reader, of, NOTING)
            known = await session.scalars(sa.select(Away).where(Away.person_id == person.id, Away.last.is_not(None)))
            check_range(first, last, self._today(person), [Stretch(one.first, one.last or date.max) for one in known])
            source = Source.OWN if person is reader else Source.PMO
            away = Away(id=new_id(), person_id=person.id, first=first, last=last, source=source)
            session.add(away)
            await session.flush()
            await note_returns(session, [(person, away)], self._clock.now())
            if person is not reader:
                await self._tell(session, reader, person, away, "away_added", row=away.id)
            await self._heed(session, {person.id})
        dates = span(first, last, self._today(person))
        return away.id, _sentence(person if person is not reader else None, dates, single=first == last)

    async def remove(self, workspace_id: str, slack_id: str, away_id: int) -> str:
        """Take back away dates; return the sentence, "" for dates that are not there any more.

        Raises NotFound, NotAllowed, and UserError for dates of a status in Slack.
        """
        async with self._database.transaction(workspace_id) as session:
            await lock_all_openings(session)
            reader = await acting(session, slack_id)
            # Of two presses at once the second finds nothing.
            away = await session.get(Away, away_id, with_for_update=True)
            if away is None:
                return ""
            person = await session.get_one(Person, away.person_id)
            if person.id != reader.id and not reader.acts_as_pmo:
                raise await pmo_refusal(session, "Changing somebody else's away dates is")
            _must_be_typed(away, own=person.id == reader.id)
            await self._end(session, away)
            if person.id != reader.id:
                await self._tell(session, reader, person, away, "away_removed")
            await self._heed(session, {person.id})
        who = "You are" if person.id == reader.id else f"{person.name} is"
        back = "is" if away.first == away.last else "are"
        return f"{who} asked again: {span(away.first, away.last, self._today(person))} {back} taken back."

    async def back(self, workspace_id: str, slack_id: str) -> str:
        """End what covers today for `slack_id`; return the sentence. Raises UserError where nothing does.

        Their word goes before the status in Slack that says otherwise, until that status changes.
        """
        despite = await self._status(workspace_id, slack_id)
        async with self._database.transaction(workspace_id) as session:
            await lock_all_openings(session)
            person = await acting(session, slack_id)
            today = self._today(person)
            covering = list(await session.scalars(_of_person(person, today).where(Away.first <= today)))
            if not covering:
                raise UserError("You are not noted as away today. Nothing was changed.")
            for away in covering:
                await self._end(session, away)
                if away.first < today:
                    session.add(
                        Away(
                            id=new_id(),
                            person_id=person.id,
                            first=away.first,
                            last=today - timedelta(days=1),
                            source=away.source,
                        )
                    )
            person.back_despite = despite
            await self._heed(session, {person.id})
        said = "Welcome back. From now on you are asked again."
        still = "Your status in Slack still says that you are away; it counts again once it changes."
        return f"{said} {still}" if despite else said

    async def _status(self, workspace_id: str, slack_id: str) -> str:
        """Return the mark of a status in Slack that has somebody away now; "" where none does."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            covering = _of_person(person, self._today(person)).where(Away.source == Source.STATUS)
            if await session.scalar(covering.limit(1)) is None:
                return ""
        return mark_of(await (await self._slack_for(workspace_id)).person(slack_id))

    async def _heed(self, session: AsyncSession, people: Collection[int]) -> None:
        await session.flush()
        await self._rounds.move_all(session)
        await heed(session, self._rounds, people, self._clock.now())

    async def _end(self, session: AsyncSession, away: Away) -> None:
        await forget_returns(session, away.workspace_id, [away])
        await session.delete(away)
        await session.flush()

    async def _tell(
        self, session: AsyncSession, by: Person, person: Person, away: Away, what: str, *, row: int | None = None
    ) -> None:
        """Audit what was done for somebody else, and let them know who did it."""
        span = {"first": away.first.isoformat(), "last": (away.last or away.first).isoformat()}
        self._audit.record(session, by.slack_id, what, f"person:{person.slack_id}", **span)
        key = f"{NOTED}:{what}:{away.id}"
        subject = {"by": by.slack_id, "away": row, **span}
        await self._ledger.plan(session, person.workspace_id, [Intent(key, NOTED, subject, person.slack_id)])

    async def _mates(self, session: AsyncSession, reader: Person) -> list[AwayMate]:
        """Return who else is away now or soon, by the first day: in the reader's teams, for the PMO everybody."""
        today = self._today(reader)
        rows = (
            sa.select(Person.name, Away.first, Away.last)
            .join(Person, Person.id == Away.person_id)
            .where(
                Person.id != reader.id,
                Person.deactivated.is_(False),
                Away.first <= today + SOON,
                sa.or_(Away.last >= today, Away.last.is_(None)),
            )
            .order_by(Away.first, Person.name)
        )
        if not reader.acts_as_pmo:
            mine = sa.select(Membership.team_id).where(Membership.person_id == reader.id)
            rows = rows.where(Person.id.in_(sa.select(Membership.person_id).where(Membership.team_id.in_(mine))))
        return [AwayMate(*row) for row in await session.execute(rows)]

    def _today(self, person: Person) -> date:
        return local_day(person, self._clock.now())


def local_day(person: Person, at: datetime) -> date:
    """Return the date of a person's own calendar at an instant."""
    return at.astimezone(ZoneInfo(person.zone)).date()


async def ranges_of(session: AsyncSession, person: Person, now: datetime) -> list[AwayRange]:
    """Return the away dates of a person that are not over, the first of them first."""
    rows = _of_person(person, local_day(person, now)).order_by(Away.first, Away.id)
    return [AwayRange(one.id, one.first, one.last, Source(one.source)) for one in await session.scalars(rows)]


def _of_person(person: Person, today: date) -> sa.Select[Away]:
    """Return the statement of the dates of a person that are not over."""
    return sa.select(Away).where(Away.person_id == person.id, sa.or_(Away.last >= today, Away.last.is_(None)))


def _must_be_typed(away: Away, *, own: bool) -> None:
    if away.source == Source.STATUS:
        if own:
            raise UserError("Your status in Slack says so. Clear it there, or write `away back` after the command.")
        raise UserError("Their status in Slack says so. Once it is cleared there, the questions come again.")


def _sentence(person: Person | None, dates: str, *, single: bool) -> str:
    name, who = ("You are", "You are") if person is None else (f"{person.name} is", "They are")
    return f"{name} away {dates}. {who} asked nothing {'that day' if single else 'then'}."


async def noted_facts(session: AsyncSession, subject: Mapping[str, Any]) -> AwayNoted | None:
    """Return what somebody hears of dates that another one noted (`away`: the row) or took back (None).

    None where what was noted has been taken back meanwhile.
    """
    row = subject["away"]
    if row is not None and await session.get(Away, row) is None:
        return None
    by = await session.scalar(sa.select(Person.name).where(Person.slack_id == subject["by"]))
    first, last = (date.fromisoformat(subject[end]) for end in ("first", "last"))
    return AwayNoted(by or "Somebody", first, last, row)
