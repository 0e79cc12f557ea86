"""Which messages the plan of a change wants: their kinds and keys in the ledger; worded when they are sent."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from models import ChangeStep, Delivery, Person

ASKED, DUE, LATE, NEWS, INVITE, TOMORROW, SOON, MATERIAL, MOVED = (
    "change_step_asked",
    "change_step_due",
    "change_step_late",
    "change_step_news",
    "change_step_invite",
    "change_step_tomorrow",
    "change_step_soon",
    "change_step_material",
    "change_step_moved",
)
"""The question to a new owner, the one when it is due, the word to whoever answers for the change once it is late,
what came of it for whoever gave it away; and to each of the group the invitation, the reminders before a session, and
the material for whoever could not come. `MOVED` answers the invitation once another time, or none, is meant."""

KINDS = (ASKED, DUE, LATE, NEWS, INVITE, TOMORROW, SOON, MATERIAL, MOVED)
TO_OWNERS = (ASKED, DUE, LATE)
"""Those that show the step as it is now."""

AT_ONCE, NORMAL = 1, 5

LOOKED_FOR = 200


def asked(step: ChangeStep, owner: Person) -> Intent:
    """Ask a new owner whether they see to it."""
    return _intent(step, ASKED, owner, str(step.revision))


def due(step: ChangeStep, owner: Person) -> Intent:
    """Ask the owner when it is due: once for each day and owner."""
    return _intent(step, DUE, owner, step.due_on.isoformat(), on=step.due_on.isoformat())


def late(step: ChangeStep, reader: Person, after: Person | None = None) -> Intent:
    """Tell whoever answers for the change that it is late, or the PMO `after` them: once for each day."""
    more = {"after": after.name} if after else {}
    return _intent(step, LATE, reader, step.due_on.isoformat(), on=step.due_on.isoformat(), **more)


def news(step: ChangeStep, reader: Person, what: str, by: Person) -> Intent:
    """Tell somebody what came of it: it is done, dropped, or asked of somebody else (`given`)."""
    return _intent(step, NEWS, reader, str(step.revision), what=what, by=by.name)


def invite(step: ChangeStep, person: Person) -> Intent:
    """Ask somebody of the group to come, to read or to try: once."""
    return _intent(step, INVITE, person, "")


def before(step: ChangeStep, kind: str, person: Person, at: str) -> Intent:
    """Remind somebody of the session that they come to; `at` is its instant in ISO form."""
    return _intent(step, kind, person, at, at=at)


def material(step: ChangeStep, person: Person) -> Intent:
    """Send somebody the material who could come to neither date."""
    return _intent(step, MATERIAL, person, "")


def moved(step: ChangeStep, person: Person) -> Intent:
    """Say below an invitation that the session has another time, or is called off."""
    subject = {"step": step.id, "person": person.slack_id, "revision": step.revision}
    key = f"{MOVED}:{step.id}:{person.id}:{step.revision}"
    return Intent(key, MOVED, subject, person.slack_id, thread_key=invite_key(step.id, person.id), priority=AT_ONCE)


def invite_key(step_id: int, person_id: int) -> str:
    """Return the key of an invitation."""
    return f"{INVITE}:{step_id}:{person_id}:"


async def shown_in(session: AsyncSession, step_ids: Sequence[int], kinds: Sequence[str] = TO_OWNERS) -> list[str]:
    """Return the keys of the messages that show these steps now."""
    found: list[str] = []
    for first in range(0, len(step_ids), LOOKED_FOR):
        theirs = [Delivery.key.like(Delivery.kind.concat(f":{one}:%")) for one in step_ids[first : first + LOOKED_FOR]]
        rows = sa.select(Delivery.key).where(Delivery.kind.in_(kinds), sa.or_(*theirs)).order_by(Delivery.id)
        found += await session.scalars(rows)
    return found


async def is_posted(session: AsyncSession, ledger: Ledger, kind: str, subject: Mapping[str, Any]) -> bool:
    """Tell whether its reader has an invitation, or a word on a day: they may have waited for room in vain."""
    reader = await session.scalar(sa.select(Person.id).where(Person.slack_id == subject["person"]))
    key = f"{kind}:{subject['step']}:{reader}:{subject.get('on', '')}"
    return await ledger.where(session, key) is not None


def _intent(step: ChangeStep, kind: str, reader: Person, last: str, **more: str) -> Intent:
    subject = {"step": step.id, "person": reader.slack_id, **more}
    priority = AT_ONCE if kind == SOON else NORMAL
    return Intent(f"{kind}:{step.id}:{reader.id}:{last}", kind, subject, reader.slack_id, priority=priority)
