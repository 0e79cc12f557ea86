"""`make bench`: measures what is promised of speed and size, and prints it beside the targets."""

import json
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from tests.bench.measure import Figure, machine, table

ALL = (
    "planning",
    "rollup",
    "home",
    "themes",
    "retro",
    "playbook",
    "announcement",
    "replies",
    "change",
    "process",
    "asking",
)
"""What is measured unless something is named; `asking`, the last, takes a quarter of an hour."""
WRITTEN = Path(".bench.json")


def main(names: list[str]) -> None:
    """Measure what is named, or everything; print a table and write `.bench.json`."""
    figures: list[Figure] = []
    for name in names or ALL:
        found = import_module(f"tests.bench.{name}").measure()
        # As soon as it is known, since the whole takes a quarter of an hour.
        sys.stdout.write(f"{table(found)}\n\n")
        sys.stdout.flush()
        figures += found
    sys.stdout.write(f"{machine()}\n")
    WRITTEN.write_text(
        json.dumps({"machine": machine(), "figures": [asdict(one) | {"verdict": one.verdict} for one in figures]})
    )


if __name__ == "__main__":
    main(sys.argv[1:])
