"""Actions in lists: pages, files, the home tab, what is kept and what is erased."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from models import Action, Person
from tests.factories.action import action
from tests.journeys.conftest import World
from tests.journeys.test_action import PAGE, WHO, last, promise, stored
from tests.journeys.test_list_file import column, downloaded

pytestmark = pytest.mark.begins("Tue 10:00")


async def many(world: World, who: str, count: int, **fields: object) -> None:
    """Let somebody have a number of actions of their own."""
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        owner = (await session.scalars(sa.select(Person).where(Person.slack_id == world.persona(who).id))).one()
        for number in range(count):
            await action(session, owner, text=f"Promise number {number}", state="open", **fields)


async def test_a_long_list_has_pages_and_a_file_of_what_its_reader_sees(company: World) -> None:
    """Ten a page; how often something was carried over is for its owner's eyes."""
    ana, mara, grace = (company.persona(one) for one in ("ana", "mara", "grace"))
    await many(company, "ana", 12, carried=2)
    [shown] = await ana.command("/pmo actions mine")
    assert "Your open actions: 12" in shown.words
    assert "Yours, by Thu 12 Mar · open for 2 retros" in shown.words
    assert shown.words.count("Promise number") == 10
    await ana.click("Show more", on=shown)
    assert "Promise number 11" in [one for one in ana.messages() if one.ephemeral][-1].words
    [shown] = await mara.command("/pmo actions number 7")
    assert "Promise number 7" in shown.words
    assert "open at" not in shown.words
    rows = await downloaded(company, "mara", "/pmo actions")
    assert rows[0][:5] == ["team", "action", "kind", "owner", "by when"]
    assert column(rows, 1) == [f"Promise number {number}" for number in range(12)]
    assert "Promise number 7" in column(await downloaded(company, "ana", "/pmo actions number 7"), 1)
    assert "No open actions" in (await grace.command("/pmo actions"))[-1].words


async def test_the_home_tab_shows_ones_own_and_to_leads_what_is_past_its_date(company: World) -> None:
    """*Done* there is shown at once; the lead sees those of their team, others none of them."""
    tiago, ana, ben = (company.persona(one) for one in ("tiago", "ana", "ben"))
    assert await promise(company, "tiago", PAGE) == {}
    assert "Your actions" in tiago.read_words(await tiago.open_home() or {})
    home = ana.read_words(await ana.open_home() or {})
    assert "Actions past their date" not in home
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Action).values(due_on=date(2026, 3, 2)))
    home = ana.read_words(await ana.open_home() or {})
    assert "Actions past their date" in home
    assert "Payments · Tiago Ferreira, by Mon 2 Mar" in home
    assert "Actions past their date" not in ben.read_words(await ben.open_home() or {})
    await tiago.open_home()
    await tiago.click("Done…", on="home")
    assert await tiago.submit({"What was the effect?": "Nobody asks."}) == {}
    await company.idle()
    assert tiago.home is not None
    assert "Your actions" not in tiago.read_words(tiago.home)


async def test_whoever_is_asked_for_help_sees_so_on_their_home_tab_until_they_help(company: World) -> None:
    """From the first day on, once, and for nobody else; a press there lets the owner hear."""
    tiago, ana, rui = (company.persona(one) for one in ("tiago", "ana", "rui"))
    assert await promise(company, "tiago", PAGE) == {}
    await tiago.open_home()
    await tiago.click("Need help…", on="home")
    assert await tiago.submit({"What would help?": "Half an hour with Legal"}) == {}
    await company.idle()
    home = ana.read_words(await ana.open_home() or {})
    assert "*Tiago Ferreira* needs help with this action:" in home
    assert "Half an hour with Legal" in home
    assert "Your help is wanted" not in rui.read_words(await rui.open_home() or {})
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Action).values(due_on=date(2026, 3, 2)))
    home = ana.read_words(await ana.open_home() or {})
    assert home.count("Write one page on who decides prices") == 1
    await ana.click("I help", on="home")
    await company.idle()
    assert ana.home is not None
    assert "Your help is wanted" not in ana.read_words(ana.home)
    assert "*Ana Sousa* helps you with this" in last(company, "tiago").words


async def test_my_data_counts_actions_and_erases_ones_words(company: World) -> None:
    """What somebody promised by themselves goes; who they gave it to keeps the row, without the words."""
    ana, rui = company.persona("ana"), company.persona("rui")
    assert await promise(company, "ana", PAGE | {WHO: "rui"}) == {}
    [shown] = await ana.command("/pmo my data")
    assert "1 action that you raised or own" in shown.words
    traces = await company.bot.parts.my_data.traces(company.workspace_id, ana.id)
    await company.bot.parts.my_data.erase_now(company.workspace_id, traces.person_id)
    await company.idle()
    [one] = await stored(company)
    assert (one.text, one.signal) == ("erased on request", "erased on request")
    asked = [message for message in rui.messages() if "Accept" in message.buttons][-1]
    assert "prices" not in asked.words
    assert "Ana Sousa" not in asked.words


async def test_what_was_done_goes_after_its_time_and_what_is_open_stays(company: World) -> None:
    """As long as answers are kept."""
    await many(company, "ana", 1, settled_at=None)
    long_ago = company.clock.now() - timedelta(days=800)
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        owner = (await session.scalars(sa.select(Person).limit(1))).one()
        await action(session, owner, text="Done long ago", state="done", settled_at=long_ago, settled_by_id=owner.id)
    await company.at("Wed 06:00")
    assert [one.text for one in await stored(company)] == ["Promise number 0"]
