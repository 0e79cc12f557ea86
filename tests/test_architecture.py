"""The house keeps its shape: which way imports go, what stands where, how large a file may grow."""

import ast
import logging
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
CODE = ("bot", "handlers", "models", "migrations")
AGREED_AT_THE_ROOT = {
    *CODE,
    "templates",
    "tests",
    "pyproject.toml",
    "requirements.lock",
    "manifest.yaml",
    "Makefile",
    "Dockerfile",
    "compose.yaml",
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "LICENSE",
}
LARGEST_FILE = 300
LATER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")  # the words that this very file may name
# Files of bot/ that compose the rest: they may import everything, so that no contract names them.
COMPOSE = {
    "__init__", "__main__", "action_export", "answer_export", "app", "apply", "calendar_export", "change_parts",
    "cli", "cli_export", "cli_import", "cli_settings", "copy_to", "demo", "doctor", "forget", "health", "parts",
    "registered", "replica", "retro_parts", "run", "running", "status", "upgrade",
}  # fmt: skip


def files(*suffixes: str, under: tuple[str, ...] = (*CODE, "templates", "tests")) -> Iterator[Path]:
    """Yield the project's own files with one of `suffixes`."""
    for folder in under:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes and "__pycache__" not in path.parts:
                yield path


def is_raised_again(handler: ast.ExceptHandler) -> bool:
    """Tell whether an `except` ends by raising what it caught: it hides nothing."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def shown(path: Path) -> str:
    """Return `path` as a reader finds it."""
    return path.relative_to(ROOT).as_posix()


def test_imports_go_in_the_agreed_directions(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Every contract of pyproject's [tool.importlinter] is kept."""
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT))
    broken = lint_imports(no_cache=True, no_logo=True)
    # Its own logging set-up switches every logger off that is there already, for all later tests too.
    for name in logging.root.manager.loggerDict:
        logging.getLogger(name).disabled = False
    assert not broken, capsys.readouterr().out


def test_every_room_of_the_bot_has_a_contract_of_its_own():
    """A new package or file of bot/ is given its place in the direction of imports."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    placed = {module for contract in contracts for module in contract["source_modules"]}
    rooms = {path.stem for path in (ROOT / "bot").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert sorted(room for room in rooms - COMPOSE if f"bot.{room}" not in placed) == []


def test_migrations_import_nothing_of_ours():
    """A migration that has shipped goes on meaning the same, whatever the code becomes."""
    ours = [
        f"{shown(path)}:{node.lineno}"
        for path in files(".py", under=("migrations/versions",))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
        if name.split(".")[0] in CODE
    ]
    assert ours == []


def test_only_what_was_agreed_stands_at_the_root():
    """The root is the table of contents: nothing is added to it in passing (names with a leading dot are tools')."""
    present = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - {"__pycache__"}
    assert sorted(present - AGREED_AT_THE_ROOT) == []


def test_no_file_grows_past_what_one_reading_holds():
    """One concept a file; a file that outgrows this is split by concept."""
    long = {
        shown(path): lines
        for path in files(".py", ".js", ".css", ".html", ".j2")
        if (lines := len(path.read_text().splitlines())) > LARGEST_FILE
    }
    assert long == {}


def test_nothing_is_left_for_later_in_the_code():
    """What is not done is not promised in a comment."""
    left = [
        f"{shown(path)}:{number}"
        for path in files(".py", ".js", ".css", ".html", ".j2")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if LATER.search(line)
    ]
    assert left == []


def test_an_error_is_caught_broadly_only_with_a_reason_beside_it():
    """`except Exception` hides mistakes; where a boundary needs it, its line says why."""
    unreasoned = []
    for path in files(".py", under=CODE):
        lines = path.read_text().splitlines()
        for node in ast.walk(ast.parse("\n".join(lines))):
            if not isinstance(node, ast.ExceptHandler) or is_raised_again(node):
                continue
            names = {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)} if node.type else {"bare"}
            comment = re.sub(r"noqa:? *[A-Z0-9, ]*", "", lines[node.lineno - 1].partition("#")[2])
            if names & {"bare", "Exception", "BaseException"} and len(re.findall(r"\w+", comment)) < 3:
                unreasoned.append(f"{shown(path)}:{node.lineno}")
    assert unreasoned == []


def test_the_lock_file_names_releases_and_hashes_but_no_addresses():
    """Whoever installs decides where packages come from; every one of them is pinned by its hashes."""
    text = (ROOT / "requirements.lock").read_text()
    assert "://" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) > 1
    assert [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_lock_file_covers_what_pyproject_asks_for():
    """`make lock` was run after the last change of the dependencies."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = (
        project["project"]["dependencies"] + project["dependency-groups"]["dev"] + project["build-system"]["requires"]
    )
    names = {re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", line)[0]).lower() for line in asked}
    locked = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    assert sorted(names - locked) == []


def test_no_test_folder_is_a_package():
    """An `__init__.py` in tests/ would let tests/models shadow the real models."""
    assert [shown(path) for path in (ROOT / "tests").rglob("__init__.py")] == []


@pytest.mark.parametrize("layer", ["handlers", "bot/jobs"])
def test_a_feature_is_found_under_one_noun_in_every_layer(layer: str):
    """`find . -name '*retro*'` shows a whole feature: what is handled has a service or a view of the same noun."""
    elsewhere = {path.stem for path in files(".py", under=("bot/services", "bot/views"))}
    alone = [
        shown(path)
        for path in files(".py", under=(layer,))
        if "def register(" in path.read_text()
        and not any(re.fullmatch(f"{path.stem}(_.*)?", noun) for noun in elsewhere)
    ]
    assert alone == []
