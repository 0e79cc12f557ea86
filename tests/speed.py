"""A pytest plugin: what makes the suite fast without leaving anything out."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from coverage import Coverage

TWICE = {"journeys", "services"}
"""Folders whose tests run the same lines on both databases: measuring a line costs as much as running it, so that it is
measured on one. Tests of what differs between the databases lie elsewhere, and are measured on both."""


def measured_elsewhere(item: pytest.Item) -> bool:
    """Tell whether another run of the same test measures the same lines."""
    callspec = getattr(item, "callspec", None)
    on = callspec.params.get("database_url") if callspec else None
    return on == "postgresql" and Path(item.path).parent.name in TWICE


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Stop measuring for the length of a test, set-up included."""
    measuring = Coverage.current()
    if measuring is None or not measured_elsewhere(item):
        return (yield)
    measuring.stop()
    try:
        return (yield)
    finally:
        measuring.start()


def pytest_collection_finish() -> None:
    """Keep the garbage collector from what has been imported, and from looking too often: a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)
