"""The cards of a retro by their themes, in the thread of its board."""

from bot.domain.retro_theme_page import ThemePage
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.playbook_codify import THEME, codify_button


def page_message(words: Words, facts: ThemePage) -> Message:
    """Return a page: each theme with its cards."""
    shown: list[blocks.Block] = [blocks.section("title", words("retro/theme_page.mrkdwn.j2", facts=facts))]
    for number, theme in enumerate(facts.themes):
        said = blocks.paragraphs(f"theme:{number}", words("retro/theme_cards.mrkdwn.j2", theme=theme))
        if theme.votes is not None and not theme.goes_on:
            said.append(blocks.actions(f"theme_do:{number}", codify_button(THEME, theme.id, theme.page)))
        shown += said
    return blocks.message(words("retro/theme_page_text.mrkdwn.j2", facts=facts), shown)
