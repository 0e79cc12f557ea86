"""The list of syncs, with what can be done to each."""

import slackblocks as sb

from bot.domain.list_file import Listing
from bot.domain.sync_list import Doing, SyncListFacts, SyncRow
from bot.render import Words, escape, unformatted
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.list_file import download
from bot.views.opt_out import SHOW as SHOW_LEFT_OUT
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

ASKED: dict[Doing, tuple[str, str, blocks.Style]] = {
    Doing.RUN: (RUN, "Run now", "primary"),
    Doing.CLOSED: (CLOSE, "Close now", "primary"),
    Doing.DELETED: (DELETE, "Delete", "danger"),
}
"""What asks before it acts: its button's action, label and style."""

ON_A_PAGE = 15
"""Syncs a message: three blocks each at most, of the fifty that Slack takes."""


def sync_list(words: Words, facts: SyncListFacts) -> Message:
    """Return the syncs with their buttons, and before them what has just been done."""
    shown: list[blocks.Block] = []
    text = words("menu/syncs_text.mrkdwn.j2", facts=facts)
    if facts.done:
        text = words("menu/sync_done.mrkdwn.j2", done=facts.done)
        shown.append(blocks.section("done", text))
    if not facts.rows and not facts.done:
        shown.append(blocks.section("none", words("menu/syncs_none.mrkdwn.j2", facts=facts)))
    if facts.paused is not None:
        note = words("pause/note.mrkdwn.j2", pause=facts.paused, zone=facts.zone, now=facts.now)
        shown.append(blocks.section("paused", note))
    page = facts.rows[facts.first : facts.first + ON_A_PAGE]
    for row in page:
        shown += _row(words, facts, row)
    below = []
    if facts.can_set_up:
        below.append(blocks.button("New sync", NEW))
    rest = len(facts.rows) - facts.first - len(page)
    if rest > 0:
        below.append(blocks.button(f"Show {min(rest, ON_A_PAGE)} more", PAGE, str(facts.first + ON_A_PAGE)))
    if facts.rows:
        below.append(download(Listing.SYNCS, label="Download list"))
    if below:
        shown.append(blocks.actions("below", *below))
    return blocks.message(text, shown)


def done_view(words: Words, facts: SyncListFacts) -> View:
    """Return what was done as a form that only says it, for places without a message to replace."""
    text = words("menu/sync_done.mrkdwn.j2", done=facts.done)
    return blocks.modal("sync_done_view", "Done", [blocks.section("done", text)], close="Close")


def question(words: Words, row: SyncRow, doing: Doing) -> Message:
    """Return what is asked of somebody who typed to run, close or delete `row`: its button asks no second time."""
    action_id, label, style = ASKED[doing]
    text = words("menu/question.mrkdwn.j2", title=_title(row, label), row=row, doing=doing)
    shown: list[blocks.Block] = [blocks.section("question", text)]
    leave = blocks.button("Show syncs", LIST, "0")
    if doing is Doing.CLOSED and row.closes_at is None:
        return blocks.message(text, [*shown, blocks.actions("answers", leave)])
    do = blocks.button(label, action_id, str(row.ritual_id), style=style)
    return blocks.message(escape(unformatted(_title(row, label))), [*shown, blocks.actions("answers", do, leave)])


def _row(words: Words, facts: SyncListFacts, row: SyncRow) -> list[blocks.Block]:
    one = str(row.ritual_id)
    shown: list[blocks.Block] = [blocks.section(f"sync:{one}", words("menu/sync.mrkdwn.j2", facts=facts, row=row))]
    see = [blocks.button("See next rounds", SEE, one), blocks.button("See map", SHOW_MAP, one)]
    if row.reads:
        see.append(blocks.button("See rhythm", SHOW_TREND, one))
    if row.opt_outs:
        see.append(blocks.button("See left out", SHOW_LEFT_OUT, one))
    if not row.mine:
        return [*shown, blocks.actions(f"sync_actions:{one}", *see, _files(row))]
    elements = [blocks.button("Edit", EDIT, one)]
    if row.state == "paused":
        elements.append(blocks.button("Resume", RESUME, one))
    else:
        elements.append(blocks.button("Pause", PAUSE, one))
    elements.append(_pressed(words, row, Doing.RUN if row.closes_at is None else Doing.CLOSED))
    elements += [*see, _pressed(words, row, Doing.DELETED), _files(row)]
    return [*shown, blocks.actions(f"sync_actions:{one}", *elements)]


def _files(row: SyncRow) -> sb.Element:
    """Return the menu of what can be had as a file."""
    files = [blocks.option("Add to calendar", f"{CALENDAR}:{row.ritual_id}")]
    if row.reads:
        files.append(blocks.option("Download CSV", f"{ANSWERS}:{row.ritual_id}"))
    files.append(blocks.option("Download rounds", f"{ROUNDS}:{row.ritual_id}"))
    return blocks.overflow(FILES, files)


def _pressed(words: Words, row: SyncRow, doing: Doing) -> sb.Element:
    """Return the button of something that cannot be taken back: it asks before it does it."""
    action_id, label, style = ASKED[doing]
    text = words(f"menu/ask_{doing}.mrkdwn.j2", row=row)
    asks = blocks.confirm(_title(row, label), blocks.clip(text, 300), label, danger=style == "danger")
    in_list = style if style == "danger" else None
    return blocks.button(label, action_id, str(row.ritual_id), style=in_list, asks=asks)


def _title(row: SyncRow, label: str) -> str:
    return blocks.clip(f"{label.partition(' ')[0]} {row.name}?", 100)
