"""A theme that three teams share stands on the home tab of the PMO, who makes something of it, or sets it aside."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.playbook import Written
from bot.ids import new_id
from bot.services.retro_systemic import waiting_for_pmo
from bot.views import playbook_codify
from models import Action, AuditEntry, Blocker, Membership, Person, Playbook, RetroCard, RetroRound, RetroTheme, Team
from tests.factories import retro
from tests.factories.listening import Sending
from tests.factories.retro import cards, newest, set_up, staffed, stored
from tests.journeys.test_playbook import press
from tests.journeys.test_retro_report import looked_back
from tests.journeys.test_retro_round import FIRST, OPENS

QA = "The QA queue is long"


@pytest.fixture
async def world(lumen):
    """Payments, Growth and Mobile had the QA queue in their retros, a month ago."""
    await staffed(lumen)
    await looked_back(lumen)
    await lumen.bot.parts.retro.systemics.look(lumen.workspace_id)
    return lumen


async def home_of(world, who):
    """What stands on somebody's home tab."""
    person = world.persona(who)
    return person.read_words(await person.open_home())


async def theme_in(world, name, *people, days=3, anonymous=True):
    """A theme of a new retro of some teams, with a card of each of `people` (nobody's where there are none)."""
    now = world.clock.now()
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        teams = list(await session.scalars(sa.select(Team).where(Team.name.in_(name))))
        owner = (await session.scalars(sa.select(Person).where(Person.slack_id == world.persona("mara").id))).one()
        held = await retro.retro(session, teams, name=f"{name} again", owner=owner, anonymous=anonymous)
        over = {"state": "closed", "closed_at": now}
        current = await retro.round_of(session, held, now - timedelta(days=days), **over)
        theme = RetroTheme(id=new_id(), round_id=current.id, name=QA, votes=1)
        session.add(theme)
        await session.flush()
        for number, who in enumerate(people or [None]):
            author = who and await session.scalar(sa.select(Person.id).where(Person.slack_id == world.persona(who).id))
            card = {"id": f"{name}{number}", "retro_id": held.id, "round_id": current.id, "theme_id": theme.id}
            session.add(RetroCard(**card, text=f"QA queue {number}", receipt=f"{name}{number}", author_id=author))
    await world.bot.parts.retro.systemics.look(world.workspace_id)


async def test_the_pmo_sees_it_on_the_home_tab_and_nobody_else(world):
    """With cards, and no names."""
    shown = await home_of(world, "mara")
    assert f"*{QA}*: Growth, Mobile and Payments have it in their retros of the last 60 days, 3 cards in all." in shown
    assert "waits for the QA queue" in shown
    assert "Bob" not in shown
    assert "[Set aside]" in shown
    assert shown.count("[Raise a blocker]") == 1
    assert QA not in await home_of(world, "ana")


async def test_it_becomes_an_action_and_asks_no_more(world):
    """Once the form is sent; whoever presses an old button hears so, and the report says what it became."""
    mara = world.persona("mara")
    await mara.open_home()
    await mara.click("Make it an action", on="home")
    await mara.close()
    assert QA in await home_of(world, "mara")
    [report] = await mara.command("/pmo retro report Q1")
    await mara.click("Make it an action", on="home")
    assert await mara.submit({"Who does it?": "lena", "By when?": "2026-03-20"}) == {}
    await mara.close()
    assert QA not in mara.read_words(mara.home)
    assert QA in [one.text for one in await stored(world, Action)]
    await mara.click("Make it a blocker", on=report)
    assert mara.modal is None
    said = [one for one in mara.messages() if one.ephemeral][-1].words
    assert f"“{QA}” is taken care of already: it became an action. Nothing was changed." in said
    [report] = await mara.command("/pmo retro report Q1")
    assert "It has become an action." in report.words
    assert "Set aside" not in report.buttons
    assert "retro_theme_settled" in [one.action for one in await stored(world, AuditEntry)]


async def test_it_becomes_a_blocker(world):
    """Raised on the team that can do something about it."""
    mara = world.persona("mara")
    await mara.open_home()
    await mara.click("Make it a blocker", on="home")
    assert await mara.submit({"Waiting on which team?": ["Platform"]}) == {}
    await mara.close()
    assert QA in [one.needs for one in await stored(world, Blocker)]
    assert "Shared by several teams" not in await home_of(world, "mara")


