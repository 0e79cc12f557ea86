"""A file goes to Slack in three steps, and to nobody but Slack."""

from io import BytesIO

import pytest

from bot.errors import SlackRefused
from bot.slack.web import WebSlack
from tests.factories.web_api import Api


async def test_a_file_is_announced_sent_and_shared_in_the_conversation(slack: WebSlack, api: Api) -> None:
    """A person's conversation is opened first: Slack shares files in conversations alone."""
    api.will("conversations.open", {"channel": {"id": "D1"}})
    api.will("files.getUploadURLExternal", {"upload_url": f"{api.url}upload", "file_id": "F1"})
    await slack.upload("U1", "weekly.ics", BytesIO(b"BEGIN"), "Weekly sync")
    assert [name for name, _ in api.calls] == [
        "conversations.open",
        "files.getUploadURLExternal",
        "upload",
        "files.completeUploadExternal",
    ]


async def test_a_file_is_never_sent_to_an_address_that_is_not_slacks(slack: WebSlack, api: Api) -> None:
    """Whatever an answer says: nothing is sent, nothing is shared."""
    api.will("files.getUploadURLExternal", {"upload_url": "https://files.example/upload", "file_id": "F1"})
    with pytest.raises(SlackRefused, match="the address is none of Slack's"):
        await slack.upload("D1", "answers.csv", BytesIO(b"a,b"), "Answers")
    assert api.asked("files.completeUploadExternal") == []


async def test_a_file_that_does_not_arrive_is_not_shared(slack: WebSlack, api: Api) -> None:
    """What the address answers is told."""
    api.will("files.getUploadURLExternal", {"upload_url": f"{api.url.removesuffix('api/')}nowhere", "file_id": "F1"})
    with pytest.raises(SlackRefused, match="upload_url: http_404"):
        await slack.upload("D1", "answers.csv", BytesIO(b"a,b"), "Answers")
    assert api.asked("files.completeUploadExternal") == []
