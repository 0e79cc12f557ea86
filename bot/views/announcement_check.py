"""The last look at an announcement before it goes, or before it is signed: exactly what a reader will get."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.announcement import State, Timing
from bot.domain.announcement_desk import CheckFacts, DeskFacts
from bot.domain.announcement_message import AnnouncementFacts, laid_out
from bot.domain.words import plural
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.announcement_desk import differs_blocks, load_blocks
from bot.views.announcement_message import announcement_message, page_message
from bot.views.ticket import Short, StoredId, read_ticket

CHECK, CHECK_SEEN, SIGN = "announcement_check_form", "announcement_check_seen", "announcement_sign_form"
AS = "announcement_preview_as"
"""The menu of readers."""

ROOM = 90
"""Blocks of a preview, of the hundred that a form of Slack's has."""

BYTES = 200_000
"""Of a preview, of the quarter of a million that such a form may have."""


@dataclass(frozen=True, slots=True)
class CheckTicket:
    """What a preview carries: the announcement, what it said when it was shown, and which one of its readers."""

    announcement: StoredId
    revision: StoredId
    shown: Short = ""

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(CheckTicket)


def check_ticket(view: Mapping[str, Any]) -> CheckTicket:
    """Return the ticket of a preview. Raises Unreadable."""
    return read_ticket(_TICKET, view)


def check_view(words: Words, facts: CheckFacts, note: str = "") -> View:
    """Return the preview: for its author with the button that sends it, for a co-signer with the one that signs it."""
    desk = facts.desk
    shown: list[blocks.Block] = []
    if note:
        shown.append(blocks.section("check_note", words("words/only.mrkdwn.j2", sentence=note)))
    shown += blocks.paragraphs("check_who", words("announcement/check_who.mrkdwn.j2", facts=facts, desk=desk))
    if facts.signer and desk.edit is not None:
        shown += differs_blocks(words, desk.edit)
    if not facts.signer and desk.state.editable_freely:
        missing = words("announcement/desk_missing.mrkdwn.j2", facts=desk)
        shown += blocks.paragraphs("check_missing", missing)
    if desk.loads:
        shown += load_blocks(words, desk, signer=facts.signer)
    options = [blocks.option(label, value) for value, label in facts.readers]
    several = len(options) > 1
    menu = blocks.select(AS, options, chosen=facts.shown) if several else None
    look = words("announcement/check_as.mrkdwn.j2", several=several)
    shown += [blocks.section("check_as", look, accessory=menu), blocks.divider("check_line")]
    ticket = CheckTicket(desk.id, desk.revision, facts.shown).dump()
    if facts.signer and (desk.state is State.SIGNING or desk.edit is not None):
        view = blocks.modal(SIGN, "Read and sign", shown, submit="Sign it", close="Not yet", metadata=ticket)
    elif facts.signer or not desk.state.editable_freely or desk.blocked:
        view = blocks.modal(CHECK_SEEN, "Preview", shown, close="Back", metadata=ticket)
    else:
        view = blocks.modal(CHECK, "Preview", shown, submit=_submit(facts), close="Back", metadata=ticket)
    return {**view, "blocks": [*view["blocks"], *preview_blocks(words, facts.message)][:100]}


def released_view(words: Words, desk: DeskFacts, *, asked: bool) -> View:
    """Return what is said once it goes, or once those who sign it are asked."""
    text = words("announcement/released.mrkdwn.j2", desk=desk, asked=asked)
    title = "Signatures asked for" if asked else "It goes"
    view = blocks.modal("announcement_said_view", title, [blocks.section("said", text)], close="Close")
    return {**view, "clear_on_close": True}


def preview_blocks(words: Words, message: AnnouncementFacts) -> list[Mapping[str, Any]]:
    """Return the blocks of what a reader gets, and below them what goes on in the thread."""
    found = list(announcement_message(words, message).blocks)
    for number, _ in enumerate(laid_out(message).pages):
        page = page_message(words, message, number)
        if len(found) + len(page.blocks) > ROOM or len(json.dumps([*found, *page.blocks])) > BYTES:
            found += blocks.message("", [blocks.context("room", words("announcement/check_room.mrkdwn.j2"))]).blocks
            break
        found += [{**one, "block_id": f"page{number}:{one['block_id']}"} for one in page.blocks]
    return found


def _submit(facts: CheckFacts) -> str:
    desk = facts.desk
    if desk.unsigned:
        return "Ask for signatures"
    if desk.way.timing is Timing.MORNING:
        return "Plan it"
    if not desk.reach.people:
        return f"Post in {plural(len(desk.channels), 'channel')}"
    return f"Send to {desk.reach.people:,}"
