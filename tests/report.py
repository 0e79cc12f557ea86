"""A pytest plugin: the closing report says how many tests ran on which database."""

from collections import Counter

import pytest

PROPERTY = "database"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Note on each test the kind of database that it runs on, so that the note travels with its report (xdist too)."""
    for item in items:
        callspec = getattr(item, "callspec", None)
        kind = callspec.params.get("database_url") if callspec else None
        if kind:
            item.user_properties.append((PROPERTY, kind))


def by_database(reports: list[pytest.TestReport]) -> dict[str, int]:
    """Count the reports by database; tests without one stand under "no database"."""
    kinds = Counter(dict(report.user_properties).get(PROPERTY, "no database") for report in reports)
    return dict(sorted(kinds.items()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write the counts of the tests that passed or failed."""
    ran = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        if report.when == "call"
    ]
    if ran:
        counts = ", ".join(f"{kind} {count}" for kind, count in by_database(ran).items())
        terminalreporter.write_sep("-", f"tests by database: {counts}")
