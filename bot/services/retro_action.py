"""*Choose actions*: after the vote whoever runs a retro makes at most three actions and one experiment of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.action import ActionKind
from bot.domain.action_due import checked_due, first_due
from bot.domain.action_form import DUE, OWNER, SIGNAL, TEXT, Promise
from bot.domain.playbook_codify import is_quote
from bot.domain.retro import RetroState
from bot.domain.retro_action import MOST_ACTIONS, Choosing, ChosenAction, VotedTheme, checked_name
from bot.errors import NotFound, UserError
from bot.ids import new_id
from bot.services.action import owner_named
from bot.services.action_new import ActionRaising, checked_words, local_date
from bot.services.action_retro import carry
from bot.services.audit import Audit
from bot.services.channel_invite import channel_facts
from bot.services.retro_facilitate import DELETED, GONE
from bot.services.retro_lock import lock_round
from bot.services.retro_phase import RetroPhases
from bot.services.retro_right import must_facilitate
from bot.services.retro_round import must_be
from bot.services.retro_theme_page import theme_page_keys
from bot.services.ritual_kind import RETRO
from bot.services.role import acting
from models import Action, Person, Retro, RetroCard, RetroRound, RetroTheme

NOTHING_NAMED: Mapping[int, str] = MappingProxyType({})


class RetroActions:
    """Shows the form and takes what comes back; the retro is over then, and its board shows what will be done."""

    def __init__(
        self, database: Database, clock: Clock, phases: RetroPhases, raising: ActionRaising, audit: Audit
    ) -> None:
        """Keep what it works with."""
        self._database, self._clock, self._phases = database, clock, phases
        self._raising, self._audit = raising, audit

    async def opened(self, session: AsyncSession, rounds: Sequence[RetroRound]) -> None:
        """Count what is still open of earlier rounds, as rounds open."""
        await carry(session, self._phases.ledger, rounds, self._clock.now())

    async def form(self, workspace_id: str, slack_id: str, round_id: int) -> Choosing:
        """Return what the form shows. Raises NotFound, NotAllowed, with how to go on."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            current = await session.get(RetroRound, round_id)
            if current is None:
                raise NotFound(GONE)
            retro = await session.get_one(Retro, current.retro_id)
            await _must_choose(session, person, retro, current)
            channel = await channel_facts(session, retro.channel_id)
            return Choosing(
                round_id=current.id,
                retro=retro.name,
                themes=await _voted(session, current.id),
                channel=channel.label or "its channel",
                chooser_slack=person.slack_id,
                due_on=first_due(retro.next_on, local_date(person, self._clock.now())),
                next_on=retro.next_on,
            )

    async def choose(
        self,
        workspace_id: str,
        slack_id: str,
        round_id: int,
        chosen: Sequence[ChosenAction],
        names: Mapping[int, str] = NOTHING_NAMED,
    ) -> None:
        """Keep what was chosen, ask the owners, and end the round; sent twice it is done once.

        `names`: what themes are called from now on, by their ids. An action about one that has no name but what a card
        says keeps none: it is read by others than the retro's people. Raises UserError with the field of the form,
        NotFound, NotAllowed.
        """
        written = [one for one in chosen if one.text.strip()]
        if not written:
            field = ChosenAction(0, "", "").field(TEXT)
            raise UserError("Please write one action or the experiment, or close the retro on its board.", field=field)
        if sum(one.place is not None for one in written) > MOST_ACTIONS:
            raise NotFound(GONE)
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            found = await lock_round(session, round_id)
            if found is None:
                raise NotFound(GONE)
            retro, current = found
            if current.state == RetroState.CLOSED and await _made(session, current) == _words(written):
                return
            await _must_choose(session, person, retro, current)
            teams = sorted(await RETRO.teams_of(session, retro.id))
            voted = await _voted(session, current.id)
            named = await self._name(session, current, {one.id for one in voted}, names)
            themes = {one.id: "" if one.quote else one.name for one in voted} | named
            for one in written:
                wanted = await self._wanted(session, person, one, themes)
                await self._raising.promise_of_retro(session, person, current, teams, wanted)
            self._audit.record(session, slack_id, "retro_actions_chosen", f"retro_round:{current.id}")
            await self._phases.end(session, [(retro, current)], self._clock.now())

    async def _name(
        self, session: AsyncSession, current: RetroRound, standing: set[int], names: Mapping[int, str]
    ) -> dict[int, str]:
        """Give themes that stand by themselves their names, where some were typed; return those."""
        named = {one: checked_name(name, one) for one, name in names.items() if one in standing and name.strip()}
        for theme_id, name in named.items():
            theme = await session.get_one(RetroTheme, theme_id)
            theme.name, theme.suggested, theme.revision = name, False, theme.revision + 1
        if named:
            await session.flush()
            keys = await theme_page_keys(session, current.id)
            await self._phases.ledger.refresh(session, current.workspace_id, keys)
        return named

    async def _wanted(self, session: AsyncSession, person: Person, one: ChosenAction, themes: dict[int, str]) -> Action:
        """Return the row of an action as the form has it, checked; of an experiment, whose owner may be left open."""
        try:
            words, signal = checked_words(Promise(one.text, signal=one.signal))
            owner = await owner_named(session, one.owner or (person.slack_id if one.place is None else ""))
            now = self._clock.now()
            due = None if one.place is None else checked_due(one.due_on, local_date(owner, now), DUE)
        except UserError as error:
            known = {TEXT, SIGNAL, OWNER, DUE}
            raise UserError(error.sentence, field=one.field(error.field) if error.field in known else "") from None
        return Action(
            id=new_id(),
            kind=ActionKind.EXPERIMENT if one.place is None else ActionKind.ACTION,
            text=words,
            signal=signal,
            owner_id=owner.id,
            due_on=due,
            theme_id=one.theme if one.theme in themes else None,
            theme=themes.get(one.theme or 0, ""),
        )


async def _must_choose(session: AsyncSession, person: Person, retro: Retro, current: RetroRound) -> None:
    if retro.state == "deleted":
        raise NotFound(DELETED)
    if current.state == RetroState.CLOSED:
        raise NotFound(f"*{retro.name}* is over. Its board shows what will be done. Nothing was changed.")
    must_be(current, RetroState.ACTING)
    await must_facilitate(session, person, retro, current)


async def _voted(session: AsyncSession, round_id: int) -> tuple[VotedTheme, ...]:
    """Return the themes of a round by their votes, the most first."""
    votes = sa.func.coalesce(RetroTheme.votes, 0)
    rows = (
        sa.select(RetroTheme.id, RetroTheme.name, votes)
        .where(RetroTheme.round_id == round_id, RetroTheme.merged_into_id.is_(None))
        .order_by(votes.desc(), RetroTheme.place, RetroTheme.id)
    )
    said: dict[int | None, list[str]] = defaultdict(list)
    cards = sa.select(RetroCard.theme_id, RetroCard.text).where(RetroCard.round_id == round_id)
    for theme_id, text in await session.execute(cards):
        said[theme_id].append(text)
    return tuple(
        VotedTheme(theme_id, name, votes, quote=is_quote(name, said[theme_id]))
        for theme_id, name, votes in await session.execute(rows)
    )


async def _made(session: AsyncSession, current: RetroRound) -> list[str]:
    return sorted(await session.scalars(sa.select(Action.text).where(Action.round_id == current.id)))


def _words(written: Sequence[ChosenAction]) -> list[str]:
    return sorted(checked_words(Promise(one.text))[0] for one in written)
