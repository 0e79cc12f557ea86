"""The small checks that all checks of blocks and views are made of; they collect what is wrong, in Slack's words."""

from typing import Any

from bot.playground.limits import CONFIRM_BUTTON, CONFIRM_TEXT, CONFIRM_TITLE
from bot.playground.records import Json


class Problems:
    """What is wrong with a payload, each with the place (a JSON pointer) as Slack reports it."""

    def __init__(self) -> None:
        """Begin with nothing wrong."""
        self.messages: list[str] = []

    def add(self, sentence: str, at: str) -> None:
        """Note that something at the pointer `at` is wrong."""
        self.messages.append(f"[ERROR] {sentence} [json-pointer:{at}]")

    def object(self, value: Any, at: str) -> bool:
        """Check that there is a JSON object."""
        if isinstance(value, dict):
            return True
        self.add("must be an object", at)
        return False

    def fields(self, value: Json, at: str, *, required: str = "", optional: str = "") -> bool:
        """Check that the fields named (separated by spaces) and no others are there; `type` always is allowed."""
        needed, allowed = required.split(), {*required.split(), *optional.split(), "type"}
        missing = [name for name in needed if value.get(name) is None]
        for name in missing:
            self.add(f"missing required field: {name}", at)
        for name in sorted(set(value) - allowed):
            self.add(f"invalid additional property: {name}", at)
        return not missing

    def string(self, value: Any, at: str, longest: int, *, shortest: int = 1) -> bool:
        """Check a string and its length in characters."""
        if not isinstance(value, str):
            self.add("must be a string", at)
            return False
        if len(value) < shortest:
            self.add(f"must be more than {shortest - 1} characters", at)
        if len(value) > longest:
            self.add(f"must be less than {longest + 1} characters", at)
        return True

    def items(self, value: Any, at: str, most: int, *, least: int = 1) -> bool:
        """Check a list and how many items it has."""
        if not isinstance(value, list):
            self.add("must be an array", at)
            return False
        if len(value) < least:
            self.add(f"no less than {least} items allowed", at)
        if len(value) > most:
            self.add(f"no more than {most} items allowed", at)
        return True

    def text(self, value: Any, at: str, longest: int, *, plain: bool = False) -> None:
        """Check a text object, `plain_text` only where Slack wants that."""
        if not self.object(value, at):
            return
        kinds = {"plain_text"} if plain else {"plain_text", "mrkdwn"}
        if value.get("type") not in kinds:
            self.add(f"must be one of {sorted(kinds)}", f"{at}/type")
        self.fields(value, at, required="text", optional="emoji verbatim")
        if value.get("type") == "plain_text" and "verbatim" in value:
            self.add("invalid additional property: verbatim", at)
        if value.get("type") == "mrkdwn" and "emoji" in value:
            self.add("invalid additional property: emoji", at)
        if value.get("text") is not None:
            self.string(value["text"], f"{at}/text", longest)

    def confirm(self, value: Any, at: str) -> None:
        """Check a confirmation dialog."""
        if not self.object(value, at):
            return
        if self.fields(value, at, required="title text confirm deny", optional="style"):
            self.text(value["title"], f"{at}/title", CONFIRM_TITLE, plain=True)
            self.text(value["text"], f"{at}/text", CONFIRM_TEXT)
            self.text(value["confirm"], f"{at}/confirm", CONFIRM_BUTTON, plain=True)
            self.text(value["deny"], f"{at}/deny", CONFIRM_BUTTON, plain=True)
        self.style(value, at)

    def style(self, value: Json, at: str) -> None:
        """Check the style of a button or a dialog."""
        if value.get("style") not in {None, "primary", "danger"}:
            self.add("must be one of ['danger', 'primary']", f"{at}/style")

    def one_of(self, value: Json, at: str, *names: str) -> None:
        """Check that exactly one of the fields is given."""
        if sum(value.get(name) is not None for name in names) != 1:
            self.add(f"must provide exactly one of {', '.join(names)}", at)
