"""The facts of a summary, read from the database: whose words, whose silence, and which part of the thread."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.db import Database
from bot.domain.rollup import Detail, State
from bot.domain.speaker import Voice
from bot.domain.sync_rollup import RollupFacts
from bot.errors import NotFound
from bot.services import sync_message
from bot.services.sync_rollup import details_facts, rollup_facts
from models import Addition, Ritual, Round, Workspace
from tests.factories import people, sync
from tests.factories.rounds import Runs
from tests.factories.statements import statements
from tests.factories.sync import TUESDAY
from tests.factories.team import team as make_team

SAID = {"moved": "Cards are live", "next": "Refunds"}


@dataclass
class Office:
    """A round of a sync, and its summary as it is read."""

    database: Database
    round_id: int = 0
    teams: dict[str, int] = field(default_factory=dict)

    async def begin(self, **fields: Any) -> None:
        async with self.database.transaction("T1") as session:
            self.round_id = (await sync.round_of(session, await sync.ritual(session, **fields))).id

    async def team(self, name: str, state: str = "pending", values: dict[str, Any] | None = None, **more: Any) -> int:
        """A team in the round, led by somebody called like it; returns the id of its prompt."""
        async with self.database.transaction("T1") as session:
            lead = await people.person(session, f"{name} Lead")
            team = await make_team(session, name, [lead])
            self.teams[name] = team.id
            prompt = await sync.prompt(session, await session.get_one(Round, self.round_id), team, state=state)
            if values is not None:
                await sync.answer(session, prompt, lead, values, **more)
                prompt.state = state
            return prompt.id

    async def facts(self) -> RollupFacts:
        async with self.database.reading("T1") as session:
            return await rollup_facts(session, self.round_id, TUESDAY.date())

    async def details(self, group: int) -> tuple[Detail, ...]:
        async with self.database.reading("T1") as session:
            return (await details_facts(session, self.round_id, group)).details

    async def change(self, model: type[Any], **fields: Any) -> None:
        async with self.database.transaction("T1") as session:
            await session.execute(sa.update(model).values(**fields))


@pytest.fixture
async def office(database: Database) -> Office:
    """A round of the weekly sync, with nobody in it yet."""
    async with database.system_session() as session:
        await people.workspace(session)
    office = Office(database)
    await office.begin()
    return office


async def test_every_state_has_its_line_in_the_order_of_names(office: Office) -> None:
    """Lower case beside upper case; who is away is away, whoever says nothing is named as a team."""
    await office.team("sales", "missed")
    await office.team("Payments", "answered", SAID, late=True)
    await office.team("Growth", "skipped")
    await office.team("Mobile", "absent")
    summary = (await office.facts()).summary
    shown = [(line.name, line.state) for line in summary.lines]
    assert shown == [
        ("Growth", State.SKIPPED),
        ("Mobile", State.AWAY),
        ("Payments", State.ANSWERED),
        ("sales", State.SILENT),
    ]
    assert (summary.lines[2].text, summary.lines[2].by, summary.lines[2].late) == (
        "Cards are live",
        "Payments Lead",
        True,
    )


async def test_a_skipped_team_shows_nothing_of_what_was_stored_before(office: Office) -> None:
    """Only a prompt that counts as answered has words."""
    await office.team("Payments", "skipped", SAID)
    assert await office.details(0) == ()
    assert not (await office.facts()).summary.has_details


async def test_teams_and_people_that_are_waited_on_are_named(office: Office) -> None:
    """One that has left the sync keeps its name; one that is gone is said to be."""
    await office.team("Platform", "missed")
    values = SAID | {"waiting_on": [office.teams["Platform"], 999], "waiting_for": "Keys"}
    await office.team("Payments", "answered", values)
    waits = (await office.facts()).summary.waits
    assert {wait.on for wait in waits} == {"Platform", "a team that is gone"}


async def test_additions_stand_under_the_answer_with_their_names(office: Office) -> None:
    """In the order in which they came."""
    prompt = await office.team("Payments", "answered", SAID)
    async with office.database.transaction("T1") as session:
        for name in ("Ben Carter", "Ana Sousa"):
            one = await people.person(session, name)
            session.add(Addition(prompt_id=prompt, person_id=one.id, added_at=TUESDAY, text=f"{name} adds"))
            await session.flush()
    assert (await office.facts()).summary.has_details
    [detail] = await office.details(0)
    assert [one.by for one in detail.additions] == ["Ben Carter", "Ana Sousa"]


async def test_a_part_of_the_thread_has_its_teams_alone(office: Office) -> None:
    """Each team has a message of its own, in the order of names."""
    for name in ("Payments", "Growth"):
        await office.team(name, "answered", SAID)
    assert [[one.name for one in await office.details(n)] for n in (0, 1)] == [["Growth"], ["Payments"]]


async def test_a_round_is_summed_up_as_it_was_asked(office: Office) -> None:
    """Made a sync of everyone since, its round of teams is one of teams; its questions are those of its day."""
    await office.team("Payments", "missed")
    await office.change(Ritual, voice="everyone", questions=[])
    facts = await office.facts()
    assert facts.voice is Voice.TEAM
    assert [line.name for line in facts.summary.lines] == ["Payments"]


async def test_of_another_workspace_there_is_no_summary(office: Office) -> None:
    """As if it were not there."""
    async with office.database.system_session() as session:
        session.add(Workspace(id="T2", created_at=TUESDAY))
    async with office.database.reading("T2") as session:
        with pytest.raises(NotFound):
            await rollup_facts(session, office.round_id, TUESDAY.date())


async def test_a_summary_takes_as_many_statements_for_sixty_teams_as_for_two(office: Office) -> None:
    """The whole of it, and a part of its thread."""
    await office.team("Web")
    taken = []
    for size in (2, 60):
        for number in range(size):
            await office.team(f"Team{number}of{size}", "answered", SAID | {"waiting_on": [office.teams["Web"]]})
        with statements(office.database) as said:
            await office.facts()
            await office.details(0)
        taken.append(len(said))
    assert taken[0] == taken[1]


async def test_a_late_answer_updates_the_summary_and_its_own_part_of_the_thread_alone(runs: Runs) -> None:
    """What others read in the thread is not touched."""
    await runs.sync([await runs.team("Payments", "Ana Sousa"), await runs.team("Growth", "Ben Carter")])
    await runs.until(TUESDAY + timedelta(hours=5))
    [closed] = await runs.stored()
    head = f"{sync_message.ROLLUP}:{closed.id}"
    before = await runs.wanted_by_key()
    await runs.says("Payments", "answered", closed=True)
    after = await runs.wanted_by_key()
    changed = {key for key in after if after[key] != before.get(key)}
    assert {key for key in changed if key.startswith(head)} == {head, f"{head}:1"}
