"""Who may call which method of the local Slack's Web API."""

from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from bot.slack.scopes import METHODS


async def test_a_method_that_drumbeat_does_not_use_is_unknown(api) -> None:
    """Slack: a method that does not exist answers unknown_method; here that is every one Drumbeat does not declare."""
    answer = await api("chat.scheduleMessage", channel="C1", text="later")
    assert (answer["ok"], answer["error"]) == (False, "unknown_method")


async def test_every_method_of_the_scope_table_is_served(api) -> None:
    """What Drumbeat declares to call, the playground knows."""
    answers = {method: await api(method) for method in METHODS}
    assert [method for method, answer in answers.items() if answer.get("error") == "unknown_method"] == []


async def test_calls_without_or_with_a_wrong_token_are_refused(api) -> None:
    """Slack: not_authed without a token, invalid_auth for one that cannot be validated."""
    assert (await api("auth.test", token=""))["error"] == "not_authed"
    assert (await api("auth.test", token="xoxb-stolen"))["error"] == "invalid_auth"


async def test_the_app_token_opens_connections_and_nothing_else(api, server: PlaygroundServer) -> None:
    """Slack: apps.connections.open takes the app-level token, all other methods the bot's."""
    assert (await api("auth.test", token=server.app_token))["error"] == "not_allowed_token_type"
    assert (await api("apps.connections.open"))["error"] == "not_allowed_token_type"
    opened = await api("apps.connections.open", token=server.app_token)
    assert opened["url"].startswith("ws://127.0.0.1:")


async def test_a_missing_scope_is_named(api, workspace: Workspace) -> None:
    """Slack: missing_scope says what is needed and what was granted."""
    workspace.scopes.discard("chat:write")
    answer = await api("chat.postMessage", channel="#sync", text="hello")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")
    assert "users:read" in answer["provided"]


async def test_history_needs_the_scope_of_the_kind_of_channel(api, workspace: Workspace) -> None:
    """Slack: im:history for direct messages, channels:history for channels, groups:history for private ones."""
    workspace.scopes.discard("channels:history")
    channel, direct = workspace.channel("sync"), workspace.channel("dm", user=workspace.person("ana").id)
    assert (await api("conversations.history", channel=channel.id))["needed"] == "channels:history"
    assert (await api("conversations.history", channel=direct.id))["ok"]


async def test_auth_test_tells_who_the_bot_is(api, workspace: Workspace) -> None:
    """The answer names the workspace and the bot's user."""
    answer = await api("auth.test")
    assert workspace.state.people[answer["user_id"]].is_bot
    assert answer["team"] == "Lumen"


async def test_emails_need_a_scope_of_their_own(api, workspace: Workspace) -> None:
    """Slack: profile.email is there only with users:read.email."""
    ana = workspace.person("ana")
    assert (await api("users.info", user=ana.id))["user"]["profile"]["email"] == "ana@lumen.example"
    workspace.scopes.discard("users:read.email")
    assert "email" not in (await api("users.info", user=ana.id))["user"]["profile"]


async def test_a_person_has_a_zone_and_its_offset_of_today(api, workspace: Workspace) -> None:
    """Slack: tz is an IANA name, tz_offset the seconds east of UTC now; tz goes when a person is deactivated."""
    ben = workspace.person("ben")
    user = (await api("users.info", user=ben.id))["user"]
    assert (user["tz"], user["tz_offset"]) == ("America/Los_Angeles", -8 * 3600)
    await workspace.members.set_deleted(ben, deleted=True)
    gone = (await api("users.info", user=ben.id))["user"]
    assert gone["deleted"]
    assert "tz" not in gone


async def test_an_unknown_person_is_not_found(api) -> None:
    """Slack: user_not_found."""
    assert (await api("users.info", user="U404"))["error"] == "user_not_found"


async def test_lists_come_in_pages(api) -> None:
    """Slack: response_metadata.next_cursor leads to the next page, and is empty on the last."""
    first = await api("users.list", limit=3)
    second = await api("users.list", limit=3, cursor=first["response_metadata"]["next_cursor"])
    assert [len(first["members"]), len(second["members"])] == [3, 1]
    assert second["response_metadata"]["next_cursor"] == ""
    assert (await api("users.list", cursor="made up"))["error"] == "invalid_cursor"


async def test_arguments_come_as_json_or_as_a_form(api, server: PlaygroundServer) -> None:
    """Slack: both content types are taken; blocks are then JSON in a field."""
    blocks = '[{"type": "divider"}]'
    headers = {"Authorization": f"Bearer {server.bot_token}"}
    form = {"channel": "#sync", "text": "hello", "blocks": blocks}
    async with api.session.post(server.api_url + "chat.postMessage", data=form, headers=headers) as response:
        answer = await response.json()
    assert answer["message"]["blocks"][0]["type"] == "divider"
    broken = {"channel": "#sync", "text": "hello", "blocks": "[{"}
    async with api.session.post(server.api_url + "chat.postMessage", data=broken, headers=headers) as response:
        assert (await response.json())["error"] == "invalid_blocks_format"
