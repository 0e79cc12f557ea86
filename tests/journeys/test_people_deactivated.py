"""People who leave: asked, speaking, acting or owning a sync; the others notice nothing but that somebody took over."""

import pytest
import sqlalchemy as sa

from models import Answer, Person, Prompt, Round, Turn
from tests.factories.listening import Listening, Sending
from tests.journeys.conftest import World
from tests.journeys.test_sync_races import stored


async def leave(world: World, who: str) -> None:
    """Deactivate somebody in Slack."""
    await world.slack.members.set_deleted(world.persona(who).person, deleted=True)
    await world.idle()


async def test_who_leaves_before_the_prompt_is_followed_by_the_next_of_the_squad(company: World) -> None:
    """The round was opened with Ana as the speaker; half of the time later the next one is asked."""
    await company.at("Tue 03:00")
    await leave(company, "ana")
    await company.at("Tue 16:00")
    asked = [who for who in ("tiago", "rui") if company.persona(who).messages()]
    assert asked != []
    second = company.persona(asked[0])
    await second.click("All as planned")
    assert "answered" in second.messages()[-1].words


@pytest.mark.begins("Tue 10:00")
async def test_who_leaves_after_answering_stays_in_the_summary(company: World) -> None:
    """Their words are the team's; the next round asks somebody else."""
    ana = company.persona("ana")
    await ana.click("Answer")
    await ana.submit({"What moved?": "Card payments are live.", "What's next?": "Refunds"})
    await leave(company, "ana")
    await company.at("Tue 23:00")
    mara = company.persona("mara")
    [summary] = mara.messages("sync")
    thread = "\n".join(one.words for one in mara.thread("sync", summary.ts))
    assert "Card payments are live." in thread
    await company.at("2026-03-10 12:00")
    assert any(company.persona(who).messages() for who in ("tiago", "rui"))


async def test_a_sync_of_somebody_who_leaves_passes_on_and_its_new_owner_is_told_once(company: World) -> None:
    """With a way to look at it; from then on they hear what goes wrong, and it goes on for everybody else."""
    await company.persona("mara").command("/pmo role @ben pmo")
    # On another day of Ben's: of one day he hears but once of what may wait.
    await company.at("Tue 09:00")
    await leave(company, "mara")
    await company.at("Tue 10:00")
    await company.persona("ana").click("All as planned")
    # As his day begins.
    await company.at("Tue 17:00")
    ben = company.persona("ben")
    [told] = [one for one in ben.messages() if "yours now" in one.words]
    assert "*Weekly sync* is yours now" in told.words
    await ben.click("See next rounds", on=told)
    assert ben.modal.title["text"] == "Weekly sync"
    await company.at("Tue 23:00")
    assert len(company.persona("ana").messages("sync")) == 1
    company.clock.move_to(company.instant("2026-03-26 12:00"))
    await company.idle()
    # As his day begins.
    await company.at("2026-03-26 16:00")
    assert any("did not run" in one.words for one in ben.messages())
    # A night in which Slack's lists are read again.
    await company.at("2026-03-27 05:00")
    assert len([one for one in ben.messages() if "yours now" in one.words]) == 1


async def test_without_anybody_who_acts_as_pmo_a_sync_waits_for_its_next_owner(company: World) -> None:
    """It goes on meanwhile; the first who gets the role has it by the next morning."""
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Person).values(is_admin=False, role="member"))
        await session.execute(sa.update(Person).where(Person.email == "mara@lumen.example").values(role="pmo"))
    for one in company.slack.state.people.values():
        one.is_admin = False
    await leave(company, "mara")
    await company.at("Tue 10:00")
    assert company.persona("ana").messages() != []
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Person).where(Person.email == "ben@lumen.example").values(role="pmo"))
    await company.at("Wed 05:00")
    assert "*Weekly sync* is yours now" in company.persona("ben").read_words(await company.persona("ben").open_home())
    # Asked on that day already, Ben is told on the next one.
    await company.at("Thu 05:00")
    assert any("*Weekly sync* is yours now" in one.words for one in company.persona("ben").messages())


@pytest.mark.begins("Tue 10:00")
async def test_whoever_left_changes_nothing_with_any_button(company: World) -> None:
    """A client that is still open somewhere: each press gets a sentence, whoever pressed it before."""
    turns = {one.person_id: one for one in await stored(company, Turn)}
    ana = await company.bot.parts.people.ensure_person(company.workspace_id, company.persona("ana").id)
    turn = str(turns[ana.id].id)
    await leave(company, "ana")
    states = [one.state for one in await stored(company, Prompt)]
    rounds = [one.state for one in await stored(company, Round)]
    sending = Sending(company, "ana")
    for action_id in Listening.of(company).actions:
        assert (await company.deliver(sending.on_message(action_id, turn))).status == 200
    typed = {"q:moved": {"value": {"type": "plain_text_input", "value": "Ours."}}}
    form = sending.form("sync_answer_form", f'{{"subject": {turn}}}', state={"values": typed})
    assert "deactivated" in (await company.deliver(form)).body
    await company.idle()
    assert await stored(company, Answer) == []
    assert [one.state for one in await stored(company, Prompt)] == states
    assert [one.state for one in await stored(company, Round)] == rounds