async def test_a_new_page_quotes_none_of_its_cards(world):
    """Where no page is about it: everybody would read there what the PMO alone does. It goes once it is published."""
    mara = world.persona("mara")
    await mara.open_home()
    await mara.click("Change a playbook", on="home")
    form = str(mara.modal.blocks)
    assert QA in form
    assert "waits for the QA queue" not in form
    assert "Bob" not in form
    assert "Cards of retros are quoted nowhere below" in form
    assert await mara.submit({}) == {}
    await mara.close()
    assert QA not in mara.read_words(mara.home)
    [page] = await stored(world, Playbook)
    assert page.title == QA


async def test_the_page_that_is_about_it_is_changed(world):
    """Its form opens; closed again nothing has happened."""
    mara = world.persona("mara")
    await mara.command("/pmo playbook new")
    if mara.modal is None:
        await mara.click("New page", on=mara.messages()[-1])
    await mara.submit({"What is it called?": "How we test", "body:0": "The QA queue is long on Mondays: ask Bo."})
    await mara.close()
    await mara.open_home()
    await mara.click("Change a playbook", on="home")
    assert "Edit page" in mara.read_words(mara.modal)
    await mara.close()
    assert QA in await home_of(world, "mara")
    await mara.click("Change a playbook", on="home")
    assert await mara.submit({"body:0": "Whoever is free tests; the queue is nobody's."}) == {}
    await mara.close()
    assert QA not in await home_of(world, "mara")
    assert len(await stored(world, Playbook)) == 1


async def page(world, title, body):
    """Mara publishes a page."""
    mara = world.persona("mara")
    await mara.command("/pmo playbook new")
    assert await mara.submit({"What is it called?": title, "body:0": body}) == {}
    await mara.close()


async def test_where_several_pages_may_be_meant_they_are_offered(world):
    """Three at most, with their sentences; what is chosen is changed, and the theme is taken care of."""
    mara = world.persona("mara")
    await page(world, "How we test", "The QA queue is long on Mondays: ask Bo.")
    await page(world, "How we plan", "Nobody plans while the QA queue is long.")
    await mara.open_home()
    await mara.click("Change a playbook", on="home")
    shown = mara.read_words(mara.modal)
    assert "Which page?" in shown
    assert "How we test" in shown
    assert "Nobody plans while the QA queue is long." in shown
    assert QA in await home_of(world, "mara")
    plan = next(one for one in await stored(world, Playbook) if one.title == "How we plan")
    systemic = next(one.theme_id for one in await waiting(world))
    await press(mara, mara.modal, f"{plan.id}:{systemic}")
    assert "Edit page" in mara.read_words(mara.modal)
    assert await mara.submit({"body:0": "Whoever is free tests before we plan."}) == {}
    assert "“How we plan” is saved." in mara.read_words(mara.modal)
    await mara.close()
    assert QA not in await home_of(world, "mara")
    assert [one.revision for one in await stored(world, Playbook)] == [1, 2]


async def test_of_several_pages_none_may_be_meant(world):
    """Then a new one is written from there."""
    mara = world.persona("mara")
    await page(world, "How we test", "The QA queue is long on Mondays: ask Bo.")
    await page(world, "How we plan", "Nobody plans while the QA queue is long.")
    await mara.open_home()
    await mara.click("Change a playbook", on="home")
    await mara.click("Write a new page")
    assert await mara.submit({}) == {}
    await mara.close()
    assert QA not in await home_of(world, "mara")
    assert QA in [one.title for one in await stored(world, Playbook)]


async def test_the_one_page_that_is_called_so_is_opened_at_once(world):
    """However many others have its words, too."""
    mara = world.persona("mara")
    await page(world, "How we plan", "Nobody plans while the QA queue is long.")
    await page(world, "Why the QA queue is long", "Ask Bo.")
    await mara.open_home()
    await mara.click("Change a playbook", on="home")
    assert "Why the QA queue is long" in str(mara.modal.blocks)
    assert "Edit page" in mara.read_words(mara.modal)


