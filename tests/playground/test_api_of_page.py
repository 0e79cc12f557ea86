"""The JSON that the page reads and writes."""

import json

import pytest

from bot.playground.server import PlaygroundServer
from bot.playground.workspace import Workspace
from tests.playground.page_calls import Page
from tests.playground.test_persona import FORM, PROMPT


@pytest.fixture
def page(api, server: PlaygroundServer, workspace: Workspace) -> Page:
    """The page, as Ana."""
    return Page(server, api.session, workspace.person("ana").id)


async def test_the_state_has_everything_around_the_messages(page: Page, workspace: Workspace, bot) -> None:
    """People with their zones, channels with what is unread, the bot, the clock, who still has to answer."""
    state = await page.get("state")
    assert (state["team"]["name"], state["me"]["real_name"]) == ("Lumen", "Ana Sousa")
    assert state["now"] == "2026-11-24T09:00:00+00:00"
    assert state["bot"]["commands"] == ["/pmo", "/drumbeat"]
    assert state["bot"]["connected"]
    assert state["clock"]["enabled"] is False
    assert state["clock"]["reason"]
    names = [(channel["name"], channel["kind"], channel["is_member"]) for channel in state["channels"]]
    assert ("leadership", "channel", True) in names
    assert [name for name in names if name[1] == "app"] == [("Drumbeat", "app", True)]
    ben = next(person for person in state["people"] if person["name"] == "ben")
    assert ben["tz_label"] == "Los Angeles, UTC-08:00"
    assert state["asked"] == 0
    assert state["others"] == {"pending": 0, "people": []}


async def test_without_a_person_the_first_one_is_shown(page: Page) -> None:
    """`as` may be left out."""
    page.me = ""
    assert (await page.get("state"))["me"]["real_name"] == "Ana Sousa"


async def test_reading_a_channel_marks_it_read(api, page: Page, workspace: Workspace) -> None:
    """Unread counts, mentions, and what happens when the channel is opened."""
    ana = workspace.person("ana")
    parent = (await api("chat.postMessage", channel="#sync", text=f"<@{ana.id}> look"))["ts"]
    await api("chat.postMessage", channel="#sync", text="more", thread_ts=parent)
    sync = workspace.channel("sync").id

    async def unread():
        rows = (await page.get("state"))["channels"]
        return next((row["unread"], row["mention"]) for row in rows if row["id"] == sync)

    assert await unread() == (1, True)
    messages = (await page.get("messages", channel=sync))["messages"]
    assert [(one["text"], one["is_bot"], one["reply_count"]) for one in messages] == [(f"<@{ana.id}> look", True, 1)]
    assert await unread() == (0, False)
    thread = (await page.get("messages", channel=sync, thread=parent))["messages"]
    assert [one["text"] for one in thread] == [f"<@{ana.id}> look", "more"]


async def test_direct_messages_of_others_are_closed(page: Page, workspace: Workspace) -> None:
    """A person reads only their own conversation with the bot."""
    other = workspace.channel("dm", user=workspace.person("ben").id).id
    url = f"{page.server.url}/page/messages"
    async with page.session.get(url, params={"as": page.me, "channel": other}) as response:
        assert response.status == 403
    answer = await page.act("message", channel=other, text="hello")
    assert (answer["ok"], answer["error"]) == (False, "There is no such channel here.")


async def test_typing_clicking_and_sending_a_form(api, page: Page, workspace: Workspace, bot) -> None:
    """One round through the page: a message, a command, a click, a form refused, a form accepted."""
    direct = workspace.channel("dm", user=page.me).id
    assert (await page.act("message", channel=direct, text="hello"))["ok"]
    bot.answer = lambda envelope: {"text": "Menu"} if envelope.type == "slash_commands" else None
    assert (await page.act("message", channel=direct, text="/pmo"))["ok"]
    shown = (await page.get("messages", channel=direct))["messages"]
    assert [(one["text"], one["ephemeral"], one["via"]) for one in shown] == [
        ("hello", False, ""),
        ("Menu", True, "command"),
    ]
    prompt = await api("chat.postMessage", channel=page.me, text="Ready?", blocks=PROMPT)
    where = {"channel": prompt["channel"], "ts": prompt["ts"]}
    assert (await page.act("click", where=where, block_id="prompt", action_id="answer"))["ok"]
    await api("views.open", trigger_id=bot.payloads[-1]["trigger_id"], view=FORM)
    view = (await page.get("views"))["views"][0]
    assert (view["title"]["text"], view["state_errors"]) == ("Your update", {})
    refused = await page.act("submit", view_id=view["id"], state={"moved": {"value": ""}})
    assert (refused["closed"], list(refused["errors"])) == (False, ["moved"])
    sent = await page.act("submit", view_id=view["id"], state={"moved": {"value": "Refunds"}})
    assert (sent["errors"], sent["closed"]) == (None, True)
    assert bot.payloads[-1]["view"]["state"]["values"]["moved"]["value"]["value"] == "Refunds"
    gone = await page.act("close", view_id=view["id"])
    assert gone["error"] == "That form is no longer open."


async def test_a_choice_in_a_message_carries_its_value(api, page: Page, workspace: Workspace, bot) -> None:
    """`value` is the chosen option's."""
    prompt = await api("chat.postMessage", channel=page.me, text="Ready?", blocks=PROMPT)
    where = {"channel": prompt["channel"], "ts": prompt["ts"]}
    assert (await page.act("click", where=where, block_id="prompt", action_id="more", value="why"))["ok"]
    assert bot.payloads[-1]["actions"][0]["selected_option"]["value"] == "why"
    wrong = await page.act("click", where=where, block_id="prompt", action_id="more", value="none")
    assert wrong["error"] == "“none” is not one of the choices."


