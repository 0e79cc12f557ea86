"""Rows pasted from a spreadsheet are previewed, mended and imported."""

import sqlalchemy as sa

from bot.views import person_import
from models import AuditEntry, Draft, Membership, Person, Team
from tests.factories.listening import Sending
from tests.journeys.conftest import World

ROWS = """\
Name\tE-mail\tTeam\tArea\tRole
Ana Sousa\tana@lumen.example\tPayments\tproduct\tlead
Jonas Weber\tjonas@lumen.example\tData platform\tengineering\tleed
Aylin Kaya\taylin@lumen.example\tData platform\tmarketing\tlead
Nobody\tnobody@lumen.example\tPayments\t\t
"""


async def person(world, name):
    """Somebody's role, area and home teams."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        found = (await session.scalars(sa.select(Person).where(Person.name.startswith(name)))).one()
        teams = sa.select(Team.name).join(Membership, Membership.team_id == Team.id)
        homes = await session.scalars(teams.where(Membership.person_id == found.id, Membership.is_home.is_(True)))
        return found.role, found.area, list(homes)


async def count(world, table):
    """How many rows a table of the workspace has."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(sa.select(table).subquery()))


async def test_rows_are_previewed_mended_and_imported(company: World):
    """Problems by row, *Change rows* with the text in place, then who changes how; a draft is kept until it is done."""
    mara = company.persona("mara")
    await mara.command("/pmo people import")
    refused = await mara.submit({"Rows": '"Ana'})
    assert "Row 1: a quotation mark" in refused["rows:0"]
    await mara.submit({"Rows": ROWS})
    shown = mara.read_words(mara.modal)
    assert "2 of 4 rows can be used" in shown
    assert "Row 3: “leed” is not a role. Did you mean lead?" in shown
    assert "Row 5: nobody in this Slack has the e-mail nobody@lumen.example." in shown
    assert "add team Data platform: platform, 1 person" in shown
    assert "change team Growth: Aylin Kaya leaves" in shown
    assert await person(company, "Aylin") == ("member", "marketing", ["Growth"])
    await mara.close()
    await mara.close()
    await mara.command("/pmo people import")
    assert (
        await mara.submit({"Rows": ROWS.replace("leed", "member"), "More rows (2)": "Rui\trui@lumen.example\tGrowth"})
        == {}
    )
    assert "4 of 5 rows can be used" in mara.read_words(mara.modal)
    assert mara.modal.submit["text"] == "Import the 4 good rows"
    await mara.submit()
    assert "changes made." in mara.read_words(mara.modal)
    await mara.close()
    assert mara.modal is None
    assert await person(company, "Aylin") == ("lead", "marketing", ["Data platform"])
    assert await person(company, "Jonas") == ("member", "engineering", ["Data platform"])
    assert await person(company, "Rui") == ("member", "engineering", ["Growth"])
    assert await count(company, Draft) == 0
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        last = await session.scalar(sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))
    assert (last.actor, last.action) == (mara.id, "company_applied")
    await mara.command("/pmo people import")
    await mara.submit({"Rows": "Ana Sousa,ana@lumen.example,Payments,product,lead"})
    assert "Everything is so already" in mara.read_words(mara.modal)
    assert mara.modal is not None
    assert mara.modal.submit is None


async def test_what_changed_since_the_preview_is_shown_again(company: World):
    """Somebody else brings the same change meanwhile: nothing is imported unseen, and a second press imports once."""
    mara = company.persona("mara")
    await mara.command("/pmo people import")
    await mara.submit({"Rows": "Rui,rui@lumen.example,Growth,,lead"})
    await mara.command("/pmo role @rui lead")
    await mara.submit()
    assert "role member" not in mara.read_words(mara.modal)
    assert await person(company, "Rui") == ("lead", "engineering", ["Payments"])
    form = mara.modal
    carried = {"id": form.id, "previous_view_id": "V0", "root_view_id": "V0"}
    again = Sending(company, "mara").form(person_import.PREVIEW, form.private_metadata)
    again["view"] |= carried
    await mara.submit()
    assert await person(company, "Rui") == ("lead", "engineering", ["Growth"])
    await company.deliver(again)
    assert await count(company, AuditEntry) == 3, "the company, the role, these rows"


async def test_only_the_pmo_imports_people(company: World):
    """A lead is told who can; other words after *people* are looked up."""
    ana = company.persona("ana")
    assert "Importing people is for the PMO. Mara Lindqvist" in (await ana.command("/pmo people import"))[-1].words
    assert ana.modal is None
    assert "Payments" in (await ana.command("/pmo people payments"))[-1].words
