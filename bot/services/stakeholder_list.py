"""The groups of a change, or the standing list: who they are, who is suggested, and who has been forgotten."""

from collections.abc import Collection, Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.domain.change_template import USUAL_BY_KEY
from bot.domain.stakeholder_list import GroupListFacts
from bot.services.stakeholder import members_of
from bot.services.stakeholder_begin import StakeholderBegin
from bot.services.stakeholder_read import groups_of, rows_for, uncovered_by
from bot.services.stakeholder_standing import groups_standing

ON_A_PAGE = 20


class StakeholderLists:
    """Reads the groups."""

    def __init__(self, database: Database, begin: StakeholderBegin, command: str) -> None:
        """Read `database`; `begin` knows what a change can begin with, `command` is Drumbeat's."""
        self._database, self._begin, self._command = database, begin, command

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
            taken = {one.name_key for one in groups}
            suggested, usual = await _proposed(session, taken) if change_id else ({}, {})
            return GroupListFacts(
                change_id=change_id,
                change=standing.change.name if standing.change else "",
                rows=tuple(await rows_for(session, groups)),
                people=len(covered),
                suggested=suggested,
                usual=usual,
                keeps=f"{self._command} change stakeholders" if standing.person.acts_as_pmo else "",
                uncovered=tuple(await uncovered_by(session, covered)) if groups else (),
                begins=begins,
                first=first,
                note=note,
            )


async def _proposed(session: AsyncSession, taken: Collection[str]) -> tuple[Mapping[int, str], Mapping[str, str]]:
    """Return what of the standing list is not here yet, by id; where that list is empty, the usual ones by key."""
    if kept := await groups_of(session, 0):
        return {one.id: one.name for one in kept if one.name_key not in taken}, {}
    return {}, {key: one.name for key, one in USUAL_BY_KEY.items() if one.name.casefold() not in taken}
