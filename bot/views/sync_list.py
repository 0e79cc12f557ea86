"""The list of syncs, with what can be done to each."""

import slackblocks as sb

from bot.domain.sync_list import SyncListFacts, SyncRow
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.sync_setup import EDIT, NEW

LIST, PAGE = "sync_list", "sync_list_page"
PAUSE, RESUME, RUN, CLOSE, DELETE, SEE = (
    "sync_pause",
    "sync_resume",
    "sync_run",
    "sync_close",
    "sync_delete",
    "sync_preview",
)
ON_A_PAGE = 15
"""Syncs a message: three blocks each at most, of the fifty that Slack takes."""


def sync_list(words: Words, facts: SyncListFacts, *, deleting: bool = False) -> Message:
    """Return the syncs with their buttons, and before them what has just been done.

    `deleting`: the reader asked to delete the only one that is shown, and reads what to press.
    """
    shown: list[blocks.Block] = []
    text = words("menu/syncs_text.mrkdwn.j2", facts=facts)
    if facts.done:
        text = words("menu/sync_done.mrkdwn.j2", done=facts.done)
        shown.append(blocks.section("done", text))
    if deleting and facts.rows:
        text = words("menu/deleting.mrkdwn.j2", row=facts.rows[0])
        shown.append(blocks.section("deleting", text))
    if not facts.rows and not facts.done:
        shown.append(blocks.section("none", words("menu/syncs_none.mrkdwn.j2", facts=facts)))
    page = facts.rows[facts.first : facts.first + ON_A_PAGE]
    for row in page:
        shown += _row(words, facts, row)
    below = []
    if facts.can_set_up:
        below.append(blocks.button("New sync", NEW))
    rest = len(facts.rows) - facts.first - len(page)
    if rest > 0:
        below.append(blocks.button(f"Show {min(rest, ON_A_PAGE)} more", PAGE, str(facts.first + ON_A_PAGE)))
    if below:
        shown.append(blocks.actions("below", *below))
    return blocks.message(text, shown)


def done_view(words: Words, facts: SyncListFacts) -> View:
    """Return what was done as a form that only says it, for places without a message to replace."""
    text = words("menu/sync_done.mrkdwn.j2", done=facts.done)
    return blocks.modal("sync_done_view", "Done", [blocks.section("done", text)], close="Close")


def _row(words: Words, facts: SyncListFacts, row: SyncRow) -> list[blocks.Block]:
    one = str(row.ritual_id)
    shown: list[blocks.Block] = [blocks.section(f"sync:{one}", words("menu/sync.mrkdwn.j2", facts=facts, row=row))]
    see = blocks.button("See next rounds", SEE, one)
    if not row.mine:
        return [*shown, blocks.actions(f"sync_actions:{one}", see)]
    elements = [blocks.button("Edit", EDIT, one)]
    if row.state == "paused":
        elements.append(blocks.button("Resume", RESUME, one))
    else:
        elements.append(blocks.button("Pause", PAUSE, one))
    if row.closes_at is None:
        elements.append(blocks.button("Run now", RUN, one, asks=_asks(words, "run", row, "Run now")))
    else:
        elements.append(blocks.button("Close now", CLOSE, one, asks=_asks(words, "close", row, "Close now")))
    elements += [
        see,
        blocks.button("Delete", DELETE, one, style="danger", asks=_asks(words, "delete", row, "Delete", danger=True)),
    ]
    return [*shown, blocks.actions(f"sync_actions:{one}", *elements)]


def _asks(words: Words, what: str, row: SyncRow, yes: str, *, danger: bool = False) -> sb.ConfirmationDialogue:
    text = words(f"menu/ask_{what}.mrkdwn.j2", row=row)
    verb = yes.partition(" ")[0]
    return blocks.confirm(blocks.clip(f"{verb} {row.name}?", 100), blocks.clip(text, 300), yes, danger=danger)
