"""What has worked becomes a page: a theme of a retro, an action that is done; once, and by those who may tell."""

import pytest
import sqlalchemy as sa

from bot.domain.playbook import Draft
from bot.playground.persona import Persona
from bot.playground.seen import SeenMessage
from bot.playground.view_state import placed
from models import Action, Channel, Membership, Person, Playbook, Retro, RetroCard, RetroRound, RetroTheme, Team
from tests.factories.retro import staffed, stored
from tests.factories.retro_theme import SAID, board, shown, theme
from tests.journeys.conftest import World
from tests.journeys.test_action import PAGE, WHO, last, promise
from tests.journeys.test_playbook import press
from tests.journeys.test_playbook_found import change
from tests.journeys.test_retro_action import choose
from tests.journeys.test_retro_action import voted as voted_for
from tests.journeys.test_retro_vote import CAKE, REVIEW, STAGING, votes

MAKE = "Make it a playbook"


@pytest.fixture
async def voted(lumen: World) -> World:
    """Payments' retro after its vote: three cards of what worked, one that did not, one to try."""
    await shown(await staffed(lumen))
    for text, column in ((SAID[0], "didnt"), (SAID[2], "try")):
        await change(lumen, RetroCard, RetroCard.text == text, column_key=column)
    await lumen.persona("ana").click("Start the vote", on=board(lumen, "ana"))
    await lumen.idle()
    await votes(lumen, "rui", STAGING, STAGING)
    await lumen.persona("ana").click("End the vote", on=board(lumen, "ana"))
    await lumen.idle()
    return lumen


def thread(team: World, who: str) -> SeenMessage:
    """The cards by their themes, as somebody sees them."""
    return team.persona(who).thread("payments", board(team, who).ts)[-1]


async def make(team: World, who: str, name: str) -> Persona:
    """Press the button of a theme."""
    person, one = team.persona(who), await theme(team, name)
    await press(person, thread(team, who), str(one.id))
    return person


async def person_id(team: World, who: str) -> int:
    """The id of somebody's row."""
    [one] = [each for each in await stored(team, Person) if each.slack_id == team.persona(who).id]
    return one.id


async def other(team: World) -> int:
    """Any team but Payments."""
    return next(one.id for one in await stored(team, Team) if one.name != "Payments")


def body(person: Persona) -> str:
    """What the form of a page says so far."""
    return next(at.element["initial_value"] for at in placed(person.modal.blocks) if at.key[0] == "body:0")


async def test_a_theme_becomes_a_page_and_says_so(voted: World) -> None:
    """Two clicks: its draft has the theme and its votes, and no card; thread and board then name the page."""
    rui = await make(voted, "rui", STAGING)
    assert body(rui) == (
        "## The problem\n\nSandbox, env, staging (Payments retro, Thu 26 Mar 2026, 2 votes)\n\n"
        "## What we did\n\n…\n\n## The effect\n\n…\n\n## How to repeat it\n\n…"
    )
    form = rui.read_words(rui.modal)
    assert "Cards of retros are quoted nowhere below" in form
    assert "It begins as a page of *Payments*" in form
    assert await rui.submit({"What is it called?": "How staging stays up"}) == {}
    await voted.idle()
    [page] = await stored(voted, Playbook)
    one = await theme(voted, STAGING)
    assert (page.source, page.credited_person_id, page.interval_days) == (f"theme:{one.id}", None, 90)
    assert page.verified_until is None, "nobody vouches for parts that are not written yet"
    assert "It is the playbook page *How staging stays up* now." in thread(voted, "tiago").words
    assert "2 votes, now the page *How staging stays up*" in board(voted, "tiago").words
    assert thread(voted, "tiago").buttons.count(MAKE) == 2
    tiago = voted.persona("tiago")
    await tiago.click("Read page", on=thread(voted, "tiago"))
    assert "Sandbox, env, staging" in tiago.read_words(tiago.modal)
    await tiago.close()
    old = await voted.bot.parts.playbook.codifying.from_theme(voted.workspace_id, tiago.id, one.id)
    assert old == page.id, "an old button reads the page"
    await voted.bot.parts.playbook.pages.archive(voted.workspace_id, rui.id, page.id)
    await voted.idle()
    assert "How staging stays up" in thread(voted, "tiago").words


