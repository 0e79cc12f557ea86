"""What a home tab shows of syncs, row by row."""

import slackblocks as sb

from bot.domain.home import HomeFacts, Missing, OpenPrompt, RunningSync, Update
from bot.render import Words, oneline
from bot.views import blocks
from bot.views.sync_list import RESUME
from bot.views.sync_prompt import ADD, ANSWER, AS_PLANNED, EDIT, MORE, SKIP, WHY
from bot.views.sync_setup import EDIT as EDIT_SYNC

LINE = 200
"""Characters of an answer shown here; all of it stands in the thread of the summary."""

MOST_ADDED = 2
"""Additions to an answer that are shown here; more are counted."""


def waiting(words: Words, facts: HomeFacts, one: OpenPrompt) -> list[sb.Block]:
    """Return an update that the reader can give or change now."""
    turn = str(one.turn_id)
    text = blocks.section(f"waiting:{turn}", words("home/waiting.mrkdwn.j2", facts=facts, one=one))
    more = blocks.overflow(MORE, [blocks.option("Why am I asked?", f"{WHY}:{turn}")])
    if one.state == "skipped":
        return [text, blocks.actions(f"waiting_actions:{turn}", blocks.button("Answer after all", ANSWER, turn), more)]
    as_planned = blocks.button("All as planned", AS_PLANNED, turn)
    answer = blocks.button("Answer", ANSWER, turn, style="primary")
    skip = blocks.button("Skip", SKIP, turn)
    return [text, blocks.actions(f"waiting_actions:{turn}", as_planned, answer, skip, more)]


def update(words: Words, facts: HomeFacts, one: Update) -> list[sb.Block]:
    """Return what was said in the newest sync of one team or person."""
    button = (
        blocks.button("Edit", EDIT, str(one.turn_id))
        if one.turn_id is not None
        else blocks.button("Add something", ADD, str(one.prompt_id))
    )
    lines = [blocks.clip(oneline(line), LINE) for line in one.lines]
    added = [(said.by, blocks.clip(oneline(said.text), LINE)) for said in one.additions]
    text = words("home/update.mrkdwn.j2", facts=facts, one=one, lines=lines, added=added[:MOST_ADDED])
    first, *rest = blocks.split(text, blocks.SECTION_LENGTH)  # in escapes a line can be five times as long
    shown = [blocks.section(f"update:{one.prompt_id}", first, accessory=button)]
    return shown + [blocks.section(f"update:{one.prompt_id}:{n}", part) for n, part in enumerate(rest)]


def missing(words: Words, facts: HomeFacts, numbered: tuple[int, Missing]) -> list[sb.Block]:
    """Return whose update is not there yet."""
    number, one = numbered
    return [blocks.section(f"missing:{number}", words("home/missing.mrkdwn.j2", facts=facts, one=one))]


def running(words: Words, facts: HomeFacts, one: RunningSync) -> list[sb.Block]:
    """Return a sync that runs, with what can be done with it."""
    sync = str(one.ritual_id)
    button = (
        blocks.button("Resume sync", RESUME, sync)
        if one.state == "paused"
        else blocks.button("Edit sync", EDIT_SYNC, sync)
    )
    return [blocks.section(f"sync:{sync}", words("home/sync.mrkdwn.j2", facts=facts, one=one), accessory=button)]
