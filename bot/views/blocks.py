"""Our thin layer over slackblocks: stable ids, plain dicts, and the lengths that wording asks for.

slackblocks knows Slack's limits and raises when one is passed; here every block must carry a `block_id` of ours, since
a random one could not be named in a form's errors and would lose what was typed when a form is updated.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal

import slackblocks as sb

from bot.slack.gateway import Message, View

TITLE_LENGTH, BUTTON_LENGTH, MESSAGE_BLOCKS, VIEW_BLOCKS = 24, 20, 50, 100
SECTION_LENGTH, OPTION_LENGTH, METADATA_LENGTH = 3000, 75, 3000

_CHANNELS = sb.ConversationFilter(include=["public", "private"], exclude_bot_users=True)

Style = Literal["primary", "danger"]
Block = sb.Block
Element = sb.Element
Blocks = Sequence[Block]


def mrkdwn(text: str) -> sb.Text:
    """Return formatted text; names in it are not looked up by Slack, so what people wrote pings nobody."""
    return sb.Text(text, type_=sb.TextType.MARKDOWN, verbatim=True)


def plain(text: str) -> sb.Text:
    """Return text shown as it is."""
    return sb.Text(text, type_=sb.TextType.PLAINTEXT, emoji=True)


def clip(text: str, length: int) -> str:
    """Return `text` shortened to `length` characters, with an ellipsis where something is missing."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rstrip() + "…"


