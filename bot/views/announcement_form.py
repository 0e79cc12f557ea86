"""The forms in which an announcement is written, each of which saves: its kind, its text, a part, and for leads."""

from collections.abc import Mapping
from typing import Any

from bot.domain.announcement import Kind
from bot.domain.announcement_begin import BeginFacts
from bot.domain.announcement_compose import (
    HOURS_BEFORE,
    KIND_WORDS,
    LEAD_HOURS,
    NEXT_WORD,
    NOT_KNOWN,
    OF_CHANGES,
    PART,
    POINTS,
    QUESTIONS,
    TEXT,
    TITLE,
    CoreText,
    ForLeads,
    text_fields,
    text_of,
)
from bot.domain.announcement_desk import SectionForm
from bot.domain.merging import digests
from bot.domain.playbook_form import AFTER_THE_LAST
from bot.domain.spoken import unescaped
from bot.domain.words import plural
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.announcement_field import VALUE, ComposeTicket, base, day_of, head, ticket_in, typed
from bot.views.filled import Filled

KIND_FORM, CORE_FORM, PART_FORM, LEADS_FORM = (
    "announcement_kind_form",
    "announcement_core_form",
    "announcement_part_form",
    "announcement_leads_form",
)
KIND, MEANING = "kind", "meaning"
A_DAY = 24
BODY = f"{TEXT}:"
"""Begins the id of each field that holds a part of the text."""

KINDS: Mapping[Kind, str] = {
    Kind.KICKOFF: "It begins: what changes, what stays, and when",
    Kind.UPDATE: "What has happened since, and what comes next",
    Kind.NO_NEWS: "Nothing is decided yet, and people hear that from you",
    Kind.DECISION: "Something is settled: what, why, and what it means",
    Kind.THANKS: "What people have done, and what came of it",
}
"""What each kind is for."""


def kind_form(words: Words, facts: BeginFacts) -> View:
    """Return the form in which the kind is chosen: each begins with a text to fill."""
    options = [blocks.option(KIND_WORDS[one], str(one), KINDS[one]) for one in OF_CHANGES]
    shown = [
        blocks.section("about", words("announcement/kind_about.mrkdwn.j2", facts=facts)),
        blocks.field(
            KIND, "What do you have to say?", blocks.radio(VALUE, options, chosen=str(facts.usual)), optional=False
        ),
    ]
    ticket = ComposeTicket(change=facts.change_id)
    return blocks.modal(KIND_FORM, "New announcement", shown, submit="Write it", metadata=ticket.dump())


def kind_in(view: Mapping[str, Any]) -> Kind:
    """Return the kind that was chosen. Raises Unreadable."""
    return Kind(Filled.of(view).one(KIND, [str(one) for one in OF_CHANGES]) or Kind.UPDATE)


def core_form(words: Words, facts: SectionForm) -> View:
    """Return the form of what everybody reads; what somebody else wrote meanwhile stands above it."""
    values = facts.values
    fields, joins = text_fields(values[TEXT])
    shown = head(words, facts, "core_who_sees")
    shown.append(typed(TITLE, "Title", values[TITLE], "Sales joins the product teams on 4 May", optional=False))
    for number, one in enumerate(fields):
        label = "What everybody reads" if not number else f"… part {number + 1}"
        hint = "*Bold* between stars, a list with - at the beginning of its lines." if not number else ""
        if number == len(fields) - 1:
            hint = "Where the field above is full: one holds 3,000 characters, all of them 10,000."
        shown.append(typed(f"{BODY}{number}", label, one, "", multiline=True, optional=bool(number), hint=hint))
    shown += [
        typed(
            NOT_KNOWN,
            "What we don't know yet",
            values[NOT_KNOWN],
            "Whether review criteria change with it.",
            multiline=True,
            hint="Said aloud, it is half as frightening. It stands below the text.",
        ),
        blocks.field(
            NEXT_WORD,
            "Next word on that by",
            blocks.day_picker(VALUE, chosen=day_of(values[NEXT_WORD])),
            hint="Even if it is “still no news”: whoever answers for its news is asked in time.",
        ),
        *_meaning(facts),
    ]
    new = facts.announcement_id is None
    ticket = ComposeTicket(
        facts.announcement_id or 0,
        facts.change_id or 0,
        str(facts.kind),
        fields=len(fields),
        joins=joins,
        base=base(facts, TITLE, TEXT, NOT_KNOWN, NEXT_WORD),
    )
    title = KIND_WORDS[facts.kind] if new else "What everybody reads"
    submit = "Save draft" if new else _submit(facts) if facts.out else "Save text"
    return blocks.modal(CORE_FORM, title, shown, submit=submit, metadata=ticket.dump())


