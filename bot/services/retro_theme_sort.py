"""What the facilitator does with the themes of a round: name, merge and split them, and move cards."""

import asyncio
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.playbook_codify import is_quote
from bot.domain.retro import RetroState
from bot.domain.retro_sort import (
    CARDS,
    MERGE,
    NEW,
    ROWS,
    TO,
    Sorted,
    SortTheme,
    ThemeForm,
    ThemeList,
    checked,
    named_after,
)
from bot.errors import NotFound, UserError
from bot.ids import new_id
from bot.services import retro_message
from bot.services.audit import Audit
from bot.services.retro_lock import lock_round
from bot.services.retro_right import must_facilitate
from bot.services.retro_round import must_be
from bot.services.retro_systemic import called
from bot.services.retro_theme import ReadTheme, move_cards, read_themes
from bot.services.retro_theme_page import RetroThemePages
from bot.services.role import acting
from models import Retro, RetroCard, RetroRound, RetroTheme

SORTED_IN = (RetroState.GROUPING, RetroState.VOTING)
GONE = "These themes are not there any more. Nothing was changed."
BEGINS = 3
"""Cards of a theme whose first words the list shows."""


class RetroSorting:
    """Each method is for whoever runs the round, while its cards are sorted and while people vote."""

    def __init__(self, database: Database, ledger: Ledger, pages: RetroThemePages, audit: Audit) -> None:
        """Work on `database`; the board and the thread follow through `ledger`, and `audit` notes who sorted."""
        self._database, self._ledger, self._pages, self._audit = database, ledger, pages, audit

    async def themes(self, workspace_id: str, slack_id: str, round_id: int, first: int = 0) -> ThemeList:
        """Return a page of the themes. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            retro, current = await _readable(session, slack_id, round_id)
            found = await read_themes(session, current.id)
            # The page may have gone since its button was drawn: themes were merged.
            first = min(first, (len(found) - 1) // ROWS * ROWS) if found else 0
            return ThemeList(
                round_id=current.id,
                retro=retro.name,
                vote_at=current.vote_at,
                themes=tuple(_row(one) for one in found[first : first + ROWS]),
                first=first,
                total=len(found),
                cards=sum(len(one.cards) for one in found),
                voting=current.state == RetroState.VOTING,
                live=current.live,
            )

    async def form(self, workspace_id: str, slack_id: str, theme_id: int) -> ThemeForm:
        """Return a theme for the form that changes it. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            theme = await session.get(RetroTheme, theme_id)
            if theme is None:
                raise NotFound(GONE)
            _, current = await _readable(session, slack_id, theme.round_id)
            await _must_stand(session, theme)
            return await _form(session, current, theme)

    async def save(
        self, workspace_id: str, slack_id: str, theme_id: int, seen: int, wanted: Sorted
    ) -> ThemeForm | None:
        """Do what was decided about a theme that had revision `seen`.

        Where somebody changed it meanwhile nothing is stored, and the theme is returned as it is now. Raises UserError
        of a field, NotFound, NotAllowed.
        """
        wanted = checked(wanted)
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            round_id = await session.scalar(sa.select(RetroTheme.round_id).where(RetroTheme.id == theme_id))
            found = await lock_round(session, round_id) if round_id is not None else None
            if found is None:
                raise NotFound(GONE)
            retro, current = found
            must_be(current, *SORTED_IN)
            await must_facilitate(session, person, retro, current)
            theme = await session.get_one(RetroTheme, theme_id)
            await _must_stand(session, theme)
            if theme.revision != seen:
                return await _form(session, current, theme, changed=True)
            await self._apply(session, current, theme, wanted)
            details = {"merged": len(wanted.merge), "moved": len(wanted.cards)}
            self._audit.record(session, slack_id, "retro_themes_sorted", f"retro_round:{current.id}", **details)
            await session.flush()
            await self._ledger.refresh(session, workspace_id, [retro_message.board_key(current.id)])
            if current.state == RetroState.VOTING:
                await self._pages.post(session, [current])
        return None

    async def _apply(self, session: AsyncSession, current: RetroRound, theme: RetroTheme, wanted: Sorted) -> None:
        parts = [
            await _standing(session, current, one, MERGE) for one in dict.fromkeys(wanted.merge) if one != theme.id
        ]
        # What nobody but Drumbeat has called so may be called anew once other cards have joined.
        anew = [theme] if theme.suggested and parts and theme.name == wanted.name else []
        # Cards leave before others come: all of them may go, and the theme still takes in another.
        target, suggested = await _moved(session, current, theme, wanted)
        anew += [target] if target is not None and suggested else []
        for one in parts:
            await _merge(session, one, theme)
        changed = theme.name != wanted.name or parts or target
        theme.name = wanted.name
        if changed:
            theme.suggested, theme.revision = False, theme.revision + 1
        left = sa.select(RetroCard.id).where(RetroCard.theme_id == theme.id).limit(1)
        if target is not None and await session.scalar(left) is None:
            # Whoever voted for it voted for what is in these cards.
            await _merge(session, theme, target)
        for one in anew:
            await _call_anew(session, one)


