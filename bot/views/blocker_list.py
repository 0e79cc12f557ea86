"""The list of open blockers, with what its reader can do about each."""

from datetime import date

from bot.domain.blocker_list import BlockerList, Listed
from bot.domain.list_file import Listing
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.blocker import DONE, WORDS, buttons
from bot.views.blocker_new import NEW
from bot.views.list_file import download

NEXT, MORE, SAME = "blocker_page", "blocker_more", "blocker_same"


def blocker_list(words: Words, facts: BlockerList, command: str) -> Message:
    """Return a page of open blockers, the oldest first; `command` is the slash command."""
    text = words("blocker/list.mrkdwn.j2", facts=facts, command=command)
    shown: list[blocks.Block] = [blocks.section("blockers", text)]
    for row in facts.rows:
        shown += row_blocks(words, row, facts.now.date())
    rest = facts.total - facts.first - len(facts.rows)
    below: list[blocks.Element] = [blocks.button("Raise a blocker", NEW)]
    if rest > 0:
        value = f"{facts.first + len(facts.rows)}:{facts.team_id}"
        size = min(rest, max(len(facts.rows), 1))
        below.insert(0, blocks.button(f"Show {size} more", NEXT, value))
    if facts.rows:
        below.append(download(Listing.BLOCKERS, facts.team_id))
    shown.append(blocks.actions("below", *below))
    return blocks.message(text, shown)


def row_blocks(words: Words, row: Listed, today: date, name: str = "blocker") -> list[blocks.Block]:
    """Return one blocker with its buttons; blocks are named after `name`."""
    one = row.blocker
    text = words("blocker/listed.mrkdwn.j2", one=one, today=today, most=WORDS)
    shown: list[blocks.Block] = [blocks.section(f"{name}:{one.id}", text)]
    pressed = buttons(one) if row.acts else [blocks.button("Done", DONE, str(one.id))] if row.closes else []
    if row.merges:
        pressed.append(blocks.overflow(MORE, [blocks.option("Same as…", f"{SAME}:{one.id}")]))
    if pressed:
        shown.append(blocks.actions(f"{name}_actions:{one.id}", *pressed))
    return shown
