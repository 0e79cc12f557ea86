"""What stands beside a question without a name: never what fewer than five people could have asked about."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.change_question import ENOUGH_PEOPLE, About, Asked, Kind
from bot.domain.stakeholder import Source, SourceKind
from bot.engine.inline import InlineEngine
from bot.services.anonymous import new_code
from bot.services.change_question_ask import ChangeAsking
from bot.services.change_question_night import ChangeNight
from bot.services.stakeholder import members_of
from models import Announcement, AnnouncementReader, Change, ChangeQuestion, Person, StakeholderGroup
from tests.factories import change as factory
from tests.factories import people
from tests.factories.people import MONDAY


@dataclass
class Scene:
    """A company in which things are told to few and to many."""

    database: Database
    asking: ChangeAsking
    night: ChangeNight
    persons: Sequence[Person]

    async def ask(self, about: About, *, anonymous: bool = True) -> str:
        """Let the first person ask, and hand it over; return the name that stands beside it."""
        words = f"Is it true, {next(_NUMBERS)}?"
        who = self.persons[0].slack_id
        await self.asking.ask("T1", who, Asked(Kind.QUESTION, about, words, anonymous, new_code()))
        await self.night.hand_over("T1")
        async with self.database.reading("T1") as session:
            row = (await session.scalars(sa.select(ChangeQuestion).where(ChangeQuestion.text == words))).one()
            if anonymous:
                assert await self.suspects(row) >= ENOUGH_PEOPLE
            return row.about

    async def suspects(self, row: ChangeQuestion) -> int:
        """Count whom somebody who reads all of the database can suspect to have asked."""
        async with self.database.reading("T1") as session:
            everybody = {one.id for one in self.persons}
            told = sa.select(AnnouncementReader.person_id).join(
                Announcement, Announcement.id == AnnouncementReader.announcement_id
            )
            told = told.where(AnnouncementReader.state == "told")
            if row.about:
                by_title = set(await session.scalars(told.where(Announcement.title == row.about)))
                everybody &= by_title or everybody
            if row.change_id:
                groups = list(
                    await session.scalars(
                        sa.select(StakeholderGroup.id).where(StakeholderGroup.change_id == row.change_id)
                    )
                )
                affected = set[int]().union(*(await members_of(session, groups)).values())
                everybody &= affected or everybody
            if row.group_id:
                everybody &= (await members_of(session, [row.group_id]))[row.group_id]
            return len(everybody)

    async def announce(self, readers: int, *, told: int | None = None, of: Change | None = None) -> int:
        """Announce something to the first people, `told` of whom have it by now; return the first one's row."""
        async with self.database.transaction("T1") as session:
            group = await factory.stakeholder_group(session, of, f"{readers} people", self.people(readers))
            made = await factory.announcement(
                session, self.persons[-1], of, [group], title=f"For {readers} of whom {told} have it"
            )
            rows = [
                await factory.reader(
                    session, made, group, one, state="told" if at < (told or readers) else "waiting", answer=""
                )
                for at, one in enumerate(self.persons[:readers])
            ]
            return rows[0].id

    async def change(self, *sizes: int) -> int:
        """Register a change with groups of the first people; return its id."""
        async with self.database.transaction("T1") as session:
            made = await factory.change(session, self.persons[-1], f"Change of {sizes}", state="announced")
            for size in sizes:
                await factory.stakeholder_group(session, made, f"Group of {size}", self.people(size))
            return made.id

    def people(self, count: int) -> list[Source]:
        """Return the first people, by name."""
        return [Source(SourceKind.PERSON, str(one.id)) for one in self.persons[:count]]


_NUMBERS = itertools.count()


@pytest.fixture
async def scene(database: Database) -> Scene:
    """Eight people, the last of them the PMO."""
    clock = ShiftedClock(MONDAY)
    ledger = Ledger(InlineEngine(database, clock), clock)
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        persons = [await people.person(session, f"Person{number} Here") for number in range(7)]
        persons.append(await people.person(session, "Mara Lindqvist", role="pmo"))
    return Scene(database, ChangeAsking(database, clock, ledger, "/pmo"), ChangeNight(database, clock, ledger), persons)


async def test_the_title_of_an_announcement_stands_where_five_have_it(scene: Scene) -> None:
    """Not where four got it, nor where it has reached four of seven by now; with a name it always stands."""
    few, some, many = await scene.announce(4), await scene.announce(7, told=4), await scene.announce(5)
    assert await scene.ask(About(0, 0, few)) == ""
    assert await scene.ask(About(0, 0, some)) == ""
    assert await scene.ask(About(0, 0, many)) == "For 5 of whom None have it"
    assert await scene.ask(About(0, 0, few), anonymous=False) == "For 4 of whom None have it"


async def test_the_name_of_a_change_stands_where_it_affects_five_or_says_not_whom(scene: Scene) -> None:
    """All its groups together count, and whoever is in two of them counts once."""
    assert await scene.ask(About(await scene.change(4))) == ""
    assert await scene.ask(About(await scene.change(3, 4))) == ""
    assert await scene.ask(About(await scene.change(2, 5))) == "Change of (2, 5)"
    assert await scene.ask(About(await scene.change())) == "Change of ()"


async def test_what_is_left_out_is_said_before_and_after(scene: Scene) -> None:
    """The form names who reads the words alone, and the receipt what is missing."""
    few = About(0, 0, await scene.announce(4))
    who = scene.persons[0].slack_id
    form = await scene.asking.form("T1", who, Kind.QUESTION, few)
    assert (form.hidden, form.name, form.unnamed_owner) == (True, "For 4 of whom None have it", "Mara Lindqvist")
    receipt = await scene.asking.ask("T1", who, Asked(Kind.QUESTION, few, "Is it true?", True, new_code()))
    assert (receipt.about, receipt.hidden) == ("", "For 4 of whom None have it")
    assert receipt.owner == "Mara Lindqvist"
