"""The vote of a round: who votes for what is known by a mark alone, and how many by nobody until it ends.

Whoever changes their votes writes those of everybody anew, in random order: a row that was written by itself would tell
when, and with that whose it is (PostgreSQL numbers transactions).
"""

import hashlib
import random
import secrets
from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import IDS, Database, keep_no_log, pages, rows_of
from bot.domain.retro import RetroState
from bot.domain.retro_vote import SMALL, Voted, VoteForm, VoteTheme, digest
from bot.engine.upsert import insert_rows, table
from bot.errors import NotFound, UserError
from bot.services.anonymous import Seal
from bot.services.retro_right import must_take_part
from bot.services.retro_round import must_be
from bot.services.retro_theme import ReadTheme, read_themes
from bot.services.role import acting
from models import Person, Retro, RetroRound, RetroTheme, RetroVote

VOTE = "vote"
"""The subject of the marks of votes, with the retro and the round's number."""

GONE = "This vote is not there any more. Nothing was stored."
_BY_CHANCE = random.SystemRandom()

_vote = table(RetroVote)
# Put together once: every vote that ends reads these.
_THEMES = sa.select(RetroTheme).where(RetroTheme.round_id.in_(IDS))
_GIVEN = sa.select(RetroVote.theme_id).where(RetroVote.round_id.in_(IDS))
_FORGET = sa.delete(_vote).where(_vote.c.round_id.in_(IDS))


