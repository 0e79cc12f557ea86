"""The desk of an announcement: what it is made of, each part with its form, and the last look before it goes."""

from collections import defaultdict
from collections.abc import Sequence

from bot.domain.announcement import Kind, State
from bot.domain.announcement_compose import KIND_WORDS
from bot.domain.announcement_desk import STATE_WORDS, DeskFacts, DeskGroup
from bot.domain.announcement_edit import EditWaiting
from bot.domain.change_load import Load
from bot.domain.typed_markdown import unmarked
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.announcement_field import ComposeTicket

DESK = "announcement_desk"
DESK_SEEN = "announcement_desk_seen"
"""Callback of the desk of what cannot be sent any more."""

OPEN, EDIT_CORE, EDIT_PART, EDIT_LEADS, EDIT_WAY, EDIT_WHO, EDIT_SIGNERS = (
    "announcement_open",
    "announcement_edit_core",
    "announcement_edit_part",
    "announcement_edit_leads",
    "announcement_edit_way",
    "announcement_edit_who",
    "announcement_edit_signers",
)
DROP, TAKE_BACK, PREVIEW = "announcement_drop", "announcement_take_back", "announcement_preview"
TAKE_EDIT_BACK = "announcement_edit_take_back"

MOST_LOADS = 6
"""Loads that are shown, the highest first; groups that have the same to take in stand together."""

MOST_DIFFERS, MOST_OF_ONE = 6, 600
"""Parts of an announcement whose edit is shown, and characters of each; the preview has all of it."""

MOST_GROUPS = 40
"""Groups that have a row; there is room for no more in a form of Slack's, so that a menu has the others."""

EXCERPT = 300
"""Characters of the text that are shown."""


def desk(words: Words, facts: DeskFacts) -> View:
    """Return the desk."""
    value, free = str(facts.id), facts.state.editable_freely
    edits = free or facts.state.out
    shown: list[blocks.Block] = []
    if facts.note:
        shown.append(blocks.section("note", words("words/only.mrkdwn.j2", sentence=facts.note)))
    head = words(
        "announcement/desk_head.mrkdwn.j2",
        facts=facts,
        kind=KIND_WORDS[facts.kind],
        state=STATE_WORDS[facts.state],
        excerpt=_excerpt(facts.core.text),
    )
    text = blocks.button("Edit text", EDIT_CORE, value) if edits else None
    shown.append(blocks.section("head", head, accessory=text))
    if facts.edit is not None:
        waits = words("announcement/desk_edit.mrkdwn.j2", facts=facts)
        shown += [*blocks.paragraphs("edit", waits), *differs_blocks(words, facts.edit), _edit_steps(value)]
    shown += blocks.paragraphs("not_known", words("announcement/desk_not_known.mrkdwn.j2", facts=facts))
    who = blocks.button("Choose who", EDIT_WHO, value) if free else None
    shown += [
        blocks.divider("who_line"),
        blocks.section("who", words("announcement/desk_who.mrkdwn.j2", facts=facts), accessory=who),
    ]
    shown += load_blocks(words, facts)
    shown += [_part(words, facts, one, edits=edits) for one in facts.groups[:MOST_GROUPS]]
    if left := facts.groups[MOST_GROUPS:]:
        shown.append(_others(words, facts, left, edits=edits))
    shown += [blocks.divider("way_line"), *_rows(words, facts, value, edits=edits, free=free)]
    missing = words("announcement/desk_missing.mrkdwn.j2", facts=facts) if free else ""
    shown += blocks.paragraphs("missing", missing)
    if steps := _steps(facts, value):
        shown.append(blocks.actions("steps", *steps))
    metadata = ComposeTicket(facts.id).dump()
    title = KIND_WORDS[facts.kind]
    if not free:
        return blocks.modal(DESK_SEEN, title, shown, close="Close", metadata=metadata)
    return blocks.modal(DESK, title, shown, submit="Preview and send", close="Close", metadata=metadata)


def load_blocks(words: Words, facts: DeskFacts, *, signer: bool = False) -> list[blocks.Block]:
    """Return how much its groups have to take in, those with most first; who goes over the limit is said aloud."""
    alike: dict[tuple[int, str], list[Load]] = defaultdict(list)
    for load in sorted(facts.loads, key=lambda one: -one.total):
        alike[load.total, load.parts].append(load)
    loads = list(alike.values())
    shown, left = loads[:MOST_LOADS], sum(len(one) for one in loads[MOST_LOADS:])
    text = words("announcement/load.mrkdwn.j2", facts=facts, loads=shown, left=left, signer=signer)
    return blocks.paragraphs("load", text)


