"""The messages of questions and ideas about changes, to those who answer and to those who wait."""

from collections.abc import Sequence

from bot.domain.change_question import Question, State, Word
from bot.domain.playbook_markdown import plain
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.change_question_answer import WRITE, answer_buttons, do_blocks, withdraw_button
from bot.views.change_question_faq import SHOW, entry_blocks, faq_value
from bot.views.playbook_rich import as_typed, typed

SAID = 200
"""Characters of what was written in a notification."""

MOST_ANSWERS = 5
"""Answers that one message shows; the list has all."""


def asked_message(words: Words, one: Question, *, theirs: bool) -> Message:
    """Return the question to whom it is asked of; `theirs`: they still are the one."""
    return _to_owner(words, "asked", one, theirs=theirs)


def owned_message(words: Words, one: Question, *, theirs: bool, by: str) -> Message:
    """Return the question to who answers from now on; `by` handed it over, "": its owner has left."""
    return _to_owner(words, "owned", one, theirs=theirs, by=by)


def due_message(words: Words, one: Question, *, theirs: bool) -> Message:
    """Return what whoever answers is asked before the day, or told once it went by without news."""
    return _to_owner(words, "due", one, theirs=theirs)


def late_message(words: Words, one: Question) -> Message:
    """Return what the PMO reads about what nobody has answered in time."""
    return _to_owner(words, "late", one, theirs=True)


def news_message(words: Words, one: Question) -> Message:
    """Return to whoever asked what came of it, as it is now."""
    facts = {"one": one}
    shown: list[blocks.Block] = [blocks.section("news", words("change_question/news.mrkdwn.j2", **facts))]
    if one.text:
        shown.append(typed("asked_text", one.text))
    shown += _said(words, one)
    if one.state is not State.WITHDRAWN:
        pressed = [blocks.button("Write back", WRITE, one.id)]
        if one.waits:
            pressed.append(withdraw_button(one))
        shown.append(blocks.actions("news_do", *pressed))
    said = blocks.clip(plain(one.answer), SAID) if one.answer else ""
    return blocks.message(words("change_question/news_text.mrkdwn.j2", said=said, **facts), shown)


def word_message(words: Words, one: Question, said: Word, *, mine: bool) -> Message:
    """Return a further message of the talk; `mine`: to whoever asked."""
    facts = {"one": one, "said": said, "mine": mine}
    shown = [
        blocks.section("word", words("change_question/word.mrkdwn.j2", **facts)),
        typed("word_text", said.text),
        blocks.context(
            "about", words("change_question/word_about.mrkdwn.j2", asked=blocks.clip(one.text, SAID), **facts)
        ),
    ]
    answers = answer_buttons(one) if not mine and one.waits else []
    shown.append(blocks.actions("word_do", *answers, blocks.button("Write back", WRITE, one.id)))
    text = words("change_question/word_text.mrkdwn.j2", clipped=blocks.clip(said.text, SAID), **facts)
    return blocks.message(text, shown)


def no_news_message(words: Words, one: Question) -> Message:
    """Return to a channel that there is no news on the promised day; once there is an answer, that."""
    shown: list[blocks.Block] = [blocks.section("no_news", words("change_question/no_news.mrkdwn.j2", one=one))]
    if one.said:
        shown.append(typed("asked_text", one.said))
    shown += _said(words, one)
    text = words("change_question/no_news_text.mrkdwn.j2", one=one, said=blocks.clip(one.said, SAID))
    return blocks.message(text, shown)


def answers_message(words: Words, change_id: int, name: str, rows: Sequence[Question]) -> Message:
    """Return the new answers of a change to somebody whom it affects."""
    facts = {"name": name, "rows": rows}
    shown: list[blocks.Block] = [blocks.section("answers", words("change_question/answers.mrkdwn.j2", **facts))]
    for number, one in enumerate(rows[:MOST_ANSWERS]):
        shown += entry_blocks(words, one, number)
    more = len(rows) - MOST_ANSWERS
    if more > 0:
        shown.append(blocks.context("more", words("change_question/answers_more.mrkdwn.j2", more=more)))
    button = blocks.button("See all answers", SHOW, faq_value(change_id, rows[0].kind, 0))
    shown.append(blocks.actions("answers_do", button))
    first = blocks.clip(rows[0].said, SAID)
    return blocks.message(words("change_question/answers_text.mrkdwn.j2", first=first, **facts), shown)


def _to_owner(words: Words, kind: str, one: Question, *, theirs: bool, by: str = "") -> Message:
    facts = {"one": one, "theirs": theirs, "by": by}
    shown = [blocks.section(kind, words(f"change_question/{kind}.mrkdwn.j2", **facts))]
    if one.text:
        shown.append(typed("asked_text", one.text))
    if one.answer:
        shown += _said(words, one)
    if one.waits and theirs:
        shown.append(do_blocks(one))
    text = words(f"change_question/{kind}_text.mrkdwn.j2", said=blocks.clip(one.text, SAID), **facts)
    return blocks.message(text, shown)


def _said(words: Words, one: Question) -> list[blocks.Block]:
    if not one.answer:
        return []
    return [blocks.section("by", words("change_question/by.mrkdwn.j2", one=one)), *as_typed("answer", one.answer)]
