"""The form of an update as a try: what people will see, marked as a try; sending it stores nothing."""

from bot.domain.sync_form import FormFacts
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.sync_field import field_blocks

FORM = "sync_try_form"


def try_view(words: Words, facts: FormFacts) -> View:
    """Return the form, with a line on top that says what it is."""
    shown = [
        blocks.section("try", words("sync_setup/try.mrkdwn.j2", facts=facts)),
        blocks.context("who_sees", words("sync/form_who_sees.mrkdwn.j2", facts=facts)),
    ]
    for question in facts.questions:
        shown += field_blocks(words, facts, question)
    title = blocks.clip(f"Try: {facts.sync}", blocks.TITLE_LENGTH)
    return blocks.modal(FORM, title, shown, submit="Send as a try", close="Back")


def tried(words: Words) -> View:
    """Return what is said when the try is sent."""
    text = words("sync_setup/tried.mrkdwn.j2")
    return blocks.modal("sync_tried_view", "Nothing was sent", [blocks.section("tried", text)], close="Back")
