"""How the answers to a sync change, as its owner, a lead and a member get to see it."""

import pytest
import sqlalchemy as sa

from bot.views import participation
from models import Answer, Participation, Round, Team
from tests.factories.listening import Sending
from tests.journeys.conftest import World
from tests.journeys.test_blocker import GOOD, tells
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_the_owner_sees_that_it_is_early_and_a_member_who_can_see_it(company: World) -> None:
    """The words of an answer are counted when it is sent, and anew when it is edited; one tap has none."""
    mara, ana, lena, rui = (company.persona(name) for name in ("mara", "ana", "lena", "rui"))
    await tells(ana, GOOD)
    await lena.click("All as planned", on=lena.messages()[-1])
    assert [one.words for one in await stored(company, Answer)] == [5, None]
    await tells(ana, {"What moved?": "Card payments are live for everybody in Portugal."}, "Edit")
    await tells(lena, {"What moved?": "Nothing much", "What's next?": "The beta"}, "Edit")
    assert [one.words for one in await stored(company, Answer, sa.true())] == [9, 7]
    await company.at("Wed 10:00")

    [shown] = await mara.command("/pmo sync rhythm")
    assert "Too early to tell: it takes four times, and 1 is over." in shown.words
    assert "Each time: Tue 3 Mar 40 %." in shown.words, "two of five teams; two writers are too few for words"
    [refused] = await rui.command("/pmo sync rhythm weekly sync")
    assert refused.words.startswith("Seeing how the answers to Weekly sync change is for the PMO")
    [listed] = await ana.command("/pmo sync")
    await ana.click("See rhythm", on=listed)
    assert "how answers change*, of Payments" in ana.messages()[-1].words


async def test_the_pmo_sees_who_answers_by_team_on_the_home_tab(company: World) -> None:
    """Two of five teams answered; who is not the PMO is told who can look."""
    mara, ana, rui = (company.persona(name) for name in ("mara", "ana", "rui"))
    await tells(ana, GOOD)
    await company.at("Wed 10:00")
    tab = await mara.open_home()
    assert tab is not None
    shown = mara.read_words(tab)
    assert "Who answers, by team" in shown
    assert "• Payments: 100 %" in shown
    assert "• Sales: 0 %" in shown
    await company.deliver(Sending(company, "mara").on_view(participation.ALL, "", type="home"))
    assert mara.modal is not None
    assert "*Payments*: 100 %" in str(mara.modal.blocks)
    await company.deliver(Sending(company, "rui").on_view(participation.ALL, "", type="home"))
    await company.idle()
    assert "Seeing how many answer in each team is for the PMO." in str(rui.modal or rui.messages()[-1].words)


async def test_hundreds_of_teams_are_shown_page_by_page_in_the_same_form(company: World) -> None:
    """With names as long as they can be; to the next page and back."""
    mara = company.persona("mara")
    await company.at("Wed 10:00")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        [asked] = await session.scalars(sa.select(Round.id).where(Round.state == "closed"))
        teams = [Team(name=f"{number:03} {'&' * 75}") for number in range(120)]
        session.add_all(teams)
        await session.flush()
        session.add_all(Participation(round_id=asked, team_id=team.id, asked=9, heard=3) for team in teams)
    await mara.open_home()
    await mara.click("All teams", on="home")
    first = mara.modal
    assert first is not None
    assert "1 to 100 of 125 teams" in str(first.blocks)
    await mara.click("Show 25 more")
    second = mara.modal
    assert second is not None
    assert (second.id, "101 to 125 of 125 teams" in str(second.blocks)) == (first.id, True)
    await mara.click("Back")
    assert "1 to 100 of 125 teams" in str(mara.modal and mara.modal.blocks)
