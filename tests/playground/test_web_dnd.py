"""dnd.teamInfo: who does not want to be disturbed, and what is refused."""

from bot.playground.workspace import Workspace


async def test_it_tells_of_the_people_named(api, workspace: Workspace) -> None:
    """Slack: seconds since 1970, by the workspace's clock; both are 1 where there is nothing."""
    ana, ben = workspace.persona("ana"), workspace.persona("ben")
    ana.do_not_disturb(60)
    told = (await api("dnd.teamInfo", users=f"{ana.id},{ben.id}"))["users"]
    now = int(workspace.clock.now().timestamp())
    assert told[ana.id]["dnd_enabled"] is True
    assert told[ana.id]["next_dnd_start_ts"] <= now < told[ana.id]["next_dnd_end_ts"] <= now + 3600
    assert told[ben.id] == {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    ana.do_not_disturb(0)
    assert (await api("dnd.teamInfo", users=ana.id))["users"][ana.id]["dnd_enabled"] is False


async def test_what_slack_refuses(api, workspace: Workspace) -> None:
    """Slack: users are required, at most fifty of them (dnd.teamInfo, 50 people a call), and the scope dnd:read."""
    ana = workspace.persona("ana").id
    assert (await api("dnd.teamInfo"))["error"] == "no_users_provided"
    assert (await api("dnd.teamInfo", users=",".join([ana] * 51)))["error"] == "invalid_arguments"
    assert (await api("dnd.teamInfo", users="UNOBODY"))["error"] == "user_not_visible"
    workspace.scopes.discard("dnd:read")
    refused = await api("dnd.teamInfo", users=ana)
    assert (refused["error"], refused["needed"]) == ("missing_scope", "dnd:read")
