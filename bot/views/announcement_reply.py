"""What the reader of an announcement can say to it: one tap, a question, an idea, or help; and whom it affects."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.announcement import Reply, ToldTeam
from bot.domain.announcement_list import Unanswered
from bot.domain.announcement_message import AnnouncementFacts
from bot.domain.announcement_reply import CorrectionState, WhoForm
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.change_question import ASK
from bot.views.change_question import SUGGEST as SUGGEST_IDEA
from bot.views.filled import Filled
from bot.views.team_menu import one_team
from bot.views.ticket import StoredId, read_ticket

GOT, QUESTION, NOT_AFFECTED, SUGGEST, HELP, TOLD_TEAM, NEED_HELP, NOT_TOLD = (
    "announcement_got",
    "announcement_question",
    "announcement_not_affected",
    "announcement_suggest",
    "announcement_help",
    "announcement_told_team",
    "announcement_need_help",
    "announcement_not_told",
)
CHANGE, WHO = "announcement_change", "announcement_who"
"""Buttons; the value of each is the reader's id."""

WHO_FORM = "announcement_who_form"
PERSON, TEAM, VALUE = "person", "team", "value"


@dataclass(frozen=True, slots=True)
class WhoTicket:
    """Whose form it is, and whether they are on the home tab."""

    reader: StoredId
    home: bool = False

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(WhoTicket)


def reply_blocks(words: Words, facts: AnnouncementFacts) -> list[blocks.Block]:
    """Return what was said, and the buttons; none where nobody can answer."""
    if facts.in_channel and not facts.over:
        about = str(facts.change_id)
        ask, idea = blocks.button("Ask a question", ASK, about), blocks.button("Suggest something", SUGGEST_IDEA, about)
        return [blocks.actions("channel_reply", ask, idea)]
    if facts.reader_id is None or facts.over:
        return []
    shown: list[blocks.Block] = []
    said = words("announcement/reply_said.mrkdwn.j2", facts=facts)
    if said:
        shown.append(blocks.context("said", said))
    shown.append(blocks.actions("reply", *_buttons(facts, str(facts.reader_id))))
    if facts.lead is not None:
        shown.append(blocks.actions("lead_reply", *_lead_buttons(facts.lead.told_team, str(facts.reader_id))))
    return shown


def declined_message(words: Words, facts: AnnouncementFacts) -> Message:
    """Return the reply to whoever said that it does not affect them: why it does, and *Got it*."""
    text = words("announcement/declined.mrkdwn.j2", facts=facts, one=facts.correction)
    return blocks.message(text, [*blocks.paragraphs("declined", text), *once_more(words, facts)])


def reminder_message(words: Words, facts: AnnouncementFacts) -> Message:
    """Return the kind reminder below an announcement."""
    text = words("announcement/reminder.mrkdwn.j2", facts=facts)
    return blocks.message(text, [blocks.section("reminder", text), *once_more(words, facts)])


def once_more(words: Words, facts: AnnouncementFacts) -> list[blocks.Block]:
    """Return the short form of `reply_blocks` below a reply that asks for it again: what was said, or *Got it*."""
    if facts.reader_id is None or facts.over:
        return []
    if facts.reply is not Reply.NONE:
        return [blocks.context("said_again", words("announcement/reply_said.mrkdwn.j2", facts=facts))]
    if not facts.asks:
        return []
    value = str(facts.reader_id)
    pressed = [
        blocks.button("Got it", GOT, value, style="primary"),
        blocks.button("I have a question", QUESTION, value),
    ]
    return [blocks.actions("again_reply", *pressed)]


def home_row(words: Words, one: Unanswered) -> list[blocks.Block]:
    """Return the row of what waits for its reader, or for a word on their team, with the tap that settles it."""
    value = str(one.reader_id)
    button = blocks.button("Told my team", TOLD_TEAM, value) if one.team else blocks.button("Got it", GOT, value)
    text = words("announcement/home_row.mrkdwn.j2", one=one)
    return [blocks.section(f"unanswered:{'team' if one.team else 'self'}:{value}", text, accessory=button)]


def who_form(words: Words, facts: WhoForm, *, home: bool = False) -> View:
    """Return the form that asks whom it affects instead; nothing in it has to be filled in."""
    shown: list[blocks.Block] = [
        *blocks.paragraphs("what", words("announcement/who_form.mrkdwn.j2", facts=facts)),
        blocks.field(PERSON, "Somebody else?", blocks.person(VALUE, chosen=facts.person_slack)),
    ]
    if facts.teams:
        chosen = facts.team_id if facts.team_id in facts.teams else 0
        shown.append(blocks.field(TEAM, "Or a team?", one_team(VALUE, facts.teams, chosen=chosen)))
    ticket = WhoTicket(facts.reader_id, home)
    return blocks.modal(WHO_FORM, "Who, then?", shown, submit="Send", close="I don't know", metadata=ticket.dump())


def who_in(view: Mapping[str, Any]) -> tuple[WhoTicket, str, int | None]:
    """Return what the form carried, the person by Slack id ("" for none), and the team. Raises Unreadable."""
    filled = Filled.of(view)
    return read_ticket(_TICKET, view), filled.one(PERSON), filled.number(TEAM) if TEAM in filled else None


def _buttons(facts: AnnouncementFacts, value: str) -> list[blocks.Element]:
    question = blocks.button("I have a question", QUESTION, value)
    asks = [
        blocks.button("Got it", GOT, value, style="primary"),
        question,
        blocks.button("Doesn't affect me", NOT_AFFECTED, value),
    ]
    correction = facts.correction
    if not facts.asks or facts.reply is Reply.GOT:
        asks = [question]
    elif facts.reply is Reply.NOT_AFFECTED:
        waits = correction is not None and correction.state is CorrectionState.OPEN
        asks = [blocks.button("Who, then?", WHO, value), question] if waits else [question]
    shown = [*asks, blocks.button("Suggest", SUGGEST, value)]
    if not facts.helps and facts.reply is not Reply.NOT_AFFECTED:
        shown.append(blocks.button("I'd like to help", HELP, value))
    settled = correction is not None and correction.state is CorrectionState.ACCEPTED
    if facts.helps or (facts.reply in {Reply.GOT, Reply.NOT_AFFECTED} and not settled):
        shown.append(blocks.button("Change", CHANGE, value))
    return shown


def _lead_buttons(told: ToldTeam, value: str) -> list[blocks.Element]:
    team = [blocks.button("Told my team", TOLD_TEAM, value)] if told is not ToldTeam.TOLD else []
    help_ = [blocks.button("Need help", NEED_HELP, value)] if told is not ToldTeam.HELP else []
    if told is ToldTeam.NONE:
        return [*team, *help_]
    back = "Not told yet" if told is ToldTeam.TOLD else "No help needed"
    return [*team, *help_, blocks.button(back, NOT_TOLD, value)]
