"""The home tab: answered from there, empty where nothing is to be said, and useful to who runs syncs."""

import pytest

from tests.journeys.conftest import World


@pytest.mark.begins("Tue 10:00")
async def test_one_tap_on_the_home_tab_answers(company: World) -> None:
    """*All as planned* and *Skip* work right there; the tab and the message follow."""
    ana, wei = company.persona("ana"), company.persona("wei")
    await ana.open_home()
    await ana.click("All as planned", on="home")
    assert ana.home is not None
    assert "You answered for Payments" in ana.read_words(ana.home)
    await company.idle()
    assert "answered, edit until" in ana.messages()[-1].words
    await wei.open_home()
    await wei.click("Skip", on="home")
    assert wei.home is not None
    assert "skipped; there is time for an update until" in wei.read_words(wei.home)
    await company.idle()
    assert "nothing this week" in wei.messages()[-1].words
    assert (ana.clicks, wei.clicks) == (1, 1)


@pytest.mark.begins("Tue 10:00")
async def test_a_click_on_a_stale_home_tab_says_what_is_true_now(company: World) -> None:
    """Ana answered by message; the tab still shows the buttons. A sentence, and the tab is right again."""
    ana = company.persona("ana")
    await ana.open_home()
    await ana.click("Answer", on=ana.messages()[-1])
    await ana.submit({"What moved?": "Cards", "What's next?": "Refunds"})
    await ana.click("Skip", on="home")
    assert ana.modal is not None
    assert "Your update is in; nothing was changed." in ana.read_words(ana.modal)
    assert ana.home is not None
    assert "You answered for Payments" in ana.read_words(ana.home)


@pytest.mark.begins("Tue 10:00")
async def test_the_pmo_sees_how_the_syncs_stand(company: World) -> None:
    """By counts, with *New sync*; a member sees neither."""
    mara, ines = company.persona("mara"), company.persona("ines")
    home = await mara.open_home()
    assert home is not None
    assert "Weekly sync* · 0 of 5 answered, closes" in mara.read_words(home)
    assert "[New sync]" in mara.read_words(home)
    members = await ines.open_home()
    assert members is not None
    assert "New sync" not in ines.read_words(members)


async def test_before_anything_is_set_up_the_tab_teaches(lumen: World) -> None:
    """One sentence, by what the reader may do."""
    mara, ines = lumen.persona("mara"), lumen.persona("ines")
    for one, words in ((mara, "Choose the channels in which your teams talk."), (ines, "once you take part in one")):
        home = await one.open_home()
        assert home is not None
        assert words in one.read_words(home)


async def test_coming_syncs_are_shown_in_the_readers_own_time(company: World) -> None:
    """Ten o'clock is ten o'clock in Singapore and in San Francisco."""
    for who in ("wei", "ben"):
        home = await company.persona(who).open_home()
        assert home is not None
        assert "*Tue 10:00* · Weekly sync for" in company.persona(who).read_words(home)