async def test_a_page_that_somebody_else_changed_meanwhile_still_takes_care_of_it(world):
    """The form that says so knows what it was opened for."""
    mara = world.persona("mara")
    await page(world, "How we test", "The QA queue is long on Mondays: ask Bo.")
    await mara.open_home()
    await mara.click("Change a playbook", on="home")
    [there] = await stored(world, Playbook)
    written = Written("How we test", "The QA queue is nobody's.", ())
    pages = world.bot.parts.playbook.pages
    await pages.edit(world.workspace_id, mara.id, there.id, 1, written)
    assert await mara.submit({"body:0": "Whoever is free tests."}) == {}
    assert QA in await home_of(world, "mara")
    assert await mara.submit({}) == {}
    await mara.close()
    assert QA not in await home_of(world, "mara")


async def test_made_a_playbook_by_the_pmo_it_is_taken_care_of(world):
    """From the theme of one team's retro; made by one of the team, it is told beside what the PMO can do."""
    mara = world.persona("mara")
    themes = await stored(world, RetroTheme)
    await published(world, "ana", f"theme:{themes[0].id}", "How Payments tests")
    shown = await home_of(world, "mara")
    assert "A page came of it in one of these teams: *How Payments tests*." in shown
    assert "[Change a playbook]" in shown
    await published(world, "mara", f"theme:{themes[1].id}", "How Growth tests")
    assert QA not in mara.read_words(mara.home)
    [report] = await mara.command("/pmo retro report Q1")
    assert "It has become part of a playbook." in report.words


async def published(world, who, source, title):
    """Somebody makes a page of a theme, by the button on it."""
    person = world.persona(who)
    pressed = Sending(world, who).on_message(playbook_codify.THEME, source.partition(":")[2])
    pressed["trigger_id"] = world.slack.lent.trigger(person.id)
    await world.deliver(pressed)
    assert await person.submit({"What is it called?": title}) == {}
    await person.close()
    await world.idle()


async def waiting(world):
    """What several teams share and the PMO is still to take care of."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return await waiting_for_pmo(session, world.clock.now().date())


async def test_set_aside_it_comes_back_with_another_retro(world):
    """Not before, and then with all its evidence."""
    mara = world.persona("mara")
    await mara.open_home()
    await mara.double_click("Set aside", on="home")
    assert QA not in mara.read_words(mara.home)
    await world.bot.parts.retro.systemics.look(world.workspace_id)
    assert QA not in await home_of(world, "mara")
    await theme_in(world, ["Growth"])
    assert "4 cards in all" in await home_of(world, "mara")


async def test_a_retro_without_names_counts_once_and_one_with_names_by_its_authors(lumen):
    """Of Payments and Growth together nobody knows who wrote; with names their people count for their teams."""
    world = await staffed(lumen)
    await theme_in(world, ["Payments", "Growth"])
    await theme_in(world, ["Mobile"])
    assert QA not in await home_of(world, "mara")
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        of = sa.select(Person.slack_id, Team.name).join(Membership, Membership.person_id == Person.id)
        rows = list(await session.execute(of.join(Team, Team.id == Membership.team_id)))
    writers = [next(who for who, team in rows if team == name) for name in ("Payments", "Growth")]
    names = [next(one.name for one in world.slack.state.people.values() if one.id == who) for who in writers]
    await theme_in(world, ["Growth", "Payments"], *names, days=2, anonymous=False)
    assert "Growth, Mobile and Payments have it" in await home_of(world, "mara")


async def test_it_is_looked_for_as_soon_as_people_vote(world):
    """A retro whose cards are on the same is among them, with no report asked for."""
    await set_up(world.persona("ana"), FIRST | {"Name": "Payments again"})
    await world.at(OPENS)
    await cards(world, "a", "b", "c")
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        current = await newest(world)
        await session.execute(
            sa.update(RetroCard).where(RetroCard.round_id == current.id).values(text="The QA queue is long again")
        )
    await world.at("2026-03-11 14:01")
    assert (await newest(world)).state == "voting"
    assert "6 cards in all" in await home_of(world, "mara")
    assert len(await stored(world, RetroRound)) == 4
