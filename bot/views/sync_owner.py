"""Tells somebody which syncs they own from now on."""

from collections.abc import Sequence

from bot.domain.sync_owner import PassedOn
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.sync_list import LIST, SEE
from bot.views.sync_setup import EDIT


def passed_on_message(words: Words, syncs: Sequence[PassedOn]) -> Message:
    """Return what the new owner of `syncs` (one or more) reads, with the way to look at them."""
    text = words("sync/passed_on.mrkdwn.j2", syncs=syncs)
    notice = words("sync/passed_on_text.mrkdwn.j2", syncs=syncs)
    if len(syncs) == 1:
        one = str(syncs[0].ritual_id)
        buttons = [
            blocks.button("See next rounds", SEE, one, style="primary"),
            blocks.button("Edit sync", EDIT, one),
        ]
    else:
        buttons = [blocks.button("Show syncs", LIST, "", style="primary")]
    return blocks.message(notice, [blocks.section("passed_on", text), blocks.actions("passed_on_actions", *buttons)])
