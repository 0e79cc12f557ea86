"""What those who run an announcement get of its replies: whom it does not affect, who helps, and who needs help."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.announcement_reply import (
    Correction,
    CorrectionsFacts,
    CorrectionState,
    HelpersFacts,
    NeedsHelp,
    OpenCorrection,
)
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.ticket import StoredId, read_ticket

ACCEPT, DECLINE = "announcement_correction_accept", "announcement_correction_decline"
"""Buttons; the value of each is the correction's id."""

DECLINE_FORM = "announcement_correction_form"
BECAUSE, VALUE = "because", "value"


@dataclass(frozen=True, slots=True)
class CorrectionTicket:
    """Which correction a form is about, and whether it was opened on the home tab."""

    correction: StoredId
    home: bool = False


_TICKET = TypeAdapter(CorrectionTicket)


def corrections_message(words: Words, facts: CorrectionsFacts) -> Message:
    """Return what those who run it decide: each correction with *Correct it* and *Leave it*, or what became of it."""
    head = words("announcement/corrections.mrkdwn.j2", facts=facts)
    shown: list[blocks.Block] = [blocks.section("head", head)]
    for one in facts.corrections:
        shown.append(blocks.section(f"one:{one.id}", words("announcement/correction.mrkdwn.j2", one=one)))
        if one.state is CorrectionState.OPEN:
            shown.append(_decide(words, one))
    if facts.more:
        shown.append(blocks.context("more", words("announcement/corrections_more.mrkdwn.j2", facts=facts)))
    return blocks.message(words("announcement/corrections_text.mrkdwn.j2", facts=facts), shown)


def home_row(words: Words, one: OpenCorrection) -> list[blocks.Block]:
    """Return the row of one on the home tab of those who decide it, with the same buttons."""
    text = words("announcement/correction_row.mrkdwn.j2", title=one.title, one=one.correction)
    return [blocks.section(f"one:{one.correction.id}", text), _decide(words, one.correction)]


def _decide(words: Words, one: Correction) -> blocks.Block:
    decline = blocks.button("It does affect them", DECLINE, str(one.id))
    return blocks.actions(f"decide:{one.id}", _correct(words, one), decline)


def _correct(words: Words, one: Correction) -> blocks.Element:
    """Return the button that corrects it; whoever is brought in gets a message, of which is asked before."""
    if not one.named:
        return blocks.button("Correct it", ACCEPT, str(one.id), style="primary")
    asks = blocks.confirm("Bring them in?", words("announcement/correct_what.mrkdwn.j2"), "Correct it")
    return blocks.button("Correct it", ACCEPT, str(one.id), style="primary", asks=asks)


def taken_back_message(words: Words) -> Message:
    """Return what is left of that message once everything in it was taken back."""
    text = words("announcement/corrections_none.mrkdwn.j2")
    return blocks.message(text, [blocks.section("none", text)])


def decline_form(words: Words, one: Correction, *, home: bool = False) -> View:
    """Return the form that asks why it does affect somebody."""
    example = "Your team takes over two of Sales's customers in May, so that you get their calls."
    because = blocks.text_input(VALUE, multiline=True, placeholder=example)
    shown = [
        *blocks.paragraphs("what", words("announcement/decline_form.mrkdwn.j2", one=one)),
        blocks.field(BECAUSE, "Why does it affect them?", because, optional=False),
    ]
    metadata = json.dumps(asdict(CorrectionTicket(one.id, home)), separators=(",", ":"))
    return blocks.modal(DECLINE_FORM, "It does affect them", shown, submit="Tell them", metadata=metadata)


def declined_in(view: Mapping[str, Any]) -> tuple[CorrectionTicket, str]:
    """Return what the form carried, and why. Raises Unreadable."""
    return read_ticket(_TICKET, view), Filled.of(view).text(BECAUSE)


def helpers_message(words: Words, facts: HelpersFacts) -> Message:
    """Return who would like to help."""
    text = words("announcement/helpers.mrkdwn.j2", facts=facts)
    return blocks.message(text, blocks.paragraphs("helpers", text))


def need_help_message(words: Words, facts: NeedsHelp) -> Message:
    """Return that a lead needs help to tell their team, or that it is settled."""
    text = words("announcement/need_help.mrkdwn.j2", facts=facts)
    return blocks.message(text, [blocks.section("need_help", text)])
