"""What `/pmo` answers: a menu that fits its reader, help, and a question back where a word is mistyped."""

from tests.journeys.test_change_list import given


async def said(person, line, **place):
    """The answer to a command."""
    return (await person.command(line, **place))[-1]


async def test_a_pmo_gets_the_buttons_of_a_pmo(company):
    """New sync, the list, roles and help; all of it for her eyes only."""
    answer = await said(company.persona("mara"), "/pmo", channel="general")
    assert answer.buttons == ["New sync", "Show syncs", "Show changes", "New announcement", "Manage roles", "Show help"]
    assert answer.ephemeral


async def test_a_member_is_offered_what_can_be_answered(company):
    """While a round is open the menu has *Answer*, which opens the form."""
    tiago = company.persona("tiago")
    assert (await said(tiago, "/pmo")).buttons == ["Show syncs", "Show changes", "Show help"]
    ana = company.persona("ana")
    await company.at("Tue 10:05")
    menu = await said(ana, "/pmo")
    assert menu.buttons == ["Answer", "New sync", "Show syncs", "Show changes", "New announcement", "Show help"]
    assert "*Weekly sync* for Payments, open until" in menu.words
    await ana.click("Answer", on=menu)
    assert ana.modal is not None


async def test_changes_are_found_from_the_menu_and_from_the_home_tab(company):
    """The list with what is to come, for whoever presses it; below the menu, which stays."""
    await given(company, "Product teams", state="announced")
    tiago = company.persona("tiago")
    menu = await said(tiago, "/pmo")
    await tiago.click("Show changes", on=menu)
    assert any("Product teams" in one.words and "Show change" in one.buttons for one in tiago.messages())
    home = await tiago.open_home()
    before = len(tiago.messages())
    await tiago.click("Show changes", on=home)
    await company.idle()
    assert len(tiago.messages()) == before + 1


async def test_the_second_name_of_the_command_works(company):
    """/drumbeat is the same as /pmo."""
    ana = company.persona("ana")
    assert (await said(ana, "/drumbeat")).words == (await said(ana, "/pmo")).words


async def test_a_mistyped_word_is_asked_back(company):
    """*Use sync* does what was meant, in place of the question."""
    mara = company.persona("mara")
    question = await said(mara, "/pmo snyc")
    assert "Did you mean `/pmo sync`?" in question.words
    await mara.click("Use sync", on=question)
    assert "*Weekly sync*: every Tuesday at 10:00" in mara.messages()[-1].words


async def test_a_mistyped_second_word_is_asked_back(company):
    """`/pmo sync nwe` is one press away from the form."""
    mara = company.persona("mara")
    question = await said(mara, "/pmo sync nwe")
    assert "Did you mean `/pmo sync new`?" in question.words
    await mara.click("Use sync new", on=question)
    assert "New sync" in mara.read_words(mara.modal)


async def test_a_word_that_looks_mistyped_can_be_searched_for(company):
    """*Search instead* looks it up after all."""
    mara = company.persona("mara")
    await mara.click("Search instead", on=await said(mara, "/pmo rolle"))
    assert "rolle" in mara.messages()[-1].words


async def test_other_words_find_people_and_teams(company):
    """What is no sub-command is looked up."""
    assert "Payments" in (await said(company.persona("ben"), "/pmo payments")).words


async def test_help_says_what_fits_the_reader(company):
    """A member is not shown how to give roles."""
    member, pmo = company.persona("rui"), company.persona("mara")
    assert "sync new" not in (await said(member, "/pmo help")).words
    shown = (await said(pmo, "/pmo help")).words
    assert "`/pmo sync new`" in shown
    assert "`/pmo role @name lead`" in shown
    await pmo.click("Show help", on=await said(pmo, "/pmo"))
    assert pmo.messages()[-1].words == shown


async def test_signs_that_slack_escapes_are_read_as_typed(company):
    """A sync called R&D is found by that name: Slack sends R&amp;D."""
    await company.apply("""
syncs:
  - {name: "R&D <sync>", days: [wed], time: "10:00", channel: "#sync", teams: [Payments], owner: mara@lumen.example}
""")
    mara = company.persona("mara")
    await mara.command("/pmo sync pause R&D <sync>")
    assert "R&amp;D &lt;sync&gt;* is paused" in mara.messages()[-1].words


async def test_help_after_a_word_is_about_that_word(company):
    """The lines that begin with it alone; a word without a line of its own shows all."""
    tiago = company.persona("tiago")
    retro = await said(tiago, "/pmo retro help")
    assert "`retro add <thought>` keeps one for yours" in retro.words
    assert "/pmo sync" not in retro.words
    assert "retro new" not in retro.words
    assert "retro new" in (await said(company.persona("mara"), "/pmo retros help")).words
    assert (await said(tiago, "/pmo actions help")).words.startswith("`/pmo actions` lists what is to be done")
    assert "`/pmo playbook new` writes one" in (await said(tiago, "/pmo playbook help")).words
    assert "/pmo sync" in (await said(tiago, "/pmo resume help")).words
