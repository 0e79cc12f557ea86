"""The question whether one's cards may be shown with one's name."""

from bot.domain.retro_names import NamesFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks

ASK, SHOW, LEAVE = "retro_names_ask", "retro_names_show", "retro_names_leave"


def names_message(words: Words, facts: NamesFacts) -> Message:
    """Return the question, or what was said to it."""
    shown = blocks.paragraphs("names", words("retro/names.mrkdwn.j2", facts=facts))
    part = str(facts.part_id)
    elements = []
    if not facts.over and facts.consent != "yes":
        elements.append(blocks.button("Show with my name", SHOW, part))
    if not facts.over and facts.consent != "no":
        elements.append(blocks.button("Leave mine out", LEAVE, part))
    if elements:
        shown.append(blocks.actions("names_actions", *elements))
    return blocks.message(words("retro/names_text.mrkdwn.j2", facts=facts), shown)
