"""Posting, editing and saying something to one person."""

import pytest

from bot.playground.records import BOT_USER_ID, Message
from bot.playground.workspace import Workspace

HELLO = [{"type": "section", "block_id": "s", "text": {"type": "mrkdwn", "text": "Hello"}}]
KEY = {"event_type": "drumbeat", "event_payload": {"key": "round-1"}}


async def post(api, workspace: Workspace, channel: str = "#sync", **arguments) -> Message:
    answer = await api("chat.postMessage", channel=channel, **({"text": "hello"} | arguments))
    return workspace.state.channels[answer["channel"]].messages[answer["ts"]]


async def test_a_post_is_seen_by_the_members(api, workspace: Workspace) -> None:
    """A message to a channel's name stands there with its blocks, and is unread."""
    await post(api, workspace, blocks=HELLO)
    ana = workspace.persona("ana")
    assert [(message.text, message.words) for message in ana.messages("#sync")] == [("hello", "Hello")]
    assert ana.unread("#sync") == 1


async def test_posting_to_a_person_uses_their_direct_messages(api, workspace: Workspace) -> None:
    """Slack: posting to a user id opens the conversation and returns its D… channel."""
    ana = workspace.persona("ana")
    answer = await api("chat.postMessage", channel=ana.id, text="hello")
    assert answer["channel"] == workspace.channel("dm", user=ana.id).id
    assert answer["channel"].startswith("D")
    again = await api("chat.postMessage", channel=answer["channel"], text="again")
    assert again["channel"] == answer["channel"]


async def test_posting_where_the_bot_is_not_a_member_is_refused(api, workspace: Workspace) -> None:
    """Slack: not_in_channel."""
    assert BOT_USER_ID not in workspace.channel("leadership").members
    assert (await api("chat.postMessage", channel="#leadership", text="hello"))["error"] == "not_in_channel"


async def test_posting_to_an_archived_channel_is_refused(api, workspace: Workspace) -> None:
    """Slack: is_archived; editing there: is_inactive."""
    message = await post(api, workspace)
    channel = workspace.channel("sync")
    await workspace.members.archive(channel, by=workspace.person("mara").id)
    assert (await api("chat.postMessage", channel=channel.id, text="hello"))["error"] == "is_archived"
    assert (await api("chat.update", channel=channel.id, ts=message.ts, text="new"))["error"] == "is_inactive"


@pytest.mark.parametrize("channel", ["C404", "#nowhere", "D404", ""])
async def test_posting_to_an_unknown_channel_is_refused(api, channel: str) -> None:
    """Slack: channel_not_found."""
    assert (await api("chat.postMessage", channel=channel, text="hello"))["error"] == "channel_not_found"


async def test_a_private_channel_without_the_bot_does_not_exist_for_it(api, workspace: Workspace) -> None:
    """Slack: channel_not_found, so that a bot cannot tell whether a private channel exists."""
    workspace.channel("leadership").private = True
    assert (await api("chat.postMessage", channel="#leadership", text="hello"))["error"] == "channel_not_found"


async def test_a_deactivated_person_cannot_be_written_to(api, workspace: Workspace) -> None:
    """Slack: opening a conversation with a deactivated person answers user_disabled; posting to their id opens one."""
    ben = workspace.person("ben")
    await workspace.members.set_deleted(ben, deleted=True)
    assert (await api("chat.postMessage", channel=ben.id, text="hello"))["error"] == "user_disabled"


async def test_a_post_without_words_or_with_too_many_is_refused(api) -> None:
    """Slack: no_text; message text at most 40,000 characters."""
    assert (await api("chat.postMessage", channel="#sync"))["error"] == "no_text"
    assert (await api("chat.postMessage", channel="#sync", text="x" * 40_001))["error"] == "msg_too_long"


async def test_a_reply_stands_in_the_thread(api, workspace: Workspace) -> None:
    """A message with thread_ts is below its parent, not in the channel; an unknown parent is refused."""
    parent = await post(api, workspace)
    await post(api, workspace, text="details", thread_ts=parent.ts)
    ana = workspace.persona("ana")
    assert [message.text for message in ana.messages("#sync")] == ["hello"]
    assert [message.text for message in ana.thread("#sync", parent.ts)] == ["hello", "details"]
    lost = await api("chat.postMessage", channel="#sync", text="x", thread_ts="1.000001")
    assert lost["error"] == "thread_not_found"


