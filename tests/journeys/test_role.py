"""Roles are shown and changed with `/pmo role`."""

import pytest
import sqlalchemy as sa

from models import AuditEntry, Person


async def role_of(world, name):
    """The role that is stored."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return await session.scalar(sa.select(Person.role).where(Person.name.startswith(name)))


async def said(person, line):
    """The words of the answer to a command."""
    return (await person.command(line))[-1].words


async def test_a_pmo_gives_a_role_that_works_at_once(company):
    """Rui cannot set up a sync, is made lead, and can; the change is audited."""
    mara, rui = company.persona("mara"), company.persona("rui")
    assert "Setting up syncs is for the PMO" in await said(rui, "/pmo sync new")
    assert (await said(mara, "/pmo role @rui lead")).startswith("Rui Matos is now a lead.")
    await rui.command("/pmo sync new")
    assert rui.modal is not None
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        entry = await session.scalar(sa.select(AuditEntry).where(AuditEntry.action == "role_given"))
    assert (entry.actor, entry.subject, entry.details) == (
        mara.id,
        f"person:{rui.id}",
        {"before": "member", "after": "lead"},
    )


async def test_whoever_is_given_a_role_hears_of_it(company):
    """One short message: who gave it and what it lets them do; nothing where nothing was changed."""
    await company.at("2026-03-02 09:00")
    mara, rui = company.persona("mara"), company.persona("rui")
    await mara.command("/pmo role @rui lead")
    await company.idle()
    (told,) = rui.messages()
    assert told.words.startswith("Mara Lindqvist made you a lead.")
    assert "`/pmo help` shows the rest" in told.words
    await mara.command("/pmo role @rui lead")
    await company.idle()
    assert len(rui.messages()) == 1
    await mara.command("/pmo role @tiago pmo")
    await company.idle()
    assert "gave you the role of the PMO" in company.persona("tiago").messages()[-1].words
    await mara.command("/pmo role @mara member")
    await company.idle()
    assert mara.messages()[-1].ephemeral


async def test_everybody_sees_who_holds_which_role(company):
    """Who is only an admin of the workspace is shown as such."""
    shown = await said(company.persona("rui"), "/pmo role")
    assert "*PMO*: Mara Lindqvist" in shown
    assert "Ana Sousa" in shown


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("/pmo role @rui boss", "“boss” is not a role. Roles are member, lead and pmo. Nothing was changed."),
        ("/pmo role @rui led", "“led” is not a role. Did you mean *lead*? Nothing was changed."),
        ("/pmo role @zoe pmo", "Nobody here is called “@zoe”. Write @ and choose the person. Nothing was changed."),
        ("/pmo role lead", "Please write who and which role, for example `/pmo role @Ana lead`."),
        ("/pmo role @drumbeat pmo", "Nobody here is called"),
    ],
)
async def test_what_cannot_be_done_is_said(company, line, sentence):
    """A sentence each, and nothing is changed."""
    assert sentence in await said(company.persona("mara"), line)
    assert await role_of(company, "Rui") == "member"


async def test_a_member_cannot_give_roles(company):
    """They read who can."""
    assert await said(company.persona("rui"), "/pmo role @rui pmo") == (
        "Roles are given by the PMO. Mara Lindqvist can do it for you. Nothing was changed."
    )


async def test_an_admin_who_gives_the_role_away_still_acts_as_pmo(company):
    """The sentence says so."""
    mara = company.persona("mara")
    answer = await said(mara, "/pmo role @mara member")
    assert answer.startswith("You are now a member. As an admin of the workspace you can still do what the PMO does.")
    await mara.command("/pmo sync new")
    assert mara.modal is not None


async def test_the_form_changes_a_role(company):
    """Menu, *Manage roles*, *Change a role*, *Give role*."""
    mara = company.persona("mara")
    await mara.click("Manage roles", on=(await mara.command("/pmo"))[-1])
    await mara.click("Change a role")
    assert await mara.submit({"Who?": "tiago", "Which role?": "PMO"}) == {}
    assert "Tiago Ferreira is now PMO." in mara.read_words(mara.modal)
    assert await role_of(company, "Tiago") == "pmo"


async def test_the_form_refuses_beside_the_person(company):
    """A form that was open while the role was taken away changes nothing."""
    mara, ana = company.persona("mara"), company.persona("ana")
    await mara.command("/pmo role @ana pmo")
    await ana.click("Change a role", on=(await ana.command("/pmo role"))[-1])
    await mara.command("/pmo role @ana member")
    errors = await ana.submit({"Who?": "rui", "Which role?": "PMO"})
    assert errors == {"person": "Roles are given by the PMO. Mara Lindqvist can do it for you. Nothing was changed."}


async def test_who_becomes_or_ceases_to_be_a_lead_by_the_company_file_hears_of_it(company):
    """As after the command; from the file that set the company up nobody did."""
    await company.at("2026-03-02 09:00")
    rui, ana = company.persona("rui"), company.persona("ana")
    assert (rui.messages(), ana.messages()) == ([], [])
    file = "people: [{email: rui@lumen.example, role: lead}, {email: ana@lumen.example, role: member}]"
    await company.apply(file)
    assert [one.words.splitlines()[0].split(".")[0] for one in rui.messages()] == ["The PMO made you a lead"]
    assert ana.messages()[-1].words.startswith("The PMO made you a member.")
    await company.apply(file)
    assert (len(rui.messages()), len(ana.messages())) == (1, 1)


async def test_who_becomes_a_lead_by_pasted_rows_hears_who_did_it(company):
    """Everybody of them, and nobody else."""
    await company.at("2026-03-02 09:00")
    mara, rui, tiago, lena = (company.persona(name) for name in ("mara", "rui", "tiago", "lena"))
    await mara.command("/pmo people import")
    rows = "email,role\nrui@lumen.example,lead\ntiago@lumen.example,pmo\n"
    assert await mara.submit({"Rows": rows}) == {}
    assert await mara.submit() == {}
    await mara.close()
    await company.idle()
    assert rui.messages()[-1].words.startswith("Mara Lindqvist made you a lead.")
    assert tiago.messages()[-1].words.startswith("Mara Lindqvist gave you the role of the PMO.")
    assert lena.messages() == []