def differs_blocks(words: Words, edit: EditWaiting) -> list[blocks.Block]:
    """Return what an edit changes: of each part the lines that go, and those that come instead."""
    shown: list[blocks.Block] = []
    for number, one in enumerate(edit.differs[:MOST_DIFFERS]):
        before, after = [blocks.clip(unmarked(text), MOST_OF_ONE) for text in (one.before, one.after)]
        said = words("announcement/differs.mrkdwn.j2", what=one.what, before=before, after=after)
        shown += blocks.paragraphs(f"differs{number}", said)
    if len(edit.differs) > MOST_DIFFERS:
        shown.append(
            blocks.context("differs_more", words("home/more.mrkdwn.j2", more=len(edit.differs) - MOST_DIFFERS))
        )
    return shown


def _edit_steps(value: str) -> blocks.Block:
    text = "Readers keep what they have. Whoever was asked to sign it sees that; what you wrote is gone."
    asks = blocks.confirm("Take this edit back?", text, "Take it back", danger=True)
    return blocks.actions(
        "edit_do",
        blocks.button("Preview edit", PREVIEW, value),
        blocks.button("Take edit back", TAKE_EDIT_BACK, value, asks=asks),
    )


def _part(words: Words, facts: DeskFacts, one: DeskGroup, *, edits: bool) -> blocks.Block:
    text = words("announcement/desk_part.mrkdwn.j2", one=one, excerpt=_excerpt(one.text))
    label = "Edit part" if one.text else "Write part"
    button = blocks.button(label, EDIT_PART, f"{facts.id}:{one.id}") if edits else None
    return blocks.section(f"part:{one.id}", text, accessory=button)


def _others(words: Words, facts: DeskFacts, left: Sequence[DeskGroup], *, edits: bool) -> blocks.Block:
    """Return the way to the parts of those groups that have no row."""
    menu = None
    if edits:
        options = [blocks.option(one.name, f"{facts.id}:{one.id}") for one in left]
        menu = blocks.select(EDIT_PART, options, placeholder="Choose a group")
    return blocks.section("more", words("announcement/desk_others.mrkdwn.j2", left=left), accessory=menu)


def _rows(words: Words, facts: DeskFacts, value: str, *, edits: bool, free: bool) -> list[blocks.Block]:
    way = blocks.button("Change when", EDIT_WAY, value) if free else None
    leads = blocks.button("Edit for leads", EDIT_LEADS, value) if edits else None
    chooses = free or facts.edit is not None
    signers = blocks.button("Choose co-signers", EDIT_SIGNERS, value) if chooses else None
    rows = [
        blocks.section("way", words("announcement/desk_way.mrkdwn.j2", facts=facts), accessory=way),
        blocks.section("leads", words("announcement/desk_leads.mrkdwn.j2", facts=facts), accessory=leads),
    ]
    if facts.kind is not Kind.PLAIN:
        text = words("announcement/desk_signers.mrkdwn.j2", facts=facts)
        rows.append(blocks.section("signers", text, accessory=signers))
        rows += blocks.paragraphs("wishes", words("announcement/desk_wishes.mrkdwn.j2", facts=facts))
    return rows


def _excerpt(text: str) -> str:
    """Return the first lines of a text, without those that are empty, and end with a whole one where one fits.

    Cut within a line, a star that begins bold type would lose the one that ends it.
    """
    lines = "\n".join(line.strip() for line in text.splitlines() if line.strip())
    if len(lines) <= EXCERPT:
        return lines
    whole, found, _ = lines[:EXCERPT].rpartition("\n")
    return f"{whole}\n…" if found else lines[: EXCERPT - 1].rstrip() + "…"


def _steps(facts: DeskFacts, value: str) -> list[blocks.Element]:
    # What an edit says has its own preview, beside what it changes.
    steps = [] if facts.edit is not None else [blocks.button("Preview it", PREVIEW, value)]
    if facts.state is State.PLANNED:
        text = "Nobody has it yet. It becomes a draft again, with all that you wrote; nobody is told."
        asks = blocks.confirm("Take it back?", text, "Take it back")
        steps.append(blocks.button("Take it back", TAKE_BACK, value, asks=asks))
    if facts.state.editable_freely:
        text = "Nobody gets it, and whoever was asked to sign it sees that. Its text stays in the list."
        asks = blocks.confirm("Drop this announcement?", text, "Drop it", danger=True)
        steps.append(blocks.button("Drop it", DROP, value, asks=asks))
    return steps
