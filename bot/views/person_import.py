"""The form into which rows of people are pasted, and the preview of what they change."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.person_import import LONGEST_FIELD, MOST_FIELDS, ImportFacts
from bot.domain.words import plural
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.pasted import fields
from bot.views.pasted import pasted as pasted_in
from bot.views.ticket import Seen

OPEN, FORM, PREVIEW = "person_import", "person_import_form", "person_import_preview"
FIELDS = 3
"""Fields that the form has at least; one is always empty."""

MOST_LINES = 120
"""Problems and changes that are shown, so that a view stays below Slack's hundred blocks; more are counted."""


def form(words: Words, texts: Sequence[str]) -> View:
    """Return the form with what was pasted before."""
    shown = [blocks.section("intro", words("person_import/intro.mrkdwn.j2", most=LONGEST_FIELD))]
    count = min(max(len(texts) + 1, FIELDS), MOST_FIELDS)
    example = "Ana Sousa, ana@lumen.example, Payments, product, lead"
    shown += fields("rows", texts, count, ("Rows", "More rows"), example)
    return blocks.modal(FORM, "Import people", shown, submit="See changes")


def pasted(view: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what stands in the fields, the empty ones left out. Raises Unreadable."""
    return pasted_in(view, "rows")


def preview(words: Words, facts: ImportFacts) -> View:
    """Return what the rows would change; its *Change rows* leads back to the form below, where everything stands."""
    shown = [
        *blocks.paragraphs("summary", words("person_import/summary.mrkdwn.j2", facts=facts)),
    ]
    if facts.problems:
        shown += blocks.paragraphs("problems", words("person_import/problems.mrkdwn.j2", facts=facts, most=MOST_LINES))
    if facts.changes:
        shown += blocks.paragraphs(
            "changes", words("person_import/changes.mrkdwn.j2", lines=facts.changes, most=MOST_LINES)
        )
    rest = "the " if facts.problems else ""
    label = f"Import {rest}{plural(facts.good, 'good row' if facts.problems else 'row')}" if facts.changes else ""
    ticket = Seen(facts.seen)
    return blocks.modal(PREVIEW, "What changes", shown, submit=label, close="Change rows", metadata=ticket.dump())


def imported(words: Words, changes: Sequence[str]) -> View:
    """Return what was changed; closing it closes the whole form."""
    text = words("person_import/imported.mrkdwn.j2", changes=changes)
    shown = [blocks.section("done", text)]
    if changes:
        shown += blocks.paragraphs("changes", words("person_import/changes.mrkdwn.j2", lines=changes, most=MOST_LINES))
    view = blocks.modal("person_import_done", "People imported", shown, close="Close")
    return {**view, "clear_on_close": True}
