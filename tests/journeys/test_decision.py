"""A decision from the update that needs it to what was decided: asked for, shown, made, heard of."""

from datetime import date

import pytest
import sqlalchemy as sa

from bot.domain.decision_form import Made
from models import Decision
from tests.factories.listening import Sending
from tests.journeys.conftest import World

GOOD = {"What moved?": "Cards are live", "What's next?": "Refunds"}
ASKS = "Does anything need a decision?"
REFUNDS = "Do we launch refunds before the audit? Mara, by Friday"

pytestmark = pytest.mark.begins("Tue 10:00")


async def answer(world: World, who: str, **more: str) -> None:
    """Let somebody send their update, or edit it where they have answered."""
    person = world.persona(who)
    label = "Edit" if "Edit" in person.messages()[-1].buttons else "Answer"
    await person.click(label, on=person.messages()[-1])
    assert await person.submit(GOOD | more) == {}
    await world.idle()


async def close(world: World) -> None:
    """Let the PMO close the round."""
    mara = world.persona("mara")
    await mara.command("/pmo sync close Weekly sync")
    await mara.click("Close now")
    await world.idle()


async def stored(world: World) -> list[Decision]:
    """Return all decisions, the oldest first."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return list(await session.scalars(sa.select(Decision).order_by(Decision.id)))


async def test_a_decision_is_asked_for_made_and_heard_of(company: World) -> None:
    """The summary says who decides by when; then what was decided, in place; whoever asked hears of it at once."""
    ana, mara, ines = (company.persona(name) for name in ("ana", "mara", "ines"))
    await answer(company, "ana", **{ASKS: REFUNDS})
    await close(company)
    [summary] = mara.messages("sync")
    assert (
        "*Payments*: Do we launch refunds before the audit? Mara, by Friday. Mara decides by Fri 6 Mar."
        in summary.words
    )
    assert {"Decide…", "Hand to somebody else", "Another date", "No longer needed"} <= set(summary.buttons)

    await ines.click("Decide…", on=ines.messages("sync")[0])
    refused = ines.messages("sync")[-1].words
    assert "Mara Lindqvist decides this." in refused
    assert "Mara Lindqvist of the PMO" not in refused
    assert ines.modal is None

    await mara.click("Decide…", on=summary)
    assert mara.modal is not None
    assert "Ana Sousa, who asked, hears of it at once" in mara.read_words(mara.modal)
    made = {"What was decided?": "Yes, behind a flag.", "Why?": "The audit looks at what is live."}
    assert await mara.submit(made | {"Look at it again on": "2026-03-02"}) == {
        "review": "Mon 2 Mar is past. Please choose a day to come."
    }
    assert await mara.submit({"Look at it again on": "2027-05-11"}) == {}
    await company.idle()

    [summary] = mara.messages("sync")
    assert "Decided: Yes, behind a flag. (Mara, Tue 3 Mar)" in summary.words
    assert "Decide…" not in summary.buttons
    reply = ana.thread("dm", ana.messages()[0].ts)[-1]
    assert reply.text == "Decided by Mara: Yes, behind a flag. · looked at again on Tue 11 May 2027"
    assert "The audit looks at what is live." in reply.words

    [decision] = await stored(company)
    assert decision.state == "decided"
    await company.deliver(Sending(company, "ines").on_message("decision_decide", str(decision.id)))
    await company.idle()
    assert "Mara Lindqvist decided this on Tue 3 Mar: “Yes, behind a flag.”." in ines.messages()[-1].words


async def test_of_two_who_decide_at_once_the_second_reads_what_was_decided(company: World) -> None:
    """Nothing of what they typed is lost, and nothing is undone that they have not read."""
    mara, ben = company.persona("mara"), company.persona("ben")
    await answer(company, "ana", **{ASKS: REFUNDS})
    await close(company)
    await mara.command(f"/pmo role <@{ben.id}> pmo")
    await company.idle()
    await ben.click("Decide…", on=ben.messages("sync")[0])
    await mara.click("Decide…", on=mara.messages("sync")[0])
    assert await mara.submit({"What was decided?": "Yes."}) == {}
    assert await ben.submit({"What was decided?": "No."}) == {}
    assert ben.modal is not None
    assert "Mara Lindqvist decided this on Tue 3 Mar: “Yes.”." in ben.read_words(ben.modal)
    assert [one.outcome for one in await stored(company)] == ["Yes."]


async def test_it_is_handed_on_put_off_and_taken_off_the_list(company: World) -> None:
    """Each from the menu, each shown in the summary; an old menu then says what became of it."""
    ana, mara, ben = (company.persona(name) for name in ("ana", "mara", "ben"))
    await answer(company, "ana", **{ASKS: REFUNDS})
    await close(company)
    await mara.click("Hand to somebody else", on=mara.messages("sync")[0])
    assert await mara.submit({"Who decides?": "ben"}) == {}
    await mara.click("Another date", on=mara.messages("sync")[0])
    assert await mara.submit({"Decide by": "2026-03-01"}) == {"due": "Sun 1 Mar is past. Please choose a day to come."}
    assert await mara.submit({"Decide by": "2026-03-20"}) == {}
    await company.idle()
    [summary] = ben.messages("sync")
    assert "Ben decides by Fri 20 Mar." in summary.words
    await mara.click("Decide…", on=mara.messages("sync")[0])
    await ben.click("No longer needed", on=summary)
    assert await ben.submit({"Why?": "The auditor said so."}) == {}
    await company.idle()
    [summary] = ben.messages("sync")
    assert "No longer needed (Ben, Tue 3 Mar)" in summary.words
    assert "this decision is not needed any more" in ana.thread("dm", ana.messages()[0].ts)[-1].text
    assert await mara.submit({"What was decided?": "Yes."}) == {}
    assert mara.modal is not None
    assert "Ben Carter said on Tue 3 Mar that this decision is not needed any more." in mara.read_words(mara.modal)


async def test_an_edit_changes_what_is_asked_for_until_it_is_decided(company: World) -> None:
    """Other words are the same decision, none take it back, and after it was decided they ask for another one."""
    mara = company.persona("mara")
    await answer(company, "ana", **{ASKS: REFUNDS})
    await answer(company, "ana", **{ASKS: "Refunds before the audit? Ben, by 20 March"})
    [one] = await stored(company)
    assert (one.question, one.due_on.isoformat()) == ("Refunds before the audit? Ben, by 20 March", "2026-03-20")
    await answer(company, "ana", **{ASKS: ""})
    assert [one.state for one in await stored(company)] == ["dropped"]
    await answer(company, "ana", **{ASKS: REFUNDS})
    for who in ("wei", "lena"):
        await answer(company, who)
    await close(company)
    [summary] = mara.messages("sync")
    assert summary.words.count("Do we launch refunds") == 1
    await mara.click("Decide…", on=summary)
    assert await mara.submit({"What was decided?": "Yes."}) == {}
    assert [one.state for one in await stored(company)] == ["dropped", "decided"]


async def test_the_log_shows_open_ones_first_and_keeps_what_was_decided_before(company: World) -> None:
    """Its empty state teaches; a change keeps the history; what was decided elsewhere is added, and found by words."""
    ana, mara, ines = (company.persona(name) for name in ("ana", "mara", "ines"))
    assert "No decisions yet." in (await ines.command("/pmo decisions"))[-1].words
    await answer(company, "ana", **{ASKS: REFUNDS})
    await close(company)
    await mara.click("Decide…", on=mara.messages("sync")[0])
    assert await mara.submit({"What was decided?": "Yes."}) == {}
    [shown] = await mara.command("/pmo decisions")
    await mara.click("Change decision", on=shown)
    assert await mara.submit({"What was decided?": "No, after the audit.", "Why?": "Legal asked for it."}) == {}
    await company.idle()
    assert "No, after the audit." in ana.thread("dm", ana.messages()[0].ts)[-1].words
    [shown] = await ana.command("/pmo decisions")
    for words in ("*No, after the audit.*", "Why: Legal asked for it.", "Before that: Yes. (Mara Lindqvist)"):
        assert words in shown.words
    assert "Change decision" not in shown.buttons

    await ana.click("New decision", on=shown)
    assert await ana.submit({"What was decided?": "Tariffs stay.", "Who decided?": "ben"}) == {}
    [shown] = await mara.command("/pmo decisions tariffs")
    assert "*Tariffs stay.*" in shown.words
    assert "Ben Carter, Tue 3 Mar" in shown.words
    assert "audit" not in shown.words
    [found] = await ines.command("/pmo tariffs")
    assert "Tariffs stay. · Ben Carter, Tue 3 Mar" in found.words
    [shown] = await ines.command("/pmo decisions open")
    assert shown.words == "Nothing waits for a decision."
    assert shown.buttons == []


async def test_told_again_it_is_the_same_decision(company: World) -> None:
    """With its owner, its date and its age; and both summaries show what was decided."""
    mara = company.persona("mara")
    await answer(company, "ana", **{ASKS: REFUNDS})
    await close(company)
    await company.at("2026-03-10 12:30")
    who = next(one for one in ("tiago", "rui", "ana") if "Answer" in company.persona(one).messages()[-1].buttons)
    await answer(company, who, **{ASKS: "do we launch refunds before the audit - Mara, by Friday"})
    await close(company)
    [one] = await stored(company)
    assert one.due_on is not None
    assert one.due_on.isoformat() == "2026-03-06"
    first, second = [one for one in mara.messages("sync") if "Needs a decision" in one.words]
    await mara.click("Decide…", on=second)
    assert await mara.submit({"What was decided?": "Yes."}) == {}
    await company.idle()
    for summary in (first, second):
        [now] = [one for one in mara.messages("sync") if one.ts == summary.ts]
        assert "Decided: Yes." in now.words


async def test_another_day_for_looking_again_takes_the_news_from_nobody(company: World) -> None:
    """Whoever asked still waits for it, as little as somebody changed of it before it went out."""
    ana, mara = company.persona("ana"), company.persona("mara")
    await answer(company, "ana", **{ASKS: REFUNDS})
    await close(company)
    [decision] = await stored(company)
    decisions, made = company.bot.parts.decisions, Made("Yes.", "", date(2026, 5, 4))
    await decisions.decide(company.workspace_id, mara.id, decision.id, decision.revision, made)
    await decisions.review(company.workspace_id, mara.id, decision.id, date(2026, 6, 1))
    await company.idle()
    [reply] = ana.thread("dm", ana.messages()[0].ts)[-1:]
    assert reply.text == "Decided by Mara: Yes. · looked at again on Mon 1 Jun"
