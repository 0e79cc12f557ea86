"""What is told of retros by the way: to their owner, and to whoever ran a round."""

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.domain.channel import ChannelFacts
from bot.domain.opt_out import Asks
from bot.domain.retro import RUNNING
from bot.services import opt_out_message, retro_message
from bot.services.channel_invite import channel_facts
from bot.services.retro_open import ask_for_channels
from bot.services.retro_turn import pass_rounds_on
from bot.services.role import pmos
from models import Delivery, Person, Retro, RetroRound

_LEFT = (
    sa.select(Retro)
    .join(Person, Person.id == Retro.owner_id)
    .where(Person.deactivated.is_(True), Retro.state != "deleted")
    .order_by(Retro.id)
)


async def retro_name(session: AsyncSession, retro_id: int) -> str | None:
    """Return the name of a retro; None where it is gone."""
    return await session.scalar(sa.select(Retro.name).where(Retro.id == retro_id, Retro.state != "deleted"))


async def taken_by(session: AsyncSession, round_id: int, person_id: int) -> tuple[str, str] | None:
    """Return the name of the retro of a round, and of who took it over; None once somebody else runs it."""
    rows = (
        sa.select(Retro.name, Person.name)
        .join(RetroRound, RetroRound.retro_id == Retro.id)
        .join(Person, Person.id == person_id)
        .where(RetroRound.id == round_id, RetroRound.facilitator_id == person_id)
    )
    found = (await session.execute(rows)).one_or_none()
    return None if found is None else (found[0], found[1])


async def channel_trouble(session: AsyncSession, retro_id: int, slack_id: str) -> tuple[str, ChannelFacts] | None:
    """Return the retro whose board cannot be posted in a channel, with that channel; None where it can by now."""
    retro = await session.get(Retro, retro_id)
    channel = await channel_facts(session, slack_id)
    if retro is None or retro.state == "deleted" or retro.channel_id != slack_id or channel.can_post:
        return None
    return retro.name, channel


async def owned(session: AsyncSession, person_id: int, retro_ids: Sequence[int]) -> list[str]:
    """Return the names of those of the retros that somebody still owns."""
    theirs = (Retro.id.in_(retro_ids), Retro.owner_id == person_id, Retro.state != "deleted")
    return list(await session.scalars(sa.select(Retro.name).where(*theirs).order_by(Retro.name)))


async def board_failed(session: AsyncSession, ledger: Ledger, board: Delivery) -> None:
    """Tell the owner of a retro whose board could not be posted, with the way to another channel."""
    current = await session.get(RetroRound, board.subject["retro_round"])
    retro = await session.get(Retro, current.retro_id) if current else None
    if retro is not None and current is not None and retro.state != "deleted":
        owner = await session.get_one(Person, retro.owner_id)
        await ledger.plan(session, retro.workspace_id, [retro_message.channel(retro, owner.slack_id, current)])


async def channel_lost(session: AsyncSession, ledger: Ledger, channel: str) -> None:
    """Tell the owners of retros that go on in a channel in which Drumbeat can post nothing any more.

    While actions are chosen nothing is posted that could fail, and nobody else would say so.
    """
    rows = (
        sa.select(Retro, RetroRound)
        .join(RetroRound, RetroRound.retro_id == Retro.id)
        .where(Retro.channel_id == channel, Retro.state != "deleted", RetroRound.state.in_(RUNNING))
        .order_by(RetroRound.id)
    )
    intents: dict[str, list[Intent]] = defaultdict(list)
    await ask_for_channels(session, [(retro, one) for retro, one in await session.execute(rows)], intents)
    await ledger.plan_all(session, intents)


async def pass_retros_on(session: AsyncSession, ledger: Ledger, workspace_id: str) -> None:
    """Give every retro whose owner is deactivated to the first who acts as PMO, and plan one message to them.

    Where nobody acts as PMO it stays as it is until somebody does. A round that goes on is run by the owner instead of
    whoever has left, or by the team where both have; anybody of the team may take it over.
    """
    await pass_rounds_on(session, ledger)
    retros = list(await session.scalars(_LEFT))
    heir = next(iter(await pmos(session)), None) if retros else None
    if heir is None:
        return
    told = retro_message.passed_on(retros, heir.id, heir.slack_id)
    before = {retro.id: retro.owner_id for retro in retros}
    for retro in retros:
        # Whoever edits the retro at this moment is told that it has changed.
        retro.owner_id, retro.revision = heir.id, retro.revision + 1
    await session.flush()
    await opt_out_message.pass_on(session, ledger, workspace_id, before, Asks.RETRO)
    await ledger.plan(session, workspace_id, [told])
