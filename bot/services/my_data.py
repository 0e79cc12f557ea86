"""`my data`: what is stored about somebody, shown to them alone, as a file, and erased when they say so."""

import json
from collections.abc import Sequence
from io import BytesIO

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.answer_export import Wanted
from bot.domain.forget import Traces, stand_in
from bot.domain.my_data import CONFIRM, MyDataFacts, OwnWords, WordsPage, page_of
from bot.domain.sync_file import SyncFile
from bot.engine.port import Engine, Work
from bot.errors import NotFound, UserError
from bot.services.answer_export import exported
from bot.services.forget import Forgetting
from bot.services.my_data_rows import rows_about
from bot.services.my_data_words import written
from bot.services.role import acting
from models import (
    Action,
    AnnouncementReader,
    Blocker,
    BlockerStep,
    Change,
    ChangeQuestion,
    ChangeStep,
    ChangeStepPerson,
    Person,
    Playbook,
    PlaybookNote,
    PlaybookQuestion,
    PlaybookVersion,
    Reading,
    Retro,
    RetroPart,
    RetroRound,
    Ritual,
    Round,
)

ERASE = "my_data.erase"
"""Kind of the work that erases somebody; it goes on where the process ends in the middle of it."""

GONE = "What was stored about you then is erased already. `{command} my data` shows what is there now."

_COUNTED = {
    ("blocker that you raised or own", "blockers that you raised or own"): (
        Blocker,
        (Blocker.raiser_id, Blocker.owner_id, Blocker.person_id),
    ),
    ("step of a blocker", "steps of blockers"): (
        BlockerStep,
        (BlockerStep.person_id, BlockerStep.owner_id, BlockerStep.on_person_id),
    ),
    ("retro in which you took part", "retros in which you took part"): (RetroPart, (RetroPart.person_id,)),
    ("action that you raised or own", "actions that you raised or own"): (
        Action,
        (Action.raised_by_id, Action.owner_id),
    ),
    ("page that you keep", "pages that you keep"): (Playbook, (Playbook.owner_id,)),
    ("version of a page that you wrote", "versions of pages that you wrote"): (
        PlaybookVersion,
        (PlaybookVersion.written_by_id,),
    ),
    ("word on a page", "words on pages"): (PlaybookNote, (PlaybookNote.person_id,)),
    ("question that you asked or answered", "questions that you asked or answered"): (
        PlaybookQuestion,
        (PlaybookQuestion.asked_by_id, PlaybookQuestion.owner_id, PlaybookQuestion.answered_by_id),
    ),
    ("change that you answer or stand for", "changes that you answer or stand for"): (
        Change,
        (Change.owner_id, Change.sponsor_id),
    ),
    ("step of a change that you see to", "steps of changes that you see to"): (ChangeStep, (ChangeStep.owner_id,)),
    ("invitation to take part in a change", "invitations to take part in changes"): (
        ChangeStepPerson,
        (ChangeStepPerson.person_id,),
    ),
    (
        "question or idea about a change, with your name",
        "questions and ideas about changes, with your name",
    ): (
        ChangeQuestion,
        (ChangeQuestion.asked_by_id, ChangeQuestion.owner_id, ChangeQuestion.answered_by_id),
    ),
    ("announcement to you, with what you said to it", "announcements to you, with what you said to them"): (
        AnnouncementReader,
        (AnnouncementReader.person_id,),
    ),
    ("summary that you marked as read", "summaries that you marked as read"): (Reading, (Reading.person_id,)),
}


