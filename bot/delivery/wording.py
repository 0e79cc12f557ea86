"""The words of a message: a row's kind chooses its renderer, and one that fails holds nothing else up."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog

from bot.away import is_away
from bot.clock import Clock, real_time
from bot.db import Database
from bot.delivery import reasons, rows
from bot.delivery.attempt import Attempts
from bot.delivery.item import Item
from bot.delivery.patience import Patience
from bot.delivery.together import Shown
from bot.slack.gateway import Message

WORDINGS = 3
"""Times that a message may fail to be worded before it is given up."""

NOT_OURS = 30.0
"""Real seconds for which a message of an unknown kind is left to other processes: one of a newer version knows it."""

NOBODYS = timedelta(days=1)
"""Business time after which nobody is expected any more who knows it."""


@dataclass(frozen=True, slots=True)
class Skip:
    """What a renderer returns when the message is not needed (any more); `reason` in words for the ritual's owner."""

    reason: str


Renderer = Callable[[Database, str, dict[str, Any]], Awaitable[Message | Skip]]
"""Words a message now: gets the database, the workspace and the intent's subject."""

log = structlog.get_logger(__name__)


class Wording:
    """Words the rows of the ledger when they are sent, or shown meanwhile."""

    def __init__(self, database: Database, clock: Clock, patience: Patience, attempts: Attempts) -> None:
        """Give back or end through `attempts` what cannot be worded."""
        self._database, self._clock, self._patience, self._attempts = database, clock, patience, attempts
        self._renderers: dict[str, Renderer] = {}
        self._unknown: set[str] = set()

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of messages that can be worded."""
        return frozenset(self._renderers)

    def register(self, kind: str, renderer: Renderer) -> None:
        """Let `renderer` word the messages of `kind`."""
        if kind in self._renderers:
            raise ValueError(f"two renderers for messages of kind {kind}")
        self._renderers[kind] = renderer

    async def word(self, item: Item, together: Sequence[Item]) -> list[Shown]:
        """Word a row now, with all that share its message; none when it is not to be said now.

        It was not needed, another one leads in its place, or it could not be worded and is held back.
        """
        if any(one.kind not in self._renderers for one in together):
            await self._leave_to_newer(item)
            return []
        try:
            shown = [await self._shown(one) for one in together]
        except Exception as fault:  # one message that has no words must not hold up the others
            if is_away(fault):
                raise
            log.exception("message_unworded", key=item.key, kind=item.kind, attempt=item.attempt)
            await self._unworded(item, alone=len(together) == 1)
            return []
        if all(one.message is None for one in shown):
            await self._attempts.needless(item, shown[0].reason)
            return []
        if item.leads and not item.posted and shown[0].message is None:
            # Else it would be taken for said: its replies would come below what others ask, its words by an edit.
            await self._attempts.hand_on(shown)
            return []
        return shown

    async def _shown(self, item: Item) -> Shown:
        message = await self._renderers[item.kind](self._database, item.workspace_id, item.subject)
        return Shown(item, None, message.reason) if isinstance(message, Skip) else Shown(item, message)

    async def those(self, items: Sequence[Item]) -> list[Message]:
        """Word rows that wait, to be shown elsewhere meanwhile; what has nothing to say is left to its sending.

        What cannot be worded is left out, and given up after some tries as what is sent is: it must not hide the rest.
        """
        said: list[Message] = []
        for item in items:
            if item.kind not in self._renderers:
                continue
            try:
                shown = await self._shown(item)
            except Exception as fault:  # one message that has no words must not close a whole home tab
                if is_away(fault):
                    raise
                log.exception("message_unworded", key=item.key, kind=item.kind, attempt=item.attempt)
                await self._unworded(item, alone=True)
                continue
            said += [] if shown.message is None else [shown.message]
        return said

    async def _unworded(self, item: Item, *, alone: bool) -> None:
        """Give a row back that could not be worded; give it up after some tries, at first without the others.

        What is held stays so, with one try less.
        """
        if item.attempt + 1 < WORDINGS and item.state == "held":
            async with self._database.transaction(item.workspace_id) as session:
                await rows.tried(session, item)
        elif item.attempt + 1 < WORDINGS:
            held = real_time() + self._patience.backoff(item.attempt + 1)
            async with self._database.transaction(item.workspace_id) as session:
                await rows.released(session, item, held, tries=1)
        elif alone or item.posted:
            await self._attempts.end(item, "failed", reasons.UNWORDED)
        else:
            async with self._database.transaction(item.workspace_id) as session:
                await rows.parted(session, item)
                await rows.released(session, item, 0, tries=1 - item.attempt)

    async def _leave_to_newer(self, item: Item) -> None:
        """Give a message of an unknown kind back, for a process that knows it; give it up a day after its planning."""
        if self._clock.now() - item.created_at > NOBODYS:
            await self._attempts.end(item, "failed", reasons.NO_RENDERER)
            return
        if item.kind not in self._unknown:
            self._unknown.add(item.kind)
            log.warning("messages_left_to_another_version", kind=item.kind, key=item.key, workspace=item.workspace_id)
        async with self._database.transaction(item.workspace_id) as session:
            await rows.released(session, item, real_time() + NOT_OURS)
