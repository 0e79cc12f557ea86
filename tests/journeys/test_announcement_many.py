"""An announcement for more groups than a form of Slack's has room for: a part can be written for each of them."""

import pytest

from tests.journeys.conftest import World
from tests.journeys.test_announcement_compose import given, write

pytestmark = pytest.mark.begins("Tue 10:00")


async def test_each_of_very_many_groups_gets_its_part(company: World) -> None:
    """Those without a row are in a menu; each of them can be looked at, and a channel, too."""
    await given(company, {f"Group {number:02}": ["jonas"] for number in range(55)})
    await write(company)
    mara = company.persona("mara")
    desk = mara.read_words(mara.modal)
    assert "And 15 more groups; nothing is written for Group 40, Group 41, Group 42 and 12 more yet" in desk
    await mara.click("Choose a group", value="Group 54")
    assert await mara.submit({"What this means for Group 54": "You sit on the third floor."}) == {}
    assert "Group 54" not in mara.read_words(mara.modal)
    await mara.click("Choose who")
    assert await mara.submit({"Post it in": ["general"]}) == {}
    assert await mara.submit() == {}
    await mara.click(action_id="announcement_preview_as", value="Somebody in Group 54")
    assert "You sit on the third floor." in mara.read_words(mara.modal)
    await mara.click(action_id="announcement_preview_as", value="A channel")
    assert "You sit on the third floor." not in mara.read_words(mara.modal)
    await mara.click(action_id="announcement_preview_as", value="All of it")
    assert "You sit on the third floor." in mara.read_words(mara.modal)
    await mara.click(action_id="announcement_preview_as", value="A lead in Group 42")
    assert "whom you lead" in mara.read_words(mara.modal)
