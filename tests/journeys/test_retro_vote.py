"""People vote for the themes of a retro: hidden until the end, changed as they like, and never more than theirs."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.domain.retro_vote import Voted, digest
from bot.errors import UserError
from models import RetroCard, RetroTheme, RetroVote
from tests.factories.listening import Sending
from tests.factories.retro import newest, staffed, stored
from tests.factories.retro_theme import SAID, board, in_thread, shown, theme
from tests.journeys.test_retro_theme import opened, sorting

STAGING, REVIEW, CAKE = "Sandbox, env, staging", "Review, PR, merge", "the cake"
OPTION = {STAGING: f"{STAGING} (2 cards)", REVIEW: f"{REVIEW} (2 cards)", CAKE: f"{CAKE} (1 card)", "": "No vote"}


@pytest.fixture
async def team(lumen):
    """Payments' retro, in which people vote."""
    await shown(await staffed(lumen))
    await lumen.persona("ana").click("Start the vote", on=board(lumen, "ana"))
    await lumen.idle()
    return lumen


async def voting(team, who):
    """Somebody with the form of the vote open."""
    person = team.persona(who)
    await person.click("Vote", on=board(team, who))
    return person


async def votes(team, who, *chosen):
    """Somebody's votes, all of them given anew."""
    person = await voting(team, who)
    assert await send(person, *chosen) == {}
    read = person.read_words(person.modal)
    await person.close()
    return read


async def send(person, *chosen):
    """The open form, with these themes chosen and no vote besides."""
    every = [*chosen, *[""] * (3 - len(chosen))]
    return await person.submit({f"Vote {number}": OPTION[one] for number, one in enumerate(every, 1)})


async def counts(team):
    """How many votes each theme got, once the vote has ended."""
    return {one.name: one.votes for one in await stored(team, RetroTheme)}


async def test_a_vote_is_given_changed_taken_back_and_counted(team):
    """Three each, several on one theme; nobody sees a count before it ends, then all do, and the rows are gone."""
    before = board(team, "rui").words
    rui = await voting(team, "rui")
    intro = rui.read_words(rui.modal)
    assert "You have 3 votes; several on one theme are fine." in intro
    assert "no counts before the vote is over (" in intro
    assert f"• *{CAKE}*, 1 card\n" in intro
    assert f"• *{STAGING}*, 2 cards: " in intro
    assert await send(rui, STAGING, STAGING) == {}
    done = rui.read_words(rui.modal)
    assert f"• *{STAGING}*: 2\n1 vote is left." in done
    await rui.close()
    await votes(team, "rui", STAGING, REVIEW)
    await votes(team, "ines", REVIEW, REVIEW, CAKE)
    assert "You have no votes in this retro now." in await votes(team, "tiago")
    await votes(team, "tiago", CAKE)
    await votes(team, "tiago")
    await team.idle()
    assert board(team, "rui").words == before
    assert len(await stored(team, RetroVote)) == 5
    ana = team.persona("ana")
    await ana.click("End the vote", on=board(team, "ana"))
    await team.idle()
    assert await counts(team) == {STAGING: 1, REVIEW: 3, CAKE: 1}
    assert await stored(team, RetroVote) == []
    words = board(team, "rui").words
    assert f"1. *{REVIEW}*, 3 votes\n2. *{STAGING}*, 1 vote, tied\n2. *{CAKE}*, 1 vote, tied" in words
    assert any(f"*{REVIEW}*, 3 votes" in one for one in in_thread(team))


async def test_the_form_begins_with_what_was_chosen(team):
    """Also on another device, since nothing but who it is counts."""
    await votes(team, "rui", CAKE, STAGING)
    rui = await voting(team, "rui")
    chosen = [one["element"]["initial_option"]["text"]["text"] for one in rui.modal.blocks if one["type"] == "input"]
    assert sorted(chosen) == sorted([OPTION[CAKE], OPTION[STAGING], "No vote"])


async def test_what_was_chosen_elsewhere_is_not_overwritten_unseen(team):
    """The form of one device is open while another one votes: what is stored is shown, and nothing changed."""
    rui = await voting(team, "rui")
    first = await newest(team)
    cake, staging = await theme(team, CAKE), await theme(team, STAGING)
    elsewhere = await team.bot.parts.retro.votes.save(team.workspace_id, rui.id, first.id, digest([]), [cake.id])
    assert isinstance(elsewhere, Voted)
    assert await send(rui, STAGING) == {}
    assert "You voted somewhere else since you opened this form." in rui.read_words(rui.modal)
    assert [one.theme_id for one in await stored(team, RetroVote)] == [cake.id]
    assert await send(rui, STAGING) == {}
    assert [one.theme_id for one in await stored(team, RetroVote)] == [staging.id]


async def test_two_forms_sent_at_once_never_give_more_than_ones_own(team):
    """On both databases: one is stored, the other one is shown what is stored."""
    rui, current = team.persona("rui"), await newest(team)
    cake, staging = await theme(team, CAKE), await theme(team, STAGING)
    save = team.bot.parts.retro.votes.save
    done = await asyncio.gather(
        *(save(team.workspace_id, rui.id, current.id, digest([]), [one.id] * 3) for one in (cake, staging) * 3)
    )
    assert [isinstance(one, Voted) for one in done].count(True) == 1
    given = [one.theme_id for one in await stored(team, RetroVote)]
    assert len(given) == 3
    assert len(set(given)) == 1


