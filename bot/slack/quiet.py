"""Do-not-disturb as Slack tells of it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

YEAR_2100 = 4102444800


def quiet_of(users: Mapping[str, Any], now: datetime) -> dict[str, datetime]:
    """Return when those of `users` can be disturbed again who do not want to be disturbed at `now`.

    As `dnd.teamInfo` has it (docs.slack.dev): `next_dnd_start_ts` and `next_dnd_end_ts` are seconds since 1970, and of
    the present stretch while there is one; where `dnd_enabled` is false they mean nothing. Snoozing moves them.
    """
    found = {}
    for slack_id, told in users.items():
        if isinstance(told, Mapping) and told.get("dnd_enabled") is True:
            begins, ends = told.get("next_dnd_start_ts"), told.get("next_dnd_end_ts")
            if isinstance(begins, int) and isinstance(ends, int) and begins <= now.timestamp() < ends <= YEAR_2100:
                found[str(slack_id)] = datetime.fromtimestamp(ends, UTC)
    return found
