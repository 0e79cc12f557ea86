"""Reminders where what an announcement means has changed: the call to look again is one, and there is no third."""

from datetime import timedelta

from models import Announcement
from tests.journeys.conftest import World
from tests.journeys.test_announcement_edit import edit
from tests.journeys.test_announcement_figures import figures, reminded
from tests.journeys.test_announcement_reply import out
from tests.journeys.test_announcement_send import got
from tests.journeys.test_sync_faults import all_sent
from tests.journeys.test_sync_races import stored

BERLIN = {"Berlin office": ["jonas", "aylin"]}


async def send_reminder(world: World) -> None:
    """Let Mara remind whoever may be reminded."""
    await world.persona("mara").click("Send reminder", on=await figures(world, "mara"))
    await world.idle()


async def test_a_changed_meaning_leaves_the_second_reminder_and_no_third(company: World) -> None:
    """Jonas was reminded and replied; called to look again, he is reminded once more in all."""
    await out(company, BERLIN)
    await company.at("Tue 10:00")
    await send_reminder(company)
    [message] = got(company, "jonas")
    await company.persona("jonas").click("Got it", on=message)
    await company.at("Thu 14:00")
    [row] = await stored(company, Announcement)
    await edit(company, row.id, means_more=True, text="From 11 May you work in them.")
    assert "[Send reminder]" not in (await figures(company, "mara")).words, "they were called to look again just now"
    await company.advance(timedelta(days=1))
    assert (reminded(company, "jonas"), reminded(company, "aylin")) == (1, 1)
    await send_reminder(company)
    assert (reminded(company, "jonas"), reminded(company, "aylin")) == (2, 2)
    await company.advance(timedelta(days=10))
    assert (reminded(company, "jonas"), reminded(company, "aylin")) == (2, 2)
    assert "[Send reminder]" not in (await figures(company, "mara")).words


async def test_whoever_was_called_to_look_again_is_not_reminded_at_once(company: World) -> None:
    """A must-read reminds by itself three working days later."""
    await out(company, BERLIN)
    await company.at("Thu 07:30")
    [row] = await stored(company, Announcement)
    await edit(company, row.id, means_more=True, text="From 11 May you work in them.")
    await company.at("Mon 16:00")
    assert (reminded(company, "jonas"), reminded(company, "aylin")) == (0, 0)
    await company.at("Wed 16:00")
    assert (reminded(company, "jonas"), reminded(company, "aylin")) == (1, 1)


async def test_nobody_is_reminded_while_all_is_paused(company: World) -> None:
    """A must-read reminds by itself on Thursday; once all goes on on Monday they are reminded in their working time."""
    await out(company, BERLIN)
    mara = company.persona("mara")
    await company.at("Wed 09:00")
    await mara.command("/pmo pause")
    await mara.submit({})
    await company.at("Mon 09:00")
    assert (reminded(company, "jonas"), reminded(company, "aylin")) == (0, 0)
    await mara.command("/pmo resume")
    await company.at("Mon 11:00")
    assert (reminded(company, "jonas"), reminded(company, "aylin")) == (1, 1)


async def test_whoever_has_replied_before_slack_takes_a_reminder_does_not_get_it(company: World) -> None:
    """Slack takes nothing for a while; meanwhile Jonas has said *Got it*."""
    await out(company, BERLIN)
    await company.at("Tue 10:00")
    [message] = got(company, "jonas")
    page = await figures(company, "mara")
    company.slack.faults.switch("server_error", on=True)
    await company.persona("mara").click("Send reminder", on=page)
    await company.advance(timedelta(minutes=1))
    await company.persona("jonas").click("Got it", on=message)
    company.slack.faults.switch("server_error", on=False)
    await all_sent(company)
    assert (reminded(company, "jonas"), reminded(company, "aylin")) == (0, 1)
