"""Channels, their members and their history."""

from bot.playground.records import BOT_USER_ID
from bot.playground.workspace import Workspace


async def test_channels_are_listed_by_kind(api, workspace: Workspace) -> None:
    """Slack: public channels unless asked otherwise; private ones only where the bot is a member."""
    listed = await api("conversations.list")
    assert [channel["name"] for channel in listed["channels"]] == ["general", "sync", "payments", "leadership"]
    workspace.channel("payments").private = True
    workspace.channel("leadership").private = True
    private = await api("conversations.list", types="private_channel")
    assert [channel["name"] for channel in private["channels"]] == ["payments"]
    assert (await api("conversations.list", types="secret"))["error"] == "invalid_types"


async def test_listing_direct_messages_needs_a_scope_that_drumbeat_does_not_ask_for(api) -> None:
    """Slack: im:read for types=im."""
    assert (await api("conversations.list", types="im"))["needed"] == "im:read"


async def test_archived_channels_can_be_left_out(api, workspace: Workspace) -> None:
    """Slack: exclude_archived."""
    await workspace.members.archive(workspace.channel("payments"), by=workspace.person("mara").id)
    listed = await api("conversations.list", exclude_archived=True)
    assert "payments" not in [channel["name"] for channel in listed["channels"]]


async def test_a_channel_tells_whether_the_bot_is_in_it(api, workspace: Workspace) -> None:
    """Slack: is_member, num_members when asked for."""
    sync = await api("conversations.info", channel=workspace.channel("sync").id, include_num_members=True)
    assert (sync["channel"]["is_member"], sync["channel"]["num_members"]) == (True, 4)
    outside = await api("conversations.info", channel=workspace.channel("leadership").id)
    assert outside["channel"]["is_member"] is False


async def test_members_come_in_pages(api, workspace: Workspace) -> None:
    """Slack: conversations.members with limit and cursor."""
    channel = workspace.channel("sync")
    first = await api("conversations.members", channel=channel.id, limit=3)
    second = await api(
        "conversations.members", channel=channel.id, limit=3, cursor=first["response_metadata"]["next_cursor"]
    )
    assert [*first["members"], *second["members"]] == channel.members


async def test_history_is_newest_first_and_in_pages(api, workspace: Workspace) -> None:
    """Slack: has_more and next_cursor lead to older messages."""
    for number in range(3):
        await api("chat.postMessage", channel="#sync", text=str(number))
    channel = workspace.channel("sync").id
    first = await api("conversations.history", channel=channel, limit=2)
    assert ([message["text"] for message in first["messages"]], first["has_more"]) == (["2", "1"], True)
    rest = await api(
        "conversations.history", channel=channel, limit=2, cursor=first["response_metadata"]["next_cursor"]
    )
    assert ([message["text"] for message in rest["messages"]], rest["has_more"]) == (["0"], False)


async def test_history_can_be_cut_by_time(api, workspace: Workspace) -> None:
    """Slack: oldest and latest, exclusive unless inclusive."""
    stamps = [(await api("chat.postMessage", channel="#sync", text=str(number)))["ts"] for number in range(3)]
    channel = workspace.channel("sync").id
    after = await api("conversations.history", channel=channel, oldest=stamps[0])
    assert [message["text"] for message in after["messages"]] == ["2", "1"]
    exactly = await api(
        "conversations.history", channel=channel, oldest=stamps[1], latest=stamps[1], inclusive=True, limit=1
    )
    assert [message["text"] for message in exactly["messages"]] == ["1"]


async def test_history_is_read_by_members_only(api, workspace: Workspace) -> None:
    """Slack: not_in_channel."""
    channel = workspace.channel("leadership").id
    assert (await api("conversations.history", channel=channel))["error"] == "not_in_channel"


async def test_replies_come_with_their_parent(api, workspace: Workspace) -> None:
    """Slack: conversations.replies has the parent first; the history shows the parent with its counts."""
    channel = workspace.channel("sync").id
    parent = (await api("chat.postMessage", channel=channel, text="parent"))["ts"]
    reply = (await api("chat.postMessage", channel=channel, text="reply", thread_ts=parent))["ts"]
    thread = await api("conversations.replies", channel=channel, ts=parent)
    assert [message["text"] for message in thread["messages"]] == ["parent", "reply"]
    shown = (await api("conversations.history", channel=channel))["messages"]
    assert [(one["text"], one["reply_count"], one["latest_reply"]) for one in shown] == [("parent", 1, reply)]
    assert (await api("conversations.replies", channel=channel, ts="1.0"))["error"] == "thread_not_found"


async def test_a_conversation_with_somebody_is_opened(api, workspace: Workspace) -> None:
    """Slack: conversations.open needs im:write, and takes people but no bots."""
    ana = workspace.person("ana")
    opened = await api("conversations.open", users=ana.id)
    assert opened["channel"]["id"] == workspace.state.direct(ana.id).id
    assert (await api("conversations.open", users="U0NOBODY01"))["error"] == "user_not_found"
    assert (await api("conversations.open", users=BOT_USER_ID))["error"] == "cannot_dm_bot"
    workspace.scopes.discard("im:write")
    assert (await api("conversations.open", users=ana.id))["needed"] == "im:write"
