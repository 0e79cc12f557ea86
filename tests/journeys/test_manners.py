"""The manners that every feature keeps, and where each is shown; here what no other test shows wholly.

| manner | shown in |
|---|---|
| an interruption budget | here; `test_together.py`, `tests/delivery/test_budget.py`, and over months in `tests/sim/` |
| an edit notifies nobody; news comes as a short reply | here; `test_blocker.py` |
| first contact says who, why, how long, who sees it | `test_first_contact.py`, `test_sync_round.py`; why: here |
| words typed to the bot are never ignored | `test_words.py` |
| set-up happens in Slack | `test_team_setup.py`, `test_sync_setup.py`, `test_person_import.py` |
| one tap where one tap will do | `test_home.py`, `test_every_button.py`, and here |
| not surveillance | `test_who_sees_what.py`, and here: nobody's hours |
| what people write is quoted, never executed | `test_hostile_words.py` |
| nothing is lost, doubled or shown to the wrong people | `test_restart.py`, `test_other_workspace.py`, `tests/chaos/` |
"""

import base64

import pytest

from tests.journeys.conftest import World
from tests.journeys.test_blocker import KEYS, PAIR, tells, told

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_one_message_a_day_and_four_a_week_come_unasked_and_the_rest_joins_them(company: World) -> None:
    """A question is never held back and takes along what waited; who cannot go on without Ana reaches her at once."""
    await company.apply(PAIR.replace("[tue]", "[mon]"))
    ana, tiago, mara = (company.persona(name) for name in ("ana", "tiago", "mara"))

    async def given(role: str) -> int:
        """Give Ana a role, which may wait; return how many messages she has then."""
        await mara.command(f"/pmo role @ana {role}")
        await company.idle()
        return len(ana.messages())

    assert len(ana.messages()) == 1, "her question of today"
    assert await given("pmo") == 1
    home = await ana.open_home()
    assert home is not None
    assert "it comes with your next message" in ana.read_words(home)
    await company.at("Wed 15:59")
    assert len(ana.messages()) == 1
    await company.at("Wed 16:00")
    assert "gave you the role of the PMO" in ana.messages()[1].words
    await company.at("Thu 10:00")
    assert await given("member") == 3, "there is room on a new day"
    await company.at("Fri 10:00")
    assert await given("lead") == 4
    await company.at("Mon 10:00")
    assert await given("pmo") == 4, "it would be the fifth in seven days"
    await company.at("Mon 11:00")
    [asked] = ana.messages()[4:]
    assert "*Pair check*" in asked.words
    assert "gave you the role of the PMO" in asked.words
    await tiago.click("Answer", on=tiago.messages()[-1])
    assert await tiago.submit({"What moved?": "Cards", "Waiting on whom?": ["ana"], "What for?": "A review"}) == {}
    await company.advance(company.instant("Mon 11:05"))
    [waits] = ana.messages()[5:]
    assert waits.text == "Tiago Ferreira waits on you: A review"


async def test_middle_steps_change_a_message_and_only_news_is_unread(company: World) -> None:
    """Wei takes Ana's blocker: her prompt is edited, which notifies nobody; one reply below it does."""
    ana, wei = company.persona("ana"), company.persona("wei")
    await tells(ana, KEYS)
    await company.at("Tue 10:05")
    ana.read()
    before = [one.ts for one in ana.messages()]
    await wei.click("Take it", on=told(wei)[0])
    assert await wei.submit() == {}
    await company.idle()
    assert [one.ts for one in ana.messages()] == before, "no message of its own"
    assert ana.messages()[0].edited
    replies = ana.thread("dm", before[0])[1:]
    assert len(replies) == 1, "and one short reply"
    await wei.click("Change date", on=told(wei)[0])
    assert await wei.submit({"By when?": "2026-03-12"}) == {}
    await company.idle()
    assert [one.ts for one in ana.messages()] == before


async def test_every_prompt_tells_why_one_is_asked(company: World) -> None:
    """In its menu: who set it up, and through which team."""
    ana = company.persona("ana")
    await ana.click("Why am I asked?", on=ana.messages()[0])
    assert ana.modal is not None
    why = ana.read_words(ana.modal)
    assert "Payments" in why
    assert "Mara Lindqvist" in why


async def test_nobodys_hours_are_told(company: World) -> None:
    """Neither the summary, nor its thread, nor the file of answers says when somebody answered."""
    ana, mara = company.persona("ana"), company.persona("mara")
    await company.at("Tue 11:47")
    await tells(ana, {"What moved?": "Cards", "What's next?": "Refunds"})
    await company.at("Wed 08:00")
    [listed] = await mara.command("/pmo sync")
    await mara.click("Download CSV", on=listed)
    [summary] = mara.messages("sync")
    read = [one.words for one in mara.thread("sync", summary.ts)]
    read += [base64.b64decode(file["content"]).decode() for one in mara.messages() for file in one.files]
    home = await mara.open_home()
    assert home is not None
    read.append(mara.read_words(home))
    assert "Cards" in read[-2]
    assert not [one for one in read if "11:47" in one]
