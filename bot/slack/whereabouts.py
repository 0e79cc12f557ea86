"""Who sent something that cannot be read, and where they are: as much of it as can be told."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from bot.slack.event_shapes import Authorization
from bot.slack.fields import Address, Id, Label
from bot.slack.shapes import Block, Shape, Team, User

Read = TypeVar("Read")


def _or_none(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(value)
    except ValidationError:
        return None


Perhaps = Annotated[Read | None, WrapValidator(_or_none)]
"""A field that is taken where it is as it should be."""


class PerhapsView(Shape):
    """The form or home tab that somebody sees."""

    type: Perhaps[Label] = None
    blocks: Perhaps[list[Block]] = None
    previous_view_id: Perhaps[Id] = None
    root_view_id: Perhaps[Id] = None
    app_installed_team_id: Perhaps[Id] = None


class PerhapsEvent(Shape):
    """What somebody typed or opened; other events are told to nobody."""

    type: Perhaps[Label] = None
    user: Perhaps[Id] = None
    channel: Perhaps[Id] = None
    channel_type: Perhaps[Label] = None
    tab: Perhaps[Label] = None
    bot_id: Any = None
    subtype: Any = None

    @property
    def by(self) -> str:
        """The person who caused it, or "": apps (we ourselves among them) and edits are not answered."""
        return "" if self.bot_id or self.subtype else self.user or ""


class Whereabouts(Shape):
    """All by which a sentence can find its reader."""

    type: Perhaps[Label] = None
    command: Perhaps[Label] = None
    team: Perhaps[Team] = None
    team_id: Perhaps[Id] = None
    user: Perhaps[User] = None
    user_id: Perhaps[Id] = None
    trigger_id: Perhaps[Label] = None
    response_url: Perhaps[Address] = None
    view: Perhaps[PerhapsView] = None
    event: Perhaps[PerhapsEvent] = None
    authorizations: Perhaps[list[Authorization]] = None

    @property
    def workspace_id(self) -> str:
        """Slack's team id, or ""; of a form or an event that of the workspace which has installed us."""
        installed = self.view.app_installed_team_id if self.view else None
        authorized = self.authorizations[0].team_id if self.authorizations else None
        by_user = self.user.team_id if self.user else None
        return installed or authorized or (self.team.id if self.team else self.team_id) or by_user or ""

    @property
    def slack_id(self) -> str:
        """Who did it, or ""."""
        return (self.user.id if self.user else self.user_id) or (self.event.by if self.event else "")


def whereabouts(body: Any) -> Whereabouts:
    """Return what can be told of who sent `body`."""
    return Whereabouts.model_validate(body if isinstance(body, Mapping) else {})