async def test_many_who_vote_at_once_lose_no_vote(team):
    """Everybody's rows are written anew with each vote, and none goes by that."""
    current, cake = await newest(team), await theme(team, CAKE)
    save = team.bot.parts.retro.votes.save
    people = [team.persona(one).id for one in ("rui", "ines", "tiago", "huimin", "ana")]
    await asyncio.gather(*(save(team.workspace_id, one, current.id, digest([]), [cake.id] * 2) for one in people))
    found = await stored(team, RetroVote)
    assert len(found) == 10
    assert len({one.voter for one in found}) == 5


async def test_no_row_tells_when_or_in_which_order_people_voted(team):
    """With each vote all are written anew, so that what a database notes of a row is the same for everybody's."""
    await votes(team, "rui", CAKE, STAGING)
    before = {one.id for one in await stored(team, RetroVote)}
    await votes(team, "ines", CAKE)
    await votes(team, "tiago", REVIEW, CAKE)
    after = {one.id for one in await stored(team, RetroVote)}
    assert len(after) == 5
    assert before.isdisjoint(after)
    async with team.bot.parts.database.reading(team.workspace_id) as session:
        if team.bot.parts.database.is_sqlite:
            with pytest.raises(sa.exc.OperationalError, match="rowid"):
                await session.execute(sa.text("SELECT rowid FROM retro_vote"))
            return
        written = await session.execute(sa.text("SELECT DISTINCT xmin::text FROM retro_vote"))
        assert len(written.all()) == 1


async def test_more_votes_than_there_are_are_refused(team):
    """Whatever a form that was tampered with says."""
    current, cake = await newest(team), await theme(team, CAKE)
    with pytest.raises(UserError, match="There are 3 votes each, and these are 4"):
        await team.bot.parts.retro.votes.save(
            team.workspace_id, team.persona("rui").id, current.id, digest([]), [cake.id] * 4
        )
    assert await stored(team, RetroVote) == []


async def test_a_vote_for_a_theme_that_was_merged_counts_for_what_it_became(team):
    """Told when it was merged while one was choosing, and when one looks at one's votes later."""
    await votes(team, "ines", CAKE, REVIEW)
    rui = await voting(team, "rui")
    ana = await sorting(team)
    await opened(ana, STAGING)
    await ana.submit({"Name": "Everything", "Merge with": [OPTION[CAKE]]})
    assert await send(rui, CAKE) == {}
    assert "*the cake* became part of *Everything* while you were choosing" in rui.read_words(rui.modal)
    assert "• *Everything*: 1" in rui.read_words(rui.modal)
    ines = await voting(team, "ines")
    assert "*the cake* became part of *Everything* since you voted: your vote counts for that." in (
        ines.read_words(ines.modal)
    )
    await ana.close()
    await ana.click("End the vote", on=board(team, "ana"))
    assert await counts(team) == {"Everything": 2, REVIEW: 1, CAKE: None}


async def test_a_theme_whose_cards_were_withdrawn_gives_its_vote_back(team):
    """Said in the form, and a form that still offers it is told so."""
    await votes(team, "rui", CAKE, STAGING)
    ines = await voting(team, "ines")
    async with team.bot.parts.database.transaction(team.workspace_id) as session:
        await session.execute(sa.delete(RetroCard).where(RetroCard.text == SAID[-1]))
    rui = await voting(team, "rui")
    assert "The cards of *the cake* were withdrawn since you voted: you have that vote again." in (
        rui.read_words(rui.modal)
    )
    assert CAKE not in [one["text"]["text"] for one in rui.modal.blocks[-1]["element"]["options"]]
    assert "were all withdrawn meanwhile" in str(await send(ines, CAKE))


async def test_who_is_of_no_team_of_the_retro_does_not_vote(team):
    """A clear sentence, and no form."""
    lena = team.persona("lena")
    await team.deliver(Sending(team, "lena").on_message("retro_vote_open", str((await newest(team)).id)))
    assert lena.modal is None
    assert any("*Payments retro* is for its teams." in one.words for one in lena.messages())


async def test_after_the_end_a_form_that_is_still_open_stores_nothing(team):
    """It says that the vote is over."""
    rui = await voting(team, "rui")
    ana = team.persona("ana")
    await ana.click("End the vote", on=board(team, "ana"))
    assert "the vote is over" in str(await send(rui, CAKE))
    assert await stored(team, RetroVote) == []
    assert await counts(team) == {STAGING: 0, REVIEW: 0, CAKE: 0}
    assert "Nobody voted." in board(team, "rui").words


async def test_the_vote_ends_by_its_time(team):
    """Nobody has to press anything."""
    await votes(team, "rui", CAKE)
    await team.at("2026-03-27 13:00")
    await team.at("2026-04-02 13:00")
    assert (await newest(team)).state == "acting"
    assert (await counts(team))[CAKE] == 1


async def test_of_a_hundred_and_thirty_themes_all_can_be_chosen(lumen):
    """The form offers them page by page, in the order of their names, and keeps what was chosen on another page."""
    texts = [f"zq{number}x zq{number}y" for number in range(130)]
    await shown(await staffed(lumen), texts)
    await lumen.persona("ana").click("Start the vote", on=board(lumen, "ana"))
    await lumen.idle()
    rui = await voting(lumen, "rui")
    rui.fill({"Vote 1": f"{texts[0]} (1 card)"})
    await rui.click("More themes")
    assert await rui.submit({"Vote 2": f"{texts[9]} (1 card)"}) == {}
    chosen = {one.theme_id for one in await stored(lumen, RetroVote)}
    assert chosen == {(await theme(lumen, texts[0])).id, (await theme(lumen, texts[9])).id}
