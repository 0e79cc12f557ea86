"""Withdrawing cards by the code of their receipt, before they are shown and after; whoever has the code may."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database, keep_no_log
from bot.delivery.ledger import Ledger
from bot.domain.retro_card import MOST, page_of
from bot.domain.retro_card_form import CodedCard, Withdrawal
from bot.errors import NotFound
from bot.services.anonymous import receipts
from bot.services.change_retro_withdraw import coded_of_changes, hold_coded, take_out
from bot.services.retro_box import open_box, write_anew
from bot.services.retro_message import board_key, page_key
from bot.services.retro_theme_page import theme_page_keys
from bot.services.retro_thread import recount
from models import Retro, RetroCard, RetroRound

UNKNOWN = (
    "No card has this code, so nothing was changed. A code has four groups of four letters and digits, such as "
    "K7QM-3XWD-PA2R-9TZB, and the newest one of a retro is for all your cards in it. A card may also have been "
    "withdrawn already, or deleted with its retro."
)


class RetroWithdrawals:
    """Finds cards by their code, and withdraws them."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        """Work on `database`; where cards are shown already they are taken out of the thread through `ledger`."""
        self._database, self._ledger = database, ledger

    async def find(self, workspace_id: str, code: str) -> Withdrawal:
        """Return what a code opens. Raises NotFound where that is nothing."""
        async with self._database.reading(workspace_id) as session:
            cards = await _coded(session, code)
        if not cards:
            raise NotFound(UNKNOWN)
        return Withdrawal(code, tuple(cards))

    async def withdraw(self, workspace_id: str, code: str, numbers: Collection[int] | None = None) -> Withdrawal:
        """Withdraw the cards of a code with these numbers, None: all of them; return what is left.

        Raises NotFound where the code opens nothing.
        """
        async with self._database.transaction(workspace_id) as session:
            # Whoever shows or writes cards at this moment is waited for; then they are found where they are by now.
            hashes = receipts(code, MOST)
            retros = sa.select(RetroCard.retro_id).where(RetroCard.receipt.in_(hashes)).order_by(RetroCard.retro_id)
            of_changes = await hold_coded(session, hashes)
            boxes = [await open_box(session, one) for one in sorted(set(await session.scalars(retros)))]
            before = await _coded(session, code)
            if not before:
                raise NotFound(UNKNOWN)
            chosen = {hashes[one.number] for one in before if numbers is None or one.number in numbers}
            for box in boxes:
                if box is not None and any(one.receipt in chosen for one in box.cards):
                    box.cards = [one for one in box.cards if one.receipt not in chosen]
                    await write_anew(session, box)
            await take_out(session, self._ledger, of_changes, chosen)
            await self._take_out(session, workspace_id, chosen)
            left = await _coded(session, code)
        return Withdrawal(code, tuple(left), withdrawn=len(before) - len(left))

    async def _take_out(self, session: AsyncSession, workspace_id: str, hashes: Collection[str]) -> None:
        """Take cards that are shown already out of their round, and out of its thread."""
        rows = sa.select(RetroCard.id, RetroCard.round_id, RetroCard.place, RetroCard.hidden)
        found = await session.execute(rows.where(RetroCard.receipt.in_(hashes)))
        shown = [one for one in found if one.round_id is not None]
        keep_no_log(session)
        await session.execute(sa.delete(RetroCard).where(RetroCard.id.in_([one.id for one in shown])))
        for round_id in sorted({one.round_id for one in shown if one.hidden}):
            await recount(session, await session.get_one(RetroRound, round_id))
        keys = {page_key(one.round_id, page_of(one.place)) for one in shown}
        keys |= {board_key(one.round_id) for one in shown}
        for round_id in sorted({one.round_id for one in shown}):
            keys.update(await theme_page_keys(session, round_id))
        await self._ledger.refresh(session, workspace_id, sorted(keys))


async def _coded(session: AsyncSession, code: str) -> list[CodedCard]:
    """Return the cards of a code, in the order in which they were given it."""
    hashes = receipts(code, MOST)
    rows = (
        sa.select(RetroCard.receipt, RetroCard.text, RetroCard.round_id, RetroCard.writer, RetroRound.state, Retro.name)
        .join(Retro, Retro.id == RetroCard.retro_id)
        .outerjoin(RetroRound, RetroRound.id == RetroCard.round_id)
        .where(RetroCard.receipt.in_(hashes))
    )
    found = [
        CodedCard(hashes.index(one.receipt), one.text, one.name, sealed=one.state in {None, "collecting", "few"})
        for one in await session.execute(rows)
    ]
    return sorted([*found, *await coded_of_changes(session, hashes)], key=lambda one: one.number)
