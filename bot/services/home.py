"""The home tab: what waits for somebody now, what their teams said, what comes; read from the database alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.coming import Coming
from bot.domain.home import HomeFacts, Update
from bot.domain.participation import TeamShare
from bot.domain.plan import ALL_AS_PLANNED, PlanItem, headline_from, items
from bot.domain.question import QuestionRole, from_json, value_of
from bot.domain.rollup_types import Addition as Added
from bot.domain.sync_words import waiting_line
from bot.errors import NotFound
from bot.services.action_home import home_actions
from bot.services.announcement_list import home_announcements
from bot.services.away import ranges_of
from bot.services.blocker_home import home_blockers
from bot.services.change_question_faq import home_asked
from bot.services.change_step_plan import home_steps
from bot.services.decision_home import past_due, waiting_for
from bot.services.home_missing import missing
from bot.services.home_running import closed_channels, owner_of, running_syncs, undelivered
from bot.services.opt_out_read import left_out_of
from bot.services.participation import participation
from bot.services.pause_read import running
from bot.services.playbook_home import home_questions
from bot.services.retro_home import home_retros
from bot.services.retro_systemic import waiting_for_pmo
from bot.services.role import acting, pmo_refusal, refusal, rights_of
from bot.services.sync_open import OPEN_ROUNDS, next_here, open_prompts
from bot.services.sync_rollup import names_in
from bot.services.sync_sight import takes_part
from bot.services.working import working_times
from models import (
    Addition,
    Answer,
    Delivery,
    Membership,
    Person,
    Prompt,
    Ritual,
    RitualTeam,
    Round,
    Team,
    Turn,
)

CURRENT = timedelta(days=8)
"""How long what was said in a round is shown, unless a newer round comes."""

_AUTHOR = aliased(Person)


class Home:
    """Gathers the home tab of a person."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger) -> None:
        """Read `database`; `ledger` sends again what was not delivered."""
        self._database, self._clock, self._ledger = database, clock, ledger

    async def facts(self, workspace_id: str, slack_id: str) -> HomeFacts:
        """Return the home tab of `slack_id`; one whom Drumbeat does not know yet gets an empty one."""
        now = self._clock.now()
        async with self._database.reading(workspace_id) as session:
            person = await session.scalar(sa.select(Person).where(Person.slack_id == slack_id))
            if person is None or person.deactivated:
                return HomeFacts(name="", zone="UTC", now=now)
            teams = await _teams_of(session, person)
            runs = person.acts_as_pmo
            today = now.astimezone(ZoneInfo(person.zone)).date()
            rights = await rights_of(session, person)
            retros = await home_retros(session, rights, list(teams), now)
            coming = [*await _coming(session, person, teams, now), *retros.coming]
            return HomeFacts(
                name=person.name,
                zone=person.zone,
                now=now,
                waiting=tuple(await open_prompts(session, person, now)),
                updates=tuple(await _updates(session, person, list(teams), now)),
                coming=tuple(sorted(coming, key=lambda one: (one.at, one.sync))),
                blockers=await home_blockers(session, person, now),
                away=tuple(await ranges_of(session, person, now)),
                decisions=tuple(await waiting_for(session, person)),
                actions=await home_actions(session, person, today),
                missing=await missing(session, person),
                paused=await running(session, now),
                sets_up=rights.any,
                runs=runs,
                begins=runs and await session.scalar(sa.select(Team.id).limit(1)) is None,
                syncs=tuple(await running_syncs(session, person)) if runs else (),
                undelivered=tuple(await undelivered(session, now)) if runs else (),
                closed=tuple(await closed_channels(session)) if runs else (),
                past_due=tuple(await past_due(session, person, today)) if runs else (),
                participation=await participation(session, today) if runs else (),
                left_out=await left_out_of(session, person),
                retros=retros,
                questions=await home_questions(session, person),
                asked=await home_asked(session, person),
                announcements=await home_announcements(session, rights),
                steps=await home_steps(session, person, now, today),
                systemic=tuple(await waiting_for_pmo(session, today)) if runs else (),
            )

    async def participation(self, workspace_id: str, slack_id: str) -> tuple[TeamShare, ...]:
        """Return how many answer in each team, for the PMO. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            reader = await acting(session, slack_id)
            if not reader.acts_as_pmo:
                raise await pmo_refusal(session, "Seeing how many answer in each team is")
            return await participation(session, self._clock.now().date())

    async def send_again(self, workspace_id: str, slack_id: str, key: str) -> None:
        """Send a message again that was not delivered, with what hangs below it.

        Who acts as PMO may, and the owner of the sync. Raises NotAllowed, NotFound.
        """
        async with self._database.transaction(workspace_id) as session:
            person = await session.scalar(sa.select(Person).where(Person.slack_id == slack_id))
            delivery = await session.scalar(sa.select(Delivery).where(Delivery.key == key))
            owner = await owner_of(session, delivery) if delivery else None
            if person is None or not (person.acts_as_pmo or person.id == owner):
                raise await refusal(session, "Sending a message again is")
            if delivery is None:
                raise NotFound("This message is not there any more. Nothing was sent.")
            await self._ledger.retry(session, [key, *await self._ledger.below(session, key)])


async def _teams_of(session: AsyncSession, person: Person) -> dict[int, str]:
    statement = (
        sa.select(Team.id, Team.name)
        .join(Membership, Membership.team_id == Team.id)
        .where(Membership.person_id == person.id, Team.archived_at.is_(None))
        .order_by(Team.name)
    )
    return {team_id: name for team_id, name in await session.execute(statement)}  # noqa: C416 (rows are no pairs to mypy)


async def _updates(session: AsyncSession, person: Person, teams: Sequence[int], now: datetime) -> list[Update]:
    """Return what was answered in the latest round of each sync, for the person's teams and the person."""
    statement = (
        sa.select(Prompt, Round, Ritual.name, Answer, _AUTHOR.name, Turn.id)
        .join(Round, Round.id == Prompt.round_id)
        .join(Ritual, Ritual.id == Round.ritual_id)
        .join(Answer, Answer.prompt_id == Prompt.id)
        .join(_AUTHOR, _AUTHOR.id == Answer.person_id)
        .outerjoin(Turn, sa.and_(Turn.prompt_id == Prompt.id, Turn.person_id == person.id))
        .where(
            Ritual.state != "deleted",
            # The rounds are named first: without statistics SQLite would look through all prompts that ever were.
            Prompt.round_id.in_(
                sa.select(Round.id).where(
                    Round.state.in_(("open", "closed")), Round.local_date >= (now - CURRENT).date()
                )
            ),
            sa.or_(Prompt.team_id.in_(teams), Prompt.person_id == person.id),
        )
        .order_by(Round.local_date.desc(), Ritual.name, Prompt.name)
    )
    rows = list(await session.execute(statement))
    newest: dict[int, int] = {}
    for _, current, *_ in rows:
        newest.setdefault(current.ritual_id, current.id)
    shown = [row for row in rows if newest[row[1].ritual_id] == row[1].id]
    added = await _added(session, [row[0].id for row in shown])
    waited_on = await _waited_on(session, shown)
    return [
        Update(
            prompt_id=prompt.id,
            sync=sync,
            day=current.local_date,
            party=prompt.name,
            for_team=prompt.team_id is not None,
            author=name,
            own=answer.person_id == person.id,
            lines=_lines(current, answer, waited_on),
            late=answer.late,
            additions=tuple(added[prompt.id]),
            turn_id=turn_id if answer.person_id == person.id and _is_open(current, now) else None,
            closes_at=current.closes_at,
        )
        for prompt, current, sync, answer, name, turn_id in shown
    ]


