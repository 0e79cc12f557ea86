"""Who answers what is asked about changes, what becomes of it once somebody leaves, and until when it is kept."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.clock import ShiftedClock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.change_question import About, Asked, Kind, Said, State
from bot.domain.retention import Keeping
from bot.domain.stakeholder import Source, SourceKind
from bot.engine.inline import InlineEngine
from bot.errors import NotAllowed, NotFound, UserError
from bot.services.anonymous import new_code
from bot.services.audit import Audit
from bot.services.change_question import ChangeQuestions
from bot.services.change_question_ask import ChangeAsking
from bot.services.change_question_code import ChangeCodes
from bot.services.change_question_night import ChangeNight
from bot.services.change_question_owner import pass_questions_on
from bot.services.forget_change_questions import erase_change_questions
from bot.services.retention import Retention
from models import AnnouncementReader, AuditEntry, Change, ChangeQuestion, ChangeQuestionSealed, Delivery, Person, Timer
from tests.factories import change, people
from tests.factories.people import MONDAY

KEEPING = Keeping(answers=400, messages=90, drafts=90, audit=730, work=7)
REVIEW = "Who writes my review?"


@dataclass
class Scene:
    """A change of Ana's for five people; Wei is the contact of the group in which Ben and Lena are."""

    database: Database
    clock: ShiftedClock
    ledger: Ledger
    asking: ChangeAsking
    questions: ChangeQuestions
    night: ChangeNight
    codes: ChangeCodes
    about: About

    async def ask(self, who: str = "UBEN", text: str = REVIEW, *, about: About | None = None, code: str = "") -> str:
        """Ask; return who has it."""
        asked = Asked(Kind.QUESTION, about or self.about, text, bool(code), code)
        return (await self.asking.ask("T1", who, asked)).owner

    async def asked(self, who: str, text: str, about: About | None = None) -> str:
        """Ask with a name; return the key of the question."""
        await self.ask(who, text, about=about)
        async with self.database.reading("T1") as session:
            asker = sa.select(Person.id).where(Person.slack_id == who).scalar_subquery()
            mine = (ChangeQuestion.asked_by_id == asker, ChangeQuestion.text == text)
            return (await session.scalars(sa.select(ChangeQuestion.id).where(*mine))).one()

    async def affects_all(self) -> None:
        """Let the change affect all five who are here: what concerns fewer is not named beside what has no name."""
        async with self.database.transaction("T1") as session:
            made = await session.get_one(Change, self.about.change_id)
            await change.stakeholder_group(session, made, "All of us", [Source(SourceKind.EVERYONE)], place=1)

    async def only(self) -> ChangeQuestion:
        """Return the one question there is."""
        async with self.database.reading("T1") as session:
            return (await session.scalars(sa.select(ChangeQuestion))).one()


@pytest.fixture
async def scene(database: Database) -> Scene:
    """Nothing is asked yet."""
    clock = ShiftedClock(MONDAY)
    ledger = Ledger(InlineEngine(database, clock), clock)
    async with database.system_session() as session:
        await people.workspace(session)
    async with database.transaction("T1") as session:
        names = ("Ana Sousa", "Ben Carter", "Wei Tan", "Lena Fischer")
        ana, ben, wei, lena = [await people.person(session, one) for one in names]
        mara = await people.person(session, "Mara Lindqvist", role="pmo")
        made = await change.change(session, ana, state="announced")
        sources = [Source(SourceKind.PERSON, str(one.id)) for one in (ben, lena)]
        group = await change.stakeholder_group(session, made, "Sales", sources, contact_id=wei.id)
        others = [Source(SourceKind.PERSON, str(one.id)) for one in (ana, wei, mara)]
        await change.stakeholder_group(session, made, "All others", others)
        said = await change.announcement(session, ana, made, [group], state="sent")
        reader = await change.reader(session, said, group, ben)
        about = About(made.id, group.id, reader.id)
    return Scene(
        database,
        clock,
        ledger,
        ChangeAsking(database, clock, ledger, "/pmo"),
        ChangeQuestions(database, clock, ledger, Audit(clock)),
        ChangeNight(database, clock, ledger),
        ChangeCodes(database, clock, ledger),
        about,
    )


async def test_the_contact_of_their_group_answers_else_the_owner_else_the_pmo(scene: Scene) -> None:
    """Whoever was told with a group asks its contact; the announcement knows that they asked."""
    assert await scene.ask("UBEN") == "Wei Tan"
    async with scene.database.reading("T1") as session:
        assert await session.scalar(sa.select(AnnouncementReader.answer)) == "asked"
    assert await scene.ask("ULENA", about=About(scene.about.change_id)) == "Ana Sousa"
    assert await scene.ask("ULENA", about=About()) == "Mara Lindqvist"


