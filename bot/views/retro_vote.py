"""The form in which people vote for themes, and what they read once their votes are stored."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.domain.retro_vote import Voted, VoteForm, VoteTheme
from bot.render import Words, count
from bot.slack.gateway import View
from bot.views import blocks
from bot.views.filled import Filled
from bot.views.ticket import Short, StoredId, read_ticket

VOTE, NEXT, BACK = "retro_vote_open", "retro_vote_next", "retro_vote_back"
FORM, VOTED = "retro_vote_form", "retro_voted_view"
FIELD, VALUE, NONE = "vote:", "value", "none"
OFFERED = 80
"""Themes that the form shows and offers at a time; Slack takes a hundred options."""
ROWS = 10
"""Themes of one paragraph: Slack takes 3,000 characters."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Which round is voted on, what was stored when the form was drawn, and from which theme on it offers them."""

    round: StoredId
    seen: Short
    first: StoredId = 0

    def dump(self) -> str:
        """Return it as a form's metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))


_TICKET = TypeAdapter(Ticket)


def vote_form(words: Words, facts: VoteForm, first: int = 0, kept: Sequence[int] | None = None) -> View:
    """Return the form, with the themes from `first` on; `kept`: what was chosen in it before it was drawn anew."""
    mine = facts.mine if kept is None else kept
    page = facts.themes[first : first + OFFERED]
    shown = [*blocks.paragraphs("intro", words("retro/vote.mrkdwn.j2", facts=facts))]
    for at in range(0, len(page), ROWS):
        rows = words("retro/vote_themes.mrkdwn.j2", themes=page[at : at + ROWS])
        shown += blocks.paragraphs(f"themes:{first + at}", rows)
    shown += _pager(facts, first)
    options = _options(facts, page, mine)
    for number in range(facts.votes):
        chosen = str(mine[number]) if number < len(mine) else NONE
        menu = blocks.select(VALUE, options, chosen=chosen)
        # Another id where something else was stored: Slack keeps what is chosen under the same one.
        shown.append(blocks.field(f"{FIELD}{facts.seen}:{number}", f"Vote {number + 1}", menu))
    ticket = Ticket(facts.round_id, facts.seen, first)
    return blocks.modal(FORM, "Vote", shown, submit="Save votes", metadata=ticket.dump())


def voted(words: Words, facts: Voted) -> View:
    """Return what was stored."""
    shown = blocks.paragraphs("voted", words("retro/voted.mrkdwn.j2", facts=facts))
    return blocks.modal(VOTED, "Your votes", shown, close="Close")


def voted_in(view: Mapping[str, Any]) -> tuple[Ticket, list[int]]:
    """Return the round, and the theme of each vote that was given. Raises Unreadable."""
    filled = Filled.of(view)
    fields = [one for one in filled if one.startswith(FIELD)]
    given = [filled.number(one) for one in fields if filled.one(one) not in {"", NONE}]
    return read_ticket(_TICKET, view), [one for one in given if one is not None]


def first_field(view: Mapping[str, Any]) -> str:
    """Return the id of the field beside which is said what is wrong with the votes."""
    return next(one for one in Filled.of(view) if one.startswith(FIELD))


def _options(facts: VoteForm, page: Sequence[VoteTheme], mine: Sequence[int]) -> list[Any]:
    before = [one for one in facts.themes if one.id in mine and one not in page]
    shown = [
        blocks.option(f"{one.name} ({count(one.cards, 'card')})", str(one.id))
        for one in (*before[: 99 - OFFERED], *page)
    ]
    return [blocks.option("No vote", NONE), *shown]


def _pager(facts: VoteForm, first: int) -> list[blocks.Block]:
    around = []
    if first:
        around.append(blocks.button("Back", BACK, str(max(first - OFFERED, 0))))
    if first + OFFERED < len(facts.themes):
        around.append(blocks.button("More themes", NEXT, str(first + OFFERED)))
    return [blocks.actions("around", *around)] if around else []
