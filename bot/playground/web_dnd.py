"""dnd.*: who does not want to be disturbed."""

from bot.playground.call import Call, Method
from bot.playground.records import Json, SlackRefusal

MOST = 50
NEVER = 1
"""What stands for both ends of a stretch where there is none."""


async def team_info(call: Call) -> Json:
    """dnd.teamInfo: of up to fifty people (docs.slack.dev, "dnd.teamInfo": `users` is required)."""
    users = [one for one in call.text("users").split(",") if one]
    if not users:
        raise SlackRefusal("no_users_provided")
    if len(users) > MOST:
        raise SlackRefusal("invalid_arguments", f"[ERROR] no more than {MOST} items allowed: users")
    told: Json = {}
    for user in users:
        if user not in call.workspace.state.people:
            raise SlackRefusal("user_not_visible")
        person = call.workspace.state.people[user]
        enabled = person.quiet_until > 0
        told[user] = {
            "dnd_enabled": enabled,
            "next_dnd_start_ts": person.quiet_from if enabled else NEVER,
            "next_dnd_end_ts": person.quiet_until if enabled else NEVER,
        }
    return {"users": told}


METHODS: dict[str, Method] = {"dnd.teamInfo": team_info}
