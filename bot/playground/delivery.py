"""Hands envelopes to the bot and waits for its acknowledgement, as Slack's Socket Mode does."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from bot.clock import monotonic
from bot.playground.faults import Faults
from bot.playground.records import Ack, ActRefused, Envelope, Json
from bot.playground.traffic import Traffic

Deliver = Callable[[Envelope], Awaitable[Ack]]

# Slack: acknowledge within 3 s; events are retried at once, after 1 min and after 5 min.
ACKNOWLEDGE_WITHIN = 3.0
RETRY_AFTER = (0.0, 60.0, 300.0)
# A held-back event (fault `events_out_of_order`) goes out after this long when no other overtakes it.
HELD_FOR = 0.5


class NotAnswered(ActRefused):
    """The bot did not acknowledge; `code` is operation_timeout (too late) or dispatch_failed (nobody connected)."""

    def __init__(self, code: str, sentence: str) -> None:
        """Keep Slack's code beside the sentence that the person sees."""
        super().__init__(sentence)
        self.code = code


class Delivery:
    """The bot's connections. An envelope goes to any one of them."""

    def __init__(
        self,
        traffic: Traffic,
        faults: Faults,
        *,
        noticed: Callable[[], None],
        retry_after: Sequence[float] = RETRY_AFTER,
        within: float = ACKNOWLEDGE_WITHIN,
    ) -> None:
        """Wait `within` real seconds for an acknowledgement; retry events after each of `retry_after` real seconds."""
        self._traffic = traffic
        self._faults = faults
        self._noticed = noticed
        self._retry_after = tuple(retry_after)
        self._within = within
        self._connections: list[Deliver] = []
        self._turn = 0
        self._tasks: set[asyncio.Task[Any]] = set()
        self._slow: set[asyncio.Task[Any]] = set()
        self._held: Envelope | None = None

    @property
    def connected(self) -> bool:
        """Tell whether a bot is listening."""
        return bool(self._connections)

    def connect(self, deliver: Deliver) -> Callable[[], None]:
        """Add a connection; the returned function ends it."""
        self._connections.append(deliver)
        self._noticed()

        def disconnect() -> None:
            with suppress(ValueError):
                self._connections.remove(deliver)
            self._noticed()

        return disconnect

    async def ask(self, envelope: Envelope) -> Ack:
        """Deliver a click, form or command; raises NotAnswered when no acknowledgement comes in time."""
        try:
            return await self._attempt(envelope)
        except TimeoutError:
            raise NotAnswered("operation_timeout", "Drumbeat did not answer in time. Try again.") from None
        except ConnectionError:
            raise NotAnswered(
                "dispatch_failed", "Drumbeat is not connected just now. Nothing was sent; try again in a moment."
            ) from None

    async def tell(self, envelope: Envelope) -> None:
        """Deliver an event; returns after the first attempt, further ones go on in the background."""
        if self._faults.on("events_out_of_order"):
            await self._shuffle(envelope)
            return
        await self._tell(envelope)

    def later(self, work: Coroutine[Any, Any, Any], *, slow: bool = False) -> None:
        """Run `work` in the background until it ends or the workspace is closed; nobody waits for `slow` work."""
        task = asyncio.get_running_loop().create_task(work)
        tasks = self._slow if slow else self._tasks
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    async def quiet(self) -> None:
        """Wait until what was sent in the background has been acknowledged; not for retries nor for a late bot."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        """Stop what is under way."""
        tasks = [*self._tasks, *self._slow]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _tell(self, envelope: Envelope) -> None:
        reason = await self._told(envelope)
        if reason:
            self.later(self._retry(envelope, reason), slow=True)
        elif self._faults.on("events_twice"):
            await self._told(replace(envelope, retry_num=1, retry_reason="http_timeout"))

    async def _told(self, envelope: Envelope) -> str:
        """Return why the attempt failed, or "" when it was acknowledged."""
        try:
            await self._attempt(envelope)
        except TimeoutError:
            return "http_timeout"
        except ConnectionError:
            return "connection_failed"
        return ""

    async def _retry(self, envelope: Envelope, reason: str) -> None:
        for number, wait in enumerate(self._retry_after, start=1):
            await asyncio.sleep(wait)
            reason = await self._told(replace(envelope, retry_num=number, retry_reason=reason))
            if not reason:
                return

    async def _shuffle(self, envelope: Envelope) -> None:
        held, self._held = self._held, None
        if held is None:
            self._held = envelope
            self.later(self._release(envelope))
            return
        await self._tell(envelope)
        await self._tell(held)

    async def _release(self, envelope: Envelope) -> None:
        await asyncio.sleep(HELD_FOR)
        if self._held is envelope:
            self._held = None
            await self._tell(envelope)

    async def _attempt(self, envelope: Envelope) -> Ack:
        began = monotonic()
        try:
            ack = await self._deliver(envelope)
        except (TimeoutError, ConnectionError) as problem:
            self._keep(envelope, {"error": str(problem)}, ok=False, began=began)
            raise
        self._keep(envelope, ack.payload, ok=True, began=began)
        return ack

    async def _deliver(self, envelope: Envelope) -> Ack:
        if not self._connections:
            raise ConnectionError("no connection")
        self._turn += 1
        deliver = self._connections[self._turn % len(self._connections)]
        answering = asyncio.ensure_future(deliver(envelope))
        # Never cancelled: the bot goes on working after Slack has given up waiting for it.
        done, _ = await asyncio.wait({answering}, timeout=self._within)
        if not done:
            self.later(_finish(answering), slow=True)
            raise TimeoutError("operation_timeout")
        return answering.result()

    def _keep(self, envelope: Envelope, answer: Json | None, *, ok: bool, began: float) -> None:
        kind, summary = _described(envelope)
        self._traffic.delivered(kind, envelope.payload, answer, ok=ok, ms=(monotonic() - began) * 1000, summary=summary)


async def _finish(answering: "asyncio.Future[Ack]") -> None:
    with suppress(ConnectionError):
        await answering


def _described(envelope: Envelope) -> tuple[str, str]:
    payload = envelope.payload
    again = f" (attempt {envelope.retry_num + 1})" if envelope.retry_num else ""
    if envelope.type == "slash_commands":
        return envelope.type, f"{payload['command']} {payload['text']}".strip() + again
    if envelope.type == "interactive":
        names = [str(action.get("action_id")) for action in payload.get("actions", ())]
        what = ", ".join(names) or str(payload.get("view", {}).get("callback_id", ""))
        return str(payload["type"]), what + again
    event = payload["event"]
    return str(event["type"]), str(event.get("text") or event.get("subtype") or event.get("tab") or "")[:80] + again


def new_id(prefix: str) -> str:
    """Return an id that nothing else has, in Slack's look: `prefix` and capital letters and digits."""
    return prefix + uuid.uuid4().hex[:12].upper()
