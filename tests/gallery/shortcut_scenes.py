"""Scenes of what shortcuts and mentions show."""

from typing import Any

from bot.domain.menu import MenuFacts
from bot.render import Words
from bot.views import decision_log, menu, shortcut
from tests.gallery.office_scenes import MENU
from tests.gallery.scene import Scene

LINK = "https://lumen.slack.com/archives/C0LM000001/p1772442000000100"


def opened(given: dict[str, Any]) -> dict[str, Any]:
    """Return the message of the menu, as the shortcut shows it in a form."""
    facts: MenuFacts = given["menu"]
    return {"message": menu.menu(Words(), facts, "/pmo")}


SCENES = (
    Scene(shortcut.in_view, "the menu in a form", {"menu": MENU}, opened),
    Scene(shortcut.press, "a form after a mention", {"typed": "sync new"}),
    Scene(
        decision_log.new_form,
        "from a message",
        {"by": "U0LM000001", "text": "We build the price page", "link": LINK, "public": True},
    ),
    Scene(decision_log.new_form, "from a private message", {"by": "U0LM000001", "text": "We stop", "link": LINK}),
    Scene(decision_log.new_form, "from a long one", {"by": "U0LM000001", "text": "Because " * 400, "link": LINK}),
    Scene(decision_log.new_form, "from a long one without a link", {"by": "U0LM000001", "text": "Because " * 400}),
)
