"""What guests are told below whatever is narrower for them than for others."""

from bot.render import Words
from bot.views import blocks


def guest_note(words: Words, *, guest: bool) -> list[blocks.Block]:
    """Return the line that tells a guest why there is less to see; nothing for others."""
    return [blocks.context("guest", words("words/guest.mrkdwn.j2"))] if guest else []
