"""Who is where, and what the bot hears of it."""

import pytest

from bot.playground.records import BOT_USER_ID, ActRefused
from bot.playground.workspace import Workspace


async def test_inviting_the_bot_tells_it_so(workspace: Workspace, bot) -> None:
    """Slack: member_joined_channel with the bot's own user and who invited it."""
    mara = workspace.persona("mara")
    await mara.invite_bot("#leadership")
    event = bot.events[0]
    assert (event["type"], event["user"], event["inviter"]) == ("member_joined_channel", BOT_USER_ID, mara.id)
    assert event["channel"] == workspace.channel("leadership").id
    await mara.invite_bot("#leadership")
    assert len(bot.events) == 1


async def test_removing_the_bot_is_the_last_it_hears(workspace: Workspace, bot) -> None:
    """After /remove the bot hears nothing more of that channel."""
    mara, ben = workspace.persona("mara"), workspace.person("ben")
    await mara.command("/remove @drumbeat", channel="#sync")
    assert [(event["type"], event["user"]) for event in bot.events] == [("member_left_channel", BOT_USER_ID)]
    await workspace.members.leave(workspace.channel("sync"), ben.id)
    assert len(bot.events) == 1


async def test_people_come_and_go(workspace: Workspace, bot) -> None:
    """Joins and leaves are told where the bot is a member."""
    ben, channel = workspace.person("ben"), workspace.channel("payments")
    await workspace.members.join(channel, ben.id)
    await workspace.members.leave(channel, ben.id)
    assert [event["type"] for event in bot.events] == ["member_joined_channel", "member_left_channel"]
    assert ben.id not in channel.members


async def test_channels_are_archived_opened_and_renamed(workspace: Workspace, bot) -> None:
    """Slack: channel_archive, channel_unarchive, channel_rename."""
    channel, mara = workspace.channel("sync"), workspace.person("mara").id
    await workspace.members.archive(channel, by=mara)
    with pytest.raises(ActRefused, match="#sync is archived"):
        await workspace.members.join(channel, mara)
    await workspace.members.unarchive(channel, by=mara)
    await workspace.members.rename(channel, "#weekly")
    assert [event["type"] for event in bot.events] == ["channel_archive", "channel_unarchive", "channel_rename"]
    assert bot.events[0]["channel"] == channel.id
    assert bot.events[2]["channel"]["name"] == "weekly"


async def test_changes_of_a_person_are_told(workspace: Workspace, bot) -> None:
    """Slack: user_change carries the whole member: deactivated, another zone, another status."""
    ben = workspace.person("ben")
    await workspace.members.set_zone(ben, "Asia/Singapore")
    await workspace.members.set_status(ben, "On holiday", ":palm_tree:")
    await workspace.members.set_deleted(ben, deleted=True)
    users = [event["user"] for event in bot.events]
    assert [event["type"] for event in bot.events] == ["user_change"] * 3
    assert users[0]["tz_offset"] == 8 * 3600
    assert users[1]["profile"]["status_text"] == "On holiday"
    assert users[2]["deleted"]


async def test_a_new_person_joins_the_workspace_and_general(workspace: Workspace, bot) -> None:
    """Slack: team_join, then member_joined_channel of #general."""
    zoe = await workspace.members.hire("Zoe Ito", "zoe@lumen.example", "Asia/Tokyo")
    assert [event["type"] for event in bot.events] == ["team_join", "member_joined_channel"]
    assert workspace.persona("zoe").messages() == []
    assert zoe.id in workspace.channel("general").members


async def test_events_without_their_scope_are_not_sent(workspace: Workspace, bot) -> None:
    """Slack: an event needs its scope: im:history for direct messages, users:read for people."""
    history = {"im:history", "channels:history"}
    workspace.scopes -= {*history, "users:read", "channels:read", "groups:read", "app_mentions:read"}
    await workspace.persona("ana").say("hello")
    await workspace.persona("ana").say("@drumbeat hello", channel="#sync")
    await workspace.members.set_status(workspace.person("ben"), "Away")
    await workspace.persona("mara").invite_bot("#leadership")
    assert bot.events == []


async def test_the_bots_own_direct_messages_come_back_to_it(api, workspace: Workspace, bot) -> None:
    """Slack: message.im also tells of the bot's own posts (with bot_id) and of edits (message_changed)."""
    ana = workspace.persona("ana")
    posted = await api("chat.postMessage", channel=ana.id, text="hello")
    await api("chat.update", channel=posted["channel"], ts=posted["ts"], text="changed")
    await workspace.settled()
    assert [(event.get("subtype"), "bot_id" in event) for event in bot.events] == [
        (None, True),
        ("message_changed", False),
    ]
    assert bot.events[1]["message"]["text"] == "changed"
    assert bot.events[1]["previous_message"]["text"] == "hello"
