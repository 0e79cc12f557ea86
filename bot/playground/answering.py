"""Types a set of answers into whatever form is open, by the kind of each input and the words around it."""

import re
from typing import TYPE_CHECKING, Any

from bot.playground.records import Json, Person, View
from bot.playground.view_state import Placed, options_of, placed, plain, raw_initial, rich_text

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace

# What a question is about, by the words of its label, hint or placeholder; the first that fits wins.
_ABOUT = (
    ("headline", r"one line|headline|in a sentence|summary"),
    ("confidence", r"confiden|how sure|1 ?(-|–|to) ?5|scale"),
    ("decision", r"deci(de|sion)"),
    ("waiting_for", r"waiting for|what for|what (do|are) you (need|wait)|which (thing|blocker)|need(ed)? from"),
    ("waiting_on", r"waiting on|wait(s|ing)?\b|block(ed|er)|stuck|anyone"),
    ("plan", r"last (week|time|plan)|plan(ned)?|done|check"),
    ("next", r"next|coming|up to"),
    ("moved", r"moved|happened|progress|shipped|finished|since"),
    ("other", r"anything else|add|more|note|comment|thought"),
)
_TEXT_KINDS = {"plain_text_input", "rich_text_input"}


def raw_answers(workspace: "Workspace", person: Person, form: View, answers: Json) -> dict[str, Json]:
    """Return what `person` types and chooses in `form`: `{block_id: {action_id: raw}}`.

    Questions that the set has nothing for stay as they are when they are optional or prefilled.
    """
    typed: dict[str, Json] = {}
    for one in placed(form.blocks):
        if not one.is_input:
            continue
        raw = _raw(workspace, person, one, answers)
        if raw is not None:
            block_id, action_id = one.key
            typed.setdefault(block_id, {})[action_id] = raw
    return typed


def about(one: Placed) -> str:
    """Return what a question is about: a key of the sets, or ""."""
    texts = [plain(one.block.get("label")), plain(one.block.get("hint")), plain(one.element.get("placeholder"))]
    for text in texts:
        for key, words in _ABOUT:
            if re.search(words, text, re.IGNORECASE):
                if key == "waiting_on" and one.element["type"] in _TEXT_KINDS:
                    return "waiting_for"
                return key
    return ""


def _raw(workspace: "Workspace", person: Person, one: Placed, answers: Json) -> Any:
    kind, key = str(one.element["type"]), about(one)
    if options_of(one.element):
        return _choice(workspace, person, one, key, answers)
    if kind.endswith("users_select"):
        return _people(workspace, person, one, answers)
    if kind == "number_input":
        return str(answers.get(key) or answers.get("confidence") or 3)
    return _text(one, answers, key) if kind in _TEXT_KINDS else None


def _text(one: Placed, answers: Json, key: str) -> Any:
    text = answers.get(key)
    if text is None and not one.block.get("optional") and not raw_initial(one.element):
        text = answers.get("moved") or answers.get("next") or answers.get("headline") or "Nothing new."
    if text is None:
        return None
    words = str(text).strip()[: int(one.element.get("max_length") or 3000)]
    if one.element["type"] == "rich_text_input":
        return rich_text(words)
    return words if one.element.get("multiline") else " ".join(words.split())


def _people(workspace: "Workspace", person: Person, one: Placed, answers: Json) -> Any:
    names = [name for name in _names(answers.get("people")) if _known(workspace, name)]
    ids = [found for name in names if (found := workspace.person(name).id) != person.id]
    if not ids and one.block.get("optional"):
        return None
    ids = ids or [workspace.state.humans()[0].id]
    return ids if str(one.element["type"]).startswith("multi_") else ids[0]


def _choice(workspace: "Workspace", person: Person, one: Placed, key: str, answers: Json) -> Any:
    required = not one.block.get("optional")
    offered = {plain(option["text"]): str(option["value"]) for option in options_of(one.element)}
    kind = str(one.element["type"])
    several = kind == "checkboxes" or kind.startswith("multi_")
    wanted = answers.get(key)
    if key == "plan" and several:
        return _done(list(offered.values()), str(wanted or "some"))
    chosen = [value for name in _names(wanted) for words, value in offered.items() if _means(words, name)]
    if key == "waiting_on":
        chosen = [value for value in chosen if not _own_team(workspace, person, value, offered)]
    if not chosen and required:
        if raw_initial(one.element):
            return None
        values = list(offered.values())
        chosen = [values[int(answers.get("confidence") or 3) * len(values) // 6]]
    if not chosen:
        return None
    return chosen if several else chosen[0]


def _done(values: list[str], how_much: str) -> list[str]:
    """Return the items of last time's plan that are done: all, none, or all but the last third."""
    if how_much == "all":
        return values
    if how_much == "none":
        return []
    return values[: max(1, len(values) - max(1, len(values) // 3))] if len(values) > 1 else values


def _names(wanted: Any) -> list[str]:
    if wanted in (None, ""):
        return []
    return [str(name) for name in wanted] if isinstance(wanted, list) else [str(wanted)]


def _means(words: str, name: str) -> bool:
    return re.match(rf"\W*{re.escape(name)}\b", words, re.IGNORECASE) is not None


def _own_team(workspace: "Workspace", person: Person, value: str, offered: dict[str, str]) -> bool:
    words = next(words for words, offered_value in offered.items() if offered_value == value)
    channel = workspace.state.channel_named(words.strip().lower())
    return channel is not None and person.id in channel.members


def _known(workspace: "Workspace", name: str) -> bool:
    try:
        workspace.person(name)
    except LookupError:
        return False
    return True
