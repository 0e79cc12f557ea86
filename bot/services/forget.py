"""Erasing a person: what is stored of them is counted, and then goes, in short transactions beside a running Drumbeat.

A nameless row stays in their place, so that rounds keep their number of answers. The name goes last: what was cut
short is found again by it, and each step finds what the one before has left.
"""

from collections.abc import Awaitable, Callable
from datetime import time

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Ledger
from bot.domain.forget import Erased, Eraser, Traces, no_heir, stand_in
from bot.domain.speaker import Voice
from bot.domain.words import listing
from bot.engine.upsert import table
from bot.errors import NotFound, SlackRefused, UserError
from bot.services.anonymous import Seal
from bot.services.audit import Audit
from bot.services.change_retro_withdraw import erase_change_cards
from bot.services.forget_actions import erase_action_words, shown_with
from bot.services.forget_blockers import erase_blocker_words
from bot.services.forget_cards import erase_cards
from bot.services.forget_change_questions import erase_change_questions
from bot.services.forget_changes import erase_change_words, erase_pulse_answers
from bot.services.forget_changes import naming as named_by_changes
from bot.services.forget_everywhere import EverywhereEraser
from bot.services.forget_playbooks import erase_playbook_words
from bot.services.forget_words import WordEraser
from bot.services.playbook_message import naming
from bot.services.role import pmos
from bot.services.search_index import merge_words
from bot.services.sync_audience import audience_of, sync_plan
from bot.services.sync_away import heed, hold_open
from bot.services.sync_lock import lock_all_openings
from bot.services.sync_owner import pass_on
from bot.services.sync_round import SyncRounds
from bot.services.sync_shown import asked_with
from bot.slack.gateway import Slack
from models import (
    Addition,
    Answer,
    AuditEntry,
    Away,
    Base,
    ChangePulseAsked,
    ChangeRetroAsked,
    Decision,
    Delivery,
    Digest,
    Draft,
    Membership,
    OptOut,
    PaceSlot,
    Person,
    Reading,
    Retro,
    Ritual,
    RitualPerson,
    RitualTeam,
    Speaker,
    StakeholderFollowed,
    StakeholderGroup,
    StakeholderLeftOut,
    StakeholderSource,
    Turn,
)

OPERATOR = "operator"
"""The actor of what is done by a command on the machine."""

_USER_NOT_FOUND = "user_not_found"
"""Slack (docs.slack.dev, users.info): nobody of this id, or nobody whom the app can see."""


