"""Sentences beside the fields of a form that was sent: what Slack shows there is plain text, without its marks."""

import re
from collections.abc import Mapping
from typing import Any

_MARKED = re.compile(r"(?<!\w)([*`])(?=\S)([^*`\n]+?)(?<=\S)\1(?!\w)")


def form_errors(errors: Mapping[str, str]) -> dict[str, Any]:
    """Return the acknowledgement that keeps the form, with everything typed, and shows a sentence at each block id.

    Sentences of ours put buttons between stars and commands between backticks; here these would be read as they are.
    """
    return {"response_action": "errors", "errors": {field: unmarked(said) for field, said in errors.items()}}


def unmarked(sentence: str) -> str:
    """Return a sentence without the stars and backticks around a word or a few."""
    return _MARKED.sub(r"\2", sentence)
