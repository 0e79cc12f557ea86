"""Cards as their authors write them: dropped into the box of a retro, written for its round, edited until the reveal.

Nothing else is written in these transactions, and nothing anywhere else for them: whatever had a person and a time
beside a card would tell whose it is.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.domain.retro_card import KEPT, MOST, Written, check_length, one_card
from bot.domain.retro_card_form import AddForm, BoxChoice, CardForm, Receipt, SentCards, Shown, Why
from bot.domain.retro_format import from_json
from bot.errors import BotError, NotAllowed, NotFound, UserError
from bot.services.anonymous import Seal, new_code, receipts
from bot.services.channel_invite import channel_facts
from bot.services.retro_box import CARD, Box, SealedCard, mine, open_box, write_anew
from bot.services.role import acting
from models import Membership, Person, Retro, RetroCard, RetroRound, RetroTeam, Team

GONE = "This retro is not there any more, so nothing was stored. `{command} retro` shows those that are."
NONE = (
    "No retro is set up for a team of yours yet, so there is no box for this. Nothing was stored. Your lead or the PMO "
    "sets one up in a minute, with `{command} retro`."
)
EMPTY = "There are no words here, so nothing was stored."

_MINE = (
    sa.select(Retro)
    .where(
        Retro.state != "deleted",
        Retro.id.in_(
            sa.select(RetroTeam.retro_id)
            .join(Team, sa.and_(Team.workspace_id == RetroTeam.workspace_id, Team.id == RetroTeam.team_id))
            .join(
                Membership,
                sa.and_(Membership.workspace_id == RetroTeam.workspace_id, Membership.team_id == RetroTeam.team_id),
            )
            .where(Membership.person_id == sa.bindparam("person_id"), Team.archived_at.is_(None))
        ),
    )
    .order_by(Retro.name)
)


class CardsChanged(BotError):
    """One's cards were changed or shown while a form was open; `form` has what is there, and what was typed."""

    def __init__(self, form: CardForm) -> None:
        """Keep the form to show instead."""
        super().__init__()
        self.form = form


