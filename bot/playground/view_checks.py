"""Checks a view (modal or home tab) as `views.*` do, which answer with `invalid_arguments`."""

import json
from typing import Any

from bot.playground import limits
from bot.playground.blocks_check import find_problems
from bot.playground.checks import Problems
from bot.playground.records import Json, SlackRefusal

_MODAL = "title submit close private_metadata callback_id clear_on_close notify_on_close external_id submit_disabled"
_HOME = "private_metadata callback_id external_id"


def check_view(view: Any, kind: str) -> Json:
    """Return `view` if Slack would take it as a "modal" or as a "home" tab; else refuse it, naming each problem."""
    if not isinstance(view, dict):
        raise SlackRefusal("invalid_arguments", "[ERROR] must be an object [json-pointer:/view]")
    problems = Problems()
    if view.get("type") != kind:
        problems.add(f"must be a {kind} view", "/view/type")
    elif kind == "modal":
        problems.fields(view, "/view", required="title blocks", optional=_MODAL)
        _modal(view, problems)
    else:
        problems.fields(view, "/view", required="blocks", optional=_HOME)
    for name, longest in _TEXTS.items():
        if view.get(name) is not None:
            problems.string(view[name], f"/view/{name}", longest, shortest=0)
    if view.get("blocks") is not None:
        find_problems(view["blocks"], kind, "/view/blocks", problems)
    if problems.messages:
        raise SlackRefusal("invalid_arguments", *problems.messages)
    if len(json.dumps(view, ensure_ascii=False).encode()) > limits.VIEW_BYTES:
        raise SlackRefusal("view_too_large")
    return view


def _modal(view: Json, problems: Problems) -> None:
    for name in ("title", "submit", "close"):
        if view.get(name) is not None:
            problems.text(view[name], f"/view/{name}", limits.VIEW_TITLE, plain=True)
    blocks = view.get("blocks")
    rows = [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
    if any(block.get("type") == "input" for block in rows) and view.get("submit") is None:
        problems.add("missing required field: submit (the view has inputs)", "/view")


_TEXTS = {"private_metadata": limits.VIEW_METADATA, "callback_id": limits.ID, "external_id": limits.ID}
