"""The plan that goes from one round to the next: what was to come, and what was left open."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any

from bot.domain.answer import SHORT_TEXT
from bot.domain.question import Question, QuestionRole, value_of
from bot.domain.words import says_nothing

ALL_AS_PLANNED = "All as planned"

ITEM_KEY = 150
"""Characters that Slack takes as the value of a choice."""

_MARKER = re.compile(r"^\s*(?:[-–—*+>]\s+|[•·◦‣▪●○]\s*|\(?\d{1,3}[.)]\s+|\[[ xX]?\]\s*)")


@dataclass(frozen=True, slots=True)
class PlanItem:
    """Something to be done: `weeks` counts the rounds it has been left open in, 0 for one that is new."""

    text: str
    weeks: int = 0


def carried_over(
    last_values: Mapping[str, Any], questions: Sequence[Question], last_plan: Sequence[PlanItem] = (), missed: int = 0
) -> list[PlanItem]:
    """Return the plan for the coming round: the lines of "What's next?", then what was left open.

    `last_values` and `questions` are those of the last answer, `last_plan` the plan its form showed (for the counts);
    `missed` rounds came after it without an answer, in which everything was left open too.
    Without an answer to its check list, the whole of `last_plan` is still open. An item written again keeps its count;
    the same words in other case or spacing are one item. Order is that of writing; texts are kept whole.
    """
    carried = {folded_item(item.text): item.weeks for item in last_plan}
    ticks = value_of(QuestionRole.PLAN, questions, last_values)
    still_open = ticks.get("open", []) if isinstance(ticks, Mapping) else [item.text for item in last_plan]
    open_keys = {folded_item(text) for text in still_open}
    plan: dict[str, PlanItem] = {}
    for text in [*items(str(value_of(QuestionRole.NEXT, questions, last_values) or "")), *still_open]:
        key = folded_item(text)
        if key and key not in plan:
            plan[key] = PlanItem(text, missed + (carried.get(key, 0) + 1 if key in open_keys else 0))
    return list(plan.values())


def items(text: str) -> list[str]:
    """Return the lines of a text without bullets, numbers and dashes; empty ones ("-", "nothing") are dropped."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        bare = line.strip()
        while (shorter := _MARKER.sub("", bare, count=1).strip()) != bare:
            bare = shorter
        if not says_nothing(bare):
            found.setdefault(folded_item(bare), bare)
    return list(found.values())


def headline_from(plan: Sequence[PlanItem], limit: int = SHORT_TEXT) -> str:
    """Return a first proposal for "One line for the summary": as many items as fit into `limit` characters.

    "Next: staging keys; card form and 2 more". An empty plan gives ""; a first item too long is cut at a word with "…".
    """
    if not plan:
        return ""
    for shown in range(len(plan), 0, -1):
        rest = f" and {len(plan) - shown} more" if shown < len(plan) else ""
        line = f"Next: {'; '.join(item.text for item in plan[:shown])}{rest}"
        if len(line) <= limit:
            return line
    room = limit - len("Next: …") - len(rest)
    cut = plan[0].text[:room]
    return f"Next: {cut.rsplit(' ', 1)[0] if ' ' in cut else cut}…{rest}"


def all_as_planned(plan: Sequence[PlanItem], questions: Sequence[Question]) -> dict[str, Any]:
    """Return the answer that the one tap *All as planned* stands for: the plan goes on, and the summary says so."""
    values: dict[str, Any] = {}
    for question in questions:
        if question.role is QuestionRole.PLAN and plan:
            values[question.key] = {"done": [], "open": [item.text for item in plan]}
        if question.role is QuestionRole.HEADLINE:
            values[question.key] = ALL_AS_PLANNED
    return values


def item_key(text: str) -> str:
    """Return what stands for an item of a check list in a form: its text or, where that is too long, a digest of it."""
    return text if len(text) <= ITEM_KEY else f"{text[:100]}…{blake2s(text.encode(), digest_size=8).hexdigest()}"


def folded_item(text: str) -> str:
    """Return the words of an item for comparing, whatever their case and spacing."""
    return " ".join(text.casefold().split())