class RetroVotes:
    """Shows and stores the votes of one person: the same from each of their devices."""

    def __init__(self, database: Database, seal: Seal) -> None:
        """Know whose votes are whose by `seal`."""
        self._database, self._seal = database, seal

    async def form(self, workspace_id: str, slack_id: str, round_id: int) -> VoteForm:
        """Return what somebody may vote for, and what they voted for. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            current = await session.get(RetroRound, round_id)
            if current is None:
                raise NotFound(GONE)
            person, retro = await _voter(session, slack_id, current)
            return await self._form(session, person, retro, current)

    async def save(
        self, workspace_id: str, slack_id: str, round_id: int, seen: str, chosen: Sequence[int]
    ) -> Voted | VoteForm:
        """Let exactly these be somebody's votes, each the id of a theme; one that was merged counts for what it became.

        Where they voted elsewhere since they saw `seen`, nothing is stored and the form is returned as it is now.
        Raises UserError, NotFound, NotAllowed.
        """
        async with self._database.transaction(workspace_id) as session:
            # Of two at once the second waits here, and then sees what the first has stored.
            held = sa.select(RetroRound).where(RetroRound.id == round_id).with_for_update()
            current: RetroRound | None = await session.scalar(held)
            if current is None:
                raise NotFound(GONE)
            person, retro = await _voter(session, slack_id, current)
            mark = self._mark(person, retro, current)
            before = await _votes(session, current)
            if digest([theme for voter, theme in before if voter == mark]) != seen:
                return await self._form(session, person, retro, current, changed=True)
            if len(chosen) > current.votes:
                raise UserError(
                    f"There are {current.votes} votes each, and these are {len(chosen)}. Nothing was stored."
                )
            every = await _every(session, current)
            standing = {one.row.id for one in await read_themes(session, current.id)}
            wanted = [_became(every, one) for one in chosen]
            if not standing.issuperset(wanted):
                raise UserError(
                    "The cards of one of these themes were all withdrawn meanwhile. Nothing was stored; close this "
                    "form and open it once more."
                )
            others = [(voter, theme) for voter, theme in before if voter != mark]
            await _write_anew(session, current, [*others, *((mark, theme) for theme in wanted)])
            given = Counter(wanted)
            return Voted(
                retro=retro.name,
                given=tuple((every[theme].name, count) for theme, count in given.items()),
                left=current.votes - len(wanted),
                ends_at=current.ends_at,
                live=current.live,
                merged=_merged(every, chosen),
            )

    async def _form(
        self, session: AsyncSession, person: Person, retro: Retro, current: RetroRound, *, changed: bool = False
    ) -> VoteForm:
        mark = self._mark(person, retro, current)
        stored = [theme for voter, theme in await _votes(session, current) if voter == mark]
        every = await _every(session, current)
        themes = await read_themes(session, current.id)
        standing = {one.row.id for one in themes}
        mine = [_became(every, one) for one in stored]
        return VoteForm(
            round_id=current.id,
            retro=retro.name,
            votes=current.votes,
            ends_at=current.ends_at,
            live=current.live,
            themes=tuple(_theme(one) for one in themes),
            mine=tuple(sorted(one for one in mine if one in standing)),
            merged=_merged(every, stored),
            gone=tuple(dict.fromkeys(every[one].name for one in mine if one not in standing)),
            seen=digest(stored),
            sealed=self._seal.ready,
            changed=changed,
        )

    def _mark(self, person: Person, retro: Retro, current: RetroRound) -> str:
        if self._seal.ready:
            return self._seal.mark(person.id, VOTE, retro.id, current.number)
        # A retro with names may run without a secret key; the form then says who could find out.
        return hashlib.sha256(f"{VOTE}:{current.id}:{person.id}".encode()).hexdigest()[:40]


async def count_votes(session: AsyncSession, rounds: Sequence[RetroRound]) -> None:
    """Write on each theme of rounds how many votes it got, and forget who gave them.

    Whoever ends the votes calls this in the same transaction, which holds the rounds.
    """
    ids = [one.id for one in rounds]
    every = {theme.id: theme for (theme,) in await rows_of(session, _THEMES, ids)}
    given = Counter(_became(every, theme_id) for (theme_id,) in await rows_of(session, _GIVEN, ids))
    for theme in every.values():
        theme.votes = given[theme.id] if theme.merged_into_id is None else None
    for page in pages(ids):
        await session.execute(_FORGET, {"ids": page})
    keep_no_log(session)


async def _voter(session: AsyncSession, slack_id: str, current: RetroRound) -> tuple[Person, Retro]:
    person = await acting(session, slack_id)
    retro = await session.get_one(Retro, current.retro_id)
    must_be(current, RetroState.VOTING)
    await must_take_part(session, person, retro)
    return person, retro


async def _votes(session: AsyncSession, current: RetroRound) -> list[tuple[str, int]]:
    rows = sa.select(RetroVote.voter, RetroVote.theme_id).where(RetroVote.round_id == current.id)
    return [(one.voter, one.theme_id) for one in await session.execute(rows)]


async def _write_anew(session: AsyncSession, current: RetroRound, votes: list[tuple[str, int]]) -> None:
    await session.execute(sa.delete(RetroVote).where(RetroVote.round_id == current.id))
    keep_no_log(session)
    if not votes:
        return
    _BY_CHANCE.shuffle(votes)
    rows = [
        {
            "id": secrets.token_hex(16),
            "workspace_id": current.workspace_id,
            "round_id": current.id,
            "theme_id": theme,
            "voter": voter,
        }
        for voter, theme in votes
    ]
    await session.execute(insert_rows(session, RetroVote, rows))


async def _every(session: AsyncSession, current: RetroRound) -> dict[int, RetroTheme]:
    """Return all themes of a round by their ids, those that were merged too."""
    rows = sa.select(RetroTheme).where(RetroTheme.round_id == current.id).order_by(RetroTheme.place, RetroTheme.id)
    return {one.id: one for one in await session.scalars(rows)}


def _became(every: dict[int, RetroTheme], theme_id: int) -> int:
    """Return the theme for which a vote counts. Raises NotFound for one of another round."""
    if theme_id not in every:
        raise NotFound(GONE)
    return every[theme_id].merged_into_id or theme_id


def _merged(every: dict[int, RetroTheme], chosen: Sequence[int]) -> tuple[tuple[str, str], ...]:
    """Return which of these themes became part of which, by their names."""
    parts = (every[one] for one in dict.fromkeys(chosen))
    return tuple((one.name, every[one.merged_into_id].name) for one in parts if one.merged_into_id is not None)


def _theme(one: ReadTheme) -> VoteTheme:
    return VoteTheme(one.row.id, one.row.name, len(one.cards), tuple(card.text for card in one.cards[:SMALL]))
