"""Turns good facts into hostile and into very long ones, by the names of their fields: whatever a person may write."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import Enum
from typing import Any

from bot.domain.announcement_compose import CoreText, ForLeads
from bot.domain.announcement_reply import Correction
from bot.domain.change_form import ChangeWritten
from bot.domain.change_page import ChangeHead
from bot.domain.change_question import Question as ChangeQuestion
from bot.domain.decision import Decision
from bot.domain.home import Undelivered
from bot.domain.plan import PlanItem
from bot.domain.playbook import TITLE, Page, PageView
from bot.domain.playbook_diff import LINE as LINE_OF_CHANGES
from bot.domain.playbook_diff import Changes
from bot.domain.playbook_form import PageForm
from bot.domain.playbook_question import Question as AskedQuestion
from bot.domain.playbook_search import SENTENCE, Bit
from bot.domain.question import Question
from bot.domain.rollup_types import Addition, Entry

HOSTILE = (
    "<!here> *b i_ ~s c` <@U1> <https://evil.example|click> & 'single' \"double\" <!channel> \\ {{ facts }} "
    "\u202e\u0645\u0631\u062d\u0628\u0627\u202c \U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001d49c"
)
"""Pings, links, quotes, formatting, a template, right-to-left text, emoji and a letter of four bytes."""

CODE = frozenset(
    {
        "zone", "zones", "state", "slack_id", "key", "kind", "role", "rhythm", "period", "channel_id", "rrule",
        "owner_id", "owner_slack", "repeats", "time", "rule", "command", "inviter", "doing", "voice", "title_", "guess",
        "draft", "by_slack", "trouble", "how", "which", "joins", "nearest_slack", "thanks_slack", "answerer_slack",
        "reader_slack", "source", "base", "person_slack", "id",
    }
)  # fmt: skip
"""Fields that Drumbeat itself fills: nobody's words."""

CHANNELS = frozenset({"channel", "label", "target", "unseen", "unanswered"})
"""Names of channels: Slack allows letters of every script, digits, - and _ only, at most 80."""

SLACK_IDS = {
    "GroupForm": {"people", "user_groups"},
    "ImpactWritten": {"contact"},
    "ChangeWritten": {"sponsor", "owner"},
    "SyncChoices": {"owner", "people", "follows_channel", "follows_group"},
    "RetroChoices": {"owner", "format"},
    "TeamChoices": {"lead", "members", "others", "squad"},
    "Proposal": {"lead", "doubt"},
    "SetupFacts": {"channels", "ticked"},
    "ImportFacts": {"seen"},
    "GeekbotFacts": {"seen"},
}
"""What a form knows people and channels by, and sentences of our own."""

NAME, CHANNEL, QUESTION, OPTION, LINE, ANSWER = 60, 80, 150, 75, 150, 3000
LENGTHS: Mapping[Any, int] = {
    "options": OPTION,
    "hint": QUESTION,
    "placeholder": QUESTION,
    "values": LINE,
    "words": ANSWER,
    "said": ANSWER,
    "text": ANSWER,
    "yesterday": 1000,
    "tomorrow": 1000,
    "worries": 1000,
    "reason": 500,
    "note": 500,
    "sentence": 500,
    (Question, "text"): QUESTION,
    (PlanItem, "text"): ANSWER,
    (Addition, "text"): ANSWER,
    (Entry, "values"): ANSWER,
    (Decision, "text"): ANSWER,
    (Decision, "outcome"): ANSWER,
    (Decision, "reason"): ANSWER,
    (ChangeWritten, "why"): ANSWER,
    (Correction, "because"): 500,
    (ChangeHead, "why"): ANSWER,
    (ChangeHead, "ended_because"): ANSWER,
    (PageForm, "fields"): ANSWER,
    (PageForm, "tags"): LINE,
    (PageView, "body"): ANSWER,
    (Page, "title"): TITLE,
    (Bit, "text"): SENTENCE,
    (Changes, "lines"): LINE_OF_CHANGES,
    (AskedQuestion, "answer"): ANSWER,
    (ChangeQuestion, "answer"): ANSWER,
    (ChangeQuestion, "wording"): ANSWER,
    (CoreText, "title"): QUESTION,
    (CoreText, "text"): 10_000,
    (CoreText, "not_known"): ANSWER,
    (ForLeads, "points"): ANSWER,
    (ForLeads, "questions"): ANSWER,
    (Undelivered, "reason"): 500,
}
"""How long a text can get where it is no name: by type and field, or by field alone."""


@dataclass
class Change:
    """Replaces texts; the same text becomes the same other one, different texts stay different."""

    base: str
    stretch: bool
    seen: dict[str, int] = field(default_factory=dict)

    def __call__(self, value: Any, name: str = "", most: int = NAME) -> Any:
        """Return `value`, which stands in a field called `name`, with every text in it replaced."""
        if isinstance(value, Enum) or name in CODE:
            return value
        if isinstance(value, str):
            return self._text(value, name, most) if value else value
        if isinstance(value, Mapping):
            return {key: self(one, name, most) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(self(one, name, most) for one in value)
        if is_dataclass(value) and not isinstance(value, type):
            changed = {one.name: self._field(value, one.name) for one in fields(value) if one.init}
            return replace(value, **changed)
        return value

    def _field(self, of: Any, name: str) -> Any:
        # Slack ids of people in a form stand under the name of what they are.
        if name in SLACK_IDS.get(type(of).__name__, ()):
            return getattr(of, name)
        most = LENGTHS.get((type(of), name), LENGTHS.get(name, NAME))
        return self(getattr(of, name), name, most)

    def _text(self, value: str, name: str, most: int) -> str:
        number = self.seen.setdefault(value, len(self.seen))
        if name in CHANNELS:
            return f"#{'w' * (CHANNEL - 4)}{number}" if self.stretch else f"#ö-{number}"
        return f"{number}{self.base * (most if self.stretch else 1)}"[:most]


def hostile(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return a view's arguments with everything that people wrote replaced by hostile text."""
    change = Change(HOSTILE, stretch=False)
    return {name: change(value, name, LENGTHS.get(name, NAME)) for name, value in arguments.items()}


def long(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return them with texts as long as they can be, without a place at which to break them."""
    change = Change("W", stretch=True)
    return {name: change(value, name, LENGTHS.get(name, NAME)) for name, value in arguments.items()}
