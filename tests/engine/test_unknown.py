"""Work of a kind that nobody here knows goes back to the queue, ever more rarely, for a day."""

import pytest

from bot.engine.port import Work
from bot.engine.unknown import FIRST, LONGEST, TRIES, again
from bot.engine.work import UnknownWorkError


def test_it_is_left_to_others_for_a_day_and_then_given_up() -> None:
    """Each try has an id of its own, and the work's own key may look like one."""
    work = Work("T1", "of a newer version", "2026-11-26~7")
    name = f"{work.workspace_id}:{work.kind}:{work.key}"
    names, waits = [name], list[float]()
    for _ in range(TRIES):
        following, seconds = again(work, names[-1])
        names.append(following)
        waits.append(seconds)
    assert len(set(names)) == TRIES + 1
    assert (waits[0], waits[-1]) == (FIRST, LONGEST)
    assert 24 * 3600 <= sum(waits) < 25 * 3600
    with pytest.raises(UnknownWorkError, match="for a day no process knew"):
        again(work, names[-1])
