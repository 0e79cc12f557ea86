"""The shapes of the events that Slack sends (docs.slack.dev, "Events API"); what is not named goes no further."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from bot.slack.fields import Id, Label, OrAbsent, Ts
from bot.slack.shapes import Shape


class Event(Shape):
    """An event that nothing listens to: only its name is read."""

    type: Label


class HomeOpened(Event):
    """`app_home_opened`."""

    user: Id
    tab: Label | None = None


class Words(Event):
    """`message` and `app_mention`; edits and deletions have no `user`."""

    user: Id | None = None
    bot_id: Id | None = None
    subtype: Label | None = None
    channel: Id
    channel_type: Label | None = None
    text: str | None = None
    ts: Ts
    thread_ts: Ts | None = None
    parent_user_id: Id | None = None


class Membership(Event):
    """`member_joined_channel` and `member_left_channel`."""

    user: Id
    channel: Id
    channel_type: Label | None = None
    inviter: OrAbsent[Id] = None


class Archiving(Event):
    """`channel_archive` and `channel_unarchive`."""

    user: Id | None = None
    channel: Id


class NamedChannel(Shape):
    """A channel with its new name."""

    id: Id
    name: Label


class Renaming(Event):
    """`channel_rename`."""

    channel: NamedChannel


class GroupMembers(Event):
    """`subteam_members_changed`."""

    subteam_id: Id


class Group(Shape):
    """A user group: the "Usergroup object"."""

    id: Id
    handle: Label | None = None
    date_delete: int | None = None


class GroupChanged(Event):
    """`subteam_created` and `subteam_updated`."""

    subteam: Group


class Profile(Shape):
    """What a person says of themselves."""

    real_name: Label | None = None
    email: Label | None = None
    status_text: Label | None = None
    status_emoji: Label | None = None
    status_expiration: int | None = None


class EnterpriseUser(Shape):
    """What a user is in an organisation of several workspaces."""

    teams: list[Id] | None = None


class Member(Shape):
    """A user as the events tell of them: the "User object"."""

    id: Id
    name: Label | None = None
    real_name: Label | None = None
    profile: Profile | None = None
    tz: Label | None = None
    deleted: bool | None = None
    is_admin: bool | None = None
    is_owner: bool | None = None
    is_primary_owner: bool | None = None
    is_bot: bool | None = None
    is_restricted: bool | None = None
    is_ultra_restricted: bool | None = None
    is_stranger: bool | None = None
    team_id: Id | None = None
    enterprise_user: EnterpriseUser | None = None


class PersonChanged(Event):
    """`user_change` and `team_join`."""

    user: Member


class Authorization(Shape):
    """For which workspace an event was sent: in a channel shared between two it is not always the event's own."""

    team_id: Id | None = None


EventT = TypeVar("EventT", bound=Event)


class Callback(Shape, Generic[EventT]):
    """The envelope of an event."""

    type: Label
    team_id: Id | None = None
    event_id: Id
    authorizations: list[Authorization] | None = None
    event: EventT


EVENTS: Mapping[str, type[Shape]] = {
    "app_home_opened": Callback[HomeOpened],
    "app_mention": Callback[Words],
    "channel_archive": Callback[Archiving],
    "channel_rename": Callback[Renaming],
    "channel_unarchive": Callback[Archiving],
    "member_joined_channel": Callback[Membership],
    "member_left_channel": Callback[Membership],
    "message": Callback[Words],
    "subteam_created": Callback[GroupChanged],
    "subteam_members_changed": Callback[GroupMembers],
    "subteam_updated": Callback[GroupChanged],
    "team_join": Callback[PersonChanged],
    "user_change": Callback[PersonChanged],
}
OTHER_EVENT = Callback[Event]
