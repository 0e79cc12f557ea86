"""The plan of a change: proposed, added, handed over, done in time and late, dropped and taken up again."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.domain.change_step import StepKind
from bot.domain.playbook import Written
from bot.domain.stakeholder import Source, SourceKind
from bot.playground.view_state import placed
from bot.services.change_step_message import DUE
from models import AuditEntry, Change, ChangeStep, Channel, Delivery, Person, StakeholderGroup, Team
from tests.factories import change
from tests.factories.announced import drafted, go
from tests.journeys.conftest import World
from tests.journeys.test_change_list import given
from tests.journeys.test_people_deactivated import leave

pytestmark = pytest.mark.begins("Tue 10:00")

KIND, WHAT, WHO, BY = "What do they need?", "Which process, and how?", "Who sees to it?", "By when?"


async def planned(world: World, state: str = "announced", people: tuple[str, ...] = ("ana",), **impact: int) -> int:
    """Let there be a change that Mara runs, with a group of `people` called Sales; return the group's id."""
    change_id = await given(world, "Product teams", state=state)
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        ids = {world.persona(one).id for one in people}
        rows = sa.select(Person.id).where(Person.slack_id.in_(ids))
        sources = [Source(SourceKind.PERSON, str(one)) for one in await session.scalars(rows)]
        of = await session.get_one(Change, change_id)
        return (await change.stakeholder_group(session, of, "Sales", sources, impact)).id


async def steps(world: World) -> list[ChangeStep]:
    """Return all steps, the oldest first."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return list(await session.scalars(sa.select(ChangeStep).order_by(ChangeStep.id)))


async def add(world: World, kind: str, values: dict[str, str], who: str = "mara") -> dict[str, str]:
    """Let somebody add a step for the group; return what is said beside the fields."""
    persona = world.persona(who)
    [plan] = await persona.command("/pmo change product teams plan")
    await persona.click("Add a step", on=plan)
    await persona.submit({persona_label(persona): kind})
    return await persona.submit(values)


def persona_label(persona) -> str:
    """Return how the form asks for the kind of a step: it may have proposals above."""
    return KIND if KIND in persona.read_words(persona.modal) else "Or something else"


def dm(world: World, who: str) -> list[str]:
    """Return what somebody was told, the oldest first."""
    return [one.words for one in world.persona(who).messages("dm")]


async def test_what_changes_a_lot_is_proposed_and_taken_with_one_tap(company: World) -> None:
    """Job roles at 3: HR's job descriptions and a session; a second tap adds nothing, and it is proposed no more."""
    await planned(company, job_roles=3, tools=2)
    mara = company.persona("mara")
    [page] = await mara.command("/pmo change product teams")
    await mara.click("Make a plan", on=page)
    [plan] = await mara.command("/pmo change product teams plan")
    await mara.click("Add a step", on=plan)
    shown = mara.read_words(mara.modal)
    assert "Your new role" in shown
    assert "new tool" not in shown
    block_id = "offer:roles_adapt"
    for _ in range(2):
        await press_in(mara, block_id)
    assert "HR: job descriptions follow the new roles" not in mara.read_words(mara.modal)
    [one] = await steps(company)
    assert (one.kind, one.state, one.text) == ("adapt", "open", "HR: job descriptions follow the new roles")


async def press_in(persona, block_id: str) -> None:
    """Press the one button of a block of the open form, as it was first shown."""
    view = persona.modal
    [one] = [one for one in placed(view.blocks) if one.key[0] == block_id] or [persona.pressed]
    persona.pressed = one
    await persona.client.press(view, None, one, None)
    await persona.workspace.settled()


async def test_an_owner_is_asked_and_hands_over(company: World) -> None:
    """Ben is asked, gives it to Tiago, who accepts; Mara hears of it, and the plan shows whose it is."""
    await planned(company)
    assert await add(company, "Process to adapt", {WHAT: "HR: bonus rules", WHO: "ben", BY: "2026-03-12"}) == {}
    await company.idle()
    ben, tiago = company.persona("ben"), company.persona("tiago")
    assert "Mara Lindqvist asks whether you see to it" in dm(company, "ben")[-1]
    await ben.click("Hand over…", on=ben.messages("dm")[-1])
    await ben.submit({WHO: "tiago"})
    await company.idle()
    await tiago.click("Accept", on=tiago.messages("dm")[-1])
    await company.idle()
    assert "You see to this" in dm(company, "tiago")[-1]
    [plan] = await company.persona("mara").command("/pmo change product teams plan")
    assert "Tiago Ferreira · by Thu 12 Mar" in plan.words
    assert [one.state for one in await steps(company)] == ["open"]


async def test_bad_input_is_said_beside_its_field(company: World) -> None:
    """A day in the past, more than a year ahead, no words: nothing is stored, and what was typed stays."""
    await planned(company)
    mara = company.persona("mara")
    errors = await add(company, "Process to adapt", {WHAT: " ", WHO: "ben", BY: "2026-03-02"})
    assert "is past" in errors["due"]
    assert "which process must adapt" in errors["text"]
    assert "more than a year ahead" in (await mara.submit({WHAT: "HR", BY: "2027-12-01"}))["due"]
    assert await steps(company) == []
    assert await mara.submit({BY: "2026-03-12"}) == {}
    assert len(await steps(company)) == 1


