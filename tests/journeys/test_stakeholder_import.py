"""Groups from a spreadsheet: pasted, previewed, imported."""

import pytest

from tests.journeys.conftest import World
from tests.journeys.test_change_list import given
from tests.journeys.test_stakeholder import add, groups, open_list, scores, shown

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
