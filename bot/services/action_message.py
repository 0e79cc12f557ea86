"""Which messages actions want: their kinds and keys in the ledger. The words are made when they are sent."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent
from models import Action, Delivery, Person

ASKED, DUE, LATE, HELP, HELPS, CARRIED, NEWS = (
    "action_asked",
    "action_due",
    "action_late",
    "action_help",
    "action_helps",
    "action_carried",
    "action_news",
)
"""Kinds: the question to a new owner, the reminder before the day and the question after it, the call for help,
the answer to it, the question after it was carried over thrice, and what came of it, for whoever raised it or gave it
away."""

KINDS = (ASKED, DUE, LATE, HELP, HELPS, CARRIED, NEWS)

GIVEN, HELPED = "given", "helped"
"""What may have become of an action: somebody else is asked to take it, or helps."""

PASSING = frozenset({GIVEN, HELPED})
"""News that are told no more once the action is settled or somebody else's again."""

AT_ONCE, NORMAL = 1, 5

LOOKED_FOR = 300
"""Actions whose messages a statement looks for: SQLite refuses a condition of a thousand parts."""


def asked(action: Action, owner: Person, *, left: int = 0) -> Intent:
    """Ask a new owner whether it is theirs; `left`: the id of who had it and is not here any more, 0 for nobody."""
    subject = {"action": action.id, "person": owner.slack_id, "left": left}
    return Intent(f"{ASKED}:{action.id}:{owner.id}:{action.revision}", ASKED, subject, owner.slack_id, priority=NORMAL)


def due(action: Action, owner: Person) -> Intent:
    """Remind the owner before the day: once for each day and owner."""
    return _by_day(action, DUE, owner)


def late(action: Action, owner: Person) -> Intent:
    """Ask the owner after the day: once for each day and owner."""
    return _by_day(action, LATE, owner)


def help_wanted(action: Action, helper: Person) -> Intent:
    """Tell somebody that the owner needs help."""
    subject = {"action": action.id, "person": helper.slack_id}
    return Intent(f"{HELP}:{action.id}:{helper.id}:{action.revision}", HELP, subject, helper.slack_id, priority=AT_ONCE)


def carried(action: Action, owner: Person) -> Intent:
    """Ask the owner what becomes of it now: once for each time that it was carried over."""
    subject = {
        "action": action.id,
        "person": owner.slack_id,
        "carried": action.carried,
        "revision": action.revision,
    }
    key = carried_key(action.id, owner, action.carried)
    return Intent(key, CARRIED, subject, owner.slack_id, priority=NORMAL)


def carried_key(action_id: int, owner: Person, carried: int) -> str:
    """Return the key of the question what becomes of an action that was open at so many times."""
    return f"{CARRIED}:{action_id}:{owner.id}:{carried}"


def news(action: Action, reader: Person, what: str, by: Person) -> Intent:
    """Tell somebody what came of it: `what` is "done", "dropped", `GIVEN`, or `HELPED`, for which they wait."""
    kind = HELPS if what == HELPED else NEWS
    subject = {"action": action.id, "what": what, "by": by.id, "owner": action.owner_id}
    key = f"{kind}:{action.id}:{action.revision}:{reader.id}"
    return Intent(key, kind, subject, reader.slack_id, priority=NORMAL)


async def shown_in(session: AsyncSession, action_ids: Sequence[int], *, news: bool = False) -> list[str]:
    """Return the keys of the messages that show these actions now; with `news` those of what was, too."""
    kinds = [kind for kind in KINDS if news or kind not in {HELPS, NEWS}]
    found: list[str] = []
    for first in range(0, len(action_ids), LOOKED_FOR):
        # A key begins with its kind and the action: the colon after it tells the first one from the twelfth.
        some = action_ids[first : first + LOOKED_FOR]
        theirs = [Delivery.key.like(Delivery.kind.concat(f":{one}:%")) for one in some]
        rows = sa.select(Delivery.key).where(Delivery.kind.in_(kinds), sa.or_(*theirs)).order_by(Delivery.id)
        found += await session.scalars(rows)
    return found


def _by_day(action: Action, kind: str, owner: Person) -> Intent:
    day: date | None = action.due_on
    subject = {"action": action.id, "person": owner.slack_id, "on": day.isoformat() if day else ""}
    return Intent(f"{kind}:{action.id}:{owner.id}:{day}", kind, subject, owner.slack_id, priority=NORMAL)
