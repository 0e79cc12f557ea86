"""What the bot says through a response_url."""

from bot.playground.triggers import RESPONSE_LIVES
from bot.playground.workspace import Workspace

BUTTON = [
    {
        "type": "actions",
        "block_id": "b",
        "elements": [{"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}],
    }
]


async def url_of_a_click(api, workspace: Workspace, bot) -> str:
    ana = workspace.persona("ana")
    await api("chat.postMessage", channel="#sync", text="Ready?", blocks=BUTTON)
    await ana.click("Go", on=ana.messages("#sync")[-1])
    return bot.payloads[-1]["response_url"]


async def answer(api, url: str, **body):
    async with api.session.post(url, json=body) as response:
        return response.status, await response.text()


async def test_an_answer_is_seen_by_the_one_who_clicked(api, workspace: Workspace, bot) -> None:
    """Slack: a reply through response_url is ephemeral unless response_type: in_channel."""
    url = await url_of_a_click(api, workspace, bot)
    assert await answer(api, url, text="Just you") == (200, "ok")
    assert [message.text for message in workspace.persona("ana").messages("#sync")] == ["Ready?", "Just you"]
    assert [message.text for message in workspace.persona("ben").messages("#sync")] == ["Ready?"]
    await answer(api, url, text="For all", response_type="in_channel")
    assert workspace.persona("ben").messages("#sync")[-1].text == "For all"


async def test_an_answer_can_replace_or_delete_the_message(api, workspace: Workspace, bot) -> None:
    """Slack: replace_original and delete_original."""
    url = await url_of_a_click(api, workspace, bot)
    await answer(api, url, text="Answered", replace_original=True)
    assert [(one.text, one.edited) for one in workspace.persona("ben").messages("#sync")] == [("Answered", True)]
    await answer(api, url, delete_original=True)
    assert workspace.persona("ben").messages("#sync") == []


async def test_a_response_url_works_five_times(api, workspace: Workspace, bot) -> None:
    """Slack: response_url: 5 uses."""
    url = await url_of_a_click(api, workspace, bot)
    codes = [(await answer(api, url, text=str(number)))[0] for number in range(6)]
    assert codes == [200] * 5 + [404]
    assert "used_url" in (await answer(api, url, text="more"))[1]


async def test_a_response_url_lives_half_an_hour(api, workspace: Workspace, bot, real) -> None:
    """Slack: response_url: 30 min, in real time."""
    url = await url_of_a_click(api, workspace, bot)
    real.seconds += RESPONSE_LIVES + 1
    status, words = await answer(api, url, text="late")
    assert (status, "expired_url" in words) == (404, True)


async def test_blocks_of_an_answer_are_checked_too(api, workspace: Workspace, bot) -> None:
    """Slack: a response_url takes the same blocks as chat.postMessage."""
    url = await url_of_a_click(api, workspace, bot)
    status, words = await answer(api, url, blocks=[{"type": "sectoin"}])
    assert (status, "invalid_blocks" in words) == (400, True)
    assert (await answer(api, url))[0] == 400
    row = workspace.traffic.rows()[-1]
    assert (row.kind, row.ok) == ("response_url", False)
