"""The commands that look at what is stored, and erase it: what they print and ask, and the exit code."""

import io
import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.cli import MEND, NEEDED, main
from bot.clock import SystemClock
from bot.connection import opened
from bot.db import async_url
from bot.settings import names

PERSON = "INSERT INTO person (workspace_id, slack_id, name, email, deactivated) VALUES"
ROWS = (
    "INSERT INTO workspace (id, name, created_at, people_synced_at) VALUES ('T1', 'Lumen', '{0}', '{0}')",
    PERSON + " ('T1', 'U1', 'Ana Sousa', 'ana@lumen.example', true)",
    PERSON + " ('T1', 'U2', 'Ben Carter', 'ben@lumen.example', false)",
    "INSERT INTO team (workspace_id, name) VALUES ('T1', 'The team of Ana Sousa')",
)
QUESTIONS = '[{"key": "moved", "kind": "long_text", "text": "What moved?"}]'
FIRST = "(SELECT min(id) FROM person)"
ANSWER = f"""
INSERT INTO ritual
(id, workspace_id, name, owner_id, rrule, starts_on, local_time, channel_id, questions, created_at) VALUES
(1, 'T1', 'Weekly sync', {FIRST}, 'FREQ=DAILY', '2026-03-01', '10:00:00.000000', 'C1', '{QUESTIONS}',
'2026-03-01 09:00:00');
INSERT INTO round (id, workspace_id, ritual_id, local_date, opens_at, closes_at, questions, created_at) VALUES
(1, 'T1', 1, '2026-03-03', '2026-03-03 10:00:00', '2026-03-03 22:00:00', '{QUESTIONS}', '2026-03-03 10:00:00');
INSERT INTO prompt (id, workspace_id, round_id, person_id, name, plan) VALUES (1, 'T1', 1, {FIRST}, 'Ana Sousa', '[]');
INSERT INTO answer (id, workspace_id, prompt_id, person_id, submitted_at, "values") VALUES
(1, 'T1', 1, {FIRST}, '2026-03-03 11:00:00', '{{"moved": "=Cards"}}')
""".strip().split(";\n")
ACTION = f"""
INSERT INTO action
(id, workspace_id, text, state, owner_id, raised_by_id, given_by_id, due_on, created_at) VALUES
(1, 'T1', '=One page', 'open', {FIRST}, {FIRST}, {FIRST}, '2026-03-12', '2026-03-01 09:00:00')
"""


