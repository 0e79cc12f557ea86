"""Away dates: typed, chosen, noted for somebody, taken back; open rounds heed them, and coming back is made easy."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.journeys.conftest import World


async def said(person, line: str) -> str:
    """The words of the answer to a command."""
    return str((await person.command(line))[-1].words)


async def test_who_types_their_leave_is_not_asked(company: World) -> None:
    """Ana is away from Monday to Friday; Tiago, the next of the squad, is asked from the start, and Ana never."""
    ana, tiago = company.persona("ana"), company.persona("tiago")
    answer = await said(ana, "/pmo away Mon-Fri")
    assert "You are away Mon 2 to Fri 6 Mar. You are asked nothing then." in answer
    assert "No away dates" not in answer
    await company.at("Tue 18:00")
    assert ana.messages()[-1].ephemeral
    assert "Weekly sync* for Payments: what moved" in tiago.messages()[-1].words
    listed = (await ana.command("/pmo away"))[-1]
    assert "Mon 2 to Fri 6 Mar _(now)_" in listed.words
    assert listed.buttons == ["Remove", "Add away dates"]


async def test_undo_takes_it_back_at_once(company: World) -> None:
    """One press on the answer; a second one changes nothing."""
    ana = company.persona("ana")
    answer = (await ana.command("/pmo away 3-13 Mar"))[-1]
    assert answer.buttons[0] == "Undo"
    await ana.double_click("Undo", on=answer)
    assert ana.messages()[-1].words.startswith("No away dates of yours are noted.")
    assert "No away dates of yours are noted" in await said(ana, "/pmo away")
    await company.at("Tue 10:00")
    assert "Weekly sync* for Payments" in ana.messages()[-1].words


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("/pmo away 14-3 Mar", "These days end (3 Mar 2026) before they begin (14 Mar 2026). Please swap them."),
        ("/pmo away 9999-12-31", "31 Dec 9999 is more than ten years away. Is the year right? Nothing was stored."),
        ("/pmo away 3/8", "“3/8” is not read as days. Please write them like `3-14 Aug`"),
        ("/pmo away 2 Feb", "These days are over (2 Feb 2026). Nothing was stored."),
        ("/pmo away 2026-03-02 to 2027-12-31", "is longer than a year. Please enter the first year now"),
        ("/pmo away back", "You are not noted as away today. Nothing was changed."),
        ("/pmo away @mara 3-14 Aug", "Noting somebody else's away dates is for the PMO. Mara Lindqvist can"),
        ("/pmo away @nobody 3-14 Aug", "Nobody here is called “@nobody”."),
    ],
)
async def test_what_cannot_be_noted_is_said(company: World, line: str, sentence: str) -> None:
    """A sentence each, and nothing is stored."""
    ana = company.persona("ana")
    assert sentence in await said(ana, line)
    assert "No away dates of yours are noted" in await said(ana, "/pmo away")


async def test_the_same_days_twice_are_noted_once(company: World) -> None:
    """Also those within others."""
    ana = company.persona("ana")
    await ana.command("/pmo away 3-13 Mar")
    assert "noted as away already" in await said(ana, "/pmo away 4 Mar")
    assert (await ana.command("/pmo away"))[-1].buttons == ["Remove", "Add away dates"]


@pytest.mark.begins("Tue 10:00")
async def test_away_in_an_open_round_the_next_of_the_squad_is_asked(company: World) -> None:
    """Ana was asked at ten and falls ill: Tiago is asked at once, she is not reminded, and her answer would count."""
    ana, tiago = company.persona("ana"), company.persona("tiago")
    await ana.command("/pmo away today")
    await company.idle()
    assert "Weekly sync* for Payments: what moved" in tiago.messages()[-1].words
    await company.at("Tue 14:00")
    assert [one for one in ana.messages() if "closes" in one.words] == []


@pytest.mark.begins("Tue 10:00")
async def test_where_nobody_is_left_the_team_counts_as_away(company: World) -> None:
    """The whole squad of Payments goes away: their messages say so, the summary counts them; undo asks again."""
    squad = [company.persona(who) for who in ("ana", "tiago", "ines", "rui")]
    answers = [(await one.command("/pmo away today"))[-1] for one in squad]
    await company.idle()
    asked = [one for one in squad if any("Weekly sync" in message.words for message in one.messages())]
    assert all("you are away, so nothing is expected of you" in one.messages()[-2].words for one in asked)
    await squad[0].click("Undo", on=answers[0])
    await company.idle()
    assert "Weekly sync* for Payments: what moved" in squad[0].messages()[0].words
    await squad[0].command("/pmo away today")
    ben = company.persona("ben")
    await company.at("Tue 18:00")
    await ben.click("All as planned", on=ben.messages()[-1])
    await company.at("Wed 08:00")
    assert "1 away" in company.persona("mara").messages("sync")[-1].words


async def test_the_pmo_notes_it_for_somebody_who_hears_of_it(company: World) -> None:
    """Mara notes Ana's leave; Ana reads who did it and may take it back; the audit has it."""
    await company.at("2026-03-02 09:00")
    mara, ana = company.persona("mara"), company.persona("ana")
    noted = await said(mara, "/pmo away @ana 3-6 Mar")
    assert "Ana Sousa is away Tue 3 to Fri 6 Mar. They are asked nothing then." in noted
    await company.idle()
    told = ana.messages()[-1]
    assert told.words.startswith("Mara Lindqvist noted that you are away Tue 3 to Fri 6 Mar.")
    assert "Ana Sousa: Tue 3 to Fri 6 Mar" in await said(mara, "/pmo away")
    await ana.click("Not so, remove", on=told)
    await company.at("Tue 10:00")
    assert "Weekly sync* for Payments" in ana.messages()[-1].words


