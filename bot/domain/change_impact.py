"""What changes for a stakeholder group: what of their work, how much, and how they work before and after."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.answer import text
from bot.domain.change import ASPECT_WORDS, SCORE_WORDS, Aspect
from bot.domain.change_form import Theirs
from bot.domain.words import listing
from bot.errors import Unfit, UserError

YESTERDAY, TOMORROW, WORRIES, CONTACT = "yesterday", "tomorrow", "worries", "contact"
TEXTS = (YESTERDAY, TOMORROW, WORRIES)
LONGEST = 1000
"""Characters of each of the texts: a sentence or a few."""

USUAL_SCORE = 3
"""What an aspect that has just been chosen is rated until somebody says otherwise: a lot."""

FULLEST = 3
"""Aspects that are named where there is little room, those that change most."""


@dataclass(frozen=True, slots=True)
class ImpactWritten:
    """What changes for a group, as somebody wrote it; whom they ask by Slack id, "" for the owner of the change."""

    scores: Mapping[Aspect, int] = field(default_factory=dict)
    yesterday: str = ""
    tomorrow: str = ""
    worries: str = ""
    contact: str = ""

    def fields(self) -> dict[str, str]:
        """Return it field by field, as it is compared."""
        scores = {str(one): str(self.scores[one]) if one in self.scores else "" for one in Aspect}
        texts = {YESTERDAY: self.yesterday, TOMORROW: self.tomorrow, WORRIES: self.worries}
        return {**scores, **texts, CONTACT: self.contact}

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "ImpactWritten":
        """Return it again."""
        scores = {one: int(fields[one]) for one in Aspect if fields[one]}
        return cls(scores, fields[YESTERDAY], fields[TOMORROW], fields[WORRIES], fields[CONTACT])


@dataclass(frozen=True, slots=True)
class ImpactForm:
    """What the form shows; `copies`: groups whose impact can be copied, by their ids.

    `standing`: it is a group of the standing list, of which only the usual questions and the contact are kept.
    """

    group_id: int
    name: str
    people: int
    written: ImpactWritten
    base: Mapping[str, str]
    copies: Mapping[int, str] = field(default_factory=dict)
    standing: bool = False
    by: str = ""
    others: tuple[Theirs, ...] = ()


def checked(written: ImpactWritten) -> ImpactWritten:
    """Return what can be stored of it. Raises Unfit."""
    errors: dict[str, str] = {}
    texts: dict[str, str] = {}
    for name in TEXTS:
        try:
            texts[name] = text(getattr(written, name), LONGEST) or ""
        except UserError as error:
            errors[name] = error.sentence
    if errors:
        raise Unfit(errors)
    return ImpactWritten(written.scores, texts[YESTERDAY], texts[TOMORROW], texts[WORRIES], written.contact)


def in_words(scores: Mapping[Aspect, int], most: int = len(Aspect)) -> str:
    """Return what changes most, and how much: "tools (everything) and job roles (a lot)"; "" for nothing."""
    order = list(ASPECT_WORDS)
    ranked = sorted(scores, key=lambda one: (-scores[one], order.index(one)))
    named = [f"{ASPECT_WORDS[one]} ({SCORE_WORDS[scores[one]]})" for one in ranked[:most]]
    if len(ranked) > most:
        return f"{', '.join(named)} and {len(ranked) - most} more"
    return listing(named)


def shown_as(name: str, value: str, people: Mapping[str, str]) -> Theirs:
    """Return what stands in a field as people read it; `people` are names by Slack id."""
    if name in {str(one) for one in Aspect}:
        return Theirs(ASPECT_WORDS[Aspect(name)], SCORE_WORDS[int(value)] if value else "does not change")
    labels = {YESTERDAY: "today", TOMORROW: "from then on", WORRIES: "what they worry about", CONTACT: "whom they ask"}
    return Theirs(labels[name], people.get(value, value) or "nothing")
