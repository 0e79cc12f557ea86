"""Slack delivers some events twice; each has one effect."""

from tests.journeys.conftest import World


async def test_words_sent_twice_are_answered_once(lumen: World) -> None:
    """The second delivery of the same event has no effect."""
    lumen.slack.faults.switch("events_twice", on=True)
    ana = lumen.persona("ana")
    await ana.say("hello")
    await lumen.idle()
    assert len([message for message in ana.messages() if message.user != ana.id]) == 1
