"""`/pmo retro report`: what retros brought, and a theme that three teams have in common."""

from datetime import timedelta

import sqlalchemy as sa

from bot.domain.list_file import Listing
from bot.ids import new_id
from bot.views import list_file
from models import Action, Person, RetroCard, RetroTheme, Team
from tests.factories import retro
from tests.factories.action import action
from tests.factories.listening import Sending
from tests.factories.retro import staffed
from tests.journeys.test_list_file import column, downloaded


async def looked_back(world):
    """Three teams had the QA queue in their retros; Growth has done one action and dropped another."""
    now = world.clock.now()
    async with world.bot.parts.database.transaction(world.workspace_id) as session:
        mara = (await session.scalars(sa.select(Person).where(Person.slack_id == world.persona("mara").id))).one()
        for number, name in enumerate(("Payments", "Growth", "Mobile")):
            team = (await session.scalars(sa.select(Team).where(Team.name == name))).one()
            held = await retro.retro(session, [team], name=f"{name} retro", owner=mara, channel_id=team.channel_id)
            gone = await retro.round_of(session, held, now - timedelta(days=30), state="closed", closed_at=now)
            theme = RetroTheme(id=new_id(), round_id=gone.id, name="The QA queue is long", votes=number + 1)
            session.add(theme)
            await session.flush()
            for secret, hidden in ((f"{name} waits for the QA queue", False), (f"{name} hates Bob", True)):
                card = {"id": secret, "retro_id": held.id, "round_id": gone.id, "column_key": "didnt"}
                session.add(RetroCard(**card, text=secret, receipt=secret, theme_id=theme.id, hidden=hidden))
            if name == "Growth":
                of = {"retro_id": held.id, "round_id": gone.id, "team_id": team.id, "settled_by_id": mara.id}
                times = {"created_at": now - timedelta(days=20), "settled_at": now - timedelta(days=10)}
                await action(session, mara, text="One page", state="done", **of, **times)
                why = {"reason": "Legal does it"}
                await action(session, mara, text="Two pages", state="dropped", **why, **of, **times)


async def test_the_pmo_sees_what_retros_brought_and_makes_something_of_it(lumen):
    """Figures, why something was dropped, a chart; the systemic theme with cards, no names; others are refused."""
    world = await staffed(lumen)
    mara, ana = world.persona("mara"), world.persona("ana")
    await looked_back(world)
    [shown] = await mara.command("/pmo retro report Q1")
    for words in (
        "What retros brought in 2026-Q1",
        "3 retros ended. 2 actions were made, 1 done, 1 dropped, 0 open.",
        "Half of what was done took 10 days or less.",
        "Two pages: Legal does it",
        "Growth, Mobile and Payments have it in their retros of the last 60 days, 3 cards in all.",
        "Mobile waits for the QA queue",
    ):
        assert words in shown.words
    assert "Bob" not in shown.words
    assert any(block["type"] == "data_visualization" for block in shown.blocks)
    await mara.click("Make it a blocker", on=shown)
    assert mara.modal is not None
    assert "The QA queue is long" in str(mara.modal.blocks)
    await mara.close()
    await mara.click("Make it an action", on=shown)
    answers = {"Who does it?": "lena", "By when?": "2026-03-20"}
    assert await mara.submit(answers) == {}
    await world.idle()
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        assert "The QA queue is long" in set(await session.scalars(sa.select(Action.text)))
    assert "asks whether you take this" in world.persona("lena").messages()[-1].words
    await mara.close()
    await mara.click("Quarter before", on=shown)
    assert "No retro has ended in this quarter" in [one for one in mara.messages() if one.ephemeral][-1].words
    [refused] = await ana.command("/pmo retro report")
    assert "The report on all retros is for the PMO." in refused.words
    [wrong] = await mara.command("/pmo retro report spring")
    assert "“spring” is no quarter to report on." in wrong.words


async def test_the_actions_of_a_report_and_the_retros_come_as_files(lumen):
    """Each action of the quarter with what became of it, for the PMO; the list of retros to whoever sees it."""
    world = await staffed(lumen)
    await looked_back(world)
    assert column(await downloaded(world, "mara", "/pmo retro report Q1"), 3) == ["One page", "Two pages"]
    rows = await downloaded(world, "mara", "/pmo retro report Q1")
    assert rows[0][:3] == ["retro", "value stream", "team"]
    assert [row[12] for row in rows[1:]] == ["", "Legal does it"]
    listed = await downloaded(world, "ana", "/pmo retro", "Download list")
    assert {"Payments retro", "Growth retro", "Mobile retro"} == set(column(listed))
    ana = world.persona("ana")
    value = f"{Listing.RETRO_ACTIONS}:0 2026-Q1"
    await world.deliver(Sending(world, "ana").on_message(list_file.DOWNLOAD[Listing.RETRO_ACTIONS], value))
    await world.idle()
    assert "The report on all retros is" in ana.messages()[-1].words
