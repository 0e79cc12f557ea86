"""A Slack that tells who is in channels and user groups, for syncs that follow them; journeys use the playground."""

from dataclasses import dataclass, field

from bot.errors import SlackRefused
from bot.slack.gateway import SlackChannel, SlackPerson


@dataclass
class FollowedSlack:
    """Keeps members by channel and by group; `channels` says what a channel is, `refuses` what a group refuses with."""

    members_of: dict[str, list[str]] = field(default_factory=dict)
    channels: dict[str, SlackChannel] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    refuses: dict[str, str] = field(default_factory=dict)
    people: dict[str, SlackPerson] = field(default_factory=dict)

    async def of(self, _workspace_id: str) -> "FollowedSlack":
        """Return this Slack for any workspace."""
        return self

    async def channel(self, slack_id: str) -> SlackChannel:
        if slack_id not in self.channels:
            raise SlackRefused("conversations.info", "channel_not_found")
        return self.channels[slack_id]

    async def members(self, channel: str) -> list[str]:
        return self.members_of[channel]

    async def group_members(self, group: str) -> list[str]:
        if group in self.refuses:
            raise SlackRefused("usergroups.users.list", self.refuses[group])
        return self.groups[group]

    async def person(self, slack_id: str) -> SlackPerson:
        if slack_id not in self.people:
            raise SlackRefused("users.info", "user_not_found")
        return self.people[slack_id]
