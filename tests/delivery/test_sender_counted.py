"""What becomes of messages is counted once each, where it is known."""

import pytest

from bot.delivery.wording import Skip
from bot.errors import SlackUnavailable
from bot.slack.gateway import Message
from tests.delivery.conftest import Office, RealTime, intent
from tests.factories.figures import Shown


def counted(office: Office) -> dict[str, float]:
    """Return the messages by what became of them; what there was none of is left."""
    shown = Shown(office.metrics.exposition("")[0].decode())
    return {
        dict(labels)["event"]: number
        for (name, labels), number in shown.samples.items()
        if name == "drumbeat_messages_total" and number
    }


async def test_each_end_of_a_message_has_its_figure(office: Office):
    """Sent, updated in place, skipped, refused."""
    office.words["b"] = Skip("The round was closed before.")
    office.slack.refuse = lambda target: "channel_not_found" if target == "C9" else ""
    await office.send(intent("a"), intent("b"), intent("c", "C9"))
    office.words["a"] = Message("news")
    await office.refresh("a")
    office.words["a"] = Skip("Nothing to add.")
    await office.refresh("a")
    assert counted(office) == {"sent": 1, "updated": 1, "skipped": 1, "failed": 1}


async def test_a_message_in_doubt_is_counted_when_it_is_found(office: Office):
    """As sent, once: Slack has it once."""
    office.slack.faults.append(SlackUnavailable("connection reset", retry_after=0, accepted_unknown=True))
    await office.send(intent("a"))
    assert counted(office) == {"sent": 1}


async def test_a_message_of_which_nobody_knows_is_counted_so(office: Office):
    """Where Drumbeat may not look."""
    office.slack.may_look = False
    office.slack.faults.append(SlackUnavailable("connection reset", retry_after=0, accepted_unknown=True))
    await office.send(intent("a"))
    assert counted(office) == {"unknown": 1}


@pytest.mark.parametrize(("seconds", "figures"), [(0.05, (0.05, 0.0)), (60.0, (0.0, 1.0))])
async def test_waiting_at_the_pace_is_counted_in_seconds_or_as_left_to_a_timer(
    office: Office, real: RealTime, seconds: float, figures: tuple[float, float]
):
    """A short wait is waited out, a long one ends the work for now."""
    async with office.database.transaction("T1") as session:
        await office.pace.penalise(session, "T1", "chat.postMessage", seconds)
    await office.plan(intent("a"))
    await office.engine.idle()
    shown = Shown(office.metrics.exposition("")[0].decode())
    waited, deferred = shown.of("drumbeat_pace_wait_seconds_total"), shown.of("drumbeat_pace_deferrals_total")
    assert (waited, deferred) == (pytest.approx(figures[0]), figures[1])
