"""One question of an update as blocks of a form, filled with what is known."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import slackblocks as sb

from bot.domain.plan import PlanItem, item_key
from bot.domain.question import Question, QuestionKind, QuestionRole
from bot.domain.question_when import deciding
from bot.domain.sync_form import FormFacts
from bot.domain.words import ordinal_word
from bot.render import Words
from bot.views import blocks
from bot.views.team_menu import several_teams

FIELD, VALUE = "q:", "value"
"""A question's block is `q:<key>`, its element is `value`."""

CHOOSE = "sync_answer_choose"
"""The element of a question on whose answer others depend: the form is drawn anew when it is answered."""

MOST_BOXES, MOST_CHOICES, FEW = 10, 100, 5
"""Slack shows ten check boxes, and a hundred choices in a menu; up to five required choices show as radio buttons."""


def question_blocks(
    words: Words, facts: FormFacts, questions: Sequence[Question] | None = None, *, decides: Collection[str] = ()
) -> list[sb.Block]:
    """Return the fields of `questions`, without them of all that are asked after the answers in `facts`.

    Slack tells at once of a change of those that others depend on, and of those whose keys are in `decides`.

    A field keeps its block and its element for as long as the form is open, so that Slack keeps what is typed in it
    whenever the form is drawn anew (docs.slack.dev, "Updating modal views").
    """
    told = {*deciding(facts.questions), *decides}
    return [
        block
        for question in (facts.asked if questions is None else questions)
        for block in field_blocks(words, facts, question, decides=question.key in told)
    ]


def field_blocks(words: Words, facts: FormFacts, question: Question, *, decides: bool = False) -> list[sb.Block]:
    """Return the blocks of a question; none where there is nothing to choose from: no plan, no other team.

    `decides`: others depend on its answer, so Slack is to tell of it at once. Of a text of several lines it cannot,
    where Enter begins a line: what depends on that comes when the form is sent.
    """
    dispatch = decides and question.kind is not QuestionKind.LONG_TEXT
    action = CHOOSE if dispatch else VALUE
    if question.kind is QuestionKind.CHECKLIST:
        return _checklist(words, facts, question, action) if facts.plan else []
    if question.kind is QuestionKind.TEAMS and not facts.teams:
        return []
    element, more = _element(facts, question, action)
    hint = " ".join(part for part in (question.hint, more) if part)
    block_id, optional = FIELD + question.key, not question.required
    return [blocks.field(block_id, question.text, element, hint=hint, optional=optional, dispatch=dispatch)]


def _element(facts: FormFacts, question: Question, action: str) -> tuple[sb.Element, str]:
    """Return the field, and what its hint says besides the question's own."""
    value, kind = facts.values.get(question.key), question.kind
    if kind is QuestionKind.TEAMS:
        placeholder = question.placeholder or "Choose teams"
        return several_teams(action, facts.teams, chosen=value or (), placeholder=placeholder), ""
    if kind is QuestionKind.SCALE:
        chosen = "" if value is None else str(value)
        menu = blocks.select(action, _scale(question), chosen=chosen, placeholder="Choose 1 to 5")
        return menu, _who_sees(facts, question)
    if kind is QuestionKind.PEOPLE:
        return blocks.people(action, chosen=value or (), placeholder=question.placeholder or "Choose people"), ""
    if kind in {QuestionKind.CHOICE, QuestionKind.CHOICES}:
        return _choices(question, value, action), ""
    multiline = kind is QuestionKind.LONG_TEXT
    return blocks.text_input(action, value=str(value or ""), multiline=multiline, placeholder=question.placeholder), ""


def _choices(question: Question, value: Any, action: str) -> sb.Element:
    options = [blocks.option(text, text) for text in question.options]
    if question.kind is QuestionKind.CHOICES:
        return blocks.checkboxes(action, options, chosen=value or ())
    # A radio button cannot be taken back, so an optional question is a menu.
    if question.required and len(options) <= FEW:
        return blocks.radio(action, options, chosen=str(value or ""))
    return blocks.select(action, options, chosen=str(value or ""), placeholder=question.placeholder or "Choose one")


def _scale(question: Question) -> list[sb.Option]:
    low, high = ("not at all", "certain") if question.role is QuestionRole.CONFIDENCE else ("lowest", "highest")
    ends = {1: f"1 – {low}", 5: f"5 – {high}"}
    return [blocks.option(ends.get(number, str(number)), str(number)) for number in range(1, 6)]


def _who_sees(facts: FormFacts, question: Question) -> str:
    if question.role is not QuestionRole.CONFIDENCE:
        return ""
    if facts.for_team:
        return f"This is your team's score, shown in {facts.channel}."
    return "Your own score is for you; others see the mean of three or more."


def _checklist(words: Words, facts: FormFacts, question: Question, action: str) -> list[sb.Block]:
    block_id = FIELD + question.key
    done = _done(facts.values, question)
    plan = facts.plan[:MOST_CHOICES]
    options = [blocks.option(item.text, item_key(item.text), _for_how_long(item, weekly=facts.weekly)) for item in plan]
    chosen = [item_key(text) for text in done]
    element = (
        blocks.checkboxes(action, options, chosen=chosen)
        if len(options) <= MOST_BOXES
        else blocks.multi_select(action, options, chosen=chosen, placeholder="Choose what is done")
    )
    field = blocks.field(block_id, question.text, element, hint=question.hint, dispatch=action == CHOOSE)
    cut = [item for item in facts.plan if blocks.clip(item.text, blocks.OPTION_LENGTH) != item.text]
    if not cut:
        return [field]
    parts = blocks.split(words("sync/form_plan.mrkdwn.j2", items=cut), blocks.SECTION_LENGTH)
    return [
        field,
        *(blocks.section(f"whole:{question.key}:{n}", part) for n, part in enumerate(parts)),
    ]


def _done(values: Mapping[str, object], question: Question) -> Sequence[str]:
    ticks = values.get(question.key)
    return list(ticks.get("done", ())) if isinstance(ticks, Mapping) else ()


def _for_how_long(item: PlanItem, *, weekly: bool) -> str:
    return f"{ordinal_word(item.weeks + 1)} {'week' if weekly else 'time'}".capitalize() if item.weeks else ""