async def test_two_who_make_a_page_of_one_theme_make_one(voted: World) -> None:
    """The second reads that there is one, and what they typed stays."""
    rui, tiago = await make(voted, "rui", REVIEW), await make(voted, "tiago", REVIEW)
    written = {"What is it called?": "Reviews in the morning", "body:0": "Who comes first reviews."}
    assert await rui.submit(written) == {}
    assert [one.verified_until is None for one in await stored(voted, Playbook)] == [False]
    refused = await tiago.submit({"What is it called?": "Reviews"})
    assert refused == {} or "already" in str(refused)
    assert len(await stored(voted, Playbook)) == 1
    said = str([one.words for one in tiago.messages()]) + tiago.read_words(tiago.modal) + str(refused)
    assert "This is a page already: “Reviews in the morning”" in said


async def test_who_may_not_and_what_is_not_any_more_is_said(voted: World) -> None:
    """Others than the retro's teams, a theme that was merged meanwhile, a retro that is over its time."""
    codifying, workspace = voted.bot.parts.playbook.codifying, voted.workspace_id
    one, cake = await theme(voted, STAGING), await theme(voted, CAKE)
    grace, rui, mara = (voted.persona(who).id for who in ("grace", "rui", "mara"))
    with pytest.raises(Exception, match="by somebody of its teams, or the PMO"):
        await codifying.from_theme(workspace, grace, one.id)
    assert (await codifying.from_theme(workspace, mara, one.id)).title == STAGING
    await change(voted, RetroTheme, RetroTheme.id == cake.id, merged_into_id=one.id)
    with pytest.raises(Exception, match="“the cake” is part of “Sandbox, env, staging” now"):
        await codifying.from_theme(workspace, rui, cake.id)
    with pytest.raises(Exception, match="does not have this theme any more"):
        await codifying.from_theme(workspace, rui, 12)


async def test_a_theme_that_is_named_by_a_card_alone_does_not_quote_it(voted: World) -> None:
    """Drumbeat calls a card by itself what it says; a name that somebody gave is in the draft."""
    rui = await make(voted, "rui", CAKE)
    assert CAKE not in str(rui.modal.blocks)
    assert body(rui).startswith("## The problem\n\nPayments retro, Thu 26 Mar 2026\n\n## What we did")
    await rui.close()
    await change(voted, RetroTheme, RetroTheme.name == CAKE, name="What we celebrate")
    codifying, one = voted.bot.parts.playbook.codifying, await theme(voted, "What we celebrate")
    draft = await codifying.from_theme(voted.workspace_id, rui.id, one.id)
    assert isinstance(draft, Draft)
    assert draft.title == "What we celebrate"


async def test_what_came_up_in_private_begins_as_a_page_of_its_team(voted: World) -> None:
    """Of a retro and a team with a private channel: its people and the PMO read it, and others no title of it."""
    await change(voted, Channel, Channel.name == "payments", is_private=True)
    tiago = await make(voted, "tiago", REVIEW)
    rui = await make(voted, "rui", STAGING)
    assert "as a page of *Payments*, for its people and the PMO alone, since it came up where" in rui.read_words(
        rui.modal
    )
    assert await rui.submit({"What is it called?": "How staging stays up"}) == {}
    [page] = await stored(voted, Playbook)
    assert page.team_id is not None
    assert "How staging stays up" in (await rui.command("/pmo playbook how staging stays up"))[-1].words
    grace = voted.persona("grace")
    assert "How staging stays up" not in (await grace.command("/pmo playbook how staging stays up"))[-1].words
    await change(voted, Playbook, Playbook.id == page.id, source=f"theme:{(await theme(voted, REVIEW)).id}")
    await change(voted, Membership, Membership.person_id == await person_id(voted, "tiago"), team_id=await other(voted))
    refused = await tiago.submit({"What is it called?": "Reviews", "Whose is it?": "The whole company"})
    said = str([one.words for one in tiago.messages()]) + tiago.read_words(tiago.modal) + str(refused)
    assert "This is a page already, for the people of its team alone." in said
    assert "How staging stays up" not in said


