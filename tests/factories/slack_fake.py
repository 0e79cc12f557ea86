"""A Slack that records: the port's posting half in memory, to be told to fail. Journeys use the playground instead."""

import itertools
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.errors import SlackRefused, SlackUnavailable
from bot.slack.gateway import Message, Posted


@dataclass
class Said:
    """A message that the fake Slack has."""

    target: str
    conversation: str
    ts: str
    key: str
    thread_ts: str
    message: Message
    wordings: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.message.text


@dataclass
class FakeSlack:
    """Keeps what was posted in `said`; each call takes the next fault from `faults`, if there is one.

    A fault is an exception, raised instead of the call, or a function of the target that raises or does not.
    A `SlackUnavailable` with `accepted_unknown` is raised after the call was taken. `during` is awaited in each call.
    """

    said: list[Said] = field(default_factory=list)
    faults: deque[Exception | None] = field(default_factory=deque)
    refuse: Callable[[str], str] = field(default=lambda target: "")
    may_look: bool = True
    during: Callable[[str], Awaitable[None]] | None = None
    quiet: dict[str, datetime] = field(default_factory=dict)
    looked: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def post(self, target: str, message: Message, *, key: str = "", thread_ts: str = "") -> Posted:
        await self._begin(f"post {key}")
        fault = self._fault("chat.postMessage", target)
        conversation = f"D{target[1:]}" if target.startswith("U") else target
        said = Said(target, conversation, f"{next(self.numbers)}.0", key, thread_ts, message, [message.text])
        self.said.append(said)
        if fault is not None:
            raise fault
        return Posted(conversation, said.ts)

    async def update(self, conversation: str, ts: str, message: Message, *, key: str = "") -> None:
        await self._begin(f"update {key}")
        fault = self._fault("chat.update", conversation)
        said = next((said for said in self.said if (said.conversation, said.ts) == (conversation, ts)), None)
        if said is None:
            raise SlackRefused("chat.update", "message_not_found")
        said.message = message
        said.wordings.append(message.text)
        if fault is not None:
            raise fault

    async def find_posted(self, target: str, key: str, *, conversation: str = "", thread_ts: str = "") -> Posted | None:
        self.looked.append(key)
        await self._begin(f"look {key}")
        self._fault("conversations.history", target)
        if not self.may_look:
            raise SlackRefused("conversations.history", "missing_scope")
        found = next((said for said in self.said if said.key == key and said.thread_ts == thread_ts), None)
        return None if found is None else Posted(found.conversation, found.ts)

    async def quiet_until(self, users: Sequence[str], now: datetime) -> Mapping[str, datetime]:
        await self._begin(f"quiet {','.join(users)}")
        self._fault("dnd.teamInfo", "")
        return {user: until for user, until in self.quiet.items() if user in users}

    def texts(self, target: str) -> list[str]:
        """What stands in a conversation now."""
        return [said.text for said in self.said if target in (said.target, said.conversation)]

    async def _begin(self, call: str) -> None:
        self.calls.append(call)
        if self.during is not None:
            await self.during(call)

    def _fault(self, method: str, target: str) -> Exception | None:
        code = self.refuse(target)
        if code:
            raise SlackRefused(method, code)
        fault = self.faults.popleft() if self.faults else None
        if isinstance(fault, SlackUnavailable) and fault.accepted_unknown:
            return fault
        if fault is not None:
            raise fault
        return None