async def test_a_small_group_is_not_said_where_there_is_no_name(scene: Scene) -> None:
    """Of two people it would tell half of who asked; nor does the announcement hear that anybody asked."""
    await scene.affects_all()
    assert await scene.ask("UBEN", code=new_code()) == "Ana Sousa"
    async with scene.database.reading("T1") as session:
        assert await session.scalar(sa.select(ChangeQuestionSealed.group_id)) is None
        assert await session.scalar(sa.select(AnnouncementReader.answer)) == ""


async def test_of_an_announcement_without_a_change_who_signed_it_answers(scene: Scene) -> None:
    """It is about its title; somebody else's reading opens nothing."""
    async with scene.database.transaction("T1") as session:
        lena = (await session.scalars(sa.select(Person).where(Person.slack_id == "ULENA"))).one()
        ben = (await session.scalars(sa.select(Person).where(Person.slack_id == "UBEN"))).one()
        group = await change.stakeholder_group(session, None, "All of us")
        said = await change.announcement(session, lena, None, [group], title="The lift is mended", state="sent")
        reader = await change.reader(session, said, group, ben)
    assert await scene.ask("UBEN", about=About(0, group.id, reader.id)) == "Lena Fischer"
    assert (await scene.only()).about == "The lift is mended"
    assert await scene.ask("UWEI", about=About(0, group.id, reader.id)) == "Mara Lindqvist"


async def test_sent_twice_it_is_kept_once(scene: Scene) -> None:
    """With a name by its words, without one by the code that the form carries."""
    code = new_code()
    for _ in range(2):
        await scene.ask()
        await scene.ask(code=code)
    await scene.night.hand_over("T1")
    await scene.ask(code=code)
    async with scene.database.reading("T1") as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(ChangeQuestion)) == 2
        assert await session.scalar(sa.select(sa.func.count()).select_from(ChangeQuestionSealed)) == 0


async def test_only_those_who_answer_for_it_may_answer(scene: Scene) -> None:
    """A member who finds the button changes nothing; each answer is audited."""
    await scene.ask()
    one = await scene.only()
    said = Said(State.ANSWERED, "Your new lead.")
    with pytest.raises(NotAllowed):
        await scene.questions.say("T1", "ULENA", one.id, said)
    with pytest.raises(NotAllowed):
        await scene.questions.own("T1", "ULENA", one.id)
    with pytest.raises(NotAllowed):
        await scene.questions.withdraw("T1", "ULENA", one.id)
    assert (await scene.questions.say("T1", "UANA", one.id, said)).state is State.ANSWERED
    async with scene.database.reading("T1") as session:
        assert await session.scalar(sa.select(AuditEntry.action)) == "change_question_answered"


async def test_what_somebody_should_answer_who_leaves_passes_on(scene: Scene) -> None:
    """To the next in the same order, who is told."""
    await scene.ask()
    for left, heir in (("UWEI", "Ana Sousa"), ("UANA", "Mara Lindqvist")):
        async with scene.database.transaction("T1") as session:
            await session.execute(sa.update(Person).where(Person.slack_id == left).values(deactivated=True))
        async with scene.database.transaction("T1") as session:
            await pass_questions_on(session, scene.ledger, scene.clock.now())
            owner_id = await session.scalar(sa.select(ChangeQuestion.owner_id))
            assert (await session.get_one(Person, owner_id)).name == heir
            told = sa.select(Delivery.target).where(Delivery.kind == "change_question_owned")
            assert (await session.scalars(told.order_by(Delivery.id.desc()))).first() is not None


async def test_a_promise_that_is_handed_over_late_does_not_lapse(scene: Scene) -> None:
    """Its day has passed for whoever gets it: what follows from that is due at once."""
    await scene.ask()
    one = await scene.only()
    day = (MONDAY + timedelta(days=1)).date()
    await scene.questions.say("T1", "UWEI", one.id, Said(State.UNKNOWN, next_word_on=day))
    scene.clock.move_to(MONDAY + timedelta(days=3))
    await scene.questions.hand("T1", "UWEI", one.id, "UANA")
    async with scene.database.reading("T1") as session:
        due = sa.select(Timer.due_at).where(Timer.kind == "change_question.passed", Timer.subject == f"{one.id}:3")
        assert await session.scalar(due) == scene.clock.now()


async def test_the_day_is_that_of_whoever_answers(scene: Scene) -> None:
    """It is Monday evening in California, and Tuesday in Greenwich: tomorrow can be promised, today cannot."""
    await scene.ask()
    one = await scene.only()
    async with scene.database.transaction("T1") as session:
        await session.execute(sa.update(Person).where(Person.slack_id == "UWEI").values(zone="America/Los_Angeles"))
    scene.clock.move_to(MONDAY.replace(hour=2) + timedelta(days=1))
    today, tomorrow = MONDAY.date(), MONDAY.date() + timedelta(days=1)
    with pytest.raises(UserError, match="not in the future"):
        await scene.questions.say("T1", "UWEI", one.id, Said(State.UNKNOWN, next_word_on=today))
    said = await scene.questions.say("T1", "UWEI", one.id, Said(State.UNKNOWN, next_word_on=tomorrow))
    assert said.next_word_on == tomorrow


