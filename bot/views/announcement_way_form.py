"""The forms of how an announcement comes, to whom, and who signs it before."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.domain.announcement import Timing
from bot.domain.announcement_compose import (
    ASKS,
    AT,
    CHANNELS,
    DAY,
    GROUPS,
    MOST_CHANNELS,
    MUST_READ,
    TIMING,
    Way,
    way_in,
)
from bot.domain.announcement_desk import DeskFacts, SectionForm
from bot.domain.words import plural
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.announcement_field import VALUE, ComposeTicket, day_of, head, typed
from bot.views.filled import Filled

WAY_FORM, WHO_FORM, SIGNERS_FORM = "announcement_way_form", "announcement_audience_form", "announcement_signers_form"
SIGNERS, BOXES = "who", "boxes"


def way_form(words: Words, facts: SectionForm) -> View:
    """Return the form of how and when it comes."""
    shown = [*head(words, facts, "way_who_sees"), *way_fields(facts.values)]
    ticket = ComposeTicket(facts.announcement_id or 0)
    return blocks.modal(WAY_FORM, "How and when", shown, submit="Save time", metadata=ticket.dump())


def way_fields(values: Mapping[str, str]) -> list[blocks.Block]:
    """Return the fields of how and when it comes."""
    timings = [
        blocks.option("At once", Timing.NOW, "Whoever is off work has it when they begin; a must-read comes now"),
        blocks.option("In each person's own morning", Timing.MORNING, "On their next working day from this one on"),
    ]
    boxes = [
        blocks.option("Ask for Got it", ASKS, "One tap; you see by group who has not seen it"),
        blocks.option("Must-read", MUST_READ, "Comes also to whoever had a message today or, at once, is off work"),
    ]
    return [
        blocks.field(TIMING, "When does it come?", blocks.radio(VALUE, timings, chosen=values[TIMING]), optional=False),
        blocks.field(DAY, "Day", blocks.day_picker(VALUE, chosen=day_of(values[DAY])), hint="For a morning."),
        typed(AT, "Time", values[AT], "9:30", hint="Theirs; where somebody begins to work later, when they begin."),
        blocks.field(
            BOXES, "And", blocks.checkboxes(VALUE, boxes, chosen=[one for one in (ASKS, MUST_READ) if values[one]])
        ),
    ]


def read_way(view: Mapping[str, Any], today: date) -> Way:
    """Return how and when it is to come. Raises Unfit, Unreadable."""
    filled = Filled.of(view)
    timing = Timing(filled.one(TIMING, list(Timing)) or Timing.NOW)
    boxes = filled.many(BOXES, [ASKS, MUST_READ])
    return way_in(timing, filled.day(DAY), filled.text(AT), today, must_read=MUST_READ in boxes, asks=ASKS in boxes)


def who_form(words: Words, facts: SectionForm, groups: Mapping[int, tuple[str, int]]) -> View:
    """Return the form of who gets it: groups of its change (name and people by id), and channels."""
    chosen = facts.values[GROUPS].split()
    options = [
        blocks.option(f"{blocks.clip(name, 50)} · {plural(people, 'person', 'people')}", str(group_id))
        for group_id, (name, people) in list(groups.items())[:100]
    ]
    shown: list[blocks.Block] = [*head(words, facts, "who_who_sees")]
    if options:
        menu = blocks.multi_select(VALUE, options, chosen=chosen, placeholder="Choose groups")
        hint = "Each person gets it once, with what it means for all of their groups."
        shown.append(blocks.field(GROUPS, "Who gets it?", menu, hint=hint))
    else:
        shown.append(blocks.section("no_groups", words("announcement/who_no_groups.mrkdwn.j2", facts=facts)))
    menu = blocks.channels(VALUE, chosen=facts.values[CHANNELS].split(), most=MOST_CHANNELS)
    hint = "There it stands with what everybody reads, without the parts of groups."
    shown.append(blocks.field(CHANNELS, "Post it in", menu, hint=hint))
    ticket = ComposeTicket(facts.announcement_id or 0)
    return blocks.modal(WHO_FORM, "Who gets it", shown, submit="Save who gets it", metadata=ticket.dump())


def who_in(view: Mapping[str, Any]) -> tuple[list[int], list[str]]:
    """Return the groups and channels that were chosen. Raises Unreadable."""
    filled = Filled.of(view)
    groups = filled.numbers(GROUPS) if GROUPS in filled else []
    return groups, filled.many(CHANNELS)


def signers_form(words: Words, facts: DeskFacts) -> View:
    """Return the form of who has to approve it before it goes."""
    # Of whoever has left Slack knows no name any more.
    menu = blocks.people(VALUE, chosen=[one.slack_id for one in facts.signers if not one.left], placeholder="Nobody")
    hint = "The HR partner and the sponsor, say. An edit after they signed asks them again."
    shown = [
        blocks.context("who_sees", words("announcement/signers_who_sees.mrkdwn.j2", facts=facts)),
        blocks.field(SIGNERS, "Who signs the edit?" if facts.edit else "Who signs before it goes?", menu, hint=hint),
    ]
    ticket = ComposeTicket(facts.id)
    return blocks.modal(SIGNERS_FORM, "Co-signers", shown, submit="Save co-signers", metadata=ticket.dump())


def signers_in(view: Mapping[str, Any]) -> list[str]:
    """Return whom somebody chose, by Slack ids. Raises Unreadable."""
    return Filled.of(view).many(SIGNERS)
