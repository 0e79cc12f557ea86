"""What somebody is asked who takes part in a retro, and the one reminder."""

from bot.domain.retro import RetroState
from bot.domain.retro_prompt import RetroPromptFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.retro_action import since_blocks
from bot.views.retro_card import ADD
from bot.views.retro_why import menu

SKIP = "retro_skip"


def prompt_message(words: Words, facts: RetroPromptFacts) -> Message:
    """Return the question for cards as its reader should see it now."""
    view = _view(facts)
    shown: list[blocks.Block] = []
    if facts.first_contact and view == "asking":
        shown.append(blocks.section("hello", words("retro/first_contact.mrkdwn.j2", facts=facts)))
    if view == "asking":
        shown += since_blocks(words, facts.since, facts.now.date())
    shown += blocks.paragraphs("prompt", words("retro/prompt.mrkdwn.j2", facts=facts, view=view))
    elements = _elements(facts, view)
    if elements:
        shown.append(blocks.actions("prompt_actions", *elements))
    return blocks.message(words("retro/prompt_text.mrkdwn.j2", facts=facts, view=view), shown)


def nudge_message(words: Words, facts: RetroPromptFacts) -> Message:
    """Return the one reminder; afterwards it says how it stands."""
    view = _view(facts)
    text = words("retro/nudge.mrkdwn.j2", facts=facts, view=view)
    shown: list[blocks.Block] = [blocks.section("nudge", text)]
    elements = _elements(facts, view)
    if elements:
        shown.append(blocks.actions("prompt_actions", *elements))
    return blocks.message(text, shown)


def _view(facts: RetroPromptFacts) -> str:
    if facts.deleted or facts.phase is not RetroState.COLLECTING:
        return "over"
    return "skipped" if facts.state == "skipped" else "asking"


def _elements(facts: RetroPromptFacts, view: str) -> list[blocks.Element]:
    if view == "over":
        return []
    add = blocks.button("Add a card", ADD, str(facts.round_id), style="primary")
    nothing = [blocks.button("Nothing this time", SKIP, str(facts.part_id))] if view == "asking" else []
    return [add, *nothing, menu(facts.part_id)]
