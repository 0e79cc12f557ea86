"""Channels: what is known of one that something goes to, and what is said in one that Drumbeat joins."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """A channel that messages go to; `can_post` is False where Drumbeat is not a member.

    `label` is its name with #, or "" for a private channel that Drumbeat does not see.
    """

    slack_id: str
    label: str
    can_post: bool = True
    archived: bool = False


@dataclass(frozen=True, slots=True)
class ChannelWelcome:
    """Facts of the hello: who invited Drumbeat (Slack id or ""), the syncs whose summary comes here, the command."""

    inviter: str
    syncs: tuple[str, ...]
    command: str
