"""A short retro for whoever runs the change: the form that begins it, and what came of it."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.change_pulse import SHARES
from bot.domain.change_retro import DAYS, SHORT_TITLES, TEAM, USUAL_DAYS, ChangeRetroForm, ChangeRetroPage, LookedAt
from bot.domain.retro_card import PAGE_LENGTH, PER_PAGE
from bot.domain.stored_id import stored_id
from bot.domain.words import plural
from bot.errors import NotFound
from bot.render import Words
from bot.slack.gateway import Message, View
from bot.views import blocks
from bot.views.change_form import ChangeTicket
from bot.views.change_pulse import SHARE_WORDS
from bot.views.filled import Filled

BEGIN, READ = "change_retro_begin", "change_retro_read"
"""Buttons of a change's page: to hold a short retro, and to read all cards of one."""

FORM = "change_retro_form"
GROUPS, SHARE, DAYS_FIELD, VALUE = "groups", "share", "days", "value"
MOST_GROUPS = 99
MOST_THEMES, MOST_TEXTS, QUOTED = 3, 2, 200


def begin_form(words: Words, facts: ChangeRetroForm) -> View:
    """Return the form that begins a retro."""
    groups = facts.groups[: MOST_GROUPS + 1]
    options = [blocks.option(name, str(one), plural(count, "person", "people")) for one, name, count in groups]
    chosen = [str(one) for one, _, count in groups if count and one != TEAM] or [str(TEAM)]
    shares = [blocks.option(SHARE_WORDS[one], str(one)) for one in SHARES]
    days = [blocks.option(f"{one} working days", str(one)) for one in DAYS]
    hint = "Those who worked on it are all asked."
    shown = [
        *blocks.paragraphs("intro", words("change_retro/begin.mrkdwn.j2", facts=facts)),
        blocks.field(GROUPS, "Who looks back?", blocks.multi_select(VALUE, options, chosen=chosen), optional=False),
        blocks.field(
            SHARE, "How many of each group?", blocks.select(VALUE, shares, chosen="1"), hint=hint, optional=False
        ),
        blocks.field(
            DAYS_FIELD, "How long can they write?", blocks.select(VALUE, days, chosen=str(USUAL_DAYS)), optional=False
        ),
    ]
    metadata = ChangeTicket(facts.change_id).dump()
    return blocks.modal(FORM, "Hold a short retro", shown, submit="Ask them", metadata=metadata)


def begun_in(view: Mapping[str, Any]) -> tuple[list[int], int, int]:
    """Return the groups, the share and the working days that were chosen. Raises Unreadable."""
    filled = Filled.of(view)
    share = filled.one(SHARE, [str(one) for one in SHARES])
    days = filled.one(DAYS_FIELD, [str(one) for one in DAYS])
    return filled.numbers(GROUPS), int(share or 1), int(days or USUAL_DAYS)


def told_message(words: Words, change: str, facts: ChangeRetroPage, state: str, command: str) -> Message:
    """Return what a retro came to, for whoever began it; `state` "open": that it is left open for longer."""
    said = {"change": change, "facts": facts, "state": state, "command": command}
    shown: list[blocks.Block] = blocks.paragraphs("told", words("change_retro/told.mrkdwn.j2", **said))
    if state == "closed":
        shown += _themes(words, facts)
    return blocks.message(words("change_retro/told_text.mrkdwn.j2", **said), shown)


def on_page(words: Words, facts: ChangeRetroPage) -> list[blocks.Block]:
    """Return what the page of a change says of its retro; nothing where there was none."""
    text = words("change_retro/page.mrkdwn.j2", facts=facts)
    shown: list[blocks.Block] = blocks.paragraphs("looked_back", text) if text else []
    return shown + _themes(words, facts)


def cards_message(words: Words, change: str, facts: ChangeRetroPage, first: int) -> Message:
    """Return a page of all cards of a retro, by column and theme."""
    cards = [(theme, text) for key in SHORT_TITLES for theme in facts.of(key) for text in theme.texts]
    first = first if first < len(cards) else 0
    shown: list[blocks.Block] = [
        blocks.section("title", words("change_retro/cards.mrkdwn.j2", change=change, facts=facts))
    ]
    before: LookedAt | None = None
    page = _borne(cards[first : first + PER_PAGE])
    for place, (theme, text) in enumerate(page, first):
        new = before is None or before.column != theme.column
        # What single people wrote stands together.
        if new or (theme is not before and not (theme.quoted and before and before.quoted)):
            said = {"theme": theme, "title": SHORT_TITLES[theme.column], "new": new}
            shown.append(blocks.section(f"theme:{place}", words("change_retro/theme.mrkdwn.j2", **said)))
        before = theme
        shown += blocks.paragraphs(f"card:{place}", words("change_retro/card.mrkdwn.j2", text=text))
    if first + len(page) < len(cards):
        more = blocks.button("Show more", READ, f"{facts.change_id}:{first + len(page)}")
        shown.append(blocks.actions("below", more))
    return blocks.message(words("change_retro/cards_text.mrkdwn.j2", change=change), shown)


def _borne(cards: Sequence[tuple[LookedAt, str]]) -> Sequence[tuple[LookedAt, str]]:
    """Return the first of these cards, at least one: as many as a message bears."""
    lengths = itertools.accumulate(len(text) for _, text in cards)
    return cards[: max(1, sum(one <= PAGE_LENGTH for one in lengths))]


def read_in(value: str) -> tuple[int, int]:
    """Return the change, and the first card to show. Raises NotFound."""
    match [stored_id(one) for one in value.split(":")]:
        case [int(change), int(first)]:
            return change, min(first, 10**6)
    raise NotFound("These cards are not known any more. Nothing was changed.")


def _themes(words: Words, facts: ChangeRetroPage) -> list[blocks.Block]:
    """Return the first themes of each column with the words of a few cards, and the way to all of them."""
    if not facts.themes:
        return []
    shown: list[blocks.Block] = []
    for key, title in SHORT_TITLES.items():
        of: Sequence[LookedAt] = facts.of(key)
        if of:
            themes = [(one, [blocks.clip(text, QUOTED) for text in one.texts[:MOST_TEXTS]]) for one in of[:MOST_THEMES]]
            said = {"title": title, "themes": themes, "left": len(of[MOST_THEMES:])}
            shown += blocks.paragraphs(f"looked_back:{key}", words("change_retro/column.mrkdwn.j2", **said))
    shown.append(blocks.actions("read_cards", blocks.button("Read all cards", READ, f"{facts.change_id}:0")))
    return shown
