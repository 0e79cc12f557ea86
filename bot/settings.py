"""What Drumbeat is told from outside: one frozen object, read from the environment and from `.env`.

The environment wins over `.env`; an empty value counts as none. Every problem is named at once, with what to do.
Secrets are `SecretStr`: neither `repr` nor a log line shows them.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import sqlalchemy as sa
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.address import Address, read_address
from bot.errors import SettingsError
from bot.kept import Days, Weeks

SLACK = "https://slack.com/api/"
KEY_LENGTH = 32
COMMAND = re.compile(r"/[a-z0-9_-]{1,31}")
"""Slack: a slash, then lower-case letters, digits, - and _; at most 32 characters."""


class Settings(BaseSettings):
    """The settings of one process; `load` makes them."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True, env_file_encoding="utf-8"
    )

    bot_token: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_BOT_TOKEN",
        description="The bot token of the app, `xoxb-…` (*OAuth & Permissions* of the app). Needed by `drumbeat run`.",
    )
    app_token: SecretStr | None = Field(
        default=None,
        validation_alias="SLACK_APP_TOKEN",
        description="The app-level token, `xapp-…`, with the scope `connections:write` (*Basic Information*). "
        "Needed by `drumbeat run`.",
    )
    slack_api_url: str = Field(
        default=SLACK,
        validation_alias="SLACK_API_URL",
        description="Where Slack's Web API is. Only a playground needs another one.",
    )
    database_url: str = Field(
        default="sqlite:///drumbeat.db",
        validation_alias="DATABASE_URL",
        repr=False,
        description="SQLite or PostgreSQL: `sqlite:///drumbeat.db` is a file in the folder from which Drumbeat is "
        "started, `postgresql://user:password@host/name` a server.",
    )
    secret_key: SecretStr | None = Field(
        default=None,
        validation_alias="DRUMBEAT_SECRET_KEY",
        description=f"At least {KEY_LENGTH} random characters, kept outside the database. It ties anonymous words to "
        "nobody but their author; keep a copy.",
    )
    templates: Path | None = Field(
        default=None,
        validation_alias="DRUMBEAT_TEMPLATES",
        description="A folder of your own words: a file with the path of one of ours (`sync/nudge.mrkdwn.j2`) is "
        "used instead of it.",
    )
    command: str = Field(
        default="/pmo",
        validation_alias="DRUMBEAT_COMMAND",
        description="The slash command. After a change, give Slack the new `drumbeat manifest`.",
    )
    log: Literal["text", "json"] = Field(
        default="text",
        validation_alias="DRUMBEAT_LOG",
        description="How the log is written to the standard error: `text` to be read, `json` to be collected.",
    )
    health: str = Field(
        default="127.0.0.1:8080",
        validation_alias="DRUMBEAT_HEALTH",
        description="Where `drumbeat run` serves `/healthz`, `/readyz` and `/metrics`, as `host:port`: each process "
        "on a machine needs a port of its own, and 0 takes a free one (the log says which). `off`: nowhere.",
    )
    keep_answers: Weeks = Field(
        default=400,
        validation_alias="DRUMBEAT_KEEP_ANSWERS",
        description="Days for which closed rounds are kept, with their answers, additions and messages, and changes "
        "that have ended with all that belongs to them, other announcements, and questions that are answered; "
        "`forever` deletes none. The default lets you look back a year.",
    )
    keep_messages: Weeks = Field(
        default=90,
        validation_alias="DRUMBEAT_KEEP_MESSAGES",
        description="Days, or `forever`, for what Drumbeat notes of its other messages. In Slack they stay.",
    )
    keep_drafts: Days = Field(
        default=90,
        validation_alias="DRUMBEAT_KEEP_DRAFTS",
        description="Days, or `forever`, for forms that were begun and never saved.",
    )
    keep_audit: Days = Field(
        default=730,
        validation_alias="DRUMBEAT_KEEP_AUDIT",
        description="Days, or `forever`, for the record of who changed what.",
    )
    keep_work: Days = Field(
        default=7,
        validation_alias="DRUMBEAT_KEEP_WORK",
        description="Days, or `forever`, for what Drumbeat notes of its own doing: events taken, timers fired, work "
        "done.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 (pydantic-settings passes all of these by name)
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read what `load` was given, then `.env`; the process's own environment only through `load`."""
        return init_settings, dotenv_settings

    @property
    def database_shown(self) -> str:
        """The database without its password: for a file its full path, so that nobody has to guess the folder."""
        url = sa.make_url(self.database_url)
        if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
            return f"sqlite, {Path(url.database).resolve()}"
        return url.render_as_string(hide_password=True)

    @property
    def health_address(self) -> Address | None:
        """Where health and metrics are served; None for nowhere."""
        return read_address(self.health)

    def tokens(self) -> tuple[str, str]:
        """Return the bot token and the app token; raises SettingsError that says how to get what is missing."""
        missing = [
            f"{name} is not set. {what}"
            for name, value, what in (
                (
                    "SLACK_BOT_TOKEN",
                    self.bot_token,
                    "Copy the *Bot User OAuth Token* (xoxb-…) from *OAuth & Permissions* of your Slack app.",
                ),
                (
                    "SLACK_APP_TOKEN",
                    self.app_token,
                    "Make an *App-Level Token* (xapp-…) with connections:write under *Basic Information* of your app.",
                ),
            )
            if value is None
        ]
        if self.bot_token is None or self.app_token is None:
            raise SettingsError(
                _report(missing) + "\nNo Slack app yet? `drumbeat manifest` prints what Slack asks for; "
                "`make demo` needs no Slack at all."
            )
        return self.bot_token.get_secret_value(), self.app_token.get_secret_value()

    @field_validator(
        "bot_token", "app_token", "secret_key", "slack_api_url", "database_url", "command", "health", mode="before"
    )
    @classmethod
    def _stripped(cls, value: object) -> object:
        return value.strip() if isinstance(value, str) else value

    @field_validator("bot_token")
    @classmethod
    def _is_bot_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith("xoxb-"):
            raise ValueError("does not start with xoxb-. Copy the *Bot User OAuth Token* from *OAuth & Permissions*.")
        return value

    @field_validator("app_token")
    @classmethod
    def _is_app_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith("xapp-"):
            raise ValueError("does not start with xapp-. Copy the *App-Level Token* from *Basic Information*.")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _is_url(cls, value: str) -> str:
        if not re.match(r"https?://[^/\s]+", value):
            raise ValueError(f"is no web address. Leave it out for Slack itself ({SLACK}).")
        return value if value.endswith("/") else value + "/"

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, value: str) -> str:
        advice = "Write sqlite:///drumbeat.db or postgresql://user:password@host/name."
        try:
            backend = sa.make_url(value).get_backend_name()
        except sa.exc.ArgumentError:
            raise ValueError(f"is no address of a database. {advice}") from None
        if backend not in ("sqlite", "postgresql", "postgres"):
            raise ValueError(f"names {backend}, which Drumbeat does not know. {advice}")
        return value

    @field_validator("secret_key")
    @classmethod
    def _is_long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < KEY_LENGTH:
            raise ValueError(
                f"has fewer than {KEY_LENGTH} characters. Make one with "
                "`python3 -c 'import secrets; print(secrets.token_urlsafe(32))'`."
            )
        return value

    @field_validator("templates")
    @classmethod
    def _is_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.expanduser().is_dir():
            raise ValueError(f"names {value}, which is no folder. Make it, or leave the setting out.")
        return value.expanduser() if value else None

    @field_validator("command")
    @classmethod
    def _is_command(cls, value: str) -> str:
        if not COMMAND.fullmatch(value):
            raise ValueError("is no slash command. Write a slash, then lower-case letters and digits, e.g. /pmo.")
        return value

    @field_validator("health")
    @classmethod
    def _is_address(cls, value: str) -> str:
        read_address(value)
        return value


