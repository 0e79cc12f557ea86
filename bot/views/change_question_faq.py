"""What was asked and suggested about a change, as all may read it, page by page; and its rows on other pages."""

from datetime import date

from bot.domain.change_question import Faq, Kind, Question
from bot.domain.list_file import Listing
from bot.domain.playbook_markdown import plain
from bot.domain.stored_id import stored_id
from bot.errors import NotFound
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.change_list import LIST as CHANGES
from bot.views.change_question import ASK, SUGGEST
from bot.views.change_question_answer import CORRECT, HAND, MORE, SETTLE, do_blocks, withdraw_button
from bot.views.list_file import download
from bot.views.playbook_rich import as_typed, typed

SHOW, IDEAS, NEWER, OLDER, READ = (
    "change_question_list",
    "change_idea_list",
    "change_question_newer",
    "change_question_older",
    "change_question_read",
)
"""Buttons: a page of a list, as `faq_value` says which, and one of its entries (the key of the question)."""

SHORT = 600
"""Characters of an answer that a list shows; *Read it all* has the rest."""

LINE = 200


def faq_value(change_id: int, kind: Kind, page: int) -> str:
    """Return the value of a button that shows a page of a list."""
    return f"{kind.value}:{change_id}:{page}"


def faq_of(value: str) -> tuple[int, Kind, int]:
    """Return change, kind and page of such a value. Raises NotFound."""
    kind, _, rest = value.partition(":")
    change, _, page = rest.partition(":")
    change_id, number = stored_id(change), stored_id(page)
    if kind not in set(Kind) or change_id is None or number is None:
        raise NotFound("This list is not known any more. Nothing was changed.")
    return change_id, Kind(kind), min(number, 10**6)


def faq_message(words: Words, facts: Faq) -> Message:
    """Return a page of the questions and answers, or of the ideas."""
    shown: list[blocks.Block] = [blocks.section("title", words("change_question/faq.mrkdwn.j2", facts=facts))]
    for number, one in enumerate(facts.rows):
        shown += entry_blocks(words, one, number, corrects=facts.runs)
    if facts.pages > 1:
        shown.append(blocks.context("page", words("change_question/faq_page.mrkdwn.j2", facts=facts)))
    if facts.waiting and facts.page == 0:
        shown.append(blocks.header("waiting_title", "Waiting for an answer"))
        for one in facts.waiting:
            shown += waiting_row(words, one, facts.today)
    shown.append(blocks.actions("below", *_below(facts)))
    return blocks.message(words("change_question/faq_text.mrkdwn.j2", facts=facts), shown)


def entry_blocks(words: Words, one: Question, number: int, *, corrects: bool = False) -> list[blocks.Block]:
    """Return one of them as all may read it, with a long answer shortened; `corrects`: its reader may change it."""
    text = words("change_question/entry.mrkdwn.j2", one=one, said=blocks.clip(one.said, 2 * LINE))
    shown = [blocks.section(f"entry:{number}", text, accessory=_corrects(one) if corrects else None)]
    long = len(one.answer) > SHORT or len(one.said) > 2 * LINE
    if one.answer and not long:
        shown += as_typed(f"entry_answer:{number}", one.answer)
    elif one.answer:
        shown.append(typed(f"entry_answer:{number}", blocks.clip(plain(one.answer), SHORT)))
    if long:
        shown.append(blocks.actions(f"entry_do:{number}", blocks.button("Read it all", READ, one.id)))
    return shown


def entry_view(words: Words, one: Question) -> View:
    """Return one of them whole."""
    shown = [
        blocks.section("state", words("change_question/entry_state.mrkdwn.j2", one=one)),
        typed("said", one.said),
        *as_typed("answer", one.answer),
    ]
    return blocks.modal("change_entry", "Idea" if one.idea else "Question and answer", shown, close="Close")


def waiting_row(words: Words, one: Question, today: date, *, mine: bool = False) -> list[blocks.Block]:
    """Return what waits for an answer, with what whoever answers can do; `mine`: its reader does."""
    said = blocks.clip(one.text, LINE)
    text = words("change_question/waiting.mrkdwn.j2", one=one, said=said, today=today, mine=mine)
    return [blocks.section(f"waits:{one.id}", text), do_blocks(one, f"waits_do:{one.id}")]


def own_row(words: Words, one: Question, today: date) -> list[blocks.Block]:
    """Return what the reader of a home tab asked with their name."""
    text = words("change_question/own.mrkdwn.j2", one=one, said=blocks.clip(one.text, LINE), today=today)
    return [blocks.section(f"change_own:{one.id}", text, accessory=withdraw_button(one))]


def page_blocks(words: Words, change_id: int, questions: int, ideas: int, waiting: int) -> list[blocks.Block]:
    """Return what the page of a change says of what people ask, with the ways to ask and to suggest."""
    text = words("change_question/on_page.mrkdwn.j2", questions=questions, ideas=ideas, waiting=waiting)
    pressed = [
        blocks.button("Ask a question", ASK, str(change_id)),
        blocks.button("Suggest something", SUGGEST, str(change_id)),
    ]
    if questions or waiting:
        pressed.append(blocks.button("Questions, answers", SHOW, faq_value(change_id, Kind.QUESTION, 0)))
    if ideas or waiting:
        pressed.append(blocks.button("Ideas", IDEAS, faq_value(change_id, Kind.IDEA, 0)))
    return [blocks.section("asked", text), blocks.actions("asked_do", *pressed)]


def _corrects(one: Question) -> blocks.Element:
    """Return the menu of whoever may change what is said."""
    options = [blocks.option("Correct it", f"{CORRECT}:{one.id}")]
    if one.waits and not one.idea:
        options = [blocks.option("Answer it", f"{SETTLE}:{one.id}"), blocks.option("Say more", f"{CORRECT}:{one.id}")]
    return blocks.overflow(
        MORE, [*options, blocks.option("Hand it over", f"{HAND}:{one.id}")] if one.waits else options
    )


def _below(facts: Faq) -> list[blocks.Element]:
    change, other = str(facts.change_id), Kind.QUESTION if facts.idea else Kind.IDEA
    pressed = []
    if facts.page > 0:
        pressed.append(blocks.button("Newer ones", NEWER, faq_value(facts.change_id, facts.kind, facts.page - 1)))
    if facts.page + 1 < facts.pages:
        pressed.append(blocks.button("Older ones", OLDER, faq_value(facts.change_id, facts.kind, facts.page + 1)))
    if not facts.change_id:
        pressed.append(blocks.button("Show changes", CHANGES, "0"))
    label = "Show the answers" if facts.idea else "Show the ideas"
    pressed += [
        blocks.button("Ask a question", ASK, change),
        blocks.button("Suggest something", SUGGEST, change),
        blocks.button(label, SHOW, faq_value(facts.change_id, other, 0)),
    ]
    if facts.rows:
        pressed.append(download(Listing.IDEAS if facts.idea else Listing.FAQ, facts.change_id))
    return pressed
