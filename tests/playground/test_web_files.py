"""Uploading files: an address, the content, and a message that has it."""

import json

import pytest

from bot.playground.workspace import Workspace


async def uploaded(api, server, workspace: Workspace, content: bytes = b"BEGIN") -> str:
    """Upload a file and return its id; it is shared nowhere yet."""
    offered = await api("files.getUploadURLExternal", filename="weekly.ics", length=len(content))
    assert offered["upload_url"].startswith(f"{server.url}/upload/")
    async with api.session.post(offered["upload_url"], data=content) as response:
        assert (response.status, await response.text()) == (200, f"OK - {len(content)}")
    return str(offered["file_id"])


async def test_a_file_is_shared_in_a_conversation(api, server, workspace: Workspace) -> None:
    """Slack: files.completeUploadExternal posts it; the page keeps it for whoever is in that conversation."""
    file_id = await uploaded(api, server, workspace)
    ana = workspace.persona("ana")
    place = workspace.channel("dm", user=ana.id).id
    files = json.dumps([{"id": file_id, "title": "Weekly sync"}])
    assert (await api("files.completeUploadExternal", files=files, channel_id=place))["files"][0]["id"] == file_id
    [message] = ana.messages()
    assert (message.files[0]["name"], message.files[0]["title"]) == ("weekly.ics", "Weekly sync")
    for who, status in (("ana", 200), ("ben", 404)):
        url = f"{server.url}/page/file?as={workspace.person(who).id}&id={file_id}"
        async with api.session.get(url) as response:
            assert response.status == status
            if status == 200:
                assert await response.read() == b"BEGIN"
                assert response.headers["Content-Disposition"] == 'attachment; filename="weekly.ics"'
    again = await api("files.completeUploadExternal", files=files, channel_id=place)
    assert again["error"] == "file_not_found"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"length": 5}, "invalid_arguments"),
        ({"filename": "a.csv"}, "invalid_arguments"),
        ({"filename": "a.csv", "length": 2 * 1024 * 1024}, "file_upload_size_restricted"),
    ],
)
async def test_an_address_needs_a_name_and_a_length(api, arguments: dict[str, object], error: str) -> None:
    """Slack: both are required, and there is a largest size."""
    assert (await api("files.getUploadURLExternal", **arguments))["error"] == error


async def test_an_address_takes_one_file_of_the_length_announced(api, server, workspace: Workspace) -> None:
    """Another length, a second file, an address that nobody gave out."""
    offered = await api("files.getUploadURLExternal", filename="a.csv", length=5)
    for url, content, status in (
        (offered["upload_url"], b"four", 400),
        (offered["upload_url"], b"fives", 200),
        (offered["upload_url"], b"fives", 400),
        (f"{server.url}/upload/none", b"fives", 400),
    ):
        async with api.session.post(url, data=content) as response:
            assert response.status == status


async def test_sharing_is_refused_where_the_bot_is_not_or_nothing_arrived(api, server, workspace: Workspace) -> None:
    """Slack: conversations by id only, where the bot is a member; files that were uploaded; the scope files:write."""
    file_id = await uploaded(api, server, workspace)
    ana = workspace.person("ana")
    sync, leadership = workspace.channel("sync").id, workspace.channel("leadership").id
    one = json.dumps([{"id": file_id}])
    for files, channel_id, error in (
        (one, ana.id, "channel_not_found"),
        (one, leadership, "not_in_channel"),
        (json.dumps([{"id": "F404"}]), sync, "file_not_found"),
        ("[]", sync, "file_not_found"),
        ("weekly.ics", sync, "invalid_arguments"),
    ):
        answer = await api("files.completeUploadExternal", files=files, channel_id=channel_id)
        assert answer["error"] == error
    await workspace.members.archive(workspace.channel("sync"), by=workspace.person("mara").id)
    assert (await api("files.completeUploadExternal", files=one, channel_id=sync))["error"] == "is_archived"
    workspace.scopes.discard("files:write")
    refused = await api("files.getUploadURLExternal", filename="a.csv", length=1)
    assert (refused["error"], refused["needed"]) == ("missing_scope", "files:write")
