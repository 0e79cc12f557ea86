"""The manifest of the Slack app, made from the scope table, and what it promises compared with who listens.

Fields: docs.slack.dev, "App manifest reference". Every scope stands under `bot`, the optional ones too: Drumbeat goes
on without those, so whoever installs it may leave them out.
"""

import io
from typing import Any

from ruamel.yaml import YAML

from bot.slack.app import SlackApp
from bot.slack.scopes import BOT_SCOPES, EVENTS, OPTIONAL_SCOPES
from bot.slack.shortcuts import SHORTCUTS

SECOND_COMMAND = "/drumbeat"
HEADER = (
    "# The Slack app that Drumbeat needs. Printed by `drumbeat manifest`; paste it at https://api.slack.com/apps.\n"
)


def manifest(command: str = "/pmo") -> dict[str, Any]:
    """Return the manifest of an app whose slash command is `command`; /drumbeat works beside it."""
    return {
        "display_information": {
            "name": "Drumbeat",
            "description": "Runs the rituals of a PMO, so that everyone does less.",
            "background_color": "#1f3a4d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Drumbeat", "always_online": True},
            "slash_commands": [
                {
                    "command": name,
                    "description": "Your updates, your team's syncs, what waits on you",
                    "usage_hint": "[sync | role | help | anything to look for]",
                    "should_escape": True,
                }
                for name in commands(command)
            ],
            "shortcuts": [
                {"name": one.name, "type": one.type, "callback_id": one.callback_id, "description": one.description}
                for one in SHORTCUTS
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted([*BOT_SCOPES, *OPTIONAL_SCOPES])}},
        "settings": {
            "event_subscriptions": {"bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def commands(command: str) -> list[str]:
    """Return the slash commands, each once."""
    return list(dict.fromkeys([command, SECOND_COMMAND]))


def as_yaml(command: str = "/pmo") -> str:
    """Return the manifest as Slack takes it."""
    writer = YAML()
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.width = 120
    stream = io.StringIO()
    writer.dump(manifest(command), stream)
    return HEADER + stream.getvalue()


def unheard(app: SlackApp, command: str = "/pmo") -> list[str]:
    """Return a sentence for each promise of the manifest that nobody keeps, and for each listener it does not serve."""
    promised = {f"event {name.split('.', 1)[0]}" for name in EVENTS} | {f"command {name}" for name in commands(command)}
    promised |= {f"shortcut {one.callback_id}" for one in SHORTCUTS}
    return [
        *(f"Slack sends the {name}, and nothing listens to it." for name in sorted(promised - app.listens_to)),
        *(
            f"Something listens to the {name}, which the manifest does not ask for."
            for name in sorted(app.listens_to - promised)
        ),
    ]
