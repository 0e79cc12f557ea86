"""Lists of announcements: all of them, those of a change, and on a home tab."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.announcement_compose import KIND_WORDS
from bot.domain.announcement_desk import STATE_WORDS
from bot.domain.announcement_list import AnnouncementList, AnnouncementRow
from bot.domain.change import ChangeState
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.announcement_desk import OPEN
from bot.views.announcement_sign import READ

LIST, NEW, NEW_PLAIN = "announcement_list", "announcement_new", "announcement_new_plain"
AFTER: Mapping[ChangeState, str] = {ChangeState.EMBEDDED: "Say thank you", ChangeState.STOPPED: "Announce why"}
"""What is mostly announced of a change that has ended."""


def announcement_list(words: Words, facts: AnnouncementList, command: str) -> Message:
    """Return a page of the list."""
    text = words("announcement/list_text.mrkdwn.j2", facts=facts)
    shown: list[blocks.Block] = []
    if facts.rows:
        shown.append(blocks.section("title", text))
    else:
        none = words("announcement/list_none.mrkdwn.j2", command=command, writes=facts.writes)
        shown.append(blocks.section("none", none))
    shown += [row for one in facts.rows for row in draft_row(words, one, facts.today)]
    below = [blocks.button("New announcement", NEW_PLAIN)] if facts.writes else []
    if facts.more:
        below.append(blocks.button("Show more", LIST, str(facts.first + len(facts.rows))))
    if below:
        shown.append(blocks.actions("below", *below))
    return blocks.message(text, shown)


def draft_row(words: Words, one: AnnouncementRow, today: date) -> list[blocks.Block]:
    """Return a row with the button that opens its desk."""
    button = blocks.button("Go on" if one.state.editable_freely else "Open it", OPEN, str(one.id))
    return [blocks.section(f"announcement:{one.id}", _line(words, one, today), accessory=button)]


def sign_row(words: Words, one: AnnouncementRow, today: date) -> list[blocks.Block]:
    """Return the row of one that its reader is to sign."""
    button = blocks.button("Read and sign", READ, str(one.id))
    return [blocks.section(f"to_sign:{one.id}", _line(words, one, today), accessory=button)]


def on_change(
    words: Words, change_id: int, rows: Sequence[AnnouncementRow], today: date, state: ChangeState
) -> list[blocks.Block]:
    """Return what stands on the page of a change for those who run it: what is being written, and how more begins."""
    shown: list[blocks.Block] = []
    if rows:
        shown.append(blocks.section("written", words("announcement/change_title.mrkdwn.j2")))
        shown += [row for one in rows for row in draft_row(words, one, today)]
    label = AFTER.get(state, "Announce it")
    return [*shown, blocks.actions("announce", blocks.button(label, NEW, str(change_id)))]


def _line(words: Words, one: AnnouncementRow, today: date) -> str:
    kind, state = KIND_WORDS[one.kind], STATE_WORDS[one.state]
    return words("announcement/list_row.mrkdwn.j2", one=one, kind=kind, state=state, today=today)
