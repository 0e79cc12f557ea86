"""`drumbeat doctor`: looks at everything that a running Drumbeat needs, and says in a sentence what to mend."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from shlex import quote

from bot import migrate
from bot.app import build
from bot.clock import Clock
from bot.connection import file_of, without_words
from bot.db import async_url
from bot.domain.words import listing
from bot.engine.inline import InlineEngine
from bot.errors import SettingsError, SlackRefused
from bot.render import Words
from bot.settings import Settings
from bot.slack.http import open_session
from bot.slack.manifest import unheard
from bot.slack.probe import Probe, probe_app, probe_bot
from bot.slack.scopes import SCOPES

SKEW = timedelta(seconds=60)
"""A machine's clock that is further off than this makes rounds noticeably early or late."""

OTHERS = 0o044
"""Bits of a file's mode by which its group and everybody else may read it."""

INSTALL_AGAIN = "Give Slack what `drumbeat manifest` prints, then install the app again."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `mend`: something must be done before Drumbeat works as it should."""

    sentence: str
    mend: bool = False
    note: bool = False


async def examine(settings: Settings, clock: Clock) -> list[Finding]:
    """Return what was found, in the order in which one would mend it."""
    findings = await _slack(settings, clock)
    findings += await asyncio.to_thread(_words, settings)
    findings += await asyncio.to_thread(_database, settings)
    findings += await asyncio.to_thread(_readers, settings)
    findings += _templates(settings)
    findings += _key(settings)
    findings += await _listeners(settings, clock)
    return findings


async def _slack(settings: Settings, clock: Clock) -> list[Finding]:
    try:
        bot_token, app_token = settings.tokens()
    except SettingsError as error:
        return [Finding(str(error), mend=True)]
    async with open_session() as session:
        bot = await probe_bot(session, bot_token, settings.slack_api_url)
        app = await probe_app(session, app_token, settings.slack_api_url)
    findings = [_bot_token(bot, settings), _app_token(app, settings)]
    if bot.identity is not None:
        findings += _scopes(bot.identity.scopes)
    findings += _skew(bot, clock)
    return findings


def _bot_token(probe: Probe, settings: Settings) -> Finding:
    if probe.identity is not None:
        return Finding(f"The bot token belongs to {probe.identity.workspace_name}.")
    if isinstance(probe.error, SlackRefused):
        return Finding(
            f"Slack refuses SLACK_BOT_TOKEN ({probe.error.code}). Copy the *Bot User OAuth Token* again from "
            "*OAuth & Permissions* of your app; after a new installation it changes.",
            mend=True,
        )
    return _unreachable(settings, probe)


def _app_token(probe: Probe, settings: Settings) -> Finding:
    if probe.error is None:
        return Finding("The app-level token opens Socket Mode.")
    if isinstance(probe.error, SlackRefused):
        return Finding(
            f"Slack refuses SLACK_APP_TOKEN ({probe.error.code}). Make an *App-Level Token* with connections:write "
            "under *Basic Information*, and see that *Socket Mode* is switched on.",
            mend=True,
        )
    return _unreachable(settings, probe)


def _unreachable(settings: Settings, probe: Probe) -> Finding:
    return Finding(
        f"Slack cannot be reached at {settings.slack_api_url} ({probe.error}). Check the network, a proxy "
        "(HTTPS_PROXY, NO_PROXY) and SLACK_API_URL, then try again.",
        mend=True,
    )


def _scopes(granted: Iterable[str]) -> list[Finding]:
    given = set(granted)
    if not given:
        return [Finding("Slack does not tell which scopes were granted, so they were not compared.", note=True)]
    missing = [name for name in SCOPES if name not in given]
    findings = [
        Finding(
            f"The scope {name} is missing: {SCOPES[name].without}. {INSTALL_AGAIN}",
            mend=SCOPES[name].required,
            note=not SCOPES[name].required,
        )
        for name in missing
    ]
    return findings or [Finding("All scopes are granted.")]


def _key(settings: Settings) -> list[Finding]:
    if settings.secret_key is not None:
        return [Finding("There is a secret key for anonymous retros. Keep a copy of it apart from the database.")]
    return [
        Finding(
            "DRUMBEAT_SECRET_KEY is not set, so retros without names cannot be set up. Put one into `.env`: "
            "`python3 -c 'import secrets; print(secrets.token_urlsafe(32))'` makes it.",
            note=True,
        )
    ]


def _skew(probe: Probe, clock: Clock) -> list[Finding]:
    if probe.slack_time is None:
        return []
    ahead = clock.now() - probe.slack_time
    if abs(ahead) <= SKEW:
        return [Finding("This machine's clock agrees with Slack's.")]
    way = "ahead of" if ahead > timedelta() else "behind"
    return [
        Finding(
            f"This machine's clock is {abs(ahead).total_seconds():,.0f} seconds {way} Slack's, and so are all rounds. "
            "Switch on the synchronisation of time (on Linux: `timedatectl set-ntp true`).",
            mend=True,
        )
    ]


def _database(settings: Settings) -> list[Finding]:
    url = async_url(settings.database_url)
    shown = settings.database_shown
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        file = Path(url.database)
        if not file.resolve().parent.is_dir():
            return [Finding(f"The folder of the database ({shown}) does not exist. Make it.", mend=True)]
        if not file.exists():
            return [Finding(f"The database ({shown}) will be made at the first `drumbeat run`.", note=True)]
    try:
        current, wanted, known = migrate.current(url), migrate.head(), migrate.revisions()
    except SettingsError as error:
        return [Finding(str(error), mend=True)]
    if current == wanted:
        return [Finding(f"The database is at the version of this Drumbeat ({shown}).")]
    if current is not None and current not in known:
        return [
            Finding(
                f"The database ({shown}) is at version {current}, which is newer than this Drumbeat ({wanted}). "
                "Install the newer Drumbeat, or start from a backup made with this version.",
                mend=True,
            )
        ]
    return [Finding(f"The database ({shown}) is brought to version {wanted} at the next `drumbeat run`.", note=True)]


def _words(settings: Settings) -> list[Finding]:
    """Return what to mend where the SQLite of this machine cannot keep what Drumbeat finds words by."""
    lacks = without_words(async_url(settings.database_url))
    return [Finding(lacks, mend=True)] if lacks else []


def _readers(settings: Settings) -> list[Finding]:
    """Return a note where others on the machine may read a SQLite file, its log or a copy that an upgrade made."""
    file = file_of(async_url(settings.database_url))
    if file is None:
        return []
    beside = (f"{file.name}-wal", f"{file.name}-shm", *(one.name for one in file.parent.glob(f"{file.name}.before-*")))
    exposed = [
        one.name
        for one in (file, *(file.with_name(name) for name in sorted(beside)))
        if one.exists() and one.stat().st_mode & OTHERS
    ]
    if not exposed:
        return []
    return [
        Finding(
            f"Others on this machine may read what people answered ({listing(exposed)}). Unless that is meant: "
            f"chmod 600 {quote(str(file))}*",
            note=True,
        )
    ]


def _templates(settings: Settings) -> list[Finding]:
    words = Words(settings.templates)
    try:
        words.check()
    except SettingsError as error:
        return [Finding(str(error), mend=True)]
    if settings.templates is None:
        return [Finding("All words are Drumbeat's own.")]
    return [
        Finding(f"Your words in {settings.templates} can be read."),
        *(
            Finding(
                f"{name} in {settings.templates} replaces none of Drumbeat's templates."
                + (f" What it replaced is {place} now: compare, and move your words there." if place else ""),
                note=True,
            )
            for name, place in words.unused().items()
        ),
    ]


async def _listeners(settings: Settings, clock: Clock) -> list[Finding]:
    bot = build(settings, clock=clock, engine_for=InlineEngine)
    try:
        silent = unheard(bot.bolt, settings.command)
    finally:
        await bot.close()
    return [Finding(sentence, mend=True) for sentence in silent] or [
        Finding("Everything that the manifest asks of Slack is listened to.")
    ]
