"""Readiness pulses: begun by whoever runs a change, asked in each person's own working time, closed after a week."""

import random
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import IDS, Database, keep_no_log, rows_of
from bot.delivery.ledger import Ledger
from bot.domain.change import ChangeState
from bot.domain.change_pulse import (
    APART,
    MINIMUM,
    OPEN_FOR,
    SHARES,
    PulseForm,
    Result,
    boxes_of,
    sampled,
    summed,
)
from bot.domain.words import plural
from bot.engine.port import DueTimer
from bot.engine.timers import cancel_timer, set_timer
from bot.engine.upsert import insert_rows, table
from bot.errors import NotAllowed, UserError
from bot.ids import new_id
from bot.services import change_pulse_message as messages
from bot.services.anonymous import Seal
from bot.services.audit import Audit
from bot.services.change_asked import ask_due, hears
from bot.services.change_audience import asked_when, group_names
from bot.services.change_pulse_planned import show_planned
from bot.services.change_standing import ChangeStanding, must_go_on, must_run, standing_of
from bot.services.stakeholder import told_by_person
from models import (
    Change,
    ChangePulse,
    ChangePulseAnswer,
    ChangePulseAsked,
    ChangePulseResult,
    ChangePulseTheme,
)

SENDS, CLOSES = "change_pulse.send", "change_pulse.close"
"""Kinds of timers: somebody is to be asked, it is over. Their subject is the pulse's id."""

GROUPS = "groups"
NO_KEY = (
    "A pulse is answered without names, which needs a secret key that this Drumbeat does not have. Whoever runs "
    "Drumbeat sets DRUMBEAT_SECRET_KEY; `drumbeat doctor` says how. Nothing was sent."
)
_CHANCE = random.SystemRandom()
_asked = table(ChangePulseAsked)
_RESTING = sa.select(ChangePulseAsked.person_id).where(
    ChangePulseAsked.person_id.in_(IDS), ChangePulseAsked.due_at > sa.bindparam("since", type_=_asked.c.due_at.type)
)


