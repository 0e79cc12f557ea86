"""The page of a change: its head, and below it what each noun says of it."""

from collections.abc import Sequence

from bot.domain.change import STATE_WORDS, ChangeState
from bot.domain.change_page import ChangeHead
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.change_form import DELETE, EDIT, GO_ON, STOP


def page(words: Words, head: ChangeHead, sections: Sequence[blocks.Block]) -> Message:
    """Return the page; `sections` stand below its head, in their order."""
    text = words("change/page_text.mrkdwn.j2", head=head, state=STATE_WORDS[head.state])
    first = words("change/page_head.mrkdwn.j2", head=head, state=STATE_WORDS[head.state])
    shown = [*blocks.paragraphs("head", first), *sections]
    if head.runs_it:
        shown += _levers(words, head)
    return blocks.message(text, shown)


def _levers(words: Words, head: ChangeHead) -> list[blocks.Block]:
    """Return what can be done to the change itself."""
    value = str(head.id)
    if head.state is ChangeState.EMBEDDED:
        return []
    if head.state is ChangeState.STOPPED:
        return [blocks.actions("levers", blocks.button("Take it up again", GO_ON, value))]
    pressed = [blocks.button("Edit change", EDIT, value)]
    if head.state is ChangeState.DRAFT:
        asks = blocks.confirm(
            "Delete this draft?", words("change/ask_delete.mrkdwn.j2", head=head), "Delete draft", danger=True
        )
        pressed.append(blocks.button("Delete draft", DELETE, value, style="danger", asks=asks))
    else:
        pressed.append(blocks.button("Stop change", STOP, value))
    return [blocks.actions("levers", *pressed)]
