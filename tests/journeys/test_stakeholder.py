"""Whom a change affects: groups made, filled, rated, copied, suggested, forgotten, removed; by two people at once."""

import pytest
import sqlalchemy as sa

from bot.domain.stakeholder import Source, SourceKind
from models import Change, ChangeImpact, StakeholderFollowed, StakeholderGroup
from tests.factories import change
from tests.factories.announced import person_of
from tests.journeys.conftest import World
from tests.journeys.test_change_list import given, said

pytestmark = pytest.mark.begins("Tue 10:00")

CALLED, ASPECTS = "What are they called?", "What changes?"
TODAY, THEN, WORRY = "How do they work today?", "And from then on?", "What will worry them?"


async def open_list(world: World, who: str = "mara", name: str = "product teams") -> None:
    """Let somebody open the list of groups from the page of a change."""
    persona = world.persona(who)
    [page] = await persona.command(f"/pmo change {name}")
    await persona.click("Edit groups" if "Edit groups" in page.buttons else "Choose groups", on=page)


def shown(world: World, who: str = "mara") -> str:
    """Return what the open form says."""
    persona = world.persona(who)
    assert persona.modal is not None
    return persona.read_words(persona.modal)


async def groups(world: World) -> dict[str, StakeholderGroup]:
    """Return the groups by name."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        rows = await session.scalars(sa.select(StakeholderGroup).order_by(StakeholderGroup.id))
        return {one.name: one for one in rows}


async def scores(world: World, name: str) -> dict[str, int]:
    """Return what is rated of a group."""
    group = (await groups(world))[name]
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        rows = await session.scalars(sa.select(ChangeImpact).where(ChangeImpact.group_id == group.id))
        return {one.aspect: one.score for one in rows}


async def add(world: World, name: str, **chosen: object) -> None:
    """Let Mara add a group in the open list, and rate nothing yet."""
    mara = world.persona("mara")
    await mara.click("New group", on=mara.modal)
    labels = {"teams": "Teams", "areas": "Areas", "channels": "Channels", "people": "People by name"}
    assert await mara.submit({CALLED: name} | {labels[key]: value for key, value in chosen.items()}) == {}
    await world.idle()


async def rate(world: World, who: str = "mara", **typed: object) -> dict[str, str]:
    """Let somebody choose tools and job roles in the open form, and say how much of each."""
    persona = world.persona(who)
    await persona.click("Choose what is touched", on=persona.modal, value=["Tools", "Job roles"])
    return await persona.submit({"How much: tools?": "A little", "How much: job roles?": "Everything"} | typed)


async def test_a_group_is_made_and_what_changes_is_rated(company: World) -> None:
    """Whom it is made of, then what changes: only what is chosen is rated; its page shows all as a table."""
    await given(company, "Product teams", state="announced")
    mara = company.persona("mara")
    await open_list(company)
    assert "Whom does *Product teams* affect?" in shown(company)
    await add(company, "Sellers", areas=["sales"], teams=["Payments"])
    assert "How much" not in shown(company)
    assert await rate(company, **{TODAY: "You sell features.", THEN: "You sell what works."}) == {}
    assert "Changes: job roles (everything) and tools (a little)" in shown(company)
    assert await scores(company, "Sellers") == {"tools": 1, "job_roles": 5}
    [page] = await mara.command("/pmo change product teams")
    assert "in 1 group" in page.words
    table = next(block for block in page.blocks if block["type"] == "table")
    cells = [[cell["text"] for cell in row] for row in table["rows"]]
    assert cells[0] == ["Group", "People", "Tools", "Job roles"]
    assert cells[1][2:] == ["a little", "everything"]


async def test_members_read_what_it_means_for_them_and_nothing_else(company: World) -> None:
    """Marcus of Sales reads his group's words and whom to ask; Inês that she is in none; nobody sees what is rated."""
    await given(company, "Product teams", state="announced")
    await open_list(company)
    await add(company, "Sellers", areas=["sales"])
    words = {TODAY: "You sell features.", THEN: "You sell what <!channel> works.", WORRY: "My bonus?"}
    await rate(company, **words, **{"Whom do they ask?": "ana"})
    seen = await said(company, "marcus", "/pmo change product teams")
    assert "From then on: You sell what &lt;!channel&gt; works." in seen
    assert "Ana Sousa answers your questions." in seen
    assert "bonus" not in seen
    assert "everything" not in seen
    assert "you are in none of the groups" in await said(company, "ines", "/pmo change product teams")