def load(environ: Mapping[str, str], env_file: Path | None = None) -> Settings:
    """Return the settings in `environ` and, below it, in `env_file`; raises SettingsError that lists every problem."""
    given = {name: environ[name] for name in names() if environ.get(name, "").strip()}
    try:
        return Settings(_env_file=env_file, **given)  # type: ignore[arg-type]  # values are parsed from text
    except ValidationError as error:
        raise SettingsError(_report([_problem(one) for one in error.errors()])) from None


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the table of settings: the name, the default as one writes it ("" for none), and what it is for."""

    name: str
    default: str
    meaning: str


def names() -> list[str]:
    """Return the names of all settings, in the order in which they are documented."""
    return [row.name for row in table()]


def table() -> list[Setting]:
    """Return every setting, for the README and for `.env.example`."""
    return [
        Setting(str(one.validation_alias), "" if one.default is None else str(one.default), one.description or "")
        for one in Settings.model_fields.values()
    ]


def markdown() -> str:
    """Return the table of settings as the README shows it."""
    rows = [f"| `{row.name}` | {f'`{row.default}`' if row.default else ''} | {row.meaning} |" for row in table()]
    return "\n".join(["| Setting | Default | Meaning |", "|---|---|---|", *rows])


def example() -> str:
    """Return the text of `.env.example`: every setting, explained and commented out."""
    parts = [f"# {row.meaning}\n#{row.name}={row.default}" for row in table()]
    return "\n\n".join(["# Copy to .env and fill in. `drumbeat doctor` says what is missing.", *parts]) + "\n"


def new_secret_key() -> str:
    """Return a fresh value for DRUMBEAT_SECRET_KEY."""
    return secrets.token_urlsafe(KEY_LENGTH)


def _problem(error: Mapping[str, object]) -> str:
    where = error.get("loc")
    name = str(where[0]) if isinstance(where, tuple) and where else "settings"
    message = str(error["msg"]).removeprefix("Value error, ")
    if error.get("type") == "literal_error":
        message = "is neither text nor json."
    return f"{name} {message}"


def _report(problems: list[str]) -> str:
    return "\n".join(
        ["Some settings need mending (in the environment or in .env):", *(f"  · {one}" for one in problems)]
    )
