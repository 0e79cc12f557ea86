"""*Leave me out* of a retro: asked in the question's menu, decided by its owner, and taken back."""

import pytest
import sqlalchemy as sa

from bot.services.company_export import export_company
from models import OptOut, Person, RetroPart
from tests.factories.retro import newest, set_up, staffed
from tests.journeys.test_retro_round import FIRST, OPENS


@pytest.fixture
async def team(lumen):
    """Payments, whose retro asks all of them for cards."""
    await staffed(lumen)
    await set_up(lumen.persona("ana"), FIRST)
    await lumen.at(OPENS)
    await lumen.at("2026-03-05 14:00")
    return lumen


async def asked_now(team):
    """First names of those who take part in the newest round."""
    current = await newest(team)
    async with team.bot.parts.database.reading(team.workspace_id) as session:
        rows = sa.select(Person.name).join(RetroPart, RetroPart.person_id == Person.id)
        names = await session.scalars(rows.where(RetroPart.round_id == current.id))
        return sorted(name.split()[0] for name in names)


async def asks(team, why="I am in Growth's retro."):
    """Rui asks to be left out; what he was asked."""
    rui = team.persona("rui")
    question = rui.messages()[-1]
    await rui.click("Leave me out", on=question)
    assert await rui.submit({"Why?": why}) == {}
    await team.idle()
    await rui.close()
    return question


async def decides(owner, label, word=None):
    """Press a button of the request, and send the form with a word."""
    await owner.click(label, on=owner.messages()[-1])
    assert await owner.submit({"word": word}) == {}
    await owner.close()


async def test_why_am_i_asked_says_whose_retro_it_is_and_for_which_team(team):
    """Who set it up, through which team, how often, who sees the cards; and the way out."""
    rui = team.persona("rui")
    assert "*Leave me out* is in the menu below" in rui.messages()[-1].words
    await rui.click("Why am I asked?", on=rui.messages()[-1])
    said = rui.read_words(rui.modal)
    assert "Ana Sousa set up *Payments retro*" in said
    assert "You are asked because you are of Payments." in said
    assert "All cards are shown together in #payments, without names." in said
    await rui.click("Leave me out")
    assert "Ana Sousa decides whether *Payments retro* goes on asking you" in rui.read_words(rui.modal)


async def test_the_owner_leaves_somebody_out(team):
    """Ana hears with the reason; Rui reads it below his question, and is not asked next time."""
    ana, rui = team.persona("ana"), team.persona("rui")
    assert "Rui" in await asked_now(team)
    question = await asks(team)
    request = ana.messages()[-1]
    assert "Rui Matos would like to be left out of *Payments retro*" in request.words
    assert "I am in Growth's retro." in request.words
    await rui.click("Leave me out", on=rui.messages()[0])
    assert "has your request already" in rui.messages()[-1].words
    await decides(ana, "Leave out", "Of course.")
    answer = rui.thread("dm", question.ts)[-1]
    assert "Ana Sousa left you out of *Payments retro*" in answer.words
    assert "Of course." in answer.words
    await team.at("2026-04-02 14:00")
    assert "Ana" in await asked_now(team)
    assert "Rui" not in await asked_now(team)


async def test_whoever_is_left_out_takes_it_back(team):
    """The owner sees in the list of retros who is; *Ask me again* on the home tab, and the next time asks them."""
    ana, rui = team.persona("ana"), team.persona("rui")
    await asks(team)
    request = ana.messages()[-1]
    await decides(ana, "Leave out")
    await ana.click("See left out", on=(await ana.command("/pmo retro"))[-1])
    assert "*Rui Matos* is left out, by Ana Sousa" in ana.read_words(ana.modal)
    await ana.close()
    await rui.open_home()
    await rui.click("Ask me again", on="home")
    await team.idle()
    decided = next(one for one in ana.messages() if one.ts == request.ts)
    assert "Rui Matos asked to take part in Payments retro again." in decided.words
    await team.at("2026-04-02 14:00")
    assert "Rui" in await asked_now(team)


async def test_the_company_file_says_who_is_left_out(team):
    """Exported and applied again nothing changes; the list made empty brings Rui back, who reads so."""
    ana, rui = team.persona("ana"), team.persona("rui")
    question = await asks(team)
    await decides(ana, "Leave out")
    async with team.bot.parts.database.reading(team.workspace_id) as session:
        exported = await export_company(session)
    assert "left_out: [rui@lumen.example]" in exported
    assert await team.apply(exported) == []
    assert await team.apply(exported.replace("    left_out: [rui@lumen.example]\n", "")) == []
    everybody = exported.replace("[rui@lumen.example]\n    owner", "[]\n    owner")
    assert await team.apply(everybody) == ["change retro Payments retro: left out 1 → 0"]
    await team.idle()
    assert "back into *Payments retro*" in rui.thread("dm", question.ts)[-1].words
    two = everybody.replace("left_out: []", "left_out: [rui@lumen.example, ines@lumen.example]")
    assert await team.apply(two) == ["change retro Payments retro: left out 0 → 2"]
    await team.at("2026-04-02 14:00")
    asked = await asked_now(team)
    assert "Ana" in asked
    assert not {"Rui", "Ines"} & set(asked)


async def test_who_owns_it_decides_at_once_and_the_last_one_cannot_go(team):
    """Ana is out of her own retro without asking anybody; where nobody else is asked, it says what to do first."""
    ana = team.persona("ana")
    await ana.click("Leave me out", on=ana.messages()[-1])
    assert "so this counts at once" in ana.read_words(ana.modal)
    async with team.bot.parts.database.transaction(team.workspace_id) as session:
        current = await newest(team)
        others = list(
            await session.scalars(
                sa.select(Person).where(
                    Person.id.in_(sa.select(RetroPart.person_id).where(RetroPart.round_id == current.id)),
                    Person.name != "Ana Sousa",
                )
            )
        )
        now = team.clock.now()
        for one in others:
            session.add(OptOut(retro_id=current.retro_id, person_id=one.id, state="out", asked_at=now, decided_at=now))
    await ana.submit({})
    assert "Ana Sousa is the only one who is asked in Payments retro." in ana.read_words(ana.modal)
    async with team.bot.parts.database.transaction(team.workspace_id) as session:
        await session.execute(sa.delete(OptOut).where(OptOut.person_id == others[0].id))
    await ana.close()
    await ana.click("Leave me out", on=ana.messages()[-1])
    assert await ana.submit({}) == {}
    assert "You are left out of *Payments retro* from the next time on." in ana.read_words(ana.modal)


async def test_a_new_owner_decides_what_waits(team):
    """Ana hands her retro to Mara before she decided: Mara is asked, and Ana's question says whose it is now."""
    ana, mara = team.persona("ana"), team.persona("mara")
    await asks(team, why="")
    await mara.command("/pmo retro edit Payments retro")
    await mara.click("More options")
    assert await mara.submit({"Owner": "mara"}) == {}
    await mara.submit()
    await team.idle()
    assert "Rui Matos would like to be left out of *Payments retro*" in mara.messages()[-1].words
    asked = next(one for one in ana.messages() if "would like to be left out" in one.words)
    assert ("Mara Lindqvist owns it now" in asked.words, asked.buttons) == (True, [])
