"""A weekly sync through a whole company: asked at ten in each zone, answered, handed over, summed up."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.playground.others import let_others_answer
from models import Prompt, Round, Turn
from tests.factories.prompt import TIMES
from tests.journeys.conftest import World


async def rounds(world: World) -> list[Round]:
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return list(await session.scalars(sa.select(Round).order_by(Round.local_date)))


async def test_prompts_arrive_at_ten_of_each_persons_own_zone(company: World) -> None:
    """Singapore is asked hours before Lisbon, and Lisbon before San Francisco."""
    wei, ana, ben = (company.persona(name) for name in ("wei", "ana", "ben"))
    await company.at("Tue 01:59")
    assert [len(one.messages()) for one in (wei, ana, ben)] == [0, 0, 0]
    await company.at("Tue 02:00")
    assert [len(one.messages()) for one in (wei, ana, ben)] == [1, 0, 0]
    await company.at("Tue 10:00")
    assert [len(one.messages()) for one in (wei, ana, ben)] == [1, 1, 0]
    await company.at("Tue 18:00")
    assert [len(one.messages()) for one in (wei, ana, ben)] == [1, 1, 1]


@pytest.mark.begins("Tue 10:00")
async def test_a_first_prompt_says_who_set_this_up_why_you_and_until_when(company: World) -> None:
    """The very first message introduces itself, in the reader's own time; the next one does not."""
    ana = company.persona("ana")
    prompt = ana.messages()[0]
    later = ["Later: in 30 minutes", "Later: in 2 hours", "Later: this afternoon"]
    assert prompt.buttons == ["All as planned", "Answer", "Skip", *later, "Why am I asked?", "Leave me out", *TIMES]
    for words in ("Mara Lindqvist set up *Weekly sync*", "your turn to speak for Payments", "#sync", "Tue 22:00"):
        assert words in prompt.words
    assert prompt.text.startswith("Weekly sync: what moved in Payments?")
    await company.at("2026-03-10 10:30")
    later = [one.words for who in ("ana", "tiago", "rui") for one in company.persona(who).messages()]
    assert sum("I am Drumbeat" in one for one in later) == len({"ana", "tiago", "rui"})


@pytest.mark.begins("Tue 10:00")
async def test_when_all_have_answered_the_roll_up_comes_at_once_and_changes_in_place(company: World) -> None:
    """One summary in the channel with details in its thread; edits and late answers make no new message."""
    mara, ben = company.persona("mara"), company.persona("ben")
    await company.at("Tue 18:00")
    result = await let_others_answer(company.slack, but=ben.id)
    await company.idle()
    assert result.problems == ()
    assert result.answered + result.skipped >= 4
    assert mara.messages("sync") == []
    await ben.click("Answer")
    assert await ben.submit({"What moved?": "Sign-ups doubled", "What's next?": "A/B test of the price page"}) == {}
    [summary] = mara.messages("sync")
    assert "*Growth*" in summary.words
    thread = mara.thread("sync", summary.ts)
    assert any("Sign-ups doubled" in one.words for one in thread[1:])
    replies = len(thread)

    await ben.click("Edit")
    assert await ben.submit({"One line for the summary": "Sign-ups tripled"}) == {}
    [summary] = mara.messages("sync")
    assert "Sign-ups tripled" in summary.words
    assert len(mara.thread("sync", summary.ts)) == replies


@pytest.mark.begins("Tue 10:00")
async def test_a_round_closes_for_all_at_one_instant_and_names_teams_without_an_update(company: World) -> None:
    """Nobody answered: one line is posted. An answer after that is taken as late, in place."""
    mara, ana = company.persona("mara"), company.persona("ana")
    await company.at("Tue 21:59")
    assert mara.messages("sync") == []
    await company.at("Tue 22:00")
    [summary] = mara.messages("sync")
    assert (await rounds(company))[0].state == "closed"
    await company.at("Wed 08:00")
    await ana.click("Answer late", ana.messages()[0])
    assert await ana.submit({"What moved?": "Refunds are live", "What's next?": "Audit"}) == {}
    [updated] = mara.messages("sync")
    assert updated.ts == summary.ts
    assert "came late" in updated.words
    assert any("Refunds are live" in one.words for one in mara.thread("sync", updated.ts))


@pytest.mark.begins("Tue 10:00")
async def test_the_next_of_the_squad_is_asked_after_half_of_the_time(company: World) -> None:
    """Instead of a reminder; the first one can still answer, and the other then sees who did."""
    ana, tiago = company.persona("ana"), company.persona("tiago")
    assert len(ana.messages()) == 1
    await company.at("Tue 11:59")
    assert tiago.messages() == []
    await company.at("Tue 12:00")
    [asked] = tiago.messages()
    assert "You are asked because Ana Sousa has not answered for Payments yet." in asked.words
    assert "your turn" not in asked.words
    assert len(ana.messages()) == 1
    await ana.click("All as planned")
    [seen] = tiago.messages()
    assert "Ana Sousa answered for Payments" in seen.words
    assert seen.buttons == ["Add something", *TIMES]


