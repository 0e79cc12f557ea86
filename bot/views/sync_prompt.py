"""A sync's prompt as a message: asking, answered, skipped, late, or gone."""

from zoneinfo import ZoneInfo

import slackblocks as sb

from bot.domain.sync_later import LABELS, offered
from bot.domain.sync_prompt import PromptFacts
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.opt_out import ASK as LEAVE_ME_OUT
from bot.views.rhythm import CONFIRM
from bot.views.rhythm import SHOW as SHOW_RHYTHM

AS_PLANNED, ANSWER, SKIP, EDIT, ADD, MORE, WHY, LATER = (
    "sync_as_planned",
    "sync_answer",
    "sync_skip",
    "sync_edit",
    "sync_add",
    "sync_more",
    "sync_why",
    "sync_later",
)

MOST_BLOCKS = blocks.MESSAGE_BLOCKS - 4
"""Paragraphs of a message; the note that there is more, the buttons and the question on times need a place too."""


def prompt_message(words: Words, facts: PromptFacts) -> Message:
    """Return the message of one turn as its reader should see it now."""
    view = _view(facts)
    shown = []
    if facts.first_contact and view in {"asking", "late"}:
        shown.append(blocks.section("hello", words("sync/first_contact.mrkdwn.j2", facts=facts)))
    text = words(f"sync/prompt_{view}.mrkdwn.j2", facts=facts)
    shown += blocks.paragraphs("prompt", text)
    if len(shown) > MOST_BLOCKS:
        shown = [*shown[:MOST_BLOCKS], blocks.context("rest", words("sync/prompt_rest.mrkdwn.j2", facts=facts))]
    elements = _elements(facts, view)
    if elements:
        shown.append(blocks.actions("prompt_actions", *elements))
    if view != "deleted":
        shown += _working(words, facts)
    return blocks.message(words("sync/prompt_text.mrkdwn.j2", facts=facts, view=view), shown)


def nudge_message(words: Words, facts: PromptFacts, *, again: bool = False) -> Message:
    """Return the one reminder or, with `again`, what comes later as its reader wanted.

    After an answer or the closing it says that instead.
    """
    if facts.deleted:
        return prompt_message(words, facts)
    view = _view(facts)
    text = words("sync/nudge.mrkdwn.j2", facts=facts, view=view, again=again)
    elements = _elements(facts, view) if view in {"asking", "late"} else []
    shown = [blocks.section("nudge", text)]
    if elements:
        shown.append(blocks.actions("prompt_actions", *elements))
    return blocks.message(text, shown)


def _view(facts: PromptFacts) -> str:
    if facts.deleted and not (facts.state == "answered" and facts.summed_up):
        return "deleted"
    if facts.state == "answered":
        return "answered" if facts.mine else "answered_by_mate"
    if facts.state in {"skipped", "absent"}:
        return "away" if facts.state == "absent" else "skipped"
    return "late" if facts.closed else "asking"


def _elements(facts: PromptFacts, view: str) -> list[blocks.Element]:
    if facts.deleted:
        return []
    turn = str(facts.turn)
    answer = blocks.button("Answer", ANSWER, turn, style="primary")
    why = [blocks.option("Why am I asked?", f"{WHY}:{turn}"), blocks.option("Leave me out", f"{LEAVE_ME_OUT}:{turn}")]
    more = blocks.overflow(MORE, why)
    if view == "asking":
        more = blocks.overflow(MORE, [*_laters(facts), *why])
        return [blocks.button("All as planned", AS_PLANNED, turn), answer, blocks.button("Skip", SKIP, turn), more]
    if view == "late":
        return [blocks.button("Answer late", ANSWER, turn, style="primary"), more]
    if view in {"skipped", "away"}:
        return [blocks.button("Answer after all", ANSWER, turn), more]
    add = blocks.button("Add something", ADD, str(facts.prompt))
    if view == "answered" and not facts.closed:
        return [blocks.button("Edit", EDIT, turn), more]
    return [add] if facts.team or view == "answered" else []


def _working(words: Words, facts: PromptFacts) -> list[sb.Block]:
    """Return the question whether the working time that is known is right; it is asked once."""
    if facts.working is None or facts.trial:
        return []
    right = blocks.button("Keep these times", CONFIRM, str(facts.turn))
    return [
        blocks.section("rhythm", words("sync/first_working.mrkdwn.j2", facts=facts)),
        blocks.actions("rhythm_actions", right, blocks.button("Change times", SHOW_RHYTHM)),
    ]


def _laters(facts: PromptFacts) -> list[sb.Option]:
    """Return the times at which the question can come again."""
    if facts.trial:
        return []
    those = offered(facts.now, facts.closes_at, ZoneInfo(facts.zone))
    return [blocks.option(LABELS[one], f"{LATER}:{facts.turn}:{one}") for one in those]