async def test_the_form_adds_and_removes(company: World) -> None:
    """From the home tab: two dates; what is wrong is said beside the date; *Remove* in the form."""
    ana = company.persona("ana")
    await ana.open_home()
    await ana.click("Away dates", on="home")
    errors = await ana.submit({"First day away": "2026-03-13", "Last day away": "2026-03-03"})
    assert errors == {"first": "These days end (3 Mar 2026) before they begin (13 Mar 2026). Please swap them."}
    assert await ana.submit({"First day away": "2026-03-03", "Last day away": "2026-03-13"}) == {}
    assert ana.modal is not None
    assert "You are away Tue 3 to Fri 13 Mar." in ana.read_words(ana.modal)
    assert ana.home is not None
    assert "You are away Tue 3 to Fri 13 Mar" in ana.read_words(ana.home)
    assert "*Tue 10:00* · Weekly sync for Payments · you are away then" in ana.read_words(ana.home)
    await ana.click("Undo")
    assert "You are asked again: Tue 3 to Fri 13 Mar are taken back." in ana.read_words(ana.modal)
    await ana.open_home()
    assert "You are away" not in ana.read_words(ana.home)


async def test_a_team_mate_sees_until_when_and_others_do_not(company: World) -> None:
    """Own team: “away until”; of other teams nothing."""
    await company.persona("ana").command("/pmo away Mon-Fri")
    assert "Ana Sousa: away until Fri 6 Mar" in await said(company.persona("tiago"), "/pmo away")
    assert "Ana Sousa" not in await said(company.persona("wei"), "/pmo away")


@pytest.mark.begins("Tue 10:00")
async def test_coming_back_one_message_says_what_moved(company: World) -> None:
    """Ana, whom Drumbeat knows, is away for two rounds; on the Monday after she reads what came of them."""
    ana, tiago, rui = (company.persona(who) for who in ("ana", "tiago", "rui"))
    await ana.click("Skip")
    await ana.command("/pmo away 9-20 Mar")
    for day, speaker in (("2026-03-10 10:00", tiago), ("2026-03-17 10:00", rui)):
        await company.at(day)
        await speaker.click("Answer", on=speaker.messages()[-1])
        moved = {"What moved?": f"News of {day[:10]}", "What's next?": "Refunds"}
        await speaker.submit(moved | {"Does anything need a decision?": "Launch before the audit?"})
    await company.at("2026-03-23 08:59")
    before = len(ana.messages())
    await company.at("2026-03-23 09:00")
    assert len(ana.messages()) == before + 1
    words = ana.messages()[-1].words
    assert "Welcome back, Ana. This moved while you were away (Mon 9 to Fri 20 Mar):" in words
    assert "*Weekly sync*, 2 times, last on Tue 17 Mar: 1 decision is needed." in words
    assert "Needs a decision: Payments: Launch before the audit?" in words
    assert "News of 2026-03-10" in words
    assert "All of it is in #sync." in words


async def test_coming_back_waits_for_the_working_time_of_another_zone(company: World) -> None:
    """Ana goes to Los Angeles while she is away: she reads it at nine there, not at nine of Lisbon, which is at two."""
    ana = company.persona("ana")
    await company.at("Tue 10:00")
    await ana.command("/pmo away 9-20 Mar")
    await company.at("2026-03-10 10:00")
    await company.persona("tiago").click("Answer")
    await company.persona("tiago").submit({"What moved?": "Cards", "What's next?": "Refunds"})
    facts = await company.bot.parts.rhythms.facts(company.workspace_id, ana.id)
    there = replace(facts.rhythm, zone="America/Los_Angeles", country="")
    await company.bot.parts.rhythms.save(company.workspace_id, ana.id, there)
    await company.at("2026-03-23 15:59")
    assert not any("Welcome back" in one.words for one in ana.messages())
    await company.at("2026-03-23 16:00")
    assert "This moved while you were away (Mon 9 to Fri 20 Mar)" in ana.messages()[-1].words