@pytest.fixture
def url(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> sa.URL:
    """A database with somebody who left and somebody who did not, which commands find by their settings."""
    for name in names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.chdir(tmp_path)
    with opened(async_url(database_url)) as connection:
        for rows in ROWS:
            connection.exec_driver_sql(rows.format("2026-03-02 09:00:00"))
        connection.commit()
    return async_url(database_url)


def stored(url: sa.URL) -> list[str]:
    """The names of people."""
    with opened(url) as connection:
        return list(connection.exec_driver_sql("SELECT name FROM person ORDER BY id").scalars())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nobody@lumen.example"], "Drumbeat knows nobody with the e-mail nobody@lumen.example. Nothing was erased."),
        (["--slack-id", "U404"], "Drumbeat knows nobody with the Slack id U404. Nothing was erased."),
        ([], "Say whom to forget"),
        (["ana@lumen.example", "--slack-id", "U1"], "Say whom to forget"),
        (["ben@lumen.example"], "SLACK_BOT_TOKEN is not set"),
        (["ana@lumen.example", "--workspace", "T9"], "Drumbeat does not know the workspace T9. It knows: T1."),
    ],
    ids=["e-mail", "id", "nobody", "both", "active", "workspace"],
)
def test_whom_it_cannot_forget_it_says(
    url: sa.URL, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    """On the standard error, also with --yes; an account that may be active is first asked about in Slack."""
    assert main(["forget", *arguments, "--yes"]) == MEND
    told = capsys.readouterr()
    assert sentence in told.err
    assert (told.out, stored(url)) == ("", ["Ana Sousa", "Ben Carter"])


@pytest.mark.parametrize(
    ("typed", "code", "last"),
    [("n\n", 0, "Nothing was erased."), ("", MEND, "Nothing was erased. Add --yes to erase without being asked.")],
    ids=["no", "nobody there"],
)
def test_without_consent_nothing_is_erased(
    url: sa.URL,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    typed: str,
    code: int,
    last: str,
) -> None:
    """Shown is what would go; in a pipe nobody can be asked, which is an error."""
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert main(["forget", "ana@lumen.example"]) == code
    told = capsys.readouterr()
    assert told.out.startswith("This erases Ana Sousa (ana@lumen.example):\n  · ")
    assert "This cannot be undone.\nErase this person? [y/N]" in told.out
    assert (told.out + told.err).endswith(f"{last}\n")
    assert stored(url) == ["Ana Sousa", "Ben Carter"]


@pytest.mark.parametrize("how", ["y", "--yes"])
def test_what_was_erased_is_said(
    url: sa.URL, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    """After a yes or without a question; a second time there is nobody to erase."""
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n" if how == "y" else ""))
    command = ["forget", " ANA@lumen.example ", *(["--yes"] if how == "--yes" else [])]
    assert main(command) == 0
    told = capsys.readouterr().out
    assert ("[y/N]" in told) == (how == "y")
    assert told.endswith(
        "Erased. Their name, e-mail or Slack id was taken out of 1 other row. "
        "0 messages in Slack will be brought up to date by the Drumbeat that runs.\n"
    )
    assert [name.startswith("Erased person") for name in stored(url)] == [True, False]
    assert main(command) == MEND


def test_status_says_what_needs_a_person(url: sa.URL, capsys: pytest.CaptureFixture[str]) -> None:
    """In sentences and for machines, with the exit code that scripts go by; words and names are not told."""
    now = f"{SystemClock().now():%Y-%m-%d %H:%M:%S}"
    with opened(url) as connection:
        connection.exec_driver_sql(
            "INSERT INTO delivery (workspace_id, key, kind, subject, target, created_at, state) VALUES"
            f" ('T1', 'sync_rollup:1', 'sync_rollup', '{{}}', 'C1', '{now}', 'unknown')"
        )
        connection.commit()
    assert main(["status"]) == NEEDED
    text = capsys.readouterr().out
    assert "1 message may or may not have arrived." in text
    assert "No Drumbeat runs on this database, so nobody is asked. Start it: `drumbeat run`." in text
    assert "Ana" not in text
    assert main(["status", "--json"]) == NEEDED
    assert len(json.loads(capsys.readouterr().out)["needs"]) == 2


def test_a_backup_that_cannot_be_made_ends_with_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a name, without a database, or over a file that exists; what exists stays as it is."""
    for name in names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    assert main(["backup"]) == MEND
    assert "Missing argument" in capsys.readouterr().err
    assert main(["backup", "monday.db"]) == MEND
    assert "There is no database to back up" in capsys.readouterr().err
    assert main(["migrate"]) == 0
    (tmp_path / "monday.db").write_text("kept")
    assert main(["backup", "monday.db"]) == MEND
    assert "monday.db exists already and was left as it is." in capsys.readouterr().err
    assert (tmp_path / "monday.db").read_text() == "kept"


def test_answers_are_exported_and_none_is_a_sentence(url: sa.URL, capsys: pytest.CaptureFixture[str]) -> None:
    """To the standard output or a new file; what is empty or wrong is said on the standard error."""
    assert url
    answers = ["export", "answers", "--since", "2026-03-01"]
    assert main(answers) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "There is no answer in these rounds, so nothing was written.\n")
    with opened(url) as connection:
        for row in ANSWER:
            connection.exec_driver_sql(row)
        connection.commit()
    assert main([*answers, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["answers"] == [{"question": "What moved?", "answer": ["=Cards"]}]
    assert main([*answers, "answers.csv"]) == 0
    assert Path("answers.csv").read_bytes().startswith(b"\xef\xbb\xbfsync,round,")
    assert b",What moved?,'=Cards\r\n" in Path("answers.csv").read_bytes()
    assert main([*answers, "answers.csv"]) == MEND
    assert "exists already and was left as it is" in capsys.readouterr().err
    assert main([*answers, "--sync", "Weekly"]) == MEND
    assert "There is no sync “Weekly”." in capsys.readouterr().err
    assert main([*answers, "--until", "2026-02-01"]) == MEND
    assert main([*answers, "--format", "xml"]) == MEND


def test_a_calendar_is_written_to_a_new_file(url: sa.URL, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is not known, and a sync without a round to come, are sentences."""
    with opened(url) as connection:
        connection.exec_driver_sql(ANSWER[0])
        connection.commit()
    assert main(["export", "calendar", "--sync", "Weekly sync", "weekly.ics"]) == MEND
    assert "Weekly sync has no round in the next 26 weeks: nobody who takes part" in capsys.readouterr().err
    assert not Path("weekly.ics").exists()
    with opened(url) as connection:
        connection.exec_driver_sql("INSERT INTO ritual_person (workspace_id, ritual_id, person_id) VALUES ('T1', 1, 2)")
        connection.exec_driver_sql("UPDATE ritual SET voice = 'everyone'")
        connection.commit()
    assert main(["export", "calendar", "--sync", "Weekly sync", "--for", "ben@lumen.example", "weekly.ics"]) == 0
    assert capsys.readouterr().out == "Written to weekly.ics.\n"
    assert Path("weekly.ics").read_bytes().count(b"BEGIN:VEVENT\r\n") > 100
    assert main(["export", "calendar", "--sync", "Dayly"]) == MEND
    assert "There is no sync called “Dayly”" in capsys.readouterr().err


def test_actions_are_exported_and_none_is_a_sentence(url: sa.URL, capsys: pytest.CaptureFixture[str]) -> None:
    """Each with its owner and what became of it; a date narrows it, and a file that is there is left as it is."""
    assert main(["export", "actions"]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "There is no action in this time, so nothing was written.\n")
    with opened(url) as connection:
        connection.exec_driver_sql(ACTION)
        connection.commit()
    assert main(["export", "actions", "actions.csv"]) == 0
    written = Path("actions.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbfretro,value stream,team,action,")
    assert b",'=One page,action,,Ana Sousa,2026-03-01,2026-03-12,open," in written
    assert main(["export", "actions", "actions.csv"]) == MEND
    assert main(["export", "actions", "--since", "2026-03-02"]) == 0
    assert "There is no action in this time" in capsys.readouterr().err
