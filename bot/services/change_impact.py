"""What changes for each group: rated, copied from another group, and edited by several people at once."""

from collections.abc import Mapping
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.domain.change import Aspect
from bot.domain.change_impact import CONTACT, ImpactForm, ImpactWritten, checked, shown_as
from bot.domain.merging import digests, merge
from bot.errors import NotFound, Unfit
from bot.services.audit import Audit, last_actor
from bot.services.stakeholder import members_of
from bot.services.stakeholder_read import groups_of, scores_of
from bot.services.stakeholder_standing import GONE, GroupsStanding, group_standing
from models import ChangeImpact, Person, StakeholderGroup


class ChangeImpacts:
    """Keeps what changes for whom; every step is audited."""

    def __init__(self, database: Database, audit: Audit) -> None:
        """Work on `database`."""
        self._database, self._audit = database, audit

    async def form(self, workspace_id: str, slack_id: str, group_id: int, *, copied: int = 0) -> ImpactForm:
        """Return the form of a group as it is stored, or with what changes for another group (`copied`).

        Raises NotFound, NotAllowed.
        """
        async with self._database.reading(workspace_id) as session:
            standing, group = await group_standing(session, slack_id, group_id)
            form = await _form(session, standing, group)
            if not copied:
                return form
            other_standing, other = await group_standing(session, slack_id, copied)
            if other_standing.change_id != standing.change_id:
                raise NotFound(GONE)
            return replace(form, written=(await _form(session, other_standing, other)).written)

    async def save(
        self, workspace_id: str, slack_id: str, group_id: int, base: Mapping[str, str], written: ImpactWritten
    ) -> ImpactForm:
        """Store what changes for a group, and return its form as it is then.

        `base` and what becomes of two who edit it at once: as `Changes.edit` does. Raises Unfit, NotFound, NotAllowed.
        """
        async with self._database.transaction(workspace_id) as session:
            standing, group = await group_standing(session, slack_id, group_id, locked=True)
            stored = await _form(session, standing, group)
            theirs = stored.written.fields()
            merged = merge(base, theirs, written.fields())
            wanted = ImpactWritten.of(merged.values)
            if merged.conflicts:
                by = await last_actor(session, f"stakeholder_group:{group_id}", "change_impact_rated") or "Somebody"
                names = await _names(session, stored.written.contact)
                others = tuple(shown_as(one, theirs[one], names) for one in merged.conflicts)
                return replace(stored, written=wanted, base=merged.base, by=by, others=others)
            wanted = checked(wanted)
            if wanted != stored.written:
                await write_impact(session, group, wanted)
                self._audit.record(
                    session, slack_id, "change_impact_rated", f"stakeholder_group:{group_id}", change=standing.change_id
                )
            return replace(stored, written=wanted, base=digests(wanted.fields()))


async def write_impact(session: AsyncSession, group: StakeholderGroup, wanted: ImpactWritten) -> None:
    """Let this be what changes for a group. Raises Unfit for a contact who cannot be asked."""
    contact_id = None
    if wanted.contact:
        contact = await session.scalar(sa.select(Person).where(Person.slack_id == wanted.contact))
        if contact is None or contact.is_bot or (contact.deactivated and contact.id != group.contact_id):
            raise Unfit({CONTACT: "Please choose somebody who is here, and no app."})
        contact_id = contact.id
    group.yesterday, group.tomorrow, group.worries = wanted.yesterday, wanted.tomorrow, wanted.worries
    group.contact_id = contact_id
    group.revision += 1
    rows = await session.scalars(sa.select(ChangeImpact).where(ChangeImpact.group_id == group.id))
    stored = {Aspect(one.aspect): one for one in rows}
    for aspect, row in stored.items():
        if aspect not in wanted.scores:
            await session.delete(row)
    for aspect, score in wanted.scores.items():
        if aspect in stored:
            stored[aspect].score = score
        else:
            session.add(ChangeImpact(group_id=group.id, aspect=str(aspect), score=score))
    await session.flush()


async def _form(session: AsyncSession, standing: GroupsStanding, group: StakeholderGroup) -> ImpactForm:
    groups = [group] if group.standing else await groups_of(session, standing.change_id)
    scores = await scores_of(session, [one.id for one in groups])
    contact = await session.get(Person, group.contact_id) if group.contact_id else None
    written = ImpactWritten(
        scores[group.id], group.yesterday, group.tomorrow, group.worries, contact.slack_id if contact else ""
    )
    return ImpactForm(
        group_id=group.id,
        name=group.name,
        people=len((await members_of(session, [group.id]))[group.id]),
        written=written,
        base=digests(written.fields()),
        copies={one.id: one.name for one in groups if one.id != group.id and scores[one.id]},
        standing=group.standing,
    )


async def _names(session: AsyncSession, slack_id: str) -> dict[str, str]:
    name = await session.scalar(sa.select(Person.name).where(Person.slack_id == slack_id))
    return {slack_id: name} if name else {}