async def test_back_early_ends_the_absence(company: World) -> None:
    """Away until Friday, but back on Wednesday."""
    ana = company.persona("ana")
    await ana.command("/pmo away 2-6 Mar")
    await company.at("Wed 09:30")
    assert "Welcome back. From now on you are asked again." in await said(ana, "/pmo away back")
    assert "No away dates of yours are noted" in await said(ana, "/pmo away")
    await company.advance(timedelta(days=7))
    assert "Weekly sync* for Payments" in ana.messages()[-1].words


async def test_a_status_in_slack_counts_until_it_is_cleared(company: World) -> None:
    """Ana sets Slack's own “Vacationing”; she is not asked, and is asked once it is cleared."""
    ana, tiago = company.persona("ana"), company.persona("tiago")
    members = company.slack.members
    await members.set_status(ana.person, "Vacationing", ":palm_tree:")
    await company.idle()
    assert "since Mon 2 Mar _(now)_ · from your status in Slack" in await said(ana, "/pmo away")
    assert "`/pmo away back` has you asked all the same" in await said(ana, "/pmo away")
    await company.at("Tue 10:00")
    assert "Weekly sync* for Payments" in tiago.messages()[-1].words
    await members.set_status(ana.person, "")
    await company.idle()
    assert "No away dates of yours are noted" in await said(ana, "/pmo away")
    assert "Ana Sousa" not in await said(tiago, "/pmo away")


async def test_who_says_that_they_are_back_is_asked_although_their_status_says_otherwise(company: World) -> None:
    """Until the status changes: the one that is left there never counts again, the next one does."""
    ana, tiago, members = company.persona("ana"), company.persona("tiago"), company.slack.members
    await members.set_status(ana.person, "Vacationing", ":palm_tree:")
    await company.idle()
    back = await said(ana, "/pmo away back")
    assert "Welcome back. From now on you are asked again." in back
    assert "Your status in Slack still says that you are away; it counts again once it changes." in back
    assert "You are not noted as away today" in await said(ana, "/pmo away back")
    await members.tell_of(ana.person)
    await company.bot.parts.people.reconcile(company.workspace_id)
    await company.at("Tue 10:00")
    assert "Weekly sync* for Payments" in ana.messages()[-1].words
    await members.set_status(ana.person, "Out sick", ":face_with_thermometer:")
    await company.idle()
    assert "from your status in Slack" in await said(ana, "/pmo away")
    assert "Weekly sync* for Payments" in tiago.messages()[-1].words
    await members.set_status(ana.person, "Vacationing", ":palm_tree:")
    await company.idle()
    assert "from your status in Slack" in await said(ana, "/pmo away"), "the same words set anew are another status"


async def test_back_from_what_was_typed_leaves_the_status_alone(company: World) -> None:
    """Nothing is said of a status where none has anybody away."""
    ana = company.persona("ana")
    await ana.command("/pmo away today")
    assert (await said(ana, "/pmo away back")).startswith("Welcome back. From now on you are asked again.")
    await company.slack.members.set_status(ana.person, "Vacationing", ":palm_tree:")
    await company.idle()
    assert "from your status in Slack" in await said(ana, "/pmo away")


@pytest.mark.begins("Tue 10:00")
async def test_a_status_with_an_end_ends_by_itself(company: World) -> None:
    """Ill until Friday, by Slack's expiry: the open round passes on; the week after she is asked again."""
    ana, tiago = company.persona("ana"), company.persona("tiago")
    until = int(company.instant("2026-03-06 23:00").timestamp())
    await company.slack.members.set_status(ana.person, "Out sick", ":face_with_thermometer:", until=until)
    await company.idle()
    assert "Tue 3 to Fri 6 Mar _(now)_ · from your status" in await said(ana, "/pmo away")
    assert "Weekly sync* for Payments" in tiago.messages()[-1].words
    await company.at("2026-03-10 10:00")
    assert "Weekly sync* for Payments: what moved" in ana.messages()[-1].words
    assert "No away dates of yours are noted" in await said(ana, "/pmo away")


@pytest.mark.begins("Tue 10:00")
async def test_away_dates_of_a_company_file_count_in_open_rounds_too(company: World) -> None:
    """Ana was asked at ten; the file that is applied then says that she is away: Tiago is asked."""
    await company.apply("people: [{email: ana@lumen.example, away: [{from: 2026-03-03, to: 2026-03-06}]}]")
    assert "Weekly sync* for Payments: what moved" in company.persona("tiago").messages()[-1].words


async def test_who_falls_ill_before_their_turn_is_not_asked(company: World) -> None:
    """The round has begun in Singapore; at eight Ana, who would be asked at ten, is away: Tiago is asked at ten."""
    ana, tiago = company.persona("ana"), company.persona("tiago")
    await company.at("Tue 08:00")
    await ana.command("/pmo away today")
    await company.at("Tue 09:59")
    assert tiago.messages() == []
    await company.at("Tue 10:00")
    assert "Weekly sync* for Payments: what moved" in tiago.messages()[-1].words
    await company.at("Tue 18:00")
    assert [one.words for one in ana.messages() if "Weekly sync" in one.words] == []
