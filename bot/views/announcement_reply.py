"""What the reader of an announcement can say to it: one tap, a question, an idea, or help."""

from bot.domain.announcement import Reply, ToldTeam
from bot.domain.announcement_message import AnnouncementFacts
from bot.render import Words
from bot.views import blocks
from bot.views.change_question import ASK
from bot.views.change_question import SUGGEST as SUGGEST_IDEA

GOT, QUESTION, NOT_AFFECTED, SUGGEST, HELP, TOLD_TEAM, NEED_HELP = (
    "announcement_got",
    "announcement_question",
    "announcement_not_affected",
    "announcement_suggest",
    "announcement_help",
    "announcement_told_team",
    "announcement_need_help",
)
"""Buttons; the value of each is the reader's id."""


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


def _buttons(facts: AnnouncementFacts, value: str) -> list[blocks.Element]:
    asks = [
        blocks.button("Got it", GOT, value, style="primary"),
        blocks.button("I have a question", QUESTION, value),
        blocks.button("Doesn't affect me", NOT_AFFECTED, value),
    ]
    if facts.reply is Reply.GOT:
        asks = asks[1:]
    elif facts.reply is Reply.NOT_AFFECTED:
        asks = asks[:2]
    others = [blocks.button("Suggest", SUGGEST, value), blocks.button("I'd like to help", HELP, value)]
    return [*(asks if facts.asks else asks[1:2]), *others]


def _lead_buttons(told: ToldTeam, value: str) -> list[blocks.Element]:
    team = [blocks.button("Told my team", TOLD_TEAM, value)] if told is not ToldTeam.TOLD else []
    return [*team, blocks.button("Need help", NEED_HELP, value)]