async def test_an_edit_does_not_mark_unread(api, workspace: Workspace) -> None:
    """Slack: an edit notifies nobody."""
    message = await post(api, workspace)
    ana = workspace.persona("ana")
    ana.read("#sync")
    channel = workspace.channel("sync").id
    answer = await api("chat.update", channel=channel, ts=message.ts, text="changed")
    assert answer["ok"]
    assert ana.unread("#sync") == 0
    assert [(seen.text, seen.edited) for seen in ana.messages("#sync")] == [("changed", True)]


async def test_only_own_messages_can_be_edited(api, workspace: Workspace) -> None:
    """Slack: message_not_found for what is not there, cant_update_message for what somebody else wrote."""
    ana = workspace.persona("ana")
    said = await ana.say("mine", channel="#sync")
    channel = workspace.channel("sync").id
    assert (await api("chat.update", channel=channel, ts=said.ts, text="x"))["error"] == "cant_update_message"
    assert (await api("chat.update", channel=channel, ts="1.000001", text="x"))["error"] == "message_not_found"


async def test_an_edit_names_the_conversation_not_the_person(api, workspace: Workspace) -> None:
    """Slack: chat.update wants the D… id of direct messages."""
    ana = workspace.person("ana")
    answer = await api("chat.postMessage", channel=ana.id, text="hello")
    assert (await api("chat.update", channel=ana.id, ts=answer["ts"], text="x"))["error"] == "channel_not_found"
    assert (await api("chat.update", channel=answer["channel"], ts=answer["ts"], text="x"))["ok"]


async def test_metadata_is_kept_and_comes_back_when_asked_for(api, workspace: Workspace) -> None:
    """Slack: conversations.history returns metadata with include_all_metadata only."""
    await post(api, workspace, metadata=KEY)
    channel = workspace.channel("sync").id
    asked = await api("conversations.history", channel=channel, include_all_metadata=True)
    assert asked["messages"][0]["metadata"] == KEY
    assert "metadata" not in (await api("conversations.history", channel=channel))["messages"][0]


async def test_an_edit_keeps_metadata_unless_it_brings_its_own(api, workspace: Workspace) -> None:
    """Slack: without the argument the former metadata stays; an empty object removes it."""
    message = await post(api, workspace, metadata=KEY)
    where = {"channel": workspace.channel("sync").id, "ts": message.ts}
    await api("chat.update", **where, text="changed")
    assert message.metadata == KEY
    await api("chat.update", **where, text="changed", metadata={})
    assert message.metadata is None


@pytest.mark.parametrize(
    "metadata",
    [
        {"event_type": "drum-beat", "event_payload": {}},
        {"event_type": "drumbeat", "event_payload": {"nested": {"a": 1}}},
        {"event_type": "drumbeat"},
    ],
)
async def test_metadata_has_a_flat_payload_and_a_plain_type(api, metadata: dict) -> None:
    """Slack: event_type of letters and underscores, event_payload flat."""
    answer = await api("chat.postMessage", channel="#sync", text="hello", metadata=metadata)
    assert answer["error"] == "invalid_metadata_format"


async def test_an_ephemeral_message_is_seen_by_one_person(api, workspace: Workspace) -> None:
    """Slack: only the named member sees it; it is not in the history and cannot be edited."""
    ana, ben, channel = workspace.persona("ana"), workspace.persona("ben"), workspace.channel("sync")
    answer = await api("chat.postEphemeral", channel=channel.id, user=ana.id, text="just you")
    assert [message.ephemeral for message in ana.messages("#sync")] == [True]
    assert ben.messages("#sync") == []
    assert (await api("conversations.history", channel=channel.id))["messages"] == []
    edited = await api("chat.update", channel=channel.id, ts=answer["message_ts"], text="x")
    assert edited["error"] == "message_not_found"


async def test_an_ephemeral_message_needs_a_member(api, workspace: Workspace) -> None:
    """Slack: user_not_in_channel."""
    ben, channel = workspace.person("ben"), workspace.channel("payments")
    answer = await api("chat.postEphemeral", channel=channel.id, user=ben.id, text="just you")
    assert answer["error"] == "user_not_in_channel"


async def test_timestamps_follow_the_clock_and_never_repeat(api, workspace: Workspace) -> None:
    """Slack: a ts names one message of a channel; later messages have greater ones."""
    stamps = [(await post(api, workspace, text=str(number))).ts for number in range(5)]
    assert stamps == sorted(set(stamps))
    assert stamps[0].split(".")[0] == str(int(workspace.clock.now().timestamp()))
    assert len(stamps[0].split(".")[1]) == 6
