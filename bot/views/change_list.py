"""The list of changes."""

from collections.abc import Sequence

from bot.domain.change import STATE_WORDS
from bot.domain.change_list import ChangeListFacts
from bot.domain.list_file import Listing
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.change_form import NEW
from bot.views.list_file import download
from bot.views.stakeholder_list import STANDING

LIST, SHOW = "change_list", "change_show"


def change_list(words: Words, facts: ChangeListFacts, command: str, calendar: Sequence[blocks.Block] = ()) -> Message:
    """Return a page of the list, with the `calendar` below; `command` is the slash command."""
    text = words("change/list_text.mrkdwn.j2", facts=facts)
    shown: list[blocks.Block] = []
    if facts.note:
        shown.append(blocks.section("note", words("words/only.mrkdwn.j2", sentence=facts.note)))
    if facts.rows:
        shown.append(blocks.section("title", text))
    else:
        shown.append(blocks.section("none", words("change/list_none.mrkdwn.j2", facts=facts, command=command)))
    for row in facts.rows:
        line = words("change/list_row.mrkdwn.j2", row=row, today=facts.today, state=STATE_WORDS[row.state])
        shown.append(
            blocks.section(f"change:{row.id}", line, accessory=blocks.button("Show change", SHOW, str(row.id)))
        )
    below = [blocks.button("New change", NEW, style=None if facts.rows else "primary")] if facts.is_pmo else []
    if facts.is_pmo:
        below.append(blocks.button("Show standing list", STANDING))
    if facts.more:
        below.append(blocks.button("Show more", LIST, str(facts.first + len(facts.rows))))
    if facts.rows:
        below.append(download(Listing.CHANGES))
    shown += calendar
    if below:
        shown.append(blocks.actions("below", *below))
    return blocks.message(text, shown)
