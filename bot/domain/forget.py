"""Erasing a person: what stands for them afterwards, and how their words and names leave what is stored."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.plan import PlanItem, headline_from, items
from bot.domain.question import Question, QuestionKind, QuestionRole, value_of, with_role
from bot.domain.words import listing, plural

WORDS = "erased on request"
"""What a round shows where the person's words were."""


def stand_in(person_id: int) -> str:
    """Return what stands for an erased person wherever their name or Slack id was: it says nothing, and is unique."""
    return f"Erased person {person_id}"


def no_heir(name: str, syncs: Sequence[str], *, pmo: bool) -> str:
    """Return why somebody cannot be erased yet whose syncs nobody could take over.

    `name` is "" for the reader; `pmo`: they act as PMO themselves.
    """
    owned = listing(syncs)
    if name:
        whose = f"{name} owns {owned}, and nobody else acts as PMO"
    elif pmo:
        whose = f"You are the only PMO, and you own {owned}: there is nobody"
    else:
        whose = f"You own {owned}, and nobody acts as PMO"
    return (
        f"{whose} who could take over. Give somebody the role (`/pmo role`, or `role: pmo` in a company file) first. "
        "Nothing was erased."
    )


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done: rows in which others had written of the person, and messages in Slack that change."""

    places: int
    messages: int


@dataclass(frozen=True, slots=True)
class Traces:
    """What is stored of a person, counted; `slack` is their Slack id, `gone` whether the account is deactivated.

    `syncs`: those that they own, and `heir` who gets them. `silent`: teams and syncs that have nobody left to ask.
    """

    person_id: int
    slack: str
    name: str
    email: str
    gone: bool
    role: str
    answers: int
    additions: int
    memberships: int
    away: int
    drafts: int
    messages: int
    audit: int
    decisions: int = 0
    syncs: tuple[str, ...] = ()
    heir: str = ""
    silent: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """Return what is stored, a line each, for whoever is to erase it."""
        said = f"{plural(self.answers, 'answer')} and {plural(self.additions, 'addition')}"
        places = f"{plural(self.memberships, 'membership')}, {plural(self.away, 'away date')}"
        found = [
            f"{said}: the rounds will say “{stand_in(self.person_id)}: {WORDS}”",
            f"name, e-mail, time zone, working time and the role {self.role}",
            f"{places}, {plural(self.drafts, 'draft')}",
            f"{plural(self.messages, 'message')} sent to them (in Slack they stay)",
            f"their name on {plural(self.audit, 'entry', 'entries')} of the audit; what was done stays",
            f"their words and name on {plural(self.decisions, 'decision')}; what was decided, and why, stays",
            "their name, e-mail and Slack id wherever else they were written down",
            "not what Slack shows of rounds and messages that are not kept here any more: that stays as it is",
        ]
        if self.syncs:
            verb = "passes" if len(self.syncs) == 1 else "pass"
            found.append(f"{listing(self.syncs)} {verb} to {self.heir}")
        found += [f"nobody will be left to ask in {one}: choose somebody" for one in self.silent]
        return found


_BEGIN, _END = r"(?<![^\W_])", r"(?![^\W_])"
"""No letter or digit before and after: an underscore, a dash and a bracket only stand around a name."""
_IN_ADDRESS, _ON_ADDRESS = r"(?<![^\W_][._+-])", r"(?![._-][^\W_])"
"""Not the end of a longer address, nor its beginning."""


class Eraser:
    """Takes a person's e-mail, Slack id and full name out of texts and JSON, in any case and Unicode form.

    A name of one word is left in what others wrote, since it may be any word ("Will"); so is one that somebody of
    `others` (names of everybody else) bears too, and all longer names of others in which it stands.
    """

    def __init__(self, *, person_id: int, slack: str, name: str, email: str, others: Iterable[str] = ()) -> None:
        """Know whom to look for."""
        self._slack = slack
        self._instead = stand_in(person_id)
        sought = [f"{_BEGIN}{re.escape(slack)}{_END}"]
        if email:
            sought.append(f"{_BEGIN}{_IN_ADDRESS}{re.escape(_composed(email))}{_END}{_ON_ADDRESS}")
        kept = [r"(?!)"]
        if len(name.split()) > 1:
            theirs = re.compile(_named(name), re.IGNORECASE)
            alike = [one for one in map(_composed, others) if theirs.search(one)]
            if not any(theirs.fullmatch(one.strip()) for one in alike):
                sought.append(theirs.pattern)
                kept = [_named(one) for one in sorted(alike, key=len, reverse=True)] or kept
        self._sought = re.compile(f"(?P<kept>{'|'.join(kept)})|{'|'.join(sought)}", re.IGNORECASE)

    def clean(self, value: Any) -> Any:
        """Return `value` without the person: an id that stands alone is left empty, in a list of people left out."""
        if value == self._slack:
            return ""
        if isinstance(value, str):
            composed = _composed(value)
            left = self._sought.sub(lambda found: found["kept"] or self._instead, composed)
            return value if left == composed else left
        if isinstance(value, Mapping):
            return {self.clean(name): self.clean(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.clean(one) for one in value if one != self._slack]
        return value


def _named(name: str) -> str:
    """Return the pattern of a full name, with any space between its words."""
    return _BEGIN + r"\s+".join(re.escape(word) for word in _composed(name).split()) + _END


def _composed(text: str) -> str:
    """Return `text` with each accent in its letter (NFC); a keyboard may write it as a character of its own."""
    return unicodedata.normalize("NFC", text)


class Chain:
    """A party's rounds from an erased answer on, the oldest first: plans carry the words of one into the next."""

    def __init__(self) -> None:
        """Begin with a party of which nothing was erased."""
        self._erased: set[str] = set()

    def plan(self, plan: Sequence[PlanItem]) -> list[PlanItem]:
        """Return a prompt's plan without what was erased before."""
        return [item for item in plan if not self._is_erased(item.text)]

    def erase(
        self, values: Mapping[str, Any], questions: Sequence[Question], plan: Sequence[PlanItem]
    ) -> dict[str, Any]:
        """Return what is left of the person's answer to a prompt with `plan`: which items of others were ticked."""
        others = {_folded(item.text) for item in self.plan(plan)}
        planned = items(str(value_of(QuestionRole.NEXT, questions, values) or ""))
        self._erased |= {_folded(text) for text in planned} - others
        left: dict[str, Any] = {}
        ticks = with_role(questions, QuestionRole.PLAN)
        if ticks is not None and isinstance(values.get(ticks.key), Mapping):
            left[ticks.key] = {
                name: [text for text in texts if _folded(text) in others] for name, texts in values[ticks.key].items()
            }
        shown = _place_for_words(questions)
        return left | ({shown.key: WORDS} if shown else {})

    def follow(
        self, values: Mapping[str, Any], questions: Sequence[Question], plan: Sequence[PlanItem]
    ) -> dict[str, Any]:
        """Return another person's later answer to a prompt with `plan`, without what the form carried into it."""
        left = {}
        for question in questions:
            value = values.get(question.key)
            if value is None:
                continue
            if question.kind is QuestionKind.CHECKLIST and isinstance(value, Mapping):
                value = {name: [text for text in texts if not self._is_erased(text)] for name, texts in value.items()}
            elif question.role is QuestionRole.HEADLINE and value == headline_from(plan):
                value = headline_from(self.plan(plan))
            if value != "":
                left[question.key] = value
        return left

    def text(self, text: str) -> str:
        """Return a text without the lines that only repeat an erased item."""
        return "\n".join(line for line in text.splitlines() if not any(map(self._is_erased, items(line))))

    def _is_erased(self, text: str) -> bool:
        return _folded(text) in self._erased


def _place_for_words(questions: Sequence[Question]) -> Question | None:
    """Return the question under which it is said that words were erased: never one that is carried into a plan."""
    texts = [
        one
        for one in questions
        if one.kind in {QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT} and one.role is not QuestionRole.NEXT
    ]
    wanted = (QuestionRole.HEADLINE, QuestionRole.MOVED, QuestionRole.NONE)
    return next((one for role in wanted for one in texts if one.role is role), None)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
