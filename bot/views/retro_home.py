"""The retros of a home tab, row by row."""

import slackblocks as sb

from bot.domain.home import HomeFacts
from bot.domain.retro import RetroState
from bot.domain.retro_home import OpenRetro, RunningRetro
from bot.render import Words
from bot.views import blocks
from bot.views.retro_action import CHOOSE
from bot.views.retro_card import ADD
from bot.views.retro_list import RESUME
from bot.views.retro_prompt import SKIP
from bot.views.retro_setup import EDIT
from bot.views.retro_theme import SORT
from bot.views.retro_vote import VOTE


def waiting_row(words: Words, facts: HomeFacts, one: OpenRetro) -> list[sb.Block]:
    """Return a retro that waits for the reader, with what they can do about it."""
    name = f"retro_waiting:{one.round_id}"
    shown: list[sb.Block] = [blocks.section(name, words("retro/home_waiting.mrkdwn.j2", facts=facts, one=one))]
    elements = _elements(one)
    return [*shown, blocks.actions(f"retro_waiting_actions:{one.round_id}", *elements)] if elements else shown


def running_row(words: Words, facts: HomeFacts, one: RunningRetro) -> list[sb.Block]:
    """Return how a retro stands, for whoever may change it."""
    retro = str(one.retro_id)
    button = blocks.button("Edit retro", EDIT, retro)
    if one.state == "paused":
        button = blocks.button("Resume retro", RESUME, retro)
    text = words("retro/home_running.mrkdwn.j2", facts=facts, one=one)
    return [blocks.section(f"retro:{retro}", text, accessory=button)]


def _elements(one: OpenRetro) -> list[sb.Element]:
    own = str(one.round_id)
    if one.phase is RetroState.COLLECTING and one.takes_part:
        add = blocks.button("Add a card", ADD, own, style="primary")
        return [add, blocks.button("Nothing this time", SKIP, str(one.part_id))] if one.state == "pending" else [add]
    if one.phase is RetroState.VOTING and one.takes_part:
        return [blocks.button("Vote", VOTE, own, style="primary")]
    if one.phase is RetroState.GROUPING and one.runs:
        return [blocks.button("Sort cards", SORT, own, style="primary")]
    if one.phase is RetroState.ACTING and one.runs:
        return [blocks.button("Choose actions", CHOOSE, own, style="primary")]
    return []
