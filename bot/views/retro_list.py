"""The list of retros, with what can be done to each."""

import slackblocks as sb

from bot.domain.opt_out import Asks, OptOutOf
from bot.domain.retro_list import RetroDoing, RetroListFacts, RetroRow
from bot.render import Words, escape, unformatted
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.opt_out import SHOW as SHOW_LEFT_OUT
from bot.views.opt_out import value_of
from bot.views.retro_card import ADD, BOX
from bot.views.retro_setup import EDIT, NEW

LIST, PAGE = "retro_list", "retro_list_page"
PAUSE, RESUME, RUN, RUN_LIVE, DELETE = "retro_pause", "retro_resume", "retro_run", "retro_run_live", "retro_delete"

ASKED: dict[RetroDoing, tuple[str, str, blocks.Style]] = {
    RetroDoing.RUN: (RUN, "Run now", "primary"),
    RetroDoing.RUN_LIVE: (RUN_LIVE, "Run live now", "primary"),
    RetroDoing.DELETED: (DELETE, "Delete", "danger"),
}
"""What asks before it acts: its button's action, label and style."""

ON_A_PAGE = 20
"""Retros a message: two blocks each, of the fifty that Slack takes."""


def retro_list(words: Words, facts: RetroListFacts) -> Message:
    """Return the retros with their buttons, and before them what has just been done."""
    shown: list[blocks.Block] = []
    text = words("retro/list_text.mrkdwn.j2", facts=facts)
    if facts.done:
        text = words("retro/done.mrkdwn.j2", done=facts.done)
        shown.append(blocks.section("done", text))
    if not facts.rows and not facts.done:
        shown.append(blocks.section("none", words("retro/list_none.mrkdwn.j2", facts=facts)))
    if facts.paused is not None:
        note = words("pause/note.mrkdwn.j2", pause=facts.paused, zone=facts.zone, now=facts.now)
        shown.append(blocks.section("paused", note))
    page = facts.rows[facts.first : facts.first + ON_A_PAGE]
    for row in page:
        shown += _row(words, facts, row)
    below = [blocks.button("New retro", NEW)] if facts.can_set_up else []
    rest = len(facts.rows) - facts.first - len(page)
    if rest > 0:
        below.append(blocks.button(f"Show {min(rest, ON_A_PAGE)} more", PAGE, str(facts.first + ON_A_PAGE)))
    if below:
        shown.append(blocks.actions("below", *below))
    return blocks.message(text, shown)


def done_view(words: Words, facts: RetroListFacts) -> View:
    """Return what was done as a form that only says it, for places without a message to replace."""
    text = words("retro/done.mrkdwn.j2", done=facts.done)
    return blocks.modal("retro_done_view", "Done", [blocks.section("done", text)], close="Close")


def question(words: Words, row: RetroRow, doing: RetroDoing) -> Message:
    """Return what is asked of somebody who typed to run or delete `row`: its button asks no second time."""
    action_id, label, style = ASKED[doing]
    title = _title(row, label)
    text = words("retro/question.mrkdwn.j2", title=title, row=row, doing=doing)
    do = blocks.button(label, action_id, str(row.retro_id), style=style)
    leave = blocks.button("Show retros", LIST, "0")
    shown = [blocks.section("question", text), blocks.actions("answers", do, leave)]
    return blocks.message(escape(unformatted(title)), shown)


def _row(words: Words, facts: RetroListFacts, row: RetroRow) -> list[blocks.Block]:
    one = str(row.retro_id)
    shown: list[blocks.Block] = [blocks.section(f"retro:{one}", words("retro/row.mrkdwn.j2", facts=facts, row=row))]
    elements = [_write(row)] if row.takes_part else []
    if row.opt_outs:
        which = OptOutOf(Asks.RETRO, row.retro_id)
        elements.append(blocks.button("See left out", SHOW_LEFT_OUT, value_of(which)))
    if not row.mine:
        return [*shown, blocks.actions(f"retro_actions:{one}", *elements)] if elements else shown
    elements.append(blocks.button("Edit", EDIT, one))
    if row.state == "paused":
        elements.append(blocks.button("Resume", RESUME, one))
    else:
        elements.append(blocks.button("Pause", PAUSE, one))
    if row.phase is None:
        elements += [_pressed(words, row, RetroDoing.RUN), _pressed(words, row, RetroDoing.RUN_LIVE)]
    elements.append(_pressed(words, row, RetroDoing.DELETED))
    return [*shown, blocks.actions(f"retro_actions:{one}", *elements)]


def _write(row: RetroRow) -> sb.Element:
    """Return the button with which somebody writes cards: for the round that takes them, else for the box."""
    if row.round_id is not None:
        return blocks.button("Add a card", ADD, str(row.round_id), style="primary")
    return blocks.button("Keep a thought", BOX, str(row.retro_id))


def _pressed(words: Words, row: RetroRow, doing: RetroDoing) -> sb.Element:
    """Return the button of something that cannot be taken back: it asks before it does it."""
    action_id, label, style = ASKED[doing]
    text = words(f"retro/ask_{doing}.mrkdwn.j2", row=row)
    asks = blocks.confirm(_title(row, label), blocks.clip(text, 300), label, danger=style == "danger")
    return blocks.button(label, action_id, str(row.retro_id), style=style if style == "danger" else None, asks=asks)


def _title(row: RetroRow, label: str) -> str:
    return blocks.clip(f"{label.partition(' ')[0]} {row.name}?", 100)
