"""Erasing what a person said in rounds: their answers, what plans carried on from them, their additions.

Each step is one short transaction that also refreshes the messages which showed the words; repeated it finds the rest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.forget import WORDS, Chain, stand_in
from bot.domain.question import from_json
from bot.services.sync_lock import lock_all_openings
from bot.services.sync_opening import plan_items
from bot.services.sync_shown import shown_in
from models import Addition, Answer, Decision, DecisionTold, OptOut, Prompt, Round

AT_ONCE = 100
"""Prompts of one transaction where nothing binds them together."""


class WordEraser:
    """Takes the words of one person out of the rounds of a workspace; `refreshed` counts the messages that change."""

    def __init__(self, database: Database, ledger: Ledger, workspace_id: str, person_id: int) -> None:
        """Work on `database`; messages are refreshed through `ledger`."""
        self._database, self._ledger = database, ledger
        self._workspace_id, self._person_id = workspace_id, person_id
        self.refreshed = 0

    async def erase(self) -> None:
        """Erase everything that the person said in rounds."""
        async with self._database.reading(self._workspace_id) as session:
            parties = (await session.execute(self._parties())).all()
            own = list(await session.scalars(sa.select(Prompt.id).where(Prompt.person_id == self._person_id)))
            added = list(await session.scalars(self._added()))
        for ritual_id, team_id in parties:
            await self._erase_for_team(ritual_id, team_id)
        for first in range(0, len(own), AT_ONCE):
            await self._erase_own(own[first : first + AT_ONCE])
        for first in range(0, len(added), AT_ONCE):
            await self._erase_additions(added[first : first + AT_ONCE])
        await self._erase_questions()
        await self._erase_words_to_others()

    async def _erase_for_team(self, ritual_id: int, team_id: int | None) -> None:
        """Erase the answers for a team in a sync, and what later rounds took over from them, all at once.

        Half done, nobody would know any more which words were theirs.
        """
        wanted = self._rounds_of_team(ritual_id, team_id)
        keys = await self._keys(wanted)
        async with self._database.transaction(self._workspace_id) as session:
            # No round opens meanwhile, whose plan would carry the words on.
            await lock_all_openings(session)
            prompts = await _locked(session, wanted)
            questions = await _questions(session, prompts)
            answers = await _answers(session, prompts)
            rows = await session.scalars(sa.select(Addition).where(Addition.prompt_id.in_([one.id for one in prompts])))
            additions = list(rows)
            chain, changed = Chain(), set()
            for prompt in prompts:
                plan, asked = plan_items(prompt.plan), from_json(questions[prompt.round_id])
                answer = answers.get(prompt.id)
                if answer is not None:
                    mine = answer.person_id == self._person_id
                    left = (chain.erase if mine else chain.follow)(answer.values, asked, plan)
                    if mine or left != answer.values:
                        answer.values, answer.words = left, None if mine else answer.words
                        changed.add(prompt.id)
                if (shorter := [asdict(item) for item in chain.plan(plan)]) != prompt.plan:
                    prompt.plan = shorter
                    changed.add(prompt.id)
                for addition in additions:
                    if addition.prompt_id == prompt.id and (text := chain.text(addition.text)) != addition.text:
                        addition.text = text
                        changed.add(prompt.id)
            await session.flush()
            await self._refresh(session, changed, keys)

    async def _erase_own(self, prompts: Sequence[int]) -> None:
        """Erase prompts that were for the person alone, with name and plan; what others added to them stays."""
        wanted = sa.select(Prompt.id).where(Prompt.id.in_(prompts))
        keys = await self._keys(wanted)
        async with self._database.transaction(self._workspace_id) as session:
            rows = await _locked(session, wanted)
            questions = await _questions(session, rows)
            for prompt in rows:
                prompt.name, prompt.plan = stand_in(self._person_id), []
            for prompt_id, answer in (await _answers(session, rows)).items():
                round_id = next(one.round_id for one in rows if one.id == prompt_id)
                answer.values = Chain().erase(answer.values, from_json(questions[round_id]), [])
                answer.words = None
            await session.flush()
            await self._refresh(session, prompts, keys)

    async def _erase_additions(self, prompts: Sequence[int]) -> None:
        wanted = sa.select(Prompt.id).where(Prompt.id.in_(prompts))
        keys = await self._keys(wanted)
        async with self._database.transaction(self._workspace_id) as session:
            await _locked(session, wanted)
            mine = (Addition.person_id == self._person_id, Addition.prompt_id.in_(prompts))
            await session.execute(sa.delete(Addition).where(*mine))
            await self._refresh(session, prompts, keys)

    async def _erase_questions(self) -> None:
        """Erase in which words the person asked for decisions; what was decided stays."""
        mine = Decision.raised_by_id == self._person_id
        told = sa.select(DecisionTold.prompt_id).join(Decision, Decision.id == DecisionTold.decision_id)
        async with self._database.transaction(self._workspace_id) as session:
            prompts = list(await session.scalars(told.where(mine).distinct()))
            await session.execute(sa.update(Decision).where(mine, Decision.question != "").values(question=WORDS))
            await self._refresh(session, prompts, await shown_in(session, prompts))

    async def _erase_words_to_others(self) -> None:
        """Erase what the person said to those whom they left out of a sync, or kept in."""
        mine = (OptOut.decided_by_id == self._person_id, OptOut.word != "")
        async with self._database.transaction(self._workspace_id) as session:
            await session.execute(sa.update(OptOut).where(*mine).values(word=WORDS))

    def _parties(self) -> sa.Select[int, int | None]:
        return (
            sa.select(Round.ritual_id, Prompt.team_id)
            .join(Prompt, Prompt.round_id == Round.id)
            .join(Answer, Answer.prompt_id == Prompt.id)
            .where(Answer.person_id == self._person_id, Prompt.team_id.is_not(None))
            .distinct()
        )

    def _added(self) -> sa.Select[int]:
        return sa.select(Addition.prompt_id).where(Addition.person_id == self._person_id).distinct()

    def _rounds_of_team(self, ritual_id: int, team_id: int | None) -> sa.Select[int]:
        """Return the prompts of a team in a sync, from the first that the person answered on."""
        party = (Round.ritual_id == ritual_id, Prompt.team_id == team_id)
        first = (
            sa.select(sa.func.min(Round.local_date))
            .join(Prompt, Prompt.round_id == Round.id)
            .join(Answer, Answer.prompt_id == Prompt.id)
            .where(*party, Answer.person_id == self._person_id)
            .scalar_subquery()
        )
        later = sa.select(Prompt.id).join(Round, Round.id == Prompt.round_id)
        return later.where(*party, Round.local_date >= first)

    async def _keys(self, prompts: sa.Select[int]) -> dict[int, list[str]]:
        # Read before, since reading keeps nobody waiting.
        async with self._database.reading(self._workspace_id) as session:
            return await shown_in(session, list(await session.scalars(prompts)))

    async def _refresh(self, session: AsyncSession, changed: Iterable[int], known: Mapping[int, Sequence[str]]) -> None:
        keys: list[str] = []
        for prompt_id in changed:
            keys += known[prompt_id] if prompt_id in known else (await shown_in(session, [prompt_id]))[prompt_id]
        unique = list(dict.fromkeys(keys))
        self.refreshed += await self._ledger.refresh(session, self._workspace_id, unique)


async def _locked(session: AsyncSession, wanted: sa.Select[int]) -> list[Prompt]:
    """Return prompts in the order of their rounds, which nobody can answer until the end of the transaction."""
    ids = list(await session.scalars(wanted))
    await session.execute(sa.select(Prompt.id).where(Prompt.id.in_(ids)).order_by(Prompt.id).with_for_update())
    rows = sa.select(Prompt).join(Round, Round.id == Prompt.round_id).where(Prompt.id.in_(ids))
    return list(await session.scalars(rows.order_by(Round.local_date, Prompt.id)))


async def _questions(session: AsyncSession, prompts: Sequence[Prompt]) -> dict[int, list[object]]:
    rounds = sa.select(Round.id, Round.questions).where(Round.id.in_({one.round_id for one in prompts}))
    return {round_id: questions for round_id, questions in await session.execute(rounds)}  # noqa: C416 (rows are not pairs)


async def _answers(session: AsyncSession, prompts: Sequence[Prompt]) -> dict[int, Answer]:
    rows = sa.select(Answer).where(Answer.prompt_id.in_([one.id for one in prompts]))
    return {one.prompt_id: one for one in await session.scalars(rows)}
