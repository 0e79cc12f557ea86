"""Withdrawing cards by the code of their receipt."""

from collections.abc import Mapping
from typing import Any

from bot.domain.retro_card_form import CodedCard, Withdrawal
from bot.domain.retro_code import GROUP, plain
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.filled import Filled

WITHDRAW, FORM = "retro_card_withdraw", "retro_withdraw_form"
"""The button, whose value is the code or "", and the form."""

CODE, WHICH, VALUE = "code", "which", "value"
BOXES = 10
"""Boxes to tick that Slack takes in one field."""

LABEL = 70


def form(words: Words, code: str = "", found: Withdrawal | None = None) -> View:
    """Return the form: for the code, and once that opens several cards for which of them.

    The code stays in its field, and in nothing that the form carries unseen.
    """
    shown = blocks.paragraphs("intro", words("retro/card_withdraw.mrkdwn.j2", found=found))
    typed = blocks.text_input(VALUE, value=code, placeholder="K7QM-3XWD-PA2R-9TZB")
    shown.append(blocks.field(CODE, "Code", typed, optional=False))
    cards = found.cards if found else ()
    for number, card in enumerate(cards, 1):
        shown += blocks.paragraphs(f"coded:{number}", words("retro/card_coded.mrkdwn.j2", number=number, card=card))
    for first in range(0, len(cards), BOXES):
        options = [_option(number, one) for number, one in enumerate(cards[first : first + BOXES], first + 1)]
        label = "Withdraw" if len(cards) <= BOXES else f"Withdraw, from {first + 1} on"
        shown.append(blocks.field(f"{WHICH}:{first}:{_begins(code)}", label, blocks.checkboxes(VALUE, options)))
    return blocks.modal(FORM, "Withdraw a card", shown, submit="Withdraw cards" if cards else "Find my cards")


def typed_in(view: Mapping[str, Any]) -> tuple[str, list[int] | None]:
    """Return the code, and the numbers of its cards that were ticked; None where these were not shown yet."""
    filled = Filled.of(view)
    code = filled.text(CODE)
    fields = [name for name in filled if name.startswith(WHICH) and name.endswith(f":{_begins(code)}")]
    return code, [one for name in fields for one in filled.numbers(name)] if fields else None


def withdrawn(words: Words, found: Withdrawal) -> Message:
    """Return what was done."""
    text = words("retro/card_withdrawn.mrkdwn.j2", found=found)
    return blocks.message(text, [blocks.section("withdrawn", text)])


def withdrawn_view(words: Words, found: Withdrawal) -> View:
    """Return what was done, in place of the form."""
    return blocks.modal("retro_withdrawn", "Withdraw a card", withdrawn_blocks(words, found), close="Close")


def withdrawn_blocks(words: Words, found: Withdrawal) -> list[blocks.Block]:
    """Return the paragraph that says what was done."""
    return blocks.paragraphs("withdrawn", words("retro/card_withdrawn.mrkdwn.j2", found=found))


def _begins(code: str) -> str:
    """Return what tells the boxes of one code from those of another that was typed over it."""
    return plain(code)[:GROUP]


def _option(number: int, card: CodedCard) -> Any:
    return blocks.option(blocks.clip(f"{number}. {' '.join(card.text.split())}", LABEL), str(card.number))
