"""A Drumbeat that runs: how it begins to work, and how it stops without losing what is in hand."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

import aiohttp

from bot.db import Database
from bot.engine.timers import take_up_failed
from bot.parts import Parts
from bot.prometheus import PrometheusMetrics
from bot.services.company import CompanyService
from bot.services.retention import Retention
from bot.slack.app import SlackApp
from bot.slack.gateway import Identity, Slack

SECONDS_TO_FINISH = 1.0
"""Real seconds that listeners have when everything stops, after the socket has waited for them already."""


@dataclass
class Bot:
    """A Drumbeat put together, not yet running."""

    parts: Parts
    bolt: SlackApp
    company: CompanyService
    retention: Retention
    slack: Slack
    sending: Slack
    """Slack as the sender calls it."""
    http: aiohttp.ClientSession
    metrics: PrometheusMetrics
    background: Database
    """The database over the connections of engine and sender."""
    workspace_id: str = ""

    async def start(self) -> Identity:
        """Ask Slack whose token this is, bring people and channels up to date, and begin to work.

        On a SQLite file the caller sees to it that this is the only Drumbeat (engine/flock.py); of several on a
        PostgreSQL the eldest brings people and channels up to date, or whoever comes next where it dies in the first.
        Raises SlackRefused for a token that Slack does not take, SettingsError for one of another workspace than the
        database's, and SlackUnavailable when Slack cannot be reached.
        """
        identity = await self.slack.identity()
        await self.parts.people.install(identity)
        self.workspace_id = identity.workspace_id
        await self.parts.people.begin(identity.workspace_id)
        await self.parts.change.begin_nights(identity.workspace_id)
        await self.retention.begin(identity.workspace_id)
        await self.parts.engine.start()
        if await self.parts.engine.seat() == 0:
            await self.parts.people.reconcile(identity.workspace_id)
        async with self.parts.database.system_session() as session:
            await take_up_failed(session)
            await self.parts.ledger.resume(session, alone=self.parts.database.is_sqlite)
        return identity

    async def idle(self) -> None:
        """Return when no listener is at work and nothing is left to send."""
        await self.bolt.running.idle()
        await self.parts.engine.idle()

    def wind_down(self) -> None:
        """Begin no other message, and let the time run that the one in hand has: before anything else stops.

        What waits for a Slack that does not answer then waits side by side, not one after the other.
        """
        self.parts.sender.stop()
        self.parts.engine.wind_down()

    async def stop(self) -> None:
        """Finish what is in hand and let go of everything, also of what a failed start left.

        The message that is being sent is finished, the rest is left to the next process; see SECONDS_TO_FINISH.
        """
        self.wind_down()
        async with AsyncExitStack() as last:
            last.push_async_callback(self.close)
            last.push_async_callback(self.parts.engine.stop)
            await self.bolt.running.idle(SECONDS_TO_FINISH)

    async def close(self) -> None:
        """Let go of the connections of a Drumbeat that was never started."""
        async with AsyncExitStack() as last:
            last.push_async_callback(self.parts.database.close)
            last.push_async_callback(self.background.close)
            last.push_async_callback(self.http.close)
