"""How far an announcement is: to whoever signed it, with the way to stop it, and to go on."""

from bot.domain.announcement import State
from bot.domain.announcement_out import OutFacts
from bot.domain.announcement_progress import Progress
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.announcement_desk import OPEN
from bot.views.announcement_figures import SHOW

STOP, GO_ON, POST_AGAIN = "announcement_stop", "announcement_go_on", "announcement_post_again"
"""Buttons; the value of each is the announcement's id."""


def progress_message(words: Words, facts: Progress) -> Message:
    """Return how far it is."""
    return blocks.message(words("announcement/progress_text.mrkdwn.j2", facts=facts), _blocks(words, facts))


def page_blocks(words: Words, facts: OutFacts) -> list[blocks.Block]:
    """Return what the page of a change says of what was announced."""
    if not facts.rows and not facts.going:
        return []
    shown = [blocks.section("announced", words("announcement/out.mrkdwn.j2", facts=facts))]
    for one in facts.going:
        shown += _blocks(words, one, f":{one.announcement_id}")
    return shown


def _blocks(words: Words, facts: Progress, suffix: str = "") -> list[blocks.Block]:
    text = words("announcement/progress.mrkdwn.j2", facts=facts)
    shown: list[blocks.Block] = [blocks.section(f"progress{suffix}", text)]
    notes = words("announcement/progress_notes.mrkdwn.j2", facts=facts)
    if notes:
        shown += blocks.paragraphs(f"notes{suffix}", notes)
    value = str(facts.announcement_id)
    # A change's page leads to the replies below.
    replies = [] if suffix else [blocks.button("See replies", SHOW, value)]
    look = blocks.button("Open it", OPEN, value)
    if facts.state is State.STOPPED:
        # It is opened to be put right before it goes on.
        go_on = blocks.button("Go on", GO_ON, value, style="primary")
        shown.append(blocks.actions(f"go_on{suffix}", go_on, look, *replies))
    elif facts.goes:
        asks = blocks.confirm(
            "Stop sending?", words("announcement/progress_stop.mrkdwn.j2", facts=facts), "Stop sending", danger=True
        )
        stop = blocks.button("Stop sending", STOP, value, asks=asks)
        shown.append(blocks.actions(f"stop{suffix}", *([] if facts.state is State.PLANNED else replies), look, stop))
    elif facts.people and replies:
        shown.append(blocks.actions("replies", *replies, look))
    if facts.unposted and facts.state is not State.STOPPED:
        shown.append(blocks.actions(f"again{suffix}", blocks.button("Post again", POST_AGAIN, value)))
    return shown


def done_message(words: Words, facts: Progress) -> Message:
    """Return that all have it, as a reply: an edit of the message above notifies nobody."""
    text = words("announcement/done.mrkdwn.j2", facts=facts)
    return blocks.message(text, [blocks.section("done", text)])
