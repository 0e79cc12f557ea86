"""Who owns a sync whose owner has left: somebody who acts as PMO, who is told. What else is theirs follows."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger import Intent, Ledger
from bot.domain.sync_owner import PassedOn
from bot.services import opt_out_message
from bot.services.action_owner import pass_actions_on
from bot.services.announcement_sign_owner import tell_of_those_who_left
from bot.services.blocker_owner import pass_blockers_on
from bot.services.change_owner import pass_changes_on
from bot.services.change_question_owner import pass_questions_on
from bot.services.change_step_change import pass_steps_on
from bot.services.decision_owner import pass_decisions_on
from bot.services.digest_owner import pass_digests_on
from bot.services.playbook_owner import pass_pages_on
from bot.services.retro_notice import pass_retros_on
from bot.services.role import pmos
from bot.services.sync_shown import asked_with
from models import Person, Prompt, Ritual, Round, Turn

PASSED_ON = "sync_passed_on"
"""Kind in the ledger of the message to the new owner of syncs."""

_LEFT = (
    sa.select(Ritual)
    .join(Person, Person.id == Ritual.owner_id)
    .where(Person.deactivated.is_(True), Ritual.state != "deleted")
    .order_by(Ritual.id)
)


async def pass_on(session: AsyncSession, ledger: Ledger, workspace_id: str, now: datetime) -> None:
    """Give every sync whose owner is deactivated to the first who acts as PMO, and plan one message to them.

    Where nobody acts as PMO it stays as it is until somebody does. What somebody deactivated should have decided or
    done for others is given to another, too, and the digest of a channel. Call it with all openings locked
    (services/sync_lock.py).
    """
    await _pass_syncs_on(session, ledger, workspace_id)
    await pass_retros_on(session, ledger, workspace_id)
    await pass_decisions_on(session, ledger, workspace_id, now)
    await pass_blockers_on(session, ledger, now)
    await pass_actions_on(session, ledger, workspace_id, now)
    await pass_digests_on(session, ledger, workspace_id)
    await pass_pages_on(session, ledger, workspace_id, now)
    await pass_changes_on(session, ledger, now)
    await pass_questions_on(session, ledger, now)
    await tell_of_those_who_left(session, ledger, workspace_id)
    await pass_steps_on(session, ledger, workspace_id, now)


async def _pass_syncs_on(session: AsyncSession, ledger: Ledger, workspace_id: str) -> None:
    rituals = list(await session.scalars(_LEFT))
    heir = next(iter(await pmos(session)), None) if rituals else None
    if heir is None:
        return
    # Of two processes that do this at once both plan the same message.
    key = f"{PASSED_ON}:{heir.id}:{rituals[0].id}:{rituals[0].revision}"
    before = {ritual.id: ritual.owner_id for ritual in rituals}
    for ritual in rituals:
        # Whoever edits the sync at this moment is told that it has changed.
        ritual.owner_id, ritual.revision = heir.id, ritual.revision + 1
    await ledger.refresh(session, workspace_id, await _introductions(session, rituals))
    await session.flush()
    await opt_out_message.pass_on(session, ledger, workspace_id, before)
    subject = {"person": heir.id, "rituals": [ritual.id for ritual in rituals]}
    await ledger.plan(session, workspace_id, [Intent(key, PASSED_ON, subject, heir.slack_id)])


async def _introductions(session: AsyncSession, rituals: Sequence[Ritual]) -> list[str]:
    """Return the keys of the messages that still introduce Drumbeat with the name of a sync's owner."""
    of_these = Round.ritual_id.in_([ritual.id for ritual in rituals])
    return await asked_with(session, of_these, Turn.first_contact.is_(True), Prompt.state.in_(("pending", "missed")))


async def passed_on(session: AsyncSession, person_id: int, ritual_ids: Sequence[int]) -> list[PassedOn]:
    """Return those of the syncs that the person still owns, by name."""
    theirs = (Ritual.id.in_(ritual_ids), Ritual.owner_id == person_id, Ritual.state != "deleted")
    rows = await session.execute(sa.select(Ritual.id, Ritual.name).where(*theirs).order_by(Ritual.name))
    return [PassedOn(*row) for row in rows]
