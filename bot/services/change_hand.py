"""Who hears that a change has passed on, what passes on with it, and how whoever it is not for gives it back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.db import Database
from bot.delivery.ledger import Intent, Ledger
from bot.domain.change_hand import ChangeRole
from bot.errors import NotAllowed, UserError
from bot.services import change_question_message
from bot.services.change_question_timer import schedule
from bot.services.change_standing import must_go_on, standing_of
from bot.services.role import pmos
from models import (
    Announcement,
    AnnouncementSign,
    AuditEntry,
    Change,
    ChangeQuestion,
    Delivery,
    Person,
    StakeholderGroup,
)

GIVEN, KNOWN = "change_hand_given", "change_hand_known"
"""Kinds in the ledger: it is yours now, and it is somebody else's."""
KINDS = frozenset({GIVEN, KNOWN})

HANDED = "change_handed_over"
"""What the audit calls it."""

BY_ITSELF = "drumbeat"
"""Its actor where nobody did it."""

COLUMNS: Mapping[ChangeRole, str] = {ChangeRole.OWNER: "owner_id", ChangeRole.SPONSOR: "sponsor_id"}
NOT_YOURS = "“{name}” is not yours any more, so nothing was changed."
NOBODY_ELSE = "Nobody else here could take it. Choose somebody with *Edit change* on its page."

Roles = Mapping[ChangeRole, int]
"""Whose a change is, by the ids of people."""


def roles_of(change: Change) -> Roles:
    """Return whose a change is now."""
    return {role: getattr(change, column) for role, column in COLUMNS.items()}


async def handed(
    session: AsyncSession,
    ledger: Ledger,
    change: Change,
    before: Roles,
    by: Person | None,
    now: datetime,
    *,
    given_by: int | None = None,
) -> None:
    """Tell whoever a change is now, and whom that concerns; questions of its owner before are the new one's.

    `before` is empty for a change that has just been registered. Whoever did it (`by`; None: nobody here) is told
    nothing. `given_by`: `by` gives it back to whoever gave it (an id, 0 where that is not known), who hears of it. Call
    it once the change has its new revision.
    """
    moves = [(str(role), before.get(role, 0), one) for role, one in roles_of(change).items() if before.get(role) != one]
    if not moves:
        return
    await session.flush()
    if ChangeRole.OWNER in before and before[ChangeRole.OWNER] != change.owner_id:
        await _pass_questions(session, ledger, change, before[ChangeRole.OWNER], now)
    heirs = {to for _, _, to in moves}
    readers = await _concerned(session, change, before, heirs) if before else heirs
    done = {"moves": moves, "by": by.id if by else 0, "refused": given_by is not None}
    await ledger.refresh(session, change.workspace_id, await shown_in(session, change))
    people = (
        sa.select(Person)
        .where(Person.id.in_(readers | {given_by or 0}), Person.deactivated.is_(False))
        .order_by(Person.id)
    )
    told = [one for one in await session.scalars(people) if by is None or one.id != by.id]
    intents = [_intent(GIVEN if one.id in heirs else KNOWN, change, one, done) for one in told]
    await ledger.plan(session, change.workspace_id, intents)
    actor = by.slack_id if by else BY_ITSELF
    session.add(AuditEntry(at=now, actor=actor, action=HANDED, subject=f"change:{change.id}", details=done))
    await session.flush()


