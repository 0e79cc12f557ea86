"""An action from who promises it to what came of it: asked for, accepted, followed, done, and heard of."""

import pytest
import sqlalchemy as sa

from bot.playground.seen import SeenMessage
from models import Action, Delivery
from tests.journeys.conftest import World

pytestmark = pytest.mark.begins("Tue 10:00")

WHAT, WHO, WHEN, SIGNAL = (
    "What is to be done?",
    "Who does it?",
    "By when?",
    "What will tell that it worked?",
)
PAGE = {WHAT: "Write one page on who decides prices", WHEN: "2026-03-12", SIGNAL: "Nobody asks in #sales"}


async def promise(world: World, who: str, answers: dict[str, str]) -> dict[str, str]:
    """Let somebody fill in *New action*; return the errors."""
    person = world.persona(who)
    [shown] = await person.command("/pmo actions")
    await person.click("New action", on=shown)
    errors = await person.submit(answers)
    await world.idle()
    return errors


async def stored(world: World) -> list[Action]:
    """Return all actions, the oldest first."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        return list(await session.scalars(sa.select(Action).order_by(Action.id)))


async def kinds(world: World, who: str) -> list[str]:
    """Return which messages about actions somebody got."""
    async with world.bot.parts.database.reading(world.workspace_id) as session:
        rows = sa.select(Delivery.kind).where(
            Delivery.target == world.persona(who).id, Delivery.kind.startswith("action_"), Delivery.state == "sent"
        )
        return list(await session.scalars(rows.order_by(Delivery.id)))


def last(world: World, who: str) -> SeenMessage:
    """Return the newest message about an action that somebody got, as it reads now."""
    return [one for one in world.persona(who).messages() if "prices" in one.words and not one.ephemeral][-1]


async def test_who_promises_something_themselves_is_asked_by_nobody(company: World) -> None:
    """The empty list teaches; the action is theirs at once, in the list of their team, and nobody gets a message."""
    ines, rui, grace = (company.persona(one) for one in ("ines", "rui", "grace"))
    [empty] = await ines.command("/pmo actions")
    assert "No open actions" in empty.words
    assert empty.buttons == ["New action"]
    assert await promise(company, "ines", PAGE | {WHEN: "2026-03-02"}) == {
        "due": "Mon 2 Mar is past. Please choose a day to come."
    }
    assert "is more than a year ahead" in (await ines.submit({WHEN: "2027-03-12"}))["due"]
    assert await ines.submit({WHEN: "2026-03-12"}) == {}
    assert ines.modal is not None
    assert "It is yours. It is in the list: /pmo actions." in ines.read_words(ines.modal)
    [one] = await stored(company)
    assert one.state == "open"
    [mine] = await ines.command("/pmo actions mine")
    assert "Your open actions: 1" in mine.words
    assert "Yours, by Thu 12 Mar" in mine.words
    assert {"Done…", "Need help…", "New date", "Hand over…", "Drop…"} <= set(mine.buttons)
    [team] = await rui.command("/pmo actions team")
    assert "*Payments*" in team.words
    assert "Inês Duarte, by Thu 12 Mar" in team.words
    assert "What will tell that it worked: Nobody asks in #sales" in team.words
    assert "Done…" not in team.buttons
    [none] = await grace.command("/pmo actions")
    assert "No open actions" in none.words
    assert await kinds(company, "ines") == []
    [found] = await rui.command("/pmo prices")
    assert "Write one page on who decides prices · Inês Duarte, by Thu 12 Mar · Payments" in found.words
    assert "prices" not in (await grace.command("/pmo decides prices"))[-1].words.replace("“decides prices”", "")


async def test_an_owner_is_asked_hands_over_and_whoever_gave_it_sees_it(company: World) -> None:
    """One message to each who is asked; the words of the first say who has it now; the end is heard of."""
    ana, tiago, rui, mara = (company.persona(one) for one in ("ana", "tiago", "rui", "mara"))
    assert await promise(company, "ana", PAGE | {WHO: "tiago"}) == {}
    asked = last(company, "tiago")
    assert "Ana Sousa asks whether you take this action." in asked.words
    assert asked.text == "Ana Sousa asks whether you take this: Write one page on who decides prices"
    assert asked.buttons == ["Accept", "Hand over…"]
    [shown] = await ana.command("/pmo actions")
    assert "Tiago Ferreira, by Thu 12 Mar · not accepted yet" in shown.words
    await tiago.click("Hand over…", on=asked)
    assert await tiago.submit({WHO: "rui"}) == {}
    await company.idle()
    assert "Rui Matos is asked to take this now." in last(company, "tiago").words
    await company.at("Wed 18:00")
    assert await kinds(company, "ana") == ["action_news"]
    assert "*Tiago Ferreira* gave this to *Rui Matos*, who is asked whether they take it." in last(company, "ana").words
    await rui.double_click("Accept", on=last(company, "rui"))
    await company.idle()
    assert "This is yours." in last(company, "rui").words
    assert "Rui Matos does this now." in last(company, "tiago").words
    [shown] = await ana.command("/pmo actions team")
    assert "not accepted yet" not in shown.words
    await rui.click("Done…", on=last(company, "rui"))
    assert await rui.submit({"What was the effect?": "Two discounts, nobody asked."}) == {}
    await company.idle()
    assert "*Rui Matos* said that this is done: Two discounts, nobody asked." in last(company, "rui").words
    [one] = await stored(company)
    assert (one.state, one.effect, one.settled_by_id) == ("done", "Two discounts, nobody asked.", one.owner_id)
    await company.at("Fri 18:00")
    told = [message for message in ana.messages() if "Two discounts, nobody asked." in message.words]
    assert len(told) == 1
    assert "No open actions" in (await mara.command("/pmo actions"))[-1].words


async def test_who_gives_actions_to_whom(company: World) -> None:
    """Leads to their teams, the PMO to everybody, others to nobody; never to apps and to who left."""
    ana, mara, ines = (company.persona(one) for one in ("ana", "mara", "ines"))
    assert await promise(company, "ana", PAGE | {WHO: "grace"}) == {
        "owner": "Grace Kim is in no team of yours. Leads give actions to the people of their teams, and the PMO to "
        "everybody."
    }
    await ana.close()
    assert await promise(company, "mara", PAGE | {WHO: "grace"}) == {}
    [shown] = await ines.command("/pmo actions")
    await ines.click("New action", on=shown)
    assert ines.modal is not None
    assert WHO not in ines.read_words(ines.modal)
    [one] = await stored(company)
    async with company.bot.parts.database.transaction(company.workspace_id) as session:
        await session.execute(sa.text("UPDATE person SET deactivated = true WHERE name = 'Priya Nair'"))
    assert await promise(company, "mara", PAGE | {WHO: "priya"}) == {
        "owner": "Priya Nair has left, so nothing was changed. Please choose somebody else."
    }
    await mara.close()
    assert [row.id for row in await stored(company)] == [one.id]
