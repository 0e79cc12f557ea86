"""A workspace goes on where it was left."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import ShiftedClock
from bot.playground import storage
from bot.playground.client import Client
from bot.playground.workspace import Workspace
from tests.playground.conftest import COMPANY
from tests.playground.test_web_views import HOME, MODAL


async def test_everything_is_there_again_after_a_restart(clock: ShiftedClock, tmp_path: Path) -> None:
    """People, channels, messages with threads, read marks, forms, home tabs, and the timestamps go on."""
    path = tmp_path / "workspace.json"
    first = Workspace(COMPANY, clock=clock, path=path)
    ana = first.persona("ana")
    parent = await ana.say("hello", channel="#sync")
    await ana.say("reply", channel="#sync", thread=parent.ts)
    await first.members.set_deleted(first.person("ben"), deleted=True)
    first.views.open(ana.id, MODAL)
    ana.fill({"What moved?": "half a sentence"})
    first.views.publish(ana.id, HOME)
    await first.close()
    assert path.stat().st_mode & 0o777 == 0o600

    again = Workspace({}, clock=clock, path=path)
    ana = again.persona("ana")
    assert [message.text for message in ana.thread("#sync", parent.ts)] == ["hello", "reply"]
    assert ana.unread("#sync") == 0
    assert again.person("ben").deleted
    assert ana.modal.typed == {"moved": {"moved": "half a sentence"}}
    assert ana.home.type == "home"
    later = await ana.say("later", channel="#sync")
    assert later.ts > parent.ts
    await again.close()


async def test_a_moved_clock_can_go_on_from_where_it_was(clock: ShiftedClock, tmp_path: Path) -> None:
    """The file knows the instant at which it was saved."""
    path = tmp_path / "workspace.json"
    assert storage.saved_now(path) is None
    workspace = Workspace(COMPANY, clock=clock, path=path)
    clock.move_to(datetime(2026, 12, 1, tzinfo=UTC))
    await workspace.close()
    assert storage.saved_now(path) == datetime(2026, 12, 1, tzinfo=UTC)


def test_a_file_of_another_form_is_not_guessed_at(clock: ShiftedClock, tmp_path: Path) -> None:
    """The error says what to do."""
    path = tmp_path / "workspace.json"
    path.write_text('{"form": 99}')
    with pytest.raises(ValueError, match="delete it to begin anew"):
        Workspace(COMPANY, clock=clock, path=path)


async def test_a_change_is_saved_without_being_asked(clock: ShiftedClock, tmp_path: Path) -> None:
    """Changes plan a save; several at once make one."""
    path = tmp_path / "workspace.json"
    workspace = Workspace(COMPANY, clock=clock, path=path)
    client = Client(workspace, workspace.person("ana"))
    await client.say(workspace.channel("sync"), "hello")
    assert workspace._saving is not None
    workspace.save()
    assert "hello" in path.read_text()
    await workspace.close()
