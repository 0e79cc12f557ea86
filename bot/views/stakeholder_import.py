"""The form into which rows of groups are pasted, and the preview of what they change."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.person_import import LONGEST_FIELD, MOST_FIELDS, ImportFacts
from bot.domain.words import plural
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.pasted import fields
from bot.views.pasted import pasted as pasted_in
from bot.views.stakeholder_list import ListTicket, list_ticket
from bot.views.ticket import Short, StoredId, read_ticket

FORM, PREVIEW = "stakeholder_import_form", "stakeholder_import_preview"
FIELDS, MOST_LINES = 2, 80
FIRST = "rows:0"


@dataclass(frozen=True, slots=True)
class PreviewTicket:
    """Of which change the preview is, and the digest of what it shows."""

    change: StoredId
    seen: Short

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_PREVIEW = TypeAdapter(PreviewTicket)


def preview_ticket(view: Mapping[str, Any]) -> PreviewTicket:
    """Return the ticket of the preview. Raises Unreadable."""
    return read_ticket(_PREVIEW, view)


def change_in(view: Mapping[str, Any]) -> int:
    """Return the change that rows are pasted for. Raises Unreadable."""
    return list_ticket(view).change


def form(words: Words, change_id: int, texts: Sequence[str]) -> View:
    """Return the form with what was pasted before."""
    shown = [blocks.section("intro", words("stakeholder/import_intro.mrkdwn.j2", most=LONGEST_FIELD))]
    count = min(max(len(texts) + 1, FIELDS), MOST_FIELDS)
    example = "Sales; area sales; job roles 5; You sell features.; You sell what works.; My bonus?; ana@lumen.example"
    shown += fields("rows", texts, count, ("Rows", "More rows"), example.replace("; ", "\t"))
    metadata = ListTicket(change_id).dump()
    return blocks.modal(FORM, "Paste groups", shown, submit="See changes", close="Back", metadata=metadata)


def pasted(view: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what stands in the fields, the empty ones left out. Raises Unreadable."""
    return pasted_in(view, "rows")


def preview(words: Words, change_id: int, facts: ImportFacts) -> View:
    """Return what the rows would change; its *Change rows* leads back to the form below, where everything stands."""
    shown = [*blocks.paragraphs("summary", words("stakeholder/import_summary.mrkdwn.j2", facts=facts))]
    if facts.problems:
        shown += blocks.paragraphs("problems", words("person_import/problems.mrkdwn.j2", facts=facts, most=MOST_LINES))
    if facts.changes:
        lines = words("stakeholder/import_changes.mrkdwn.j2", lines=facts.changes)
        shown += blocks.paragraphs("changes", lines)
    rest = "good " if facts.problems else ""
    label = f"Import {plural(facts.good, rest + 'row')}" if facts.changes else ""
    ticket = PreviewTicket(change_id, facts.seen)
    return blocks.modal(PREVIEW, "What changes", shown, submit=label, close="Change rows", metadata=ticket.dump())


def imported(words: Words, changes: Sequence[str]) -> View:
    """Return what was changed; closing it closes the whole form."""
    text = words("stakeholder/import_done.mrkdwn.j2", changes=changes)
    view = blocks.modal("stakeholder_import_done", "Groups imported", [blocks.section("done", text)], close="Close")
    return {**view, "clear_on_close": True}
