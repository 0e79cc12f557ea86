"""The list of syncs, with what can be done to each."""

import slackblocks as sb

from bot.domain.list_file import Listing
from bot.domain.ritual_list import Doing, ListFacts
from bot.domain.sync_list import SyncRow
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.list_file import download
from bot.views.opt_out import SHOW as SHOW_LEFT_OUT
from bot.views.ritual_list import RitualList
from bot.views.sync_map import SHOW as SHOW_MAP
from bot.views.sync_setup import EDIT, NEW
from bot.views.sync_trend import SHOW as SHOW_TREND

LIST, PAGE = "sync_list", "sync_list_page"
PAUSE, RESUME, RUN, CLOSE, DELETE, SEE = (
    "sync_pause",
    "sync_resume",
    "sync_run",
    "sync_close",
    "sync_delete",
    "sync_preview",
)
FILES = "sync_files"
CALENDAR, ANSWERS, ROUNDS = "calendar", "answers", "rounds"
"""What the menu of files gives, as its choices begin: `calendar:7`."""

SYNCS = RitualList(
    noun="sync",
    new=NEW,
    show=LIST,
    page=PAGE,
    pause=PAUSE,
    resume=RESUME,
    asked={
        Doing.RUN: (RUN, "Run now", "primary"),
        Doing.CLOSED: (CLOSE, "Close now", "primary"),
        Doing.DELETED: (DELETE, "Delete", "danger"),
    },
    most=15,
)


def sync_list(words: Words, facts: ListFacts[SyncRow]) -> Message:
    """Return the syncs with their buttons, and before them what has just been done."""
    below = [download(Listing.SYNCS, label="Download list")] if facts.rows else []
    return SYNCS.message(words, facts, lambda row: _row(words, facts, row), below=below)


def done_view(words: Words, facts: ListFacts[SyncRow]) -> View:
    """Return what was done as a form that only says it, for places without a message to replace."""
    return SYNCS.done_view(words, facts)


def question(words: Words, row: SyncRow, doing: Doing) -> Message:
    """Return what is asked of somebody who typed to run, close or delete `row`; there may be nothing to close."""
    if doing is Doing.CLOSED and row.closes_at is None:
        text = words("sync/not_open.mrkdwn.j2", row=row)
        return blocks.message(text, [blocks.section("question", text), blocks.actions("answers", SYNCS.leave())])
    return SYNCS.question(words, row, doing)


def _row(words: Words, facts: ListFacts[SyncRow], row: SyncRow) -> list[blocks.Block]:
    one = str(row.ritual_id)
    shown: list[blocks.Block] = [blocks.section(f"sync:{one}", words("sync/row.mrkdwn.j2", facts=facts, row=row))]
    see = [blocks.button("See next rounds", SEE, one), blocks.button("See map", SHOW_MAP, one)]
    if row.reads:
        see.append(blocks.button("See rhythm", SHOW_TREND, one))
    if row.opt_outs:
        see.append(blocks.button("See left out", SHOW_LEFT_OUT, one))
    if not row.mine:
        return [*shown, blocks.actions(f"sync_actions:{one}", *see, _files(row))]
    now = SYNCS.pressed(words, row, Doing.RUN if row.closes_at is None else Doing.CLOSED)
    elements = [blocks.button("Edit", EDIT, one), SYNCS.pause_or_resume(row), now]
    elements += [*see, SYNCS.pressed(words, row, Doing.DELETED), _files(row)]
    return [*shown, blocks.actions(f"sync_actions:{one}", *elements)]


def _files(row: SyncRow) -> sb.Element:
    """Return the menu of what can be had as a file."""
    files = [blocks.option("Add to calendar", f"{CALENDAR}:{row.ritual_id}")]
    if row.reads:
        files.append(blocks.option("Download CSV", f"{ANSWERS}:{row.ritual_id}"))
    files.append(blocks.option("Download rounds", f"{ROUNDS}:{row.ritual_id}"))
    return blocks.overflow(FILES, files)