async def test_whoever_is_in_all_groups_has_a_page_that_fits(company: World) -> None:
    """The groups that change most for them are shown whole, the others by name; their lead reads the first lines."""
    made, ana = await given(company, "Product teams", state="announced"), await person_of(company, "ana")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        of, everywhere = await session.get_one(Change, made), [Source(SourceKind.PERSON, str(ana.id))]
        texts = {"yesterday": "You sell features. " * 50, "tomorrow": "You sell what works. " * 45}
        for number in range(60):
            name, impact = f"Group {number:02}", {"tools": 5} if number == 59 else {}
            await change.stakeholder_group(session, of, name, everywhere, impact, place=number, **texts)
    seen = await said(company, "ana", "/pmo change product teams")
    assert "As part of Group 59" in seen
    assert seen.count("From then on:") == 4
    assert seen.count("answers your questions") + seen.count("Questions about it come to you.") == 1, "said once"
    assert "You are part of Group 03, Group 04" in seen
    assert "too; it changes less there." in seen
    assert "… and 40 more; whoever answers for the change tells you." in seen


async def test_a_lead_reads_how_many_of_their_team_are_affected(company: World) -> None:
    """Ana leads Payments: three of hers are in Engineering; of other teams she reads nothing."""
    await given(company, "Product teams", state="announced")
    await open_list(company)
    await add(company, "Engineers", areas=["engineering"])
    seen = await said(company, "ana", "/pmo change product teams")
    assert "*What it means for your team*" in seen
    assert "• Payments:" in seen
    assert "Growth:" not in seen


async def test_whoever_is_in_no_group_is_named_and_added_at_a_press(company: World) -> None:
    """Teams and areas that no group covers are named; one press makes a group of an area, and it is named no more."""
    await given(company, "Product teams")
    mara = company.persona("mara")
    await open_list(company)
    await add(company, "Engineers", areas=["engineering"])
    await mara.close()
    assert "*Who is missing?*" in shown(company)
    assert "area design" in shown(company)
    await mara.click("Add them", on=mara.modal, value="design (area, 2)")
    await company.idle()
    assert "“design” is added" in shown(company)
    assert "area design (" not in shown(company)


async def test_empty_and_unseen_groups_say_so(company: World) -> None:
    """Nobody belongs to one; the other is a private channel without Drumbeat: what to do stands beside each."""
    await given(company, "Product teams")
    mara = company.persona("mara")
    await open_list(company)
    await add(company, "Later")
    await mara.close()
    await add(company, "Leadership", channels=["leadership"])
    await mara.close()
    assert "Nobody belongs to it now, so nobody is told." in shown(company)
    assert "Drumbeat is not a member of the channel" in shown(company)
    await mara.close()
    assert "Nobody belongs to Later and Leadership now" in await said(company, "mara", "/pmo change product teams")


async def test_the_members_of_a_channel_are_brought_and_kept_true_by_night(company: World) -> None:
    """Everybody in it belongs to the group; who leaves is out after the next night."""
    await given(company, "Product teams", state="announced")
    await open_list(company)
    await add(company, "In sync", channels=["sync"])
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        before = len(list(await session.scalars(sa.select(StakeholderFollowed))))
    assert before > 3
    await company.slack.members.leave(company.slack.channel("sync"), company.persona("ines").id)
    await company.at("Wed 04:30")
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        after = len(list(await session.scalars(sa.select(StakeholderFollowed))))
    assert after == before - 1


async def test_two_people_rate_one_group(company: World) -> None:
    """What each changed is in; what both wrote is asked about, with the other's above; nothing typed is lost."""
    await given(company, "Product teams", state="announced")
    ben, mara = company.persona("ben"), company.persona("mara")
    await open_list(company)
    await add(company, "Sellers", areas=["sales"])
    await mara.close()
    await mara.close()
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.text("UPDATE person SET role = 'pmo' WHERE slack_id = :one"), {"one": ben.id})
    for who in ("mara", "ben"):
        await open_list(company, who)
        persona = company.persona(who)
        await persona.click("What changes for them", on=persona.modal)
    assert await rate(company, "mara", **{THEN: "You sell what works."}) == {}
    await ben.submit({WORRY: "My bonus?", THEN: "You sell together."})
    assert "Mara Lindqvist saved meanwhile" in shown(company, "ben")
    assert "from then on: You sell what works." in shown(company, "ben")
    assert (await groups(company))["Sellers"].tomorrow == "You sell what works."
    assert await ben.submit() == {}
    group = (await groups(company))["Sellers"]
    assert (group.tomorrow, group.worries) == ("You sell together.", "My bonus?")
    assert await scores(company, "Sellers") == {"tools": 1, "job_roles": 5}


