"""What is said in a channel that Drumbeat joins."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChannelWelcome:
    """Facts of the hello: who invited Drumbeat (Slack id or ""), the syncs whose summary comes here, the command."""

    inviter: str
    syncs: tuple[str, ...]
    command: str