async def test_what_is_taken_back_leaves_its_answer_to_those_who_asked_the_same(scene: Scene) -> None:
    """Another one stands for them then."""
    await scene.ask("UBEN")
    first = await scene.only()
    await scene.questions.say("T1", "UWEI", first.id, Said(State.ANSWERED, "Your new lead."))
    await scene.ask("ULENA", "Who is to write it?")
    async with scene.database.reading("T1") as session:
        [second] = await session.scalars(sa.select(ChangeQuestion.id).where(ChangeQuestion.id != first.id))
    await scene.questions.say("T1", "UMARA", second, Said(State.ANSWERED, same_as=first.id))
    await scene.questions.withdraw("T1", "UBEN", first.id)
    one, mine = await scene.questions.own("T1", "ULENA", second)
    assert (one.state, one.answer, mine) == (State.ANSWERED, "Your new lead.", True)


async def test_in_the_night_alone_another_one_stands_for_what_was_taken_back_by_its_code(scene: Scene) -> None:
    """Whoever answers is told of it then: any timer or message before it would tell when."""
    await scene.affects_all()
    code = new_code()
    await scene.ask(code=code)
    await scene.night.hand_over("T1")
    first = await scene.only()
    second = await scene.asked("ULENA", "Who is to write it?")
    await scene.questions.say("T1", "UMARA", second, Said(State.ANSWERED, same_as=first.id))
    timers = sa.select(sa.func.count()).select_from(Timer).where(Timer.subject.startswith(second))
    async with scene.database.reading("T1") as session:
        before = await session.scalar(timers)
    await scene.codes.withdraw("T1", code)
    async with scene.database.reading("T1") as session:
        left = await session.get_one(ChangeQuestion, second)
        assert (left.state, left.same_as_id, await session.scalar(timers)) == ("open", None, before)
    await scene.night.hand_over("T1")
    async with scene.database.reading("T1") as session:
        assert await session.scalar(timers) > before
        assert not await session.scalar(sa.select(sa.func.count()).where(ChangeQuestion.tonight))


async def test_two_who_put_two_together_each_the_other_way_round_do_not_wait_for_each_other(scene: Scene) -> None:
    """One of them does; the other one is told."""
    for number in range(3):
        pair = [
            await scene.asked(who, f"Who is to write it, for the time number {number}?") for who in ("UBEN", "ULENA")
        ]
        both = [
            scene.questions.say("T1", "UMARA", one, Said(State.ANSWERED, same_as=other))
            for one, other in (pair, reversed(pair))
        ]
        told = await asyncio.gather(*both, return_exceptions=True)
        assert sorted(type(one).__name__ for one in told) == ["Question", "UserError"]


async def test_nothing_of_another_change_stands_for_a_question(scene: Scene) -> None:
    """Its answer may not be meant for whoever asked."""
    asked = await scene.asked("UBEN", REVIEW)
    other = await scene.asked("ULENA", "Is there a party?", About())
    with pytest.raises(UserError, match="cannot be chosen"):
        await scene.questions.say("T1", "UMARA", asked, Said(State.ANSWERED, same_as=other))


async def test_who_is_forgotten_leaves_no_words(scene: Scene) -> None:
    """Neither what they asked, nor what they answered and wrote."""
    await scene.ask()
    one = await scene.only()
    await scene.questions.say("T1", "UWEI", one.id, Said(State.ANSWERED, "Ben, your new lead."))
    await scene.questions.write("T1", "UBEN", one.id, "Thank you, says Ben")
    async with scene.database.reading("T1") as session:
        ids = {name: key for key, name in await session.execute(sa.select(Person.id, Person.slack_id))}
    for who in ("UBEN", "UWEI"):
        await erase_change_questions(scene.database, scene.ledger, "T1", ids[who])
    async with scene.database.reading("T1") as session:
        rows = (await session.execute(sa.text("SELECT text FROM change_question_word"))).scalars().all()
        left = await scene.only()
    assert not any("Ben" in text for text in (left.text, left.answer, *rows))


async def test_what_was_settled_long_ago_goes_and_what_waits_stays(scene: Scene) -> None:
    """With its talk; its code opens nothing then."""
    await scene.affects_all()
    code = new_code()
    await scene.ask(code=code)
    await scene.night.hand_over("T1")
    one = await scene.only()
    await scene.questions.write("T1", "UANA", one.id, "Do you mean mine?")
    retention = Retention(scene.database, scene.clock, KEEPING)
    scene.clock.move_to(MONDAY + timedelta(days=900))
    await retention.delete_old("T1")
    assert (await scene.codes.find("T1", code)).one.text == REVIEW
    await scene.questions.say("T1", "UANA", one.id, Said(State.ANSWERED, "Yes", revision=one.revision))
    scene.clock.move_to(MONDAY + timedelta(days=1400))
    await retention.delete_old("T1")
    with pytest.raises(NotFound):
        await scene.codes.find("T1", code)
