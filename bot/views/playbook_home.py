"""Open questions on a home tab, row by row."""

from datetime import date

from bot.domain.playbook_question import Question
from bot.render import Words
from bot.views import blocks
from bot.views.playbook_question import ANSWER, DROP, PASS, SAID


def asked_row(words: Words, one: Question, today: date) -> list[blocks.Block]:
    """Return a question that the reader is asked, with what they can do about it."""
    value = str(one.id)
    pressed = blocks.button("Answer", ANSWER, value), blocks.button("Pass on", PASS, value)
    return [_text(words, one, today, mine=False), blocks.actions(f"asked_do:{one.id}", *pressed)]


def own_row(words: Words, one: Question, today: date) -> list[blocks.Block]:
    """Return a question that the reader asked, and the way to take it back."""
    drop = blocks.button("Take it back", DROP, str(one.id))
    return [_text(words, one, today, mine=True), blocks.actions(f"own_do:{one.id}", drop)]


def _text(words: Words, one: Question, today: date, *, mine: bool) -> blocks.Block:
    said = words("playbook/home_question.mrkdwn.j2", one=one, today=today, mine=mine, asked=blocks.clip(one.text, SAID))
    return blocks.section(f"{'own' if mine else 'asked'}:{one.id}", said)
