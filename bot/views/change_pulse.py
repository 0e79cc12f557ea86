"""Readiness: the five statements as somebody is asked them, the form that begins a pulse, and what it came to."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.change_pulse import (
    SCALE,
    SHARES,
    STATEMENTS,
    STEPS,
    Letter,
    Planned,
    PulseForm,
    PulsePage,
    PulsePrompt,
    PulseShown,
    Result,
)
from bot.domain.change_pulse_trend import trend_of
from bot.domain.stored_id import stored_id
from bot.domain.words import plural
from bot.errors import NotFound
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks, chart
from bot.views.change_step import PLAN as SHOW_PLAN
from bot.views.filled import Filled
from bot.views.ticket import StoredId, read_ticket

CHOOSE = tuple(f"change_pulse_choose_{score}" for score, _ in enumerate(SCALE, 1))
"""The buttons of a statement, one a score: Slack wants an id of its own for each of a row."""

SAY, ASK = "change_pulse_say", "change_pulse_ask"
PLAN = "change_pulse_plan"
"""What helps a group becomes a step of the plan."""
FORM, SAY_FORM = "change_pulse_form", "change_pulse_say_form"
GROUPS, SHARE, WORDS, VALUE = "groups", "share", "words", "value"
SHARE_WORDS = {1: "Everyone", 2: "About half, by chance", 3: "About a third, by chance"}
MOST_GROUPS, MOST_ROWS, MOST_THEMES, MOST_TEXTS = 100, 30, 3, 3
MOST_PLANNED, LINE = 8, 120
"""Planned steps that are said of one statement, and the characters of each; the plan has them all."""
HEAD = ("Group", "Answers", *STATEMENTS.values())


@dataclass(frozen=True, slots=True)
class PulseTicket:
    """What a form is about: a change, or somebody who is asked."""

    subject: StoredId

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(PulseTicket)


def subject_in(view: Mapping[str, Any]) -> int:
    """Return what a form is about. Raises Unreadable."""
    return read_ticket(_TICKET, view).subject


def prompt_message(words: Words, facts: PulsePrompt) -> Message:
    """Return the statements, each with its buttons; once the pulse is over only that it is."""
    text = words("change_pulse/prompt_text.mrkdwn.j2", facts=facts)
    shown: list[blocks.Block] = blocks.paragraphs("intro", words("change_pulse/prompt.mrkdwn.j2", facts=facts))
    if facts.open:
        shown += [block for one in Letter for block in _statement(words, facts, one)]
        label = "Change your words" if facts.words else "Add a few words"
        shown.append(blocks.actions("more", blocks.button(label, SAY, str(facts.id))))
        shown.append(blocks.context("who_sees", words("change_pulse/who_sees.mrkdwn.j2", facts=facts)))
    return blocks.message(text, shown)


def chosen_in(value: str) -> tuple[int, Letter, int]:
    """Return who is asked, the statement and the score that a choice stands for. Raises NotFound."""
    parts = [stored_id(one) for one in value.split(":")]
    match parts:
        case [int(asked), int(letter), int(score)] if letter < len(Letter) and 1 <= score <= len(SCALE):
            return asked, Letter(letter), score
    raise NotFound("This choice is not known any more. Nothing was stored.")


def say_form(words: Words, facts: PulsePrompt) -> View:
    """Return the form for free words."""
    typing = blocks.text_input(
        VALUE, value=facts.words, multiline=True, placeholder="I know why, but my team has had no time to practise."
    )
    shown = [
        blocks.context("who_sees", words("change_pulse/say_who_sees.mrkdwn.j2", facts=facts)),
        blocks.field(WORDS, "What helps, or what is in the way?", typing),
    ]
    return blocks.modal(SAY_FORM, "In a few words", shown, submit="Keep words", metadata=PulseTicket(facts.id).dump())


def said_in(view: Mapping[str, Any]) -> str:
    """Return the free words. Raises Unreadable."""
    return Filled.of(view).text(WORDS)


def ask_form(words: Words, facts: PulseForm) -> View:
    """Return the form that begins a pulse; without groups it says where they come from."""
    intro = blocks.paragraphs("intro", words("change_pulse/ask.mrkdwn.j2", facts=facts))
    metadata = PulseTicket(facts.change_id).dump()
    if not facts.groups:
        return blocks.modal(FORM, "How ready are people?", intro, close="Close", metadata=metadata)
    groups = facts.groups[:MOST_GROUPS]
    options = [blocks.option(name, str(one), plural(count, "person", "people")) for one, name, count in groups]
    menu = blocks.multi_select(VALUE, options, chosen=[str(one) for one, _, count in groups if count])
    shares = [blocks.option(SHARE_WORDS[one], str(one)) for one in SHARES]
    shown = [
        *intro,
        blocks.field(GROUPS, "Which groups?", menu, optional=False),
        blocks.field(SHARE, "How many of them?", blocks.select(VALUE, shares, chosen="1"), optional=False),
    ]
    return blocks.modal(FORM, "How ready are people?", shown, submit="Ask them", metadata=metadata)


def asked_in(view: Mapping[str, Any]) -> tuple[list[int], int]:
    """Return the groups and the share that were chosen. Raises Unreadable."""
    filled = Filled.of(view)
    if GROUPS not in filled:
        return [], 1
    return filled.numbers(GROUPS), int(filled.one(SHARE, [str(one) for one in SHARES]) or 1)


def closed_message(words: Words, change: str, facts: PulsePage, command: str) -> Message:
    """Return what a pulse came to, for whoever began it."""
    text = words("change_pulse/closed_text.mrkdwn.j2", change=change)
    shown: list[blocks.Block] = blocks.paragraphs(
        "closed", words("change_pulse/closed.mrkdwn.j2", change=change, shown=facts.last, command=command)
    )
    table = [chart.table("ready_groups", HEAD, [_row(one) for one in _rows(facts)])] if _rows(facts) else []
    return blocks.message(text, [*shown, *table, *_figures(words, facts)])


def on_page(words: Words, facts: PulsePage) -> list[blocks.Block]:
    """Return how ready people are, with the way to ask them."""
    if not facts.goes_on and not facts.pulses:
        return []
    shown: list[blocks.Block] = blocks.paragraphs("ready", words("change_pulse/page.mrkdwn.j2", facts=facts))
    # In lines: Slack takes one table a message, and the page has that of whom it affects.
    lines = [(_name(one), one.answers, _said(one)) for one in _rows(facts)]
    if lines:
        shown += blocks.paragraphs("ready_groups", words("change_pulse/groups.mrkdwn.j2", lines=lines))
    shown += _trend(words, facts) + _figures(words, facts)
    if facts.goes_on and not facts.closes_at:
        shown.append(blocks.actions("ready_ask", blocks.button("Ask how ready", ASK, str(facts.change_id))))
    return shown


def _statement(words: Words, facts: PulsePrompt, letter: Letter) -> list[blocks.Block]:
    score = facts.scores[letter]
    taps = [
        blocks.button(said, CHOOSE[at - 1], f"{facts.id}:{int(letter)}:{at}", style="primary" if at == score else None)
        for at, said in enumerate(SCALE, 1)
    ]
    said = SCALE[score - 1] if score else ""
    text = words("change_pulse/statement.mrkdwn.j2", statement=STATEMENTS[letter], said=said)
    return [blocks.section(f"statement:{int(letter)}", text), blocks.actions(f"choice:{int(letter)}", *taps)]


def _trend(words: Words, facts: PulsePage) -> list[blocks.Block]:
    """Return the lines of the statements that are known in each pulse, and the figures of all in words."""
    trend = trend_of(facts.pulses)
    if trend is None:
        return []
    series = {STATEMENTS[letter]: means for letter, means in trend.drawn.items()}
    drawn = [chart.lines("ready_trend", "How ready people are, from 1 to 5", trend.days, series)] if series else []
    text = words(
        "change_pulse/trend.mrkdwn.j2",
        days=trend.days,
        lines=[(STATEMENTS[letter], [_figure(mean) for mean in trend.of(letter)]) for letter in Letter],
        undrawn=[f"“{STATEMENTS[letter]}”" for letter in trend.undrawn],
        drawn=bool(drawn),
        silent=trend.silent,
    )
    return [*drawn, blocks.context("ready_moved", text)]


def _figures(words: Words, facts: PulsePage) -> list[blocks.Block]:
    last = facts.last
    if last is None or last.all is None:
        return []
    shown: list[blocks.Block] = []
    weak = _weak(last) if facts.goes_on else []
    if weak:
        shown.append(blocks.section("ready_steps", words("change_pulse/steps.mrkdwn.j2")))
    shown += [_step(words, letter, those, facts.planned) for letter, those in weak]
    if last.themes:
        themes = [(name, len(texts), texts[:MOST_TEXTS]) for name, texts in last.themes[:MOST_THEMES]]
        left = len(last.themes) - len(themes)
        shown += blocks.paragraphs("ready_words", words("change_pulse/words.mrkdwn.j2", themes=themes, left=left))
    return shown


def _rows(facts: PulsePage) -> list[Result]:
    """Return the whole and its groups, those first in which the first statements are weak; one that is all, once."""
    last = facts.last
    if last is None or last.all is None:
        return []
    whole = [] if [one.answers for one in last.parts] == [last.all.answers] else [last.all]
    return [*whole, *sorted(last.parts, key=_worst)][:MOST_ROWS]


def _said(one: Result) -> str:
    means = ((STATEMENTS[letter], one.means[letter]) for letter in Letter)
    return " · ".join(f"{said} {mean:.1f}" for said, mean in means if mean is not None)


def _weak(shown: PulseShown) -> list[tuple[Letter, list[Result]]]:
    """Return the statements that are the first weak one of some groups, with those."""
    return [(letter, those) for letter in Letter if (those := [one for one in shown.parts if one.first_weak is letter])]


def _step(words: Words, letter: Letter, those: Sequence[Result], planned: Mapping[int, Planned]) -> blocks.Block:
    """Return what helps these groups, what of it is planned, and the way to plan it for another one."""
    names = ", ".join(_name(one) for one in those)
    steps = [(_name(one), planned.get(one.group_id or 0)) for one in those]
    done = [(group, step, _line(step)) for group, step in steps if step is not None]
    said = {"statement": STATEMENTS[letter], "groups": names, "step": STEPS[letter], "planned": done[:MOST_PLANNED]}
    text = words("change_pulse/step.mrkdwn.j2", **said, left=len(done[MOST_PLANNED:]))
    open_ones = [one for one in those if one.group and one.group_id is not None and one.group_id not in planned]
    groups = [(one.group, f"{one.group_id}:{int(letter)}") for one in open_ones]
    if not groups:
        return blocks.section(f"ready_step:{int(letter)}", text)
    if len(groups) == 1:
        way = blocks.button("Plan it", PLAN, groups[0][1])
    else:
        options = [blocks.option(name, value) for name, value in groups[:MOST_GROUPS]]
        way = blocks.select(PLAN, options, placeholder="Plan it for")
    return blocks.section(f"ready_step:{int(letter)}", text, accessory=way)


def planned_message(words: Words, change_id: int, planned: Planned) -> Message:
    """Return what whoever presses where it is planned already reads."""
    text = words("change_pulse/planned.mrkdwn.j2", one=planned, text=_line(planned))
    show = blocks.button("Show plan", SHOW_PLAN, str(change_id))
    return blocks.message(text, [blocks.section("planned", text), blocks.actions("planned_do", show)])


def planned_in(value: str) -> tuple[int, Letter]:
    """Return the group and the statement that a press stands for. Raises NotFound."""
    match [stored_id(one) for one in value.split(":")]:
        case [int(group), int(letter)] if letter < len(Letter):
            return group, Letter(letter)
    raise NotFound("This proposal is not known any more. Nothing was changed.")


def _line(one: Planned) -> str:
    return blocks.clip(one.text.splitlines()[0] if one.text else "", LINE)


def _worst(one: Result) -> tuple[int, float]:
    """Order groups by their first weak statement: who does not know why comes before who lacks practice."""
    first = one.first_weak
    return (len(Letter), 0.0) if first is None else (int(first), one.means[first] or 0.0)


def _name(one: Result) -> str:
    return one.group or ("Smaller groups together" if one.rest else "All of them")


def _row(one: Result) -> list[str]:
    return [_name(one), str(one.answers), *map(_figure, one.means)]


def _figure(mean: float | None) -> str:
    return chart.NOTHING if mean is None else f"{mean:.1f}"
