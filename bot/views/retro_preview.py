"""The preview of a retro before it is saved: its next dates, who is asked when, and what is missing."""

from bot.domain.retro_preview import RetroPreviewFacts
from bot.domain.ritual_setup import SavedFacts, digest
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.ritual_preview import by_reason, lines
from bot.views.ritual_setup import PreviewTicket

FORM = "retro_preview_form"


def preview(words: Words, facts: RetroPreviewFacts, *, home: bool = False) -> View:
    """Return the preview, with the button that saves the draft."""
    shown = blocks.paragraphs("what", words("retro/preview.mrkdwn.j2", facts=facts))
    for number, one in enumerate(facts.rounds):
        text = words(
            "retro/preview_round.mrkdwn.j2",
            facts=facts,
            round=one,
            lines=lines(((ask.at, ask.zone, ask.name) for ask in one.asks), facts.zone),
            away=by_reason(one.away),
            hidden=sum(not name for name, _ in one.away),
        )
        shown += blocks.paragraphs(f"round{number}", text)
    ticket = PreviewTicket(facts.ritual_id, facts.revision, digest(facts.choices), home)
    label = "Save retro" if facts.ritual_id is None else "Save changes"
    return blocks.modal(FORM, "The next dates", shown, submit=label, close="Back", metadata=ticket.dump())


def saved(words: Words, facts: SavedFacts) -> View:
    """Return what is said after saving; closing it closes the whole form."""
    text = words("retro/saved.mrkdwn.j2", facts=facts)
    view = blocks.modal("retro_saved_view", "Retro saved", [blocks.section("saved", text)], close="Close")
    return {**view, "clear_on_close": True}
