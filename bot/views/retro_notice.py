"""What the owner of a retro, or whoever ran a round of it, is told by the way."""

from collections.abc import Sequence
from datetime import date

from bot.domain.channel import ChannelFacts
from bot.domain.retro import Hindrance
from bot.domain.retro_away import AwayFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.retro_board import FACILITATE
from bot.views.retro_setup import EDIT


def missed_message(words: Words, retro: str, days: Sequence[date], why: Hindrance, command: str) -> Message:
    """Return which dates did not take place, and why; `command`: the slash command."""
    text = words("retro/missed.mrkdwn.j2", retro=retro, days=days, why=why, command=command)
    return blocks.message(text, [blocks.section("missed", text)])


def channel_message(words: Words, retro_id: int, retro: str, channel: ChannelFacts) -> Message:
    """Return why the board cannot be posted, with the way to another channel."""
    text = words("retro/channel.mrkdwn.j2", retro=retro, channel=channel)
    button = blocks.button("Change channel", EDIT, str(retro_id), style="primary")
    return blocks.message(text, [blocks.section("channel", text), blocks.actions("channel_actions", button)])


def waits_message(words: Words, facts: AwayFacts) -> Message:
    """Return that a round waits for somebody who is away, with the way to take it over."""
    text = words("retro/waits.mrkdwn.j2", facts=facts)
    shown = [blocks.section("waits", text)]
    if not facts.over:
        shown.append(
            blocks.actions(
                "waits_actions", blocks.button("Facilitate", FACILITATE, str(facts.round_id), style="primary")
            )
        )
    return blocks.message(text, shown)


def taken_message(words: Words, retro: str, by: str) -> Message:
    """Return who runs a round from now on."""
    text = words("retro/taken.mrkdwn.j2", retro=retro, by=by)
    return blocks.message(text, [blocks.section("taken", text)])


def passed_on_message(words: Words, names: Sequence[str], command: str) -> Message:
    """Return which retros are the reader's now."""
    text = words("retro/passed_on.mrkdwn.j2", names=names, command=command)
    return blocks.message(text, [blocks.section("passed_on", text)])
