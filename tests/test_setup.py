"""Setting up: what `make` says, and what it refuses, before anything is installed."""

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A folder, with a space in its name, that has the set-up files of a fresh clone and no environment."""
    folder = tmp_path / "fresh clone"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    return folder


def python(folder: Path, *answers: str) -> Path:
    """Write a stand-in for python3 that runs `answers`, shell lines in which $2 is the code that it was given."""
    path = folder / "python3"
    path.write_text("\n".join(["#!/bin/sh", *answers]))
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    return path


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make in `folder`, as from a shell of its own: nothing of the `make test` around it is handed down."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        ["make", *arguments], cwd=folder, env=environ, capture_output=True, check=False, text=True, timeout=30
    )


def test_make_alone_lists_every_target(fresh: Path):
    """Whoever types `make` sees what there is, and nothing is installed."""
    listed = make(fresh)
    targets = re.findall(r"^\.PHONY: (.*)", (ROOT / "Makefile").read_text(), re.MULTILINE)[0].split()
    assert listed.returncode == 0
    assert [line.split()[1] for line in listed.stdout.splitlines()] == targets
    assert not (fresh / ".venv").exists()


def test_an_old_python_is_refused_with_what_to_do(fresh: Path):
    """The sentence names the version needed and how to choose another Python."""
    old = python(fresh, 'case "$2" in *version_info*) exit 1;; esac')
    refused = make(fresh, "test", f"PYTHON=./{old.name}")
    assert refused.returncode != 0
    assert "needs Python 3.11 or newer" in refused.stderr
    assert "make PYTHON=" in refused.stderr
    assert not (fresh / ".venv").exists()


def test_a_python_without_venv_is_refused_with_what_to_install(fresh: Path):
    """Debian ships ensurepip apart; the sentence names the package."""
    bare = python(fresh, 'case "$2" in *ensurepip*) exit 1;; esac')
    refused = make(fresh, "test", f"PYTHON=./{bare.name}")
    assert refused.returncode != 0
    assert "apt install python3-venv" in refused.stderr
    assert not (fresh / ".venv").exists()


def test_an_interrupted_set_up_is_done_again(fresh: Path):
    """The stamp is written last: a failed installation never passes for a finished one."""
    failing = python(
        fresh,
        '[ "$2" = venv ] || exit 0',
        "mkdir -p .venv/bin",
        'printf "#!/bin/sh\\nexit 9\\n" > .venv/bin/python',
        "chmod +x .venv/bin/python",
    )
    assert make(fresh, "setup", f"PYTHON=./{failing.name}").returncode != 0
    assert not (fresh / ".venv" / "ready").exists()
    assert make(fresh, "--question", "setup").returncode != 0


def test_pip_is_given_uv_alone_with_its_hashes(fresh: Path):
    """The first thing that is installed is pinned as tightly as the rest."""
    lines = [line for line in (ROOT / "Makefile").read_text().splitlines() if "sed -n '/^uv==" in line]
    command = lines[0].strip().removeprefix("@").replace("$$", "$").split(" > ")[0]
    taken = subprocess.run(["sh", "-c", command], cwd=fresh, capture_output=True, check=True, text=True).stdout
    assert re.match(r"uv==[\d.]+ \\\n", taken)
    assert all(line.strip().startswith("--hash=sha256:") for line in taken.splitlines()[1:])
    assert len(taken.splitlines()) > 1
    assert not taken.rstrip().endswith("\\")
