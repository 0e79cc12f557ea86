"""What the documents promise is there: commands, settings, scopes, targets, files."""

import re
import tomllib
from pathlib import Path

import pytest
import typer.main

from bot import prometheus, settings
from bot.services.company_file import read_company
from bot.slack.scopes import SCOPES
from handlers import menu, sync_manage

ROOT = Path(__file__).parents[1]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
README = (ROOT / "README.md").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PATH = re.compile(r"`((?:bot|handlers|models|templates|migrations|tests|\.ci)/[\w./-]*)`")
MADE_UP = re.compile(r"\[(.*?)\]\((?!https?:)(.*?)\)")


def code_and_tables(text: str) -> str:
    """Return the fenced blocks, the table rows and the inline code of `text`: where commands are written."""
    fenced = re.findall(r"^```.*?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return "\n".join([*fenced, *re.findall(r"`([^`\n]+)`", text)])


def command_names() -> set[str]:
    """Return the sub-commands that `drumbeat` has."""
    from bot.cli import app

    return set(typer.main.get_group(app).commands)


def test_the_readme_goes_from_promise_to_decisions():
    """A stranger meets things in the order in which they are wanted."""
    parts = [
        "# Drumbeat",
        "![",
        "make demo",
        "## What you see",
        "## Use it in your Slack",
        "## Commands",
        "## Map of",
        "CONTRIBUTING.md",
    ]
    places = [README.index(part) for part in parts]
    assert places == sorted(places)


def test_the_readme_has_the_table_of_settings():
    """Names, defaults and meanings are those of the code."""
    assert settings.markdown() in README


def test_the_readme_has_the_table_of_metrics():
    """Names, labels, kinds and meanings are those of the code, and the alerts ask for metrics that there are."""
    assert prometheus.markdown() in README
    alerts = README.split("```yaml")[2].split("```")[0]
    named = set(re.findall(r"drumbeat_\w+", alerts))
    assert named
    assert named <= {row.name.split("{")[0] for row in prometheus.PrometheusMetrics().described}


@pytest.mark.parametrize("name", SCOPES)
def test_the_readme_says_why_each_scope_is_asked_for(name: str):
    """A row of the README is a row of the scope table."""
    scope = SCOPES[name]
    assert f"| `{name}` | {scope.why} | {scope.without}{'' if scope.required else ' (optional)'} |" in README


def test_the_readme_names_every_command_and_no_other():
    """`drumbeat …` in the README is what `drumbeat --help` lists."""
    named = set(re.findall(r"drumbeat ([a-z]+(?:-[a-z]+)*)", code_and_tables(README)))
    assert named == command_names()


def test_the_readme_names_every_word_of_the_slash_command():
    """What `/pmo` understands is in the README, and what is there is understood."""
    rows = "\n".join(line for line in README.splitlines() if line.startswith("| `/pmo"))
    assert set(re.findall(r"`/pmo (\w+)", rows)) == {*menu.WORDS, "payments"}
    sync = next(line for line in rows.splitlines() if "`pause`" in line)
    verbs = set(re.findall(r"`/pmo sync (\w+)", rows)) | set(re.findall(r"`(\w+)`", sync))
    assert verbs == set(sync_manage.SYNCS.known) - {"list"}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_named_in_a_document_exists(document: str):
    """`make …` in a document is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"^make ([a-z]+)|`make ([a-z]+)", (ROOT / document).read_text(), re.MULTILINE))
    assert {name for pair in named for name in pair if name} - targets == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_named_in_a_document_exists(document: str):
    """A link or a path leads somewhere."""
    text = (ROOT / document).read_text()
    named = set(PATH.findall(text)) | {link.split("#")[0] for _, link in MADE_UP.findall(text)} - {""}
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_every_room_of_the_map_exists_and_none_is_missing():
    """The map of the code in the README shows the rooms that there are."""
    block = README.split("## Map of the code")[1].split("```")[1]
    shown = set(re.findall(r"(?<![\w/])((?:bot/)?[a-z]+)/ ", block))
    rooms = {f"bot/{path.parent.name}" for path in (ROOT / "bot").glob("*/__init__.py")}
    rooms |= {"handlers", "models", "templates", "migrations", "tests"}
    assert rooms - shown == set()
    assert sorted(room for room in shown if not (ROOT / room).is_dir()) == []


def test_versions_agree():
    """README, changelog and package name the same Python and the same release."""
    assert f"Python {PROJECT['requires-python'].removeprefix('>=')} or newer" in README
    assert f"## [{PROJECT['version']}]" in (ROOT / "CHANGELOG.md").read_text()


def test_the_example_company_of_the_readme_is_accepted():
    """Who copies the example gets no error."""
    company = read_company(README.split("```yaml")[1].split("```")[0])
    assert [len(part) for part in (company.people, company.teams, company.syncs)] == [1, 1, 1]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_stands_alone(document: str):
    """No document leans on a place that a reader does not have."""
    assert not re.search(r"\.\./|(?<![\w./])/(?:work|tmp|home|root|opt)/", (ROOT / document).read_text())
