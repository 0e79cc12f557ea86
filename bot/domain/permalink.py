"""The address of a message in Slack, as *Copy link* gives it (docs.slack.dev, "chat.getPermalink")."""

import re
from dataclasses import dataclass

_DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_CHANNEL = re.compile(r"[A-Z0-9]{1,30}")
_TS = re.compile(r"\d{1,12}\.\d{1,12}")


@dataclass(frozen=True, slots=True)
class Permalink:
    """A message `ts` in a channel of the workspace at `domain`; `thread` is the ts of the message above it, or ""."""

    domain: str
    channel: str
    ts: str
    thread: str = ""

    @property
    def address(self) -> str:
        """The address; "" where a part of it is not what Slack gives."""
        if not (_DOMAIN.fullmatch(self.domain) and _CHANNEL.fullmatch(self.channel) and _TS.fullmatch(self.ts)):
            return ""
        link = f"https://{self.domain}.slack.com/archives/{self.channel}/p{self.ts.replace('.', '')}"
        below = self.thread and self.thread != self.ts and _TS.fullmatch(self.thread)
        return f"{link}?thread_ts={self.thread}&cid={self.channel}" if below else link
