"""The forms (modals, up to three on top of each other) and home tabs in front of people."""

import secrets
from typing import TYPE_CHECKING, Any

from bot.playground.payloads import view_json
from bot.playground.records import Json, SlackRefusal, View
from bot.playground.view_state import kept_typing, state_values

if TYPE_CHECKING:
    from bot.playground.workspace import Workspace

# Slack: at most 3 views on the stack.
STACK = 3


class Views:
    """Opens, pushes, updates, closes and publishes views. Views given to it have been checked already."""

    def __init__(self, workspace: "Workspace") -> None:
        """Keep the views in `workspace.state`."""
        self._workspace = workspace

    def stack(self, user: str) -> list[View]:
        """Return the forms open in front of `user`, the top one last."""
        return self._workspace.state.modals.setdefault(user, [])

    def home(self, user: str) -> View | None:
        """Return the home tab published for `user`."""
        return self._workspace.state.homes.get(user)

    def open(self, user: str, given: Json) -> View:
        """Open a form as the first one; a form that was open before gives way to it."""
        self._unique_external_id(given)
        view = self._made(user, given)
        self._workspace.state.modals[user] = [view]
        self._workspace.changed("views", user=user)
        return view

    def push(self, user: str, given: Json) -> View:
        """Put a form on top of the open ones."""
        stack = self.stack(user)
        if not stack:
            raise SlackRefusal("invalid_arguments", "[ERROR] there is no open view to push onto")
        if len(stack) >= STACK:
            raise SlackRefusal("push_limit_reached")
        self._unique_external_id(given)
        view = self._made(user, given)
        view.root_view_id, view.previous_view_id = stack[0].id, stack[-1].id
        stack.append(view)
        self._workspace.changed("views", user=user)
        return view

    def update(self, view: View, given: Json) -> View:
        """Replace what a view shows; what was typed stays where block_id, action_id and type are the same."""
        fresh = self._made(view.user, given)
        fresh.typed = kept_typing(view.typed, view.blocks, fresh.blocks)
        keep = ("id", "user", "root_view_id", "previous_view_id")
        for name, value in vars(fresh).items():
            if name not in keep:
                setattr(view, name, value)
        self._workspace.changed("views" if view.type == "modal" else "home", user=view.user)
        return view

    def publish(self, user: str, given: Json) -> View:
        """Set the home tab of `user`."""
        present = self._workspace.state.homes.get(user)
        if present:
            return self.update(present, given)
        view = self._made(user, given)
        self._workspace.state.homes[user] = view
        self._workspace.changed("home", user=user)
        return view

    def find(self, view_id: str = "", external_id: str = "") -> View:
        """Return an open form by its id or the bot's own name for it; refuses one that is closed."""
        for stack in self._workspace.state.modals.values():
            for view in stack:
                if (view_id and view.id == view_id) or (external_id and view.external_id == external_id):
                    return view
        for view in self._workspace.state.homes.values():
            if view_id and view.id == view_id:
                return view
        raise SlackRefusal("not_found")

    def close(self, user: str, view: View, *, clear: bool) -> list[View]:
        """Close `view` (or, with `clear`, all forms of its stack); return those that have gone, top first."""
        stack = self.stack(user)
        gone = list(reversed(stack)) if clear or view.clear_on_close else [view]
        for one in gone:
            stack.remove(one)
        self._workspace.changed("views", user=user)
        return gone

    def shown(self, view: View) -> Json:
        """Return a view as the API shows it, with its state."""
        return view_json(view, state_values(view.blocks, view.typed))

    def _made(self, user: str, given: Json) -> View:
        view_id = self._workspace.next_id("V")
        fields: dict[str, Any] = {
            name: given.get(name) for name in ("title", "submit", "close") if given.get(name) is not None
        }
        return View(
            id=view_id,
            user=user,
            type=str(given["type"]),
            blocks=self._workspace.named(given["blocks"]),
            hash=f"{int(self._workspace.clock.now().timestamp())}.{secrets.token_hex(4)}",
            callback_id=str(given.get("callback_id") or ""),
            private_metadata=str(given.get("private_metadata") or ""),
            external_id=str(given.get("external_id") or ""),
            notify_on_close=bool(given.get("notify_on_close")),
            clear_on_close=bool(given.get("clear_on_close")),
            root_view_id=view_id,
            **fields,
        )

    def _unique_external_id(self, given: Json) -> None:
        wanted = given.get("external_id")
        stacks = self._workspace.state.modals.values()
        if wanted and any(view.external_id == wanted for stack in stacks for view in stack):
            raise SlackRefusal("duplicate_external_id")
