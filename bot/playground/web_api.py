"""The Web API of the local Slack: who may call which method, how often, and what comes back."""

import json
from collections.abc import Mapping
from typing import Any

from bot.playground import web_chat, web_conversations, web_dnd, web_files, web_user_groups, web_users, web_views
from bot.playground.call import Call, Method
from bot.playground.rates import RateLimits, Rates
from bot.playground.records import APP_ID, BOT_ID, BOT_USER_ID, TEAM_ID, Json, SlackRefusal
from bot.playground.workspace import Workspace
from bot.slack.scopes import METHODS

BOT_TOKEN = "xoxb-playground"  # noqa: S105 - the fixed word of a workspace on this machine
APP_TOKEN = "xapp-playground"  # noqa: S105 - the same

# Arguments that are JSON inside a form-encoded call.
_JSON_ARGUMENTS = frozenset({"blocks", "view", "metadata", "attachments"})


class WebApi:
    """Answers calls as Slack does; `connections_open` makes the address of a new socket."""

    def __init__(self, workspace: Workspace, rates: RateLimits) -> None:
        """Serve `workspace` at these rates."""
        self.workspace = workspace
        self.rates = Rates(rates, workspace.real)
        self.socket_url = ""
        self._methods: dict[str, Method] = {
            "auth.test": _auth_test,
            "apps.connections.open": self._connections_open,
            **web_chat.METHODS,
            **web_views.METHODS,
            **web_users.METHODS,
            **web_dnd.METHODS,
            **web_user_groups.METHODS,
            **web_conversations.METHODS,
            **web_files.METHODS,
        }

    async def call(self, method: str, token: str, arguments: Mapping[str, Any]) -> Json:
        """Answer one call; SlackRefusal carries the code of what is refused."""
        handler = self._methods.get(method)
        if handler is None or method not in METHODS:
            raise SlackRefusal("unknown_method", req_method=method)
        self._authorise(method, token)
        self._need_scope(method)
        args = _decoded(arguments)
        self.rates.count(method, self._conversation(args))
        return {"ok": True, **await handler(Call(self.workspace, method, args))}

    def _conversation(self, args: Json) -> str:
        """Return the conversation that a call is about: a person's id and their D… channel are the same one."""
        wanted = str(args.get("channel") or "")
        state = self.workspace.state
        if wanted in state.people and not state.people[wanted].is_bot:
            return state.direct(wanted).id
        named = state.channel_named(wanted) if wanted.startswith("#") else None
        return named.id if named else wanted

    def _authorise(self, method: str, token: str) -> None:
        if not token:
            raise SlackRefusal("not_authed")
        if token not in {BOT_TOKEN, APP_TOKEN}:
            raise SlackRefusal("invalid_auth")
        if (token == APP_TOKEN) != (method == "apps.connections.open"):
            raise SlackRefusal("not_allowed_token_type")
        if token == BOT_TOKEN and self.workspace.faults.on("token_revoked"):
            raise SlackRefusal("token_revoked")

    def _need_scope(self, method: str) -> None:
        needed = METHODS[method].scopes
        if needed and not set(needed) & self.workspace.scopes:
            raise SlackRefusal(
                "missing_scope", needed=",".join(needed), provided=",".join(sorted(self.workspace.scopes))
            )

    async def _connections_open(self, _call: Call) -> Json:
        return {"url": self.socket_url}


async def _auth_test(call: Call) -> Json:
    return {
        "url": f"https://{call.workspace.domain}.slack.example/",
        "team": call.workspace.state.team_name,
        "user": call.workspace.state.people[BOT_USER_ID].name,
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "app_id": APP_ID,
        "is_enterprise_install": False,
    }


def _decoded(arguments: Mapping[str, Any]) -> Json:
    decoded = {name: value for name, value in arguments.items() if name != "token"}
    for name in _JSON_ARGUMENTS & set(decoded):
        if isinstance(decoded[name], str):
            try:
                decoded[name] = json.loads(decoded[name])
            except ValueError as problem:
                code = "invalid_blocks_format" if name == "blocks" else "invalid_arguments"
                raise SlackRefusal(code) from problem
    return decoded
