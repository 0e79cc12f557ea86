"""The form that says which blockers are the same; and reading it back."""

from collections.abc import Mapping
from typing import Any

from bot.domain.blocker_form import SameFacts
from bot.render import Words, oneline
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.blocker import WORDS
from bot.views.blocker_form import VALUE, Ticket
from bot.views.filled import Filled

SAME_FORM, SAME = "blocker_same_form", "same"


def same_form(words: Words, facts: SameFacts) -> View:
    """Return the form."""
    options = [
        blocks.option(
            f"{one.party}: {oneline(one.needs)}" if one.needs else one.party, str(one.id), one.status(facts.now.date())
        )
        for one in facts.others
    ]
    shown = [
        *blocks.paragraphs("what", words("blocker/form.mrkdwn.j2", one=facts.blocker, most=WORDS, sees="same")),
        blocks.field(SAME, "Same as which?", blocks.select(VALUE, options, placeholder="Choose one"), optional=False),
    ]
    return blocks.modal(SAME_FORM, "Same as…", shown, submit="Make them one", metadata=Ticket(facts.blocker.id).dump())


def same_in(view: Mapping[str, Any]) -> int:
    """Return the blocker that was chosen, 0 for none. Raises Unreadable."""
    return Filled.of(view).number(SAME) or 0
