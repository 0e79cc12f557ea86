"""usergroups.*: the user groups of the workspace, and who is in them; Slack gives each list in one piece."""

from bot.playground.call import Call, Method
from bot.playground.records import Json, SlackRefusal
from bot.playground.user_groups import group_json


async def list_(call: Call) -> Json:
    """usergroups.list: those that are on, and with `include_disabled` all."""
    groups = call.workspace.state.groups.values()
    shown = [one for one in groups if call.flag("include_disabled") or not one.deleted]
    return {"usergroups": [group_json(one) for one in shown]}


async def members(call: Call) -> Json:
    """usergroups.users.list: who is in a group; of one that is switched off only with `include_disabled`."""
    group = call.workspace.state.groups.get(call.text("usergroup", required=True))
    if group is None or (group.deleted and not call.flag("include_disabled")):
        raise SlackRefusal("no_such_subteam")
    return {"users": [one for one in group.members if not call.workspace.state.people[one].deleted]}


METHODS: dict[str, Method] = {"usergroups.list": list_, "usergroups.users.list": members}
