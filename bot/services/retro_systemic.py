"""Themes that the retros of several teams share: found once themes are settled, and what the PMO makes of each."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.playbook import PageState
from bot.domain.playbook_codify import THEME
from bot.domain.retro import RetroState
from bot.domain.retro_systemic import SYSTEMIC_DAYS, Became, SeenTheme, Systemic, alike, systemic
from bot.engine.timers import set_timers
from bot.errors import NotAllowed, NotFound
from bot.services.audit import Audit
from bot.services.role import acting, pmo_refusal
from models import Membership, Playbook, RetroCard, RetroRound, RetroTeam, RetroTheme, Team

LOOKS = "retro.systemic"
"""Kind of the timer, and of the work, that looks for them; its subject is empty."""

MOST_THEMES = 600
"""Themes that are compared, the newest."""

SHOWN = (RetroState.VOTING, RetroState.ACTING, RetroState.CLOSED)
"""The rounds whose themes are settled."""

GONE = "This theme is not in the retros of three teams any more. Nothing was changed."
SINCE = {
    Became.ACTION: "it became an action",
    Became.BLOCKER: "it became a blocker",
    Became.PAGE: "it became part of a playbook",
    Became.ASIDE: "it was set aside",
}
"""What has become of a theme, to whoever presses an old button."""


class RetroSystemics:
    """Finds what retros of a workspace have in common, and keeps what the PMO makes of it."""

    def __init__(self, database: Database, clock: Clock, audit: Audit) -> None:
        """Work on `database`; what the PMO decides is audited."""
        self._database, self._clock, self._audit = database, clock, audit

    async def settled(self, session: AsyncSession, rounds: Sequence[RetroRound]) -> None:
        """Look for them at once, since the themes of these rounds are settled; in the transaction of that step."""
        now = self._clock.now()
        await set_timers(session, LOOKS, {(one.workspace_id, ""): now for one in rounds})

    async def look(self, workspace_id: str) -> None:
        """Find which themes are about one thing, and mark those that three teams share."""
        today = self._clock.now().date()
        async with self._database.reading(workspace_id) as session:
            themes = await seen_themes(session, since(today))
        # Out of the transaction: the grouping takes its time for hundreds of themes.
        groups = alike(themes, await asyncio.to_thread(grouped, [one.text for one in themes]))
        # A day more on both sides: whoever reads counts by the day that it is where they are.
        days = (today - timedelta(days=1), today, today + timedelta(days=1))
        of = {member: one.theme_id for day in days for one in systemic(groups, day) for member in one.members}
        async with self._database.transaction(workspace_id) as session:
            rows = sa.select(RetroTheme).where(sa.or_(RetroTheme.id.in_(of), RetroTheme.systemic_id.is_not(None)))
            for row in await session.scalars(rows.order_by(RetroTheme.id).with_for_update()):
                row.systemic_id = of.get(row.id)

    async def one(self, workspace_id: str, slack_id: str, theme_id: int) -> Systemic:
        """Return one that nobody has made anything of yet, by a theme of it. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            return await self._open(session, slack_id, theme_id)

    async def make(self, workspace_id: str, slack_id: str, theme_id: int, became: Became) -> str:
        """Note what the PMO made of one, so that it asks nothing until a retro has it anew; return its name.

        Raises NotFound where that is done already, NotAllowed.
        """
        async with self._database.transaction(workspace_id) as session:
            one = await self._open(session, slack_id, theme_id, hold=True)
            await session.execute(
                sa.update(RetroTheme)
                .where(RetroTheme.id.in_(one.members), RetroTheme.became == "")
                .values(became=became)
                .execution_options(synchronize_session=False)
            )
            self._audit.record(session, slack_id, "retro_theme_settled", f"retro_theme:{one.theme_id}", became=became)
            return one.name

    async def noted(self, workspace_id: str, slack_id: str, theme_id: int, became: Became) -> None:
        """Note that something was made of one (0: of none); where somebody else was first, both stand.

        What a team makes of its own part of one leaves it to the PMO.
        """
        if theme_id:
            with suppress(NotFound, NotAllowed):
                await self.make(workspace_id, slack_id, theme_id, became)

    async def _open(self, session: AsyncSession, slack_id: str, theme_id: int, *, hold: bool = False) -> Systemic:
        reader = await acting(session, slack_id)
        if not reader.acts_as_pmo:
            raise await pmo_refusal(session, "What several teams have in common is")
        if hold:
            shared = sa.select(RetroTheme.id).where(RetroTheme.systemic_id.is_not(None)).order_by(RetroTheme.id)
            await session.execute(shared.with_for_update())
        for one in await systemic_themes(session, self._clock.now().date()):
            if theme_id in one.members:
                if one.became:
                    raise NotFound(f"“{one.name}” is taken care of already: {SINCE[one.became]}. Nothing was changed.")
                return one
        raise NotFound(GONE)