async def test_a_form_that_is_sent_twice_makes_one_step(company: World) -> None:
    """Two of the same at once: one is stored."""
    await planned(company)
    mara = company.persona("mara")
    [plan] = await mara.command("/pmo change product teams plan")
    await mara.click("Add a step", on=plan)
    await mara.submit({KIND: "Process to adapt"})
    mara.fill({WHAT: "HR: bonus rules", BY: "2026-03-12"})
    await asyncio.gather(mara.submit(), mara.submit())
    assert len(await steps(company)) == 1


async def test_its_owner_is_asked_once_when_it_is_due_then_the_change_s_owner_hears(company: World) -> None:
    """On its day Ben is asked; on the next working day Mara hears, once, and her home tab and the page show it."""
    await planned(company)
    await add(company, "Process to adapt", {WHAT: "HR: bonus rules", WHO: "ben", BY: "2026-03-05"})
    await company.at("Thu 23:00")
    asked = [one for one in dm(company, "ben") if "planned for today" in one]
    assert len(asked) == 1
    assert not [one for one in dm(company, "mara") if "its day is past" in one]
    await company.at("Mon 18:00")
    assert len([one for one in dm(company, "mara") if "Sales* waits for this, and its day is past" in one]) == 1
    mara = company.persona("mara")
    [page] = await mara.command("/pmo change product teams")
    assert "1 late" in page.words
    assert "Late in changes" in mara.read_words(await mara.open_home())


async def test_what_was_done_before_its_owner_could_be_asked_asks_nobody(company: World) -> None:
    """Ben has had enough on the day; he says on his home tab that it is done, and hears nothing of it on the next."""
    await planned(company)
    await add(company, "Process to adapt", {WHAT: "HR: bonus rules", WHO: "ben", BY: "2026-03-05"})
    await company.at("Thu 11:00")
    await go(company, await drafted(company, {"All": ["ben"]}, must_read=True, of="Office move", title="We move"))
    await company.at("Thu 23:00")
    assert not [one for one in dm(company, "ben") if "planned for today" in one]
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        assert [one.state for one in await session.scalars(sa.select(Delivery).where(Delivery.kind == DUE))] == ["held"]
    [step] = await steps(company)
    await company.bot.parts.change.steps.done(company.workspace_id, company.persona("ben").id, step.id)
    told = len(dm(company, "ben"))
    await company.at("Mon 23:00")
    assert not [one for one in dm(company, "ben")[told:] if "bonus rules" in one]


@pytest.mark.parametrize("moved", [False, True])
async def test_what_stays_late_goes_to_the_pmo(company: World, moved: bool) -> None:
    """Ana answers for the change and hears first; Mara hears three working days later, unless it has a new date."""
    await planned(company)
    ana = company.persona("ana")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        owner = (await session.scalars(sa.select(Person).where(Person.slack_id == ana.id))).one()
        await session.execute(sa.update(Change).values(owner_id=owner.id, sponsor_id=owner.id))
    await add(company, "Process to adapt", {WHAT: "HR: bonus rules", WHO: "ben", BY: "2026-03-05"})
    await company.at("2026-03-09 20:00")
    [late] = [one for one in ana.messages() if "its day is past. Ben Carter was asked on the day" in one.words]
    if moved:
        await ana.click("New date", on=late)
        assert await ana.submit({"By when?": "2026-03-20"}) == {}
    await company.at("2026-03-10 23:00")
    assert not [one for one in dm(company, "mara") if "bonus rules" in one]
    await company.at("2026-03-13 23:00")
    told = [one for one in dm(company, "mara") if "*Sales* still waits for this." in one]
    assert [("Ana Sousa heard some days ago that its day is past." in one) for one in told] == ([] if moved else [True])


async def test_a_draft_asks_nobody_until_it_is_announced(company: World) -> None:
    """Ben hears of his step as soon as the change is no draft any more, and not before."""
    await planned(company, "draft")
    await add(company, "Process to adapt", {WHAT: "HR: bonus rules", WHO: "ben", BY: "2026-03-12"})
    await company.idle()
    assert not [one for one in dm(company, "ben") if "bonus rules" in one]
    mara = company.persona("mara")
    assert "Ben Carter is asked whether they take it, once the change is announced." in mara.read_words(mara.modal)
    await mara.close()
    [page] = await mara.command("/pmo change product teams")
    await mara.click("Edit change", on=page)
    await mara.submit({"How far is it?": "announced"})
    await company.idle()
    assert len([one for one in dm(company, "ben") if "bonus rules" in one]) == 1


