"""User groups of the local Slack: made, changed and switched off, each with the event that Slack sends."""

from typing import TYPE_CHECKING

from bot.playground.records import TEAM_ID, Json, UserGroup

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace


class UserGroups:
    """Changes of user groups."""

    def __init__(self, workspace: "Workspace") -> None:
        """Change `workspace.state`."""
        self._workspace = workspace

    def named(self, handle: str) -> UserGroup:
        """Return the group called `handle`; LookupError where there is none."""
        found = next((one for one in self._workspace.state.groups.values() if one.handle == handle), None)
        if found is None:
            raise LookupError(f"there is no user group @{handle}")
        return found

    async def make(self, handle: str, members: list[str]) -> UserGroup:
        """Make a group."""
        group = UserGroup(self._workspace.next_id("S"), handle, members)
        self._workspace.state.groups[group.id] = group
        await self._tell("subteam_created", group)
        return group

    async def set_members(self, group: UserGroup, members: list[str]) -> None:
        """Let these be the members."""
        before, group.members = set(group.members), members
        self._workspace.changed("people")
        await self._workspace.emit(
            {
                "type": "subteam_members_changed",
                "subteam_id": group.id,
                "team_id": TEAM_ID,
                "added_users": sorted(set(members) - before),
                "removed_users": sorted(before - set(members)),
                "event_ts": self._workspace.next_ts(),
            }
        )

    async def switch_off(self, group: UserGroup) -> None:
        """Switch a group off: it keeps its members and is mentioned no more."""
        group.deleted = int(self._workspace.clock.now().timestamp())
        await self._tell("subteam_updated", group)

    async def switch_on(self, group: UserGroup) -> None:
        """Switch a group on again."""
        group.deleted = 0
        await self._tell("subteam_updated", group)

    async def _tell(self, kind: str, group: UserGroup) -> None:
        self._workspace.changed("people")
        await self._workspace.emit({"type": kind, "subteam": group_json(group), "event_ts": self._workspace.next_ts()})


def group_json(group: UserGroup) -> Json:
    """Return a group as Slack shows it (docs.slack.dev, "Usergroup object")."""
    return {
        "id": group.id,
        "team_id": TEAM_ID,
        "is_usergroup": True,
        "name": group.handle.capitalize(),
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_delete": group.deleted,
        "user_count": len(group.members),
    }
