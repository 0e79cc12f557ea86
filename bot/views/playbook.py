"""A page to read, its history, and what one version changed; and a page as it is shared."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.playbook import Page, PageState, PageView
from bot.domain.playbook_found import History, VersionView
from bot.domain.playbook_markdown import first_section, pages
from bot.domain.words import few
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.playbook_rich import compared, rich
from bot.views.ticket import StoredId, read_ticket

READ, PIECE, TOP, SHARE, HELPFUL, OUTDATED = (
    "playbook_read",
    "playbook_piece",
    "playbook_top",
    "playbook_share",
    "playbook_helpful",
    "playbook_outdated",
)
EDIT, VOUCH, HAND, ARCHIVE, BACK = (
    "playbook_edit",
    "playbook_vouch",
    "playbook_hand",
    "playbook_archive",
    "playbook_back",
)
HISTORY, VERSION, RESTORE = "playbook_history", "playbook_version", "playbook_restore"
PAGE_VIEW, HISTORY_VIEW, VERSION_VIEW = "playbook_page_view", "playbook_history_view", "playbook_version_view"

MOST_LINKS = 3
"""Pages to which a page leads that have a button."""

SHARED = 600
"""Characters of a page's first section that a channel sees; the rest is behind *Read page*."""


@dataclass(frozen=True, slots=True)
class PageTicket:
    """What an open page carries: which, and which piece of it is shown."""

    page: StoredId
    piece: StoredId = 0

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(PageTicket)


def page_ticket(view: Mapping[str, Any]) -> PageTicket:
    """Return the ticket of an open page. Raises Unreadable."""
    return read_ticket(_TICKET, view)


def page_view(words: Words, facts: PageView) -> View:
    """Return a page to read, a piece at a time, with what its reader can do."""
    page, value = facts.page, str(facts.page.id)
    shown: list[blocks.Block] = []
    if facts.note:
        shown.append(blocks.section("note", words("words/only.mrkdwn.j2", sentence=facts.note)))
    shown += [
        blocks.header("title", page.title),
        blocks.context("about", words("playbook/about.mrkdwn.j2", page=page, today=facts.today)),
        *rich("body", facts.body),
        *_links(words, facts),
    ]
    if facts.pieces > 1:
        shown.append(blocks.context("piece", words("playbook/piece.mrkdwn.j2", facts=facts)))
        turns = (
            [blocks.button("Read on", PIECE, f"{value}:{facts.piece + 1}")] if facts.piece + 1 < facts.pieces else []
        )
        turns += [blocks.button("Read from the top", TOP, f"{value}:0")] if facts.piece else []
        shown.append(blocks.actions("turn", *turns))
    said = [] if page.state is PageState.ARCHIVED else [blocks.button("Helpful", HELPFUL, value)]
    # Whoever keeps it changes it: the button for that stands below.
    if said and not page.own:
        said.append(outdated_button(page))
    shown.append(blocks.actions("said", *said, blocks.button("Show history", HISTORY, value)))
    if page.mine:
        shown.append(blocks.actions("keeps", *keeping(page)))
    ticket = PageTicket(page.id, facts.piece)
    return blocks.modal(PAGE_VIEW, "Playbook page", shown, close="Close", metadata=ticket.dump())


def _links(words: Words, facts: PageView) -> list[blocks.Block]:
    """Return the ways to the pages to which a page leads; of many the rest is named."""
    shown: list[blocks.Block] = []
    for one in facts.links[:MOST_LINKS]:
        text = words("playbook/link.mrkdwn.j2", one=one)
        shown.append(blocks.section(f"link:{one.id}", text, accessory=blocks.button("Read page", READ, str(one.id))))
    if rest := facts.links[MOST_LINKS:]:
        shown.append(
            blocks.context("links", words("playbook/links_more.mrkdwn.j2", titles=few([one.title for one in rest])))
        )
    return shown


def keeping(page: Page) -> list[blocks.Element]:
    """Return what whoever keeps a page can do with it."""
    value = str(page.id)
    if page.state is PageState.ARCHIVED:
        return [blocks.button("Bring it back", BACK, value)]
    return [
        blocks.button("Edit page", EDIT, value),
        blocks.button("Still true", VOUCH, value),
        blocks.button("Hand over", HAND, value),
        archive_button(page),
    ]


def archive_button(page: Page) -> blocks.Element:
    """Return *Archive*, which asks first."""
    asks = blocks.confirm(
        "Archive this page?",
        "It is neither listed nor found any more. What it says is kept, and *Bring it back* undoes it.",
        "Archive page",
    )
    return blocks.button("Archive", ARCHIVE, str(page.id), asks=asks)


def outdated_button(page: Page) -> blocks.Element:
    """Return *Out of date*."""
    return blocks.button("Out of date", OUTDATED, str(page.id))


def shared_message(words: Words, facts: PageView, by: str) -> Message:
    """Return a page as a channel sees it: who shares it, how it begins, and the way to the rest."""
    begins = pages(first_section(facts.body), SHARED)
    text = words("playbook/shared.mrkdwn.j2", facts=facts, by=by)
    shown = [
        blocks.section("shared", text),
        *rich("body", begins[0]),
        *_links(words, facts),
        blocks.context("about", words("playbook/about.mrkdwn.j2", page=facts.page, today=facts.today)),
        blocks.actions("shared_actions", blocks.button("Read page", READ, str(facts.page.id))),
    ]
    return blocks.message(words("playbook/shared_text.mrkdwn.j2", facts=facts, by=by), shown)


def history_view(words: Words, facts: History) -> View:
    """Return the versions of a page, the newest first, each with the way to what it changed."""
    shown: list[blocks.Block] = [blocks.header("title", facts.page.title)]
    for row in facts.rows:
        text = words("playbook/version_row.mrkdwn.j2", row=row, zone=facts.zone, now=facts.now)
        button = blocks.button("Show changes", VERSION, f"{facts.page.id}:{row.number}")
        shown.append(blocks.section(f"version:{row.number}", text, accessory=button))
    if facts.more:
        shown.append(blocks.context("more", words("playbook/version_more.mrkdwn.j2", more=facts.more)))
    return blocks.modal(HISTORY_VIEW, "History", shown, close="Close")


def version_view(words: Words, facts: VersionView) -> View:
    """Return what a version changed: lines that went are struck through."""
    text = words("playbook/version_row.mrkdwn.j2", row=facts.row, zone=facts.zone, now=facts.now)
    shown = [blocks.header("title", facts.page.title), blocks.section("version", text)]
    if facts.changes:
        shown.append(compared("changes", facts.changes.lines))
    below = words("playbook/version_below.mrkdwn.j2", facts=facts)
    if below:
        shown.append(blocks.context("below", below))
    if facts.page.mine and not facts.newest:
        value = f"{facts.page.id}:{facts.row.number}:{facts.page.revision}"
        shown.append(blocks.actions("restore", blocks.button("Restore version", RESTORE, value)))
    return blocks.modal(VERSION_VIEW, "What changed", shown, close="Close")