async def test_the_home_tab_is_opened_and_read(api, page: Page, workspace: Workspace, bot) -> None:
    """`open_home` tells the bot; the view is read apart."""
    assert (await page.get("home"))["view"] is None
    await page.act("open_home")
    assert bot.events[-1]["type"] == "app_home_opened"
    home = {"type": "home", "blocks": PROMPT}
    await api("views.publish", user_id=page.me, view=home)
    assert (await page.get("home"))["view"]["blocks"][0]["block_id"] == "ask"
    assert (await page.act("click", where={"home": True}, block_id="prompt", action_id="answer"))["ok"]
    assert bot.payloads[-1]["container"]["type"] == "view"


async def test_channels_and_people_can_be_changed(page: Page, workspace: Workspace, bot) -> None:
    """Inviting and removing the bot, joining, leaving, archiving, deactivating."""
    leadership, sync, ben = workspace.channel("leadership"), workspace.channel("sync"), workspace.person("ben")
    for kind, body in [
        ("join_bot", {"channel": leadership.id}),
        ("remove_bot", {"channel": leadership.id}),
        ("leave", {"channel": sync.id}),
        ("join", {"channel": sync.id}),
        ("archive", {"channel": sync.id}),
        ("unarchive", {"channel": sync.id}),
        ("deactivate", {"user": ben.id}),
        ("reactivate", {"user": ben.id}),
    ]:
        assert (await page.act(kind, **body))["ok"], kind
    assert [event["type"] for event in bot.events] == [
        "member_joined_channel",
        "member_left_channel",
        "member_left_channel",
        "member_joined_channel",
        "channel_archive",
        "channel_unarchive",
        "user_change",
        "user_change",
    ]


async def test_what_cannot_be_done_is_said_in_a_sentence(page: Page, workspace: Workspace) -> None:
    """No act of the page ends in a stack trace."""
    assert "does not know the act" in (await page.act("fly"))["error"]
    assert "no such person" in (await page.act("deactivate", user="U404"))["error"]
    assert "how many hours" in (await page.act("quiet", user=workspace.person("ben").id, hours=10**6))["error"]
    assert "nothing to send" in (await page.act("message", channel=workspace.channel("sync").id, text=" "))["error"]
    assert "not connected" in (await page.act("message", channel=workspace.channel("sync").id, text="/pmo"))["error"]
    missing = {"channel": workspace.channel("sync").id, "ts": "1.0"}
    assert "no longer there" in (await page.act("click", where=missing, block_id="b", action_id="a"))["error"]
    assert "no home tab" in (await page.act("click", where={"home": True}, block_id="b", action_id="a"))["error"]


async def test_the_inspector_reads_on_from_a_number(api, page: Page) -> None:
    """Rows carry their number; `after` asks for newer ones."""
    await api("auth.test")
    await api("users.info", user="U404")
    rows = (await page.get("traffic"))["rows"]
    assert [(row["kind"], row["ok"], row["direction"]) for row in rows] == [
        ("auth.test", True, "bot→slack"),
        ("users.info", False, "bot→slack"),
    ]
    assert [row["n"] for row in (await page.get("traffic", after="1"))["rows"]] == [2]


async def test_faults_are_switched(page: Page, workspace: Workspace) -> None:
    """The switches are listed, and say what they are after a change."""
    assert not any(fault["on"] for fault in (await page.get("faults"))["faults"])
    switched = await page.post("faults", name="server_error", on=True)
    assert [fault["name"] for fault in switched["faults"] if fault["on"]] == ["server_error"]
    assert (await page.post("faults", name="earthquake", on=True))["ok"] is False


async def test_changes_are_streamed(api, page: Page, workspace: Workspace) -> None:
    """Server-Sent Events name what changed."""
    async with page.session.get(f"{page.server.url}/page/events", params={"as": page.me}) as stream:
        assert stream.headers["Content-Type"] == "text/event-stream"
        assert (await stream.content.readuntil(b"\n\n")).startswith(b"retry")
        workspace.messages.post(workspace.channel("sync"), page.me, "hello")
        data = (await stream.content.readuntil(b"\n\n")).decode()
    assert json.loads(data.removeprefix("data: "))["kind"] == "message"


async def test_a_page_of_another_site_reaches_nothing(page: Page, server: PlaygroundServer) -> None:
    """Loopback only: a foreign host name and a form of another site are refused."""
    async with page.session.get(f"{server.url}/page/state", headers={"Host": "evil.example"}) as response:
        assert response.status == 403
    async with page.session.post(f"{server.url}/page/act", data={"type": "message"}) as response:
        assert response.status == 415
    with pytest.raises(ValueError, match="loopback only"):
        PlaygroundServer(server.workspace, host="0.0.0.0")


async def test_the_page_is_served(page: Page) -> None:
    """`/` is the page; assets are files of its folder and nothing beside it."""
    async with page.session.get(page.server.url + "/") as response:
        assert "text/html" in response.headers["Content-Type"]
    async with page.session.get(page.server.url + "/page/assets/%2e%2e/server.py") as response:
        assert response.status == 404


async def test_without_controls_the_clock_stands_as_it_is(page: Page) -> None:
    """The sentence says why."""
    assert "runs alone" in (await page.post("clock", to="next"))["error"]
