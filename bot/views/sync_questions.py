"""The questions of a sync that is being set up, and the form in which one of them is worded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from bot.domain.local_time import SHORT_DAYS
from bot.domain.question_check import MOST_QUESTIONS
from bot.domain.question_days import EVERY_ROUND, days_in, days_json, days_words
from bot.domain.question_types import Question, QuestionKind, When
from bot.domain.question_when import ALWAYS_ASKED, ANSWERED, answers_of, when_words
from bot.domain.recurrence_words import DAY_NAMES
from bot.errors import UserError
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.ritual_setup import Ticket, ticket_of

CHANGE, ADD, DEFAULT, FORM = "sync_question_change", "sync_question_add", "sync_question_default", "sync_question_form"
REWORD, UP, DOWN, REQUIRED, OPTIONAL, DROP = "reword", "up", "down", "required", "optional", "drop"
VALUE, IS_REQUIRED, WHEN, WEEKDAYS = "value", "required", "when", "weekdays"
QUESTION_SHOWN = 40
"""Characters of a question beside its answer in a menu."""
KINDS = {
    QuestionKind.LONG_TEXT: "Text of several lines",
    QuestionKind.SHORT_TEXT: "One line of text",
    QuestionKind.CHOICE: "One of several choices",
    QuestionKind.CHOICES: "Several of several choices",
    QuestionKind.SCALE: "A number from 1 to 5",
    QuestionKind.PEOPLE: "People",
    QuestionKind.TEAMS: "Teams",
    QuestionKind.CHECKLIST: "Check list of last time's plan",
}


def questions(words: Words, asked: Sequence[Question], ticket: Ticket) -> View:
    """Return the questions in their order, each with what can be done to it."""
    shown = [blocks.context("intro", words("sync_setup/questions.mrkdwn.j2"))]
    for number, question in enumerate(asked, 1):
        text = words(
            "sync_setup/question.mrkdwn.j2",
            number=number,
            question=question,
            kind=KINDS[question.kind],
            when=" ".join(filter(None, [days_words(question), when_words(question, asked)])),
        )
        shown.append(blocks.section(f"question:{question.key}", text, accessory=_levers(question)))
    below = [blocks.button("Add question", ADD)] if len(asked) < MOST_QUESTIONS else []
    shown.append(blocks.actions("below", *below, blocks.button("Use usual questions", DEFAULT)))
    return blocks.modal("sync_questions_view", "Questions", shown, close="Back", metadata=ticket.dump())


def question_form(question: Question | None, asked: Sequence[Question], ticket: Ticket) -> View:
    """Return the form that words `question` of those that are `asked`, or a new one, which comes last."""
    one = question or Question("", QuestionKind.LONG_TEXT, "")
    shown = [
        blocks.context("intro", "Everybody who is asked reads this, from the next time on."),
        blocks.field(
            "text",
            "Question",
            blocks.text_input(VALUE, value=one.text, placeholder="What did users say?"),
            hint="As you would ask it aloud.",
            optional=False,
        ),
    ]
    if one.kind is not QuestionKind.CHECKLIST:
        kinds = [blocks.option(name, kind) for kind, name in KINDS.items() if kind is not QuestionKind.CHECKLIST]
        shown.append(
            blocks.field("kind", "Answered with", blocks.select(VALUE, kinds, chosen=one.kind), optional=False)
        )
        choices = blocks.text_input(VALUE, value="\n".join(one.options), multiline=True, placeholder="Yes\nNo")
        shown.append(blocks.field("options", "Choices", choices, hint="One a line; only where there are choices."))
        example = blocks.text_input(VALUE, value=one.placeholder, placeholder="Three calls about refunds, all kind.")
        shown.append(blocks.field("example", "Example", example, hint="Stands in the empty field."))
    required = [blocks.option("It must be answered", IS_REQUIRED)]
    shown += [
        blocks.field("hint", "Small print", blocks.text_input(VALUE, value=one.hint)),
        blocks.field(
            "required", "Required", blocks.checkboxes(VALUE, required, chosen=[IS_REQUIRED] if one.required else [])
        ),
    ]
    shown += _when_field(one, takewhile(lambda before: before != question, asked))
    if one.role not in EVERY_ROUND:
        days = [blocks.option(name, SHORT_DAYS[day]) for day, name in enumerate(DAY_NAMES)]
        menu = blocks.multi_select(VALUE, days, chosen=days_json(one.weekdays), placeholder="Every day")
        shown.append(blocks.field(WEEKDAYS, "Ask only on…", menu, hint="Days of the week. Empty: in every round."))
    title, submit = ("Reword question", "Keep question") if question else ("Add question", "Add question")
    return blocks.modal(FORM, title, shown, submit=submit, close="Back", metadata=f"{one.key}\n{ticket.dump()}")


def subject_of(view: Mapping[str, Any]) -> tuple[str, Ticket]:
    """Return the key of the question that was worded ("" for a new one), and the ticket of the set-up."""
    key, _, ticket = str(view["private_metadata"]).partition("\n")
    return key, ticket_of({"private_metadata": ticket})


def question_in(view: Mapping[str, Any], before: Question | None) -> Question:
    """Return the question as it was worded; what the form does not show stays as it was.

    Raises Unreadable, and UserError for the field `when`.
    """
    filled = Filled.of(view)
    one = before or Question("", QuestionKind.LONG_TEXT, "")
    kind, options, example = one.kind, one.options, one.placeholder
    if "kind" in filled:
        kind = QuestionKind(filled.one("kind", set(KINDS)) or one.kind)
        options = tuple(" ".join(line.split()) for line in filled.text("options").splitlines() if line.strip())
        example = filled.text("example").strip()
    return replace(
        one,
        text=" ".join(filled.text("text").split()),
        kind=kind,
        options=options,
        placeholder=example,
        hint=filled.text("hint").strip(),
        required=bool(filled.many("required")),
        when=_when_in(filled, one.when),
        weekdays=days_in(filled.many(WEEKDAYS, SHORT_DAYS)) if WEEKDAYS in filled else one.weekdays,
    )


def _when_field(one: Question, earlier: Iterable[Question]) -> list[blocks.Block]:
    """Return the menu of answers after which `one` is asked; none where nothing comes before it, or it always is."""
    options = [
        blocks.option(f"{blocks.clip(before.text, QUESTION_SHOWN)}: {answer or ANSWERED}", f"{before.key}:{answer}")
        for before in earlier
        for answer in (*answers_of(before), "")
    ]
    if not options or one.role in ALWAYS_ASKED:
        return []
    chosen = [f"{one.when.key}:{answer}" for answer in one.when.answers or ("",)] if one.when else []
    menu = blocks.multi_select(VALUE, options, chosen=chosen, placeholder="Always")
    hint = "Of one question; any of the answers will do. Empty: it is always asked."
    return [blocks.field(WHEN, "Ask only if…", menu, hint=hint)]


def _when_in(filled: Filled, before: When | None) -> When | None:
    if WHEN not in filled:
        return before
    chosen = [one.partition(":") for one in filled.many(WHEN)]
    if not chosen:
        return None
    if len({key for key, _, _ in chosen}) > 1:
        raise UserError("These are answers to several questions. Please choose those of one.", field=WHEN)
    answers = tuple(answer for _, _, answer in chosen)
    return When(chosen[0][0], answers if all(answers) else ())


def _levers(question: Question) -> blocks.Element:
    need = ("Make optional", OPTIONAL) if question.required else ("Make required", REQUIRED)
    levers = [("Reword", REWORD), ("Move up", UP), ("Move down", DOWN), need, ("Drop", DROP)]
    return blocks.overflow(CHANGE, [blocks.option(label, f"{what}:{question.key}") for label, what in levers])
