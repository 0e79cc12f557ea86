"""What is shown where there is no message to answer to: the menu after its shortcut, and what a mention cannot open."""

from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks, chart
from bot.views.menu import TRY

IN_VIEW = "menu_view"
"""The callback of the form that shows the menu, and then what comes of what is pressed in it."""


def in_view(message: Message) -> View:
    """Return a message as a form that only shows it: after the shortcut *Drumbeat* there is no channel to answer in."""
    return {**blocks.modal(IN_VIEW, "Drumbeat", [], close="Close"), "blocks": chart.in_words(message.blocks)}


def press(words: Words, typed: str) -> Message:
    """Return the button that opens the form for which `typed` was said, where saying it cannot open one."""
    text = words("menu/press.mrkdwn.j2", typed=blocks.clip(typed, 100))
    button = blocks.button("Open the form", TRY, typed[:1900], style="primary")
    return blocks.message(text, [blocks.section("press", text), blocks.actions("press_actions", button)])
