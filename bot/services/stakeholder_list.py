"""The groups of a change, or the standing list: who they are, who is suggested, and who has been forgotten."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.domain.stakeholder_list import GroupListFacts
from bot.services.stakeholder import members_of
from bot.services.stakeholder_begin import StakeholderBegin
from bot.services.stakeholder_read import groups_of, rows_for, uncovered_by
from bot.services.stakeholder_standing import groups_standing

ON_A_PAGE = 20


class StakeholderLists:
    """Reads the groups."""

    def __init__(self, database: Database, begin: StakeholderBegin) -> None:
        """Read `database`; `begin` knows what a change can begin with."""
        self._database, self._begin = database, begin

    async def facts(
        self, workspace_id: str, slack_id: str, change_id: int, *, first: int = 0, note: str = ""
    ) -> GroupListFacts:
        """Return the groups of a change, or for 0 the standing list. Raises NotFound, NotAllowed."""
        begins = await self._begin.offered(workspace_id, slack_id, change_id) if change_id else {}
        async with self._database.reading(workspace_id) as session:
            standing = await groups_standing(session, slack_id, change_id)
            groups = await groups_of(session, change_id)
            members = await members_of(session, [one.id for one in groups])
            covered = set().union(*members.values()) if members else set()
            if first >= len(groups):
                first = 0
            return GroupListFacts(
                change_id=change_id,
                change=standing.change.name if standing.change else "",
                rows=tuple(await rows_for(session, groups)),
                people=len(covered),
                suggested=await _suggested(session, {one.name_key for one in groups}) if change_id else {},
                uncovered=tuple(await uncovered_by(session, covered)) if groups else (),
                begins=begins,
                first=first,
                note=note,
            )


async def _suggested(session: AsyncSession, taken: set[str]) -> Mapping[int, str]:
    return {one.id: one.name for one in await groups_of(session, 0) if one.name_key not in taken}
