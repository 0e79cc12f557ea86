"""What Drumbeat asks of Slack: the one table that feeds the manifest, `doctor`, the playground and the README.

Tiers and scopes are Slack's own, from the method pages of docs.slack.dev (read in 2026).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """A Web API method that Drumbeat calls.

    `scopes`: the bot scopes of which it needs at least one (empty: none); `per_minute`: Slack's rate for one workspace;
    `required`: False where Drumbeat goes on without it.
    """

    scopes: tuple[str, ...]
    per_minute: int
    required: bool = True


@dataclass(frozen=True)
class Scope:
    """A bot scope: why it is asked for, and what fails without it."""

    why: str
    without: str
    required: bool = True


TIER_2, TIER_3, TIER_4, POSTS = 20, 50, 100, 300

METHODS: dict[str, Method] = {
    "auth.test": Method((), TIER_4),
    "apps.connections.open": Method((), TIER_4),
    "chat.postMessage": Method(("chat:write",), POSTS),
    "chat.update": Method(("chat:write",), TIER_3),
    "chat.postEphemeral": Method(("chat:write",), TIER_4),
    "views.open": Method((), TIER_4),
    "views.push": Method((), TIER_4),
    "views.update": Method((), TIER_4),
    "views.publish": Method((), TIER_4),
    "users.list": Method(("users:read",), TIER_2),
    "users.info": Method(("users:read",), TIER_4),
    "dnd.teamInfo": Method(("dnd:read",), TIER_2, required=False),
    "conversations.list": Method(("channels:read", "groups:read"), TIER_2),
    "conversations.info": Method(("channels:read", "groups:read"), TIER_3),
    "conversations.members": Method(("channels:read", "groups:read"), TIER_4),
    "usergroups.list": Method(("usergroups:read",), TIER_2, required=False),
    "usergroups.users.list": Method(("usergroups:read",), TIER_2, required=False),
    "conversations.history": Method(("channels:history", "groups:history", "im:history"), TIER_3, required=False),
    "conversations.replies": Method(("channels:history", "groups:history", "im:history"), TIER_3, required=False),
    "conversations.open": Method(("im:write",), TIER_3, required=False),
    "files.getUploadURLExternal": Method(("files:write",), TIER_4, required=False),
    "files.completeUploadExternal": Method(("files:write",), TIER_4, required=False),
}

SCOPES: dict[str, Scope] = {
    "chat:write": Scope("ask people, post the summary, answer", "nothing can be sent"),
    "commands": Scope("the /pmo command", "/pmo does not answer"),
    "users:read": Scope("names and time zones", "nobody can be asked at their own time"),
    "users:read.email": Scope("find people of a company file by e-mail", "`drumbeat apply` finds nobody"),
    "channels:read": Scope("see channels and who is in them", "channels cannot be chosen"),
    "im:history": Scope(
        "hear what people type to Drumbeat; find a message again after a crash", "plain words stay unread"
    ),
    "groups:read": Scope("see private channels it was invited to", "syncs cannot use private channels", required=False),
    "channels:history": Scope(
        "find a summary again after a crash; offer pages where a channel wants it",
        "after a crash a person decides whether to post again, and no page is offered",
        required=False,
    ),
    "groups:history": Scope(
        "the same in private channels", "after a crash a person decides whether to post again", required=False
    ),
    "im:write": Scope(
        "find the first message to somebody again after a crash",
        "whose first message was under way at a crash may get it twice",
        required=False,
    ),
    "files:write": Scope(
        "send a calendar or answers as a file to whoever asks for it",
        "files come from the command line alone",
        required=False,
    ),
    "dnd:read": Scope(
        "ask people when their do-not-disturb has ended",
        "questions come during do-not-disturb, too",
        required=False,
    ),
    "usergroups:read": Scope(
        "ask the members of a user group", "syncs follow channels, teams and people alone", required=False
    ),
    "app_mentions:read": Scope("hear @Drumbeat in channels", "mentions stay unanswered", required=False),
}

BOT_SCOPES = tuple(name for name, scope in SCOPES.items() if scope.required)
OPTIONAL_SCOPES = tuple(name for name, scope in SCOPES.items() if not scope.required)

EVENTS: tuple[str, ...] = (
    "app_home_opened",
    "app_mention",
    "channel_archive",
    "channel_rename",
    "channel_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.im",
    "subteam_created",
    "subteam_members_changed",
    "subteam_updated",
    "team_join",
    "user_change",
)