class MyData:
    """Shows people what is stored about them, and erases it."""

    def __init__(self, database: Database, clock: Clock, engine: Engine, forgetting: Forgetting, command: str) -> None:
        """Erase through `forgetting`, as work of `engine`; `command` is the slash command."""
        self._database, self._clock, self._engine = database, clock, engine
        self._forgetting, self._command = forgetting, command

    async def facts(self, workspace_id: str, slack_id: str) -> MyDataFacts:
        """Return what is stored about this person, counted."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            rows = []
            for what, (model, columns) in _COUNTED.items():
                mine = sa.or_(*(column == person.id for column in columns))
                rows.append(
                    (what, await session.scalar(sa.select(sa.func.count()).select_from(model).where(mine)) or 0)
                )
            zone = person.zone
        traces = await self._forgetting.stored(workspace_id, slack_id)
        return MyDataFacts(traces, tuple(rows), zone, self._clock.now())

    async def words(self, workspace_id: str, slack_id: str, first: int) -> WordsPage:
        """Return a page of what this person wrote, from the `first` text on."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            found = await written(session, person)
            zone, person_id = person.zone, person.id
        async for one in exported(self._database, workspace_id, Wanted(person_id=person_id)):
            lines = tuple(f"{question} {' · '.join(said)}" for question, said in one.said)
            found.append(OwnWords(one.day, one.sync, lines))
        return page_of(found, first, zone, self._clock.now())

    async def file(self, workspace_id: str, slack_id: str) -> SyncFile:
        """Return everything that is stored about this person as JSON, every row with its id."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            rows = await rows_about(session, person)
            rounds = {row["round_id"] for table in rows.values() for row in table if row.get("round_id")}
            where = await _where(session, rounds)
        now = self._clock.now()
        data = {"workspace": workspace_id, "written_at": now.isoformat(), "rounds": where, **rows}
        text = json.dumps(data, ensure_ascii=False, indent=2)
        return SyncFile("", f"my-data-{now:%Y-%m-%d}.json", "What Drumbeat stores about you", BytesIO(text.encode()))

    async def traces(self, workspace_id: str, slack_id: str, person_id: int | None = None) -> Traces:
        """Return what will be erased. Raises UserError where a sync of theirs would have no owner.

        `person_id`: whom the button was for; NotFound where that was erased and Slack has told of them anew since.
        """
        traces = await self._forgetting.traces(workspace_id, slack_id=slack_id, own=True)
        if person_id not in {None, traces.person_id}:
            raise NotFound(GONE.format(command=self._command))
        return traces

    async def erase(self, workspace_id: str, slack_id: str, person_id: int, typed: str) -> None:
        """Let this person be erased; pressed twice it is done once.

        Raises UserError for another word than `CONFIRM`, and as `traces` does.
        """
        if typed.strip().strip("*“”\"'").casefold() != CONFIRM:
            raise UserError(f"Please write *{CONFIRM}* here, or close this form: nothing is erased then.")
        await self.traces(workspace_id, slack_id, person_id)
        async with self._database.transaction(workspace_id) as session:
            # What is kept of the work is a number that says nothing once its row has no name.
            await self._engine.enqueue(session, Work(workspace_id, ERASE, str(person_id), {"person": person_id}))

    async def erase_now(self, workspace_id: str, person_id: int) -> None:
        """Erase a person; safe to repeat, and nothing where it was done."""
        async with self._database.reading(workspace_id) as session:
            slack_id = await session.scalar(sa.select(Person.slack_id).where(Person.id == person_id))
        if slack_id is None or slack_id == stand_in(person_id):
            return
        await self._forgetting.erase(workspace_id, await self._forgetting.stored(workspace_id, slack_id), by=THEMSELVES)


THEMSELVES = "themselves"
"""The actor of what somebody did to what is stored about them: their name would undo it."""


async def _where(session: AsyncSession, rounds: set[int]) -> Sequence[dict[str, object]]:
    """Return of which sync or retro and date rounds are, and how they were worded: numbers alone say nothing."""
    rows = sa.select(Round.id, Ritual.name, Round.local_date, Round.questions).join(
        Ritual, Ritual.id == Round.ritual_id
    )
    retros = sa.select(RetroRound.id, Retro.name, RetroRound.local_date, RetroRound.columns).join(
        Retro, Retro.id == RetroRound.retro_id
    )
    return [
        {"id": one.id, "sync": one.name, "date": one.local_date.isoformat(), "questions": one.questions}
        for one in await session.execute(rows.where(Round.id.in_(rounds)).order_by(Round.id))
    ] + [
        {"id": round_id, "retro": name, "date": day.isoformat(), "columns": columns}
        for round_id, name, day, columns in await session.execute(
            retros.where(RetroRound.id.in_(rounds)).order_by(RetroRound.id)
        )
    ]
