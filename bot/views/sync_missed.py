"""Tells the owner of a sync which rounds did not take place."""

from collections.abc import Sequence
from datetime import date

from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks


def missed_message(words: Words, sync: str, days: Sequence[date], command: str) -> Message:
    """Return what the owner reads after downtime that took rounds of `sync` on `days`; `command`: the slash command."""
    text = words("sync/missed.mrkdwn.j2", sync=sync, days=days, command=command)
    return blocks.message(text, [blocks.section("missed", text)])
