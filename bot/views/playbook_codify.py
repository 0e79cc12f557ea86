"""*Make it a playbook*, wherever something has worked; and what was made of it, where that is a page by now."""

from bot.domain.playbook_codify import PageLink
from bot.views import blocks
from bot.views.playbook import READ

THEME, ACTION = "playbook_make_theme", "playbook_make_action"


def codify_button(action: str, of: int, page: PageLink | None) -> blocks.Element:
    """Return the button of a theme or an action (`of`: its id): to make a page of it, or to read the one there is."""
    return blocks.button("Make it a playbook", action, str(of)) if page is None else read_button(page)


def read_button(page: PageLink) -> blocks.Element:
    """Return the way to a page."""
    return blocks.button("Read page", READ, str(page.id))
