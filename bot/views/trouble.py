"""Messages to the owner of a ritual about what keeps going wrong."""

from bot.domain.trouble import TroubleFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.home import RETRY
from bot.views.sync_setup import EDIT


def failed_message(words: Words, facts: TroubleFacts, key: str) -> Message:
    """Return what the owner reads when a summary could not be posted, with the button that helps."""
    text = words("trouble/failed.mrkdwn.j2", facts=facts)
    button = blocks.button("Post again", RETRY, key, style="primary")
    if facts.archived and facts.ritual_id is not None:
        # Posting again would fail again; another channel is what helps.
        button = blocks.button("Choose a channel", EDIT, str(facts.ritual_id), style="primary")
    return blocks.message(text, [blocks.section("trouble", text), blocks.actions("trouble_actions", button)])


def stuck_message(words: Words, facts: TroubleFacts) -> Message:
    """Return what the owner reads when the next step of a sync could not be planned."""
    text = words("trouble/stuck.mrkdwn.j2", facts=facts)
    return blocks.message(text, [blocks.section("trouble", text)])
