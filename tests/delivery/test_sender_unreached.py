"""When Slack cannot be reached at all: it is no message's fault, so that none loses its place."""

from bot.errors import SlackUnavailable
from tests.delivery.conftest import Office, RealTime, intent


async def test_where_nobody_can_be_reached_no_message_loses_its_place(office: Office, real: RealTime) -> None:
    """However often the first one was tried, it goes out first."""
    office.slack.faults += [SlackUnavailable("refused", retry_after=0, reached=False)] * 7
    await office.send(intent("a"), intent("b"), intent("c"))
    for _ in range(3):
        real.seconds += 30
        await office.later(0.5)
    assert office.slack.calls == ["post a"] * 8 + ["post b", "post c"]
    assert office.slack.texts("C1") == ["about a", "about b", "about c"]


async def test_a_message_in_doubt_is_looked_for_as_soon_as_slack_is_there(office: Office, real: RealTime) -> None:
    """Looks that reached nobody do not put the next one off."""
    office.slack.faults += [SlackUnavailable("connection reset", retry_after=0, accepted_unknown=True)]
    office.slack.faults += [SlackUnavailable("refused", retry_after=0, reached=False)] * 3
    await office.send(intent("a"), intent("b"))
    for _ in range(3):
        real.seconds += 30
        await office.later(0.5)
    assert office.slack.texts("C1") == ["about a", "about b"]
    assert office.slack.looked == ["a"] * 4
