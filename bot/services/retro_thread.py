"""The cards of a round as everybody reads them: pages in the thread of its board, and what is kept out of sight."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.retro import RetroState
from bot.domain.retro_card import KEPT, PLACES, page_of
from bot.domain.retro_format import from_json
from bot.domain.retro_page import HideForm, PageCard, RetroPage
from bot.errors import NotFound
from bot.services import retro_message
from bot.services.audit import Audit
from bot.services.retro_lock import lock_round
from bot.services.retro_right import must_facilitate
from bot.services.retro_theme_page import theme_page_keys
from bot.services.role import acting
from models import Person, Retro, RetroCard, RetroRound

NO_CARDS = "These cards are not there any more. Nothing was changed."
SHOWN = (RetroState.GROUPING, RetroState.VOTING, RetroState.ACTING, RetroState.CLOSED)


async def page_facts(session: AsyncSession, round_id: int, number: int) -> RetroPage | None:
    """Return a page as it is now; None where there is none any more."""
    current = await session.get(RetroRound, round_id)
    if current is None:
        return None
    cards = await cards_on(session, round_id, number)
    pages = sa.select(sa.func.max(RetroCard.place)).where(RetroCard.round_id == round_id)
    last = await session.scalar(pages)
    key = cards[0].column if cards else KEPT
    title = next((one.title for one in from_json(current.columns) if one.key == key), "")
    return RetroPage(
        round_id=round_id,
        page=number,
        pages=max(page_of(last or 0), number) + 1,
        title=title,
        cards=tuple(one for one in cards if not one.hidden),
        hidden=sum(one.hidden for one in cards),
    )


async def cards_on(session: AsyncSession, round_id: int, number: int) -> list[PageCard]:
    """Return the cards of a page, those out of sight too, in their order."""
    rows = (
        sa.select(RetroCard.id, RetroCard.column_key, RetroCard.text, RetroCard.hidden, Person.name)
        .outerjoin(Person, Person.id == RetroCard.author_id)
        .where(RetroCard.round_id == round_id)
        .where(RetroCard.place >= number * PLACES, RetroCard.place < (number + 1) * PLACES)
        .order_by(RetroCard.place, RetroCard.id)
    )
    return [
        PageCard(one.id, one.column_key, one.text, one.name or "", hidden=one.hidden)
        for one in await session.execute(rows)
    ]


async def recount(session: AsyncSession, current: RetroRound) -> None:
    """Set how many cards of a round are out of sight."""
    rows = sa.select(sa.func.count()).select_from(RetroCard)
    hidden = await session.scalar(rows.where(RetroCard.round_id == current.id, RetroCard.hidden.is_(True)))
    current.hidden = hidden or 0


class RetroHiding:
    """Lets the facilitator take cards out of sight that attack somebody, and put them back."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger, audit: Audit) -> None:
        """Work on `database`; the thread follows through `ledger`, and that it was done is audited."""
        self._database, self._clock, self._ledger, self._audit = database, clock, ledger, audit

    async def form(self, workspace_id: str, slack_id: str, round_id: int, number: int) -> HideForm:
        """Return the cards of a page to choose from. Raises NotFound, NotAllowed for all but the facilitator."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            current = await session.get(RetroRound, round_id)
            cards = await cards_on(session, round_id, number) if current and current.state in SHOWN else []
            if current is None or not cards:
                raise NotFound(NO_CARDS)
            retro = await session.get_one(Retro, current.retro_id)
            await must_facilitate(session, person, retro, current)
            return HideForm(round_id, number, retro.name, tuple(cards))

    async def hide(self, workspace_id: str, slack_id: str, round_id: int, number: int, ids: Collection[str]) -> None:
        """Let exactly these cards of a page be out of sight. Raises NotFound, NotAllowed."""
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            found = await lock_round(session, round_id)
            if found is None or found[1].state not in SHOWN:
                raise NotFound(NO_CARDS)
            retro, current = found
            await must_facilitate(session, person, retro, current)
            before = await cards_on(session, round_id, number)
            changed = [one for one in before if one.hidden != (one.id in ids)]
            for one in changed:
                this = sa.update(RetroCard).where(RetroCard.id == one.id).values(hidden=not one.hidden)
                await session.execute(this)
            if not changed:
                return
            await recount(session, current)
            current.revision += 1
            # How many, and never which: the audit stays longer than the cards.
            self._audit.record(
                session, slack_id, "retro_cards_hidden", f"retro_round:{round_id}", hidden=current.hidden
            )
            keys = [retro_message.page_key(round_id, number), retro_message.board_key(round_id)]
            keys += await theme_page_keys(session, round_id)
            await self._ledger.refresh(session, workspace_id, keys)
