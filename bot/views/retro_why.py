"""*Why am I asked?* in the question for cards."""

from bot.domain.opt_out import Asks, OptOutOf
from bot.domain.retro_why import RetroWhyFacts
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.opt_out import ASK, value_of
from bot.views.rhythm import SHOW

MORE, WHY = "retro_prompt_more", "retro_why"
"""The menu of the question, and its first choice."""


def why_view(words: Words, facts: RetroWhyFacts, command: str) -> View:
    """Return who set the retro up, why this person is asked, and how to be left out; `command` is the slash command."""
    text = words("retro/why.mrkdwn.j2", facts=facts, command=command)
    buttons = [blocks.button("My settings", SHOW)]
    if facts.may_ask:
        buttons.append(blocks.button("Leave me out", ASK, value_of(OptOutOf(Asks.RETRO, facts.part_id))))
    shown = [blocks.section("why", text), blocks.actions("why_actions", *buttons)]
    return blocks.modal("retro_why_view", "Why am I asked?", shown, close="Close")


def menu(part_id: int) -> blocks.Element:
    """Return the menu of the question."""
    leave = f"{ASK}:{value_of(OptOutOf(Asks.RETRO, part_id))}"
    return blocks.overflow(
        MORE, [blocks.option("Why am I asked?", f"{WHY}:{part_id}"), blocks.option("Leave me out", leave)]
    )
