"""Groups from a spreadsheet: pasted, previewed, imported."""

import pytest
import sqlalchemy as sa

from bot.domain.list_file import Listing
from bot.views.list_file import DOWNLOAD
from models import Channel
from tests.factories.listening import Sending
from tests.journeys.conftest import World
from tests.journeys.test_change_list import given
from tests.journeys.test_stakeholder import add, groups, open_list, scores, shown
from tests.journeys.test_sync_file import files

pytestmark = pytest.mark.begins("Tue 10:00")

ROWS = (
    "Sales\tsales; #sync; ana@lumen.example\ttools 3; job roles everything\tYou sell.\tYou listen.\tMy bonus?"
    "\tBen Carter\n"
    "Engineers\tarea enginering\tmindset 2\n"
    "Designers\tdesign\ttools 1"
)


async def test_rows_are_previewed_and_imported(company: World) -> None:
    """Good rows become groups; what is not known is named with a guess; a group that is there keeps what is empty."""
    await given(company, "Product teams", state="announced")
    mara = company.persona("mara")
    await open_list(company)
    await add(company, "Designers", areas=["design"])
    await mara.submit({"What will worry them?": "Who reviews my work?"})
    await mara.click("Paste rows", on=mara.modal)
    assert "no rows yet" in (await mara.submit({"Rows": " "}))["rows:0"]
    assert await mara.submit({"Rows": ROWS}) == {}
    said = shown(company)
    assert "2 of 3 rows can be used." in said
    assert "Row 2: “area enginering” is no team" in said
    assert "Did you mean area engineering?" in said
    assert "change Designers, made of design: tools (a little)" in said
    assert await mara.submit() == {}
    await company.idle()
    assert "2 groups are imported." in shown(company)
    found = await groups(company)
    assert set(found) == {"Designers", "Sales"}
    assert await scores(company, "Sales") == {"tools": 3, "job_roles": 5}
    assert (found["Sales"].tomorrow, found["Designers"].worries) == ("You listen.", "Who reviews my work?")
    assert found["Sales"].contact_id is not None


async def test_groups_are_had_as_a_file_that_can_be_pasted_again(company: World) -> None:
    """Whoever runs the change downloads its groups; pasted into another change the file makes the same groups."""
    await given(company, "Product teams", state="announced")
    mara = company.persona("mara")
    await open_list(company)
    await mara.click("Paste rows", on=mara.modal)
    await mara.submit({"Rows": ROWS.replace("enginering", "engineering")})
    await mara.submit()
    await company.idle()
    await mara.close()
    [page] = await mara.command("/pmo change product teams")
    await mara.click("Download CSV", on=page)
    await company.idle()
    name, text = files(company, "mara")[-1]
    assert name == "groups-2026-03-03.csv"
    await given(company, "Journey teams")
    await open_list(company, name="journey teams")
    await mara.click("Paste rows", on=mara.modal)
    assert await mara.submit({"Rows": text}) == {}
    assert "All 3 rows can be used." in shown(company)
    await mara.submit()
    await company.idle()
    [page] = await mara.command("/pmo change product teams")
    [other] = await mara.command("/pmo change journey teams")
    tables = [next(block["rows"] for block in one.blocks if block["type"] == "table") for one in (page, other)]
    assert tables[0] == tables[1]


async def test_only_whoever_runs_it_downloads_the_groups(company: World) -> None:
    """A member who presses the button of somebody else's page gets a sentence and no file."""
    change_id = await given(company, "Product teams", state="announced")
    value = f"{Listing.GROUPS}:{change_id}"
    await company.deliver(Sending(company, "ana").on_message(DOWNLOAD[Listing.GROUPS], value))
    await company.idle()
    assert files(company, "ana") == []


async def test_the_name_of_a_private_channel_is_not_told(company: World) -> None:
    """Neither by a guess nor in the file, where its id stands instead; pasted again the id is understood."""
    await given(company, "Product teams", state="announced")
    mara = company.persona("mara")
    await mara.invite_bot("leadership")
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.update(Channel).where(Channel.name == "leadership").values(is_private=True))
    await open_list(company)
    await add(company, "Leaders", channels=["leadership"])
    await mara.close()
    await mara.click("Paste rows", on=mara.modal)
    await mara.submit({"Rows": "Others\t#leadershp"})
    assert "leadership" not in shown(company).replace("#leadershp", "")
    for _ in range(3):
        await mara.close()
    [page] = await mara.command("/pmo change product teams")
    await mara.click("Download CSV", on=page)
    await company.idle()
    _, text = files(company, "mara")[-1]
    assert "leadership" not in text
    await open_list(company)
    await mara.click("Paste rows", on=mara.modal)
    assert await mara.submit({"Rows": text}) == {}
    assert "The row can be used." in shown(company)