async def test_what_came_up_in_private_is_nobodys_page_until_somebody_says_whose(voted: World) -> None:
    """A private channel beside a team's public one: of that team everybody would read the page, so it is asked."""
    async with voted.bot.parts.database.transaction(voted.workspace_id) as session:
        session.add(Channel(workspace_id=voted.workspace_id, slack_id="C0HUSH", name="hush", is_private=True))
        await session.execute(sa.update(Retro).values(channel_id="C0HUSH"))
    rui, one = voted.persona("rui"), await theme(voted, STAGING)
    await press(rui, thread(voted, "rui"), str(one.id))
    assert "so please choose" in rui.read_words(rui.modal)
    refused = await rui.submit({"What is it called?": "How staging stays up"})
    assert "Whose is it?" in str(refused) or "team" in refused
    assert await stored(voted, Playbook) == []
    assert await rui.submit({"Whose is it?": "The whole company"}) == {}
    [page] = await stored(voted, Playbook)
    assert page.team_id is None


@pytest.mark.begins("Tue 10:00")
async def test_an_action_that_is_done_becomes_a_page_from_its_message_and_from_the_list(company: World) -> None:
    """With effect and signal, by whoever did it and whoever waited for it; the list says what it became."""
    assert await promise(company, "ana", PAGE | {WHO: "tiago"}) == {}
    ana, tiago, grace = (company.persona(who) for who in ("ana", "tiago", "grace"))
    await tiago.click("Accept", on=last(company, "tiago"))
    await company.idle()
    [action] = await stored(company, Action)
    codifying = company.bot.parts.playbook.codifying
    with pytest.raises(Exception, match="This action is not done yet"):
        await codifying.from_action(company.workspace_id, tiago.id, action.id)
    await tiago.click("Done…", on=last(company, "tiago"))
    assert await tiago.submit({"What was the effect?": "Two discounts, nobody asked."}) == {}
    await company.idle()
    assert MAKE in last(company, "tiago").buttons
    await change(company, Action, Action.id == action.id, theme="Prices, discounts")
    await company.at("Fri 18:00")
    [listed] = await ana.command("/pmo actions done")
    assert "Actions that are done, the newest first: 1" in listed.words
    assert "The effect: Two discounts, nobody asked." in listed.words
    await ana.click(MAKE, on=listed)
    assert body(ana) == (
        "## The problem\n\nPrices, discounts\n\n## What we did\n\nWrite one page on who decides prices\n\n"
        "## The effect\n\nTwo discounts, nobody asked.\n\n"
        "To be seen by: Nobody asks in #sales\n\n## How to repeat it\n\n…"
    )
    assert await ana.submit({"Whom does it thank?": tiago.id}) == {}
    await company.idle()
    [page] = await stored(company, Playbook)
    assert (page.title, page.source) == (PAGE["What is to be done?"], f"action:{action.id}")
    for message in (last(company, "tiago"), (await ana.command("/pmo actions done"))[-1]):
        assert "It is the playbook page *Write one page on who decides prices* now." in message.words
        assert MAKE not in message.buttons
    told = [one for one in ana.messages() if "said that this is done" in one.words]
    assert [one.buttons for one in told] == [["Read page"]]
    with pytest.raises(Exception, match="by those who had to do with it"):
        await codifying.from_action(company.workspace_id, grace.id, action.id)
    assert "No action is done yet" in (await grace.command("/pmo actions done"))[-1].words


async def test_an_action_outlives_its_retro_and_can_still_be_told(lumen: World) -> None:
    """Of a retro that was deleted, and whose time is over, what the action says is enough."""
    team = await voted_for(lumen, "Prices", "Meetings")
    assert await choose(team) == {}
    [action] = [one for one in await stored(team, Action) if "prices" in one.text]
    rui = team.persona("rui")
    codifying = team.bot.parts.playbook.codifying
    await team.bot.parts.actions.done(team.workspace_id, rui.id, action.id, "Nobody asks.")
    draft = await codifying.from_action(team.workspace_id, rui.id, action.id)
    assert "Meetings (Payments retro, " in draft.body
    async with team.bot.parts.database.transaction(team.workspace_id) as session:
        await session.execute(sa.update(RetroCard).values(theme_id=None))
        await session.execute(sa.delete(RetroRound))
        await session.execute(sa.update(Retro).values(state="deleted"))
    draft = await codifying.from_action(team.workspace_id, rui.id, action.id)
    assert draft.body.startswith("## The problem\n\nMeetings (Payments retro)\n\n## What we did\n\nWrite one page")
    assert "Nobody asks." in draft.body
