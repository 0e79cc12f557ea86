"""views.*: forms and home tabs. Errors: docs.slack.dev, the pages of views.open, push, update and publish."""

from bot.playground.call import Call, Method
from bot.playground.records import Json, SlackRefusal
from bot.playground.view_checks import check_view


async def open_view(call: Call) -> Json:
    """views.open: a form in front of whoever caused the trigger."""
    view = check_view(call.args.get("view"), "modal")
    trigger = call.workspace.lent.exchange(call.text("trigger_id", required=True))
    opened = call.workspace.views.open(trigger.user, view)
    return {"view": call.workspace.views.shown(opened)}


async def push_view(call: Call) -> Json:
    """views.push: a form on top of the one that the trigger came from."""
    view = check_view(call.args.get("view"), "modal")
    trigger = call.workspace.lent.exchange(call.text("trigger_id", required=True))
    pushed = call.workspace.views.push(trigger.user, view)
    return {"view": call.workspace.views.shown(pushed)}


async def update_view(call: Call) -> Json:
    """views.update: an open form, by its id or external_id; a stale `hash` is refused."""
    if not call.text("view_id") and not call.text("external_id"):
        raise SlackRefusal("invalid_arguments", "[ERROR] view_id or external_id is required")
    view = call.workspace.views.find(call.text("view_id"), call.text("external_id"))
    given = check_view(call.args.get("view"), view.type)
    if call.text("hash") and call.text("hash") != view.hash:
        raise SlackRefusal("hash_conflict")
    return {"view": call.workspace.views.shown(call.workspace.views.update(view, given))}


async def publish_view(call: Call) -> Json:
    """views.publish: the home tab of one person."""
    person = call.workspace.state.people.get(call.text("user_id", required=True))
    if person is None or person.is_bot:
        raise SlackRefusal("invalid_arguments", "[ERROR] user_id is not a member")
    if person.deleted:
        raise SlackRefusal("user_disabled")
    given = check_view(call.args.get("view"), "home")
    present = call.workspace.views.home(person.id)
    if call.text("hash") and present and call.text("hash") != present.hash:
        raise SlackRefusal("hash_conflict")
    return {"view": call.workspace.views.shown(call.workspace.views.publish(person.id, given))}


METHODS: dict[str, Method] = {
    "views.open": open_view,
    "views.push": push_view,
    "views.update": update_view,
    "views.publish": publish_view,
}
