"""A figure beside its target, and the machine that it was measured on."""

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured on which database; `target` is the most that it may be, None where there is none."""

    what: str
    database: str
    value: float
    unit: str
    target: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the target is met, in a word."""
        return "" if self.target is None else "met" if self.value <= self.target else "missed"


def median(values: Sequence[float]) -> float:
    """Return the median of several runs."""
    return statistics.median(values)


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest of `values` that at least `percent` of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def machine() -> str:
    """Describe this machine in a line."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores of {model}, {memory:.0f} GiB, Python {platform.python_version()}, {platform.system()}"


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a table of Markdown."""
    lines = ["| what | database | measured | target | |", "|---|---|---|---|---|"]
    for one in figures:
        target = "" if one.target is None else f"{one.target:g} {one.unit}"
        verdict = f"{one.verdict}{', ' if one.verdict and one.note else ''}{one.note}"
        lines.append(f"| {one.what} | {one.database} | {one.value:.3g} {one.unit} | {target} | {verdict} |")
    return "\n".join(lines)
