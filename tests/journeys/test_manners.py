"""The manners that every feature keeps, and where each is shown; here what no other test shows wholly.

| manner | shown in |
|---|---|
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
from tests.journeys.test_blocker import KEYS, tells, told

pytestmark = pytest.mark.begins("Tue 10:00")


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
