"""The heartbeat of a change."""

from dataclasses import replace
from datetime import date

from bot.domain.change_heartbeat import Heartbeat, HeartbeatFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import change_heartbeat, change_page
from tests.gallery.change_scenes import HEAD
from tests.gallery.scene import NOW, Scene

FACTS = HeartbeatFacts(7, "Product teams", "Ana Sousa", Heartbeat(2, date(2026, 2, 20)), NOW.date())
FIRST = replace(FACTS, heartbeat=Heartbeat(1, date(2026, 2, 27), heard=False))
TOLD = replace(FACTS, heartbeat=Heartbeat(2, date(2026, 2, 20), promised_on=date(2026, 3, 4)))
ANNOUNCED = replace(FACTS, heartbeat=Heartbeat(0, date(2026, 2, 20), promised_on=date(2026, 3, 10)))
LATE = replace(FACTS, heartbeat=Heartbeat(2, date(2026, 2, 10)))
PAUSED = replace(FACTS, heartbeat=replace(FACTS.heartbeat, paused_until=date(2026, 4, 6)))


def page(words: Words, facts: HeartbeatFacts) -> Message:
    """Return a change's page with its news."""
    return change_page.page(words, HEAD, change_heartbeat.page_blocks(words, facts))


SCENES = (
    Scene(change_heartbeat.asked_message, "is there news", {"facts": FACTS}),
    Scene(change_heartbeat.asked_message, "the first news", {"facts": FIRST}),
    Scene(change_heartbeat.asked_message, "people were told a day", {"facts": TOLD}),
    Scene(change_heartbeat.asked_message, "settled", {"facts": replace(FACTS, settled=True)}),
    Scene(change_heartbeat.lapsed_message, "no news", {"facts": LATE}),
    Scene(change_heartbeat.lapsed_message, "its owner is away", {"facts": replace(LATE, asked=False)}),
    Scene(change_heartbeat.lapsed_message, "its owner is away before the day", {"facts": replace(FACTS, asked=False)}),
    Scene(change_heartbeat.lapsed_message, "settled", {"facts": replace(LATE, settled=True)}),
    Scene(page, "with its news: people were told", {"facts": ANNOUNCED}),
    *(
        Scene(page, f"with its news: {name}", {"facts": facts})
        for name, facts in (("next", FACTS), ("every week", FIRST), ("late", LATE), ("paused", PAUSED))
    ),
    Scene(change_heartbeat.pause_form, "until when", {"facts": FACTS}),
)
