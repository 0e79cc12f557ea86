"""The preview of a retro before it is saved: its next dates, who is asked when, and what is missing."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.recurrence_words import city
from bot.domain.retro_preview import PlannedRetro, RetroPreviewFacts
from bot.domain.ritual_setup import SavedFacts, digest
from bot.render import Words, names
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.local_time import day_and_time, elsewhere
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
            lines=_lines(facts, one),
            away=_away(one),
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


def _lines(facts: RetroPreviewFacts, one: PlannedRetro) -> list[tuple[str, str, str, str]]:
    """Return (local time, place, the same in UTC and for the reader, who) for each instant and zone, earliest first."""
    asked: dict[tuple[datetime, str], list[str]] = {}
    for ask in one.asks:
        asked.setdefault((ask.at, ask.zone), []).append(ask.name)
    return [
        (day_and_time(at, zone), city(ZoneInfo(zone)), elsewhere(at, zone, facts.zone), names(who))
        for (at, zone), who in asked.items()
    ]


def _away(one: PlannedRetro) -> list[tuple[str, list[str]]]:
    """Return those of whom the reader may know why they are not there: (why, names), most people first."""
    by_reason: dict[str, list[str]] = {}
    for name, why in one.away:
        if name:
            by_reason.setdefault(why, []).append(name)
    return sorted(by_reason.items(), key=lambda reason: (-len(reason[1]), reason[0]))
