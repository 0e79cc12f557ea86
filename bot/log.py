"""Logs: what happened, with the reference that a person can quote, and never what people wrote.

Two rules are kept here, for every line of ours and of the libraries: tokens and response URLs are cut out of every
text, and values under names that carry people's words are left out. A traceback shows where, and of what type, but an
error's own message only when it is one of ours: a foreign one ("UNIQUE constraint failed: …", a KeyError) may quote
an answer.
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from typing import Any, Literal, TextIO

import structlog

from bot.errors import BotError
from bot.repeats import Repeats

SECRET = re.compile(
    r"xox[a-z]+-[\w.-]+|xapp-[\w-]+|xwfp-[\w-]+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
    r"|(?:https?|wss?)://\S*(?:/actions/|/commands/|/respond/|/link/|/socket/)\S*"
)
"""Slack's tokens, passwords in URLs, and URLs that are secrets themselves (response_url, Socket Mode's ticket)."""

WORDS = frozenset(
    {
        "answer", "answers", "blocks", "body", "payload", "private_metadata", "sentence", "state", "text", "texts",
        "value", "values", "view", "words",
    }
)  # fmt: skip
"""Names under which people's words travel; their values never reach a log."""

LEFT_OUT = "(left out)"
QUIET = (
    "slack_bolt", "slack_sdk", "aiohttp.access", "sqlalchemy", "psycopg", "apscheduler", "alembic", "dbos",
    "asyncio",
)  # fmt: skip
"""Libraries that are heard from warnings upwards; below that Slack's log whole messages, databases' whole rows."""

REPEATING = ("apscheduler", "dbos")
"""Libraries that say the same of every try, once or ten times a second while the database is away."""


def configure(form: Literal["text", "json"] = "text", stream: TextIO | None = None) -> None:
    """Send all logs, ours and those of libraries, to `stream` (the standard error), as text or as a JSON object a line.

    May be called again; the last call counts.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[structlog.typing.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        describe_error,
        leave_out,
    ]
    last.append(
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(Repeats(REPEATING))
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def get(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of a module; call it with an event in a few fixed words and facts by name."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def bind(**facts: str) -> None:
    """Add facts (the reference of a request, the workspace) to every later line of the present task."""
    structlog.contextvars.bind_contextvars(**facts)


@contextmanager
def bound(**facts: str) -> Iterator[None]:
    """Add facts to every line within the block."""
    with structlog.contextvars.bound_contextvars(**facts):
        yield


def leave_out(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Leave out people's words and secrets; a processor of structlog."""
    for name, value in event.items():
        event[name] = LEFT_OUT if name in WORDS else _clean(value)
    return event


def describe_error(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Turn `exc_info` into the places and types of the errors; a processor of structlog."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else None
    if given is True:
        error = sys.exc_info()[1]
    if error is not None:
        event["exception"] = describe(error)
    return event


def describe(error: BaseException) -> str:
    """Return where an error and its causes arose and their types, with messages only of Drumbeat's own errors."""
    parts: list[str] = []
    one: BaseException | None = error
    seen: set[int] = set()
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        kind = f"{type(one).__module__}.{type(one).__qualname__}"
        parts.append(f"{kind}: {one}" if isinstance(one, BotError) else kind)
        parts.extend(
            f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(one.__traceback__)
        )
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        if one is not None:
            parts.append("caused by")
    return "\n".join(parts)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return SECRET.sub(LEFT_OUT, value)
    if isinstance(value, Mapping):
        return {name: LEFT_OUT if name in WORDS else _clean(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(one) for one in value]
    return value
