"""The command `drumbeat`: what it prints, and the exit code that scripts go by."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest
import structlog
import typer

from bot import cli
from bot.cli import LATER, MEND, main
from bot.errors import SlackUnavailable
from bot.settings import names

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """A command sets logging up for its process; the tests after it get theirs back."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture(autouse=True)
def _empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is set, and the folder is empty."""
    for name in names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_a_command_it_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    """Each with a line."""
    assert main([]) == MEND
    told = capsys.readouterr()
    assert all(name in told.out + told.err for name in ("demo", "run", "doctor", "apply", "export"))


def test_an_unknown_command_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback."""
    assert main(["snyc"]) == MEND
    assert "No such command" in capsys.readouterr().err


def test_the_manifest_follows_the_settings(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without settings it is the file at the root; the command's name can be one's own."""
    assert main(["manifest"]) == 0
    assert capsys.readouterr().out == (ROOT / "manifest.yaml").read_text()
    monkeypatch.setenv("DRUMBEAT_COMMAND", "/beat")
    assert main(["manifest"]) == 0
    assert "command: /beat" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["run", "doctor"])
def test_missing_tokens_end_with_two(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With what to do."""
    assert main([command]) == MEND
    told = capsys.readouterr()
    assert "SLACK_BOT_TOKEN is not set" in told.out + told.err


def test_wrong_settings_end_with_two(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Also those of `.env`, which is read here."""
    (tmp_path / ".env").write_text("DATABASE_URL=mysql://somewhere\n")
    assert main(["migrate"]) == MEND
    assert "DATABASE_URL names mysql" in capsys.readouterr().err


def test_migrating_says_where(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The default is a file here."""
    assert main(["migrate"]) == 0
    assert str(tmp_path / "drumbeat.db") in capsys.readouterr().out
    assert (tmp_path / "drumbeat.db").exists()


def test_a_company_file_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A sentence with its name, and nothing is made."""
    assert main(["apply", "company.yaml"]) == MEND
    assert "company.yaml cannot be read: No such file" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_slack_out_of_reach_ends_with_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trying again may help, so a service manager should."""

    def unavailable() -> None:
        raise SlackUnavailable("down")

    monkeypatch.setattr(cli, "settings_and_log", unavailable)
    assert main(["run"]) == LATER
    assert "Slack cannot be reached" in capsys.readouterr().err


@pytest.fixture
def playground() -> Iterator[tuple["subprocess.Popen[str]", dict[str, str]]]:
    """The workspace in a process of its own, and the settings that it prints."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "playground", "--port", "0"], stdout=subprocess.PIPE, text=True, env=environ
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process, dict(part.split("=", 1) for part in process.stdout.readline().split())
        process.kill()


def test_a_bot_of_ones_own_process_and_a_company_as_a_file(
    playground: tuple["subprocess.Popen[str]", dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """The playground prints settings that work; a file is planned, asked about, applied, and then has no effect."""
    process, settings = playground
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert main(["doctor"]) == 0
    file = str(ROOT / "bot" / "playground" / "company.yaml")
    monkeypatch.setattr("typer.confirm", lambda _question: False)
    assert main(["apply", file]) == 0
    assert "add team Payments" in (out := capsys.readouterr().out)
    assert "Nothing was changed." in out
    monkeypatch.setattr("typer.confirm", Mock(side_effect=typer.Abort))
    assert main(["apply", file]) == MEND
    assert "Add --yes" in capsys.readouterr().err
    assert main(["apply", file, "--yes"]) == 0
    assert "changes." in capsys.readouterr().out
    assert main(["apply", file]) == 0
    assert capsys.readouterr().out == "Everything is as the file says. Nothing was changed.\n"
    assert main(["export", "out.yaml"]) == 0
    assert main(["apply", "out.yaml"]) == 0
    assert capsys.readouterr().out.endswith("Nothing was changed.\n")
    assert main(["export"]) == 0
    assert capsys.readouterr().out == (tmp_path / "out.yaml").read_text()
    assert main(["export", "--workspace", "T9"]) == MEND
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0


def test_a_wrong_file_names_its_lines(
    playground: tuple["subprocess.Popen[str]", dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """Whether it is no YAML, contradicts itself or names somebody whom Slack does not know."""
    for name, value in playground[1].items():
        monkeypatch.setenv(name, value)
    (tmp_path / "nobody.yaml").write_text("people:\n  - name: Nobody\n    email: nobody@lumen.example\n")
    (tmp_path / "broken.yaml").write_text("people: [\n")
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    assert [main(["apply", f"{name}.yaml", "--yes"]) for name in ("nobody", "broken", "binary")] == [MEND] * 3
    told = capsys.readouterr().err
    assert "nobody.yaml cannot be applied, and nothing was changed:\nline 2:" in told
    assert "broken.yaml cannot be applied" in told
    assert "binary.yaml is no text in UTF-8" in told
