"""The coverage that `make coverage` demands, branches included: more of the rules and use cases than of the rest.

Run as `python -m tests.coverage_gate` where `pytest --cov` left its data; names what lacks tests and exits 1 where a
gate is missed.
"""

import io
import sys

from coverage import Coverage
from coverage.exceptions import NoDataError

GATES = (
    ("domain", ["bot/domain/*"], 95),
    ("services", ["bot/services/*"], 95),
    ("all of it", None, 90),
)


def main() -> int:
    """Print a line for each gate and the missing lines of those missed; return 0 when every one is met."""
    measured = Coverage()
    measured.load()
    missed = 0
    for name, include, least in GATES:
        try:
            percent = measured.report(include=include, file=io.StringIO())
        except NoDataError:
            continue
        if percent >= least:
            sys.stdout.write(f"coverage of {name}: {percent:.1f} % (at least {least} %)\n")
            continue
        missed = 1
        measured.report(include=include, show_missing=True, skip_covered=True, skip_empty=True)
        sys.stdout.write(f"coverage of {name}: {percent:.1f} % IS TOO LOW, at least {least} % is asked for\n")
    return missed


if __name__ == "__main__":
    sys.exit(main())