async def systemic_themes(session: AsyncSession, today: date) -> list[Systemic]:
    """Return what three teams or more have in common as it was found last, with the cards that are still shown."""
    themes = await seen_themes(session, since(today), shared=True)
    found = systemic(alike(themes, [one.shared for one in themes]), today)
    of = {f"{THEME}:{theme}": place for place, one in enumerate(found) for theme in one.members}
    if not of:
        return []
    pages: dict[int, list[str]] = defaultdict(list)
    made = sa.select(Playbook.source, Playbook.title).where(
        Playbook.source.in_(of), Playbook.state == PageState.PUBLISHED
    )
    for source, title in await session.execute(made.order_by(Playbook.title)):
        pages[of[source]].append(title)
    return [replace(one, pages=tuple(pages[place])) for place, one in enumerate(found)]


async def waiting_for_pmo(session: AsyncSession, today: date) -> list[Systemic]:
    """Return those of which the PMO has made nothing yet."""
    return [one for one in await systemic_themes(session, today) if not one.became]


def since(today: date) -> date:
    """Return the first day of the retros that count, with one more for whoever is behind or ahead of UTC."""
    return today - timedelta(days=SYSTEMIC_DAYS + 1)


async def seen_themes(session: AsyncSession, first: date, *, shared: bool = False) -> list[SeenTheme]:
    """Return the themes since a day, with the cards that everybody in their retros could see.

    `shared`: those alone that are known to be in the retros of several teams.
    """
    rows = (
        sa.select(RetroTheme, RetroRound)
        .join(RetroRound, RetroRound.id == RetroTheme.round_id)
        .where(RetroTheme.merged_into_id.is_(None), RetroRound.local_date >= first, RetroRound.state.in_(SHOWN))
        .order_by(RetroRound.local_date.desc(), RetroTheme.id.desc())
        .limit(MOST_THEMES)
    )
    if shared:
        rows = rows.where(RetroTheme.systemic_id.is_not(None))
    found = list(await session.execute(rows))
    if not found:
        return []
    teams = await _teams(session, {held.retro_id for _, held in found})
    cards: dict[int, list[str]] = defaultdict(list)
    authors: dict[int, set[int | None]] = defaultdict(set)
    shown = sa.select(RetroCard.theme_id, RetroCard.text, RetroCard.author_id).where(
        RetroCard.theme_id.in_([theme.id for theme, _ in found]), RetroCard.hidden.is_(False)
    )
    for of, text, author in await session.execute(shown.order_by(RetroCard.text)):
        if of is not None:
            cards[of].append(text)
            authors[of].add(author)
    homes = await _homes(session, {one for those in authors.values() for one in those if one is not None})
    return [
        SeenTheme(
            id=theme.id,
            name=theme.name,
            parties=_parties(teams[held.retro_id], [homes.get(one or 0, frozenset()) for one in authors[theme.id]]),
            day=held.local_date,
            votes=theme.votes or 0,
            cards=tuple(cards[theme.id]),
            became=Became(theme.became),
            suggested=theme.suggested,
            shared=theme.systemic_id or 0,
        )
        for theme, held in found
    ]


def _parties(teams: Sequence[tuple[int, str]], homes: Sequence[frozenset[int]]) -> tuple[tuple[str, ...], ...]:
    """Return who had a theme in a retro of `teams`; `homes`: the teams of the author of each card, none if unknown."""
    found = set()
    for home in homes:
        of = tuple(name for team_id, name in teams if team_id in home)
        found.add(of or tuple(name for _, name in teams))
    return tuple(sorted(found))


async def _teams(session: AsyncSession, retro_ids: set[int]) -> dict[int, list[tuple[int, str]]]:
    """Return the teams of each retro, by name."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = sa.select(RetroTeam.retro_id, Team.id, Team.name).join(Team, Team.id == RetroTeam.team_id)
    for retro_id, team_id, name in await session.execute(
        rows.where(RetroTeam.retro_id.in_(retro_ids)).order_by(Team.name)
    ):
        found[retro_id].append((team_id, name))
    return found


async def _homes(session: AsyncSession, people: set[int]) -> dict[int, frozenset[int]]:
    """Return the teams that each of some people belongs to."""
    found: dict[int, set[int]] = defaultdict(set)
    if people:
        rows = sa.select(Membership.person_id, Membership.team_id).where(Membership.person_id.in_(people))
        for person_id, team_id in await session.execute(rows):
            found[person_id].add(team_id)
    return {person_id: frozenset(of) for person_id, of in found.items()}


def called(cards: Sequence[str]) -> str:
    """Return what some cards have in common, as a name; "" where a program sees nothing."""
    from bot.domain.retro_theme import called as found  # noqa: PLC0415 (as below)

    return found(cards)


def grouped(texts: Sequence[str]) -> list[int]:
    """Return which of some texts are about one thing: those with the same number."""
    # Only here: the table of topics and the stemmer are loaded for the first retro, not for the start.
    from bot.domain.retro_theme import group  # noqa: PLC0415

    return group(texts)
