"""`Dockerfile` and `compose.yaml`: what can be held without a container engine."""

import asyncio
import fnmatch
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from ruamel.yaml import YAML

from bot.settings import load, names

ROOT = Path(__file__).parents[1]
LINES = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text()).splitlines()
STEPS = [tuple(line.split(maxsplit=1)) for line in LINES if line and not line.startswith("#")]
LAST = max(number for number, (word, _) in enumerate(STEPS) if word == "FROM")
COMPOSE: dict[str, Any] = YAML(typ="safe").load((ROOT / "compose.yaml").read_text())
SERVICE = COMPOSE["services"]["drumbeat"]


def of(word: str, *, last_stage: bool = True) -> list[str]:
    """What follows `word` in the stage that becomes the image, or in the stages before it."""
    return [rest for name, rest in (STEPS[LAST:] if last_stage else STEPS[:LAST]) if name == word]


def copied() -> list[str]:
    """What is copied from this folder."""
    return [source for rest in of("COPY", last_stage=False) for source in rest.split()[:-1]]


def test_what_the_image_is_made_of_is_here_and_let_through():
    """Each source exists, and `.dockerignore` keeps out the rest: data, `.env`, history."""
    assert [one for one in copied() if not (ROOT / one).exists()] == []
    everything, *rules = [
        line for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] not in ("", "#")
    ]
    assert everything == "*"
    assert sorted(line.removeprefix("!") for line in rules if line.startswith("!")) == sorted(copied())
    assert not any(fnmatch.fnmatch(name, rule) for name in (".env", "drumbeat.db") for rule in rules)


def test_every_package_is_in_the_image():
    """Those that the wheel is made of, and the files that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) <= set(copied())
    assert project["project"]["readme"] in copied()


def test_everything_is_installed_by_the_hashes_of_the_lock():
    """By pip and uv alike, and nothing is installed in the stage that becomes the image."""
    installs = [part for rest in of("RUN", last_stage=False) for part in rest.split(" && ") if "install " in part]
    assert len(installs) == 3
    assert all("--require-hashes" in one or "--build-constraints requirements.lock" in one for one in installs)
    assert not any("pip" in rest for rest in of("RUN"))
    assert of("COPY") == ["--from=build /opt/drumbeat /opt/drumbeat"]


def test_it_runs_as_an_ordinary_user_with_one_place_for_data():
    """The user has a number, which hosts can check; `run` is what it does, other commands can be given."""
    [user] = of("USER")
    assert re.fullmatch(r"([1-9]\d+):\1", user)
    assert f"--uid {user.split(':')[0]} " in of("RUN")[0]
    assert (of("WORKDIR"), of("ENTRYPOINT"), of("CMD")) == (["/data"], ['["drumbeat"]'], ['["run"]'])
    [settings] = of("ENV")
    given = dict(part.split("=", 1) for part in settings.split())
    assert load(given).database_shown == "sqlite, /data/drumbeat.db"
    assert set(given) - set(names()) == {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1), (None, 1)])
async def test_the_health_check_goes_by_whether_drumbeat_is_alive(
    status: int | None, code: int, unused_tcp_port: int, tmp_path: Path
) -> None:
    """Alive, stuck, and nobody there; run as it stands, at the address of `.env`."""

    async def healthy(_request: web.Request) -> web.Response:
        return web.Response(status=status or 0)

    app = web.Application()
    app.router.add_get("/healthz", healthy)
    server = TestServer(app, port=unused_tcp_port)
    if status is not None:
        await server.start_server()
    assert await checked(tmp_path, f"127.0.0.1:{unused_tcp_port}") == code
    await server.close()


@pytest.mark.parametrize(("address", "code"), [("off", 0), ("127.0.0.1:0", 0), ("8080", 1)])
async def test_where_nothing_is_served_the_health_check_has_nothing_to_say(
    address: str, code: int, tmp_path: Path
) -> None:
    """Or at a port that nobody knows; with settings that are wrong, no Drumbeat runs."""
    assert await checked(tmp_path, address) == code


async def checked(folder: Path, address: str) -> int:
    """Run the health check of the image in `folder`; return its exit code."""
    (folder / ".env").write_text(f"DRUMBEAT_HEALTH={address}\n")
    python, *arguments = json.loads(of("HEALTHCHECK")[0].partition("CMD ")[2])
    assert python == "python"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=folder,
        stderr=asyncio.subprocess.DEVNULL,
        env={"http_proxy": "http://127.0.0.1:9/", "PYTHONPATH": str(ROOT)},
    )
    return await process.wait()


def test_two_replicas_share_a_postgresql_that_nobody_else_reaches():
    """They wait for it, nothing listens outside, and its data outlives it."""
    postgres = COMPOSE["services"]["postgres"]
    assert not any("ports" in one for one in COMPOSE["services"].values())
    assert SERVICE["deploy"]["replicas"] == 2
    assert SERVICE["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert postgres["image"] == "postgres:18"
    assert postgres["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]
    [volume] = postgres["volumes"]
    assert volume.split(":")[0] in COMPOSE["volumes"]


def test_a_replica_can_write_nowhere_but_to_memory():
    """And may do no more than an ordinary process; it is given the time that it takes to stop."""
    assert SERVICE["read_only"]
    assert (SERVICE["tmpfs"], SERVICE["cap_drop"]) == (["/tmp"], ["ALL"])
    assert SERVICE["security_opt"] == ["no-new-privileges:true"]
    assert int(SERVICE["stop_grace_period"].removesuffix("s")) > 10


def test_secrets_come_from_the_env_file():
    """None stands in compose.yaml; one that is missing is asked for in words."""
    assert SERVICE["env_file"] == ".env"
    secret = COMPOSE["services"]["postgres"]["environment"]["POSTGRES_PASSWORD"]
    assert re.fullmatch(r"\$\{POSTGRES_PASSWORD:\?.*\.env\}", secret)
    assert SERVICE["environment"]["PGPASSWORD"] == "${POSTGRES_PASSWORD}"
    address = load({"DATABASE_URL": SERVICE["environment"]["DATABASE_URL"]}).database_shown
    environment = COMPOSE["services"]["postgres"]["environment"]
    assert address == f"postgresql://{environment['POSTGRES_USER']}@postgres/{environment['POSTGRES_DB']}"