def split(text: str, length: int) -> list[str]:
    """Return `text` in parts of at most `length` characters, cut at line ends where there are some; nothing is lost.

    A cut never falls inside an escape such as `&lt;` or a link, which would show as rubbish; a heading stays with what
    follows it, and a quotation that is cut goes on as one.
    """
    parts, rest = [], text
    while len(rest) > length:
        at = _line_end(rest, length)
        quoted = ""
        if at < 0:
            line = rest.rfind("\n", 0, length) + 1
            quoted = "> " if rest.startswith("> ", line) else ""
            at = rest.rfind(" ", max(line + len(quoted), length // 2), length)
        if at < 0:
            at = _whole(rest, length)
        parts.append(rest[:at])
        rest = quoted + rest[at:].lstrip("\n ") if quoted else rest[at:].lstrip("\n")
    return [*parts, rest]


def _line_end(text: str, length: int) -> int:
    """Return the last line end in the second half of `length` that does not tear a heading off; -1 if there is none."""
    at = text.rfind("\n", length // 2, length)
    before = text.rfind("\n", length // 2, at) if at > 0 else -1
    heading = before > 0 and text.startswith("*", before + 1) and text.endswith("*", before + 1, at)
    return before if heading else at


def _whole(text: str, at: int) -> int:
    """Return the last place up to `at` that is not inside an escape or a link."""
    escape = text.rfind("&", max(0, at - 5), at)
    if escape >= 0 and ";" not in text[escape:at]:
        return escape
    link = text.rfind("<", 0, at)
    return link if link > 0 and ">" not in text[link:at] else at


def header(block_id: str, text: str) -> sb.Block:
    """Return a heading of at most 150 characters."""
    return sb.HeaderBlock(plain(clip(text, 150)), block_id=block_id)


def section(block_id: str, text: str, *, accessory: sb.Element | None = None) -> sb.Block:
    """Return a paragraph of formatted text, of at most 3,000 characters."""
    return sb.SectionBlock(mrkdwn(text), block_id=block_id, accessory=accessory)


def paragraphs(block_id: str, text: str) -> list[Block]:
    """Return formatted text as one paragraph, or as many as its length needs; nothing is cut, and "" is none."""
    return [
        section(block_id if number == 0 else f"{block_id}_{number}", part)
        for number, part in enumerate(split(text, SECTION_LENGTH))
        if part
    ]


def context(block_id: str, *texts: str) -> sb.Block:
    """Return small print."""
    return sb.ContextBlock([mrkdwn(text) for text in texts], block_id=block_id)


def divider(block_id: str) -> sb.Block:
    """Return a line."""
    return sb.DividerBlock(block_id=block_id)


def actions(block_id: str, *elements: sb.Element) -> sb.Block:
    """Return a row of buttons and menus."""
    return sb.ActionsBlock(list(elements), block_id=block_id)


def confirm(title: str, text: str, yes: str, no: str = "Cancel", *, danger: bool = False) -> sb.ConfirmationDialogue:
    """Return the question asked before something that cannot be taken back."""
    return sb.ConfirmationDialogue(
        plain(title), mrkdwn(text), plain(_button_label(yes)), plain(no), style="danger" if danger else None
    )


def button(
    label: str,
    action: str,
    value: str = "",
    *,
    style: Style | None = None,
    asks: sb.ConfirmationDialogue | None = None,
) -> sb.Element:
    """Return a button; `label` is verb and object in at most 20 characters."""
    return sb.Button(plain(_button_label(label)), action_id=action, value=value or None, style=style, confirm=asks)


def option(label: str, value: str, description: str = "") -> sb.Option:
    """Return a choice; a label longer than Slack takes is shortened, its `value` is what counts."""
    return sb.Option(
        plain(clip(label, OPTION_LENGTH)),
        value,
        description=plain(clip(description, OPTION_LENGTH)) if description else None,
    )


def overflow(action: str, options: Sequence[sb.Option], *, asks: sb.ConfirmationDialogue | None = None) -> sb.Element:
    """Return a "more" menu of one to five choices."""
    return sb.OverflowMenu(action, list(options), confirm=asks)


def select(action: str, options: Sequence[sb.Option], *, chosen: str = "", placeholder: str = "") -> sb.Element:
    """Return a menu of up to 100 choices, `chosen` being the value of the one that is set."""
    return sb.StaticSelectMenu(
        placeholder=plain(placeholder) if placeholder else None,
        action_id=action,
        options=list(options),
        initial_option=next((one for one in options if one.value == chosen), None),
    )


def multi_select(
    action: str, options: Sequence[sb.Option], *, chosen: Sequence[str] = (), placeholder: str = "", most: int = 0
) -> sb.Element:
    """Return a menu of several choices, at most `most` if given; a menu of one can be emptied, unlike `select`."""
    return sb.StaticMultiSelectMenu(
        placeholder=plain(placeholder) if placeholder else None,
        action_id=action,
        options=list(options),
        initial_options=[one for one in options if one.value in chosen] or None,
        max_selected_items=most or None,
    )


def checkboxes(action: str, options: Sequence[sb.Option], *, chosen: Sequence[str] = ()) -> sb.Element:
    """Return up to ten boxes to tick."""
    return sb.CheckboxGroup(
        action, list(options), initial_options=[one for one in options if one.value in chosen] or None
    )


def radio(action: str, options: Sequence[sb.Option], *, chosen: str = "") -> sb.Element:
    """Return up to ten choices of which one is taken."""
    return sb.RadioButtonGroup(
        action, list(options), initial_option=next((one for one in options if one.value == chosen), None)
    )


def people(action: str, *, chosen: Sequence[str] = (), placeholder: str = "") -> sb.Element:
    """Return a menu of people, by Slack ids."""
    return sb.UserMultiSelectMenu(
        action_id=action,
        initial_users=list(chosen) or None,
        placeholder=plain(placeholder) if placeholder else None,
    )


def person(action: str, *, chosen: str = "", placeholder: str = "Choose one") -> sb.Element:
    """Return a menu of people of whom one is taken, by Slack id."""
    return sb.UserSelectMenu(action_id=action, initial_user=chosen or None, placeholder=plain(placeholder))


def channel(action: str, *, chosen: str = "", placeholder: str = "Choose a channel") -> sb.Element:
    """Return a menu of public and private channels of which one is taken, by Slack id."""
    return sb.ConversationSelectMenu(
        action, initial_conversation=chosen or None, filter=_CHANNELS, placeholder=plain(placeholder)
    )


def channels(action: str, *, chosen: Sequence[str] = (), most: int, placeholder: str = "Choose channels") -> sb.Element:
    """Return a menu of public and private channels of which up to `most` are taken, by Slack ids."""
    return sb.ConversationMultiSelectMenu(
        action,
        initial_conversations=list(chosen) or None,
        max_selected_items=most,
        filter=_CHANNELS,
        placeholder=plain(placeholder),
    )


def day_picker(action: str, *, chosen: date | None = None) -> sb.Element:
    """Return a calendar from which a date is taken."""
    return sb.DatePicker(action_id=action, initial_date=chosen.isoformat() if chosen else None)


def text_input(
    action: str, *, value: str = "", multiline: bool = False, placeholder: str = "", most: int | None = None
) -> sb.Element:
    """Return a field to type in; `most` only where Slack itself shall stop the typing.

    In a field that dispatches, Slack tells what was typed when Enter is pressed: its usual way, spelled out nowhere.
    """
    return sb.PlainTextInput(
        action_id=action,
        initial_value=value or None,
        multiline=multiline,
        placeholder=plain(clip(placeholder, 150)) if placeholder else None,
        max_length=most,
    )


def field(
    block_id: str, label: str, element: sb.Element, *, hint: str = "", optional: bool = True, dispatch: bool = False
) -> sb.Block:
    """Return a labelled field of a form; its errors are addressed by `block_id`."""
    return sb.InputBlock(
        plain(label),
        element,
        dispatch_action=dispatch,
        block_id=block_id,
        hint=plain(hint) if hint else None,
        optional=optional,
    )


def message(text: str, blocks: Blocks) -> Message:
    """Return a message; `text` is what a notification reads. Raises ValueError over Slack's limits."""
    return Message(text, _dicts(blocks, MESSAGE_BLOCKS))


def modal(
    callback: str, title: str, blocks: Blocks, *, submit: str = "", close: str = "Cancel", metadata: str = ""
) -> View:
    """Return a form. `metadata` (at most 3,000 characters) comes back with what is submitted."""
    if len(title) > TITLE_LENGTH:
        raise ValueError(f"a title has at most {TITLE_LENGTH} characters: {title!r}")
    if len(metadata) > METADATA_LENGTH:
        raise ValueError(f"a form carries at most {METADATA_LENGTH} characters, not {len(metadata)}")
    view: dict[str, Any] = {
        "type": "modal",
        "callback_id": callback,
        "title": {"type": "plain_text", "text": title},
        "blocks": _dicts(blocks, VIEW_BLOCKS),
        "close": {"type": "plain_text", "text": close},
        "private_metadata": metadata,
    }
    if submit:
        view["submit"] = {"type": "plain_text", "text": _button_label(submit, TITLE_LENGTH)}
    return view


def home(blocks: Blocks) -> View:
    """Return a home tab."""
    return {"type": "home", "blocks": _dicts(blocks, VIEW_BLOCKS)}


def _button_label(label: str, length: int = BUTTON_LENGTH) -> str:
    if not 1 <= len(label) <= length:
        raise ValueError(f"a button has at most {length} characters: {label!r}")
    return label


def _dicts(blocks: Blocks, most: int) -> list[Mapping[str, Any]]:
    if len(blocks) > most:
        raise ValueError(f"Slack takes at most {most} blocks here, not {len(blocks)}")
    given = [block for block in blocks if getattr(block, "_generated_block_id", False)]
    if given:
        raise ValueError(f"every block needs an id of ours: {given[0]!r}")
    twice = [name for name, count in Counter(block.block_id for block in blocks).items() if count > 1]
    if twice:
        raise ValueError(f"two blocks with the same id: {twice}")
    return [block._resolve() for block in blocks]  # noqa: SLF001 (slackblocks' only way to a dict)
