"""A guest finds what belongs to their own teams, wherever people look, and reads why there is nothing else."""

from collections.abc import Sequence

import pytest

from bot.domain.decision_form import Made
from bot.domain.playbook import Written
from bot.views import playbook
from models import Playbook, Team
from tests.factories.listening import Sending
from tests.journeys.conftest import World
from tests.journeys.test_decision import ASKS, REFUNDS, answer
from tests.journeys.test_list_file import column, downloaded
from tests.journeys.test_sync_races import in_front_of, stored

WHY = "You are a guest in this Slack: what belongs to your own teams is shown, and nothing else."
PAGES = (("How the company ships", None), ("How Payments ships", "Payments"), ("How Growth ships", "Growth"))
BANK = "We change the bank"

pytestmark = pytest.mark.begins("Tue 10:00")


@pytest.fixture
async def world(company: World) -> World:
    """Tiago of Payments is a guest; there are three pages, and a decision that was made elsewhere."""
    tiago = company.slack.person("tiago")
    tiago.is_guest = True
    await company.slack.members.tell_of(tiago)
    await company.idle()
    parts, mara = company.bot.parts, company.persona("mara")
    teams = {one.name: one.id for one in await stored(company, Team)}
    for title, team in PAGES:
        written = Written(title, f"{title} on Tuesdays, after the tests.", (), team_id=teams.get(team or ""))
        await parts.playbook.pages.create(company.workspace_id, mara.id, written)
    await parts.decision_logs.add(company.workspace_id, mara.id, mara.id, Made(BANK, "", None))
    return company


async def said(world: World, who: str, *lines: str) -> str:
    """All that somebody reads after some commands."""
    found = [one.words for line in lines for one in await world.persona(who).command(f"/pmo {line}")]
    return "\n".join(found)


def titles(shown: str) -> Sequence[str]:
    """The pages that are named."""
    return [title for title, _ in PAGES if title in shown]


@pytest.mark.parametrize("line", ["playbook ships on Tuesdays", "ships on Tuesdays", "playbook", "playbook newest"])
async def test_a_guest_finds_the_pages_of_their_own_teams(world: World, line: str) -> None:
    """By a look-up, a search and in lists; somebody of the same team who is no guest finds all."""
    shown = await said(world, "tiago", line)
    assert titles(shown) == ["How Payments ships"]
    assert WHY in shown
    everything = await said(world, "rui", line)
    assert len(titles(everything)) == len(PAGES)
    assert WHY not in everything


async def test_where_nothing_is_found_a_guest_reads_why(world: World) -> None:
    """Nobody says that there is nothing at all."""
    for line in ("playbook growth", "how the company"):
        shown = await said(world, "tiago", line)
        assert titles(shown) == []
        assert WHY in shown


async def test_a_page_that_is_shared_is_read_by_a_guest_only_where_it_is_of_their_team(world: World) -> None:
    """Its beginning stands in the channel; the rest is said to be others'."""
    pages = {one.title: one.id for one in await stored(world, Playbook)}
    tiago = world.persona("tiago")
    await world.deliver(Sending(world, "tiago").on_message(playbook.READ, str(pages["How Growth ships"])))
    await world.idle()
    assert tiago.modal is None
    assert "Guests read the pages of their own teams. This is none of them" in in_front_of(tiago)
    pressed = Sending(world, "tiago").on_message(playbook.READ, str(pages["How Payments ships"]))
    pressed["trigger_id"] = world.slack.lent.trigger(tiago.id)
    await world.deliver(pressed)
    await world.idle()
    assert "after the tests" in tiago.read_words(tiago.modal)


async def test_a_guest_sees_the_decisions_of_their_own_syncs_and_their_own(world: World) -> None:
    """In the log, as a file, by words, in the digest, on the home tab; what was decided elsewhere is the company's."""
    await answer(world, "ana", **{ASKS: REFUNDS})
    tiago = world.persona("tiago")
    shown = await said(world, "tiago", "decisions", "decisions bank", "bank", "digest")
    assert "Do we launch refunds before the audit?" in shown
    assert BANK not in shown
    assert WHY in shown
    assert BANK not in tiago.read_words(await tiago.open_home())
    assert [one[:9] for one in column(await downloaded(world, "tiago", "/pmo decisions"), 1)] == ["Do we lau"]
    assert (await said(world, "rui", "decisions", "decisions bank", "bank", "digest")).count(BANK) == 4
    mara = world.persona("mara")
    parts = world.bot.parts
    await parts.decision_logs.add(world.workspace_id, mara.id, tiago.id, Made("We keep two banks", "", None))
    assert "We keep two banks" in await said(world, "tiago", "decisions")


async def test_a_guest_sees_their_own_teams_and_who_is_in_them(world: World) -> None:
    """In the list, as files and by words: of others only what is theirs, too."""
    shown = await said(world, "tiago", "teams")
    assert "Payments" in shown
    assert "Growth" not in shown
    assert WHY in shown
    assert column(await downloaded(world, "tiago", "/pmo teams")) == ["Payments"]
    people = await downloaded(world, "tiago", "/pmo teams", "Download people")
    assert [one.split()[0] for one in sorted(column(people))] == ["Ana", "Hui", "Inês", "Rui", "Tiago"]
    assert set(column(people, 2)) == {"Payments"}
    assert "Ben" not in await said(world, "tiago", "ben")
    assert "Ana Sousa" in await said(world, "tiago", "ana")
    assert "Growth" in await said(world, "rui", "growth")


async def test_a_guest_who_is_of_the_pmo_sees_all(world: World) -> None:
    """As everybody does who acts as PMO."""
    tiago = world.slack.person("tiago")
    tiago.is_admin = True
    await world.slack.members.tell_of(tiago)
    await world.idle()
    shown = await said(world, "tiago", "playbook", "decisions")
    assert len(titles(shown)) == len(PAGES)
    assert BANK in shown
    assert WHY not in shown
