"""Which messages a retro wants: their kinds, keys and subjects in the ledger. The words are made when they are sent."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, rows_of
from bot.delivery.ledger import Intent
from bot.domain.retro import WAITING, Hindrance, RetroState
from models import Delivery, Retro, RetroPart, RetroRound
from models.delivery import THREADED

BOARD, CARDS, THEMES, PROMPT, NUDGE, NAMES, TURN, TAKEN, MISSED, CHANNEL, PASSED_ON, WAITS = (
    "retro_board",
    "retro_cards",
    "retro_themes",
    "retro_prompt",
    "retro_nudge",
    "retro_names",
    "retro_turn",
    "retro_taken",
    "retro_missed",
    "retro_channel",
    "retro_passed_on",
    "retro_waits",
)
"""`CARDS`: a page of cards in the thread; `THEMES`: one by themes. `NAMES`: may cards be shown with names? `TURN`: it
is the facilitator's turn; `TAKEN`: somebody else runs the round now. `CHANNEL`: the board cannot be posted.
`PASSED_ON`: a retro has another owner now. `WAITS`: it waits for somebody who is away."""

OF_ROUNDS = frozenset({BOARD, CARDS, THEMES, PROMPT, NUDGE, NAMES, TURN})
"""Kinds that belong to a round, and go with it."""

AT_ONCE, NORMAL = 1, 5

# Put together once: every phase that ends reads this.
_ASKED = sa.select(RetroPart.workspace_id, RetroPart.id, RetroPart.nudged_at).where(
    RetroPart.round_id.in_(IDS), RetroPart.asked_at.is_not(None)
)


def board(retro: Retro, current: RetroRound) -> Intent:
    """Post the board of a round in the retro's channel; what is read in its thread has its key as `thread_key`."""
    subject = {"retro_round": current.id}
    return Intent(board_key(current.id), BOARD, subject, retro.channel_id, priority=AT_ONCE)


def board_key(round_id: int) -> str:
    """Return the key of the board of a round."""
    return f"{BOARD}:{round_id}"


def page(retro: Retro, current: RetroRound, number: int) -> Intent:
    """Post a page of cards in the thread of the board."""
    return Intent(
        page_key(current.id, number),
        CARDS,
        {"retro_round": current.id, "page": number},
        retro.channel_id,
        thread_key=board_key(current.id),
        priority=AT_ONCE,
    )


def page_key(round_id: int, number: int) -> str:
    """Return the key of a page of cards."""
    return f"{CARDS}:{round_id}:{number}"


def find_theme_pages(workspace_ids: Collection[str], round_ids: Collection[int]) -> sa.Select[str, str]:
    """Return what finds the pages of rounds by themes, with their workspaces, by the boards in whose threads they are.

    Found so, they cost the same however many messages there ever were.
    """
    return sa.select(Delivery.workspace_id, Delivery.key).where(
        Delivery.workspace_id.in_(workspace_ids),
        Delivery.thread_key.in_([board_key(one) for one in round_ids]),
        sa.text(f"delivery.{THREADED}"),
        Delivery.kind == THEMES,
    )


def names(part_id: int, slack_id: str) -> Intent:
    """Ask somebody whether their cards may be shown with their name."""
    return Intent(names_key(part_id), NAMES, {"retro_part": part_id}, slack_id, priority=NORMAL)


def names_key(part_id: int) -> str:
    """Return the key of that question."""
    return f"{NAMES}:{part_id}"


def prompt(part_id: int, slack_id: str) -> Intent:
    """Ask somebody for their cards."""
    return Intent(prompt_key(part_id), PROMPT, {"retro_part": part_id}, slack_id, priority=NORMAL)


def prompt_key(part_id: int) -> str:
    """Return the key of the message that asks."""
    return f"{PROMPT}:{part_id}"


def nudge(part_id: int, slack_id: str) -> Intent:
    """Remind somebody, once."""
    return Intent(nudge_key(part_id), NUDGE, {"retro_part": part_id}, slack_id, priority=NORMAL)


def nudge_key(part_id: int) -> str:
    """Return the key of the reminder."""
    return f"{NUDGE}:{part_id}"


def turn(current: RetroRound, facilitator: str) -> Intent:
    """Tell the facilitator what waits for them now: one message each time it becomes their turn."""
    state = RetroState(current.state)
    key = _turn_key(current.id, state, current.revision)
    subject = {"retro_round": current.id, "state": str(state), "person": facilitator}
    return Intent(key, TURN, subject, facilitator, priority=NORMAL)


def turn_keys(current: RetroRound) -> list[str]:
    """Return every key under which its facilitators, and its owner, may have been told that it waits for them.

    Unknown ones do no harm.

    They are counted up rather than looked for: a workspace keeps the messages of years.
    """
    turns = [_turn_key(current.id, state, number) for state in WAITING for number in range(1, current.revision + 1)]
    return turns + [waits_key(current.id, state) for state in WAITING]


def _turn_key(round_id: int, state: RetroState, revision: int) -> str:
    return f"{TURN}:{round_id}:{state}:{revision}"


def waits(current: RetroRound, reader: str) -> Intent:
    """Tell the owner that a round waits for somebody who is away: once in each of its phases."""
    subject = {"retro_round": current.id, "state": current.state, "facilitator": current.facilitator_id}
    return Intent(waits_key(current.id, RetroState(current.state)), WAITS, subject, reader, priority=NORMAL)


def waits_key(round_id: int, state: RetroState) -> str:
    """Return the key under which that is told."""
    return f"{WAITS}:{round_id}:{state}"


def taken(current: RetroRound, before: str) -> Intent:
    """Tell whoever ran a round that somebody else does now."""
    subject = {"retro_round": current.id, "by": current.facilitator_id}
    return Intent(f"{TAKEN}:{current.id}:{current.revision}", TAKEN, subject, before, priority=NORMAL)


def missed(retro: Retro, owner: str, days: Sequence[date], why: Hindrance) -> Intent:
    """Tell the owner which dates did not take place, and why."""
    subject = {"retro": retro.id, "days": [day.isoformat() for day in days], "why": str(why)}
    return Intent(f"{MISSED}:{retro.id}:{days[0]}", MISSED, subject, owner, priority=NORMAL)


def channel(retro: Retro, owner: str, of: RetroRound | date) -> Intent:
    """Tell the owner that the board cannot be where it should: once a round, or once on the day of an edit."""
    when = of.isoformat() if isinstance(of, date) else of.id
    key = f"{CHANNEL}:{retro.id}:{retro.channel_id}:{when}"
    return Intent(key, CHANNEL, {"retro": retro.id, "channel": retro.channel_id}, owner, priority=NORMAL)


def passed_on(retros: Sequence[Retro], owner_id: int, owner: str) -> Intent:
    """Tell somebody which retros are theirs now, since their owner has left."""
    key = f"{PASSED_ON}:{owner_id}:{retros[0].id}:{retros[0].revision}"
    return Intent(key, PASSED_ON, {"retros": [one.id for one in retros], "person": owner_id}, owner, priority=NORMAL)


async def asked_keys(session: AsyncSession, round_ids: Collection[int]) -> Mapping[str, list[str]]:
    """Return, by workspace, the keys of the messages to all who were asked in rounds."""
    found: dict[str, list[str]] = defaultdict(list)
    for workspace_id, part_id, nudged_at in await rows_of(session, _ASKED, round_ids):
        found[workspace_id] += [prompt_key(part_id), names_key(part_id)] + ([nudge_key(part_id)] if nudged_at else [])
    return found