class RetroCards:
    """Takes cards from people, and shows them their own."""

    def __init__(self, database: Database, clock: Clock, seal: Seal, command: str) -> None:
        """Work on `database`; `seal` knows whose card is whose."""
        self._database, self._clock, self._seal, self._command = database, clock, seal, command

    async def add_form(self, workspace_id: str, slack_id: str, text: str, why: Why = Why.NEW) -> AddForm:
        """Return the form for a thought, with the retros whose box one may use.

        Raises NotFound where there is none, NotAllowed.
        """
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            retros = await self._retros(session, person)
            box = await open_box(session, retros[0].id, hold=False)
            if box is None:
                raise NotFound(self._said(GONE))
            choices = tuple(BoxChoice(one.id, one.name, one.anonymous) for one in retros)
            return AddForm(choices, text, await self._shown(session, box, person), why)

    async def add_one(self, workspace_id: str, slack_id: str, text: str) -> Receipt | None:
        """Drop a thought into the box of one's retro; None where somebody must choose among several first.

        Raises UserError for a text that is no card, NotFound where there is no retro, NotAllowed.
        """
        async with self._database.reading(workspace_id) as session:
            retros = await self._retros(session, await acting(session, slack_id))
        return await self.add(workspace_id, slack_id, [text], retros[0].id) if len(retros) == 1 else None

    async def add(self, workspace_id: str, slack_id: str, texts: Sequence[str], retro_id: int) -> Receipt:
        """Drop thoughts into the box of a retro. Raises UserError for a text that is no card, NotFound, NotAllowed."""
        cards = [one for one in map(one_card, texts) if one]
        if not cards:
            raise UserError(EMPTY)
        for one in cards:
            check_length(one)
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            box = await self._box(session, person, retro_id)
            new = [SealedCard(one, "") for one in cards]
            before = sorted(mine(box, self._seal, person.id), key=lambda one: one.place)
            return await self._keep(session, box, person, [*before, *new], await self._shown(session, box, person))

    async def form(self, workspace_id: str, slack_id: str, round_id: int) -> CardForm:
        """Return the form for the cards of a round, with one's own; for the box where the cards are shown already.

        Raises NotFound, NotAllowed.
        """
        async with self._database.reading(workspace_id) as session:
            retro_id = await session.scalar(sa.select(RetroRound.retro_id).where(RetroRound.id == round_id))
            person = await acting(session, slack_id)
            box = await self._box(session, person, retro_id or 0, hold=False)
            form = await self._form(session, box, person)
            return form if form.round_id == round_id else replace(form, why=Why.AFTER)

    async def box_form(self, workspace_id: str, slack_id: str, retro_id: int) -> CardForm:
        """Return the form with one's own cards of a retro that wait to be shown. Raises NotFound, NotAllowed."""
        async with self._database.reading(workspace_id) as session:
            person = await acting(session, slack_id)
            return await self._form(session, await self._box(session, person, retro_id, hold=False), person)

    async def submit(self, workspace_id: str, slack_id: str, sent: SentCards) -> Receipt:
        """Let the cards of a form be one's cards, in place of those that it had when it was drawn.

        Raises CardsChanged where these are others by now, NotFound, NotAllowed.
        """
        async with self._database.transaction(workspace_id) as session:
            person = await acting(session, slack_id)
            box = await self._box(session, person, sent.retro_id)
            form = await self._form(session, box, person)
            if form.round_id != sent.round_id:
                raise CardsChanged(await self._late(session, form, sent))
            if form.seen != sent.seen:
                if sorted(map(_key, form.cards)) == sorted(map(_key, sent.cards)):
                    # Sent twice: whoever has the code of the first keeps it.
                    return Receipt(sent.retro_id, len(form.cards), "", form.shown, form.round_id, self._command)
                both = dict.fromkeys([*form.cards, *sent.cards])
                raise CardsChanged(replace(form, cards=tuple(both), why=Why.CHANGED))
            before = {(one.column, one.text): one for one in mine(box, self._seal, person.id)}
            known, cards = {one.key for one in form.columns}, []
            for one in sent.cards:
                column = one.column if one.column in known else KEPT
                new = SealedCard(one.text, "", column, form.round_id if column != KEPT else None)
                cards.append(before.get((column, one.text), new))
            return await self._keep(session, box, person, cards, form.shown)

    def seen(self, person_id: int, cards: Sequence[Written]) -> str:
        """Return what tells whether somebody's cards are still these; it goes into a form, so it does not say which."""
        texts = [part for one in cards for part in (one.column, one.text)]
        if self._seal.ready:
            return self._seal.mark(person_id, "seen", *texts)[:16]
        return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]

    async def _retros(self, session: AsyncSession, person: Person) -> list[Retro]:
        found = list(await session.scalars(_MINE, {"person_id": person.id}))
        if not found:
            raise NotFound(self._said(NONE))
        return found

    async def _box(self, session: AsyncSession, person: Person, retro_id: int, *, hold: bool = True) -> Box:
        box = await open_box(session, retro_id, hold=hold)
        if box is None:
            raise NotFound(self._said(GONE))
        if not any(one.id == retro_id for one in await session.scalars(_MINE, {"person_id": person.id})):
            raise NotAllowed(f"{box.retro.name} is for the people of its teams, so nothing was stored.")
        if box.anonymous:
            self._seal.must()
        return box

    async def _keep(
        self, session: AsyncSession, box: Box, person: Person, cards: Sequence[SealedCard], shown: Shown
    ) -> Receipt:
        """Let `cards` be the sealed cards of somebody, under one new code."""
        if len(cards) > MOST:
            raise UserError(
                f"You have {MOST} cards waiting for {box.retro.name}, as many as one person can. Nothing was stored; "
                "put some of them together first, in the form of your cards."
            )
        before = mine(box, self._seal, person.id)
        code = new_code() if cards else ""
        kept = [
            replace(self._signed(box, person, one), receipt=receipt, place=place)
            for place, (one, receipt) in enumerate(zip(cards, receipts(code, len(cards)), strict=True))
        ]
        box.cards = [one for one in box.cards if not any(one is other for other in before)] + kept
        await write_anew(session, box)
        return Receipt(box.retro.id, len(cards), code, shown, box.current.id if box.current else 0, self._command)

    def _signed(self, box: Box, person: Person, card: SealedCard) -> SealedCard:
        if box.anonymous:
            writer = card.writer or self._seal.mark(person.id, CARD, box.retro.id, box.number)
            return replace(card, writer=writer, author_id=None)
        # What was kept without a name stays without one until its author writes it anew.
        return card if card.writer else replace(card, author_id=person.id)

    async def _form(self, session: AsyncSession, box: Box, person: Person) -> CardForm:
        own = sorted(mine(box, self._seal, person.id), key=lambda one: one.place)
        cards = tuple(Written(one.column, one.text) for one in own)
        return CardForm(
            retro_id=box.retro.id,
            round_id=box.current.id if box.current else 0,
            columns=from_json(box.current.columns) if box.current else (),
            cards=cards,
            shown=await self._shown(session, box, person),
            seen=self.seen(person.id, cards),
        )

    async def _late(self, session: AsyncSession, form: CardForm, sent: SentCards) -> CardForm:
        """Return the form for what somebody typed that was not among the cards that were shown meanwhile."""
        rows = sa.select(RetroCard.text).where(RetroCard.round_id == sent.round_id)
        shown = {*await session.scalars(rows), *(one.text for one in form.cards)}
        left = tuple(Written(KEPT, one.text) for one in sent.cards if one.text not in shown)
        return replace(form, cards=left, why=Why.LATE)

    async def _shown(self, session: AsyncSession, box: Box, person: Person) -> Shown:
        channel = await channel_facts(session, box.retro.channel_id)
        live_with = ""
        if box.current is not None and box.current.live:
            live_with = (await session.get_one(Person, box.current.facilitator_id)).name
        return Shown(
            retro=box.retro.name,
            channel=channel.label or "its channel",
            anonymous=box.anonymous,
            at=box.current.reveal_at if box.current else None,
            on=box.retro.next_on,
            zone=person.zone,
            now=self._clock.now(),
            live_with=live_with,
        )

    def _said(self, sentence: str) -> str:
        return sentence.format(command=self._command)


def _key(card: Written) -> tuple[str, str]:
    return card.column, card.text