class Forgetting:
    """Finds what is stored of somebody, and erases it."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        slack_for: Callable[[str], Awaitable[Slack]],
        ledger: Ledger,
        rounds: SyncRounds,
        seal: Seal,
    ) -> None:
        """Work on `database`; posted messages are refreshed through `ledger`, rounds to come set anew by `rounds`.

        `seal` still knows the cards of retros that nobody has seen, and the answers of pulses that are open.
        """
        self._database, self._clock, self._slack_for = database, clock, slack_for
        self._ledger, self._rounds, self._seal, self._audit = ledger, rounds, seal, Audit(clock)

    async def traces(self, workspace_id: str, *, email: str = "", slack_id: str = "", own: bool = False) -> Traces:
        """Return what is stored of the person with this e-mail or Slack id; `own`: it is they who want to know.

        Raises NotFound, UserError where several have the e-mail, and where a sync of theirs would have no owner.
        """
        async with self._database.reading(workspace_id) as session:
            person = await _find(session, email, slack_id)
            owned = await _owned(session, person)
            heirs = [one for one in await pmos(session) if one.id != person.id]
            if owned and not heirs:
                name = "" if own else person.name
                raise UserError(no_heir(name, [one.name for one in owned], pmo=person.acts_as_pmo))
        return await self.stored(workspace_id, person.slack_id)

    async def stored(self, workspace_id: str, slack_id: str) -> Traces:
        """Return what is stored of the person with this Slack id, whoever takes over what they own. Raises NotFound."""
        async with self._database.reading(workspace_id) as session:
            person = await _find(session, "", slack_id)
            owned = await _owned(session, person)
            heirs = [one for one in await pmos(session) if one.id != person.id]
            by_person = {one: await _count(session, one, table(one).c.person_id == person.id) for one in _OWN}
            return Traces(
                person_id=person.id,
                slack=person.slack_id,
                name=person.name,
                email=person.email,
                gone=person.deactivated,
                role=person.role,
                answers=by_person[Answer],
                additions=by_person[Addition],
                memberships=by_person[Membership] + by_person[RitualPerson],
                away=by_person[Away],
                drafts=by_person[Draft],
                messages=await _count(session, Delivery, Delivery.target == person.slack_id),
                audit=await _count(session, AuditEntry, AuditEntry.actor == person.slack_id),
                decisions=await _count(
                    session, Decision, sa.or_(Decision.raised_by_id == person.id, Decision.settled_by_id == person.id)
                ),
                syncs=tuple(one.name for one in owned),
                heir=heirs[0].name if owned and heirs else "",
                silent=tuple(await _silent_without(session, person)),
            )

    async def must_be_gone(self, workspace_id: str, traces: Traces) -> None:
        """Ask Slack about somebody who is not known to be deactivated. Raises UserError for an active account.

        Slack would tell of it every night, and Drumbeat would know them again; nor could it tell them from others.
        """
        try:
            told = await (await self._slack_for(workspace_id)).person(traces.slack)
        except SlackRefused as refused:
            if refused.code != _USER_NOT_FOUND:
                raise
            return
        if not told.deactivated:
            raise UserError(
                f"{traces.name} is active in Slack, from where Drumbeat would learn of them again within a day. "
                "Deactivate the account in Slack first, then try again. Nothing was erased."
            )

    async def erase(self, workspace_id: str, traces: Traces, *, by: str = OPERATOR) -> Erased:
        """Erase the person; safe to repeat where it was cut short. Raises NotFound where that was done meanwhile.

        `by` is who does it, as the audit has it: it must not say whom.
        """
        await self._leave(workspace_id, traces)
        words = WordEraser(self._database, self._ledger, workspace_id, traces.person_id)
        await words.erase()
        cards = await erase_cards(self._database, self._ledger, self._seal, workspace_id, traces.person_id)
        await erase_change_cards(self._database, self._seal, workspace_id, traces.person_id)
        await erase_pulse_answers(self._database, self._seal, workspace_id, traces.person_id)
        work = await erase_blocker_words(self._database, self._ledger, workspace_id, traces.person_id)
        work += await erase_action_words(self._database, self._ledger, workspace_id, traces.person_id)
        async with self._database.reading(workspace_id) as session:
            others = list(await session.scalars(sa.select(Person.name).where(Person.id != traces.person_id)))
        eraser = Eraser(
            person_id=traces.person_id,
            slack=traces.slack,
            name=traces.name,
            email=traces.email,
            others=others,
        )
        work += await erase_playbook_words(self._database, self._ledger, workspace_id, traces.person_id)
        work += await erase_change_questions(self._database, self._ledger, workspace_id, traces.person_id)
        work += await erase_change_words(self._database, self._ledger, workspace_id, traces.person_id)
        everywhere = EverywhereEraser(self._database, self._ledger, workspace_id, eraser)
        await everywhere.erase_messages_to(traces.slack)
        await everywhere.erase()
        await self._unname(workspace_id, traces, by)
        return Erased(places=everywhere.places, messages=words.refreshed + cards + work + everywhere.refreshed)

    async def _leave(self, workspace_id: str, traces: Traces) -> None:
        """Take the person out of everything that is to come: teams, syncs, drafts; what they own gets another owner.

        In rounds that are open the next of their squad is asked, and what was for them alone counts as away.
        """
        async with self._database.transaction(workspace_id) as session:
            await lock_all_openings(session)
            await hold_open(session, [traces.person_id])
            person = await _find(session, "", traces.slack)
            for model in (*_OF_THEM, *_OF_CHANGES):
                await session.execute(sa.delete(model).where(table(model).c.person_id == person.id))
            # What a channel reads is passed on, as syncs are.
            await session.execute(sa.delete(Digest).where(Digest.person_id == person.id, Digest.channel_id == ""))
            asked = sa.update(StakeholderGroup).where(StakeholderGroup.contact_id == person.id)
            await session.execute(asked.values(contact_id=None))
            person.deactivated = True
            await session.flush()
            await pass_on(session, self._ledger, workspace_id, self._clock.now())
            await self._rounds.move_all(session)
            await heed(session, self._rounds, [traces.person_id], self._clock.now())

    async def _unname(self, workspace_id: str, traces: Traces, by: str) -> None:
        """Leave nothing of the person in their row, and note that this was done, but not to whom."""
        name = stand_in(traces.person_id)
        nobody = {
            "slack_id": name,
            "name": name,
            "email": "",
            "zone": "UTC",
            "zone_fixed": False,
            "country": "",
            "area": "",
            "role": "member",
            "is_admin": False,
            "is_bot": False,
            "is_guest": False,
            "deactivated": True,
            "working_days": [0, 1, 2, 3, 4],
            "works_from": time(9),
            "works_until": time(17),
            "reminders": "standard",
            "back_despite": "",
            "welcomed_at": None,
        }
        async with self._database.transaction(workspace_id) as session:
            await session.execute(sa.delete(PaceSlot).where(PaceSlot.key.endswith(f" {traces.slack}", autoescape=True)))
            await session.execute(sa.update(Person).where(Person.id == traces.person_id).values(**nobody))
            # Messages to the next of a squad name whom was asked first.
            mine = sa.select(Turn.prompt_id).where(Turn.person_id == traces.person_id)
            later = await asked_with(session, Turn.prompt_id.in_(mine), Turn.person_id != traces.person_id)
            later += await shown_with(session, traces.person_id)
            later += await naming(session, traces.person_id)
            later += await named_by_changes(session, traces.person_id)
            await self._ledger.refresh(session, workspace_id, later)
            self._audit.record(session, by, "person_erased", f"person:{traces.person_id}")
            await merge_words(session)


_OF_THEM = (Membership, RitualPerson, OptOut, Away, Draft, Speaker, Reading)
_OF_CHANGES = (StakeholderSource, StakeholderFollowed, StakeholderLeftOut, ChangePulseAsked, ChangeRetroAsked)
_OWN = (Answer, Addition, Membership, RitualPerson, Away, Draft)


async def _find(session: AsyncSession, email: str, slack_id: str) -> Person:
    wanted = Person.slack_id == slack_id if slack_id else Person.email == email.strip().lower()
    found = list(await session.scalars(sa.select(Person).where(wanted).order_by(Person.id)))
    if not found:
        who = f"the Slack id {slack_id}" if slack_id else f"the e-mail {email.strip()}"
        raise NotFound(
            f"Drumbeat knows nobody with {who}. Nothing was erased. Who has no e-mail in Slack is named by "
            "`--slack-id U…` (*Copy member ID* in their Slack profile)."
        )
    if len(found) > 1:
        ids = listing([one.slack_id for one in found], "or")
        raise UserError(f"Several people have this e-mail. Say which one: --slack-id {ids}. Nothing was erased.")
    return found[0]


async def _owned(session: AsyncSession, person: Person) -> list[Ritual | Retro]:
    syncs = sa.select(Ritual).where(Ritual.owner_id == person.id, Ritual.state != "deleted").order_by(Ritual.name)
    retros = sa.select(Retro).where(Retro.owner_id == person.id, Retro.state != "deleted").order_by(Retro.name)
    return [*await session.scalars(syncs), *await session.scalars(retros)]


async def _count(session: AsyncSession, model: type[Base], *conditions: sa.ColumnElement[bool]) -> int:
    return await session.scalar(sa.select(sa.func.count()).select_from(model).where(*conditions)) or 0


async def _silent_without(session: AsyncSession, person: Person) -> list[str]:
    """Return the syncs, with their teams, in which the person is the last who can be asked."""
    member = sa.select(RitualTeam.ritual_id).join(Membership, Membership.team_id == RitualTeam.team_id)
    by_team = member.where(Membership.person_id == person.id)
    by_name = sa.select(RitualPerson.ritual_id).where(RitualPerson.person_id == person.id)
    theirs = sa.select(Ritual).where(Ritual.state != "deleted", sa.or_(Ritual.id.in_(by_team), Ritual.id.in_(by_name)))
    silent = []
    for ritual in await session.scalars(theirs.order_by(Ritual.name)):
        audience = await audience_of(session, await sync_plan(session, ritual))
        left = {party.name: set(party.order) - {person.id} for party in audience.parties}
        if ritual.voice == Voice.TEAM:
            silent += [f"{ritual.name} for {name}" for name, people in left.items() if not people]
        elif not any(left.values()):
            silent.append(ritual.name)
    return silent
