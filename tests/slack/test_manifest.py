"""The manifest is what the scope table says, within Slack's limits, and the file at the root is the same."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.slack.app import SlackApp, build_app
from bot.slack.manifest import as_yaml, manifest, unheard
from bot.slack.scopes import EVENTS, SCOPES
from bot.slack.shortcuts import SHORTCUTS

ROOT = Path(__file__).parents[2]


async def nobody(*_arguments: Any) -> Any:
    raise AssertionError


def test_the_file_is_what_the_command_prints() -> None:
    """`manifest.yaml` can be pasted as it is."""
    assert (ROOT / "manifest.yaml").read_text() == as_yaml()


def test_every_scope_and_event_is_asked_for() -> None:
    """And nothing else."""
    read = YAML(typ="safe").load(as_yaml("/beat"))
    assert set(read["oauth_config"]["scopes"]["bot"]) == set(SCOPES)
    assert set(read["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)
    assert [one["command"] for one in read["features"]["slash_commands"]] == ["/beat", "/drumbeat"]
    assert read["settings"]["socket_mode_enabled"] is True


def test_slacks_limits_are_kept() -> None:
    """App name 35 characters, description 140, command's hint 1,000, shortcut's name 24; five shortcuts of a type."""
    made = manifest("/drumbeat")
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    (command,) = made["features"]["slash_commands"]
    assert len(command["usage_hint"]) <= 1000
    shortcuts = made["features"]["shortcuts"]
    assert all(len(one["name"]) <= 24 and len(one["description"]) <= 150 for one in shortcuts)
    assert max(sum(one["type"] == kind for one in shortcuts) for kind in ("message", "global")) <= 5


def listening(*, without: str = "") -> SlackApp:
    app = build_app(nobody, nobody)
    for name in {name.split(".")[0] for name in EVENTS} - {without}:
        app.event(name)(nobody)
    app.command("/pmo")(nobody)
    app.command("/drumbeat")(nobody)
    for one in SHORTCUTS:
        app.shortcut(one.callback_id)(nobody)
    return app


def test_what_is_promised_and_heard_is_compared() -> None:
    """An event without a listener and a listener without an event are both named."""
    assert unheard(listening()) == []
    assert unheard(listening(without="team_join")) == ["Slack sends the event team_join, and nothing listens to it."]
    app = listening()
    app.event({"type": "reaction_added"})(nobody)
    assert unheard(app) == ["Something listens to the event reaction_added, which the manifest does not ask for."]
    assert len(unheard(listening(), "/beat")) == 2