async def _added(session: AsyncSession, prompts: Sequence[int]) -> dict[int, list[Added]]:
    statement = (
        sa.select(Addition.prompt_id, Person.name, Addition.text)
        .join(Person, Person.id == Addition.person_id)
        .where(Addition.prompt_id.in_(prompts))
        .order_by(Addition.id)
    )
    found: dict[int, list[Added]] = defaultdict(list)
    for prompt_id, name, text in await session.execute(statement):
        found[prompt_id].append(Added(name, text))
    return found


async def _waited_on(session: AsyncSession, shown: Iterable[Sequence[Any]]) -> dict[int | str, str]:
    """Return the names that the answers point to; each round has its own questions."""
    answers: dict[Round, list[Mapping[str, Any]]] = defaultdict(list)
    for _, current, _, answer, *_ in shown:
        answers[current].append(answer.values)
    names: dict[int | str, str] = {}
    for current, values in answers.items():
        names |= await names_in(session, from_json(current.questions), values)
    return names


def _lines(current: Round, answer: Answer, names: Mapping[int | str, str]) -> tuple[str, ...]:
    if answer.as_planned:
        return (ALL_AS_PLANNED,)
    questions = from_json(current.questions)
    headline, moved, coming = (
        str(value_of(role, questions, answer.values) or "")
        for role in (QuestionRole.HEADLINE, QuestionRole.MOVED, QuestionRole.NEXT)
    )
    following = headline_from([PlanItem(item) for item in items(coming)])
    waiting = waiting_line(questions, answer.values, names)
    return tuple(dict.fromkeys(line for line in (headline, moved, following, waiting) if line))


def _is_open(current: Round, now: datetime) -> bool:
    return current.state == "open" and now < current.closes_at


async def _coming(session: AsyncSession, person: Person, teams: dict[int, str], now: datetime) -> list[Coming]:
    """Return when each sync next asks here: later today where its round is under way, else at its next round."""
    rituals = list(await session.scalars(sa.select(Ritual).where(Ritual.state == "active", takes_part(person))))
    parties: dict[int, list[str]] = defaultdict(list)
    rows = sa.select(RitualTeam).where(RitualTeam.ritual_id.in_([one.id for one in rituals]))
    for row in await session.scalars(rows):
        if row.team_id in teams:
            parties[row.ritual_id].append(teams[row.team_id])
    later = await _later_in_open_rounds(session, person, now)
    working = (await working_times(session, [person]))[person.id]
    found = []
    for ritual in rituals:
        at = later.get(ritual.id) or next_here(ritual, person)
        if at is not None and at > now:
            names = tuple(sorted(parties[ritual.id])) if ritual.voice == "team" else ()
            found.append(Coming(ritual.name, at, names, away=working.is_away(working.local_date(at))))
    return found


async def _later_in_open_rounds(session: AsyncSession, person: Person, now: datetime) -> dict[int, datetime]:
    """Return when the person is still to be asked in a round that others have begun, by the sync's id."""
    statement = (
        sa.select(Round.ritual_id, Turn.ask_at)
        .join(Round, Round.id == Turn.round_id)
        .where(Turn.person_id == person.id, Turn.round_id.in_(OPEN_ROUNDS), Turn.asked_at.is_(None), Turn.ask_at > now)
        .order_by(Turn.ask_at.desc())
    )
    return {ritual_id: ask_at for ritual_id, ask_at in await session.execute(statement)}  # noqa: C416 (rows are no pairs to mypy)
