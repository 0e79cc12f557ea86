"""Steps of a change's plan: what their owners are asked, what those hear who wait, and what is pressed on one."""

from datetime import date, datetime

import slackblocks as sb

from bot.domain.change_step import Step, StepKind, StepState
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.playbook import READ

ACCEPT, HAND, DONE, DROP, MOVE, EDIT, REOPEN, INVITE, ATTEND, MATERIAL, MORE, PLAN, PAGE, ADD, OFFER = (
    "change_step_accept",
    "change_step_hand",
    "change_step_done",
    "change_step_drop",
    "change_step_move",
    "change_step_edit",
    "change_step_reopen",
    "change_step_invite",
    "change_step_attend",
    "change_step_material",
    "change_step_more",
    "change_step_plan",
    "change_step_page",
    "change_step_add",
    "change_step_offer",
)
TEXT = 300
"""Characters of what somebody wrote that are shown beside buttons."""

ASKED = 80
"""Characters of it in a question, for which Slack has three hundred."""


def asked_message(words: Words, one: Step, today: date, *, theirs: bool) -> Message:
    """Return the question to a new owner, or what has become of it since."""
    said = facts(one, today) | {"theirs": theirs}
    shown = blocks.paragraphs("asked", words("change_step/asked.mrkdwn.j2", **said))
    step = str(one.id)
    if theirs and one.state is StepState.PROPOSED:
        accept = blocks.button("Accept", ACCEPT, step, style="primary")
        shown.append(blocks.actions("asked_actions", accept, blocks.button("Hand over…", HAND, step)))
    elif theirs and one.live:
        shown.append(blocks.actions("asked_actions", *owner_buttons(words, one)))
    return blocks.message(words("change_step/asked_text.mrkdwn.j2", **said), shown)


def due_message(words: Words, one: Step, today: date, now: datetime, *, theirs: bool, asks: bool) -> Message:
    """Return the question to its owner when it is due; later it says how the step stands."""
    said = facts(one, today) | {"theirs": theirs, "asks": asks, "now": now, "over": one.is_over(now)}
    shown = blocks.paragraphs("due", words("change_step/due.mrkdwn.j2", **said))
    if theirs and asks and one.live:
        shown.append(blocks.actions("due_actions", *owner_buttons(words, one, over=one.is_over(now))))
    return blocks.message(words("change_step/due_text.mrkdwn.j2", **said), shown)


def late_message(words: Words, one: Step, today: date, *, asks: bool, after: str = "") -> Message:
    """Return the word that a step is past its day to whoever answers for the change; later how it stands.

    `after`: they have heard of it before its reader, who is of the PMO.
    """
    said = facts(one, today) | {"asks": asks, "after": after}
    shown = blocks.paragraphs("late", words("change_step/late.mrkdwn.j2", **said))
    if asks:
        step = str(one.id)
        pressed = [
            blocks.button("New date", MOVE, step, style="primary"),
            blocks.button("Other owner…", HAND, step),
            blocks.button("Show plan", PLAN, str(one.change_id)),
        ]
        shown.append(blocks.actions("late_actions", *pressed))
    return blocks.message(words("change_step/late_text.mrkdwn.j2", **said), shown)


def news_message(words: Words, one: Step, today: date, what: str, by: str) -> Message:
    """Return what whoever gave a step away hears: it is done, dropped, or asked of somebody else, by `by`."""
    said = facts(one, today) | {"what": what, "by": by}
    shown = blocks.paragraphs("news", words("change_step/news.mrkdwn.j2", **said))
    return blocks.message(words("change_step/news_text.mrkdwn.j2", **said), shown)


def owner_buttons(words: Words, one: Step, *, over: bool = False) -> list[sb.Element]:
    """Return what its owner does with a step that goes on; `over`: a session has been held on its last date."""
    step = str(one.id)
    first: list[sb.Element] = []
    if over:
        first.append(blocks.button("Note who came", ATTEND, step, style="primary"))
    elif one.can_invite:
        first.append(invite_button(words, one))
    done = blocks.button("Done", DONE, step, style=None if first else "primary")
    second = blocks.button("Edit", EDIT, step) if one.session else blocks.button("New date", MOVE, step)
    options = [blocks.option("Hand over…", f"{HAND}:{step}"), blocks.option("Drop…", f"{DROP}:{step}")]
    if not one.session:
        options.insert(0, blocks.option("Edit", f"{EDIT}:{step}"))
    return [*first, done, second, blocks.overflow(MORE, options)]


def invite_button(words: Words, one: Step) -> sb.Element:
    """Return the button that asks all of a group to take part, after a question."""
    asks = blocks.confirm(
        "Ask them now?" if not one.invited else "Ask the others?",
        words("change_step/ask_invite.mrkdwn.j2", one=one, group=one.group, text=blocks.clip(one.text, ASKED)),
        "Ask them",
    )
    return blocks.button("Ask who is new" if one.invited else "Ask the group", INVITE, str(one.id), asks=asks)


def row(words: Words, one: Step, today: date, now: datetime, *, own: bool, name: str = "step") -> list[blocks.Block]:
    """Return a step in a list, with what can be done about it; `own`: it is the reader's."""
    said = facts(one, today) | {"own": own, "now": now}
    menu = blocks.overflow(MORE, _options(one, now, own=own))
    shown = [blocks.section(f"{name}:{one.id}", words("change_step/row.mrkdwn.j2", **said), accessory=menu)]
    pressed: list[sb.Element] = []
    if own and one.state is StepState.PROPOSED:
        pressed.append(blocks.button("Accept", ACCEPT, str(one.id)))
    if one.can_invite and not one.is_over(now):
        pressed.append(invite_button(words, one))
    if one.live and one.invited and (not one.session or (one.starts_at is not None and one.starts_at <= now)):
        pressed.append(blocks.button("Note who came" if one.session else "Note who is done", ATTEND, str(one.id)))
    if pressed:
        shown.append(blocks.actions(f"{name}_do:{one.id}", *pressed))
    return shown


def facts(one: Step, today: date) -> dict[str, object]:
    """Return what templates say of a step."""
    return {
        "one": one,
        "today": today,
        "text": blocks.clip(one.text, TEXT),
        "reason": blocks.clip(one.reason, TEXT),
    }


def page_button(one: Step) -> list[sb.Element]:
    """Return the way to the page of a step; none where it has none."""
    return [blocks.button("Read page", READ, str(one.page_id))] if one.page else []


def _options(one: Step, now: datetime, *, own: bool) -> list[sb.Option]:
    step = str(one.id)
    if not one.live:
        return [blocks.option("Take it up again", f"{REOPEN}:{step}")]
    options = [blocks.option("Edit", f"{EDIT}:{step}"), blocks.option("Mark as done", f"{DONE}:{step}")]
    if one.kind is not StepKind.SESSION:
        options.append(blocks.option("New date", f"{MOVE}:{step}"))
    elif one.is_over(now) and one.invited:
        options.append(blocks.option("Send the material", f"{MATERIAL}:{step}"))
    options.append(blocks.option("Hand over…" if own else "Other owner…", f"{HAND}:{step}"))
    return [*options, blocks.option("Drop…", f"{DROP}:{step}")]
