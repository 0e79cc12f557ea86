"""What is over its time of retros: the oldest rounds that are over, with all that hangs on them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.retro import RUNNING
from bot.services import retro_message
from bot.services.retention_part import ROUNDS, Part
from models import Delivery, RetroCard, RetroPart, RetroRound, RetroTheme, RetroVote
from models.delivery import THREADED


def of_retros(before: datetime) -> list[Part]:
    """Return what belongs to the oldest rounds that were over before an instant, in the order of deletion.

    First what the ledger knows of their messages, so that a board in Slack does not lose its words bit by bit. Cards go
    before the themes that they stand in. What was dropped into the box waits for its retro, however long.
    """
    over = sa.select(RetroRound.id).where(RetroRound.ends_at < before, RetroRound.state.not_in(sorted(RUNNING)))
    # A select around the limited one, since neither database takes the limit in every place.
    oldest = sa.select(over.order_by(RetroRound.ends_at, RetroRound.id).limit(ROUNDS).subquery().c.id)
    boards = sa.select(_key(retro_message.BOARD, RetroRound.id)).where(RetroRound.id.in_(oldest))
    asked, reminded, named = (
        sa.select(_key(kind, RetroPart.id)).where(RetroPart.round_id.in_(oldest))
        for kind in (retro_message.PROMPT, retro_message.NUDGE, retro_message.NAMES)
    )
    told = sa.exists().where(
        RetroRound.workspace_id == Delivery.workspace_id,
        RetroRound.id.in_(oldest),
        Delivery.key.like(_key(retro_message.TURN, RetroRound.id) + sa.literal(":%")),
    )
    hanging = (RetroPart, RetroCard, RetroTheme)
    return [
        Part("messages", Delivery, (Delivery.thread_key.in_(boards), sa.text(f"delivery.{THREADED}"))),
        *(Part("messages", Delivery, (Delivery.key.in_(keys),)) for keys in (boards, asked, reminded, named)),
        Part("messages", Delivery, (Delivery.kind == retro_message.TURN, told)),
        Part("votes", RetroVote, (RetroVote.round_id.in_(oldest),)),
        Part("cards", RetroCard, (RetroCard.round_id.in_(oldest),)),
        Part("themes", RetroTheme, (RetroTheme.round_id.in_(oldest),)),
        Part("parts in retros", RetroPart, (RetroPart.round_id.in_(oldest),)),
        # Empty ones alone: once one is gone, another one counts as oldest, whose rows would all go at a time.
        Part(
            "retros",
            RetroRound,
            (RetroRound.id.in_(oldest), *(~sa.exists().where(one.round_id == RetroRound.id) for one in hanging)),
        ),
    ]


def _key(kind: str, row_id: sa.ColumnElement[int] | Any) -> sa.ColumnElement[str]:
    """Return the key under which the ledger has a message, as services/retro_message.py makes it of kind and row."""
    return sa.literal(f"{kind}:") + sa.cast(row_id, sa.Text)
