"""A high score against a plan that does not move: a second look before the update is sent, for its author alone."""

import pytest
import sqlalchemy as sa

from bot.playground.persona import Persona
from models import Answer, Blocker, Person, Prompt, Turn
from tests.journeys.conftest import World
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")

GOOD = {"What moved?": "Card payments are live.", "What's next?": "Refunds"}
SURE = GOOD | {"How confident": "5 – certain"}
DONE, STUCK = "Which of these are done?", "What is stuck?"


@pytest.fixture
async def carried(company: World) -> World:
    """Ana's plan has staging keys in their third week, and has been shown to her so."""
    plan = [{"text": "Staging keys", "weeks": 2}, {"text": "Card payments", "weeks": 1}]
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        anas = (
            sa.select(Turn.prompt_id)
            .join(Person, Person.id == Turn.person_id)
            .where(Person.slack_id == company.persona("ana").id)
        )
        await session.execute(
            sa.update(Prompt).where(Prompt.id.in_(anas)).values(plan=plan).execution_options(synchronize_session=False)
        )
    return company


async def answers(world: World) -> list[Answer]:
    """What is stored."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return list(await session.scalars(sa.select(Answer)))


def look(who: Persona) -> str:
    """What the form that is open says first."""
    form = who.modal
    assert form is not None
    return next((block["text"]["text"] for block in form.blocks if block["block_id"] == "look"), "")


def sends(who: Persona) -> str:
    """What the button says that sends the form."""
    form = who.modal
    assert form is not None
    return str((form.submit or {}).get("text"))


async def test_a_high_score_is_kept_with_one_more_tap_and_never_asked_about_again(carried: World) -> None:
    """Nothing is stored before, nothing typed is lost, nobody else sees it; an edit asks no more."""
    ana = carried.persona("ana")
    await ana.click("Answer")
    assert await ana.submit(SURE) == {}
    assert await answers(carried) == []
    assert "You chose *5*. Only you see this, and only once." in look(ana)
    assert "“Staging keys” is in its third week." in look(ana)
    assert "Card payments" not in look(ana)
    assert sends(ana) == "Keep 5"
    assert await ana.submit() == {}
    assert ana.modal is None
    [answer] = await answers(carried)
    assert answer.values["moved"] == GOOD["What moved?"]
    assert (answer.values["confidence"], answer.values["plan"]["open"]) == (5, ["Staging keys", "Card payments"])
    assert "Staging" not in str(answer.asked_about)

    await ana.click("Edit")
    assert await ana.submit({"What's next?": "Refunds first"}) == {}
    assert ana.modal is None
    assert (await answers(carried))[0].values["next"] == "Refunds first"
    assert len(ana.messages()) == 1
    await carried.at("Tue 22:00")
    said = "\n".join(one.words for one in carried.persona("mara").messages("sync"))
    assert "third week" not in said


async def test_the_score_can_be_changed_there_or_in_its_own_field(carried: World) -> None:
    """The button stops saying that it is kept; what was typed meanwhile stays."""
    ana = carried.persona("ana")
    await ana.click("Answer")
    await ana.submit(SURE)
    ana.fill({"What's next?": "Refunds, then keys"})
    await ana.click("Change score", on="modal")
    assert sends(ana) == "Send to #sync"
    assert await ana.submit({"How confident": "3"}) == {}
    [answer] = await answers(carried)
    assert (answer.values["confidence"], answer.values["next"]) == (3, "Refunds, then keys")

    # She was shown it once, and chose otherwise.
    await ana.click("Edit")
    await ana.submit({"How confident": "5 – certain"})
    assert ana.modal is None
    assert (await answers(carried))[0].values["confidence"] == 5


async def test_another_score_in_the_field_below_is_not_kept(carried: World) -> None:
    """The field stands where it stood; choosing there is changing."""
    ana = carried.persona("ana")
    await ana.click("Answer")
    await ana.submit(SURE)
    await ana.click("2", on="modal")
    assert sends(ana) == "Send to #sync"
    assert await ana.submit() == {}
    assert (await answers(carried))[0].values["confidence"] == 2


async def test_an_item_is_marked_as_stuck_and_becomes_a_blocker_where_it_waits_on_somebody(carried: World) -> None:
    """Its own words are what is needed; its line says stuck, also after an edit, until the mark is taken away."""
    ana, wei = carried.persona("ana"), carried.persona("wei")
    await ana.click("Answer")
    await ana.submit(SURE)
    await ana.click("Mark stuck", on="modal")
    assert await ana.submit({"Waiting on anyone?": ["Platform"], "How confident": "3"}) == {}
    [answer] = await answers(carried)
    assert answer.values["plan"] == {
        "done": [],
        "open": ["Staging keys", "Card payments"],
        "stuck": ["Staging keys"],
    }
    assert "Staging keys (stuck)" in ana.messages()[0].words
    await carried.at("Tue 10:05")
    assert wei.messages("platform")[-1].text == "Ana Sousa waits on Platform: Staging keys"
    async with carried.bot.parts.database.reading(carried.workspace_id) as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(Blocker)) == 1

    await ana.click("Edit", on=ana.messages()[0])
    assert await ana.submit({"What's next?": "Refunds first"}) == {}
    assert (await answers(carried))[0].values["plan"]["stuck"] == ["Staging keys"]
    await ana.click("Edit", on=ana.messages()[0])
    assert await ana.submit({STUCK: []}) == {}
    assert "stuck" not in (await answers(carried))[0].values["plan"]


async def test_nothing_is_asked_where_it_is_done_or_one_tap_says_all(carried: World) -> None:
    """Ticked is done; *All as planned* claims no score and stays one tap."""
    ana = carried.persona("ana")
    await ana.click("Answer")
    assert await ana.submit(SURE | {DONE: ["Staging keys"]}) == {}
    assert ana.modal is None
    assert (await answers(carried))[0].values["plan"]["done"] == ["Staging keys"]


async def test_all_as_planned_stays_one_tap(carried: World) -> None:
    """It says nothing of confidence, so there is nothing to look at twice."""
    ana = carried.persona("ana")
    await ana.click("All as planned")
    assert ana.modal is None
    [answer] = await answers(carried)
    assert answer.as_planned


async def test_a_blocker_past_its_time_speaks_up_unless_it_has_come(company: World) -> None:
    """A week later Ana still waits on Platform: her five is looked at twice; ticked as come it is not."""
    ana = company.persona("ana")
    await ana.click("Answer")
    assert await ana.submit(GOOD | {"Waiting on anyone?": ["Platform"], "What do you need": "Root keys"}) == {}
    await company.at("2026-03-10 10:00")
    squad = [company.persona(who) for who in ("ana", "tiago", "rui")]
    [speaker] = [one for one in squad if "Answer" in (one.messages() or ana.messages())[-1].buttons]
    await speaker.click("Answer", on=speaker.messages()[-1])
    assert await speaker.submit(SURE) == {}
    assert "Platform has been waited on since Tue 3 Mar: “Root keys”" in look(speaker)
    assert "Mark stuck" not in str(speaker.modal.blocks)
    assert await speaker.submit({"Still waiting on these?": ["Platform: Root keys"]}) == {}
    assert speaker.modal is None
    [blocker] = await stored(company, Blocker)
    assert blocker.state == "done"
