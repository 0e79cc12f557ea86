"""Who may change the groups of a change, or the standing list, and one of them."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.services.change_standing import must_be_pmo, must_go_on, must_run, standing_of
from models import Change, Person, StakeholderGroup, Workspace

GONE = "This group is not there any more: somebody removed it meanwhile. Nothing was changed."
EDITING = "Editing whom it affects is"


@dataclass(frozen=True, slots=True)
class GroupsStanding:
    """A person before the groups of a change; `change` is None for the standing list."""

    person: Person
    change: Change | None

    @property
    def change_id(self) -> int:
        """The change, 0 for the standing list."""
        return self.change.id if self.change else 0


async def groups_standing(
    session: AsyncSession, slack_id: str, change_id: int, *, locked: bool = False
) -> GroupsStanding:
    """Return where somebody stands who is to change groups. Raises NotFound, NotAllowed.

    `locked`: nobody else changes the groups of this change meanwhile.
    """
    if not change_id:
        person = await must_be_pmo(session, slack_id, "The standing list is")
        if locked:
            # Its groups hang on no row but this one, to which others can refer all the same.
            row = sa.select(Workspace.id).where(Workspace.id == person.workspace_id)
            await session.execute(row.with_for_update(key_share=True))
        return GroupsStanding(person, None)
    standing = await standing_of(session, slack_id, change_id, locked=locked)
    await must_run(session, standing, EDITING)
    must_go_on(standing)
    return GroupsStanding(standing.person, standing.change)


async def group_standing(
    session: AsyncSession, slack_id: str, group_id: int, *, locked: bool = False
) -> tuple[GroupsStanding, StakeholderGroup]:
    """Return the same with one group, of a change or of the standing list. Raises NotFound, NotAllowed."""
    row = sa.select(StakeholderGroup).where(StakeholderGroup.id == group_id)
    group = await session.scalar(row)
    if group is None or (group.change_id is None and not group.standing):
        raise NotFound(GONE)
    standing = await groups_standing(session, slack_id, group.change_id or 0, locked=locked)
    if locked:
        again = row.with_for_update().execution_options(populate_existing=True)
        group = await session.scalar(again)
        if group is None:
            raise NotFound(GONE)
    return standing, group
