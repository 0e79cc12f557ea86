"""Withdrawing the cards of short retros, by the code of their receipt or because their author is erased."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database, keep_no_log
from bot.delivery.ledger import Ledger
from bot.domain.retro_card_form import CodedCard
from bot.services.anonymous import Seal
from bot.services.change_retro_box import held, mark_of, seal_anew, sealed_in
from bot.services.change_retro_message import told_key
from models import Change, ChangeRetro, ChangeRetroCard, ChangeRetroTheme


async def coded_of_changes(session: AsyncSession, hashes: Sequence[str]) -> list[CodedCard]:
    """Return the cards of a code's hashes, with their numbers among these."""
    rows = (
        sa.select(ChangeRetroCard.receipt, ChangeRetroCard.text, ChangeRetro.state, Change.name)
        .join(ChangeRetro, ChangeRetro.id == ChangeRetroCard.retro_id)
        .join(Change, Change.id == ChangeRetro.change_id)
        .where(ChangeRetroCard.receipt.in_(hashes))
    )
    return [
        CodedCard(hashes.index(receipt), text, f"looking back on {name}", sealed=state == "open")
        for receipt, text, state, name in await session.execute(rows)
    ]


async def hold_coded(session: AsyncSession, hashes: Sequence[str]) -> list[ChangeRetro]:
    """Hold the retros in which cards of these hashes are, in the order of their ids."""
    rows = sa.select(ChangeRetroCard.retro_id).where(ChangeRetroCard.receipt.in_(hashes)).distinct()
    found = [await held(session, one) for one in sorted(await session.scalars(rows))]
    return [one for one in found if one is not None]


async def take_out(
    session: AsyncSession, ledger: Ledger, retros: Sequence[ChangeRetro], hashes: Collection[str]
) -> None:
    """Take the cards of some hashes out of retros that the caller holds; a theme of nothing else goes with them."""
    for retro in retros:
        if retro.state == "open":
            cards = await sealed_in(session, retro.id)
            await seal_anew(session, retro, [one for one in cards if one.receipt not in hashes])
            continue
        of_it = ChangeRetroCard.retro_id == retro.id
        keep_no_log(session)
        await session.execute(sa.delete(ChangeRetroCard).where(of_it, ChangeRetroCard.receipt.in_(hashes)))
        # Its name may be the words of what was withdrawn.
        full = sa.select(ChangeRetroCard.theme_id).where(of_it, ChangeRetroCard.theme_id.is_not(None))
        empty = (ChangeRetroTheme.retro_id == retro.id, ChangeRetroTheme.id.not_in(full))
        await session.execute(sa.delete(ChangeRetroTheme).where(*empty))
        await ledger.refresh(session, retro.workspace_id, [told_key(retro.id, retro.state)])


async def erase_change_cards(database: Database, seal: Seal, workspace_id: str, person_id: int) -> None:
    """Erase the sealed cards of a person, one short transaction a retro; what was shown is nobody's any more."""
    if not seal.ready:
        return
    async with database.reading(workspace_id) as session:
        rows = sa.select(ChangeRetro.id).where(ChangeRetro.state == "open").order_by(ChangeRetro.id)
        going = list(await session.scalars(rows))
    for retro_id in going:
        async with database.transaction(workspace_id) as session:
            retro = await held(session, retro_id)
            if retro is None or retro.state != "open":
                continue
            cards, mark = await sealed_in(session, retro_id), mark_of(seal, person_id, retro_id)
            if any(one.writer == mark for one in cards):
                await seal_anew(session, retro, [one for one in cards if one.writer != mark])