class ChangePulses:
    """Begins pulses, asks people, and sums up what they said."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, seal: Seal, audit: Audit) -> None:
        """Work on `database`; messages go through `ledger`, and who began one is audited."""
        self._database, self._clock, self.ledger = database, clock, ledger
        self._seal, self._audit = seal, audit

    async def form(self, workspace_id: str, slack_id: str, change_id: int) -> PulseForm:
        """Return what the form that begins one offers. Raises UserError, NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            standing = await self._may_begin(session, slack_id, change_id)
            groups = await group_names(session, change_id)
            told = await told_by_person(session, groups)
            resting = await _resting(session, told, self._clock.now())
            free = [one.group_id for person, one in told.items() if person not in resting]
            return PulseForm(
                change_id=change_id,
                change=standing.change.name,
                groups=tuple((one, name, free.count(one)) for one, name in groups.items()),
                resting=len(resting),
            )

    async def begin(self, workspace_id: str, slack_id: str, change_id: int, groups: Collection[int], share: int) -> int:
        """Ask the people of these groups, or one in `share`, and return how many. Raises as `form` does."""
        now = self._clock.now()
        async with self._database.transaction(workspace_id) as session:
            standing = await self._may_begin(session, slack_id, change_id, locked=True)
            known = await group_names(session, change_id)
            wanted = [one for one in known if one in set(groups)]
            if share not in SHARES or not wanted:
                raise UserError("Please choose who is asked.", field=GROUPS)
            told = await told_by_person(session, wanted)
            resting = await _resting(session, told, now)
            by_group: dict[int, list[int]] = defaultdict(list)
            for person, one in told.items():
                if person not in resting:
                    by_group[one.group_id].append(person)
            chosen = {person: group for group, people in by_group.items() for person in sampled(people, share, _CHANCE)}
            pulse = ChangePulse(
                id=new_id(),
                change_id=change_id,
                asked_by_id=standing.person.id,
                opened_at=now,
                closes_at=now + OPEN_FOR,
            )
            due = await asked_when(session, chosen, now, pulse.closes_at)
            asked = Counter(chosen[person] for person in due)
            boxes = boxes_of(asked)
            due = {person: at for person, at in due.items() if boxes[chosen[person]] is not None}
            if len(due) < MINIMUM:
                raise UserError(
                    f"Only {plural(len(due), 'person', 'people')} could be asked now, and below {MINIMUM} answers no "
                    "figure is shown. Who was asked within three weeks is not asked again, nor who is away. Nothing "
                    "was sent.",
                    field=GROUPS,
                )
            session.add(pulse)
            await session.flush()
            rows = [
                {
                    "id": new_id(),
                    "workspace_id": workspace_id,
                    "pulse_id": pulse.id,
                    "group_id": chosen[person],
                    "box_id": boxes[chosen[person]] if asked[chosen[person]] < MINIMUM else None,
                    "person_id": person,
                    "due_at": at,
                }
                for person, at in due.items()
            ]
            await session.execute(insert_rows(session, ChangePulseAsked, rows))
            await set_timer(session, workspace_id, SENDS, str(pulse.id), min(due.values()))
            await set_timer(session, workspace_id, CLOSES, str(pulse.id), pulse.closes_at)
            subject = f"change:{change_id}"
            self._audit.record(session, slack_id, "change_pulse_begun", subject, people=len(rows), share=share)
            return len(rows)

    async def send_due(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:
        """Ask those whose time has come, and look again when the next one's is."""
        pulse = await session.get(ChangePulse, int(timer.subject))
        if pulse is None or pulse.state != "open":
            return
        await ask_due(session, self.ledger, pulse, SENDS, messages.asked, now)

    async def close_due(self, session: AsyncSession, timer: DueTimer, now: datetime) -> None:  # noqa: ARG002 (a planner)
        """Sum up what people said, and forget who said what."""
        row = sa.select(ChangePulse).where(ChangePulse.id == int(timer.subject)).with_for_update()
        pulse: ChangePulse | None = await session.scalar(row)
        if pulse is None or pulse.state != "open":
            return
        pulse.state = "closed"
        await _sum_up(session, pulse)
        reader = await hears(session, pulse)
        await self.ledger.plan(session, pulse.workspace_id, [messages.closed(pulse.id, reader.slack_id)])
        await self._refresh(session, pulse)

    async def drop(self, session: AsyncSession, change: Change) -> None:
        """Give up the pulse of a change that has ended, with what was said in it."""
        rows = sa.select(ChangePulse).where(ChangePulse.change_id == change.id, ChangePulse.state == "open")
        for pulse in await session.scalars(rows):
            pulse.state = "dropped"
            await _forget_answers(session, pulse)
            for kind in (SENDS, CLOSES):
                await cancel_timer(session, pulse.workspace_id, kind, str(pulse.id))
            await self._refresh(session, pulse)
        # What helps next is offered for a change that goes on.
        await show_planned(session, self.ledger, change.workspace_id, change.id)

    async def would_stop(self, session: AsyncSession, change: Change) -> Sequence[str]:
        """Say what stopping the change does to its pulse."""
        row = sa.select(ChangePulse.id).where(ChangePulse.change_id == change.id, ChangePulse.state == "open")
        return ["The pulse that goes on ends without figures."] if await session.scalar(row) else []

    async def _refresh(self, session: AsyncSession, pulse: ChangePulse) -> None:
        keys = sa.select(messages.key_of_asked()).where(ChangePulseAsked.pulse_id == pulse.id)
        await self.ledger.refresh(session, pulse.workspace_id, list(await session.scalars(keys)))

    async def _may_begin(
        self, session: AsyncSession, slack_id: str, change_id: int, *, locked: bool = False
    ) -> ChangeStanding:
        standing = await standing_of(session, slack_id, change_id, locked=locked)
        await must_run(session, standing, "Asking how ready people are is")
        must_go_on(standing)
        if standing.state is ChangeState.DRAFT:
            raise NotAllowed(
                f"“{standing.change.name}” is a draft, so people don't know of it yet. Announce it first; then they "
                "can say how ready they are."
            )
        if not self._seal.ready:
            raise UserError(NO_KEY)
        row = sa.select(ChangePulse).where(ChangePulse.change_id == change_id, ChangePulse.state == "open")
        if await session.scalar(row) is not None:
            raise UserError(
                f"“{standing.change.name}” has a pulse that goes on; its page says until when. Nothing was sent."
            )
        return standing


async def _resting(session: AsyncSession, people: Collection[int], now: datetime) -> set[int]:
    """Return who was asked too short a time ago."""
    return {one[0] for one in await rows_of(session, _RESTING, people, since=now - APART)}


async def _sum_up(session: AsyncSession, pulse: ChangePulse) -> None:
    rows = sa.select(ChangePulseAnswer.group_id, ChangePulseAnswer.scores, ChangePulseAnswer.words)
    answers: dict[int, list[list[int | None]]] = defaultdict(list)
    texts: list[str] = []
    for group, scores, words in await session.execute(rows.where(ChangePulseAnswer.pulse_id == pulse.id)):
        answers[group].append(scores)
        texts += [words] if words else []
    mixed = sa.select(ChangePulseAsked.box_id).where(ChangePulseAsked.pulse_id == pulse.id).distinct()
    found = summed(answers, {one for one in await session.scalars(mixed) if one is not None})
    if found.all is not None:
        session.add_all([_result(pulse, one) for one in (found.all, *found.parts)])
        session.add_all(_themes(pulse, sorted(texts)))
    await _forget_answers(session, pulse)


def _result(pulse: ChangePulse, one: Result) -> ChangePulseResult:
    part = "group" if one.group_id is not None else "rest" if one.rest else "all"
    return ChangePulseResult(
        pulse_id=pulse.id, part=part, group_id=one.group_id, answers=one.answers, means=list(one.means)
    )


def _themes(pulse: ChangePulse, texts: Sequence[str]) -> list[ChangePulseTheme]:
    if not texts:
        return []
    # Only here: the table of topics and the stemmer are loaded for the first words, not for the start.
    from bot.domain.retro_theme import suggest  # noqa: PLC0415

    return [
        ChangePulseTheme(pulse_id=pulse.id, place=place, name=one.name, texts=[texts[at] for at in one.members])
        for place, one in enumerate(suggest(texts))
    ]


async def _forget_answers(session: AsyncSession, pulse: ChangePulse) -> None:
    await session.execute(sa.delete(ChangePulseAnswer).where(ChangePulseAnswer.pulse_id == pulse.id))
    keep_no_log(session)
