"""Actions: what their owners are asked and told, and what those hear who wait for them."""

from datetime import date

import slackblocks as sb

from bot.domain.action import Action, ActionState
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.playbook_codify import ACTION as CODIFY
from bot.views.playbook_codify import codify_button

ACCEPT, DONE, HELP, DROP, DATE, HAND, SMALLER, HELPING, MORE = (
    "action_accept",
    "action_done",
    "action_help",
    "action_drop",
    "action_date",
    "action_hand",
    "action_smaller",
    "action_helping",
    "action_more",
)
TEXT = 400
"""Characters of what somebody wrote that are shown beside buttons."""


def asked_message(words: Words, one: Action, today: date, *, theirs: bool, left: str = "") -> Message:
    """Return the question to a new owner, or what has become of it since; `left` had it before, and has left."""
    facts = _facts(one, today, theirs) | {"left": left}
    asks = theirs and one.state is ActionState.PROPOSED
    shown = blocks.paragraphs("asked", words("action/asked.mrkdwn.j2", **facts))
    action = str(one.id)
    if asks:
        accept = blocks.button("Accept", ACCEPT, action, style="primary")
        shown.append(blocks.actions("asked_actions", accept, blocks.button("Hand over…", HAND, action)))
    elif theirs and one.live:
        shown.append(blocks.actions("asked_actions", *owner_buttons(one)))
    elif theirs:
        shown += kept(one)
    return blocks.message(words("action/asked_text.mrkdwn.j2", **facts), shown)


def due_message(words: Words, one: Action, today: date, on: date, *, theirs: bool, late: bool) -> Message:
    """Return the reminder before the day `on`, or the question after it (`late`); later it says how it stands."""
    asks = theirs and one.live and one.due_on == on
    facts = _facts(one, today, theirs) | {"asks": asks, "late": late}
    shown = blocks.paragraphs("due", words("action/due.mrkdwn.j2", **facts))
    if asks:
        shown.append(blocks.actions("due_actions", *owner_buttons(one)))
    elif theirs:
        shown += kept(one)
    return blocks.message(words("action/due_text.mrkdwn.j2", **facts), shown)


def help_message(words: Words, one: Action, today: date) -> Message:
    """Return the call for help to whoever looks after the owner's team; later it says who helps."""
    text = words("action/help_text.mrkdwn.j2", **_facts(one, today, theirs=False))
    return blocks.message(text, help_blocks(words, one, today))


def help_blocks(words: Words, one: Action, today: date) -> list[blocks.Block]:
    """Return what its owner needs, with what whoever was asked can do while it waits."""
    action = str(one.id)
    shown = blocks.paragraphs(f"help:{action}", words("action/help.mrkdwn.j2", **_facts(one, today, theirs=False)))
    if one.state is ActionState.HELP:
        helping = blocks.button("I help", HELPING, action, style="primary")
        others = [blocks.button("New date", DATE, action), blocks.button("Hand over…", HAND, action)]
        shown.append(blocks.actions(f"help_actions:{action}", helping, *others))
    return shown


def carried_message(words: Words, one: Action, today: date, *, theirs: bool, asks: bool) -> Message:
    """Return the question what becomes of an action that was open at many times of its retro; later how it stands.

    `asks`: nobody has changed it since.
    """
    facts = _facts(one, today, theirs) | {"asks": asks}
    shown = blocks.paragraphs("carried", words("action/carried.mrkdwn.j2", **facts))
    if asks:
        action = str(one.id)
        smaller = blocks.button("Make it smaller…", SMALLER, action, style="primary")
        others = [blocks.button("Other owner…", HAND, action), blocks.button("Drop…", DROP, action)]
        shown.append(blocks.actions("carried_actions", smaller, *others, blocks.button("Done…", DONE, action)))
    elif theirs and one.live:
        shown.append(blocks.actions("carried_actions", *owner_buttons(one)))
    elif theirs:
        shown += kept(one)
    return blocks.message(words("action/carried_text.mrkdwn.j2", **facts), shown)


def news_message(words: Words, one: Action, today: date, what: str, by: str) -> Message:
    """Return what whoever waits for an action hears: it is done, dropped, given to another or helped with, by `by`."""
    facts = _facts(one, today, theirs=False) | {"what": what, "by": by}
    shown = blocks.paragraphs("news", words("action/news.mrkdwn.j2", **facts))
    if what == ActionState.DONE:
        shown += kept(one)
    return blocks.message(words("action/news_text.mrkdwn.j2", **facts), shown)


def kept(one: Action) -> list[blocks.Block]:
    """Return the way to keep what was done for others, once it is; nothing for what is not."""
    if one.state is not ActionState.DONE:
        return []
    return [blocks.actions(f"action_kept:{one.id}", codify_button(CODIFY, one.id, one.page))]


def owner_buttons(one: Action) -> list[blocks.Element]:
    """Return what the owner of an action does with it."""
    action = str(one.id)
    return [
        blocks.button("Done…", DONE, action, style="primary"),
        blocks.button("Need help…", HELP, action),
        blocks.button("New date", DATE, action),
        blocks.overflow(MORE, [blocks.option("Hand over…", f"{HAND}:{action}"), *drop_options(one)]),
    ]


def drop_options(one: Action) -> list[sb.Option]:
    """Return the choices of a menu that make less of an action, or nothing."""
    action = str(one.id)
    return [blocks.option("Make it smaller…", f"{SMALLER}:{action}"), blocks.option("Drop…", f"{DROP}:{action}")]


def _facts(one: Action, today: date, theirs: bool) -> dict[str, object]:
    return {
        "one": one,
        "today": today,
        "theirs": theirs,
        "text": blocks.clip(one.text, TEXT),
        "signal": blocks.clip(one.signal, TEXT),
        "needs": blocks.clip(one.needs, TEXT),
        "effect": blocks.clip(one.effect, TEXT),
        "reason": blocks.clip(one.reason, TEXT),
    }
