"""users.*: the members of the workspace."""

from bot.playground.call import Call, Method, next_cursor
from bot.playground.records import TEAM_ID, Json


async def info(call: Call) -> Json:
    """users.info: one member."""
    return {"user": call.workspace.user_json(call.person(call.text("user")))}


async def list_(call: Call) -> Json:
    """users.list: all members, deactivated ones and bots included, in pages."""
    # Of people of other workspaces, met in shared channels, only users.info tells.
    own = [one for one in call.workspace.state.people.values() if one.team == TEAM_ID]
    people, cursor = call.page(own, otherwise=200)
    members = [call.workspace.user_json(person) for person in people]
    return {"members": members, "cache_ts": int(call.workspace.clock.now().timestamp()), **next_cursor(cursor)}


METHODS: dict[str, Method] = {"users.info": info, "users.list": list_}
