"""The form in which a change is closed, and what its page offers once it is."""

from collections.abc import Mapping
from typing import Any

from bot.domain.change import ChangeState
from bot.domain.change_close import ChangeEnd, CloseForm
from bot.render import Words
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.announcement_list import AFTER
from bot.views.change_form import ChangeTicket
from bot.views.change_retro import BEGIN as LOOK_BACK
from bot.views.filled import Filled
from bot.views.playbook_codify import codify_button, read_button

FORM, CLOSE, PAGE = "change_close_form", "change_close", "playbook_make_change"
ENDED_FORM = "change_ended_form"
OUTCOME, REASON, VALUE = "outcome", "reason", "value"


def close_form(words: Words, facts: CloseForm) -> View:
    """Return the form; why it is closed all the same is asked where something is missing."""
    shown = [
        *blocks.paragraphs("what", words("change_close/what.mrkdwn.j2", facts=facts)),
        blocks.field(
            OUTCOME,
            "What did it come to, and what was learnt?",
            blocks.text_input(
                VALUE,
                multiline=True,
                placeholder="Two teams own a journey and answer in days. Next time we practise before we switch.",
            ),
            optional=False,
        ),
    ]
    if facts.missing:
        typing = blocks.text_input(VALUE, multiline=True, placeholder="Those who are left switch in May.")
        shown.append(
            blocks.field(REASON, "Why close it all the same?", typing, hint="Kept for the PMO.", optional=False)
        )
    metadata = ChangeTicket(facts.change_id).dump()
    return blocks.modal(FORM, "Part of how we work", shown, submit="Close change", metadata=metadata)


def ended(words: Words, change_id: int, name: str, state: ChangeState) -> View:
    """Return what is said once a change has ended, with the way to announce that."""
    shown = blocks.paragraphs("said", words("change_close/ended.mrkdwn.j2", name=name, state=state))
    title = "Change closed" if state is ChangeState.EMBEDDED else "Change stopped"
    metadata = ChangeTicket(change_id).dump()
    return blocks.modal(ENDED_FORM, title, shown, submit=AFTER[state], close="Close", metadata=metadata)


def closed_in(view: Mapping[str, Any]) -> tuple[str, str]:
    """Return what it came to, and why it is closed all the same. Raises Unreadable."""
    filled = Filled.of(view)
    return filled.text(OUTCOME), filled.text(REASON) if REASON in filled else ""


def asks_why(view: Mapping[str, Any]) -> bool:
    """Tell whether the form asks why it is closed all the same. Raises Unreadable."""
    return REASON in Filled.of(view)


def end_blocks(words: Words, facts: ChangeEnd) -> list[blocks.Block]:
    """Return the page that a change became, and what is left to do: close it, make that page, look back on it."""
    value = str(facts.change_id)
    shown: list[blocks.Block] = []
    pressed = []
    if facts.page is not None and facts.page.title:
        text = words("change_close/page.mrkdwn.j2", page=facts.page)
        shown.append(blocks.section("learnt", text, accessory=read_button(facts.page)))
    if facts.runs_it and facts.state.live:
        pressed.append(blocks.button("Close change", CLOSE, value))
    elif facts.state.over and facts.runs_it and facts.page is None:
        pressed.append(codify_button(PAGE, facts.change_id, None))
    if facts.may_look_back:
        label = "Hold another retro" if facts.looked_back else "Hold a short retro"
        pressed.append(blocks.button(label, LOOK_BACK, value))
    return [*shown, blocks.actions("end", *pressed)] if pressed else shown
