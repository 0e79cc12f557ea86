"""The preview of a sync before it is saved: its next rounds, who is asked when, and what to think of."""

from bot.domain.ritual_setup import SavedFacts, digest
from bot.domain.speaker import Voice
from bot.domain.sync_planned import PlannedRound
from bot.domain.sync_preview import PreviewFacts
from bot.render import Words, clock_on, names
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.ritual_preview import by_reason, lines
from bot.views.ritual_setup import PreviewTicket
from bot.views.sync_list import CALENDAR, FILES
from bot.views.sync_setup import duration

FORM, TRY = "sync_preview_form", "sync_preview_try"
SEEN = "sync_preview_seen"
"""Callback of a preview that cannot be saved: of a sync as it is."""


def preview(words: Words, facts: PreviewFacts, *, save: bool = True, home: bool = False) -> View:
    """Return the preview; with `save` it has the button that saves the draft, else it only shows."""
    what = words("sync_setup/preview.mrkdwn.j2", facts=facts)
    shown = [blocks.section("what", what, accessory=blocks.button("Try it on me", TRY))]
    next_after = duration(facts.choices.answering_minutes // 2)
    shown += blocks.paragraphs("notes", words("sync_setup/preview_notes.mrkdwn.j2", facts=facts, next_after=next_after))
    shown += blocks.paragraphs("summary", words("sync_setup/preview_summary.mrkdwn.j2", facts=facts))
    warnings = words(
        "sync_setup/preview_warnings.mrkdwn.j2",
        facts=facts,
        save=save,
        short=_short(facts),
        off=list(dict.fromkeys(name for one in facts.rounds for name in one.off)),
        unreached=list(dict.fromkeys(name for one in facts.rounds for name in one.unreached)),
        better=next((one.better for one in facts.rounds if one.better), ""),
        answering=duration(facts.choices.answering_minutes),
    )
    shown += blocks.paragraphs("warnings", warnings)
    for number, one in enumerate(facts.rounds):
        text = words(
            "sync_setup/preview_round.mrkdwn.j2",
            facts=facts,
            round=one,
            lines=_lines(facts, one),
            away=_away(one),
            hidden=sum(not away.name for away in one.away),
            closes=clock_on(one.closes_at, one.date, facts.zone),
        )
        shown += blocks.paragraphs(f"round{number}", text)
    ticket = PreviewTicket(facts.ritual_id, facts.revision, digest(facts.choices), home)
    if not save:
        title = blocks.clip(facts.choices.name, blocks.TITLE_LENGTH)
        return blocks.modal(SEEN, title, shown, close="Close", metadata=ticket.dump())
    label = "Save sync" if facts.ritual_id is None else "Save changes"
    return blocks.modal(FORM, "The next rounds", shown, submit=label, close="Back", metadata=ticket.dump())


def saved(words: Words, facts: SavedFacts) -> View:
    """Return what is said after saving; closing it closes the whole form."""
    text = words("sync_setup/saved.mrkdwn.j2", facts=facts)
    shown = [blocks.section("saved", text)]
    if facts.opens_at is not None:
        keep = blocks.button("Add to calendar", FILES, f"{CALENDAR}:{facts.ritual_id}")
        shown.append(blocks.actions("files", keep))
    view = blocks.modal("sync_saved_view", "Sync saved", shown, close="Close")
    return {**view, "clear_on_close": True}


def _lines(facts: PreviewFacts, one: PlannedRound) -> list[tuple[str, str, str, str]]:
    """Return who is asked when, earliest first; with one voice per team each beside their team."""
    asks = sorted(one.asks, key=lambda ask: (ask.at, ask.zone, ask.team, ask.name))
    together = "; ".join if facts.choices.voice is Voice.TEAM else names
    who = ((ask.at, ask.zone, f"{ask.team} ({ask.name})" if ask.team else ask.name) for ask in asks)
    return lines(who, facts.zone, together)


def _away(one: PlannedRound) -> list[tuple[str, list[str]]]:
    """Return who is away, by reason; whoever is of a squad beside their team."""
    named = ((f"{away.name} ({away.team})" if away.name and away.team else away.name, away.why) for away in one.away)
    return by_reason(named)


def _short(facts: PreviewFacts) -> list[tuple[str, list[str]]]:
    """Return who would be short of time in any of the rounds: (the least time they have, the names), least first."""
    least: dict[str, int] = {}
    for one in facts.rounds:
        for name, minutes in one.short:
            least[name] = min(minutes, least.get(name, minutes))
    by_time: dict[int, list[str]] = {}
    for name, minutes in sorted(least.items()):
        by_time.setdefault(minutes, []).append(name)
    return [(duration(minutes), by_time[minutes]) for minutes in sorted(by_time)]
