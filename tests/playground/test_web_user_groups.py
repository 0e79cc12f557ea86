"""usergroups.*: what Slack gives of user groups, and what it refuses."""

from bot.playground.workspace import Workspace


async def test_groups_that_are_off_are_listed_only_when_asked_for(api, workspace: Workspace) -> None:
    """Slack: usergroups.list with include_disabled; date_delete says since when."""
    leads = workspace.groups.named("leads")
    assert [one["handle"] for one in (await api("usergroups.list"))["usergroups"]] == ["leads"]
    await workspace.groups.switch_off(leads)
    assert (await api("usergroups.list"))["usergroups"] == []
    [off] = (await api("usergroups.list", include_disabled=True))["usergroups"]
    assert off["date_delete"] > 0


async def test_members_come_in_one_piece_and_only_of_a_group_that_is_on(api, workspace: Workspace) -> None:
    """Slack: usergroups.users.list, no_such_subteam; deactivated people are not among them."""
    leads, ana = workspace.groups.named("leads"), workspace.person("ana")
    await workspace.groups.set_members(leads, [ana.id, workspace.person("ben").id])
    await workspace.members.set_deleted(workspace.person("ben"), True)
    assert (await api("usergroups.users.list", usergroup=leads.id))["users"] == [ana.id]
    await workspace.groups.switch_off(leads)
    for wrong in (leads.id, "S0NOBODY"):
        assert (await api("usergroups.users.list", usergroup=wrong))["error"] == "no_such_subteam"
    assert (await api("usergroups.users.list"))["error"] == "invalid_arguments"


async def test_without_their_scope_nothing_is_told(api, workspace: Workspace) -> None:
    """Slack: usergroups.list needs usergroups:read."""
    workspace.scopes.discard("usergroups:read")
    assert (await api("usergroups.list"))["needed"] == "usergroups:read"
