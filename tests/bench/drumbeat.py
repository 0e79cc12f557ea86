"""`drumbeat run` as a process of its own, at a given moment of business time and a given pace.

Environment: as for `drumbeat run`, and BENCH_NOW (an instant; "" the machine's), BENCH_SCALE (of Slack's rates).
Prints "ready" once everything works.
"""

import gc
import os
import sys
from datetime import UTC, datetime

from bot import log, loop
from bot.clock import ShiftedClock, SystemClock
from bot.delivery.pace import PaceLimits
from bot.run import run
from bot.settings import load


def main() -> None:
    """Run until told to stop."""
    log.configure("json", sys.stderr)
    gc.freeze()  # as `drumbeat run` does
    now = os.environ.get("BENCH_NOW")
    clock = ShiftedClock(offset=datetime.fromisoformat(now) - datetime.now(UTC)) if now else SystemClock()
    limits = PaceLimits(scale=float(os.environ.get("BENCH_SCALE", "1")))
    loop.run(run(load(os.environ), clock=clock, limits=limits, ready=lambda _bot: _ready()))


def _ready() -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
