"""What makes a set of questions sound, and the sentences for one that is not."""

import re
from collections.abc import Sequence

from bot.domain.question_days import check_days
from bot.domain.question_types import Question, QuestionKind, QuestionRole
from bot.domain.question_when import check_when
from bot.domain.words import listing, plural, short
from bot.errors import UserError

MOST_QUESTIONS = 10
MOST_REQUIRED = 2
MOST_TEXT = 150
"""Characters of a question, a hint or a placeholder; Slack takes no more than 150 for a placeholder."""
MOST_OPTION = 75
"""Characters of a choice: what Slack shows of an option."""
FEWEST_OPTIONS, MOST_OPTIONS = 2, 10
_TEXTS = frozenset({QuestionKind.LONG_TEXT, QuestionKind.SHORT_TEXT})
KINDS_OF_ROLE = {
    QuestionRole.PLAN: frozenset({QuestionKind.CHECKLIST}),
    QuestionRole.MOVED: _TEXTS,
    QuestionRole.NEXT: _TEXTS,
    QuestionRole.WAITING_ON: frozenset({QuestionKind.TEAMS, QuestionKind.PEOPLE}),
    QuestionRole.WAITING_FOR: _TEXTS,
    QuestionRole.DECISION: _TEXTS,
    QuestionRole.CONFIDENCE: frozenset({QuestionKind.SCALE}),
    QuestionRole.HEADLINE: _TEXTS,
}
"""Which kinds of question can have a role; the part of a sync that uses the answer reads only these."""


def check_questions(questions: Sequence[Question]) -> None:
    """Raise UserError with a sentence for a set that cannot be asked: 1 to 10, at most two required, and so on."""
    if not questions:
        raise UserError("A sync needs at least one question.", field="questions")
    if len(questions) > MOST_QUESTIONS:
        extra = plural(len(questions) - MOST_QUESTIONS, "question")
        raise UserError(
            f"These are {len(questions)} questions; {MOST_QUESTIONS} is the most. Please drop {extra}.",
            field="questions",
        )
    required = [question.text for question in questions if question.required]
    if len(required) > MOST_REQUIRED:
        raise UserError(
            f"{len(required)} questions are required; {MOST_REQUIRED} is the most, so that answering stays quick. "
            "Please make the others optional.",
            field="questions",
        )
    for question in questions:
        _check_one(question)
    _check_unique("key", [question.key for question in questions])
    _check_unique("role", [question.role for question in questions if question.role])
    check_when(questions)
    check_days(questions)


def _check_one(question: Question) -> None:
    name = f"The question “{short(question.text or question.key)}”"
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", question.key, re.ASCII):
        raise UserError(
            f"{name} has the key “{short(question.key)}”. A key starts with a letter and has lower-case letters, "
            "digits and _ only, at most 40.",
            field="questions",
        )
    if not question.text.strip():
        raise UserError(f"The question “{question.key}” has no text. Please write what is asked.", field="questions")
    for what, words in (("text", question.text), ("hint", question.hint), ("example", question.placeholder)):
        if len(words) > MOST_TEXT:
            raise UserError(
                f"The {what} of the question “{question.key}” has {plural(len(words), 'character')}; the limit is "
                f"{MOST_TEXT}. Please shorten it by {plural(len(words) - MOST_TEXT, 'character')}.",
                field="questions",
            )
    _check_options(question, name)
    kinds = KINDS_OF_ROLE.get(question.role)
    if kinds and question.kind not in kinds:
        raise UserError(
            f"{name} has the role “{short(question.role)}”, which goes with {listing(sorted(kinds), 'or')}, "
            f"not {question.kind}.",
            field="questions",
        )
    if question.kind is QuestionKind.CHECKLIST and question.role is not QuestionRole.PLAN:
        raise UserError(f"{name} is a check list; it needs the role “plan”, whose items it shows.", field="questions")


def _check_options(question: Question, name: str) -> None:
    if question.kind not in {QuestionKind.CHOICE, QuestionKind.CHOICES}:
        if question.options:
            raise UserError(f"{name} has options, which only choice and choices take.", field="questions")
        return
    if not FEWEST_OPTIONS <= len(question.options) <= MOST_OPTIONS:
        raise UserError(
            f"{name} has {plural(len(question.options), 'option')}; give {FEWEST_OPTIONS} to {MOST_OPTIONS}.",
            field="questions",
        )
    if len(set(question.options)) < len(question.options) or not all(o.strip() for o in question.options):
        raise UserError(f"{name} has an option that is empty or comes twice.", field="questions")
    long = next((option for option in question.options if len(option) > MOST_OPTION), None)
    if long:
        raise UserError(f"{name} has an option over {MOST_OPTION} characters: “{short(long, 40)}”.", field="questions")


def _check_unique(what: str, names: Sequence[str]) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise UserError(f"Two questions have the {what} “{short(twice)}”. Please change one.", field="questions")
