"""A pytest plugin: seed and size of the chaos tests and of the simulated company, and the tables they print."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.databases import KINDS

TABLE, SEED = "figures", "seed"
RUNS = frozenset({"chaos", "sim"})
"""Marks of the tests that have a seed; each is a target of the Makefile, too."""

ON_ONE = "chaos_on_one"
"""Mark of tests of which the short form runs each on one database only."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make chaos` and `make sim` hand on SEED and SHORT."""
    parser.addoption("--seed", type=int, default=None, help="repeats a run of make chaos or make sim")
    parser.addoption("--short", action="store_true", help="the form for every change: minutes, not half an hour")


def pytest_configure(config: pytest.Config) -> None:
    """Draw the seed once: the processes of a run are told the one that was drawn for all."""
    if config.option.seed is None:
        drawn = getattr(config, "workerinput", {}).get(SEED)
        config.option.seed = random.SystemRandom().randrange(1_000_000) if drawn is None else drawn


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a process of pytest-xdist the seed."""
    node.workerinput[SEED] = node.config.option.seed


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In short, let each of Slack's bad days come on one of the databases, drawn by the seed."""
    if not config.option.short:
        return
    left_out = []
    for item in items:
        callspec = getattr(item, "callspec", None)
        if item.get_closest_marker(ON_ONE) and callspec:
            name = item.name.replace(callspec.params["database_url"], "")
            if random.Random(f"{config.option.seed} {name}").choice(KINDS) != callspec.params["database_url"]:
                left_out.append(item)
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def pytest_report_header(config: pytest.Config) -> str | None:
    """Print the seed first, so that it is known whatever happens."""
    run = config.option.markexpr
    return f"{run}: {_seed(config)}" if run in RUNS else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the tables, and how to repeat the run."""
    for title, lines in _tables(terminalreporter):
        terminalreporter.write_sep("-", title)
        terminalreporter.write(f"{lines}\n")
    run = config.option.markexpr
    if run in RUNS:
        terminalreporter.write_line(f"{run}: the same again with `make {run} {_seed(config)}`")


def _tables(terminalreporter: pytest.TerminalReporter) -> Iterator[tuple[str, str]]:
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, text in report.user_properties if report.when == "call" else ():
                if name == TABLE:
                    title, _, lines = str(text).partition("\n")
                    yield title, lines


def _seed(config: pytest.Config) -> str:
    return f"SEED={config.option.seed}{' SHORT=1' if config.option.short else ''}"