class ChangeHands:
    """Takes *Not mine*."""

    def __init__(self, database: Database, clock: Clock, ledger: Ledger) -> None:
        """Work on `database`; messages go through `ledger`."""
        self._database, self._clock, self._ledger = database, clock, ledger

    async def not_mine(self, workspace_id: str, slack_id: str, change_id: int) -> str:
        """Give back what somebody was just given of a change, and return who has it now.

        That is whoever had it before, unless they gave it back themselves; else whoever gave it, or the PMO. Raises
        NotAllowed for whoever has nothing of it, UserError where nobody else could take it, NotFound.
        """
        async with self._database.transaction(workspace_id) as session:
            standing = await standing_of(session, slack_id, change_id, locked=True)
            must_go_on(standing)
            change, person = standing.change, standing.person
            mine = [role for role, one in roles_of(change).items() if one == person.id]
            last = await _last(session, change, person.id)
            given = {ChangeRole(role): before for role, before, to in last.get("moves", ()) if to == person.id}
            back = [role for role in mine if role in given] if given else mine
            if not back:
                raise NotAllowed(NOT_YOURS.format(name=change.name))
            before, gave, names = roles_of(change), int(last.get("by", 0)), set()
            for role in back:
                # Whoever has given it back already does not get it once more.
                wanted = () if last.get("refused") else (given.get(role, 0), gave)
                heir = await _heir(session, person, wanted)
                setattr(change, COLUMNS[role], heir.id)
                names.add(heir.name)
            change.revision += 1
            await handed(session, self._ledger, change, before, person, self._clock.now(), given_by=gave)
            return " and ".join(sorted(names))


async def _last(session: AsyncSession, change: Change, person_id: int) -> Mapping[str, Any]:
    """Return how a change last came to somebody, as it was noted; nothing where that is not kept."""
    rows = sa.select(AuditEntry.details).where(AuditEntry.subject == f"change:{change.id}", AuditEntry.action == HANDED)
    details: Mapping[str, Any]
    for details in await session.scalars(rows.order_by(AuditEntry.id.desc())):
        if any(to == person_id for _, _, to in details["moves"]):
            return details
    return {}


async def _heir(session: AsyncSession, refuses: Person, wanted: Sequence[int]) -> Person:
    for person_id in wanted:
        person = await session.get(Person, person_id) if person_id else None
        if person is not None and not person.deactivated and person.id != refuses.id:
            return person
    pmo = next((one for one in await pmos(session) if one.id != refuses.id), None)
    if pmo is None:
        raise UserError(NOBODY_ELSE)
    return pmo


async def _concerned(session: AsyncSession, change: Change, before: Roles, heirs: set[int]) -> set[int]:
    """Return those who had it, who has the other half of it, and who are to approve what is said of it."""
    signing = (
        sa.select(AnnouncementSign.person_id)
        .join(Announcement, Announcement.id == AnnouncementSign.announcement_id)
        .where(Announcement.change_id == change.id, Announcement.state == "signing", AnnouncementSign.state == "asked")
    )
    return heirs | set(before.values()) | set(roles_of(change).values()) | set(await session.scalars(signing))


async def _pass_questions(session: AsyncSession, ledger: Ledger, change: Change, before: int, now: datetime) -> None:
    """Give the new owner what the one before had to answer; what they answer as a group's contact stays theirs."""
    contact = sa.select(StakeholderGroup.contact_id).where(StakeholderGroup.id == ChangeQuestion.group_id)
    rows = (
        sa.select(ChangeQuestion)
        .where(
            ChangeQuestion.change_id == change.id,
            ChangeQuestion.owner_id == before,
            ChangeQuestion.state.in_(("open", "unknown")),
            contact.scalar_subquery().is_distinct_from(before),
        )
        .order_by(ChangeQuestion.id)
    )
    # Whoever answers one at this moment is waited for: it is not open any more then.
    for question in list(await session.scalars(rows.with_for_update())):
        await ledger.refresh(session, change.workspace_id, change_question_message.shown_keys(question))
        question.owner_id, question.revision = change.owner_id, question.revision + 1
        await schedule(session, question, now)


async def shown_in(session: AsyncSession, change: Change) -> list[str]:
    """Return the keys of the messages that say whose a change is."""
    mine = sa.or_(*(Delivery.key.startswith(f"{kind}:{change.id}:", autoescape=True) for kind in sorted(KINDS)))
    return list(await session.scalars(sa.select(Delivery.key).where(Delivery.kind.in_(KINDS), mine)))


def _intent(kind: str, change: Change, reader: Person, done: Mapping[str, Any]) -> Intent:
    key = f"{kind}:{change.id}:{change.revision}:{reader.id}"
    subject = {"change": change.id, "to": reader.slack_id, "key": key, **done}
    return Intent(key, kind, subject, reader.slack_id, priority=5)
