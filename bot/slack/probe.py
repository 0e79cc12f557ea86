"""Asks Slack what `drumbeat doctor` wants to know: whose tokens these are, with what scopes, and what time it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp

from bot.errors import BotError
from bot.slack.errors import translate
from bot.slack.gateway import Identity
from bot.slack.http import web_client
from bot.slack.identity import identity_of
from bot.slack.web import BROKEN


@dataclass(frozen=True, slots=True)
class Probe:
    """What Slack said of one token: the identity (of a bot token), when it said so, or why it refused."""

    identity: Identity | None = None
    slack_time: datetime | None = None
    error: BotError | None = None


async def probe_bot(session: aiohttp.ClientSession, token: str, api_url: str) -> Probe:
    """Return what Slack says of a bot token."""
    method = "auth.test"
    try:
        response = await web_client(session, token, api_url).api_call(method)
    except BROKEN as error:
        return Probe(error=translate(method, error))
    data = response.data if isinstance(response.data, dict) else {}
    return Probe(identity_of(data, response.headers), _date(response.headers))


async def probe_app(session: aiohttp.ClientSession, token: str, api_url: str) -> Probe:
    """Return what Slack says of an app-level token; the address that it gives away is not used."""
    method = "apps.connections.open"
    try:
        response = await web_client(session, token, api_url).api_call(method)
    except BROKEN as error:
        return Probe(error=translate(method, error))
    return Probe(slack_time=_date(response.headers))


def _date(headers: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(headers.get("Date", ""))
    except ValueError:
        return None
