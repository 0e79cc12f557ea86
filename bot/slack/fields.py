"""The fields of what Slack sends: ids, texts and addresses, with what they may hold."""

from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, HttpUrl, StringConstraints, TypeAdapter

_ADDRESS = TypeAdapter(HttpUrl)


def _address(text: str) -> str:
    _ADDRESS.validate_python(text)
    return text


Id = Annotated[str, StringConstraints(pattern="^[A-Za-z0-9_-]{1,255}$")]
"""What Slack numbers: workspaces, people, channels, views, events."""

Label = Annotated[str, StringConstraints(max_length=255)]
"""What apps name (actions, blocks, forms), and Slack's own short words."""

Ts = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}\.[0-9]{1,12}$")]
"""A message's `ts`."""

Trigger = Annotated[str, StringConstraints(min_length=1, max_length=255)]
"""What opens a form within three seconds; every click and command brings one."""

Typed = Annotated[str, StringConstraints(max_length=40_000)]
"""What somebody typed into a field. Slack's client takes more than we do where a field names no `max_length`; the form
then says so beside the field, and what was typed stays."""

Address = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_address)]

Read = TypeVar("Read")


def _absent(value: Any) -> Any:
    return None if value == "" else value


OrAbsent = Annotated[Read | None, BeforeValidator(_absent)]
"""A field that may be missing, null or empty."""


def as_map(value: Any) -> Any:
    """Read `[]` as an empty map."""
    return {} if value == [] else value
