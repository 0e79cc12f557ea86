"""The short retro of a change as its page, its messages and its playbook say it."""

from collections import defaultdict
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.domain.change import ChangeState
from bot.domain.change_retro import ChangeRetroPage, LookedAt
from bot.services.change_standing import standing_of
from models import Change, ChangeRetro, ChangeRetroAsked, ChangeRetroCard, ChangeRetroTheme


class ChangeRetroReads:
    """Reads them."""

    def __init__(self, database: Database) -> None:
        """Read `database`."""
        self._database = database

    async def page(self, workspace_id: str, slack_id: str, change_id: int) -> ChangeRetroPage:
        """Return the newest retro of a change, as its reader may see it. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            standing = await standing_of(session, slack_id, change_id)
            retro = await newest(session, change_id)
            may_ask = standing.runs_it and standing.state is not ChangeState.DRAFT
            if retro is None:
                return ChangeRetroPage(change_id, standing.runs_it, may_ask)
            facts = await page_of(session, retro, runs_it=standing.runs_it)
            if facts.state == "closed":
                return facts
            # While people look back once more, or too few did, what was written before stays.
            themes = await themes_of_change(session, change_id)
            seen = tuple(themes) if standing.runs_it else ()
            return replace(facts, cards=sum(len(one.texts) for one in themes), themes=seen)


async def newest(session: AsyncSession, change_id: int) -> ChangeRetro | None:
    """Return the newest retro of a change, None where there was none."""
    rows = sa.select(ChangeRetro).where(ChangeRetro.change_id == change_id)
    rows = rows.order_by(ChangeRetro.opened_at.desc(), ChangeRetro.id.desc()).limit(1)
    found: ChangeRetro | None = await session.scalar(rows)
    return found


async def page_of(session: AsyncSession, retro: ChangeRetro, *, runs_it: bool = True) -> ChangeRetroPage:
    """Return a retro: to whoever does not run its change without what was written, and how many were asked."""
    themes = await themes_of(session, retro.id) if retro.state == "closed" else []
    asked = sa.select(sa.func.count()).where(ChangeRetroAsked.retro_id == retro.id)
    return ChangeRetroPage(
        change_id=retro.change_id,
        runs_it=runs_it,
        may_ask=runs_it and retro.state != "open",
        id=retro.id,
        state=retro.state,
        closes_at=retro.closes_at,
        asked=(await session.scalar(asked) or 0) if runs_it else 0,
        longer=retro.longer,
        cards=sum(len(one.texts) for one in themes),
        themes=tuple(themes) if runs_it else (),
    )


async def told_facts(session: AsyncSession, retro_id: int) -> tuple[str, ChangeRetroPage] | None:
    """Return the name of a retro's change, and what it came to; None where it is kept no more."""
    retro = await session.get(ChangeRetro, retro_id)
    if retro is None:
        return None
    return (await session.get_one(Change, retro.change_id)).name, await page_of(session, retro)


async def themes_of(session: AsyncSession, retro_id: int) -> list[LookedAt]:
    """Return the themes of a retro that is closed; one whose cards were all withdrawn is none."""
    rows = (
        sa.select(ChangeRetroTheme.id, ChangeRetroTheme.column_key, ChangeRetroTheme.name, ChangeRetroCard.text)
        .join(ChangeRetroCard, ChangeRetroCard.theme_id == ChangeRetroTheme.id)
        .where(ChangeRetroTheme.retro_id == retro_id)
        .order_by(ChangeRetroTheme.place, ChangeRetroCard.place, ChangeRetroCard.id)
    )
    texts: dict[tuple[int, str, str], list[str]] = defaultdict(list)
    for theme, column, name, text in await session.execute(rows):
        texts[theme, column, name].append(text)
    return [LookedAt(column, name, tuple(those)) for (_, column, name), those in texts.items()]


async def themes_of_change(session: AsyncSession, change_id: int) -> list[LookedAt]:
    """Return the themes of the newest retro of a change that was shown."""
    row = sa.select(ChangeRetro.id).where(ChangeRetro.change_id == change_id, ChangeRetro.state == "closed")
    retro_id = await session.scalar(row.order_by(ChangeRetro.closes_at.desc(), ChangeRetro.id.desc()).limit(1))
    return await themes_of(session, retro_id) if retro_id else []