@pytest.mark.begins("Tue 10:00")
async def test_turns_go_to_whoever_spoke_least_recently(company: World) -> None:
    """Ana answered in the first week, so somebody else of the squad is asked in the second."""
    ana = company.persona("ana")
    await ana.click("All as planned")
    await company.at("2026-03-10 10:00")
    async with company.bot.parts.database.reading(company.workspace_id) as session:
        rows = sa.select(Turn).join(Prompt, Prompt.id == Turn.prompt_id).where(Prompt.name == "Payments")
        first, second = (await session.scalars(rows.order_by(Turn.id).limit(2))).all()
    assert first.person_id != second.person_id


async def test_away_for_an_hour_the_round_is_opened_late(company: World) -> None:
    """There is answering time left, so everybody is asked as soon as Drumbeat is back."""
    company.clock.move_to(company.instant("Tue 02:00") + timedelta(hours=1))
    await company.idle()
    assert len(company.persona("wei").messages()) == 1
    assert [one.state for one in await rounds(company)] == ["open"]


async def test_away_for_two_days_the_round_is_missed_and_the_owner_is_told_once(company: World) -> None:
    """Nobody is asked what can no longer be answered; the next round comes as planned."""
    company.clock.move_to(company.instant("2026-03-05 09:00"))
    await company.idle()
    assert company.persona("wei").messages() == []
    assert [one.state for one in await rounds(company)] == ["missed"]
    [told] = company.persona("mara").messages()
    assert "did not run Tue 3 Mar" in told.words
    await company.at("2026-03-10 02:00")
    assert len(company.persona("wei").messages()) == 1


async def test_away_for_three_weeks_the_owner_hears_of_all_missed_rounds_in_one_message(company: World) -> None:
    """Three dates, one message."""
    company.clock.move_to(company.instant("2026-03-19 09:00"))
    await company.idle()
    assert [one.state for one in await rounds(company)] == ["missed"] * 3
    [told] = company.persona("mara").messages()
    assert "Tue 3 Mar, Tue 10 Mar, Tue 17 Mar" in told.words


@pytest.mark.begins("Tue 10:00")
async def test_a_process_that_was_away_at_the_closing_closes_and_sums_up(company: World) -> None:
    """The round opened in time, the closing came late: the summary comes all the same."""
    await company.at("Tue 18:00")
    company.clock.move_to(company.instant("2026-03-05 09:00"))
    await company.idle()
    assert [one.state for one in await rounds(company)] == ["closed"]
    assert len(company.persona("mara").messages("sync")) == 1


EVERYONE = """
syncs:
  - name: Payments daily
    days: [mon, tue, wed, thu, fri]
    time: "9:00"
    channel: "#payments"
    voice: everyone
    teams: [Payments]
    owner: mara@lumen.example
    questions:
      - {key: moved, kind: long_text, text: "What moved?", required: true}
      - {key: confidence, kind: scale, text: "How confident are you?"}
"""


async def test_with_everyone_as_its_voice_each_person_is_asked_and_the_silent_are_only_counted(company: World) -> None:
    """One prompt and one answer a person; one reminder; no names of those who said nothing."""
    await company.apply(EVERYONE)
    ana, rui = company.persona("ana"), company.persona("rui")
    await company.at("Wed 09:00")
    asked = [one for one in ana.messages() if "Payments daily" in one.text]
    await ana.click("Answer", asked[-1])
    assert await ana.submit({"What moved?": "Refunds", "How confident are you?": "2"}) == {}
    await company.at("Wed 16:00")
    daily = [one for one in rui.messages() if "Payments daily" in one.text]
    assert ["still welcome" in one.text for one in daily] == [False, True] * 2, "each day a prompt and one reminder"
    summary = ana.messages("payments")[-1]
    assert "Rui" not in summary.words
    assert "no update yet" in summary.words
    assert "2 of 5" not in "".join(one.words for one in ana.thread("payments", summary.ts))


async def test_nobody_is_asked_on_a_holiday_of_their_country(company: World) -> None:
    """Saint Patrick's is a Tuesday: a team that lives in Ireland is away that day, and not called silent."""
    squad = ("ana", "tiago", "rui")
    people = "".join(f"  - {{email: {who}@lumen.example, country: Ireland}}\n" for who in squad)
    await company.apply(f"people:\n{people}")
    await company.at("2026-03-16 12:00")
    before = {who: len(company.persona(who).messages()) for who in squad}
    await company.at("2026-03-17 12:00")
    await company.persona("wei").click("All as planned", company.persona("wei").messages()[-1])
    await company.at("2026-03-18 08:00")
    assert {who: len(company.persona(who).messages()) for who in squad} == before
    summary = company.persona("mara").messages("sync")[-1].words
    assert "• *Payments*: away" in summary
    assert "1 answered · 1 away · 3 with no update yet" in summary