def begun_form(words: Words, facts: BeginFacts, kind: Kind) -> View:
    """Return the form of a new announcement, begun as its kind wants it."""
    template = f"announcement/begin_{kind}.mrkdwn.j2"
    # What is put into a field is shown as it is, unlike a message.
    text = unescaped(words(template, facts=facts)).strip()
    values = {TITLE: "", TEXT: text, NOT_KNOWN: "", NEXT_WORD: ""}
    return core_form(words, SectionForm(None, kind, values, digests(values), change_id=facts.change_id))


def core_in(view: Mapping[str, Any]) -> CoreText:
    """Return what stands in the form. Raises Unreadable."""
    ticket, filled = ticket_in(view), Filled.of(view)
    written = [filled.text(f"{BODY}{number}") for number in range(ticket.fields)]
    text = text_of(written, ticket.joins.ljust(max(len(written) - 1, 0), AFTER_THE_LAST))
    return CoreText(filled.text(TITLE), text, filled.text(NOT_KNOWN), filled.day(NEXT_WORD))


def meaning_in(view: Mapping[str, Any]) -> bool:
    """Tell whether the author says that the meaning changed. Raises Unreadable."""
    filled = Filled.of(view)
    return MEANING in filled and bool(filled.many(MEANING, [MEANING]))


def part_form(words: Words, facts: SectionForm) -> View:
    """Return the form of what it means for one group."""
    shown = [
        *head(words, facts, "part_who_sees"),
        typed(
            PART,
            blocks.clip(f"What this means for {facts.group}", 200),
            facts.values[PART],
            "Your forecast is made with your product team, on Tuesdays. You still meet as Sales every other Thursday.",
            multiline=True,
            hint="What changes for them, what stays, and what they do. Empty: they read what everybody reads.",
        ),
        *_meaning(facts),
    ]
    ticket = ComposeTicket(facts.announcement_id or 0, group=facts.group_id, base=base(facts, PART))
    submit = _submit(facts) if facts.out else "Save part"
    return blocks.modal(PART_FORM, "What it means for them", shown, submit=submit, metadata=ticket.dump())


def part_in(view: Mapping[str, Any]) -> str:
    """Return what was typed. Raises Unreadable."""
    return Filled.of(view).text(PART)


def leads_form(words: Words, facts: SectionForm) -> View:
    """Return the form of what leads get besides, and how long before their people."""
    hours = [blocks.option(_before(one), str(one)) for one in HOURS_BEFORE]
    shown = [
        *head(words, facts, "leads_who_sees"),
        typed(
            POINTS,
            "What they can tell their team",
            facts.values[POINTS],
            "Nobody's pay changes. The teams were asked which colleague they miss most.",
            multiline=True,
            hint="A line each, to be said aloud.",
        ),
        typed(
            QUESTIONS,
            "What they may be asked, and can answer",
            facts.values[QUESTIONS],
            "Who reviews me? Your manager, as before, at least until June.",
            multiline=True,
        ),
    ]
    if not facts.out and not facts.at_once:
        menu = blocks.select(VALUE, hours, chosen=facts.values[LEAD_HOURS])
        hint = "Nobody should hear from their team what they have not read. What comes at once comes to all together."
        shown.append(blocks.field(LEAD_HOURS, "They get it", menu, hint=hint, optional=False))
    ticket = ComposeTicket(facts.announcement_id or 0, base=base(facts, POINTS, QUESTIONS, LEAD_HOURS))
    return blocks.modal(LEADS_FORM, "For leads", shown, submit="Save for leads", metadata=ticket.dump())


def leads_in(view: Mapping[str, Any], hours: int) -> ForLeads:
    """Return what stands in the form; `hours` are as stored, where it does not ask for them. Raises Unreadable."""
    filled = Filled.of(view)
    if LEAD_HOURS in filled:
        hours = int(filled.one(LEAD_HOURS, [str(one) for one in HOURS_BEFORE]) or 0)
    return ForLeads(filled.text(POINTS), filled.text(QUESTIONS), hours)


def _meaning(facts: SectionForm) -> list[blocks.Block]:
    """Return the tick that is asked of an edit of what is out."""
    if not facts.out or facts.waits:
        return []
    again = "Whoever said Got it is asked again, with a reply below"
    if facts.signers:
        again = "Co-signers sign it before anybody reads it; then all are asked again"
    option = blocks.option("The meaning changed", MEANING, again)
    return [blocks.field(MEANING, "Is it more than better words?", blocks.checkboxes(VALUE, [option]))]


def _submit(facts: SectionForm) -> str:
    """Return what saving an edit of what is out does."""
    if facts.waits:
        return "Save and ask again"
    return "Save edit" if facts.signers else "Save and update all"


def _before(hours: int) -> str:
    if not hours:
        return "with everybody else"
    long = plural(hours // A_DAY, "day") if hours >= A_DAY else plural(hours, "hour")
    return f"{long} before their people"