async def test_whoever_is_to_see_to_a_step_of_a_draft_is_asked_once_it_is_announced(company: World) -> None:
    """The first announcement makes it known; the owner is asked then, once, and not only when the step is due."""
    await planned(company, "draft", ("ana", "wei"))
    await add(company, "Process to adapt", {WHAT: "HR: bonus rules", WHO: "ben", BY: "2026-03-26"})
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        mara = await session.scalar(sa.select(Person).where(Person.slack_id == company.persona("mara").id))
        of = (await session.scalars(sa.select(Change))).one()
        groups = list(await session.scalars(sa.select(StakeholderGroup)))
        made = (await change.announcement(session, mara, of, groups)).id
    await go(company, made)
    asked = [one for one in dm(company, "ben") if "asks whether you see to it" in one]
    assert len(asked) == 1
    assert "bonus rules" in asked[0]


async def test_a_step_is_dropped_with_a_reason_and_taken_up_again(company: World) -> None:
    """Without why it is not dropped; the plan shows why; *Take it up again* brings it back; all is audited."""
    await planned(company)
    await add(company, "Process to adapt", {WHAT: "HR: bonus rules", BY: "2026-03-12"})
    mara = company.persona("mara")
    await mara.close()
    [plan] = await mara.command("/pmo change product teams plan")
    await mara.click("Drop…", on=plan)
    assert "Please say why" in (await mara.submit({"Why?": " "}))["reason"]
    await mara.submit({"Why?": "<!everyone> HR has them"})
    await mara.close()
    [plan] = await mara.command("/pmo change product teams plan")
    assert "dropped: &lt;!everyone&gt; HR has them" in plan.words
    await mara.click("Take it up again", on=plan)
    assert [one.state for one in await steps(company)] == ["open"]
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        kinds = sa.select(AuditEntry.action).where(AuditEntry.action.like("change_step%")).order_by(AuditEntry.id)
        assert list(await session.scalars(kinds)) == [
            "change_step_added",
            "change_step_dropped",
            "change_step_reopened",
        ]


async def test_only_pages_that_whoever_plans_may_read_are_offered(company: World) -> None:
    """Wei runs the change, and is not of Payments, whose channel is private: its page is not among the choices."""
    group_id, parts = await planned(company), company.bot.parts
    mara, wei = company.persona("mara"), company.persona("wei")
    async with parts.database.transaction(company.workspace_id) as session:
        of = await session.scalar(sa.select(Person.id).where(Person.slack_id == wei.id))
        await session.execute(sa.update(Change).values(owner_id=of))
        team = (await session.scalars(sa.select(Team).where(Team.name == "Payments"))).one()
        channel = sa.update(Channel).where(Channel.slack_id == team.channel_id)
        await session.execute(channel.values(is_private=True))
    for title, team_id in (("Who is let go in May", team.id), ("How we sell", None)):
        written = Written(title, f"{title}: by name.", (), team_id=team_id)
        await parts.playbook.pages.create(company.workspace_id, mara.id, written)
    offered = []
    for one in (mara, wei):
        form = await parts.change.steps.new_form(company.workspace_id, one.id, group_id, StepKind.PAGE)
        offered.append(set((form.choices or {}).values()))
    assert offered == [{"Who is let go in May", "How we sell"}, {"How we sell"}]


async def test_of_two_editors_the_second_is_told(company: World) -> None:
    """Ana (PMO, too) saves while Mara's form is open: Mara keeps what she typed, and nothing is overwritten."""
    await planned(company)
    await add(company, "Process to adapt", {WHAT: "HR: bonus rules", BY: "2026-03-12"})
    mara, ana = company.persona("mara"), company.persona("ana")
    await mara.close()
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.text("UPDATE person SET role = 'pmo' WHERE slack_id = :one"), {"one": ana.id})
    for who in (mara, ana):
        [plan] = await who.command("/pmo change product teams plan")
        await who.click("Edit", on=plan)
    assert await ana.submit({WHAT: "HR: bonus rules of 2027"}) == {}
    await mara.submit({WHAT: "HR: all rules"})
    assert "Somebody has changed this step meanwhile" in mara.read_words(mara.modal)
    assert [one.text for one in await steps(company)] == ["HR: bonus rules of 2027"]


async def test_members_see_their_own_and_change_nothing(company: World) -> None:
    """Ines finds nothing of hers in the plan and no button; pressing one of Mara's says whose it is."""
    await planned(company)
    await add(company, "Process to adapt", {WHAT: "HR: bonus rules", BY: "2026-03-12"})
    ines = company.persona("ines")
    [plan] = await ines.command("/pmo change product teams plan")
    assert "Nothing of the plan is yours" in plan.words
    assert "bonus rules" not in plan.words
    assert plan.buttons == []


async def test_steps_of_somebody_who_leaves_go_to_whoever_answers_for_the_change(company: World) -> None:
    """Ben's account is deactivated: Mara is asked whether she sees to it."""
    await planned(company)
    await add(company, "Process to adapt", {WHAT: "HR: bonus rules", WHO: "ben", BY: "2026-03-12"})
    await company.idle()
    await leave(company, "ben")
    [one] = await steps(company)
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        owner = await session.get_one(Person, one.owner_id)
    assert owner.name == "Mara Lindqvist"
