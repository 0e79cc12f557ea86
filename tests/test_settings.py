"""Settings come from the environment and `.env`, and every problem is named at once."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import example, load, markdown, names, new_secret_key

ROOT = Path(__file__).parents[1]
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1-secret", "SLACK_APP_TOKEN": "xapp-1-secret"}


def test_nothing_set_gives_the_defaults() -> None:
    """Without any setting there is a database file here, Slack's own address and /pmo."""
    settings = load({})
    assert (settings.database_url, settings.command) == ("sqlite:///drumbeat.db", "/pmo")
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_shown.endswith(str(Path("drumbeat.db").resolve()))


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """`.env` is read, an empty value counts as none, and the environment goes first."""
    file = tmp_path / ".env"
    file.write_text("DRUMBEAT_COMMAND=/beat\nDRUMBEAT_LOG=json\nSOMETHING_ELSE=1\nDRUMBEAT_SECRET_KEY=\n")
    settings = load({"DRUMBEAT_COMMAND": "/drum", "DRUMBEAT_LOG": " "}, file)
    assert (settings.command, settings.log, settings.secret_key) == ("/drum", "json", None)


def test_every_problem_is_named_in_one_message(tmp_path: Path) -> None:
    """Each wrong setting appears by its name with what to do, and none of their values that are secret."""
    with pytest.raises(SettingsError) as caught:
        load(
            {
                "SLACK_BOT_TOKEN": "xapp-swapped",
                "SLACK_APP_TOKEN": "xoxb-swapped",
                "SLACK_API_URL": "slack",
                "DATABASE_URL": "mysql://root:hunter2@host/db",
                "DRUMBEAT_SECRET_KEY": "short",
                "DRUMBEAT_TEMPLATES": str(tmp_path / "none"),
                "DRUMBEAT_COMMAND": "pmo",
                "DRUMBEAT_LOG": "xml",
                "DRUMBEAT_HEALTH": "8080",
                "DRUMBEAT_KEEP_ANSWERS": "0",
                "DRUMBEAT_KEEP_MESSAGES": "a year",
                "DRUMBEAT_KEEP_DRAFTS": "-1",
                "DRUMBEAT_KEEP_AUDIT": "1.5",
                "DRUMBEAT_KEEP_WORK": "99999999999",
            }
        )
    message = str(caught.value)
    assert [name for name in names() if name not in message] == []
    assert not any(secret in message for secret in ("swapped", "hunter2", "short"))


def test_a_malformed_database_address_is_a_sentence() -> None:
    """What SQLAlchemy cannot read is answered with how to write it."""
    with pytest.raises(SettingsError, match=r"DATABASE_URL is no address of a database\. Write sqlite"):
        load({"DATABASE_URL": "drumbeat.db"})


def test_secrets_are_never_shown() -> None:
    """Neither repr nor str shows a token, the key or the database's password."""
    settings = load(
        {**TOKENS, "DRUMBEAT_SECRET_KEY": "k" * 40, "DATABASE_URL": "postgresql://drum:hunter2@localhost/drum"}
    )
    shown = f"{settings!r} {settings} {settings.database_shown}"
    assert not any(secret in shown for secret in ("1-secret", "kkk", "hunter2"))
    assert settings.tokens() == ("xoxb-1-secret", "xapp-1-secret")


@pytest.mark.parametrize("missing", list(TOKENS))
def test_missing_tokens_say_where_to_get_them(missing: str) -> None:
    """Only running needs tokens; the message names the one that is missing and the way without Slack."""
    settings = load({name: value for name, value in TOKENS.items() if name != missing})
    with pytest.raises(SettingsError, match=missing) as caught:
        settings.tokens()
    assert "make demo" in str(caught.value)
    assert not any(name in str(caught.value) for name in TOKENS if name != missing)


def test_settings_cannot_be_changed() -> None:
    """A setting is read once."""
    with pytest.raises(ValueError, match="frozen"):
        load({}).command = "/other"


def test_every_setting_is_documented() -> None:
    """The example file is what the code says, and the table has a row for each setting."""
    assert (ROOT / ".env.example").read_text() == example()
    assert [name for name in names() if f"`{name}`" not in markdown()] == []


def test_a_new_secret_key_is_accepted() -> None:
    """What Drumbeat makes itself passes its own check."""
    assert load({"DRUMBEAT_SECRET_KEY": new_secret_key()}).secret_key is not None


def test_things_are_kept_for_days_or_for_ever() -> None:
    """Without a setting there are defaults; `forever` in any case; what people still see cannot go within days."""
    defaults = load({})
    assert (defaults.keep_answers, defaults.keep_messages, defaults.keep_audit) == (400, 90, 730)
    given = load({"DRUMBEAT_KEEP_ANSWERS": "Forever", "DRUMBEAT_KEEP_MESSAGES": " 14 ", "DRUMBEAT_KEEP_WORK": "1"})
    assert (given.keep_answers, given.keep_messages, given.keep_work) == (None, 14, 1)
    with pytest.raises(SettingsError, match=r"KEEP_ANSWERS is no time .* of days from 14 to 36500, or forever"):
        load({"DRUMBEAT_KEEP_ANSWERS": "13"})
