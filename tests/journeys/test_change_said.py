"""Whoever types another word around changes gets what they mean by it."""

import re

import pytest

from tests.journeys.conftest import World
from tests.journeys.test_announcement_compose import given, write
from tests.journeys.test_change_list import given as known
from tests.journeys.test_change_list import said

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_the_plural_lists_announcements_and_the_singular_begins_one(company: World) -> None:
    """With a name after it either begins one of that change."""
    await given(company)
    await write(company)
    mara = company.persona("mara")
    await mara.close()
    assert "Sales joins the product teams" in await said(company, "mara", "/pmo announcements")
    await mara.command("/pmo announcement")
    assert "Announcement" in str(mara.modal.title)
    await mara.close()
    await mara.command("/pmo announcements product teams")
    assert "It goes to 2 groups" in mara.read_words(mara.modal)
    assert "to write or sign" in await said(company, "tiago", "/pmo announcements")


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        ("questions", "was answered yet"),
        ("faq", "was answered yet"),
        ("answers", "was answered yet"),
        ("ask list", "was answered yet"),
        ("ideas", "has an outcome yet"),
        ("suggestions", "has an outcome yet"),
        ("suggest list", "has an outcome yet"),
    ],
)
async def test_what_was_asked_and_suggested_is_listed(company: World, typed: str, listed: str) -> None:
    """Those about no change are there; the others are a press away."""
    await known(company, "Product teams", state="announced")
    tiago = company.persona("tiago")
    assert listed in await said(company, "tiago", f"/pmo {typed}")
    seen = tiago.messages()[-1]
    assert re.search(r"yet\.\s+What was \w+ \w+ a change is on its page", seen.words)
    await tiago.click("Show changes", on=seen)
    assert "Product teams" in tiago.messages()[-1].words


@pytest.mark.parametrize(("typed", "title"), [("question", "Ask"), ("idea", "Suggest"), ("suggestion", "Suggest")])
async def test_one_of_them_is_written(company: World, typed: str, title: str) -> None:
    """What follows the word is in the form."""
    tiago = company.persona("tiago")
    await tiago.command(f"/pmo {typed} the third floor")
    assert title in str(tiago.modal.title)
    assert "the third floor" in str(tiago.modal.blocks)


async def test_words_after_the_name_of_a_change_are_understood_too(company: World) -> None:
    """As after the command itself; a change that is called so is found by its name."""
    await known(company, "Product teams", state="announced")
    assert "Nothing about *Product teams* was answered" in await said(company, "tiago", "/pmo change product questions")
    assert "No idea for *Product teams*" in await said(company, "tiago", "/pmo change product suggestions")
    assert "`/pmo change &lt;name&gt; answers` takes its name" in await said(company, "tiago", "/pmo change answers")
    await known(company, "Open questions", state="announced")
    assert "Open questions* · announced" in await said(company, "tiago", "/pmo change open questions")


async def test_with_more_words_a_plural_is_looked_up(company: World) -> None:
    """`/pmo questions about leave` looks for pages, as any words do."""
    assert "was answered yet" not in await said(company, "tiago", "/pmo questions about leave")


async def test_the_standing_list_is_a_word_away(company: World) -> None:
    """`/pmo stakeholders` opens whom no change must forget."""
    mara = company.persona("mara")
    await mara.command("/pmo stakeholders")
    assert mara.modal is not None
