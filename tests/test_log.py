"""Logs carry what is needed to find a fault, and nothing that people wrote."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot import log
from bot.errors import SlackRefused

SECRET = "the staging keys are lost"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """A log in JSON that the test can read; logging is as before afterwards."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    stream = io.StringIO()
    log.configure("json", stream)
    yield stream
    root.handlers[:], root.level = before, level
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_carries_the_request_and_its_facts(stream: io.StringIO) -> None:
    """What is bound to the request stands in every line, libraries' lines included."""
    with log.bound(ref="4F2A"):
        log.get("bot.test").info("round opened", round=7)
        logging.getLogger("somebody.else").warning("careful with %s", "this")
    ours, theirs = lines(stream)
    assert (ours["event"], ours["round"], ours["ref"], ours["level"]) == ("round opened", 7, "4F2A", "info")
    assert (theirs["event"], theirs["ref"], theirs["logger"]) == ("careful with this", "4F2A", "somebody.else")


def test_what_people_wrote_is_left_out(stream: io.StringIO) -> None:
    """Values under the names of words never appear, at any depth."""
    log.get("bot.test").info("taken", text=SECRET, form={"values": [SECRET], "callback": "sync_answer_form"})
    assert SECRET not in stream.getvalue()
    assert lines(stream)[0]["form"]["callback"] == "sync_answer_form"


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-123-456-abc",
        "xapp-1-A0-123-abc",
        "https://hooks.slack.com/actions/T1/2/abc",
        "wss://wss-primary.slack.com/link/?ticket=abc",
        "drum:hunter2",
    ],
)
def test_tokens_are_cut_out_of_every_text(stream: io.StringIO, secret: str) -> None:
    """Wherever a token, a password or a secret address stands in a text, it is left out."""
    url = f"postgresql://{secret}@host/db" if secret == "drum:hunter2" else secret
    log.get("bot.test").warning("call failed", reason=f"see {url} for more")
    logging.getLogger("slack_sdk.web").error("failed: %s", url)
    assert secret not in stream.getvalue()
    assert "for more" in stream.getvalue()


def test_a_foreign_errors_message_is_not_quoted(stream: io.StringIO) -> None:
    """A traceback names the place and the types, since a library's message may hold an answer."""

    def broken() -> None:
        try:
            {}[SECRET]
        except KeyError as error:
            raise SlackRefused("chat.postMessage", "invalid_blocks") from error

    try:
        broken()
    except SlackRefused:
        log.get("bot.test").exception("listener failed")
        logging.getLogger("other").exception("theirs")
    assert SECRET not in stream.getvalue()
    shown = lines(stream)[0]["exception"]
    assert "chat.postMessage: invalid_blocks" in shown
    assert "builtins.KeyError" in shown
    assert "in broken" in shown


def test_libraries_are_quiet_below_warnings(stream: io.StringIO) -> None:
    """Slack's SDK would log whole messages at debug level."""
    logging.getLogger("slack_sdk.web").info("chatty")
    logging.getLogger("slack_bolt.AsyncApp").debug("chattier")
    assert lines(stream) == []


def test_text_is_for_reading() -> None:
    """The other form is one readable line."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    stream = io.StringIO()
    log.configure("text", stream)
    log.get("bot.test").info("connected", workspace="Lumen")
    root.handlers[:], root.level = before, level
    structlog.reset_defaults()
    assert "connected" in stream.getvalue()
    assert "workspace=Lumen" in stream.getvalue()