async def _moved(
    session: AsyncSession, current: RetroRound, theme: RetroTheme, wanted: Sorted
) -> tuple[RetroTheme | None, bool]:
    """Move the cards that are to go; return where they went, None where none does, and whether nobody had named it."""
    if not wanted.cards:
        return None, False
    rows = sa.select(RetroCard.id, RetroCard.text).where(
        RetroCard.theme_id == theme.id, RetroCard.id.in_(wanted.cards), RetroCard.hidden.is_(False)
    )
    cards = list(await session.execute(rows.order_by(RetroCard.place, RetroCard.id)))
    if not cards:
        raise UserError("These cards were taken out of sight or withdrawn meanwhile. Nothing was stored.", field=CARDS)
    suggested = False
    if wanted.to == NEW:
        last = sa.select(sa.func.max(RetroTheme.place)).where(RetroTheme.round_id == current.id)
        target = RetroTheme(
            id=new_id(),
            workspace_id=current.workspace_id,
            round_id=current.id,
            name=wanted.new_name or named_after([one.text for one in cards]),
            suggested=False,
            place=(await session.scalar(last) or 0) + 1,
            revision=1,
        )
        session.add(target)
        await session.flush()
    else:
        target = await _standing(session, current, int(wanted.to), TO)
        suggested = target.suggested
        target.suggested, target.revision = False, target.revision + 1
    await move_cards(session, [one.id for one in cards], target.id)
    return target, suggested


async def _call_anew(session: AsyncSession, theme: RetroTheme) -> None:
    """Let a theme that is called after one of its cards be called after what all of them have in common, if anything.

    It is a suggestion again. The grouping's words are loaded in a thread, as when the cards were shown.
    """
    await session.flush()
    rows = sa.select(RetroCard.text).where(RetroCard.theme_id == theme.id, RetroCard.hidden.is_(False))
    cards = list(await session.scalars(rows.order_by(RetroCard.text)))
    if theme.merged_into_id is None and is_quote(theme.name, cards):
        name = await asyncio.to_thread(called, cards)
        if name:
            theme.name, theme.suggested = name, True


async def _merge(session: AsyncSession, part: RetroTheme, into: RetroTheme) -> None:
    """Make a theme, with its cards and all that was merged into it before, part of another."""
    cards = sa.update(RetroCard).where(RetroCard.theme_id == part.id).values(theme_id=into.id)
    await session.execute(cards.execution_options(synchronize_session=False))
    earlier = sa.update(RetroTheme).where(RetroTheme.merged_into_id == part.id).values(merged_into_id=into.id)
    await session.execute(earlier.execution_options(synchronize_session=False))
    part.merged_into_id, part.revision = into.id, part.revision + 1


async def _standing(session: AsyncSession, current: RetroRound, theme_id: int, field: str) -> RetroTheme:
    """Return another theme of the round that still stands by itself. Raises UserError of the field."""
    theme = await session.get(RetroTheme, theme_id)
    if theme is None or theme.round_id != current.id:
        raise UserError("This theme is not there any more. Nothing was stored.", field=field)
    if theme.merged_into_id is not None:
        into = await session.get_one(RetroTheme, theme.merged_into_id)
        raise UserError(f"“{theme.name}” became part of “{into.name}” meanwhile. Nothing was stored.", field=field)
    return theme


async def _must_stand(session: AsyncSession, theme: RetroTheme) -> None:
    if theme.merged_into_id is not None:
        into = await session.get_one(RetroTheme, theme.merged_into_id)
        raise NotFound(f"“{theme.name}” became part of “{into.name}” meanwhile. Nothing was changed.")


async def _readable(session: AsyncSession, slack_id: str, round_id: int) -> tuple[Retro, RetroRound]:
    person = await acting(session, slack_id)
    current = await session.get(RetroRound, round_id)
    if current is None:
        raise NotFound(GONE)
    retro = await session.get_one(Retro, current.retro_id)
    must_be(current, *SORTED_IN)
    await must_facilitate(session, person, retro, current)
    return retro, current


async def _form(session: AsyncSession, current: RetroRound, theme: RetroTheme, *, changed: bool = False) -> ThemeForm:
    themes: Sequence[ReadTheme] = await read_themes(session, current.id)
    return ThemeForm(
        round_id=current.id,
        id=theme.id,
        name=theme.name,
        suggested=theme.suggested,
        revision=theme.revision,
        cards=next((tuple(one.cards) for one in themes if one.row.id == theme.id), ()),
        others=tuple(_row(one) for one in themes if one.row.id != theme.id),
        voting=current.state == RetroState.VOTING,
        changed=changed,
    )


def _row(one: ReadTheme) -> SortTheme:
    begins = tuple(card.text for card in one.cards[:BEGINS])
    return SortTheme(one.row.id, one.row.name, one.row.suggested, len(one.cards), begins)
