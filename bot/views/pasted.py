"""Fields into which a long text is pasted in parts, since Slack takes three thousand characters a field."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.person_import import LONGEST_FIELD, MOST_FIELDS
from bot.views import blocks
from bot.views.filled import Filled

VALUE = "value"
"""The action of every field."""


def fields(
    name: str, texts: Sequence[str], count: int, labels: tuple[str, str], placeholder: str
) -> list[blocks.Block]:
    """Return `count` fields (`name:0` …) with what was pasted before; `labels` are that of the first and the others."""
    shown: list[blocks.Block] = []
    for number in range(count):
        element = blocks.text_input(
            VALUE,
            value=texts[number] if number < len(texts) else "",
            multiline=True,
            placeholder=placeholder if number == 0 else "",
            most=LONGEST_FIELD,
        )
        label = labels[0] if number == 0 else f"{labels[1]} ({number + 1})"
        shown.append(blocks.field(f"{name}:{number}", label, element, optional=number > 0))
    return shown


def pasted(view: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return what stands in the fields, the empty ones left out. Raises Unreadable."""
    filled = Filled.of(view)
    texts = [filled.text(f"{name}:{number}") for number in range(MOST_FIELDS) if f"{name}:{number}" in filled]
    return tuple(text for text in texts if text.strip())
