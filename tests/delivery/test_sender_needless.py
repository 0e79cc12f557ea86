"""What need not be said any more: skipped with its reason, or left as it stands in Slack."""

from typing import Any

import pytest

from bot.db import Database
from bot.delivery.wording import Skip
from bot.slack.gateway import Message
from tests.delivery.conftest import Office, intent


async def test_a_message_that_is_not_needed_is_skipped(office: Office):
    """With its reason; nothing is posted, nobody is alarmed."""
    office.words["a"] = Skip("The round was closed before.")
    await office.send(intent("a"))
    row = await office.row("a")
    assert (row.state, row.reason) == ("skipped", "The round was closed before.")
    assert (office.slack.calls, office.failed) == ([], [])


async def test_what_is_asked_for_while_it_is_called_needless_is_said(office: Office, monkeypatch: pytest.MonkeyPatch):
    """The facts changed after the renderer had looked: the row is worded again."""
    renderers = office.sender._wording._renderers
    render = renderers["note"]

    async def early(database: Database, workspace_id: str, subject: dict[str, Any]) -> Message | Skip:
        office.words["a"] = Message("news")
        async with database.transaction(workspace_id) as session:
            await office.ledger.refresh(session, workspace_id, ["a"])
        renderers["note"] = render
        return Skip("nothing to say yet")

    monkeypatch.setitem(renderers, "note", early)
    await office.send(intent("a"))
    assert [said.text for said in office.slack.said] == ["news"]


async def test_an_update_that_is_not_needed_leaves_the_message(office: Office):
    """What stands in Slack stays as it is."""
    await office.send(intent("a"))
    office.words["a"] = Skip("Nothing to add.")
    await office.refresh("a")
    row = await office.row("a")
    assert (row.state, row.wanted, row.sent, office.slack.calls) == ("sent", 2, 2, ["post a"])
