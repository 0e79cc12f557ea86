"""The list of retros, with what can be done to each."""

import slackblocks as sb

from bot.domain.list_file import Listing
from bot.domain.opt_out import Asks, OptOutOf
from bot.domain.retro_list import RetroRow
from bot.domain.ritual_list import Doing, ListFacts
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.list_file import download
from bot.views.opt_out import SHOW as SHOW_LEFT_OUT
from bot.views.opt_out import value_of
from bot.views.retro_card import ADD, BOX
from bot.views.retro_setup import EDIT, NEW
from bot.views.ritual_list import RitualList

LIST, PAGE = "retro_list", "retro_list_page"
PAUSE, RESUME, RUN, RUN_LIVE, DELETE = "retro_pause", "retro_resume", "retro_run", "retro_run_live", "retro_delete"

RETROS = RitualList(
    noun="retro",
    new=NEW,
    show=LIST,
    page=PAGE,
    pause=PAUSE,
    resume=RESUME,
    asked={
        Doing.RUN: (RUN, "Run now", "primary"),
        Doing.RUN_LIVE: (RUN_LIVE, "Run live now", "primary"),
        Doing.DELETED: (DELETE, "Delete", "danger"),
    },
    most=20,
)


def retro_list(words: Words, facts: ListFacts[RetroRow]) -> Message:
    """Return the retros with their buttons, and before them what has just been done."""
    below = [download(Listing.RETROS, label="Download list")] if facts.rows else []
    return RETROS.message(words, facts, lambda row: _row(words, facts, row), below=below)


def done_view(words: Words, facts: ListFacts[RetroRow]) -> View:
    """Return what was done as a form that only says it, for places without a message to replace."""
    return RETROS.done_view(words, facts)


def question(words: Words, row: RetroRow, doing: Doing) -> Message:
    """Return what is asked of somebody who typed to run or delete `row`."""
    return RETROS.question(words, row, doing)


def _row(words: Words, facts: ListFacts[RetroRow], row: RetroRow) -> list[blocks.Block]:
    one = str(row.ritual_id)
    shown: list[blocks.Block] = [blocks.section(f"retro:{one}", words("retro/row.mrkdwn.j2", facts=facts, row=row))]
    elements = [_write(row)] if row.takes_part else []
    if row.opt_outs:
        left_out = value_of(OptOutOf(Asks.RETRO, row.ritual_id))
        elements.append(blocks.button("See left out", SHOW_LEFT_OUT, left_out))
    if row.mine:
        elements += [blocks.button("Edit", EDIT, one), RETROS.pause_or_resume(row)]
        now = (Doing.RUN, Doing.RUN_LIVE) if row.phase is None else ()
        elements += [RETROS.pressed(words, row, doing) for doing in (*now, Doing.DELETED)]
    return [*shown, blocks.actions(f"retro_actions:{one}", *elements)] if elements else shown


def _write(row: RetroRow) -> sb.Element:
    """Return the button with which somebody writes cards: for the round that takes them, else for the box."""
    if row.round_id is not None:
        return blocks.button("Add a card", ADD, str(row.round_id), style="primary")
    return blocks.button("Keep a thought", BOX, str(row.ritual_id))