async def test_what_changes_is_copied_from_another_group(company: World) -> None:
    """The other's ratings and words stand in the form, and are stored once it is saved."""
    await given(company, "Product teams")
    mara = company.persona("mara")
    await open_list(company)
    await add(company, "Sellers", areas=["sales"])
    await rate(company, **{THEN: "You sell together."})
    await add(company, "Marketers", areas=["marketing"])
    await mara.click("Choose a group", on=mara.modal, value="Sellers")
    assert await scores(company, "Marketers") == {}
    assert await mara.submit() == {}
    assert await scores(company, "Marketers") == {"tools": 1, "job_roles": 5}
    assert (await groups(company))["Marketers"].tomorrow == "You sell together."


async def test_a_group_is_renamed_and_removed(company: World) -> None:
    """A name that is taken is refused; removing asks first, and goes with what was rated."""
    await given(company, "Product teams")
    mara = company.persona("mara")
    await open_list(company)
    await add(company, "Sellers", areas=["sales"])
    await rate(company)
    await mara.click("New group", on=mara.modal)
    assert "already" in (await mara.submit({CALLED: "sellers", "Teams": ["Payments"]}))["name"]
    await mara.close()
    await mara.click("Who belongs to it", on=mara.modal)
    assert await mara.submit({CALLED: "Sales people"}) == {}
    assert list(await groups(company)) == ["Sales people"]
    await mara.click("Remove group", on=mara.modal)
    assert "This cannot be taken back." in shown(company)
    await mara.submit()
    assert "“Sales people” is removed." in shown(company)
    assert await groups(company) == {}


async def test_the_standing_list_is_kept_and_proposed(company: World) -> None:
    """The PMO keeps whom no change must forget, with their questions; each is a press away in a change."""
    mara = company.persona("mara")
    await mara.command("/pmo change stakeholders")
    await add(company, "Sales", areas=["sales"])
    assert await mara.submit({"What do they usually ask?": "How is our forecast made then?"}) == {}
    assert "They ask: How is our forecast made then?" in shown(company)
    await mara.close()
    await given(company, "Product teams")
    await open_list(company)
    assert "*From your standing list*: Sales." in shown(company)
    await mara.click("Add a group", on=mara.modal, value="Sales")
    await company.idle()
    assert "From your standing list" not in shown(company)
    found = [one for one in (await groups(company)).values() if one.change_id]
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        rows = await session.scalars(sa.select(StakeholderGroup.worries).where(StakeholderGroup.change_id.is_not(None)))
        assert list(rows) == ["How is our forecast made then?"]
    assert len(found) == 1
    assert "The standing list is for the PMO." in await said(company, "ana", "/pmo change stakeholders")


async def test_a_change_begins_with_a_template(company: World) -> None:
    """The groups of the template, made of the areas that are here, with what changes; once more adds nothing."""
    mara = company.persona("mara")
    await mara.command("/pmo change new")
    assert (
        await mara.submit({ASPECTS: "Product teams", "Whom it affects: begin with": "The shift to product teams"}) == {}
    )
    await company.idle()
    found = await groups(company)
    assert list(found) == ["Product teams", "Leads", "Sales", "Marketing", "HR", "Finance", "Customer support"]
    assert (await scores(company, "HR"))["performance_reviews"] == 5
    assert "*Sales* · 3 people" in shown(company)
    assert "*Leads* · 5 people" in shown(company)
    await mara.click("Add its groups", on=mara.modal, value="The shift to product teams")
    assert "All of them are here already." in shown(company)
    await mara.close()
    await given(company, "Journey teams")
    await open_list(company, name="journey teams")
    await mara.click("Add its groups", on=mara.modal, value="As in “Product teams”")
    assert "7 groups are added." in shown(company)


async def test_an_owner_is_offered_no_change_that_somebody_else_runs(company: World) -> None:
    """Ben runs one change: a draft of Mara's that he may not know of is not among what its groups can begin with."""
    ben = await person_of(company, "ben")
    for name, owner in (("Merging two offices", {}), ("New tools", {"owner_id": ben.id})):
        made = await given(company, name, **owner)
        async with company.bot.parts.database.transaction(company.workspace_id) as session:
            await change.stakeholder_group(session, await session.get_one(Change, made), "Everybody")
    await given(company, "Product teams", owner_id=ben.id)
    await open_list(company, "ben")
    offered = str(company.persona("ben").modal.blocks)
    assert "As in “New tools”" in offered
    assert "Merging two offices" not in offered


async def test_the_standing_list_begins_with_the_usual_ones(company: World) -> None:
    """HR, Sales, Marketing and others, with their questions; areas that nobody has are left empty and said so."""
    mara = company.persona("mara")
    [listed] = await mara.command("/pmo change")
    await mara.click("Show standing list", on=listed)
    await mara.click("Add the usual ones", on=mara.modal)
    assert "They ask: Which job descriptions and review criteria change" in shown(company)
    assert "How is the forecast made then?" in shown(company)
    assert "Add the usual ones" not in shown(company)
