"""What is stored about its reader: counted, in their own words, and the form that erases it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.forget import Traces
from bot.domain.my_data import CONFIRM, ON_A_PAGE, MyDataFacts, WordsPage
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.ticket import StoredId, read_ticket

SHOW, SEE, NEWER, FILE, ERASE, FORM = (
    "my_data_show",
    "my_data_see",
    "my_data_newer",
    "my_data_file",
    "my_data_erase",
    "my_data_form",
)
TYPED = "typed"


@dataclass(frozen=True, slots=True)
class EraseTicket:
    """Whom the form erases: by the row, which is another one once this was done."""

    person_id: StoredId

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(EraseTicket)


def ticket_of(view: Mapping[str, Any]) -> EraseTicket:
    """Return the ticket of a form that was sent."""
    return read_ticket(_TICKET, view)


def typed_in(view: Mapping[str, Any]) -> str:
    """Return what was typed to confirm. Raises Unreadable."""
    return Filled.of(view).text(TYPED)


def summary(words: Words, facts: MyDataFacts) -> Message:
    """Return what is stored, counted, with what can be done about it."""
    text = words("my_data/summary.mrkdwn.j2", facts=facts)
    buttons = (
        blocks.button("See my words", SEE, "0"),
        blocks.button("Send all as a file", FILE),
        blocks.button("Erase my data", ERASE, str(facts.traces.person_id), style="danger"),
    )
    notice = words("my_data/summary_text.mrkdwn.j2")
    return blocks.message(notice, [*blocks.paragraphs("stored", text), blocks.actions("my_data", *buttons)])


def words_page(words: Words, page: WordsPage) -> Message:
    """Return a page of what the reader wrote, newest first."""
    notice = words("my_data/words_text.mrkdwn.j2", page=page)
    shown = [blocks.section("page", notice)]
    for number, one in enumerate(page.words):
        text = words("my_data/words.mrkdwn.j2", one=one, page=page)
        shown += blocks.paragraphs(f"words_{number}", text)
    pressed = [blocks.button("Show what is stored", SHOW)]
    if page.first > 0:
        pressed.insert(0, blocks.button("Show newer", NEWER, str(page.first - ON_A_PAGE)))
    if page.first + len(page.words) < page.of:
        pressed.insert(0, blocks.button("Show older", SEE, str(page.first + ON_A_PAGE)))
    # A text has 3,000 characters a block: what is left of a very long one stands in the file.
    return blocks.message(notice, [*shown[: blocks.MESSAGE_BLOCKS - 1], blocks.actions("pages", *pressed)])


def erase_form(words: Words, traces: Traces) -> View:
    """Return the form that says what goes and what stays, and asks for the word."""
    shown = blocks.paragraphs("goes", words("my_data/erase.mrkdwn.j2", traces=traces))
    element = blocks.text_input(TYPED, placeholder=CONFIRM)
    hint = "This cannot be undone."
    shown.append(blocks.field(TYPED, f"Write “{CONFIRM}” to go on", element, hint=hint, optional=False))
    ticket = EraseTicket(traces.person_id)
    return blocks.modal(FORM, "Erase my data", shown, submit="Erase my data", metadata=ticket.dump())


def erasing(words: Words) -> View:
    """Return what is said when it was sent."""
    text = words("my_data/erasing.mrkdwn.j2")
    return blocks.modal("my_data_erasing", "Being erased", [blocks.section("erasing", text)], close="Close")
