"""The pages that somebody keeps, those to look at, and the newest; where there is none, how to begin."""

from collections.abc import Sequence

from bot.domain.playbook import Page
from bot.domain.playbook_found import PageList
from bot.render import Words
from bot.slack.gateway import Message
from bot.views import blocks
from bot.views.guest import guest_note
from bot.views.playbook import READ, VOUCH
from bot.views.playbook_found import NEW
from bot.views.playbook_question import ANSWER, PASS

LIST, STARTERS = "playbook_list", "playbook_starters"
REVIEW, MINE, NEWEST, ARCHIVED = "review", "mine", "newest", "archived"
TITLES = {REVIEW: "To look at", MINE: "Yours", NEWEST: "Newest", ARCHIVED: "Archived"}
QUESTION = 300


def page_list(words: Words, facts: PageList, command: str) -> Message:
    """Return the list; `command` is the slash command."""
    text = words("playbook/list_text.mrkdwn.j2", facts=facts)
    shown: list[blocks.Block] = []
    if facts.added:
        shown.append(blocks.section("added", words("playbook/starters_added.mrkdwn.j2", facts=facts)))
    if not facts.which:
        shown += _questions(words, facts)
    last = ARCHIVED if facts.which == ARCHIVED else NEWEST
    for kind, pages in ((REVIEW, facts.review), (MINE, facts.mine), (last, facts.newest)):
        shown += _pages(words, facts, kind, pages)
    if not any((facts.review, facts.mine, facts.newest)):
        shown.append(blocks.section("none", words("playbook/list_none.mrkdwn.j2", facts=facts, command=command)))
    below = [blocks.button("New page", NEW, style=None if facts.any else "primary")]
    if facts.starters and not facts.starters_from and not facts.which:
        asks = blocks.confirm("Add starter pages?", words("playbook/ask_starters.mrkdwn.j2", facts=facts), "Add pages")
        below.append(blocks.button("Add starter pages", STARTERS, asks=asks))
    if facts.more:
        below.append(blocks.button("Show more", LIST, f"{facts.first + _count(facts)} {facts.which}"))
    shown.append(blocks.actions("below", *below))
    if facts.any:
        shown.append(blocks.context("how", words("playbook/list_how.mrkdwn.j2", command=command)))
    shown += guest_note(words, guest=facts.guest)
    return blocks.message(text, shown)


def _count(facts: PageList) -> int:
    return len(facts.review) + len(facts.mine) + len(facts.newest)


def _questions(words: Words, facts: PageList) -> list[blocks.Block]:
    shown: list[blocks.Block] = []
    for one in facts.questions:
        asked = blocks.clip(one.text, QUESTION)
        text = words("playbook/waiting.mrkdwn.j2", one=one, asked=asked, today=facts.today)
        pressed = [blocks.button("Answer", ANSWER, str(one.id)), blocks.button("Pass on", PASS, str(one.id))]
        shown += [blocks.section(f"question:{one.id}", text), blocks.actions(f"question_do:{one.id}", *pressed)]
    return [blocks.header("questions", "Questions for you"), *shown] if shown else []


def _pages(words: Words, facts: PageList, kind: str, pages: Sequence[Page]) -> list[blocks.Block]:
    if not pages:
        return []
    shown: list[blocks.Block] = [blocks.header(kind, TITLES[kind])]
    for page in pages:
        value = str(page.id)
        text = words("playbook/list_row.mrkdwn.j2", page=page, today=facts.today)
        if kind == REVIEW:
            pressed = [blocks.button("Read page", READ, value), blocks.button("Still true", VOUCH, value)]
            shown += [blocks.section(f"page:{value}", text), blocks.actions(f"page_do:{value}", *pressed)]
        else:
            shown.append(blocks.section(f"page:{value}", text, accessory=blocks.button("Read page", READ, value)))
    return shown
