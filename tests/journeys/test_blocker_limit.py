"""How long a blocker may wait without being taken: three working days, or what the PMO says."""

import pytest

from models import AuditEntry
from tests.journeys.conftest import World
from tests.journeys.test_blocker import tells
from tests.journeys.test_sync_races import stored

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_the_pmo_says_when_a_blocker_is_past_its_time(company: World) -> None:
    """On the home tab and in the list at once; others may ask for it, and not change it."""
    ana, mara = company.persona("ana"), company.persona("mara")
    await tells(ana)
    await company.at("Wed 12:00")
    [listed] = await mara.command("/pmo blockers")
    assert "past its time" not in listed.words
    [refused] = await ana.command("/pmo blockers limit 1")
    assert "is for the PMO" in refused.words
    [said] = await ana.command("/pmo blockers limit")
    assert "within 3 working days" in said.words
    for wrong in ("0", "31", "soon", "1 2"):
        [refused] = await mara.command(f"/pmo blockers limit {wrong}")
        assert "is not a number of working days from 1 to 30. Nothing was changed." in refused.words
    [said] = await mara.command("/pmo blockers limit 1")
    assert "within 1 working day " in said.words
    [listed] = await mara.command("/pmo blockers")
    assert "past its time" in listed.words
    await mara.open_home()
    assert "past its time" in mara.read_words(mara.home)
    assert [one.action for one in await stored(company, AuditEntry)][-1] == "blocker_limit_changed"
